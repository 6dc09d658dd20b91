import Control
import Kernel
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `Events that come late` {
    private static func publish(_ topic: String, _ number: Int64, by control: Control) async throws {
        try await control.record(as: control.systemPrincipal()) { act in
            try act.publish(topic, bucket: Bucket(of: number), organisation: OrganisationPath("/1/"))
        }
    }

    @Test(arguments: TestEngines.all)
    func `from a machine whose clock lags by an hour are told to open pages, once and in order`(
        engine: Engine
    )
        async throws
    {
        try await withControl(engine) { control, clock in
            let lagging = MovedClock()
            lagging.move(seconds: -3_600)
            let other = Control(
                house: House(
                    database: control.house.database, clock: lagging.clock,
                    ids: IdentifierSource(node: 2, clock: lagging.clock), keys: control.house.keys), rooms: []
            )
            let heard = Mutex<[String]>([])
            _ = control.pump.listen { event in
                if event.topic.hasPrefix("test.") { heard.withLock { $0.append(event.topic) } }
            }
            try await control.pump.sweep(control: control)
            try await Self.publish("test.one", 7, by: control)
            try await control.pump.deliver(control: control)
            #expect(heard.withLock { $0 } == ["test.one"])
            // Its ids are an hour older than the newest: looking back by id does not find them.
            try await Self.publish("test.late", 7, by: other)
            try await Self.publish("test.later", 7, by: other)
            try await Self.publish("test.elsewhere", 8, by: other)
            clock.move(seconds: 1)
            try await Self.publish("test.two", 7, by: control)
            try await control.pump.deliver(control: control)
            #expect(heard.withLock { $0 } == ["test.one", "test.two"])
            try await control.pump.sweep(control: control)
            let all = heard.withLock { $0 }
            #expect(all.filter { $0.hasPrefix("test.late") } == ["test.late", "test.later"])
            #expect(all.sorted() == ["test.elsewhere", "test.late", "test.later", "test.one", "test.two"])
            try await control.pump.sweep(control: control)
            try await control.pump.deliver(control: control)
            #expect(heard.withLock { $0 }.count == 5, "each once")
        }
    }
}
