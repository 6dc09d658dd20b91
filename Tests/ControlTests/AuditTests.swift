import Control
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `The audit log` {
    /// Ten entries in one bucket, a few in others.
    private func fill(_ control: Control) async throws {
        for number in 0..<14 {
            try await control.record(as: Control.system()) { act in
                try act.audit(
                    bucket: Bucket(number: number < 10 ? 77 : number)!, action: "test.act",
                    subject: "thing \(number)",
                    before: number % 2 == 0 ? nil : "{}", after: "{\"n\":\(number)}")
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `an untouched log verifies, and a closed day's root does not change`(engine: Engine) async throws {
        try await withControl(engine) { control, clock in
            try await fill(control)
            let day = clock.now.day
            let root = try await control.house.database.write { try AuditChain.closeDay(day, in: $0) }
            #expect(try await control.house.database.write { try AuditChain.closeDay(day, in: $0) } == root)
            let (entries, broken) = try await control.house.database.read { try AuditChain.verify(in: $0) }
            #expect(entries > 14 && broken == nil)
        }
    }

    /// What a person with the database file could do, and the first entry that shows it.
    private static let attacks: [(String, [SQL], Int64)] = [
        (
            "change",
            ["UPDATE control_audit SET after_values = '{\"n\":99}' WHERE bucket = 77 AND sequence = 4"], 4
        ),
        ("change who", ["UPDATE control_audit SET user_id = 9 WHERE bucket = 77 AND sequence = 1"], 1),
        ("delete", ["DELETE FROM control_audit WHERE bucket = 77 AND sequence = 6"], 6),
        ("cut the end", ["DELETE FROM control_audit WHERE bucket = 77 AND sequence = 10"], 10),
        (
            "swap",
            [
                "UPDATE control_audit SET sequence = 1000 WHERE bucket = 77 AND sequence = 2",
                "UPDATE control_audit SET sequence = 2 WHERE bucket = 77 AND sequence = 3",
                "UPDATE control_audit SET sequence = 3 WHERE bucket = 77 AND sequence = 1000",
            ], 2
        ),
    ]

    @Test(arguments: TestEngines.all, 0..<5)
    func `tampering is named at the first entry it touched`(engine: Engine, attack: Int) async throws {
        let (_, statements, first) = Self.attacks[attack]
        let schema = Schema(ControlSchema.migrations)
        // The statements of an attacker are not ours: no lint here.
        try await withPlace(engine) { place in
            let database = try await place.open()
            try await schema.apply(to: database)
            let clock = MovedClock()
            let control = Control(
                house: House(
                    database: database, clock: clock.clock,
                    ids: IdentifierSource(node: 1, clock: clock.clock),
                    keys: KeyRing(master: Array(repeating: 7, count: 32))), rooms: [])
            try await fill(control)
            try await database.write { transaction in
                if engine == .sqlite {
                    try transaction.run("DROP TRIGGER control_audit_no_update")
                    try transaction.run("DROP TRIGGER control_audit_no_delete")
                }
                for statement in statements { try transaction.run(statement) }
            }
            let broken = try await database.read { try AuditChain.verify(in: $0).broken }
            #expect(broken?.bucket == 77 && broken?.sequence == first)
            try await database.close()
        }
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `an entry cannot be updated or deleted`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            try await fill(control)
            for statement: SQL in [
                "UPDATE control_audit SET action = 'x' WHERE bucket = \(77)",
                "DELETE FROM control_audit WHERE bucket = \(77)",
            ] {
                await #expect(throws: StoreFault.self) {
                    try await control.house.database.write { try $0.run(statement) }
                }
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `where the audit cannot be written the change is not made`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            try await control.house.database.write { try $0.run("DROP TABLE control_audit_head") }
            await #expect(throws: StoreFault.self) {
                try await control.record(as: Control.system()) { act in
                    try NameRegistry.claim(kind: "test", name: "x", owner: 1, in: act.transaction)
                    try act.audit(bucket: Bucket(of: 1), action: "test", subject: "x")
                }
            }
            #expect(
                try await control.house.database.read {
                    try NameRegistry.owner(kind: "test", name: "x", in: $0)
                } == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `entries of many writers at once form unbroken chains`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        try await control.record(as: Control.system(), number % 2 == 0 ? .grouped : .alone) {
                            act in
                            try act.audit(
                                bucket: Bucket(number: number % 3)!, action: "test", subject: "\(number)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await control.house.database.read { try AuditChain.verify(in: $0).broken } == nil)
        }
    }
}
