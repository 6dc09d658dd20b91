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
    func `a job is found in the queue behind a thousand newer ones that are done or stand still`(
        engine: Engine
    )
        async throws
    {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            let old = try await Self.start(units: 1, control)
            let now = clock.now
            try await control.house.database.write { transaction in
                for number in 1...1_100 {
                    let id = JobID(old.number + Int64(number))
                    try transaction.run(
                        """
                        INSERT INTO control_job (bucket, id, kind, organisation_id, organisation_path, input, state,
                          units, started_by, created_at, wish)
                        VALUES (\(id.bucket), \(id), 'test.count', 1, '/1/', '{}',
                          \(number % 2 == 0 ? "DONE" : "WAITING"), 0, 1, \(now), \(number % 2 == 0 ? "RUN" : "PAUSE"))
                        """)
                }
            }
            #expect(try await control.unfinishedJobs().map(\.id) == [old])
        }
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
            await #expect(throws: ControlRefusal.jobUnknown) { try await control.pauseJob(job, by: clerk) }
            await #expect(throws: ControlRefusal.jobUnknown) { try await control.resumeJob(job, by: clerk) }
            await #expect(throws: ControlRefusal.jobUnknown) { try await control.cancelJob(job, by: clerk) }
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
