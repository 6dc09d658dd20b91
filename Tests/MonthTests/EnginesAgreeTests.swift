import Billing
import Control
import Crypto
import Demo
import Foundation
import Kernel
import Ledger
import Store
import Synchronization
import TestSupport
import Testing

/// Four months of the demo utility, the last one run, checked and released too.
@Suite struct `One bill run on both engines` {
    /// LAMPLIGHT_REWRITE_GOLDEN=1 writes it anew.
    private static let golden = GoldenFile("Tests/MonthTests/Golden/demo-60-accounts-4-months.sha256")

    @Test
    func `bills and journal are the same bytes on every engine, those known, and hledger takes the journal`()
        async throws
    {
        var found: [Outcome] = []
        for engine in TestEngines.all { found.append(try await Self.outcome(engine)) }
        let first = try #require(found.first)
        for other in found.dropFirst() {
            #expect(Self.digest(other.bills) == Self.digest(first.bills))
            for naming in JournalNaming.allCases {
                #expect(
                    Self.digest(other.journals[naming] ?? "") == Self.digest(first.journals[naming] ?? ""))
            }
        }
        #expect(first.bills.split(separator: "\n").count > 200)
        let english = try #require(first.journals[.english])
        let digests = "bills \(Self.digest(first.bills))\njournal \(Self.digest(english))\n"
        #expect(try Self.golden.text(for: digests) == digests)
        for naming in JournalNaming.allCases {
            try await Self.hledgerHolds(try #require(first.journals[naming]))
        }
    }

    private static func hledgerHolds(_ journal: String) async throws {
        #expect(journal.split(separator: "\n").count > 1_000)
        let folder = try TemporaryFolder()
        let file = try folder.write(journal, to: "demo.journal")
        let child = try ChildProcess(
            URL(fileURLWithPath: "/usr/bin/hledger"), ["-f", file.path, "check", "--strict", "ordereddates"],
            environment: ["LC_ALL": "C.UTF-8"])
        #expect(try await child.status() == 0, "\(child.lines)")
        #expect(child.lines == [])
    }

    private struct Outcome: Sendable {
        let bills: String
        let journals: [JournalNaming: String]
    }

    private static func outcome(_ engine: Engine) async throws -> Outcome {
        let kept = Mutex<Outcome?>(nil)
        let scale = DemoBuildTests.small
        _ = try await DemoBuildTests.build(engine) { doors, _ in
            let system = doors.control.systemPrincipal()
            let run = try await doors.billing.start(
                month: scale.last, organisation: OrganisationID(1), by: system)
            try await doors.billing.work(run, by: system)
            try await doors.billing.check(run, by: system)
            try await doors.billing.release(run, by: system)
            try await doors.billing.work(run, by: system)
            let bills = Text()
            try await doors.billing.export(from: scale.first, to: scale.last, by: system) { bills.add($0) }
            var journals: [JournalNaming: String] = [:]
            for naming in JournalNaming.allCases {
                let journal = Text()
                try await Ledger(control: doors.control).exportJournal(naming: naming) { journal.add($0) }
                journals[naming] = journal.whole
            }
            let outcome = Outcome(bills: bills.whole, journals: journals)
            kept.withLock { $0 = outcome }
        }
        return try #require(kept.withLock { $0 })
    }

    private static func digest(_ text: String) -> String {
        ContentHash.hex(Array(SHA256.hash(data: Data(text.utf8))))
    }
}

/// Text that comes in pieces.
private final class Text: Sendable {
    private let pieces = Mutex("")
    func add(_ piece: String) { pieces.withLock { $0 += piece } }
    var whole: String { pieces.withLock { $0 } }
}
