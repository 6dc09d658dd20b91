import ArgumentParser
import Control
import Foundation
import Store

/// Re-computes the audit chains.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Re-compute the audit chains; exit 1 and name the first row that was tampered with.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions

    private struct Answer: Encodable {
        let entries: Int
        let broken: String?
    }

    func run() async throws {
        let installation = try await Installation.open(settings)
        let (entries, broken) = try await installation.database.read { try AuditChain.verify(in: $0) }
        let place = broken.map { "bucket \($0.bucket) day \($0.day) entry \($0.sequence): \($0.reason)" }
        try output.answer(
            Answer(entries: entries, broken: place),
            text: place.map { "BROKEN at \($0)" } ?? "\(entries) entries, every chain holds")
        if broken != nil { throw ExitCode(1) }
    }
}
