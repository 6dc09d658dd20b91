import Control
import Kernel
import Store
import TestSupport
import Testing

private func day(_ number: Int) -> Day { Day(yyyymmdd: number)! }

@Suite struct `The working-day calendar` {
    /// Days of the notices 国办发明电〔2023〕7号, 〔2024〕12号, 〔2025〕7号.
    @Test(arguments: [
        (2024_01_01, false), (2024_02_04, true), (2024_02_09, true), (2024_02_12, false), (2024_02_18, true),
        (2024_04_07, true), (2024_05_11, true), (2024_09_14, true), (2024_09_29, true), (2024_10_07, false),
        (2024_10_08, true), (2024_10_12, true), (2025_01_26, true), (2025_02_04, false), (2025_02_08, true),
        (2025_04_27, true), (2025_05_05, false), (2025_09_28, true), (2025_10_08, false), (2025_10_11, true),
        (2026_01_02, false), (2026_01_04, true), (2026_02_14, true), (2026_02_23, false), (2026_02_28, true),
        (2026_05_09, true), (2026_09_20, true), (2026_09_25, false), (2026_10_07, false), (2026_10_08, true),
        (2026_10_10, true), (2026_10_11, false), (2026_11_23, true), (2026_11_22, false),
    ])
    func `each year's notice decides which days are worked`(number: Int, isWorkday: Bool) throws {
        #expect(try WorkCalendar().isWorkday(day(number)) == isWorkday)
    }

    @Test(arguments: [
        (2026_01_02, [Holiday.newYear]), (2026_01_04, []), (2022_12_31, [.newYear]),
        (2026_02_17, [.springFestival]),
        (2026_02_14, []), (2026_04_05, [.qingming]), (2026_05_05, [.labourDay]), (2026_06_19, [.dragonBoat]),
        (2026_06_22, []), (2026_09_25, [.midAutumn]), (2026_10_01, [.nationalDay]), (2026_10_10, []),
        // Mid-Autumn 2025 is 6 October, 2023 is 29 September beside National Day.
        (2025_10_06, [.nationalDay, .midAutumn]), (2023_09_29, [.nationalDay, .midAutumn]),
        (2023_10_03, [.nationalDay]), (2015_09_03, []), (2007_10_02, [.nationalDay]),
    ])
    func `a day of rest belongs to the holiday whose notice names it`(number: Int, holidays: [Holiday]) throws
    {
        #expect(try WorkCalendar().holidays(on: day(number)) == Set(holidays))
    }

    @Test
    func
        `each year of the notices has each of its holidays, and no day of rest without a name but one year's`()
        throws
    {
        let calendar = WorkCalendar()
        for year in 2008...2026 {
            var seen: Set<Holiday> = []
            var nameless: [Day] = []
            var date = day(year * 10_000 + 101)
            while date.year == year {
                let found = try calendar.holidays(on: date)
                seen.formUnion(found)
                if found.isEmpty, calendar.mark(date) == .rest { nameless.append(date) }
                date = date.adding(days: 1)
            }
            #expect(seen == Set(Holiday.allCases), "\(year)")
            // The seventieth anniversary of the victory, 3 and 4 September 2015.
            #expect(nameless == (year == 2015 ? [day(2015_09_03), day(2015_09_04)] : []), "\(year)")
        }
        #expect(throws: WorkRefusal.calendarUnknown(year: 2033)) {
            try calendar.holidays(on: day(2033_01_01))
        }
    }

    /// The Friday before National Day 2025 is 26 September; Sunday the 28th is worked, 1 to 8 October are not, Saturday
    /// the 11th is.
    @Test func `an application received on the Friday before National Day is due when the calendar says`()
        throws
    {
        let calendar = WorkCalendar()
        let received = day(2025_09_26)
        #expect(received.weekday == 5)
        #expect(try calendar.day(1, workingDaysAfter: received) == day(2025_09_28))
        #expect(try calendar.day(3, workingDaysAfter: received) == day(2025_09_30))
        #expect(try calendar.day(5, workingDaysAfter: received) == day(2025_10_10))
        #expect(try calendar.day(6, workingDaysAfter: received) == day(2025_10_11))
        #expect(try calendar.day(15, workingDaysAfter: received) == day(2025_10_23))
        #expect(try calendar.day(0, workingDaysAfter: received) == received)
    }

    @Test func `a period in calendar days that ends on a holiday ends on the next working day`() throws {
        let calendar = WorkCalendar()
        #expect(try calendar.day(7, calendarDaysAfter: day(2025_09_26)) == day(2025_10_09))
        #expect(try calendar.day(2, calendarDaysAfter: day(2025_09_26)) == day(2025_09_28))
    }

    @Test func `counting forth and counting between agree`() throws {
        let calendar = WorkCalendar()
        var start = day(2024_01_01)
        while start < day(2026_11_01) {
            for count in [1, 5, 20] {
                let due = try calendar.day(count, workingDaysAfter: start)
                #expect(try calendar.workingDays(from: start, to: due) == count)
                #expect(try calendar.isWorkday(due))
            }
            start = start.adding(days: 17)
        }
        #expect(try calendar.workingDays(from: day(2026_10_10), to: day(2026_10_01)) == 0)
    }

    @Test func `a year without a notice is refused`() {
        #expect(throws: WorkRefusal.calendarUnknown(year: 2027)) {
            try WorkCalendar().isWorkday(day(2027_01_04))
        }
        #expect(throws: WorkRefusal.calendarUnknown(year: 2003)) {
            try WorkCalendar().isWorkday(day(2003_12_31))
        }
        #expect(throws: WorkRefusal.calendarUnknown(year: 2027)) {
            try WorkCalendar().day(10, workingDaysAfter: day(2026_12_25))
        }
        #expect(WorkCalendar().years == Array(2004...2026))
    }

    @Test func `a notice that cannot be is not read`() {
        for line in [
            "2031", "31 -0101", "2031 -0230", "2031 -0101 -0101", "2031 +0106", "2031 0101", "2031 -01011",
        ] {
            #expect(Notice(line: line) == nil, "\(line)")
        }
        #expect(Notice(line: "2031 -0101 +0104")?.work == [day(2031_01_04)])
    }

    @Test(arguments: TestEngines.all)
    func `the company's own days and a new year's notice are entered with their clause`(engine: Engine)
        async throws
    {
        try await withControl(engine) { control, _ in
            let system = control.systemPrincipal()
            let typhoon = day(2026_08_12)
            await #expect(throws: WorkRefusal.clauseMissing) {
                try await control.setCalendarDay(typhoon, isWorkday: false, clause: "", by: system)
            }
            try await control.setCalendarDay(typhoon, isWorkday: false, clause: "临海港市防指令第5号", by: system)
            #expect(try await control.calendar().isWorkday(typhoon) == false)
            #expect(try await control.calendar().ownDay(typhoon)?.clause == "临海港市防指令第5号")
            try await control.setCalendarDay(typhoon, isWorkday: nil, clause: "撤销", by: system)
            #expect(try await control.calendar().isWorkday(typhoon))

            let notice = "2031 -0101 -0102 -0103 +0104"
            try await control.publishCalendarYear(notice, clause: "国办发明电〔2030〕1号", by: system)
            let calendar = try await control.calendar()
            #expect(try calendar.isWorkday(day(2031_01_04)))
            #expect(try !calendar.isWorkday(day(2031_01_02)))
            await #expect(throws: WorkRefusal.calendarKnown(year: 2031)) {
                try await control.publishCalendarYear(notice, clause: "又一次", by: system)
            }
            await #expect(throws: ControlRefusal.forbidden("control.calendar")) {
                try await control.setCalendarDay(
                    typhoon, isWorkday: false, clause: "无权", by: Control.system())
            }
        }
    }
}
