import Control
import Kernel
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `The figure of the house` {
    private static let room = Room(
        name: "test",
        jobs: [
            JobKind(name: "test.count") { _, _ in UnitResult(done: 1) },
            JobKind(name: "test.fail") { _, _ in throw ControlRefusal.jobUnknown },
        ],
        subscriptions: [
            Subscription(consumer: "test.payments", topics: ["payment.applied"]) { event, act in
                try act.transaction.run(
                    """
                    INSERT INTO control_name (bucket, kind, name, owner_id)
                    VALUES (\(Bucket(of: 7)), \("heard"), \("\(event.sequence)"), 1)
                    """)
            }
        ])

    private static func publish(_ topics: String..., in control: Control) async throws {
        try await control.record(as: control.systemPrincipal()) { act in
            try act.audit(bucket: Bucket(of: 7), action: "test", subject: "test")
            for topic in topics {
                try act.publish(
                    topic, bucket: Bucket(of: 7), organisation: OrganisationPath("/1/"), payload: "{}")
            }
        }
    }

    private static func heard(_ control: Control) async throws -> [String] {
        try await control.house.database.read { transaction in
            try transaction.all(
                """
                SELECT name FROM control_name WHERE bucket = \(Bucket(of: 7)) AND kind = \("heard") ORDER BY name
                """
            ) { try $0.text(0) }
        }
    }

    private static func room(_ name: String, _ control: Control) async throws -> RoomHealth {
        let health = try await control.health(by: control.systemPrincipal())
        return try #require(health.rooms.first { $0.room == name })
    }

    private static func database(_ house: Control) async throws -> DatabaseHealth {
        let health = try await house.health(by: house.systemPrincipal())
        return health.database
    }

    private static func start(_ kind: String, _ control: Control) async throws -> JobID {
        try await control.startJob(
            kind: kind, organisation: try await control.organisations(under: OrganisationPath("/"))[0],
            input: "{}", units: [BucketRange(Bucket(number: 0)!)], permission: "control.jobs",
            by: control.systemPrincipal())
    }

    @Test(arguments: TestEngines.all)
    func `events committed while nobody listened are handed on when the pump starts, once`(engine: Engine)
        async throws
    {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            try await Self.publish("payment.applied", "billing.released", in: control)
            // Far more than the pump looks back: the next news would not bring these along.
            clock.move(seconds: 3_600)
            try await Self.publish("payment.applied", in: control)
            try await control.pump.catchUp(control: control)
            #expect(try await Self.heard(control) == ["1", "3"])
            try await control.pump.catchUp(control: control)
            try await control.pump.deliver(control: control)
            #expect(try await Self.heard(control) == ["1", "3"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a failed job is told of behind a later good one, and jobs that nobody works`(engine: Engine)
        async throws
    {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            let system = control.systemPrincipal()
            let bad = try await Self.start("test.fail", control)
            await #expect(throws: ControlRefusal.jobUnknown) { try await control.runJob(bad, by: system) }
            clock.move(seconds: 1)
            try await control.runJob(try await Self.start("test.count", control), by: system)
            #expect(try await Self.room("test", control).complaints == [.jobFailed(kind: "test.fail")])
            try await control.cancelJob(bad, by: system)
            #expect(try await Self.room("test", control).complaints.isEmpty)
            let waiting = try await Self.start("test.count", control)
            clock.move(seconds: 299)
            #expect(try await Self.room("control", control).complaints.isEmpty)
            clock.move(seconds: 2)
            #expect(try await Self.room("control", control).complaints == [.nobodyWorks(jobs: 1)])
            try await control.runJob(waiting, by: system)
            #expect(try await Self.room("control", control).complaints.isEmpty)
        }
    }

    @Test(arguments: TestEngines.all)
    func `the database is well while its backups are`(engine: Engine) async throws {
        struct DiskFull: Error {}
        let isFull = Atomic(false)
        let backup = Schedule(key: "control.backup", .daily(minute: 130)) { _, _ in
            if isFull.load(ordering: .relaxed) { throw DiskFull() }
            return "backup.sqlite"
        }
        try await withControl(engine) { control, clock in
            let house = Control(house: control.house, rooms: [], schedules: [backup])
            // A house of today has had no night yet.
            var now = try await Self.database(house)
            #expect(now.state == .good && now.backup == nil)
            try await house.runDueSchedules()
            now = try await Self.database(house)
            #expect(now.state == .good && now.backup == clock.now)
            clock.move(seconds: 2 * 86_400 + 1)
            #expect(try await Self.database(house).complaints == [.backupOld])
            isFull.store(true, ordering: .relaxed)
            try await house.runDueSchedules()
            now = try await Self.database(house)
            #expect(now.complaints == [.backupFailed, .backupOld] && now.state == .bad)
            isFull.store(false, ordering: .relaxed)
            clock.move(seconds: 86_400)
            try await house.runDueSchedules()
            #expect(try await Self.database(house).state == .good)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a backlog counts what a room asked for, and is a fault once it is old`(engine: Engine) async throws
    {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            try await Self.publish("payment.applied", "billing.released", "payment.applied", in: control)
            let fresh = try await Self.room("test", control)
            #expect(fresh.backlog == 2 && fresh.state == .good)
            clock.move(seconds: 11)
            let old = try await Self.room("test", control)
            #expect(old.state == .bad && old.complaints == [.behind(events: 2)])
            try await control.pump.catchUp(control: control)
            let done = try await Self.room("test", control)
            #expect(done.backlog == 0 && done.state == .good)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a room's last job tells how it fares`(engine: Engine) async throws {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            #expect(try await Self.room("test", control).lastWork == nil)
            _ = try await control.runJob(
                try await Self.start("test.count", control), by: control.systemPrincipal())
            guard case .job(let done)? = try await Self.room("test", control).lastWork else {
                Issue.record("no last job")
                return
            }
            #expect(done.kind == "test.count" && done.state == .done)
            clock.move(seconds: 1)
            let failing = try await Self.start("test.fail", control)
            await #expect(throws: (any Error).self) {
                try await control.runJob(failing, by: control.systemPrincipal())
            }
            let failed = try await Self.room("test", control)
            #expect(failed.state == .bad && failed.complaints == [.jobFailed(kind: "test.fail")])
            #expect(try await Self.room("control", control).state == .good)
        }
    }

    @Test(arguments: TestEngines.all)
    func `sizes are those of the tables, and only those who may see them`(engine: Engine) async throws {
        try await withControl(engine, rooms: [Self.room]) { control, _ in
            let health = try await control.health(by: control.systemPrincipal())
            #expect(health.engine == (engine == .sqlite ? "SQLite" : "PostgreSQL") && health.bytes > 0)
            #expect(health.rooms.map(\.room) == ["control", "test"])
            // Three places and the roles, at the least.
            #expect(health.rooms[0].rows > 3 && health.rooms[0].tables > 20)
            #expect(health.rooms[1].rows == 0 && health.rooms[1].tables == 0)
            let clerk = Vault.person(9, "/1/2/", ["control.jobs"])
            await #expect(throws: ControlRefusal.forbidden("control.health")) {
                try await control.health(by: clerk)
            }
        }
    }
}
