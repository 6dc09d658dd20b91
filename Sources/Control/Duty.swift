package import Kernel

/// What somebody did on a matter, for the rule that another person must do the rest.
package struct Duty: Sendable, Hashable, ExpressibleByStringLiteral {
    /// `READ`, as the table of conflicts names it.
    package let code: String
    package init(_ code: String) { self.code = code }
    package init(stringLiteral value: String) { code = value }

    /// 抄表.
    package static let read: Duty = "READ"
    /// 审核.
    package static let check: Duty = "CHECK"
    /// 退费审批.
    package static let approveRefund: Duty = "APPROVE_REFUND"
    /// 检定.
    package static let verify: Duty = "VERIFY"
    /// 核验.
    package static let checkVerification: Duty = "CHECK_VERIFICATION"

    /// Those that rules of separation name.
    package static let all: [Duty] = [.read, .check, .approveRefund, .verify, .checkVerification]
}

/// Matters that more than one room has a duty on, by the words under which it is kept.
package enum DutyMatter {
    /// An account's reading of a month.
    package static func reading(_ account: AccountID, _ month: BillingMonth) -> String {
        "reading \(account) \(month.yyyymm)"
    }

    /// The readings of an organisation's accounts in a month, taken together.
    package static func readings(_ organisation: OrganisationID, _ month: BillingMonth) -> String {
        "readings \(organisation) \(month.yyyymm)"
    }

    /// The bills of a month that were checked for an organisation and what lies under it.
    package static func bills(_ organisation: OrganisationID, _ month: BillingMonth) -> String {
        "bills \(organisation) \(month.yyyymm)"
    }
}

package enum DutyConflictKind {}
package typealias DutyConflictID = Identifier<DutyConflictKind>

/// Two duties that one person may not have: as roles at all, or on one matter.
package struct DutyConflict: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Two roles that one person may not carry.
        case person = "PERSON"
        /// Two duties that one person may not do on one matter.
        case matter = "MATTER"
    }

    /// Of an organisation's own rule; nil for one of the program, which follows from the law and stays.
    package let id: DutyConflictID?
    package let kind: Kind
    /// Where it holds, and below.
    package let organisation: OrganisationPath
    /// A role's code or a duty's; the lesser of the two.
    package let one: String
    package let other: String
    /// The parameter that lets an organisation join the two, where its value is `YES`.
    package let allowedBy: String?
    /// What it follows from.
    package let clause: String

    static let parameters: [ParameterDefinition] = [
        // 抄收合一.
        ParameterDefinition(
            "control.readerCollects", .choice(["NO", "YES"]), standard: "NO",
            clause: "《企业内部控制基本规范》第二十九条：不相容职务分离；抄收合一由单位自定")
    ]
}
