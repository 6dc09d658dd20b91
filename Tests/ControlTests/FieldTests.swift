import Control
import Foundation
import Kernel
import Store
import TestSupport
import Testing

/// Work that a test's own room has done in the field: each entry is marked in a table, a bad one after the mark.
private let markTable = Table(
    "test_mark", .own,
    """
        bucket INTEGER NOT NULL,
        id BIGINT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (bucket, id)
    """)

private let marking = FieldKind(
    word: "test.mark", permission: "control.workbench",
    tasks: { _, _ in
        [FieldTask(id: "7", version: "1", form: "mark", title: "t", formName: "t", fields: [])]
    },
    take: { entry, act in
        let user = act.principal.user
        try act.transaction.run(
            "INSERT INTO test_mark (bucket, id, note) VALUES (\(user.bucket), \(user), \(entry.task))")
        if entry.values["bad"] != nil { throw WorkRefusal.reasonInvalid(most: 3) }
        return .accepted
    },
    standing: { _, _ in FieldStanding(task: nil, lines: [], fields: [], values: [:]) })

private struct Crew {
    let control: Control
    let clock: MovedClock
    let head: Principal
    let reader: Principal
    let other: Principal
    let stranger: Principal

    /// A work contact sheet in the reader's hands at its second step, version 2.
    func order(title: String = "核实表箱") async throws -> WorkCaseID {
        let id = try await control.startCase(
            "control.contactSheet", title: title, place: OrganisationID(2),
            values: ["matter": "三号楼表箱", "urgency": "urgent"], by: head)
        try await control.claimCase(id, version: 1, by: reader)
        return id
    }

    func entry(
        _ order: WorkCaseID, _ key: String = "0123456789abcdef", version: String = "2",
        values: [String: String] = ["report": "已核实", "doneOn": "2026-11-02"]
    ) -> FieldEntry {
        FieldEntry(
            key: key, kind: "control.case", task: order.description, form: "execute", version: version,
            values: values, enteredAt: clock.now)
    }

    func count(_ table: String) async throws -> Int64 {
        try await control.house.database.read { transaction in
            try transaction.one(
                SQL(stringLiteral: "/*scatter: a test counts every row*/ SELECT COUNT(*) FROM \(table)")
            ) { try $0.int64(0) }
        }
    }
}

private func withCrew(_ engine: Engine, _ body: (Crew) async throws -> Void) async throws {
    let room = Room(
        name: "test", fieldKinds: [marking],
        migrations: [Migration(room: "test", 1, "marks", tables: [markTable])])
    try await withControl(engine, rooms: [room]) { control, clock in
        func person(_ login: String, _ place: Int64, _ role: RoleCode) async throws -> Principal {
            try await control.addUser(
                login: login, name: login, organisation: OrganisationID(place), roles: [role],
                password: "long enough pass", secondFactor: nil)
            return try #require(try await control.principal(login: login))
        }
        try await body(
            Crew(
                control: control, clock: clock, head: try await person("head", 2, .stationHead),
                reader: try await person("reader", 2, .meterReader),
                other: try await person("other", 2, .meterReader),
                stranger: try await person("stranger", 3, .meterReader)))
    }
}

@Suite struct `Work in the field` {
    @Test(arguments: TestEngines.all)
    func `the day's work has its form, its version and what was filled in before`(_ engine: Engine)
        async throws
    {
        try await withCrew(engine) { crew in
            let id = try await crew.order()
            let kind = try #require(
                crew.control.fieldKinds(for: crew.reader).first { $0.word == "control.case" })
            let task = try #require(try await kind.tasks(crew.control, crew.reader).first)
            #expect(task.id == id.description && task.version == "2" && task.form == "execute")
            #expect(task.fields.map(\.code) == ["report", "doneOn", "cost"])
            #expect(task.lines.contains { $0.label == "control.contactSheet.matter" })
            #expect(task.due != nil && task.light == .green && task.obstacle == nil)
            #expect(try await kind.tasks(crew.control, crew.other).isEmpty)
            try await crew.control.suspendCase(id, reason: "等客户", version: 2, by: crew.reader)
            #expect(
                try await kind.tasks(crew.control, crew.reader).first?.obstacle == "field.case.suspended")
        }
    }

    @Test(arguments: TestEngines.all)
    func `an entry sent again is done once and answered the same`(_ engine: Engine) async throws {
        try await withCrew(engine) { crew in
            let id = try await crew.order()
            let first = try await crew.control.enter(crew.entry(id), by: crew.reader)
            #expect(first.outcome == .accepted)
            let trail = try await crew.count("control_case_trail")
            let events = try await crew.count("control_event")
            crew.clock.move(seconds: 600)
            #expect(try await crew.control.enter(crew.entry(id), by: crew.reader) == first)
            #expect(try await crew.count("control_case_trail") == trail)
            #expect(try await crew.count("control_event") == events)
            let picture = try await crew.control.workCase(id, by: crew.head)
            #expect(picture.workCase.step == "accept" && picture.values["report"] == "已核实")
            #expect(try await crew.count("control_field_entry") == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `an entry that comes twice at once is done once`(_ engine: Engine) async throws {
        try await withCrew(engine) { crew in
            let id = try await crew.order()
            let entry = crew.entry(id)
            let (control, reader) = (crew.control, crew.reader)
            let outcomes = try await withThrowingTaskGroup(of: FieldReceipt.Outcome.self) { group in
                for _ in 0..<4 { group.addTask { try await control.enter(entry, by: reader).outcome } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes == Array(repeating: .accepted, count: 4))
            #expect(try await crew.count("control_field_entry") == 1)
            #expect(try await crew.control.workCase(id, by: crew.head).workCase.version == 3)
        }
    }

    @Test(arguments: TestEngines.all)
    func `an entry on an older version is in conflict, and mine can be taken on the new one`(
        _ engine: Engine
    ) async throws {
        try await withCrew(engine) { crew in
            let id = try await crew.order()
            try await crew.control.handOverCase(
                id, to: crew.other.user, note: "换人", version: 2, by: crew.reader)
            try await crew.control.handOverCase(
                id, to: crew.reader.user, note: "换回，先拍照", version: 3, by: crew.other)
            let receipt = try await crew.control.enter(crew.entry(id), by: crew.reader)
            #expect(receipt.outcome == .conflict)
            let standing = try #require(receipt.standing)
            #expect(standing.task?.version == "4" && standing.fields.map(\.code).contains("report"))
            #expect(standing.lines.contains(FieldLine("field.case.changedBy", .text("other"))))
            #expect(standing.lines.contains(FieldLine("field.case.note", .text("换回，先拍照"))))
            #expect(try await crew.control.enter(crew.entry(id), by: crew.reader).outcome == .conflict)
            let again = crew.entry(id, "fedcba9876543210", version: "4")
            #expect(try await crew.control.enter(again, by: crew.reader).outcome == .accepted)
        }
    }

    @Test(arguments: TestEngines.all)
    func `where somebody else did the step, what they filled in is set beside mine`(_ engine: Engine)
        async throws
    {
        try await withCrew(engine) { crew in
            let id = try await crew.order()
            try await crew.control.handOverCase(
                id, to: crew.other.user, note: "换人", version: 2, by: crew.reader)
            try await crew.control.completeStep(
                id, values: ["report": "表箱完好", "doneOn": "2026-11-01", "cost": "12.50"], version: 3,
                by: crew.other)
            let standing = try #require(
                try await crew.control.enter(crew.entry(id), by: crew.reader).standing)
            #expect(standing.task == nil)
            #expect(standing.values == ["report": "表箱完好", "doneOn": "2026-11-01", "cost": "1250"])
            #expect(try await crew.control.workCase(id, by: crew.head).values["report"] == "表箱完好")
        }
    }

    @Test(arguments: TestEngines.all)
    func `a wrong form is refused with its fields, kept as refused, and changes nothing`(_ engine: Engine)
        async throws
    {
        try await withCrew(engine) { crew in
            let id = try await crew.order()
            let wrong = crew.entry(id, values: ["report": "x", "doneOn": "2026-02-30"])
            for _ in 0..<2 {
                let receipt = try await crew.control.enter(wrong, by: crew.reader)
                #expect(receipt.outcome == .refused)
                #expect(receipt.reason?.code == "control.refusal.formInvalid")
                #expect(receipt.reason?.faults == ["doneOn": "control.field.day"])
            }
            #expect(try await crew.control.workCase(id, by: crew.head).workCase.version == 2)
            // Somebody of another station learns nothing of it.
            let foreign = try await crew.control.enter(crew.entry(id), by: crew.stranger)
            #expect(foreign.outcome == .refused && foreign.reason?.code == "control.refusal.caseUnknown")
        }
    }

    @Test(arguments: TestEngines.all)
    func `what a kind did before it refused is undone`(_ engine: Engine) async throws {
        try await withCrew(engine) { crew in
            func mark(_ key: String, _ values: [String: String]) -> FieldEntry {
                FieldEntry(
                    key: key, kind: "test.mark", task: "7", form: "mark", version: "1", values: values,
                    enteredAt: crew.clock.now)
            }
            let bad = try await crew.control.enter(mark("bad-bad-bad-bad-1", ["bad": "1"]), by: crew.reader)
            #expect(bad.outcome == .refused)
            #expect(try await crew.count("test_mark") == 0)
            let good = try await crew.control.enter(mark("good-good-good-12", [:]), by: crew.reader)
            #expect(good.outcome == .accepted)
            #expect(try await crew.count("test_mark") == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a key is one person's and one entry's, and the field is not for everybody`(_ engine: Engine)
        async throws
    {
        try await withCrew(engine) { crew in
            let (id, second) = (try await crew.order(), try await crew.order(title: "另一件"))
            _ = try await crew.control.enter(crew.entry(id), by: crew.reader)
            await #expect(throws: ControlRefusal.keyReused) {
                _ = try await crew.control.enter(crew.entry(second), by: crew.reader)
            }
            #expect(
                try await crew.control.enter(crew.entry(second), by: crew.other).reason?.code
                    == "control.refusal.taskNotYours")
            await #expect(throws: FieldRefusal.keyInvalid) {
                _ = try await crew.control.enter(crew.entry(second, "short"), by: crew.reader)
            }
            let large = ["report": String(repeating: "字", count: 30_000)]
            await #expect(throws: FieldRefusal.entryTooLarge) {
                _ = try await crew.control.enter(crew.entry(second, values: large), by: crew.reader)
            }
            let clerk = Principal(
                user: UserID(99), login: "c", name: "c", organisation: OrganisationID(2),
                organisationName: "",
                scope: crew.reader.scope, roles: [], permissions: ["control.workbench"], address: "")
            await #expect(throws: ControlRefusal.forbidden("control.field")) {
                _ = try await crew.control.enter(crew.entry(second), by: clerk)
            }
            let unknown = FieldEntry(
                key: "0123456789abcdeg", kind: "no.kind", task: "1", form: "f", version: "1", values: [:],
                enteredAt: crew.clock.now)
            await #expect(throws: FieldRefusal.kindUnknown("no.kind")) {
                _ = try await crew.control.enter(unknown, by: crew.reader)
            }
        }
    }
}
