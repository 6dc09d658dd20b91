package import Foundation
internal import Kernel
internal import Store

/// The folder that the audit log's closed days are written into every night, signed, a file a day.
///
/// It is for somewhere else: a mount of another machine, or what a copying program empties. A file that is there is never
/// written again, so that what was copied stays what it was.
package struct SignedDayFolder: Sendable {
    package static let scheduleKey = "control.auditExport"
    private let folder: URL
    private let key: AuditSigningKey

    package init(_ folder: URL, key: AuditSigningKey) {
        self.folder = folder
        self.key = key
    }

    /// After the day before is closed (`control.auditRoots`), and after its last entries can have come in.
    package var schedule: Schedule {
        Schedule(key: "control.auditExport", .daily(minute: 75)) { control, _ in
            ScheduleOutcome(word: try await write(of: control))
        }
    }

    /// Writes every closed day that has no file yet.
    /// - Returns: the last day that is written, such as `2026-11-21`; empty where no day is closed.
    func write(of control: Control) async throws -> String {
        let now = control.house.clock.now()
        let days = try await control.house.database.write { [key] in
            try SignedDay.export(now: now, key: key, in: $0)
        }.filter(\.isClosed)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var last = ""
        for day in days {
            guard let name = Day(yyyymmdd: Int(day.day))?.description else { continue }
            let file = folder.appendingPathComponent("\(name).jsonl")
            if !FileManager.default.fileExists(atPath: file.path) {
                try Data(SignedDay.write([day]).utf8).write(to: file, options: .atomic)
            }
            last = name
        }
        return last
    }

    /// What the files of a folder say, one after the other in the order of their days: for `SignedDay.read`.
    package static func text(of folder: URL) throws -> String {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "jsonl" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    }
}

extension Control {
    /// The last time that the nightly export of signed days ended; nil where this installation makes none, or none yet.
    package func lastSignedExport(by principal: Principal) async throws -> ScheduleRun? {
        guard schedules.contains(where: { $0.key == SignedDayFolder.scheduleKey }) else { return nil }
        return try await read("control.audit", by: principal) { transaction in
            try ScheduleRows.runs(of: SignedDayFolder.scheduleKey, limit: 10, in: transaction)
                .first { $0.finished != nil }
        }
    }
}
