import Control
import Kernel
import Store
import TestSupport
import Testing

/// The calendar of working days and the code tables, which one person alone does not change.
@Suite struct `Dated data of the whole company` {
    private static let room = Room(
        name: "work",
        codes: [CodeTable("work.kind", clause: "规则", [.init("A", "甲", "first"), .init("B", "乙", "second")])])

    private static func person(_ user: Int64, _ permissions: Set<Permission>) -> Principal {
        Principal(
            user: UserID(user), login: "u\(user)", name: "人\(user)", organisation: OrganisationID(1),
            organisationName: "", scope: OrganisationPath("/1/"), roles: [], permissions: permissions,
            address: "test")
    }
    private static let keeper = person(
        21, ["control.calendar", "control.codes", "control.parameters.approve"])
    private static let second = person(22, ["control.parameters.approve"])
    private static let other = person(23, ["control.calendar", "control.codes"])

    private static func propose(
        _ control: Control, _ change: ControlCommands.ChangeCalendar, by principal: Principal = keeper
    ) async throws -> Proposal {
        try #require(
            try await proposal(
                control.submit(ControlCommands.changeCalendar, change, reason: "台风", by: principal)))
    }

    private static func propose(
        _ control: Control, _ change: ControlCommands.ChangeCode, by principal: Principal = keeper
    ) async throws -> Proposal {
        try #require(
            try await proposal(
                control.submit(ControlCommands.changeCode, change, reason: "新规", by: principal)))
    }

    private static func proposal(_ submission: Control.Submission) -> Proposal? {
        guard case .proposed(let proposal) = submission else { return nil }
        return proposal
    }

    private static let typhoon = Day(yyyymmdd: 2026_11_10)!

    private static func off(_ clause: String) -> ControlCommands.ChangeCalendar {
        .day(day: typhoon, isWorkday: false, clause: clause)
    }

    @Test(arguments: TestEngines.all)
    func `a day and a year are entered once, by another than who asked, who sees before and after`(
        _ engine: Engine
    ) async throws {
        try await withControl(engine) { control, _ in
            await #expect(throws: ApprovalRefusal.approvalNeeded(command: "control.changeCalendar")) {
                try await control.setCalendarDay(
                    Self.typhoon, isWorkday: false, clause: "令", by: Self.keeper)
            }
            let proposal = try await Self.propose(control, Self.off("市防指令第5号"))
            let lines = proposal.picture.lines.filter(\.isChange)
            #expect(
                lines.contains {
                    $0.label == "control.command.workday"
                        && $0.before == .messages(["control.calendar.own.work"])
                        && $0.after == .messages(["control.calendar.own.rest"])
                })
            #expect(try await control.calendar().isWorkday(Self.typhoon))
            await #expect(throws: ApprovalRefusal.ownProposal) {
                try await control.approve(proposal.id, hash: proposal.hashText, by: Self.keeper)
            }
            for _ in 0..<2 {
                let done = try await control.approve(
                    proposal.id, hash: proposal.hashText, by: Self.second)
                #expect(done.decision?.kind == .approved)
            }
            #expect(try await control.calendar().ownDay(Self.typhoon)?.clause == "市防指令第5号")
            let entries = try await control.house.database.read { transaction in
                try transaction.all(
                    """
                    SELECT user_id FROM control_audit WHERE action = 'control.setCalendarDay'
                    ORDER BY at /*scatter: a test looks everywhere*/
                    """
                ) { try $0.int64(0) }
            }
            #expect(entries == [22])
            let year = try await Self.propose(
                control, .year(line: "2031 -0101 -0102 +0104", clause: "国办发明电〔2030〕1号"))
            #expect(
                year.picture.lines.map(\.after) == [
                    .text("01-01、01-02"), .text("01-04"), .text("国办发明电〔2030〕1号"),
                ])
            _ = try await control.approve(year.id, hash: year.hashText, by: Self.second)
            #expect(try await control.calendar().years.last == 2031)
            // Who asked stands as its author.
            #expect(
                try await control.house.database.read { transaction in
                    try transaction.one("SELECT set_by FROM control_calendar_year WHERE year = 2031") {
                        try $0.int64(0)
                    }
                } == 21)
            await #expect(throws: WorkRefusal.calendarKnown(year: 2031)) {
                try await Self.propose(control, .year(line: "2031 -0101", clause: "又一次"))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `what was changed under a proposal is refused, and nothing is done`(_ engine: Engine) async throws {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            try await control.installCodes()
            let first = try await Self.propose(control, Self.off("第一令"))
            let later = try await Self.propose(control, Self.off("第二令"), by: Self.other)
            _ = try await control.approve(later.id, hash: later.hashText, by: Self.second)
            await #expect(throws: ApprovalRefusal.stale(first.id)) {
                try await control.approve(first.id, hash: first.hashText, by: Self.second)
            }
            #expect(try await control.calendar().ownDay(Self.typhoon)?.clause == "第二令")
            let today = clock.now.day
            let end = try await Self.propose(control, .end(table: "work.kind", code: "B", day: today))
            let again = try await Self.propose(
                control, .end(table: "work.kind", code: "B", day: today.adding(days: 30)), by: Self.other)
            _ = try await control.approve(again.id, hash: again.hashText, by: Self.second)
            await #expect(throws: ApprovalRefusal.stale(end.id)) {
                try await control.approve(end.id, hash: end.hashText, by: Self.second)
            }
            let book = try await control.allCodes("work.kind", by: control.systemPrincipal())
            #expect(book.first { $0.code == "B" }?.until == today.adding(days: 30))
        }
    }

    @Test(arguments: TestEngines.all)
    func `a code is added and ended once, by another than who asked`(_ engine: Engine) async throws {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            try await control.installCodes()
            let today = clock.now.day
            let row = CodeRow(
                table: "work.kind", code: "C", zh: "丙", en: "third", from: today, until: nil, position: 3,
                clause: "规则第三条")
            await #expect(throws: ApprovalRefusal.approvalNeeded(command: "control.changeCode")) {
                try await control.addCode(row, by: Self.keeper)
            }
            await #expect(throws: ControlRefusal.codeDaysWrong("A")) {
                try await Self.propose(
                    control,
                    .add(
                        CodeRow(
                            table: "work.kind", code: "A", zh: "丙", en: "third", from: today, until: nil,
                            position: 3, clause: "规则")))
            }
            let proposal = try await Self.propose(control, .add(row))
            let codes = { try await control.codes("work.kind", on: today).map(\.code) }
            #expect(try await codes() == ["A", "B"])
            await #expect(throws: ApprovalRefusal.ownProposal) {
                try await control.approve(proposal.id, hash: proposal.hashText, by: Self.keeper)
            }
            for _ in 0..<2 {
                _ = try await control.approve(proposal.id, hash: proposal.hashText, by: Self.second)
            }
            #expect(try await codes() == ["A", "B", "C"])
            let end = try await Self.propose(
                control, .end(table: "work.kind", code: "C", day: today))
            _ = try await control.approve(end.id, hash: end.hashText, by: Self.second)
            #expect(
                try await control.codes("work.kind", on: today.adding(days: 1)).map(\.code) == ["A", "B"])
        }
    }
}
