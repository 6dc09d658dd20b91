package import Language

/// The hours of every month of a year, one band of 24 hours a month, and in words the months that are alike.
/// Shown by `{{#year}}{{> web.year-strip}}{{/year}}`, with `clock.css`.
package struct YearStrip: Sendable {
    let heading: String
    let months: [Month]
    let legend: [Legend]
    let groups: [Group]

    /// A month's band.
    struct Month: Sendable {
        let label: String
        let bars: [Bar]
    }

    /// Minutes of a band 1440 wide.
    struct Bar: Sendable {
        let period: String
        let x: String
        let width: String
    }

    struct Legend: Sendable {
        let period: String
        let name: String
    }

    /// Months with the same hours.
    struct Group: Sendable {
        let months: String
        let lines: [Line]

        struct Line: Sendable {
            let period: String
            let name: String
            let hours: [String]
        }
    }

    /// Asks for the hours of each month, 1…12.
    package init(heading: String, language: Language, hoursOf: (Int) -> DayHours) {
        self.heading = heading
        let words = PeriodWords(language: language)
        let days = (1...12).map { (month: $0, hours: hoursOf($0)) }
        months = days.map { day in
            Month(
                label: language.text("web.clock.month.\(day.month)"),
                bars: day.hours.stretches.flatMap { Self.bars($0) })
        }
        let met = DayHours.inOrder(Set(days.flatMap(\.hours.periods)))
        legend = met.map { Legend(period: $0 ?? PeriodWords.gap, name: words.name($0)) }
        var alike: [(hours: DayHours, months: [Int])] = []
        for day in days {
            if let place = alike.firstIndex(where: { $0.hours == day.hours }) {
                alike[place].months.append(day.month)
            } else {
                alike.append((day.hours, [day.month]))
            }
        }
        groups = alike.map { group in
            Group(
                months: Self.months(group.months, language),
                lines: group.hours.periods.map { period in
                    Group.Line(
                        period: period ?? PeriodWords.gap, name: words.name(period),
                        hours: words.spans(group.hours.stretches.filter { $0.period == period }))
                })
        }
    }

    /// One that crosses midnight stands at both ends of the band.
    private static func bars(_ stretch: DayHours.Stretch) -> [Bar] {
        let period = stretch.period ?? PeriodWords.gap
        let inside = Bar(
            period: period, x: String(stretch.from), width: String(min(stretch.to, 1_440) - stretch.from))
        guard stretch.to > 1_440 else { return [inside] }
        return [Bar(period: period, x: "0", width: String(stretch.to - 1_440)), inside]
    }

    /// `1月–6月、10月–12月`: neighbours from the first to the last; all twelve in words.
    package static func months(_ months: [Int], _ language: Language) -> String {
        let months = Set(months).sorted()
        if months == Array(1...12) { return language.text("web.clock.allYear") }
        var runs: [ClosedRange<Int>] = []
        for month in months {
            if let last = runs.last, last.upperBound + 1 == month {
                runs[runs.count - 1] = last.lowerBound...month
            } else {
                runs.append(month...month)
            }
        }
        func name(_ month: Int) -> String { language.text("web.clock.month.\(month)") }
        return language.list(
            runs.map { $0.count == 1 ? name($0.lowerBound) : "\(name($0.lowerBound))–\(name($0.upperBound))" }
        )
    }
}
