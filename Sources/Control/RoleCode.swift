/// The role templates made at set-up, one for each trade; an organisation may add its own (`Role`).
///
/// The words are stored: a template is added, never renamed.
package enum RoleCode: String, Sendable, Hashable, CaseIterable {
    case systemAdministrator
    case securityAdministrator
    case auditAdministrator
    case stationHead
    /// 核算员: checks and releases a month's bills.
    case billingClerk
    case counterClerk
    case meterReader
    case accountant
    case recordsClerk
    /// 走收员: collects at the door.
    case collector
    case tariffClerk
    case tariffApprover
    case meterEngineer
    case warehouseKeeper
    /// 用电检查员.
    case inspector
    /// 业扩受理员.
    case applicationClerk
    case surveyor
    case contractClerk
    /// 台区经理.
    case areaManager
    /// 装表接电工: installs, cuts, restores.
    case installer
    /// 检定员.
    case verifier
    /// 核验员: checks what the verifier found, and is another person.
    case verificationChecker
    /// 票据管理员: keeps the stock of receipts, and is no cashier.
    case receiptKeeper
    /// 95598 话务员.
    case callOperator
    case inspectionPlanner
}

/// A role as its page shows it: a template, or one that an organisation added.
package struct Role: Sendable, Hashable {
    /// `counterClerk`, or of one's own `own.` and a number.
    package let code: String
    /// The name of one's own role; nil for a template, whose name is the message `control.role.` and its code.
    package let name: String?
    /// Where it may be given; the root for a template.
    package let organisation: OrganisationPath
    /// A second factor is asked for besides what the role approves.
    package let asksSecondFactor: Bool
    /// Two persons agreed that none is needed though the role approves.
    package let waivesSecondFactor: Bool
    package let permissions: [Permission]
    /// Those in the reader's scope who carry it.
    package let people: Int
}
