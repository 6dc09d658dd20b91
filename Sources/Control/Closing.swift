package import Kernel
package import Store

/// A billing month of an organisation, as the books have it.
package struct MonthState: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, Codable {
        case open = "OPEN"
        case closed = "CLOSED"
    }

    package let organisation: OrganisationID
    package let month: BillingMonth
    package let state: State
    package let by: UserID
    package let at: Instant
}

/// Where and for which month something is to be written.
package struct MonthPlace: Sendable, Hashable {
    package let organisation: OrganisationID
    package let month: BillingMonth

    package init(_ organisation: OrganisationID, _ month: BillingMonth) {
        self.organisation = organisation
        self.month = month
    }
}

/// What a room looks for before a month is closed 关账. Its name for people is the message `closing` under the room's
/// word and the rest of the key: `billing.closing.unbilled` for `billing.unbilled`.
package struct ClosingCheck: Sendable {
    /// `billing.unbilled`.
    package let key: String
    /// What is open in an organisation and everything under it; only reads.
    package let run: @Sendable (Control, Organisation, BillingMonth, any Transaction) throws -> [OpenItem]

    package init(
        _ key: StaticString,
        run: @Sendable @escaping (Control, Organisation, BillingMonth, any Transaction) throws -> [OpenItem]
    ) {
        self.key = key.description
        self.run = run
    }

    /// The message that names the check.
    package var title: String {
        let parts = key.split(separator: ".", maxSplits: 1)
        return "\(parts.first ?? "").closing.\(parts.last ?? "")"
    }
}

/// Something open that keeps a month from being closed until it is settled or somebody carries it.
package struct OpenItem: Sendable, Hashable {
    /// The same thing has the same word at every look, within its check: `3 R12`.
    package let id: String
    /// The message that says what it is, and its values.
    package let text: String
    package let arguments: [String: String]
    /// How many there are of it, where it is several, such as accounts of a route; carried are that many and no more.
    package let count: Int?
    /// Where it is settled.
    package let link: String?
    /// Whether a month may be closed over it. A book that does not balance is carried by nobody.
    package let mayBeCarried: Bool

    package init(
        id: String, text: String, arguments: [String: String] = [:], count: Int? = nil, link: String? = nil,
        mayBeCarried: Bool = true
    ) {
        self.count = count
        self.id = id
        self.text = text
        self.arguments = arguments
        self.link = link
        self.mayBeCarried = mayBeCarried
    }
}

/// Who answers for an item that was open when the month was closed.
package struct Carry: Sendable, Hashable {
    package let carrier: UserID
    package let carrierName: String
    package let reason: String
    package let by: UserID
    package let at: Instant
    /// How many were carried; nil where it is one thing.
    package let count: Int?
    /// The work order that its carrier has of it; nil for one carried before there were such.
    package let order: WorkCaseID?

    /// Whether it covers what is found now: not where there are more than were carried.
    func covers(_ item: OpenItem) -> Bool {
        guard let count, let now = item.count else { return true }
        return now <= count
    }
}

/// A month as it stands before its close: what every room found open, and who carries what.
package struct ClosingSheet: Sendable {
    package struct Line: Sendable, Hashable {
        /// The check's key and the item's id: what `carry` is told.
        package let key: String
        /// The message that names the check.
        package let check: String
        package let item: OpenItem
        package let carry: Carry?
        /// Who carried it while there were fewer; it must be carried anew, or settled.
        package let outgrown: Carry?
        /// Whether it is still open; false for what was carried over the close and settled since.
        package let isOpen: Bool
        /// Whether the month may be closed with it.
        package var isSettled: Bool { item.mayBeCarried && carry != nil }
    }

    /// What was carried over the close of an earlier month and is still open.
    package struct Inherited: Sendable, Hashable {
        package let month: BillingMonth
        package let check: String
        package let item: OpenItem
        package let carry: Carry
    }

    /// One time that the month was opened, closed or opened again.
    package struct Step: Sendable, Hashable {
        package let state: MonthState.State
        package let reason: String
        package let by: UserID
        package let byName: String
        package let at: Instant
    }

    package let organisation: Organisation
    package let month: BillingMonth
    /// Closed also where an organisation above or a later month is.
    package let state: MonthState.State
    /// Closed by a row of its own, which can be opened again.
    package let isClosedItself: Bool
    /// While the month is open, what is found now; once it is closed, what was carried, as it was carried.
    package let lines: [Line]
    /// What the last months handed on.
    package let inherited: [Inherited]
    /// The names of all checks that looked, in the order of the rooms.
    package let checks: [String]
    package let steps: [Step]
    package var open: Int { lines.count { !$0.isSettled } }
}
