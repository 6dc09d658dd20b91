import ArgumentParser
import Control
import Foundation
import Kernel
import Store

/// The audit log from outside: its chains re-computed, its days signed.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Verify the audit log; sign its days.",
        subcommands: [Verify.self, ExportRoots.self], defaultSubcommand: Verify.self)

    /// Re-computes every chain, against days that were signed before where they are handed in.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Re-compute the audit chains; exit 1 and name the first row that was tampered with.")

        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions

        @Option(help: "Signed days to compare with: a file of 'audit export-roots', or the nightly folder.")
        var roots: String?

        @Option(help: "The public key of those days, base64 (default: audit.pub in the data folder).")
        var publicKey: String?

        private struct Answer: Encodable {
            let entries: Int
            let signedDays: Int
            let broken: Place?
        }

        private struct Place: Encodable {
            let table: String
            let bucket: Int
            let day: Int
            let sequence: Int64
            let reason: String
        }

        func run() async throws {
            let signed = try signedDays()
            let installation = try await Installation.open(settings)
            let (bar, output) = (output.bar(), output)
            let (entries, broken) = try await installation.database.read {
                try AuditChain.verify(
                    against: signed, in: $0, progress: bar.teller(output.text("cli.bar.audit")))
            }
            bar.finish()
            try await installation.database.close()
            let place = broken.map {
                Place(
                    table: $0.table, bucket: $0.bucket, day: $0.day, sequence: $0.sequence, reason: $0.reason)
            }
            let holds = output.text(
                signed.isEmpty ? "cli.audit.holds" : "cli.audit.agrees",
                [("entries", String(entries)), ("days", String(signed.count))])
            try output.answer(
                Answer(entries: entries, signedDays: signed.count, broken: place),
                text: place.map {
                    output.text(
                        "cli.audit.broken",
                        [
                            ("table", $0.table), ("bucket", String($0.bucket)), ("day", String($0.day)),
                            ("entry", String($0.sequence)), ("reason", $0.reason),
                        ])
                } ?? holds)
            if broken != nil { throw ExitCode(1) }
        }

        /// A file's lines, or those of every file of a folder.
        private static func text(of path: String) throws -> String {
            let url = URL(fileURLWithPath: path)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                return try SignedDayFolder.text(of: url)
            }
            return try String(contentsOf: url, encoding: .utf8)
        }

        private func signedDays() throws -> [SignedDay] {
            guard let roots else { return [] }
            let written =
                try publicKey ?? String(contentsOf: settings.auditPublicKeyFile, encoding: .utf8)
            guard let key = Data(base64Encoded: written.trimmingCharacters(in: .whitespacesAndNewlines))
            else {
                throw ValidationError("the public key is not base64")
            }
            do {
                return try SignedDay.read(try Self.text(of: roots), publicKey: Array(key))
            } catch let fault as SignedDayFault {
                throw ValidationError("\(roots) is not to be believed: \(fault.sentence)")
            }
        }
    }

    /// Closes every finished day and signs each, for keeping outside the machine.
    struct ExportRoots: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export-roots",
            abstract: "Sign the days of the audit log with Ed25519, one line of JSON a day.")

        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions

        @Option(help: "The first day wanted, YYYY-MM-DD (default: all).")
        var from: String?

        @Option(help: "Where to write (default: standard output).")
        var to: String?

        private struct Written: Encodable {
            let days: Int
            let file: String
            let publicKey: String
        }

        func run() async throws {
            let first = try from.map {
                guard let day = Day(text: $0) else { throw ValidationError("\($0) is not a day") }
                return day
            }
            let key = try Installation.auditKey(settings)
            let installation = try await Installation.open(settings)
            let now = installation.control.house.clock.now()
            let days = try await installation.database.write {
                try SignedDay.export(from: first, now: now, key: key, in: $0)
            }
            try await installation.database.close()
            let text = try SignedDay.write(days)
            let lines = text.split(separator: "\n").joined(separator: ",")
            guard let to else {
                return Console.write(output.output == .json ? "{\"days\":[\(lines)]}\n" : text)
            }
            try Data(text.utf8).write(to: URL(fileURLWithPath: to), options: .atomic)
            let publicKey = settings.auditPublicKeyFile.path
            try output.answer(
                Written(days: days.count, file: to, publicKey: publicKey),
                text: output.text(
                    "cli.audit.signed", [("days", String(days.count)), ("file", to), ("key", publicKey)]))
        }
    }
}

extension SignedDayFault {
    fileprivate var sentence: String {
        switch self {
        case .unreadable(let line): "line \(line) cannot be read"
        case .signature(let line): "the signature of line \(line) does not hold"
        case .gap(let line): "a line before line \(line) is missing"
        }
    }
}

extension Settings {
    /// The key that the audit log's days are signed with; only its owner can read it.
    var auditKeyFile: URL { data.appendingPathComponent("audit.key") }
    /// Its public half, for whoever verifies.
    var auditPublicKeyFile: URL { data.appendingPathComponent("audit.pub") }
}

extension Installation {
    /// The signing key, made where there is none yet.
    @discardableResult
    static func auditKey(_ settings: Settings) throws -> AuditSigningKey {
        if FileManager.default.fileExists(atPath: settings.auditKeyFile.path) {
            let text = try String(contentsOf: settings.auditKeyFile, encoding: .utf8)
            guard let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)),
                let key = try? AuditSigningKey(bytes: Array(bytes))
            else {
                throw ValidationError(
                    "\(settings.auditKeyFile.path) does not hold 32 bytes in base64; restore it from a backup"
                )
            }
            return key
        }
        let key = AuditSigningKey()
        try writePrivately(Data(key.bytes).base64EncodedString() + "\n", to: settings.auditKeyFile)
        try Data((Data(key.publicBytes).base64EncodedString() + "\n").utf8).write(
            to: settings.auditPublicKeyFile)
        return key
    }
}
