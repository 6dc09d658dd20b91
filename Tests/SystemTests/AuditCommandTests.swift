import Foundation
import Store
import TestSupport
import Testing

/// The audit log against somebody who writes into the database's file, past the program and its triggers.
@Suite struct `The audit log on the disk` {
    private struct Verdict: Decodable {
        struct Place: Decodable, Equatable {
            let table: String
            let bucket: Int
            let day: Int
            let sequence: Int
            let reason: String
        }
        let entries: Int
        let signedDays: Int
        let broken: Place?
    }

    private static func run(_ arguments: [String]) async throws -> (status: Int32, lines: [String]) {
        let child = try ChildProcess(ChildProcess.lamplight, arguments)
        return (try await child.status(withinSeconds: 120), child.lines)
    }

    private static func verify(_ place: [String], _ more: [String] = []) async throws -> (Int32, Verdict) {
        let answer = try await run(["audit", "verify", "--output", "json"] + more + place)
        let line = try #require(answer.lines.last)
        return (answer.status, try JSONDecoder().decode(Verdict.self, from: Data(line.utf8)))
    }

    @Test func `one changed byte in the file is named by bucket, day and entry`() async throws {
        let folder = try TemporaryFolder()
        let place = ["--data", folder.file("data").path]
        let made = try await Self.run(
            ["demo", "--accounts", "40", "--months", "2", "--today", "2026-11-22"] + place)
        try #require(made.status == 0, "\(made.lines)")
        let roots = folder.file("roots.jsonl")
        #expect(try await Self.run(["audit", "export-roots", "--to", roots.path] + place).status == 0)
        let (good, held) = try await Self.verify(place, ["--roots", roots.path])
        #expect(good == 0 && held.broken == nil && held.entries > 40 && held.signedDays > 1)

        // The database in one file, as a backup is: nothing of it in a write-ahead log.
        let path = folder.file("data/lamplight.sqlite").path
        let backup = try #require(try await Self.run(["backup"] + place).lines.last)
        for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
            try FileManager.default.removeItem(atPath: path + ending)
        }
        try FileManager.default.copyItem(atPath: backup, toPath: path)
        // An entry in the second half of the log, and the words that stand side by side in its row alone.
        let database = try await TestPlace(engine: .sqlite, name: path).open()
        let entries = try await database.read { transaction in
            try transaction.all(
                """
                SELECT bucket, day, sequence, address || action || subject FROM control_audit
                ORDER BY bucket, day, sequence /*scatter: a test looks for a row*/
                """
            ) { (try $0.int(0), try $0.int(1), try $0.int(2), try $0.text(3)) }
        }
        try await database.close()
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: backup, toPath: path)
        for ending in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
            try FileManager.default.removeItem(atPath: path + ending)
        }
        var file = try Data(contentsOf: URL(fileURLWithPath: path))
        let counts = Dictionary(grouping: entries, by: \.3).mapValues(\.count)
        let found = entries[(entries.count / 2)...].lazy.compactMap {
            entry -> (Range<Data.Index>, (Int, Int, Int))? in
            guard counts[entry.3] == 1, let range = file.range(of: Data(entry.3.utf8)),
                file.range(of: Data(entry.3.utf8), in: range.upperBound..<file.endIndex) == nil
            else { return nil }
            return (range, (entry.0, entry.1, entry.2))
        }.first
        let (range, (bucket, day, sequence)) = try #require(found)
        file[range.upperBound - 1] ^= 1
        try file.write(to: URL(fileURLWithPath: path))

        let wanted = Verdict.Place(
            table: "control_audit", bucket: bucket, day: day, sequence: sequence, reason: "entry changed")
        for more in [[], ["--roots", roots.path]] {
            let (status, verdict) = try await Self.verify(place, more)
            #expect(status == 1 && verdict.broken == wanted, "\(String(describing: verdict.broken))")
        }
        let told = try await Self.run(["audit", "--language", "en"] + place)
        #expect(told.status == 1)
        #expect(
            told.lines.contains(
                "BROKEN at control_audit bucket \(bucket) day \(day) entry \(sequence): entry changed"))
        // The signed days themselves, a byte changed: not believed.
        var text = try Data(contentsOf: roots)
        let digit = try #require(text.firstIndex { (UInt8(ascii: "1")...UInt8(ascii: "8")).contains($0) })
        text[digit] ^= 1
        try text.write(to: roots)
        #expect(try await Self.run(["audit", "verify", "--roots", roots.path] + place).status == 64)
    }
}
