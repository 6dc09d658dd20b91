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
