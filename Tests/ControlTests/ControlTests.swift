import Control
import Kernel
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `Control commands` {
    @Test(arguments: TestEngines.all)
    func `a command without the permission is refused and writes nothing`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            let nobody = Control.system()
            await #expect(throws: ControlRefusal.forbidden("control.users")) {
                try await control.command("control.users", by: nobody) { act in
                    try act.audit(bucket: Bucket(of: 1), action: "test", subject: "nothing")
                }
            }
            let entries = try await control.house.database.read { try AuditChain.verify(in: $0).entries }
            await #expect(throws: ControlRefusal.self) { try await control.users(by: nobody) }
            #expect(
                try await control.house.database.read { try AuditChain.verify(in: $0).entries } == entries)
        }
    }

    @Test(arguments: TestEngines.all)
    func `an event is there if and only if its transaction is`(engine: Engine) async throws {
        struct Stop: Error {}
        try await withControl(engine) { control, _ in
            let heard = Mutex<[Event]>([])
            _ = control.pump.listen { event in heard.withLock { $0.append(event) } }
            let path = OrganisationPath("/1/2/")
            await #expect(throws: Stop.self) {
                try await control.record(as: Control.system()) { act in
                    try act.publish("test.lost", bucket: Bucket(of: 5), organisation: path)
                    throw Stop()
                }
            }
            for number in 0..<3 {
                try await control.record(as: Control.system()) { act in
                    try act.publish(
                        "test.kept", bucket: Bucket(of: 5), organisation: path, payload: "{\"n\":\(number)}")
                }
            }
            try await control.pump.deliver(control: control)
            try await control.pump.deliver(control: control)
            let events = heard.withLock { $0 }.filter { $0.topic.hasPrefix("test.") }
            #expect(events.map(\.topic) == ["test.kept", "test.kept", "test.kept"])
            #expect(events.map(\.sequence) == [1, 2, 3])
            #expect(events.map(\.payload) == ["{\"n\":0}", "{\"n\":1}", "{\"n\":2}"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a durable consumer handles each event once, in order, though it is told twice`(engine: Engine)
        async throws
    {
        let handled = Mutex<[String]>([])
        let room = Room(
            name: "test",
            subscriptions: [
                Subscription(consumer: "test.consumer", topics: ["test.kept"]) { event, _ in
                    handled.withLock { $0.append(event.payload) }
                }
            ])
        try await withControl(engine, rooms: [room]) { control, _ in
            for number in 0..<5 {
                try await control.record(as: Control.system()) { act in
                    try act.publish(
                        number == 2 ? "test.other" : "test.kept", bucket: Bucket(of: 9),
                        organisation: OrganisationPath("/1/"), payload: "\(number)")
                }
                try await control.pump.deliver(control: control)
            }
            try await control.pump.deliver(control: control)
            #expect(handled.withLock { $0 } == ["0", "1", "3", "4"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a parameter is that of the nearest organisation and the latest day`(engine: Engine) async throws {
        let room = Room(
            name: "test",
            parameters: [
                ParameterDefinition("test.days", .integer(1...90), standard: "15", clause: "standard")
            ])
        try await withControl(engine, rooms: [room]) { control, _ in
            let day = { @Sendable (number: Int) in Day(yyyymmdd: number)! }
            let system = control.systemPrincipal()
            for (path, from, value) in [
                ("/1/", 2026_01_01, "20"), ("/1/2/", 2026_03_01, "25"), ("/1/2/", 2026_06_01, "30"),
            ] {
                try await control.setParameter(
                    "test.days", organisation: OrganisationPath(path), from: day(from), value: value,
                    clause: "c", by: system)
            }
            let cases: [(String, Int, Int64)] = [
                ("/1/3/", 2025_12_31, 15), ("/1/3/", 2026_05_01, 20), ("/1/2/", 2026_02_01, 20),
                ("/1/2/7/", 2026_04_01, 25),
                ("/1/2/", 2026_06_01, 30),
            ]
            for (path, on, expected) in cases {
                let value = try await control.house.database.read {
                    try control.parameter(
                        "test.days", organisation: OrganisationPath(path), on: day(on), in: $0
                    ).number
                }
                #expect(value == expected, "\(path) on \(on)")
            }
            await #expect(throws: ControlRefusal.parameterInvalid("test.days", value: "91")) {
                try await control.setParameter(
                    "test.days", organisation: OrganisationPath("/1/"), from: day(2026_01_01), value: "91",
                    clause: "", by: system)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a name is claimed once over all buckets`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            try await control.house.database.write {
                try NameRegistry.claim(kind: "test", name: "0012", owner: 5, in: $0)
                try NameRegistry.claim(kind: "test", name: "0012", owner: 5, in: $0)
                try NameRegistry.claim(kind: "other", name: "0012", owner: 6, in: $0)
            }
            await #expect(throws: ControlRefusal.nameTaken(kind: "test", name: "0012")) {
                try await control.house.database.write {
                    try NameRegistry.claim(kind: "test", name: "0012", owner: 7, in: $0)
                }
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a job is worked unit by unit, goes on after a fault, and two workers never do a unit twice`(
        engine: Engine
    ) async throws {
        struct Fault: Error {}
        let done = Mutex<[Int]>([])
        let mayFail = Atomic(true)
        let room = Room(
            name: "test",
            jobs: [
                JobKind(name: "test.job") { unit, act in
                    if unit.number == 7, mayFail.exchange(false, ordering: .relaxed) { throw Fault() }
                    try act.transaction.run(
                        """
                        INSERT INTO control_name (bucket, kind, name, owner_id)
                        VALUES (\(unit.range.first), \("unit"), \(String(unit.number)), 1)
                        """)
                    try act.audit(
                        bucket: unit.range.first, action: "test.unit", subject: "unit \(unit.number)")
                    done.withLock { $0.append(unit.number) }
                    return UnitResult(done: 10, totals: ["sum": Int64(unit.number)])
                }
            ])
        try await withControl(engine, rooms: [room]) { control, _ in
            let system = control.systemPrincipal()
            let company = try await control.organisations(under: OrganisationPath("/"))[0]
            let units = (0..<20).map {
                BucketRange(Bucket(number: $0 * 200)!, Bucket(number: $0 * 200 + 199)!)
            }
            let job = try await control.startJob(
                kind: "test.job", organisation: company, input: "{}", units: units,
                permission: "control.jobs", by: system)
            await #expect(throws: Fault.self) { try await control.runJob(job, by: system) }
            #expect(try await control.progress(job).job.state == .failed)
            #expect(try await control.progress(job).unitsDone == 7)
            async let one = control.runJob(job, by: system)
            async let two = control.runJob(job, by: system)
            _ = try await (one, two)
            let progress = try await control.progress(job)
            #expect(progress.job.state == .done && progress.unitsDone == 20 && progress.result.done == 200)
            #expect(progress.result.totals["sum"] == 190)
            let written = try await control.house.database.read {
                try $0.one("SELECT COUNT(*) FROM control_name WHERE kind = 'unit' /*scatter: a test counts*/")
                { try $0.int(0) }
            }
            #expect(written == 20)
        }
    }
}
