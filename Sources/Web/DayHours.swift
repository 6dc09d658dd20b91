/// The price periods of one kind of day, as stretches that fill its 24 hours.
package struct DayHours: Sendable, Hashable {
    /// Minutes with one period; one that crosses midnight ends after 1440.
    package struct Stretch: Sendable, Hashable {
        /// A code such as `PEAK`; nil where the day has none, which is a gap.
        package let period: String?
        /// First minute of the day, 0…1439.
        package let from: Int
        /// First minute after it; at most 1440 later.
        package let to: Int

        var length: Int { to - from }
        /// `22:00–06:00`.
        var text: String { "\(Self.time(from))–\(Self.time(to > 1_440 ? to - 1_440 : to))" }

        private static func time(_ minute: Int) -> String {
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
            return "\(two(minute / 60)):\(two(minute % 60))"
        }
    }

    /// In the order of their first minutes.
    package let stretches: [Stretch]

    /// Asks for the period of each minute, 0…1439; nil where there is none. What ends at 24:00 and goes on
    /// at 00:00 is one stretch.
    package init(periodAt: (Int) -> String?) {
        var found: [Stretch] = []
        var (period, from) = (periodAt(0), 0)
        for minute in 1..<1_440 {
            let next = periodAt(minute)
            guard next != period else { continue }
            found.append(Stretch(period: period, from: from, to: minute))
            (period, from) = (next, minute)
        }
        found.append(Stretch(period: period, from: from, to: 1_440))
        if let first = found.first, let last = found.last, found.count > 1, first.period == last.period {
            found[found.count - 1] = Stretch(period: last.period, from: last.from, to: 1_440 + first.to)
            found.removeFirst()
        }
        stretches = found
    }

    /// Each period once, as named notices order them, and gaps last.
    var periods: [String?] { Self.inOrder(Set(stretches.map(\.period))) }

    static func inOrder(_ met: Set<String?>) -> [String?] {
        order.filter { met.contains($0) } + met.compactMap(\.self).filter { !order.contains($0) }.sorted()
            + (met.contains(nil) ? [nil] : [])
    }

    static let order = ["SHARP", "PEAK", "FLAT", "VALLEY", "DEEP_VALLEY"] + (6...12).map { "PERIOD_\($0)" }
}
