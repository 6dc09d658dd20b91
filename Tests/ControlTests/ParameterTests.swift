import Control
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Parameters and code tables` {
    private static let room = Room(
        name: "work",
        parameters: [
            ParameterDefinition("work.days", .integer(1...30), standard: "5", clause: "规则第一条")
        ],
        codes: [
            CodeTable("work.kind", clause: "规则第二条", [.init("A", "甲", "first"), .init("B", "乙", "second")])
        ])

    @Test(arguments: TestEngines.all)
    func `a value is inherited from above, shown with who set it, and never begins in a closed month`(
        _ engine: Engine
    ) async throws {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            let system = control.systemPrincipal()
            let today = clock.now.day
            try await control.setParameter(
                "work.days", organisation: OrganisationPath("/1/"), from: today, value: "7", clause: "公司规定",
                by: system)
            let groups = try await control.parameters(for: OrganisationID(2), on: today, by: system)
            let standing = try #require(groups.first { $0.room == "work" }?.parameters.first)
            #expect(standing.value.text == "7" && standing.setting?.organisation.text == "/1/")
            #expect(standing.setting?.byName == "系统")
            let before = try await control.parameters(
                for: OrganisationID(2), on: today.adding(days: -1), by: system)
            let earlier = before.first { $0.room == "work" }?.parameters.first
            #expect(earlier?.value.text == "5" && earlier?.setting == nil)
            #expect(try await control.parameterHistory("work.days", by: system).settings.count == 1)
            let check = { (day: Day, value: String, clause: String) in
                try await control.checkParameter(
                    "work.days", organisation: OrganisationID(2), from: day, value: value, clause: clause,
                    by: system)
            }
            let first = today.billingMonth.firstDay
            await #expect(throws: ControlRefusal.parameterTooEarly(first)) {
                try await check(first.adding(days: -1), "6", "x")
            }
            await #expect(throws: ControlRefusal.parameterInvalid("work.days", value: "31")) {
                try await check(today, "31", "x")
            }
            await #expect(throws: ControlRefusal.parameterClauseMissing) { try await check(today, "6", "") }
            try await check(first, "6", "x")
        }
    }

    @Test(arguments: TestEngines.all)
    func `a value set again for the same day stands beside the one before, and the last one holds`(
        _ engine: Engine
    ) async throws {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            let system = control.systemPrincipal()
            let today = clock.now.day
            for (value, clause) in [("7", "公司规定"), ("9", "更正通知"), ("8", "再次更正")] {
                try await control.setParameter(
                    "work.days", organisation: OrganisationPath("/1/"), from: today, value: value,
                    clause: clause, by: system)
                clock.move(seconds: 60)
            }
            let (_, settings) = try await control.parameterHistory("work.days", by: system)
            #expect(settings.map(\.value) == ["8", "9", "7"])
            #expect(settings.map(\.sequence) == [3, 2, 1])
            #expect(settings.map(\.clause) == ["再次更正", "更正通知", "公司规定"])
            #expect(Set(settings.map(\.at)).count == 3)
            let value = try await control.house.database.read {
                try control.parameter("work.days", organisation: OrganisationPath("/1/2/"), on: today, in: $0)
            }
            #expect(value.text == "8" && value.clause == "再次更正")
            let groups = try await control.parameters(for: OrganisationID(2), on: today, by: system)
            let standing = try #require(groups.first { $0.room == "work" }?.parameters.first)
            #expect(standing.value.text == "8" && standing.setting?.sequence == 3)
        }
    }

    @Test(arguments: TestEngines.all)
    func `values set before the history was kept are carried over as they were`(_ engine: Engine) async throws
    {
        let all = ControlSchema.migrations
        let before = Schema(all.filter { $0.number < 36 })
        try await withDatabase(engine, schema: before) { database in
            try await database.write { transaction in
                try transaction.run(
                    """
                    INSERT INTO control_parameter (key, organisation_path, effective_from, value, clause, set_by, set_at,
                      approved_by)
                    VALUES ('work.days', '/1/', 20260101, '7', '公司规定', 11, 5, 12)
                    """)
            }
            try await Schema(all).apply(to: database)
            let rows = try await database.read { transaction in
                try transaction.all(
                    """
                    SELECT key, organisation_path, effective_from, sequence, value, clause, set_by, set_at, approved_by
                    FROM control_parameter_value
                    """
                ) { row in
                    [
                        try row.text(0), try row.text(1), String(try row.int64(2)), String(try row.int64(3)),
                        try row.text(4), try row.text(5), String(try row.int64(6)), String(try row.int64(7)),
                        String(try row.int64(8)),
                    ]
                }
            }
            #expect(rows == [["work.days", "/1/", "20260101", "1", "7", "公司规定", "11", "5", "12"]])
        }
    }

    @Test(arguments: TestEngines.all)
    func `codes are installed once, added and ended by day`(_ engine: Engine) async throws {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            let system = control.systemPrincipal()
            let today = clock.now.day
            try await control.installCodes()
            try await control.endCode("B", of: "work.kind", on: today, by: system)
            try await control.installCodes()
            let codes = { (day: Day) in try await control.codes("work.kind", on: day).map(\.code) }
            #expect(try await codes(today) == ["A", "B"])
            #expect(try await codes(today.adding(days: 1)) == ["A"])
            let again = { (from: Day) in
                try await control.addCode(
                    CodeRow(
                        table: "work.kind", code: "B", zh: "丙", en: "third", from: from, until: nil,
                        position: 9,
                        clause: "规则第三条"), by: system)
            }
            await #expect(throws: ControlRefusal.codeDaysWrong("B")) { try await again(today) }
            await #expect(throws: ControlRefusal.codeMeaningWrong("")) {
                try await control.addCode(
                    CodeRow(
                        table: "work.kind", code: "C", zh: "丙", en: "third", from: today, until: nil,
                        position: 9, clause: "规则第三条", means: "ANY"), by: system)
            }
            try await again(today.adding(days: 10))
            #expect(try await codes(today.adding(days: 10)) == ["A", "B"])
            await #expect(throws: ControlRefusal.codeTableUnknown("work.none")) {
                try await control.endCode("A", of: "work.none", on: today, by: system)
            }
        }
    }
}
