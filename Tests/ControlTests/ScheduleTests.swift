import Control
import Kernel
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `Work by the clock` {
    private static func instant(_ day: Int, _ hour: Int, _ minute: Int) -> Instant {
        Instant(startOf: Day(yyyymmdd: day)!).adding(seconds: Int64(hour * 3600 + minute * 60))
    }

    @Test
    func `a cadence knows its last and its next time, in China's time`() {
        let daily = Schedule.Cadence.daily(minute: 130)
        #expect(daily.lastDue(at: Self.instant(2026_11_02, 2, 10)) == Self.instant(2026_11_02, 2, 10))
        #expect(daily.lastDue(at: Self.instant(2026_11_02, 2, 9)) == Self.instant(2026_11_01, 2, 10))
        #expect(daily.nextDue(after: Self.instant(2026_11_02, 2, 9)) == Self.instant(2026_11_02, 2, 10))
        #expect(daily.nextDue(after: Self.instant(2026_11_02, 2, 10)) == Self.instant(2026_11_03, 2, 10))
        let often = Schedule.Cadence.every(minutes: 15)
        #expect(often.lastDue(at: Self.instant(2026_11_02, 9, 44)) == Self.instant(2026_11_02, 9, 30))
        #expect(often.nextDue(after: Self.instant(2026_11_02, 23, 50)) == Self.instant(2026_11_03, 0, 0))
    }

    @Test(arguments: TestEngines.all)
    func `what is due runs once over all machines, tells what came of it, and a fault is kept`(engine: Engine)
        async throws
    {
        struct Fault: Error {}
        let runs = Atomic(0)
        let room = Room(
            name: "test",
            schedules: [
                Schedule(key: "test.often", .every(minutes: 30)) { _, _ in
                    ScheduleOutcome(word: "runs=\(runs.add(1, ordering: .relaxed).newValue)")
                },
                Schedule(key: "test.fails", .daily(minute: 60)) { _, _ in throw Fault() },
            ])
        try await withControl(engine, rooms: [room]) { control, clock in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await control.runDueSchedules() } }
                try await group.waitForAll()
            }
            #expect(runs.load(ordering: .relaxed) == 1)
            clock.move(seconds: 3 * 3600)
            try await control.runDueSchedules()
            #expect(runs.load(ordering: .relaxed) == 2, "of six times that passed, the last one only")
            let system = control.systemPrincipal()
            let states = try await control.scheduleStates(by: system)
            let often = try #require(states.first { $0.key == "test.often" })
            #expect(often.runs.map(\.outcome) == ["runs=2", "runs=1"])
            #expect(often.next == clock.now.adding(seconds: 1800))
            let fails = try #require(states.first { $0.key == "test.fails" })
            #expect(fails.runs.count == 1 && fails.runs[0].fault == "Fault()")
            try await control.setSchedule("test.often", isOn: false, by: system)
            clock.move(seconds: 3600)
            try await control.runDueSchedules()
            #expect(runs.load(ordering: .relaxed) == 2)
            try await control.runScheduleNow("test.often", by: system)
            #expect(runs.load(ordering: .relaxed) == 3)
            await #expect(throws: ControlRefusal.scheduleUnknown("test.none")) {
                try await control.setSchedule("test.none", isOn: true, by: system)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a schedule at work for hours runs once, and one that was broken off runs again`(engine: Engine)
        async throws
    {
        let runs = Atomic(0)
        let isBroken = Atomic(false)
        let (work, gate) = AsyncStream<Void>.makeStream()
        let (beats, beat) = AsyncStream<Void>.makeStream()
        let (begun, begins) = AsyncStream<Void>.makeStream()
        let room = Room(
            name: "test",
            schedules: [
                Schedule(key: "test.long", .daily(minute: 60)) { _, _ in
                    let run = runs.add(1, ordering: .relaxed).newValue
                    if isBroken.load(ordering: .relaxed) { throw CancellationError() }
                    begins.yield()
                    if run == 1 { for await _ in work { break } }
                    return "done"
                }
            ])
        try await withControl(engine, rooms: [room]) { control, clock in
            let system = control.systemPrincipal()
            for schedule in control.schedules where schedule.key != "test.long" {
                try await control.setSchedule(schedule.key, isOn: false, by: system)
            }
            func alive() async throws -> Int64? {
                try await control.house.database.read { transaction in
                    try transaction.first(
                        "SELECT alive_at FROM control_schedule_run WHERE key = 'test.long' AND alive_at > 0"
                    ) { try $0.int64(0) }
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await control.runDueSchedules(beat: {
                        for await _ in beats { return }
                        throw CancellationError()
                    })
                }
                for await _ in begun { break }
                for hour in 1...3 {
                    clock.move(seconds: 800)
                    let before = try await alive()
                    beat.yield()
                    while try await alive() == before { await Task.yield() }
                    // Another machine finds it alive.
                    clock.move(seconds: 800)
                    try await control.runDueSchedules()
                    #expect(runs.load(ordering: .relaxed) == 1, "hour \(hour)")
                }
                gate.yield()
                try await group.waitForAll()
            }
            let first = try await control.scheduleStates(by: system).first { $0.key == "test.long" }
            #expect(first?.runs.map(\.outcome) == ["done"])
            clock.move(seconds: 86_400)
            isBroken.store(true, ordering: .relaxed)
            await #expect(throws: CancellationError.self) { try await control.runDueSchedules() }
            isBroken.store(false, ordering: .relaxed)
            try await control.runDueSchedules()
            #expect(runs.load(ordering: .relaxed) == 2, "it may still be at work")
            clock.move(seconds: 901)
            try await control.runDueSchedules()
            #expect(runs.load(ordering: .relaxed) == 3)
            let last = try await control.scheduleStates(by: system).first { $0.key == "test.long" }?.runs
                .first
            #expect(last?.outcome == "done" && last?.fault == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a finished day's audit chains are closed into its root, in order, and hold`(engine: Engine)
        async throws
    {
        try await withControl(engine) { control, clock in
            let system = control.systemPrincipal()
            for _ in 0..<3 {
                clock.move(seconds: 86_400)
                try await control.setSchedule("control.auditRoots", isOn: true, by: system)
            }
            for days in ["3", "0"] {
                let closed = try await control.closeAuditDays(before: clock.now.day)
                #expect(closed == ScheduleOutcome("control.auditRoots.outcome", [("days", days)]))
            }
            let verdict = try await control.house.database.read { try AuditChain.verify(in: $0) }
            #expect(verdict.broken == nil && verdict.entries > 3)
        }
    }
}
