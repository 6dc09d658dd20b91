import Control
import Kernel
import Records
import Store
import TestSupport
import Testing

@Suite struct GridImportTests {
    private func file(_ rows: [String], heading: String = "code,kind,name,parent,organisation") -> [UInt8] {
        Array(([heading] + rows).joined(separator: "\n").utf8)
    }

    private func codes(_ world: RecordsWorld) async throws -> Set<String> {
        Set(try await world.database.read { try world.records.gridNodes(in: $0) }.map(\.code))
    }

    @Test(arguments: TestEngines.all)
    func `a grid is taken in any order of its rows, headed in Chinese too`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let rows = [
                "T11,台区,灯塔路台区,X11,老城供电所", "X11,线路,灯塔线,B11,HQ", "B11,变电站,灯塔变,,HQ", "T12,AREA,码头台区,X01,S3",
            ]
            let report = try await world.records.importGrid(
                file(rows, heading: "编码,类型,名称,上级,供电单位"), by: world.clerk)
            #expect(report == ImportReport(rows: 4, written: 4, problems: []))
            let nodes = try await world.database.read { try world.records.gridNodes(in: $0) }
            let byCode = Dictionary(uniqueKeysWithValues: nodes.map { ($0.code, $0) })
            #expect(byCode["T11"]?.parent == byCode["X11"]?.id)
            #expect(byCode["X11"]?.parent == byCode["B11"]?.id)
            #expect(byCode["T12"]?.parent == world.feeder.id)
            #expect(byCode["T11"]?.organisationPath == RecordsWorld.stationA)
            #expect(byCode["T11"]?.name == "灯塔路台区")
            // The same file again: every row is taken, and nothing is written.
            let again = try await world.records.importGrid(file(rows), by: world.clerk)
            #expect(again.problems.map(\.code) == Array(repeating: "records.invalid.taken", count: 4))
            #expect(try await codes(world).count == nodes.count)
        }
    }

    @Test(arguments: TestEngines.all)
    func `every bad row is reported, and nothing is written unless the good ones are asked for`(
        _ engine: Engine
    ) async throws {
        try await RecordsWorld.with(engine) { world in
            let cases: [(row: String, problems: [String])] = [
                ("B21,变电站,新变,,HQ", []),
                (",变电站,无码,,HQ", ["code missing"]),
                ("B 2,变电站,空格,,HQ", ["code code"]),
                ("B22,变压器,什么,,HQ", ["kind choice"]),
                ("B23,变电站,,B01,S9", ["name missing", "parent gridParentNone", "organisation organisation"]),
                ("X21,线路,无上级,,HQ", ["parent missing"]),
                ("X22,线路,上级不对,T01,HQ", ["parent gridParent"]),
                ("X23,线路,上级有错,B23,HQ", ["parent gridParent"]),
                ("T21,台区,随之而错,X23,HQ", ["parent gridParent"]),
                ("T01,台区,已有,X01,HQ", ["code taken"]),
                ("B21,变电站,重复,,HQ", ["code twiceInFile"]),
                ("X24,线路,新线,B21,HQ", []),
                ("T22,台区", [" fieldCount"]),
            ]
            let before = try await codes(world)
            let audits = try await world.count("control_audit")
            let bytes = file(cases.map(\.row))
            let checked = try await world.records.checkGridImport(bytes, by: world.clerk)
            let report = try await world.records.importGrid(bytes, by: world.clerk)
            #expect(report.rows == cases.count && report.written == 0)
            #expect(checked == report)
            for (place, expected) in cases.enumerated() {
                let found = report.problems.filter { $0.line == place + 2 }.map {
                    "\($0.column) \($0.code.split(separator: ".").last ?? "")"
                }
                #expect(found == expected.problems, "\(expected.row)")
            }
            #expect(try await codes(world) == before)
            #expect(try await world.count("control_audit") == audits)
            let good = try await world.records.importGrid(bytes, onlyGood: true, by: world.clerk)
            #expect(good.written == 2 && good.problems == report.problems)
            #expect(try await codes(world) == before.union(["B21", "X24"]))
            // The job was asked for, it wrote, it ended.
            #expect(try await world.count("control_audit") == audits + 3)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a check writes nothing, and a file is a job that judges anew what it writes`(_ engine: Engine)
        async throws
    {
        try await RecordsWorld.with(engine) { world in
            let before = try await codes(world)
            let bytes = file(["B41,变电站,新变,,HQ", "X41,线路,新线,B41,HQ", "X42,线路,二线,B41,HQ"])
            #expect(try await world.records.checkGridImport(bytes, by: world.clerk).problems.isEmpty)
            #expect(try await world.count("control_job") == 0)
            let started = try await world.records.startGridImport(bytes, by: world.clerk)
            let job = try #require(started.job)
            #expect(started.report.problems.isEmpty && started.report.written == 0)
            #expect(try await codes(world) == before)
            #expect(try await world.records.startGridImport(bytes, by: world.clerk).job == job)
            // Somebody takes a code meanwhile.
            _ = try await world.records.addGridNode(
                NewGridNode(
                    kind: .feeder, code: "X42", name: "抢先", parent: world.feeder.parent,
                    organisation: OrganisationID(1)), by: world.clerk)
            let progress = try await world.control.runJob(job, by: world.control.systemPrincipal())
            #expect(progress.job.state == .done && progress.result.done == 2)
            #expect(progress.result.errors == ["records.invalid.taken": 1])
            #expect(try await codes(world) == before.union(["B41", "X41", "X42"]))
            #expect(try await world.count("control_import_part") == 0)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a station adds to its own grid only, and nobody without the right`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let station = RecordsWorld.principal(RecordsWorld.stationA)
            let report = try await world.records.importGrid(
                file(["T31,台区,本所,X01,S2", "T32,台区,别所,X01,S3"]), onlyGood: true, by: station)
            #expect(report.written == 1)
            #expect(report.problems.map(\.code) == ["records.invalid.organisation"])
            let before = try await codes(world)
            await #expect(throws: ControlRefusal.forbidden("records.import")) {
                try await world.records.importGrid(
                    file(["T33,台区,无权,X01,S2"]),
                    by: RecordsWorld.principal(RecordsWorld.company, without: "records.import"))
            }
            #expect(try await codes(world) == before)
        }
    }
}
