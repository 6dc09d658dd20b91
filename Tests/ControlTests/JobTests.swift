import Control
import Kernel
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `Long work` {
    private static let room = Room(
        name: "test",
        jobs: [
            JobKind(name: "test.count") { unit, act in
                try act.transaction.run(
                    """
                    INSERT INTO control_name (bucket, kind, name, owner_id)
                    VALUES (\(unit.range.first), \("unit"), \("\(unit.job) \(unit.number)"), 1)
                    """)
                try act.audit(bucket: unit.range.first, action: "test.unit", subject: "unit \(unit.number)")
                return UnitResult(done: 5)
            },
            // Somebody pauses it while the fourth unit is in hand.
            JobKind(name: "test.pausing") { unit, act in
                if unit.number == 3 {
                    try act.transaction.run(
                        "UPDATE control_job SET wish = 'PAUSE' WHERE bucket = \(unit.job.bucket) AND id = \(unit.job)"
                    )
                }
                return UnitResult(done: 5)
            },
            // Tells in whose name it works, and from where.
            JobKind(name: "test.whose") { unit, act in
                try act.audit(
                    bucket: unit.range.first, action: "test.whose", subject: "job \(unit.job)",
                    after: "\(unit.number) \(act.principal.may("control.users"))")
                return UnitResult(done: 1)
            },
            JobKind(name: "test.whole", mayCancel: false) { _, _ in UnitResult(done: 1) },
        ])

    private static func start(_ kind: String = "test.count", units: Int, _ control: Control) async throws
        -> JobID
    {
        let company = try await control.organisations(under: OrganisationPath("/"))[0]
        return try await control.startJob(
            kind: kind, organisation: company, input: "{}",
            units: (0..<units).map { BucketRange(Bucket(number: $0 % 4096)!) }, permission: "control.jobs",
            by: control.systemPrincipal())
    }

    @Test(arguments: TestEngines.all)
    func `a paused job stands still, a resumed one goes on, and nothing is done twice`(engine: Engine)
        async throws
    {
        try await withControl(engine, rooms: [Self.room]) { control, _ in
            let system = control.systemPrincipal()
            let waiting = try await Self.start(units: 2, control)
            try await control.pauseJob(waiting, by: system)
            #expect(try await control.runJob(waiting, by: system).job.state == .paused)
            let job = try await Self.start("test.pausing", units: 30, control)
            let paused = try await control.runJob(job, by: system)
            #expect(paused.job.state == .paused)
            #expect(paused.unitsDone == 4)
            #expect(try await control.runJob(job, by: system).unitsDone == 4)
            #expect(try await control.unfinishedJobs().isEmpty)
            try await control.resumeJob(job, by: system)
            #expect(try await control.unfinishedJobs().map(\.id) == [job])
            let done = try await control.runJob(job, by: system)
            #expect(done.job.state == .done && done.unitsDone == 30 && done.result.done == 150)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a cancelled job does no more, and a kind that must be whole may not be cancelled`(engine: Engine)
        async throws
    {
        try await withControl(engine, rooms: [Self.room]) { control, _ in
            let system = control.systemPrincipal()
            let job = try await Self.start(units: 8, control)
            try await control.cancelJob(job, by: system)
            #expect(try await control.runJob(job, by: system).job.state == .cancelled)
            #expect(try await control.progress(job).unitsDone == 0)
            await #expect(throws: ControlRefusal.jobNotIn(state: "CANCELLED")) {
                try await control.resumeJob(job, by: system)
            }
            let whole = try await Self.start("test.whole", units: 3, control)
            await #expect(throws: ControlRefusal.jobMayNotEnd) {
                try await control.cancelJob(whole, by: system)
            }
            #expect(try await control.runJob(whole, by: system).job.state == .done)
            await #expect(throws: ControlRefusal.jobNotIn(state: "DONE")) {
                try await control.pauseJob(whole, by: system)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `of a job outside one's scope nothing is known, and nothing can be wished of it`(engine: Engine)
        async throws
    {
        try await withControl(engine, rooms: [Self.room]) { control, _ in
            let job = try await Self.start(units: 3, control)
            let system = control.systemPrincipal()
            let clerk = Principal(
                user: UserID(9), login: "x", name: "x", organisation: OrganisationID(2), organisationName: "",
                scope: OrganisationPath("/1/2/"), roles: [], permissions: system.permissions, address: "test")
            for attempt in [control.pauseJob, control.resumeJob, control.cancelJob] {
                await #expect(throws: ControlRefusal.jobUnknown) { try await attempt(job, clerk) }
            }
            await #expect(throws: ControlRefusal.jobUnknown) { _ = try await control.job(job, by: clerk) }
            #expect(try await control.job(job, by: system).job.state == .waiting)
        }
    }

    @Test(arguments: TestEngines.all)
    func `five workers share one queue, each unit is done once, and the drill's marks say so`(engine: Engine)
        async throws
    {
        try await withControl(engine) { control, _ in
            let system = control.systemPrincipal()
            let job = try await control.startDrill(units: 300, by: system)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<5 { group.addTask { try await control.runJob(job, by: system) } }
                try await group.waitForAll()
            }
            let verdict = try await control.drillVerdict(job, by: system)
            #expect(verdict.holds, "\(verdict)")
            #expect(try await control.progress(job).job.state == .done)
            // One of five ended it, so it is audited once.
            let ended = try await control.house.database.read {
                try $0.one(
                    """
                    SELECT COUNT(*) FROM control_audit WHERE action = 'control.finishJob' /*scatter: a test counts*/
                    """
                ) { try $0.int(0) }
            }
            #expect(ended == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a drill tells of a unit that was done twice and of one that was lost`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            let system = control.systemPrincipal()
            let job = try await control.startDrill(units: 12, by: system)
            try await control.runJob(job, by: system)
            let bucket = Bucket(of: 3)
            try await control.house.database.write { transaction in
                try transaction.run(
                    """
                    INSERT INTO control_drill (bucket, job_id, number, mark) VALUES (\(bucket), \(job), 3, 77)
                    """)
            }
            #expect(try await control.drillVerdict(job, by: system).repeated == 1)
            let other = try await control.startDrill(units: 2, by: system)
            try await control.house.database.write { transaction in
                try transaction.run(
                    """
                    UPDATE control_job_unit SET state = 'DONE' WHERE bucket = \(Bucket(of: 1)) AND job_id = \(other)
                    """)
            }
            #expect(try await control.drillVerdict(other, by: system).lost == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a job works in the name of who started it, though they were disabled since`(engine: Engine)
        async throws
    {
        try await withControl(engine, rooms: [Self.room]) { control, _ in
            let system = control.systemPrincipal()
            try await control.addUser(
                login: "clerk", name: "沈潮", organisation: OrganisationID(1), roles: [.billingClerk],
                password: "long enough pass", secondFactor: nil)
            let clerk = try #require(try await control.principal(login: "clerk"))
            let company = try await control.organisations(under: OrganisationPath("/"))[0]
            let job = try await control.startJob(
                kind: "test.whose", organisation: company, input: "{}",
                units: (0..<3).map { BucketRange(Bucket(number: $0)!) }, permission: "control.jobs", by: clerk
            )
            try await control.disableUser(clerk.user, by: system)
            try await JobWorker(control: control) { Issue.record($0) }.workQueue()
            let done = try await control.job(job, by: system)
            #expect(done.job.state == .done && done.job.startedBy == clerk.user)
            let written = try await control.house.database.read { transaction in
                try transaction.all(
                    """
                    SELECT user_id, address, after_values FROM control_audit
                    WHERE subject = \("job \(job)") AND action = 'test.whose' ORDER BY after_values /*scatter: a test looks*/
                    """
                ) { "\(try $0.int64(0)) \(try $0.text(1)) \(try $0.text(2))" }
            }
            #expect(written == (0..<3).map { "\(clerk.user) job \(job) \($0) true" })
        }
    }

    @Test(arguments: TestEngines.all)
    func `a long job holds up no short one, and one that fails holds up nobody`(engine: Engine) async throws {
        let order = Mutex<[String]>([])
        struct Fault: Error {}
        let room = Room(
            name: "test",
            jobs: [
                JobKind(name: "test.count") { unit, _ in
                    if unit.input == "fails" { throw Fault() }
                    order.withLock { $0.append(unit.input) }
                    return UnitResult(done: 1)
                }
            ])
        try await withControl(engine, rooms: [room]) { control, _ in
            let company = try await control.organisations(under: OrganisationPath("/"))[0]
            for (input, units) in [("long", 40), ("fails", 2), ("short", 3)] {
                _ = try await control.startJob(
                    kind: "test.count", organisation: company, input: input,
                    units: (0..<units).map { BucketRange(Bucket(number: $0)!) }, permission: "control.jobs",
                    by: control.systemPrincipal())
            }
            let faults = Atomic(0)
            try await JobWorker(control: control) { _ in faults.add(1, ordering: .relaxed) }.workQueue()
            let done = order.withLock { $0 }
            #expect(done.count == 43 && faults.load(ordering: .relaxed) == 1)
            let last = try #require(done.lastIndex(of: "short"))
            #expect(last < 12, "after \(last) units")
            #expect(try await control.unfinishedJobs().isEmpty)
        }
    }

    @Test
    func `the time left follows the pace of late`() async throws {
        try await withControl(.sqlite, rooms: [Self.room]) { control, clock in
            let system = control.systemPrincipal()
            let job = try await Self.start(units: 40, control)
            let progress = Mutex<[JobProgress]>([])
            try await control.runJob(job, by: system) { now in
                clock.move(seconds: 2)
                progress.withLock { $0.append(now) }
            }
            let tenth = progress.withLock { $0[9] }
            // A unit of five things each two seconds: thirty units are a minute, at 2.5 a second.
            #expect(tenth.secondsLeft == 60)
            #expect(tenth.perSecond(at: clock.now) == 2)
        }
    }
}

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
