import Foundation
import Testing

@Suite struct `Writing past the commands` {
    /// Files that open a writing transaction of their own, and why no command with its audit entry does it.
    private static let known: [String: String] = [
        "Sources/Control/Control.swift": "where commands open theirs",
        "Sources/Control/Control+AuditDays.swift": "the days of the audit itself",
        "Sources/Control/Control+Jobs.swift":
            "a job begins; the entry is written when it is asked for and when it ends",
        "Sources/Control/Control+Schedules.swift": "claims a due time; the entry is written when it has run",
        "Sources/Control/Control+Tokens.swift": "when a token was last used",
        "Sources/Control/CustomerSignIn.swift": "when a customer's session was last seen",
        "Sources/Control/Exports/ExportWorker.swift":
            "claims an export; the entry is written when it is asked for and when it ends",
        "Sources/Control/MessageWorker.swift": "claims a message; the entry is written when it has gone out",
        "Sources/Control/NodeLease.swift": "claims and renews the node number of a process's ids",
        "Sources/Control/SignIn.swift": "when a session was last seen; attempts are counted before they fail",
        "Sources/Control/SignedDayFolder.swift": "closes days of the audit log, which are entries themselves",
        "Sources/Control/WebhookWorker.swift":
            "claims deliveries and notes how they went; each tells of an audited change",
        "Sources/Records/Records+Load.swift": "reserves numbers for accounts that are imported with entries",
        "Sources/lamplight/AuditCommand.swift": "signs days of the audit",
    ]

    @Test func `every file that does is listed here`() throws {
        let house = House()
        let found = try house.files(below: "Sources").filter { path in
            guard path.hasSuffix(".swift"), !path.hasPrefix("Sources/Store"), !path.hasPrefix("Sources/Bench")
            else { return false }
            return try house.text(path).contains("database.write")
        }
        #expect(Set(found) == Set(Self.known.keys))
        // Nobody else is told to leave out the entry.
        let untold = try house.files(below: "Sources").filter {
            try house.text($0).contains("trail: .untold")
        }
        #expect(
            untold == [
                "Sources/Control/Control+Answers.swift", "Sources/Control/EventPump.swift",
                "Sources/Control/Workflow/Control+CaseClocks.swift",
            ])
    }
}
