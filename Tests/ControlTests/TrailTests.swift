import Control
import Kernel
import Language
import Store
import TestSupport
import Testing

@Suite struct `The trail of every change` {
    /// Each way there is to change a row.
    enum Way: String, CaseIterable { case insert, update, delete, returning, bulk, savepoint }

    private static func change(_ way: Way, _ name: String, _ act: Act) throws {
        let bucket = Bucket(of: 7)
        switch way {
        case .insert, .savepoint:
            let insert: SQL =
                "INSERT INTO control_name (bucket, kind, name, owner_id) VALUES (\(bucket), \("trail"), \(name), 1)"
            if way == .insert {
                try act.transaction.run(insert)
            } else {
                try act.transaction.savepoint { _ = try act.transaction.run(insert) }
            }
        case .update:
            try act.transaction.run(
                "UPDATE control_name SET owner_id = 2 WHERE bucket = \(bucket) AND kind = \("trail")")
        case .delete:
            try act.transaction.run(
                "DELETE FROM control_name WHERE bucket = \(bucket) AND kind = \("trail")")
        case .returning:
            _ = try act.transaction.first(
                """
                INSERT INTO control_name (bucket, kind, name, owner_id) VALUES (\(bucket), \("trail"), \(name), 1)
                RETURNING owner_id
                """
            ) { try $0.int64(0) }
        case .bulk:
            try act.transaction.bulk(
                BulkInsert(into: "control_name", ["bucket", "kind", "name", "owner_id"])
            ) { writer in
                writer.value(bucket)
                writer.text("trail")
                writer.text(name)
                writer.int64(1)
                try writer.endRow()
            }
        }
    }

    private static func rows(_ control: Control) async throws -> [String] {
        try await control.house.database.read { transaction in
            try transaction.all(
                """
                SELECT name, owner_id FROM control_name WHERE bucket = \(Bucket(of: 7)) AND kind = \("trail")
                ORDER BY name
                """
            ) { "\(try $0.text(0)) \(try $0.int64(1))" }
        }
    }

    @Test(arguments: TestEngines.all, [WriteMode.alone, .grouped])
    func `a change without an audit entry is refused and leaves nothing, whichever way it is made`(
        engine: Engine, mode: WriteMode
    ) async throws {
        try await withControl(engine) { control, _ in
            let system = control.systemPrincipal()
            try await control.record(as: system) { act in
                try Self.change(.insert, "first", act)
                try act.audit(bucket: Bucket(of: 7), action: "test", subject: "trail")
            }
            for way in Way.allCases {
                await #expect(throws: (any Error).self, "\(way)") {
                    try await control.record(as: system, mode) { act in
                        try Self.change(way, way.rawValue, act)
                        // Telling of it is not enough.
                        try act.publish(
                            "test.changed", bucket: Bucket(of: 7), organisation: OrganisationPath("/1/"))
                    }
                }
                #expect(try await Self.rows(control) == ["first 1"], "\(way)")
            }
            // The same with an entry stays, and so does a look with none.
            for way in [Way.returning, .bulk, .savepoint] {
                try await control.record(as: system, mode) { act in
                    try Self.change(way, way.rawValue, act)
                    try act.audit(bucket: Bucket(of: 7), action: "test", subject: "trail")
                }
            }
            #expect(try await Self.rows(control) == ["bulk 1", "first 1", "returning 1", "savepoint 1"])
            try await control.record(as: system, mode) { act in
                _ = try act.transaction.exists("SELECT 1 FROM control_organisation")
            }
        }
    }

    private struct Told: Sendable, Equatable {
        let topic: String
        let payload: String
    }

    private static func events(_ control: Control, after: Int = 0) async throws -> [Told] {
        try await control.house.database.read { transaction in
            try transaction.all(
                "SELECT topic, payload FROM control_event ORDER BY id /*scatter: a test hears every event*/"
            ) { Told(topic: try $0.text(0), payload: try $0.text(1)) }
        }.dropFirst(after).map { $0 }
    }

    @Test(arguments: TestEngines.all, [WriteMode.alone, .grouped])
    func `a change that nobody told of is told of by the name of its entry, once, with it or not at all`(
        engine: Engine, mode: WriteMode
    ) async throws {
        try await withControl(engine) { control, _ in
            let system = control.systemPrincipal()
            let before = try await Self.events(control).count
            struct Undone: Error {}
            await #expect(throws: Undone.self) {
                try await control.record(as: system, mode) { act in
                    try Self.change(.insert, "undone", act)
                    try act.audit(bucket: Bucket(of: 7), action: "test.name", subject: "name undone")
                    throw Undone()
                }
            }
            // A look changes nothing, whatever it writes down.
            try await control.record(as: system, mode) { act in
                try act.audit(bucket: Bucket(of: 7), action: "test.look", subject: "name 1")
            }
            #expect(try await Self.events(control, after: before).isEmpty)
            try await control.record(as: system, mode) { act in
                try Self.change(.insert, "one", act)
                for subject in ["name \"one\"", "name two"] {
                    try act.audit(bucket: Bucket(of: 7), action: "test.name", subject: subject)
                }
                try act.audit(bucket: Bucket(of: 7), action: "control.signIn", subject: "user 1")
            }
            let own = Told(topic: "test.name", payload: #"{"subject":"name \"one\""}"#)
            #expect(try await Self.events(control, after: before) == [own])
            // What tells of itself is told of as it says, and no second time.
            try await control.record(as: system, mode) { act in
                try Self.change(.insert, "three", act)
                try act.audit(bucket: Bucket(of: 7), action: "test.name", subject: "name three")
                try act.publish("test.said", bucket: Bucket(of: 7), organisation: OrganisationPath("/1/"))
            }
            #expect(try await Self.events(control, after: before).map(\.topic) == ["test.name", "test.said"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `codes, wordings, wishes, parameters and replays are told of`(engine: Engine) async throws {
        let room = Room(
            name: "work", codes: [CodeTable("work.kind", clause: "c", [.init("A", "甲", "first")])])
        try await withControl(engine, rooms: [room]) { control, clock in
            let system = control.systemPrincipal()
            let today = clock.now.day
            let hook = try await control.addWebhook(url: "https://example.com/", topics: ["x."], by: system)
            try await control.installCodes()
            let before = try await Self.events(control).count
            try await control.addCode(
                CodeRow(
                    table: "work.kind", code: "B", zh: "乙", en: "second", from: today, until: nil,
                    position: 2,
                    clause: "c"), by: system)
            try await control.endCode("B", of: "work.kind", on: today, by: system)
            try await control.setWording(
                "control.message.trial", .zh, title: "", body: "试发", by: system)
            try await control.setContactWish(
                ContactWish(channel: .sms, isOut: true, quiet: nil), for: "13900139000", by: system)
            try await control.setParameter(
                "control.quietFrom", organisation: OrganisationPath("/1/"), from: today, value: "1300",
                clause: "c", by: system)
            try await control.replayWebhook(hook.id, by: system)
            #expect(
                try await Self.events(control, after: before).map(\.topic) == [
                    "control.addCode", "control.endCode", "control.setWording", "control.setContactWish",
                    "control.setParameter", "control.replayWebhook",
                ])
        }
    }
}
