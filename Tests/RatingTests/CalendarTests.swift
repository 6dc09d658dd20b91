import Kernel
import Rating
import Tariff
import Testing

@Suite struct `Calendars` {
    let catalogue: TariffCatalogue

    init() throws { catalogue = try Making.everything() }

    /// The periods of a day as runs, such as `VALLEY 0-360`.
    private func runs(
        _ code: String, _ tariffClass: TariffClass, _ day: CalendarDay
    ) throws -> [String] {
        let version = try #require(catalogue.calendar(code)?.versions.last)
        var runs: [(TouPeriod, Int, Int)] = []
        for minute in 0..<1_440 {
            let period = try #require(version.period(at: minute, on: day, for: tariffClass))
            if let last = runs.last, last.0 == period {
                runs[runs.count - 1].2 = minute + 1
            } else {
                runs.append((period, minute, minute + 1))
            }
        }
        return runs.map { "\($0.0.code) \($0.1 / 60)-\($0.2 / 60)" }
    }

    @Test func `Shanghai's sharp hours override peak in July, deep valley overrides valley on rest days`()
        throws
    {
        let july = CalendarDay(month: 7, weekday: 3)
        #expect(
            try runs("SH-TOU", .commercialTwoPart, july) == [
                "VALLEY 0-6", "FLAT 6-8", "PEAK 8-12", "SHARP 12-14", "PEAK 14-15", "FLAT 15-18",
                "PEAK 18-21",
                "FLAT 21-22", "VALLEY 22-24",
            ])
        #expect(
            try runs("SH-TOU", .commercialSingle, july) == ["VALLEY 0-6", "PEAK 6-22", "VALLEY 22-24"])
        let sunday = CalendarDay(month: 4, weekday: 7, isRestDay: true)
        #expect(
            try runs("SH-TOU", .commercialTwoPart, sunday) == [
                "DEEP_VALLEY 0-6", "FLAT 6-8", "PEAK 8-11", "FLAT 11-18", "PEAK 18-21", "FLAT 21-22",
                "DEEP_VALLEY 22-24",
            ])
        // A rest day in July is none of those; a holiday is, in any month. A Sunday worked is a working day.
        var day = CalendarDay(month: 7, weekday: 7, isRestDay: true)
        #expect(try runs("SH-TOU", .commercialTwoPart, day).first == "VALLEY 0-6")
        let sets = try #require(catalogue.calendar("SH-TOU")?.versions.last?.holidaySets)
        day = CalendarDay(month: 1, weekday: 4)
        day.holidays = 1 << UInt16(try #require(sets.firstIndex(of: "NEW_YEAR")))
        #expect(try runs("SH-TOU", .commercialTwoPart, day).first == "DEEP_VALLEY 0-6")
        #expect(
            try runs("SH-TOU", .commercialTwoPart, CalendarDay(month: 4, weekday: 7)).first == "VALLEY 0-6")
    }

    @Test func `the first flaw is one that some minute of some day has, and none where each has one period`()
    {
        var random = SeededGenerator(seed: 43)
        var flawed = 0
        for round in 0..<300 {
            var windows = [TouWindow(period: .flat, from: 0, to: 1_440)]
            for _ in 0..<Int.random(in: 0...70, using: &random) {
                var window = TouWindow(
                    period: [.sharp, .peak, .valley, .flat].randomElement(using: &random)!,
                    from: Int.random(in: 0..<24, using: &random) * 60,
                    to: Int.random(in: 1...24, using: &random) * 60)
                window.months = UInt16.random(in: 0...0x1fff, using: &random) & 0x1ffe
                window.restDay = [nil, true, false].randomElement(using: &random)!
                window.rank = Int.random(in: 1...9, using: &random)
                if round % 2 == 0 { window.rank = 1 + windows.count }
                windows.append(window)
            }
            if round % 7 == 0 { windows[0].to = 1_380 }
            let calendar = TouCalendar(windows: windows)
            let isWhole = (1...12).allSatisfy { month in
                [false, true].allSatisfy { rest in
                    (0..<24).allSatisfy {
                        calendar.period(
                            at: $0 * 60, on: CalendarDay(month: month, weekday: 1, isRestDay: rest)) != nil
                    }
                }
            }
            let flaw = calendar.firstFlaw()
            #expect((flaw == nil) == isWhole, "round \(round)")
            if let flaw { #expect(calendar.period(at: flaw.minute, on: flaw.day) == nil) }
            if flaw != nil { flawed += 1 }
        }
        #expect((60..<290).contains(flawed), "\(flawed)")
    }

    @Test func `Jiangsu's flat hours cross midnight, Beijing's sharp hour lies in flat hours`() throws {
        #expect(
            try runs("JS-TOU", .commercialTwoPart, CalendarDay(month: 4, weekday: 1)) == [
                "FLAT 0-2", "VALLEY 2-6", "FLAT 6-10", "VALLEY 10-14", "FLAT 14-15", "PEAK 15-22",
                "FLAT 22-24",
            ])
        #expect(
            try runs("BJ-TOU", .commercialSingle, CalendarDay(month: 8, weekday: 1)) == [
                "VALLEY 0-7", "FLAT 7-10", "PEAK 10-11", "SHARP 11-13", "FLAT 13-16", "SHARP 16-17",
                "PEAK 17-22",
                "FLAT 22-23", "VALLEY 23-24",
            ])
    }

    @Test func `hot days, weekdays, classes and ranks choose the window`() throws {
        let hot = CalendarDay(month: 7, weekday: 2, isHot: true)
        let version = try #require(catalogue.calendar("EX-CALENDAR")?.versions.last)
        #expect(version.period(at: 690, on: hot, for: .commercialTwoPart) == .sharp)
        #expect(version.period(at: 690, on: hot, for: .commercialSingle) == .peak)
        #expect(version.period(at: 1_289, on: hot, for: .commercialSingle) == .peak)
        #expect(version.period(at: 1_290, on: hot, for: .commercialSingle) == .flat)
        let saturday = CalendarDay(month: 7, weekday: 6, isRestDay: true)
        #expect(version.period(at: 630, on: saturday, for: .commercialSingle) == .period6)
        #expect(version.period(at: 630, on: saturday, for: .residential) == nil)
        let holiday = CalendarDay(month: 10, weekday: 4, isRestDay: true, holidays: 1)
        #expect(version.period(at: 750, on: holiday, for: .commercialTwoPart) == .deepValley)
    }

    @Test func `a gap and an undefined overlap are found wherever they lie`() {
        var calendar = TouCalendar(windows: [TouWindow(period: .flat, from: 0, to: 1_440)])
        #expect(calendar.firstFlaw() == nil)
        var peak = TouWindow(period: .peak, from: 600, to: 660)
        peak.months = 1 << 11
        var valley = TouWindow(period: .valley, from: 640, to: 700)
        valley.weekdays = 1 << 5
        calendar.windows += [peak, valley]
        let flaw = calendar.firstFlaw()
        #expect(flaw?.minute == 640 && flaw?.day.month == 11 && flaw?.day.weekday == 5)
        #expect(flaw?.flaw == .overlap(.peak, .valley))
        calendar = TouCalendar(windows: [TouWindow(period: .flat, from: 1, to: 1_440)])
        #expect(calendar.firstFlaw()?.minute == 0 && calendar.firstFlaw()?.flaw == .gap)
    }
}
