import Foundation
import TestSupport
import Testing

/// The demo utility made twice by the program, in two processes.
@Suite struct `The demo utility, made twice` {
    /// What differs by nature: people have random passwords and come into the books at the true time, and so does what
    /// they then did or what names them.
    private static let ofPeople: Set<String> = [
        "control_user", "control_user_role", "control_name", "control_node", "control_token",
        "control_token_grant", "control_webhook", "control_workflow", "control_case", "control_case_key",
        "control_case_step", "control_case_trail", "control_cover", "control_decision", "control_proposal",
        "control_audit", "control_audit_head", "control_event", "control_event_head", "control_message",
        "control_notice_recipient",
    ]

    /// Personal data is sealed with keys made on the machine: the columns that hold it.
    private static func isSealed(_ column: String) -> Bool {
        ["_sealed", "_digest", "_tail"].contains { column.hasSuffix($0) }
    }

    private static func export(into folder: URL, seed: String) async throws -> URL {
        let (data, to) = (folder.appendingPathComponent("data"), folder.appendingPathComponent("export"))
        for arguments in [
            ["demo", "--accounts", "60", "--months", "3", "--today", "2026-11-22", "--seed", seed],
            ["export", "all", "--to", to.path],
        ] {
            let child = try ChildProcess(ChildProcess.lamplight, arguments + ["--data", data.path])
            let status = try await child.status(withinSeconds: 120)
            try #require(status == 0, "\(child.lines.suffix(5))")
        }
        return to
    }

    /// A table's rows; sealed columns left out.
    private static func rows(_ file: URL) throws -> [[String: String]] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            return row.filter { !isSealed($0.key) }.mapValues { "\($0)" }
        }
    }

    @Test func `has the same rows for the same seed and day, and others for another seed`() async throws {
        let folder = try TemporaryFolder()
        let exports = try await [("one", "7"), ("two", "7"), ("other", "8")].asyncMap { name, seed in
            try await Self.export(into: folder.file(name), seed: seed)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: exports[0].path)
            .filter { $0.hasSuffix(".jsonl") && !Self.ofPeople.contains(String($0.dropLast(6))) }
        #expect(files.count > 80, "the greater part of the tables is compared")
        var othersDiffer = false
        for file in files.sorted() {
            let rows = try exports.map { try Self.rows($0.appendingPathComponent(file)) }
            #expect(rows[0] == rows[1], "\(file) differs between two of one seed")
            if rows[0] != rows[2] { othersDiffer = true }
        }
        #expect(othersDiffer)
        for table in ["billing_bill", "ledger_posting", "reading_reading"] {
            #expect(try Self.rows(exports[0].appendingPathComponent("\(table).jsonl")).count > 60)
        }
    }
}

extension Array {
    fileprivate func asyncMap<T>(_ body: (Element) async throws -> T) async rethrows -> [T] {
        var mapped: [T] = []
        for element in self { mapped.append(try await body(element)) }
        return mapped
    }
}
