import Control
import Foundation
import Kernel
import Reports
import Store
import TestSupport
import Testing

/// The board's figures, kept every night.
@Suite struct `The board's days` {
    private static func reports(_ house: WebHouse) -> Reports { Reports(control: house.control) }

    @Test(arguments: TestEngines.all)
    func `are what the board showed at a day's end, each kept once, and made up for from the books`(
        _ engine: Engine
    ) async throws {
        try await RefusalHouse.with(engine) { console in
            let house = console.house
            let system = house.control.systemPrincipal()
            let station = OrganisationID(2)
            let reports = Self.reports(house)
            #expect(try await reports.keepDays(through: WebHouse.today) == Reports.mostDaysLate)
            let rows = try await house.count("reports_day")
            #expect(try await reports.keepDays(through: WebHouse.today) == 0)
            #expect(try await house.count("reports_day") == rows)
            let days = try await reports.boardDays(
                of: station, from: WebHouse.today.adding(days: -40), to: WebHouse.today, by: system)
            let last = try #require(days.last)
            let board = try await reports.board(by: system)
            let line = try #require(board.lines.first { $0.organisation == station })
            #expect(last.day == WebHouse.today && last.outstanding == line.outstanding)
            #expect(last.collected == line.collectedToday && last.collected > .zero)
            #expect(last.released == line.released && last.releasedBills == line.releasedBills)
            let counts = try #require(last.counts)
            #expect(
                [counts.expected, counts.read, counts.pending] == [line.expected, line.read, line.pending])
            // The day before nobody had paid or been billed: not kept, or nothing.
            #expect(days.dropLast().allSatisfy { $0.counts == nil && $0.outstanding.isZero })
            let next = WebHouse.today.adding(days: 2)
            #expect(try await reports.keepDays(through: next) == 2)
            let later = try await reports.boardDays(
                of: station, from: WebHouse.today, to: next, by: system)
            #expect(later.map(\.day) == (0...2).map { WebHouse.today.adding(days: $0) })
            #expect(later[1].counts == nil && later[2].counts != nil)
            #expect(later.map(\.outstanding) == Array(repeating: line.outstanding, count: 3))
            #expect(later[1].collected == .zero && later[1].collectedThisMonth == last.collectedThisMonth)
        }
    }

    @Test
    func `are shown station by station as lines and a table, to people of the station and above`()
        async throws
    {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let path = "/board/days"
            #expect(try await house.get(path).body.contains("还没有保存过的日子"))
            try await house.control.runScheduleNow("reports.boardDay", by: house.control.systemPrincipal())
            try await Self.reports(house).keepDays(through: WebHouse.today)
            let page = try await house.get(path + "?organisation=2&days=92")
            #expect(page.status == 200 && page.body.contains("东港供电所"))
            let api = "/api/v1/board/days"
            let answer = try await house.json(api + "?organisation=2")
            let items = try #require(answer["items"] as? [[String: Any]])
            let today = try #require(items.last)
            #expect(today["expected"] as? Int == 8 && today["organisation"] as? String == "2")
            #expect(page.body.contains("8 / 8"))
            // Another station's people see their own alone.
            #expect(try await house.get(path, as: "b").body.contains("西港供电所"))
            #expect(try await house.get(path + "?organisation=2", as: "b").status == 404)
            #expect(try await house.get(api + "?organisation=2", as: "b").status == 404)
            #expect(try await house.get(path + "?days=0").status == 404)
        }
    }
}
