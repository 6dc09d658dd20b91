package import Kernel

/// 撤回发行: a released bill taken back before anything was paid on it, as it is kept beside the bill. Neither is ever
/// changed or deleted.
package struct TakenBack: Sendable, Hashable {
    /// The journal entry with every sign turned; nil for a bill without an amount.
    package let entry: Int64?
    /// A code of the table `billing.withdrawalReason`.
    package let reasonCode: String
    package let reason: String
    /// Who asked for it.
    package let by: UserID
    package let byName: String
    /// Who approved it; nil where the company asks for no second person.
    package let approvedBy: UserID?
    package let approvedByName: String?
    package let day: Day
    package let at: Instant
}

/// What a person asks for: take these released bills back.
package struct TakeBack: Codable, Sendable, Hashable {
    /// Which bills: one of the three is given.
    package let bills: [BillID]?
    /// All released bills of a run.
    package let run: JobID?
    /// All released bills of a place in a month.
    package let place: Place?
    /// A code of the table `billing.withdrawalReason` that holds today.
    package let reasonCode: String
    /// In words, 1 to 500 characters.
    package let reason: String
    /// Leave out those that cannot be taken back; else one of them refuses all.
    package let onlyGood: Bool
    /// The giver's own name for the order: under it it is carried out once, for ever.
    package let key: String?

    /// A station, and a route of it where one is named.
    package struct Place: Codable, Sendable, Hashable {
        package let month: BillingMonth
        package let organisation: OrganisationID
        package let route: String?

        package init(month: BillingMonth, organisation: OrganisationID, route: String? = nil) {
            self.month = month
            self.organisation = organisation
            self.route = route
        }
    }

    package init(
        bills: [BillID]? = nil, run: JobID? = nil, place: Place? = nil, reasonCode: String, reason: String,
        onlyGood: Bool = false, key: String? = nil
    ) {
        // The same bills in another order are the same order.
        self.bills = bills.map { Set($0).sorted() }
        self.run = run
        self.place = place
        self.reasonCode = reasonCode
        self.reason = reason
        self.onlyGood = onlyGood
        self.key = key
    }
}

/// Why a released bill cannot be taken back.
package enum TakeBackHurdle: String, Sendable, CaseIterable {
    /// A payment or something else stands on it: what is wrong is settled by a difference bill.
    case paid
    /// Its month is closed: likewise.
    case closed
    /// A later month's bill of the account stands on it; that one is taken back first.
    case later
    /// A run of its month is under way.
    case inRun
    case takenBack
    /// A month of an account has no further bill number.
    case tooOften
}
