/// A point in time: milliseconds since 1970-01-01T00:00Z. Read from a clock that is handed in, never taken.
@frozen
public struct Instant: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let milliseconds: Int64
    @inlinable public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    @inlinable public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }
    @inlinable public func adding(milliseconds: Int64) -> Instant {
        Instant(milliseconds: self.milliseconds + milliseconds)
    }
    @inlinable public func adding(seconds: Int64) -> Instant { adding(milliseconds: seconds * 1_000) }

    /// China Standard Time, UTC+8, no daylight saving since 1991: the civil time of every rule of the trade.
    @inlinable public static var chinaOffset: Int64 { 8 * 3_600_000 }

    /// The civil day in China.
    public var day: Day {
        Day(daysSinceEpoch: Int(Self.floored(milliseconds + Self.chinaOffset, 86_400_000)))
    }

    /// Milliseconds into the civil day in China.
    public var millisecondOfDay: Int64 {
        let local = milliseconds + Self.chinaOffset
        return local - Self.floored(local, 86_400_000) * 86_400_000
    }

    /// Midnight in China at the start of `day`.
    public init(startOf day: Day) {
        milliseconds = Int64(day.daysSinceEpoch) * 86_400_000 - Self.chinaOffset
    }

    /// `2026-11-22 08:30:05`, China Standard Time.
    public var description: String {
        let second = Int(millisecondOfDay / 1_000)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day) \(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
    }

    private static func floored(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : (a - b + 1) / b }
}
