import Control
import Foundation
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `The folder of signed days` {
    /// A day of audit entries after another: each is closed when the next has begun.
    private static func entry(_ control: Control, _ subject: String) async throws {
        try await control.record(as: Control.system()) {
            try $0.audit(bucket: Bucket(number: 4)!, action: "test.entry", subject: subject)
        }
    }

    @Test(arguments: TestEngines.all)
    func `every closed day is in it once, and tells when the log was changed afterwards`(engine: Engine)
        async throws
    {
        let schema = Schema(ControlSchema.migrations)
        try await withDatabase(engine, schema: schema) { database in
            let folder = try TemporaryFolder()
            let roots = folder.file("roots")
            let key = AuditSigningKey()
            let clock = MovedClock()
            let control = Control(
                house: House(
                    database: database, clock: clock.clock,
                    ids: IdentifierSource(node: 1, clock: clock.clock),
                    keys: KeyRing(master: Array(repeating: 7, count: 32))),
                rooms: [], schedules: [SignedDayFolder(roots, key: key).schedule])
            let auditor = control.systemPrincipal()
            #expect(try await control.lastSignedExport(by: auditor) == nil)
            try await Self.entry(control, "first")
            clock.move(seconds: 86_400)
            try await Self.entry(control, "second")
            try await control.runDueSchedules()
            let first = roots.appendingPathComponent("2026-11-02.jsonl")
            let kept = try Data(contentsOf: first)
            #expect(try FileManager.default.contentsOfDirectory(atPath: roots.path) == ["2026-11-02.jsonl"])
            #expect(try await control.lastSignedExport(by: auditor)?.outcome?.plain == "2026-11-02")
            // The night after: one more, and the file that may have been copied is not touched.
            clock.move(seconds: 86_400)
            try await control.runDueSchedules()
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: roots.path).sorted()
                    == ["2026-11-02.jsonl", "2026-11-03.jsonl"])
            #expect(try Data(contentsOf: first) == kept)
            #expect(try await control.lastSignedExport(by: auditor)?.outcome?.plain == "2026-11-03")
            let days = try SignedDay.read(SignedDayFolder.text(of: roots), publicKey: key.publicBytes)
            #expect(days.map(\.day) == [2026_11_02, 2026_11_03])
            #expect(try await database.read { try AuditChain.verify(against: days, in: $0).broken } == nil)
            // An entry slipped into a signed day, chained as it ought to be: only the folder tells.
            clock.move(seconds: -2 * 86_400)
            try await Self.entry(control, "late")
            let broken = try await database.read { try AuditChain.verify(against: days, in: $0).broken }
            #expect(broken?.bucket == 4 && broken?.day == 2026_11_02)
        }
    }
}
