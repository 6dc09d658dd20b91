import Control
import Foundation
import Kernel
import Language
import Store
import StreetLamps
import TestSupport
import Testing
import Web
import WebControl

/// The worked example of docs/extension.md: a subsystem that the house knows nothing of joins it by its one value.
@Suite struct `A ninth subsystem` {
    private static let today = Day(yyyymmdd: 2026_11_02)!

    private struct Trial: Sendable {
        let console: Console
        let control: Control
        let lamps: StreetLamps

        func get(_ path: String, as login: String = "lamps") async throws -> Answer {
            try await console.client.send("GET", path, [try await console.someone(login).cookie])
        }

        func post(_ path: String, _ fields: String, as login: String = "lamps") async throws -> Answer {
            let person = try await console.someone(login)
            return try await console.client.send(
                "POST", path, person.form, body: Array("\(person.token)&\(fields)".utf8))
        }

        func person(_ login: String) async throws -> Principal {
            try await console.someone(login).session.principal
        }
    }

    private func with(_ engine: Engine, _ body: @escaping @Sendable (Trial) async throws -> Void) async throws
    {
        let rooms = [StreetLamps.room]
        try await withDatabase(
            engine, schema: Schema((Control.room.migrations + StreetLamps.room.migrations))
        ) {
            database in
            let clock = WallClock { Instant(startOf: Self.today).adding(seconds: 36_000) }
            let control = Control(
                house: House(
                    database: database, clock: clock, ids: IdentifierSource(node: 1, clock: clock),
                    keys: KeyRing(master: [UInt8](repeating: 7, count: 32))), rooms: rooms)
            try await control.installRoles()
            try await control.installWorkflows()
            try await control.addOrganisation(
                id: OrganisationID(1), code: "C", name: "临海港供电公司", kind: .company, parent: nil)
            for (id, name) in [(2, "东港供电所"), (3, "西港供电所")] {
                try await control.addOrganisation(
                    id: OrganisationID(Int64(id)), code: "S\(id)", name: name, kind: .station,
                    parent: OrganisationID(1))
            }
            let pages = WebControl(control: control).pages + control.pagesOfRooms
            try await Console.with(groups: pages, { $0.clock = clock.now }) { console in
                try await body(
                    Trial(console: console, control: control, lamps: StreetLamps(control: control)))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `brings its page, its work order with a clock, its commands, parameter, events and API`(
        engine: Engine
    )
        async throws
    {
        try await with(engine) { trial in
            #expect(try await trial.get("/streetlamps").body.contains("尚未登记路灯。"))
            #expect(try await trial.post("/streetlamps", "pole=&place=2").status == 422)
            #expect(try await trial.post("/streetlamps", "pole=L-017&place=2").status == 303)
            let page = try await trial.get("/streetlamps").body
            #expect(page.contains("L-017") && page.contains("东港供电所") && page.contains("正常"))
            let keeper = try await trial.person("lamps")
            let lamp = try #require(try await trial.lamps.lamps(by: keeper).first)

            // A station may be given less time: the value of the day goes into the work order.
            let system = trial.control.systemPrincipal()
            try await trial.control.setParameter(
                "streetlamps.repairHours", organisation: OrganisationPath("/1/2/"), from: Self.today,
                value: "8", clause: "老城区照明协议", by: system)
            #expect(try await trial.post("/streetlamps/\(lamp.id)/report", "").status == 303)
            #expect(try await trial.get("/streetlamps").body.contains("故障"))
            let order = try #require(try await trial.control.cases(.team, by: keeper).first)
            #expect(
                order.workCase.workflow == "streetlamps.repair" && order.workCase.subject == "lamp \(lamp.id)"
            )
            #expect(order.clock?.limit == 8 && order.clock?.clause.contains("路灯") == true)

            // Dark already: the second report changes nothing, not even a work order.
            #expect(try await trial.post("/streetlamps/\(lamp.id)/report", "").status == 409)
            #expect(try await trial.control.cases(.open, by: keeper).count == 1)

            let id = order.workCase.id
            try await trial.control.claimCase(id, version: order.workCase.version, by: keeper)
            try await trial.control.completeStep(
                id, values: ["done": "更换灯头"], version: order.workCase.version + 1, by: keeper)
            #expect(try await trial.lamps.lamps(by: keeper).map(\.isLit) == [true])
            try await trial.control.pump.catchUp(control: trial.control)
            #expect(try await trial.lamps.mended(by: keeper) == 1)
            #expect(try await trial.get("/streetlamps").body.contains("已修复 1 盏次"))
            let answer = try await trial.get("/api/v1/streetlamps")
            #expect(answer.status == 200 && answer.body.contains("\"pole\":\"L-017\""))
        }
    }

    @Test func `keeps to scope and permission without a line of its own for it`() async throws {
        try await with(.sqlite) { trial in
            #expect(try await trial.post("/streetlamps", "pole=L-1&place=2").status == 303)
            let lamp = try #require(try await trial.lamps.lamps(by: trial.person("lamps")).first)
            // Another station's lamp is not there; a place of another station neither.
            #expect(
                try await trial.post("/streetlamps/\(lamp.id)/report", "", as: "otherLamps").status == 404)
            #expect(try await !trial.get("/streetlamps", as: "otherLamps").body.contains("L-1"))
            #expect(try await trial.post("/streetlamps", "pole=L-2&place=2", as: "otherLamps").status == 404)
            #expect(try await trial.get("/streetlamps", as: "bare").status == 403)
            #expect(try await trial.get("/api/v1/streetlamps", as: "bare").status == 403)
            #expect(try await trial.lamps.lamps(by: trial.control.systemPrincipal()).count == 1)
        }
    }

    @Test func `stands among the rooms: roles carry its permissions, the figure draws it, the audit has it`()
        async throws
    {
        try await with(.sqlite) { trial in
            let system = trial.control.systemPrincipal()
            let roles = try await trial.control.roles(by: system)
            let head = try #require(roles.first { $0.code == RoleCode.stationHead.rawValue })
            #expect(head.permissions.contains("streetlamps.write"))
            _ = try await trial.lamps.add(pole: "L-9", at: OrganisationID(3), by: system)
            let health = try await trial.control.health(by: system)
            #expect(health.rooms.last?.room == "streetlamps" && health.rooms.last?.rows == 1)
            #expect(try await trial.get("/control", as: "lamps").body.contains("路灯管理"))
            let entries = try await trial.control.house.database.read { transaction in
                try transaction.all(
                    "SELECT after_values FROM control_audit WHERE action = \("streetlamps.add") /*scatter: a test reads all buckets*/"
                ) { try $0.text(0) }
            }
            #expect(entries == ["{\"pole\":\"L-9\"}"])
            #expect(Language.en.text("control.room.streetlamps") == "Street lamps")
        }
    }

    @Test func `is written down as it is compiled`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let document = try String(
            contentsOf: root.appendingPathComponent("docs/extension.md"), encoding: .utf8)
        let folder = root.appendingPathComponent("Tests/StreetLamps")
        let sources = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".swift") }
            .map { try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }
            .joined(separator: "\n")
        func lines(_ text: String) -> [String] {
            text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
        let known = lines(sources).joined(separator: "\n")
        let blocks = document.components(separatedBy: "```swift\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        #expect(blocks.count >= 4)
        for block in blocks {
            #expect(known.contains(lines(block).joined(separator: "\n")), "not in the sources:\n\(block)")
        }
    }
}
