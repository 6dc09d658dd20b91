import Control
import Kernel
import Store
import TestSupport
import Testing

/// The node a number bears: ten bits above the counter's twelve.
private func node(of id: Int64) -> Int { Int(id >> 12 & 1_023) }

@Suite struct `Node numbers` {
    private static let schema = Schema(ControlSchema.migrations)

    /// Two programs on one database, each with connections of its own.
    private static func withTwo(
        _ engine: Engine, _ body: (any Database, any Database) async throws -> Void
    ) async throws {
        try await withPlace(engine) { place in
            let (one, other) = (try await place.open(), try await place.open())
            try await schema.apply(to: one)
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await body(one, other)) } catch { outcome = .failure(error) }
            try await one.close()
            try await other.close()
            try outcome.get()
        }
    }

    @Test(arguments: TestEngines.all)
    func `programs that begin together have different nodes, and no id twice`(_ engine: Engine) async throws {
        try await Self.withTwo(engine) { one, other in
            let clock = MovedClock()
            let leases = try await withThrowingTaskGroup(of: NodeLease.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        try await NodeLease.claim(
                            on: number.isMultiple(of: 2) ? one : other, clock: clock.clock)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(leases.map(\.node)).count == 12)
            let ids = leases.flatMap { lease in (0..<500).map { _ in lease.ids.nextNumber() } }
            #expect(Set(ids).count == 6_000)
            for lease in leases { #expect(node(of: lease.ids.nextNumber()) == lease.node) }
        }
    }

    @Test(arguments: TestEngines.all)
    func `ids go on after a restart with a clock set back`(_ engine: Engine) async throws {
        try await Self.withTwo(engine) { one, other in
            let clock = MovedClock()
            let before = try await NodeLease.claim(on: one, clock: clock.clock)
            clock.move(seconds: 30)
            let last = before.ids.nextNumber()
            try await before.renew()
            clock.move(seconds: -3_600)
            let after = try await NodeLease.claim(on: other, clock: clock.clock)
            #expect(after.ids.nextNumber() > last)
            // The process that runs on does not go back either.
            #expect(before.ids.nextNumber() > last)
            try await before.renew()
            #expect(before.ids.nextNumber() > last)
            #expect(after.node != before.node)
        }
    }

    @Test(arguments: TestEngines.all)
    func `ids go on after the newest event where the last process wrote nothing down`(_ engine: Engine)
        async throws
    {
        try await withControl(engine) { control, clock in
            clock.move(seconds: 7_200)
            let written = try await control.record(as: control.systemPrincipal(), trail: .untold("a test")) {
                act in
                try act.publish("test.news", bucket: Bucket(number: 5)!, organisation: OrganisationPath("/"))
                return act.now
            }
            clock.move(seconds: -7_200)
            let lease = try await NodeLease.claim(on: control.house.database, clock: clock.clock)
            #expect(IdentifierSequence.instant(of: lease.ids.nextNumber()) > written)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a node is taken over once its ids have ended, and its ids do not meet`(_ engine: Engine)
        async throws
    {
        try await Self.withTwo(engine) { one, other in
            let clock = MovedClock()
            let stopped = try await NodeLease.claim(on: one, clock: clock.clock)
            let first = stopped.ids.nextNumber()
            clock.move(seconds: 61)
            let heir = try await NodeLease.claim(on: other, clock: clock.clock)
            #expect(heir.node == stopped.node)
            // The stopped one wakes and does not know yet: what it makes lies before the heir's span.
            let late = (0..<10_000).map { _ in stopped.ids.nextNumber() }
            let heirs = (0..<10_000).map { _ in heir.ids.nextNumber() }
            #expect(late.min()! > first)
            #expect(late.max()! < heirs.min()!)
            #expect(late.allSatisfy { node(of: $0) == heir.node })
            // At its renewal it learns of it, and takes another node.
            try await stopped.renew()
            #expect(stopped.node != heir.node)
            let next = stopped.ids.nextNumber()
            #expect(node(of: next) == stopped.node)
            #expect(next > late.max()!)
            try await heir.renew()
            #expect(node(of: heir.ids.nextNumber()) == heir.node)
        }
    }

    @Test(arguments: TestEngines.all)
    func `where every node is held, a claim begins after the span of the one it takes`(_ engine: Engine)
        async throws
    {
        try await Self.withTwo(engine) { one, other in
            let clock = MovedClock()
            let first = try await NodeLease.claim(on: one, clock: clock.clock)
            let until = clock.now.adding(seconds: 600)
            try await one.write { transaction in
                for node in 2...1_021 {
                    try transaction.run(
                        """
                        INSERT INTO control_node (node, epoch, latest_at, ceiling_at)
                        VALUES (\(node), 1, \(clock.now), \(until))
                        """)
                }
            }
            let robber = try await NodeLease.claim(on: other, clock: clock.clock)
            #expect(robber.node == first.node)
            let own = (0..<1_000).map { _ in first.ids.nextNumber() }
            #expect(own.max()! < robber.ids.nextNumber())
        }
    }
}
