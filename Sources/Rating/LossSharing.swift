public import Kernel

/// How the loss of one transformer is divided between the points behind it.
@frozen
public enum LossSharing: String, Hashable, Sendable, CaseIterable {
    /// By contract capacity.
    case capacity = "CAPACITY"
    /// By metered energy; in equal parts where nobody used any.
    case energy = "ENERGY"

    /// A point behind the transformer.
    public struct Point: Hashable, Sendable {
        /// What the point has to do with the loss.
        public enum Role: Hashable, Sendable {
            /// Nothing.
            case outside
            /// Pays its proportion.
            case shares
            /// Pays so much; the others share what is left.
            case fixed(Energy)
            /// Has a proportion, which nobody is charged.
            case sharesUncharged
        }

        public let role: Role
        public let capacity: ApparentPower
        public let energy: Energy

        public init(role: Role, capacity: ApparentPower, energy: Energy) {
            self.role = role
            self.capacity = capacity
            self.energy = energy
        }
    }

    /// Each point's loss, in order: proportions are kept to six decimals, half up, and each share is whole kWh, half
    /// up. Rounded each on its own, shares may differ from the whole by a kWh or two.
    /// - Returns: nil where anything is negative, beyond 1 TWh, or fixed parts are more than the loss.
    public func shares(of loss: Energy, among points: [Point]) -> [Energy]? {
        let energies = Energy.zero...Energy(units: TransformerLoss.greatestEnergy)
        let capacities = ApparentPower.zero...ApparentPower(units: RatingLimit.power)
        guard energies.contains(loss),
            points.allSatisfy({ energies.contains($0.energy) && capacities.contains($0.capacity) })
        else { return nil }
        var left = loss
        for case .fixed(let energy) in points.map(\.role) {
            guard energies.contains(energy), energy <= left else { return nil }
            left -= energy
        }
        var weights = points.map { point -> Int128 in
            switch point.role {
            case .shares, .sharesUncharged:
                Int128(self == .capacity ? point.capacity.units : point.energy.units)
            case .outside, .fixed: 0
            }
        }
        if weights.allSatisfy({ $0 == 0 }) {
            weights = points.map { $0.role == .shares || $0.role == .sharesUncharged ? 1 : 0 }
        }
        let whole = weights.reduce(0, +)
        return zip(points, weights).map { point, weight in
            switch point.role {
            case .outside, .sharesUncharged: return .zero
            case .fixed(let energy): return energy
            case .shares:
                let millionths = Rounding.halfUp.quotient(weight * 1_000_000, whole)
                let kWh = Rounding.halfUp.quotient(Int128(left.wattHours) * millionths, 1_000_000_000)
                return Energy(kilowattHours: Int64(kWh))
            }
        }
    }
}
