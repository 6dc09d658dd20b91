package import Kernel

/// The energy of one usage point in a month: what billing bills.
package struct PointEnergy: Sendable, Hashable {
    package enum State: String, Sendable {
        /// Waits for a person's approval.
        case pending = "PENDING"
        case approved = "APPROVED"
    }

    package let account: AccountID
    package let usagePoint: UsagePointID
    package let month: BillingMonth
    package var total: Energy = .zero
    package var sharp: Energy = .zero
    package var peak: Energy = .zero
    package var flat: Energy = .zero
    package var valley: Energy = .zero
    package var reactive: ReactiveEnergy = .zero
    package var demand: Power = .zero
    /// Whether the periods are metered; where they are, they sum to the total.
    package var isTimeOfUse = false
    package var isEstimated = false
    /// Days since the reading before (or the installation).
    package var days = 0
    /// The day after the reading before.
    package var firstDay: Day
    /// The day of this reading.
    package var lastDay: Day
    package var state = State.approved
    /// Counts from 1 with each re-entry; 0 before the first.
    package var version: Int64 = 0
    /// Packed `RegisterEvidence`.
    package var evidence = ""
}
