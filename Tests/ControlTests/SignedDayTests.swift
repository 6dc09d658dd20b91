import Control
import Foundation
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Signed days of the audit log` {
    /// Two days of entries in two buckets, exported at noon of the second; then what an attacker does, then verification.
    private func after(
        _ engine: Engine, _ attack: (any Database, Control) async throws -> Void
    ) async throws -> (plain: AuditChain.Break?, signed: AuditChain.Break?) {
        try await withPlace(engine) { place in
            let database = try await place.open()
            try await Schema(ControlSchema.migrations).apply(to: database)
            let clock = MovedClock()
            let control = Control(
                house: House(
                    database: database, clock: clock.clock,
                    ids: IdentifierSource(node: 1, clock: clock.clock),
                    keys: KeyRing(master: Array(repeating: 7, count: 32))), rooms: [])
            for _ in 0..<2 {
                for number in 0..<8 {
                    try await control.record(as: Control.system()) { act in
                        try act.audit(
                            bucket: Bucket(number: 70 + number % 2)!, action: "test.act",
                            subject: "thing \(number)", after: "{}")
                    }
                }
                clock.move(seconds: 86_400)
            }
            clock.move(seconds: -86_400)
            let key = AuditSigningKey()
            let now = clock.now
            let days = try await database.write { try SignedDay.export(now: now, key: key, in: $0) }
            #expect(days.map(\.isClosed) == [true, false])
            let text = try SignedDay.write(days)
            let read = try SignedDay.read(text, publicKey: key.publicBytes)
            #expect(read == days)
            if engine == .sqlite {
                for table in ["control_audit", "control_audit_root"] {
                    for verb in ["update", "delete"] {
                        try await database.write {
                            try $0.run(SQL(stringLiteral: "DROP TRIGGER \(table)_no_\(verb)"))
                        }
                    }
                }
            }
            try await attack(database, control)
            let found = try await database.read { transaction in
                (
                    plain: try AuditChain.verify(in: transaction).broken,
                    signed: try AuditChain.verify(against: read, in: transaction).broken
                )
            }
            try await database.close()
            return found
        }
    }

    @Test(arguments: TestEngines.all)
    func `an honest log holds against its signed days, also when more was written since`(engine: Engine)
        async throws
    {
        let found = try await after(engine) { _, control in
            try await control.record(as: Control.system()) { act in
                try act.audit(bucket: Bucket(number: 70)!, action: "test.act", subject: "later")
            }
        }
        #expect(found.plain == nil && found.signed == nil)
    }

    @Test(arguments: TestEngines.all)
    func `a tail cut off with its head moved back is found by the signed head only`(engine: Engine)
        async throws
    {
        let found = try await after(engine) { database, _ in
            try await database.write { transaction in
                try transaction.run(
                    "DELETE FROM control_audit WHERE bucket = 70 AND day = 20261103 AND sequence = 4")
                try transaction.run(
                    """
                    UPDATE control_audit_head SET sequence = 3, hash = (SELECT hash FROM control_audit
                      WHERE bucket = 70 AND day = 20261103 AND sequence = 3)
                    WHERE bucket = 70 AND day = 20261103
                    """)
            }
        }
        #expect(found.plain == nil)
        #expect(found.signed?.table == "control_audit" && found.signed?.reason == "signed chain cut short")
        #expect(found.signed?.bucket == 70 && found.signed?.day == 20_261_103 && found.signed?.sequence == 4)
    }

    @Test(arguments: TestEngines.all)
    func `a whole chain that is gone, head and all, is found by the signed head only`(engine: Engine)
        async throws
    {
        let found = try await after(engine) { database, _ in
            try await database.write { transaction in
                try transaction.run("DELETE FROM control_audit WHERE bucket = 71 AND day = 20261103")
                try transaction.run("DELETE FROM control_audit_head WHERE bucket = 71 AND day = 20261103")
            }
        }
        #expect(found.plain == nil)
        #expect(found.signed?.bucket == 71 && found.signed?.day == 20_261_103 && found.signed?.sequence == 1)
    }

    @Test(arguments: TestEngines.all)
    func `a chain written anew from one entry on differs from the signed head`(engine: Engine) async throws {
        let found = try await after(engine) { database, control in
            try await database.write { transaction in
                try transaction.run("DELETE FROM control_audit WHERE bucket = 70 AND day = 20261103")
                try transaction.run("DELETE FROM control_audit_head WHERE bucket = 70 AND day = 20261103")
            }
            for number in 0..<4 {
                try await control.record(as: Control.system()) { act in
                    try act.audit(
                        bucket: Bucket(number: 70)!, action: "test.act", subject: "nothing \(number)")
                }
            }
        }
        #expect(found.plain == nil)
        #expect(found.signed?.reason == "chain differs from the signed head" && found.signed?.sequence == 4)
    }

    @Test(arguments: TestEngines.all)
    func `a head and a root that were changed are named`(engine: Engine) async throws {
        let head = try await after(engine) { database, _ in
            _ = try await database.write {
                try $0.run(
                    "UPDATE control_audit_head SET sequence = 2 WHERE bucket = 71 AND day = 20261103")
            }
        }
        #expect(head.plain?.table == "control_audit_head" && head.plain?.bucket == 71)
        let root = try await after(engine) { database, _ in
            _ = try await database.write {
                try $0.run("DELETE FROM control_audit_root WHERE day = 20261102")
            }
        }
        #expect(root.plain == nil && root.signed?.reason == "signed day root missing")
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `a file that was changed, or that another signed, is not believed`(engine: Engine) async throws {
        try await withControl(engine) { control, clock in
            let key = AuditSigningKey()
            for _ in 0..<3 {
                try await control.record(as: Control.system()) { act in
                    try act.audit(bucket: Bucket(number: 7)!, action: "test.act", subject: "x")
                }
                clock.move(seconds: 86_400)
            }
            let now = clock.now
            let text = try SignedDay.write(
                try await control.house.database.write { try SignedDay.export(now: now, key: key, in: $0) })
            var lines = text.split(separator: "\n").map(String.init)
            #expect(lines.count == 3)
            #expect(throws: SignedDayFault.signature(line: 1)) {
                try SignedDay.read(text, publicKey: AuditSigningKey().publicBytes)
            }
            let changed = text.replacingOccurrences(of: "[\"7\",\"1\"", with: "[\"7\",\"2\"")
            #expect(throws: SignedDayFault.signature(line: 1)) {
                try SignedDay.read(changed, publicKey: key.publicBytes)
            }
            lines.remove(at: 1)
            #expect(throws: SignedDayFault.gap(line: 2)) {
                try SignedDay.read(lines.joined(separator: "\n"), publicKey: key.publicBytes)
            }
            let kept = try AuditSigningKey(bytes: key.bytes)
            #expect(kept.publicBytes == key.publicBytes)
        }
    }

    @Test(arguments: TestEngines.all)
    func `the audit administrator finds entries, and that is an entry too`(engine: Engine) async throws {
        try await withControl(engine) { control, clock in
            let today = clock.now.day
            for number in 0..<7 {
                try await control.record(as: Control.system()) { act in
                    try act.audit(
                        bucket: Bucket(number: number)!, action: number == 3 ? "trade.sell" : "trade.take",
                        subject: "account 50\(number)_%", before: "{\"a\":1}", after: "{\"a\":2}")
                }
            }
            let system = control.systemPrincipal()
            var filter = AuditFilter(from: today, to: today, action: "trade.")
            var seen: [String] = []
            var next: String?
            repeat {
                let page = try await control.audit(filter, after: next, limit: 3, by: system)
                seen += page.records.map(\.entry.subject)
                next = page.next
            } while next != nil
            #expect(seen.count == 7 && Set(seen).count == 7)
            filter.action = "trade.sell"
            #expect(
                try await control.audit(filter, by: system).records.map(\.entry.subject) == ["account 503_%"])
            filter.action = nil
            filter.subject = "505_%"
            let one = try await control.audit(filter, by: system).records
            #expect(one.count == 1 && one[0].login == "system")
            filter.subject = nil
            filter.action = "control.readAudit"
            #expect(try await control.audit(filter, by: system).records.count == 5)
            await #expect(throws: ControlRefusal.forbidden("control.audit")) {
                try await control.audit(filter, by: Control.system())
            }
            #expect(AuditJSON.fields("{\"b\":[1,2],\"a\":\"x\"}").map(\.value) == ["x", "[1,2]"])
        }
    }
}
