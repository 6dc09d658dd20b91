import ArgumentParser
import Control
import Foundation
import Kernel
import StoreSQLite

/// Copies of the embedded database, one a day, the last seven kept.
struct Backup: Sendable {
    let folder: URL
    private static let kept = 7

    /// Makes the day's copy: written beside, checked, then put in place of an earlier one of the same day.
    func make(
        of database: SQLiteDatabase, day: Day, progress: ((_ done: Int, _ total: Int) -> Void)? = nil
    ) throws -> URL {
        let files = FileManager.default
        try files.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let made = folder.appendingPathComponent("lamplight-\(day).sqlite")
        let part = folder.appendingPathComponent("lamplight-\(day).part")
        for leftover in ["", "-wal", "-shm", "-journal"] where files.fileExists(atPath: part.path + leftover)
        {
            try files.removeItem(atPath: part.path + leftover)
        }
        // Made before anything is in it, so that nobody else can read what comes.
        guard files.createFile(atPath: part.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else {
            throw ValidationError("cannot write \(part.path)")
        }
        try database.backUp(to: part.path, progress: progress)
        guard rename(part.path, made.path) == 0 else { throw ValidationError("cannot write \(made.path)") }
        for old in try copies().dropFirst(Self.kept) { try files.removeItem(at: old) }
        return made
    }

    /// The copies there are, the newest first.
    func copies() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "sqlite" }
            .sorted { $0.lastPathComponent > $1.lastPathComponent }
    }
}

/// The installation's backups: made here for the embedded database, confirmed for a server that makes its own.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the embedded database and check the copy; or confirm a backup of a server's tools.",
        subcommands: [Make.self, Confirm.self], defaultSubcommand: Make.self)

    /// Copies the embedded database now, while others write.
    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the embedded database into the folder of backups, and check the copy.")

        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let installation = try await Installation.open(settings)
            guard let database = installation.database as? SQLiteDatabase else {
                throw ValidationError(
                    "PostgreSQL has its own: pg_basebackup, or pg_dump; tell of it by 'lamplight backup confirm'"
                )
            }
            let bar = output.bar()
            let file = try Backup(folder: settings.backups).make(
                of: database, day: installation.control.house.clock.today,
                progress: bar.teller(output.text("cli.bar.backup")))
            bar.finish()
            try output.answer(["file": file.path], text: file.path)
        }
    }

    /// Notes that a backup was taken, so that the page of schedules shows it and no alarm is raised.
    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Note that the database's own tools took a backup: the last line of your backup script."
        )

        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @Option(help: "How many bytes it has.") var bytes: Int64
        @Option(help: "What took it, such as pg_basebackup.") var by: String
        @Option(
            help:
                "When it was taken, China Standard Time, such as 2026-11-22T02:30; now where none is given.",
            transform: Argument.instant) var takenAt: Instant?

        func run() async throws {
            let installation = try await Installation.open(settings)
            let at = takenAt ?? installation.control.house.clock.now()
            try await installation.control.confirmBackup(
                takenAt: at, bytes: bytes, tool: by, by: installation.principal)
            try output.answer(
                ["takenAtMs": String(at.milliseconds), "bytes": String(bytes), "by": by],
                text: output.text("cli.backup.confirmed", [("at", at.description), ("tool", by)]))
        }
    }
}
