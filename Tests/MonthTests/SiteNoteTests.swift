import Control
import Kernel
import Reading
import Records
import Store
import TestSupport
import Testing

private let october = BillingMonth(year: 2026, month: 10)

@Suite struct `What is found at a meter` {
    private func world(_ engine: Engine, _ body: (ReadingWorld) async throws -> Void) async throws {
        try await ReadingWorld.with(engine) { world in
            try await world.control.installCodes()
            for id in 1...3 {
                try await world.add(Int64(id), no: "000\(id)", meters: [.init(assetNo: "M\(id)")])
            }
            try await body(world)
        }
    }

    private func readings(
        _ world: ReadingWorld, _ id: Int64, _ value: String, _ exception: String?
    ) throws -> AccountReadings {
        AccountReadings(
            AccountID(id), on: Day(yyyymmdd: 2026_11_01)!,
            [RegisterReading(.total, try RegisterValue(text: value))], exception: exception)
    }

    @Test(arguments: TestEngines.all)
    func `is a code in use: one lets the energy wait, another is written down, an ended one is refused`(
        _ engine: Engine
    ) async throws {
        try await world(engine) { world in
            let reader = world.principal()
            let result = try await world.reading.load(
                october,
                [
                    try readings(world, 1, "50", "THEFT"), try readings(world, 2, "50", "门闭"),
                    try readings(world, 3, "50", nil),
                ], by: reader)
            #expect(result.errors.isEmpty && result.taken == 3 && result.pending == 1)
            let waiting = try await world.reading.worklist(october, by: reader)
            #expect(waiting.map(\.rule) == [.siteReview])
            #expect(waiting.first?.arguments == ["exception": "THEFT"])
            #expect(
                result.findings.contains { $0.rule == .siteNote && $0.arguments == ["exception": "LOCKED"] })
            try await world.control.endCode(
                "LOCKED", of: "reading.exception", on: ReadingWorld.today.adding(days: -1),
                by: world.control.systemPrincipal())
            func notes(_ id: Int64) async throws -> [String] {
                try await world.reading.siteNotes(AccountID(id), from: october, months: 1, by: reader)
                    .map(\.code)
            }
            // What was found stays found.
            #expect(try await notes(1) == ["THEFT"])
            #expect(try await notes(2) == ["LOCKED"])
            #expect(try await notes(3) == [])
            let before = try await world.count("reading_reading")
            for (text, rule) in [("LOCKED", ReadingRule.exceptionEnded), ("GHOST", .exceptionUnknown)] {
                let again = try await world.reading.load(
                    october, [try readings(world, 3, "51", text)], by: reader)
                let finding = try #require(again.errors.first)
                #expect(finding.rule == rule && finding.column == "exception")
                #expect(finding.arguments["choices"]?.hasPrefix("BLOCKED SEAL_BROKEN") == true)
            }
            #expect(try await world.count("reading_reading") == before)
            // Read again without one, the month has none.
            let form = try await world.reading.form(
                AccountID(2), october, on: Day(yyyymmdd: 2026_11_01)!, by: reader)
            #expect(form.exception == "LOCKED")
            try await world.reading.enter(
                try readings(world, 2, "52", nil), october, version: form.version, by: reader)
            #expect(try await notes(2) == [])
        }
    }

    @Test(arguments: TestEngines.all)
    func `is read from a file, one an account`(_ engine: Engine) async throws {
        try await world(engine) { world in
            func file(_ rows: [String]) -> [UInt8] {
                Array((["户号,示数类型,抄表日期,示数,现场异常"] + rows).joined(separator: "\n").utf8)
            }
            let bad = try await world.reading.importFile(
                file(["0001,总,2026-11-01,50,停转", "0002,总,2026-11-01,50,BURNT"]), october,
                by: world.principal())
            #expect(bad.written == 0)
            #expect(bad.problems.map(\.code) == ["reading.problem.exceptionUnknown"])
            #expect(bad.problems.map(\.column) == ["exception"])
            let good = try await world.reading.importFile(
                file(["0001,总,2026-11-01,50,表计停走", "0002,总,2026-11-01,50,BURNT", "0003,总,2026-11-01,50,"]),
                october, by: world.principal())
            #expect(good.written == 3 && good.pending == 2, "\(good.problems)")
            let waiting = try await world.reading.worklist(october, by: world.principal())
            #expect(waiting.compactMap { $0.arguments["exception"] } == ["STOPPED", "BURNT"])
        }
    }
}
