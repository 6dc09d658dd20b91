package import Kernel
package import Rating

/// A released bill: what was billed, on what terms, and how it came about. Never changed after its release.
package struct Bill: Sendable, Hashable {
    package let id: BillID
    package let run: JobID
    package let organisation: OrganisationID
    package let isResidential: Bool
    package let tariff: String
    /// From when the tariff version that was used is in force.
    package let tariffFrom: Day
    package let energy: Energy
    package let amount: Money
    package let energyAmount: Money
    package let basicCharge: Money
    package let adjustment: Money
    /// Government funds inside the energy amount (其中).
    package let funds: Money
    package let adjustmentBase: Money
    package let adjustmentPercent: Percent
    /// Nil where the customer is not assessed.
    package let powerFactor: PowerFactor?
    package let reactive: ReactiveEnergy
    package let yearToDate: Energy
    package let tierReached: Int
    package let tierMonths: Int
    package let persons: Int
    package let isLowIncome: Bool
    package let capacity: ApparentPower
    package let contractDemand: Power
    package let demand: Power
    package let firstDay: Day
    package let lastDay: Day
    package let releaseDay: Day
    package let dueDay: Day
    /// How it was taken back; nil for a bill that holds.
    package var takenBack: TakenBack?

    /// Demand, fixed, minimum, feed-in and credit lines: what is neither energy, basic charge nor adjustment.
    package var otherAmount: Money { amount - energyAmount - basicCharge - adjustment }

    package var account: AccountID { id.account }
    package var month: BillingMonth { id.month }
}

/// A bill with its lines, ready to be opened into how each amount came about.
package struct BillDetail: Sendable {
    package let bill: Bill
    package let lines: [RatedLine]
    /// In the order of time, where a tariff version began inside its period; empty for most.
    package let parts: [BillPart]
    let state: BillState

    /// Months that it covers: more than one after months without a bill.
    package var months: Int { state.months }
    /// The last day that the household counts as a large one or one of low income; nil where that does not end.
    package var householdUntil: Day? { state.householdUntil }
    /// Which settlement of its month it is, and whether it is the last; nil where the month is settled once.
    package var settlement: (number: Int, isLast: Bool)? {
        state.settlement.map { ($0.number, $0.isLast) }
    }
}
