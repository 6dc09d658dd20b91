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

        @Option(help: "Signed days that 'audit export-roots' wrote, to compare with.")
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
            let (entries, broken) = try await installation.database.read {
                try AuditChain.verify(against: signed, in: $0)
            }
            try await installation.database.close()
            let place = broken.map {
                Place(
                    table: $0.table, bucket: $0.bucket, day: $0.day, sequence: $0.sequence, reason: $0.reason)
            }
            let against = signed.isEmpty ? "" : ", and agrees with \(signed.count) signed days"
            try output.answer(
                Answer(entries: entries, signedDays: signed.count, broken: place),
                text: place.map {
                    "BROKEN at \($0.table) bucket \($0.bucket) day \($0.day) entry \($0.sequence): \($0.reason)"
                } ?? "\(entries) entries, every chain holds\(against)")
            if broken != nil { throw ExitCode(1) }
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
                return try SignedDay.read(
                    try String(contentsOfFile: roots, encoding: .utf8), publicKey: Array(key))
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

        @Option(help: "The first day wanted, YYYY-MM-DD (default: all).")
        var from: String?

        @Option(help: "Where to write (default: standard output).")
        var to: String?

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
            guard let to else { return Console.write(text) }
            try Data(text.utf8).write(to: URL(fileURLWithPath: to), options: .atomic)
            Console.note(
                "\(days.count) days signed to \(to); keep it, and \(settings.auditPublicKeyFile.path), elsewhere"
            )
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
