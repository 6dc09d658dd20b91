package import Kernel

/// A step's clock at one moment, told from what is stored: when the step began, its limit, when it stood still.
///
/// Nothing ticks: the same facts give the same answer at any time. The day the step began and the day it went on after
/// a stop do not count (民法典 第二百零一条); hours count at once (same article, second paragraph).
package struct CaseClock: Sendable, Hashable {
    package enum Light: Int, Sendable, Comparable {
        case green, amber, red
        package static func < (a: Light, b: Light) -> Bool { a.rawValue < b.rawValue }
    }
    /// A time the clock stood still; nil while it still does.
    package struct Stop: Sendable, Hashable {
        package let from: Instant
        package let until: Instant?
        package init(from: Instant, until: Instant?) {
            self.from = from
            self.until = until
        }
    }

    package let unit: WorkflowClock.Unit
    package let limit: Int
    package let basis: WorkflowClock.Basis
    package let clause: String
    /// Whole days or hours used up.
    package let elapsed: Int
    /// The last moment that is in time; nil while it stands still, and where the holidays of that year are not known.
    package let due: Instant?
    package let isStopped: Bool
    /// A year up to now whose holidays are not known: nothing can be said of the days since; the light is amber.
    package let unknownYear: Int?
    package let light: Light

    /// - Parameters:
    ///   - ended: when the step was done; nil: it is open, and looked at `now`.
    ///   - amber: the share of the limit, in percent, from which on it warns.
    package init(
        unit: WorkflowClock.Unit, limit: Int, basis: WorkflowClock.Basis, clause: String, began: Instant,
        stops: [Stop], ended: Instant?, now: Instant, calendar: WorkCalendar, amber: Int
    ) {
        self.unit = unit
        self.limit = limit
        self.basis = basis
        self.clause = clause
        let seen = ended ?? now
        isStopped = ended == nil && stops.contains { $0.until == nil }
        if unit == .hours {
            let hour: Int64 = 3_600_000
            let stood = stops.reduce(Int64(0)) { sum, stop in
                sum + max(0, min(stop.until ?? seen, seen).milliseconds - stop.from.milliseconds)
            }
            let used = max(0, seen.milliseconds - began.milliseconds - stood)
            elapsed = Int(used / hour)
            unknownYear = nil
            due = isStopped ? nil : began.adding(milliseconds: Int64(limit) * hour + stood)
            light = Self.light(used: used, limit: Int64(limit) * hour, amber: amber)
            return
        }
        func counts(_ day: Day) throws(WorkRefusal) -> Bool {
            if stops.contains(where: { $0.from.day < day && day <= ($0.until?.day ?? day) }) { return false }
            return unit == .calendarDays ? true : try calendar.isWorkday(day)
        }
        var used = 0
        var last: Day?
        var day = began.day
        var unknown: Int?
        while day < seen.day, unknown == nil {
            day = day.adding(days: 1)
            do {
                if try counts(day) { used += 1 }
                if used == limit, last == nil { last = day }
            } catch {
                unknown = day.year
            }
        }
        elapsed = used
        unknownYear = last == nil ? unknown : nil
        if last == nil, unknown == nil, !isStopped {
            var left = limit - used
            do {
                while left > 0 {
                    day = day.adding(days: 1)
                    if try counts(day) { left -= 1 }
                }
                last = day
            } catch {
                last = nil
            }
        }
        if unit == .calendarDays, let end = last { last = try? calendar.workday(notBefore: end) }
        due = isStopped && used < limit ? nil : last.map { Instant(startOf: $0.adding(days: 1)) }
        let late = last.map { seen.day > $0 } ?? false
        light =
            late
            ? .red
            : unknownYear != nil
                ? .amber : Self.light(used: Int64(min(used, limit)), limit: Int64(limit), amber: amber)
    }

    /// Amber from the share on; red above the limit.
    private static func light(used: Int64, limit: Int64, amber: Int) -> Light {
        if used > limit { return .red }
        return used * 100 >= limit * Int64(amber) ? .amber : .green
    }

    package var isOverdue: Bool { light == .red }
    /// What is left; negative by what it is late.
    package var left: Int { limit - elapsed }
}
