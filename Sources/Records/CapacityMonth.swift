package import Kernel

/// A capacity that counted for some thirtieths of a month: what the basic charge by capacity is reckoned of.
package struct CountedCapacity: Sendable, Hashable {
    package let capacity: ApparentPower
    /// Of 30.
    package let days: Int
    /// Of the price.
    package let share: Percent

    package init(capacity: ApparentPower, days: Int, share: Percent) {
        self.capacity = capacity
        self.days = days
        self.share = share
    }
}

/// An account's equipment in one month: which capacity stood how for how many thirtieths of it.
///
/// A whole month is 1 whatever its length. In a month that is divided the thirtieths of all states of a piece add up to
/// 30: each day in service counts one (供电营业规则 1996, art. 84), and `CapacityRules.remainder` says who takes the rest.
/// Suspension, reduction and replacement follow art. 23–25 and 发改办价格〔2016〕1583号. Pure and exact.
package struct CapacityMonth: Sendable, Hashable {
    /// Why a part is charged, or is not.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case running = "RUNNING"
        case replaced = "REPLACED"
        case suspended = "SUSPENDED"
        case reduced = "REDUCED"
        case coldStandby = "COLD_STANDBY"
        /// Not there yet, or no more.
        case absent = "ABSENT"
        /// A suspension that lasted less than it must: charged in full.
        case tooShort = "TOO_SHORT"
        /// Suspended beyond the year's months: charged in full.
        case yearOver = "YEAR_OVER"
        /// The term applied for is over: charged, restored or not.
        case termOver = "TERM_OVER"
        /// What an earlier month left uncharged of a suspension that turned out too short.
        case backCharge = "BACK_CHARGE"
    }

    /// One piece, or a part of its capacity, for a part of the month.
    package struct Part: Sendable, Hashable, Codable {
        package let equipment: Int64
        package let name: String
        package let kind: Kind
        package let capacity: ApparentPower
        /// Of 30.
        package let days: Int
        package let share: Percent
    }

    package let month: BillingMonth
    /// By piece, then by time.
    package let parts: [Part]
    /// Thirtieths in which anything was in service: what a demand charge of a part month counts.
    package let serviceDays: Int
    /// In service on the month's last day (or the account's).
    package let runningAtEnd: ApparentPower

    /// - Parameters:
    ///   - openedOn: the account's first day; nothing counts before it.
    ///   - closedOn: its last day, which counts.
    package init(
        _ month: BillingMonth, _ equipment: [Equipment], rules: CapacityRules, openedOn: Day,
        closedOn: Day? = nil
    ) {
        self.month = month
        let timelines = equipment.map {
            EquipmentTimeline($0, rules, openedOn: openedOn, closedOn: closedOn)
        }
        parts = timelines.flatMap { $0.parts(of: month) }
        let known = month.lastDay
        func running(_ day: Day) -> ApparentPower {
            timelines.map { $0.state(on: day, known: known).counting }.total()
        }
        let inService = (0..<month.dayCount).filter {
            !running(month.firstDay.adding(days: $0)).isZero
        }
        let count = inService.count
        if count == month.dayCount || count == 0 {
            serviceDays = count == 0 ? 0 : 30
        } else {
            serviceDays = rules.remainder == .running ? max(0, count + 30 - month.dayCount) : min(count, 30)
        }
        runningAtEnd = running(min(month.lastDay, closedOn ?? month.lastDay))
    }

    /// Most states of `states`.
    package static let greatestStates = 6

    /// The parts that a basic charge is counted of, equal ones together: charged ones first, at most six.
    ///
    /// Where there are more, the last ones of a share are written together as their kVA-days over one day, which comes to
    /// the same amount.
    package var states: [CountedCapacity] { Self.states(of: parts) }

    /// The same of parts that a bill kept.
    package static func states(of parts: [Part]) -> [CountedCapacity] {
        struct Key: Hashable {
            let days: Int
            let share: Percent
        }
        var sums: [Key: ApparentPower] = [:]
        for part in parts where part.kind != .absent {
            sums[Key(days: part.days, share: part.share), default: .zero] += part.capacity
        }
        let all = sums.map { CountedCapacity(capacity: $0.value, days: $0.key.days, share: $0.key.share) }
            .sorted { ($0.share, $0.days) > ($1.share, $1.days) }
        guard all.count > greatestStates else { return all }
        let kept = all.filter { !$0.share.isZero }
        if kept.count <= greatestStates { return kept }
        let shares = Set(kept.map(\.share)).sorted(by: >)
        return shares.map { share in
            let capacity = kept.filter { $0.share == share }.map { $0.capacity.units * Int64($0.days) }
            return CountedCapacity(
                capacity: ApparentPower(units: capacity.reduce(0, +)), days: 1, share: share)
        }
    }
}
