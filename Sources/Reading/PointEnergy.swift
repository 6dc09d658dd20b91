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
    package var deepValley: Energy = .zero
    /// Fed back to the grid, by the raw value of the price period; 0 is the total register's.
    package var fedBack: [Int: Energy] = [:]
    package var reactive: ReactiveEnergy = .zero
    package var demand: Power = .zero
    /// Highest demand of the hours of each price period, by its raw value, where the meter tells them apart.
    package var periodDemand: [Int: Power] = [:]
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
        /// The same, the rest on the largest, in a month without energy on peak: the meter has no flat register.
        case proportionalLargest = 2
    }

    package var loss: Energy { transformerLoss + lineLoss }

    /// Billed energy 计费电量 by period (sharp, peak, flat, valley, deep valley): metered energy with its losses, in whole kWh.
    package var billed: (sharp: Energy, peak: Energy, flat: Energy, valley: Energy, deepValley: Energy) {
        let unchanged = (sharp, peak, flat, valley, deepValley)
        guard isTimeOfUse, !loss.isZero else { return unchanged }
        let metered = PeriodEnergy(
            sharp: sharp, peak: peak, flat: flat, valley: valley, deepValley: deepValley)
        let policy: LossPeriodPolicy = lossPolicy == .flat ? .flat : .proportional
        // Flat is a period that the meter does not know.
        let billed: [TouPeriod]? =
            lossPolicy == .proportionalLargest ? [.sharp, .peak, .valley, .deepValley] : nil
        guard let result = policy.adding(loss, to: metered, among: billed) else { return unchanged }
        return (result.sharp, result.peak, result.flat, result.valley, result.deepValley)
    }
}

extension PointEnergy {
    /// What was fed back as it is stored.
    var packedFedBack: String { Self.pack(fedBack.mapValues(\.units)) }
    var packedPeriodDemand: String { Self.pack(periodDemand.mapValues(\.units)) }

    mutating func unpackFedBack(_ text: String) { fedBack = Self.unpack(text).mapValues(Energy.init(units:)) }
    mutating func unpackPeriodDemand(_ text: String) {
        periodDemand = Self.unpack(text).mapValues(Power.init(units:))
    }

    /// `2:4000,3:1200`, by period; empty for most.
    private static func pack(_ values: [Int: Int64]) -> String {
        values.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
    }

    private static func unpack(_ text: String) -> [Int: Int64] {
        var values: [Int: Int64] = [:]
        for pair in text.split(separator: ",") {
            let numbers = pair.split(separator: ":").compactMap { Int64($0) }
            if numbers.count == 2 { values[Int(numbers[0])] = numbers[1] }
        }
        return values
    }
}
