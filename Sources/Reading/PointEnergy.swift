package import Kernel
internal import Rating

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
    /// Active losses of transformer and line that are billed besides `total`, in whole kWh.
    package var transformerLoss: Energy = .zero
    package var lineLoss: Energy = .zero
    /// Enters the power factor.
    package var reactiveLoss: ReactiveEnergy = .zero
    package var lossPolicy = LossPolicy.flat
    /// Shares a transformer with a point that is not approved yet: not billed before.
    package var lossWaits = false
    /// How the losses came about: JSON, `LossEvidence`; empty where there are none.
    package var lossEvidence = ""
}

extension PointEnergy {
    /// Into which periods losses fall.
    package enum LossPolicy: Int, Sendable, Codable {
        case flat = 0
        /// By the metered energy of each, the rest on flat.
        case proportional = 1
        /// The same, the rest on the largest: the meter has no flat register.
        case proportionalLargest = 2
    }

    package var loss: Energy { transformerLoss + lineLoss }

    /// Billed energy 计费电量 by period (sharp, peak, flat, valley): metered energy with its losses, in whole kWh.
    package var billed: (sharp: Energy, peak: Energy, flat: Energy, valley: Energy) {
        guard isTimeOfUse, !loss.isZero else { return (sharp, peak, flat, valley) }
        let metered = PeriodEnergy(sharp: sharp, peak: peak, flat: flat, valley: valley)
        let policy: LossPeriodPolicy = lossPolicy == .flat ? .flat : .proportional
        guard var result = policy.adding(loss, to: metered) else { return (sharp, peak, flat, valley) }
        if lossPolicy == .proportionalLargest {
            // What came to flat, which the meter does not know, goes to the largest.
            let largest = [TouPeriod.sharp, .peak, .valley].max { metered[$0] < metered[$1] } ?? .peak
            result[largest] += result.flat - flat
            result.flat = flat
        }
        return (result.sharp, result.peak, result.flat, result.valley)
    }
}
