public import Kernel

/// Where a part of a divided month stands in it: what the month decides is asked of all its parts together, and the
/// same for each.
@frozen
public struct MonthPart: Hashable, Sendable {
    /// Whether the month's minimum comes with it.
    public var isLast: Bool
    /// Days in service of all parts, counted as each part's own; zero where the month is not divided.
    public var daysInService: UInt16
    /// Energy of the earlier parts that `Usage.monthSoFar` leaves out, for a customer held to a power factor: each part
    /// has a factor of its own, but monthly tiers go on.
    public var energyBefore: Energy
    /// Energy of the later parts.
    public var energyAfter: Energy
    /// What energy fed back and credits took off the charges of the earlier parts.
    public var creditBefore: Money

    /// The month itself.
    @inlinable
    public init() {
        isLast = true
        daysInService = 0
        energyBefore = .zero
        energyAfter = .zero
        creditBefore = .zero
    }

    /// - Parameter parts: of the month, in the order of time.
    init(_ place: Int, of parts: [Usage]) {
        self.init()
        guard parts.count > 1 else { return }
        isLast = place == parts.count - 1
        if parts[place].powerFactorStandard != .none {
            energyBefore = parts[..<place].lazy.map(\.total).total()
        }
        energyAfter = parts[(place + 1)...].lazy.map(\.total).total()
        daysInService = UInt16(clamping: parts.reduce(0) { $0 + Int($1.daysInService) })
    }
}
