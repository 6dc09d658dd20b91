public import Kernel

/// A capacity that ran for a part of the month: what basic charge by capacity is counted of.
///
/// Transformers in service, suspended, reduced or temporarily replaced (供电营业规则 1996, art. 23–25) are a state
/// each for the days that they were so; the days of one transformer together are 30 a month whatever the
/// month's length.
@frozen
public struct CapacityState: Hashable, Sendable {
    public var capacity: ApparentPower
    /// Days of 30 a month, 0…30 times the months covered.
    public var days: Int16
    /// How much of the price is paid, in parts per million: 1 000 000 in service, 500 000 for a part that pays
    /// half while suspended, 0 for one that is free.
    public var sharePpm: Int32

    @inlinable
    public init(capacity: ApparentPower, days: Int16, sharePpm: Int32 = 1_000_000) {
        self.capacity = capacity
        self.days = days
        self.sharePpm = sharePpm
    }
}

/// The states of a month, at most six, in the order of their lines.
@frozen
public struct CapacityStates: Hashable, Sendable {
    @usableFromInline var states: InlineArray<6, CapacityState>
    public private(set) var count: UInt8 = 0

    /// Most states a month may have.
    @inlinable public static var greatestCount: Int { 6 }

    public init() { states = InlineArray(repeating: CapacityState(capacity: .zero, days: 0, sharePpm: 0)) }

    /// Adds a state.
    /// - Returns: false, and nothing added, where there are six.
    public mutating func append(_ state: CapacityState) -> Bool {
        guard count < 6 else { return false }
        states[Int(count)] = state
        count += 1
        return true
    }

    /// - Precondition: 0 ≤ `place` < `count`.
    public subscript(place: Int) -> CapacityState { states[place] }

    public static func == (one: Self, other: Self) -> Bool {
        guard one.count == other.count else { return false }
        for place in 0..<Int(one.count) where one.states[place] != other.states[place] { return false }
        return true
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for place in 0..<Int(count) { hasher.combine(states[place]) }
    }
}
