package import Kernel

/// One line of a journal entry. An entry belongs to one account and one day. The lines of each organisation in it stand
/// together and sum to zero, so that each organisation's books balance by themselves.
package struct Posting: Sendable, Hashable {
    package let account: AccountID
    /// What made the entry: a bill's id, a payment's id.
    package let entry: Int64
    package let line: Int32
    package let code: LedgerCode
    package let organisation: OrganisationID
    /// Debit positive, credit negative; never zero.
    package let amount: Money
    package let day: Day
    /// The billing month it is about; nil where it is about several.
    package let month: BillingMonth?
    package let kind: EntryKind

    package init(
        account: AccountID, entry: Int64, line: Int32, code: LedgerCode, organisation: OrganisationID,
        amount: Money,
        day: Day, month: BillingMonth? = nil, kind: EntryKind = .bill
    ) {
        self.account = account
        self.entry = entry
        self.line = line
        self.code = code
        self.organisation = organisation
        self.amount = amount
        self.day = day
        self.month = month
        self.kind = kind
    }
}

/// What made a journal entry.
package enum EntryKind: Int32, Sendable, Hashable, CaseIterable {
    case bill = 1
    case payment = 2
    case reversal = 3

    /// What a posting adds to its day's count: one, or one less for what takes another back.
    var counts: Int64 { self == .reversal ? -1 : 1 }

    /// How the journal describes it; plain ASCII, so that every reader of the format shows it.
    var journalText: String {
        switch self {
        case .bill: "Bill"
        case .payment: "Payment"
        case .reversal: "Reversal"
        }
    }
}

/// What stands on one code of one organisation on one day.
package struct LedgerTotal: Sendable, Hashable {
    package let organisation: OrganisationID
    package let day: Day
    package let code: LedgerCode
    /// Debits less credits.
    package let amount: Money
    /// Postings, less those that take another back.
    package let count: Int64
}
