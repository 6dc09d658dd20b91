package import Kernel
package import Rating
package import Records

/// A rehearsal of a tariff's draft: the real usage of everybody it concerns, rated under what is published and under the
/// draft. It posts nothing.
package struct Rehearsal: Sendable, Hashable {
    /// Its job; progress, pause and cancel are the job's.
    package let id: JobID
    /// The tariff draft's number.
    package let draft: Int64
    /// The tariff's code.
    package let code: String
    /// Of the content that is rated with.
    package let digest: String
    package let months: ClosedRange<BillingMonth>
    package let units: Int
    package let unitsDone: Int
    /// Accounts and months of them that were rated under both.
    package let accounts: Int
    package let bills: Int
    /// Months of accounts that one of the two refuses.
    package let refused: Int
    package let energy: Energy
    package let before: Money
    package let after: Money
    /// Nil until the last unit is done.
    package let finishedAt: Instant?

    package var isFinished: Bool { finishedAt != nil }
}

/// What a person does to a rehearsal under way.
package enum RehearsalWish: String, Sendable, CaseIterable {
    case pause, resume, cancel
}

/// One account of a rehearsal, over all its months.
package struct RehearsedAccount: Sendable, Hashable {
    package let account: AccountID
    package let organisation: OrganisationID
    package let accountClass: AccountClass
    /// The area 台区 or feeder it stands under at the end of the last month; nil where it stands nowhere.
    package let node: GridNodeID?
    package var months: Int { monthBits.nonzeroBitCount }
    /// Which months were rated under both: bit 0 is the first of the rehearsal.
    package let monthBits: Int64
    package let energy: Energy
    package let before: Money
    package let after: Money

    package var change: Money { after - before }
    package var band: RehearsalBand { RehearsalBand(before: before, after: after) }
}

/// By how much of the amount before an account gains or loses.
package enum RehearsalBand: String, Sendable, CaseIterable {
    case lessBy10 = "LESS_10", lessBy3 = "LESS_3", less = "LESS", same = "SAME"
    case more = "MORE", moreBy3 = "MORE_3", moreBy10 = "MORE_10"

    init(before: Money, after: Money) {
        let (old, change) = (before.fen, after.fen - before.fen)
        // Compared without a division: 3 and 10 percent of the amount before; from nothing to something is over 10.
        let size = change.magnitude
        let base = old.magnitude
        func reaches(_ percent: UInt64) -> Bool {
            let (left, right) = (size.multipliedFullWidth(by: 100), base.multipliedFullWidth(by: percent))
            return (left.high, left.low) > (right.high, right.low)
        }
        let step = reaches(10) ? 2 : reaches(3) ? 1 : 0
        if change == 0 {
            self = .same
        } else if change < 0 {
            self = [.less, .lessBy3, .lessBy10][step]
        } else {
            self = [.more, .moreBy3, .moreBy10][step]
        }
    }
}

/// What a rehearsal says of everybody.
package struct RehearsalResult: Sendable {
    package struct Sum: Sendable, Hashable {
        package var accounts = 0
        package var energy = Energy.zero
        package var before = Money.zero
        package var after = Money.zero
        /// Accounts that pay less, and that pay more.
        package var winners = 0
        package var losers = 0

        package var change: Money { after - before }

        mutating func add(_ other: Sum) {
            accounts += other.accounts
            winners += other.winners
            losers += other.losers
            energy += other.energy
            before += other.before
            after += other.after
        }

        mutating func add(_ account: RehearsedAccount) {
            accounts += 1
            if account.change < .zero { winners += 1 }
            if account.change > .zero { losers += 1 }
            energy += account.energy
            before += account.before
            after += account.after
        }
    }
    package init() {}

    package struct Area: Sendable, Hashable {
        /// Nil for accounts that stand nowhere.
        package let node: GridNodeID?
        /// The area's own name; empty where it has none.
        package let name: String
        package let sum: Sum
    }

    package var classes: [AccountClass: Sum] = [:]
    /// The areas 台区 that change the most, the largest change first.
    package var areas: [Area] = []
    /// All other areas, and how many they are.
    package var otherAreas = Sum()
    package var otherAreaCount = 0
    package var bands: [RehearsalBand: Sum] = [:]
    /// The accounts that change the most, the largest change first.
    package var largest: [RehearsedAccount] = []
}

/// An account's month rated both ways.
package struct RehearsedBill: Sendable {
    /// One of the two; lines say how it came about.
    package struct Side: Sendable {
        package let tariff: String
        package let amount: Money
        /// What is billed, the loss among it.
        package let energy: Energy
        package let loss: Energy
        package let lines: [RatedLine]
        /// Why it cannot be rated; nil where it can.
        package let refusal: String?
    }
    package let account: AccountID
    package let month: BillingMonth
    package let before: Side
    package let after: Side
    /// Whether its basic charge goes by capacity, so that the lines' quantities are kVA; else they are kW.
    package let isByCapacity: Bool
    /// Whether the draft was changed since: what is shown is the draft as it was rehearsed.
    package let isDraftChanged: Bool
}
