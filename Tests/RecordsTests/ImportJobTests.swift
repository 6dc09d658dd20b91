import Control
import Kernel
import Records
import Store
import TestSupport
import Testing

@Suite struct `An import as a job` {
    private static func file(_ rows: Range<Int>) -> [UInt8] {
        ImportTests.file(
            rows.map { "\(500_000 + $0),,户\($0),,,,新街,S2,T01,,居民,RES,,,,,,,R1,,,,2024-01-01" })
    }

    @Test(arguments: TestEngines.all)
    func `writes nothing before it runs, each row once however often it is sent, and keeps nothing after`(
        _ engine: Engine
    ) async throws {
        try await RecordsWorld.with(engine) { world in
            let rows = ImportLimit.unitRows * 2 + 1
            let file = Self.file(0..<rows)
            let started = try await world.records.startImport(file, by: world.clerk)
            let job = try #require(started.job)
            #expect(started.report == ImportReport(rows: rows, written: 0, problems: []))
            #expect(try await world.count("records_account") == 0)
            #expect(try await world.count("control_import_part") == 3)
            // Sent again before it is over, by the same person: the same job. By another: their own.
            let again = try await world.records.startImport(file, by: world.clerk)
            #expect(again.job == job && again.wasUnderWay && again.report.rows == rows)
            // It stands still where somebody wishes so, and nothing is written.
            let steerer = Principal(
                user: world.clerk.user, login: "", name: "", organisation: world.clerk.organisation,
                organisationName: "", scope: world.clerk.scope, roles: [], permissions: ["control.jobs"],
                address: "")
            try await world.control.pauseJob(job, by: steerer)
            #expect(try await world.control.runJob(job, by: world.clerk).result.done == 0)
            try await world.control.resumeJob(job, by: steerer)
            let progress = try await world.control.runJob(job, by: world.control.systemPrincipal())
            #expect(progress.job.state == .done && progress.unitsDone == 3 && progress.result.done == rows)
            #expect(try await world.count("records_account") == Int64(rows))
            #expect(try await world.count("control_import_part") == 0)
            // Who sent it may watch it without the permission for all jobs; nobody else may.
            #expect(try await world.control.job(job, by: world.clerk).result.done == rows)
            let other = Principal(
                user: UserID(99), login: "", name: "", organisation: world.clerk.organisation,
                organisationName: "", scope: world.clerk.scope, roles: [], permissions: [], address: "")
            await #expect(throws: ControlRefusal.forbidden("control.jobs")) {
                try await world.control.job(job, by: other)
            }
            // Once it is over, its numbers are somebody's.
            let third = try await world.records.importAccounts(file, by: world.clerk)
            #expect(third.written == 0 && third.problems.count == rows)
            #expect(third.problems.allSatisfy { $0.code == "records.invalid.taken" })
        }
    }

    @Test(arguments: TestEngines.all)
    func `leaves out what somebody took meanwhile and counts it by its reason`(_ engine: Engine) async throws
    {
        try await RecordsWorld.with(engine) { world in
            let started = try await world.records.startImport(Self.file(0..<10), by: world.clerk)
            let job = try #require(started.job)
            _ = try await world.records.importAccounts(
                Self.file(3..<4), by: RecordsWorld.principal(RecordsWorld.stationA))
            let result = try await world.control.runJob(job, by: world.clerk).result
            #expect(result.done == 9 && result.errors == ["records.invalid.taken": 1])
            #expect(try await world.count("records_account") == 10)
            let report = started.report.after(result)
            #expect(report.written == 9 && report.problems.map(\.code) == ["control.import.late"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `that is given up keeps nothing of what was sent`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let job = try #require(
                try await world.records.startImport(Self.file(0..<10), by: world.clerk).job)
            #expect(try await world.count("control_import_part") == 1)
            let steerer = Principal(
                user: world.clerk.user, login: "", name: "", organisation: world.clerk.organisation,
                organisationName: "", scope: world.clerk.scope, roles: [], permissions: ["control.jobs"],
                address: "")
            try await world.control.cancelJob(job, by: steerer)
            #expect(try await world.count("control_import_part") == 0)
            #expect(try await world.control.runJob(job, by: world.clerk).result.done == 0)
            // The file can be sent anew.
            #expect(try await world.records.importAccounts(Self.file(0..<10), by: world.clerk).written == 10)
        }
    }

    @Test func `a file with a verdict on each row has all its rows, broken ones as they stand`() {
        let form = CSVForm([CSVForm.Column("name", required: true), CSVForm.Column("value")])
        let text = "name,value\r\na,1\r\n\"b,2\r\nc,3,4\r\n\r\nd,5\r\n"
        let bytes = Array(text.utf8)
        let problems =
            form.read(bytes).problems + [ImportProblem(line: 6, column: "value", code: "x")]
        let marked = MarkedFile(form, bytes, problems)
        #expect(marked.heading == ["name", "value"])
        #expect(marked.rows.map(\.line) == [2, 3, 4, 6])
        #expect(marked.rows.map(\.fields) == [["a", "1"], ["\"b,2"], ["c", "3", "4"], ["d", "5"]])
        #expect(
            marked.rows.map { $0.problems.map(\.code) } == [
                [], ["control.import.quoteOpen"], ["control.import.fieldCount"], ["x"],
            ])
        // A file that is none has one row that says so.
        let wrong = MarkedFile(form, Array("shoe\n1\n".utf8), form.read(Array("shoe\n1\n".utf8)).problems)
        #expect(wrong.rows.contains { $0.line == 1 && $0.problems.count == 1 })
    }
}
