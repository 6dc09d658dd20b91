package import Control
package import Kernel

/// Money that an account owes: a released bill, a fee. Raised once, never changed; what was paid of it lies beside it
/// as applications.
package struct Receivable: Sendable, Hashable {
    /// The bill's id for energy; for a fee an id of its own.
    package let id: Int64
    package let account: AccountID
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
    /// 应收年月.
    package let month: BillingMonth
    package let kind: ReceivableKind
    package let amount: Money
    /// The last day on which it can be paid without a penalty.
    package let dueDay: Day
    /// Whose penalty rate holds: 1 ‰ a day for residential arrears, more for others.
    package let isResidential: Bool
    package let createdDay: Day

    package init(
        id: Int64, account: AccountID, organisation: OrganisationID, organisationPath: OrganisationPath,
        month: BillingMonth, kind: ReceivableKind, amount: Money, dueDay: Day, isResidential: Bool,
        createdDay: Day
    ) {
        self.id = id
        self.account = account
        self.organisation = organisation
        self.organisationPath = organisationPath
        self.month = month
        self.kind = kind
        self.amount = amount
        self.dueDay = dueDay
        self.isResidential = isResidential
        self.createdDay = createdDay
    }
}

/// 费用类型: what a receivable is for.
package enum ReceivableKind: Int32, Sendable, Hashable, CaseIterable {
    /// 电费.
    case energy = 1
    /// 违约使用电费, charged for a breach of the supply contract.
    case penaltyCharge = 2
    /// 业扩费用.
    case connectionFee = 3
    /// 复电费.
    case reconnectionFee = 4

    /// The key of its name for people: `ledger.receivable.1`.
    package var messageKey: String { "ledger.receivable.\(rawValue)" }
}

/// A part of a payment set off against a receivable 销账. Rows are only ever added.
package struct Application: Sendable, Hashable {
    package let receivable: Int64
    package let account: AccountID
    package let payment: PaymentID
    /// 0, 1, 2 … within the receivable. Two payments that saw the same state take the same number, so that the second
    /// to commit is refused by the key.
    package let sequence: Int32
    package let principal: Money
    package let penalty: Money
    /// The penalty that had run up on the receivable by this day, before minimum and cap.
    package let accrued: Money
    /// The penalty owed by this day in all, after minimum and cap, paid or not: fixed by this payment.
    package let fixed: Money
    package let day: Day

    package init(
        receivable: Int64, account: AccountID, payment: PaymentID, sequence: Int32, principal: Money,
        penalty: Money,
        accrued: Money, fixed: Money, day: Day
    ) {
        self.receivable = receivable
        self.account = account
        self.payment = payment
        self.sequence = sequence
        self.principal = principal
        self.penalty = penalty
        self.accrued = accrued
        self.fixed = fixed
        self.day = day
    }

    /// Takes back what its payment had set off: both amounts with their signs turned.
    var isUndoing: Bool { principal < .zero || penalty < .zero }
}

/// A receivable and what was applied to it.
package struct OpenReceivable: Sendable, Hashable {
    package let receivable: Receivable
    /// In order of their sequence.
    package let applications: [Application]

    package init(receivable: Receivable, applications: [Application]) {
        self.receivable = receivable
        self.applications = applications
    }

    package var principalApplied: Money { applications.map(\.principal).total() }
    package var penaltyApplied: Money { applications.map(\.penalty).total() }
    /// What is left of the amount itself.
    package var outstanding: Money { receivable.amount - principalApplied }
    /// The applications that hold: without those that were taken back, and without what took them back. Only the last
    /// one that holds is ever taken back, so that the others' penalty stays what it was fixed at.
    package var standing: [Application] {
        let undone = Set(applications.lazy.filter(\.isUndoing).map(\.payment))
        return undone.isEmpty ? applications : applications.filter { !undone.contains($0.payment) }
    }
    /// What is left of the penalty that the last payment fixed; penalty runs on only while something is outstanding.
    package var penaltyFixedOutstanding: Money { (standing.last?.fixed ?? .zero) - penaltyApplied }
    package var nextSequence: Int32 { (applications.last?.sequence ?? -1) + 1 }
    package var isOpen: Bool { outstanding > .zero || penaltyFixedOutstanding > .zero }
}
