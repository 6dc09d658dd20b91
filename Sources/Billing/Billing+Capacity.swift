internal import Control
internal import Kernel
internal import Rating
internal import Reading
internal import Records
internal import Store

/// The equipment in service of a unit's accounts, with the rules of their organisations, each read once.
struct GatheredCapacity {
    let month: BillingMonth
    private let equipment: [AccountID: [Equipment]]
    private var rules: [OrganisationPath: CapacityRules] = [:]

    init(_ month: BillingMonth, _ equipment: [AccountID: [Equipment]]) {
        self.month = month
        self.equipment = equipment
    }

    /// Puts what ran, and for how many thirtieths, into the usage of an account that has equipment; gives the text that
    /// its bill keeps, empty for an account without.
    ///
    /// By capacity each state is a line. By demand the contract's value or the demand counts the thirtieths in which
    /// anything was in service; the contract's value is at least the house's share of what ran at the end
    /// (`records.capacity.demandFloor`).
    mutating func fill(
        _ usage: inout Usage, of account: BillableAccount, _ control: Control, in transaction: any Transaction
    ) throws -> String {
        usage.contractCapacity = account.terms?.capacity ?? .zero
        guard usage.basicChargeMode != .none else { return "" }
        let path = account.organisationPath
        let rules =
            try self.rules[path]
            ?? CapacityRules.inForce(for: path, on: month.lastDay, control: control, in: transaction)
        self.rules[path] = rules
        // One that was never declared is not made up here.
        defer {
            if usage.basicChargeMode == .contractDemand, !usage.contractDemand.isZero {
                usage.contractDemand = max(usage.contractDemand, rules.leastDemand(of: usage.capacity))
            }
        }
        guard let own = equipment[account.id] else { return "" }
        let count = Int(usage.monthsCovered)
        let months = (1 - count...0).map {
            CapacityMonth(
                month.adding(months: $0), own, rules: rules, openedOn: account.openedOn,
                closedOn: account.closedOn)
        }
        let parts = CapacityMonth.joined(months)
        if usage.basicChargeMode == .capacity {
            for state in CapacityMonth.states(of: parts) {
                _ = usage.capacityStates.append(
                    Rating.CapacityState(
                        capacity: state.capacity, days: Int16(clamping: state.days),
                        sharePpm: Int32(clamping: state.share.ppm)))
            }
        } else {
            usage.capacity = months.last?.runningAtEnd ?? .zero
            let days = months.map(\.serviceDays).reduce(0, +)
            if days < 30 * count {
                usage.daysInPeriod = UInt16(clamping: 30 * count)
                usage.daysInService = UInt16(clamping: days)
            } else {
                usage.daysInService = usage.daysInPeriod
            }
        }
        return try BasisTexts.text(parts)
    }
}
