import Control
import Kernel
import Store
import Synchronization

extension Ledger {
    private static let progressStep = 10_000

    /// Writes the whole journal as plain text that hledger and ledger read: the chart of accounts and the commodity
    /// declared, then every entry in order of day, entry and account. The same books give the same bytes.
    ///
    /// An entry's date is its day, its code its id, its comment names account, organisation and billing month. What
    /// stands in two organisations' books is written as an entry of each.
    /// - Parameters:
    ///   - naming: the language of the accounts' names.
    ///   - progress: hears how many postings of how many are written.
    ///   - write: takes the text piece by piece, of about 64 KiB each; memory does not grow with the books.
    /// - Throws: `StoreFault.engine` with code `export` where the reading had to begin anew after text was handed out.
    package func exportJournal(
        naming: JournalNaming = .english, progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil,
        write: @Sendable @escaping (String) throws -> Void
    ) async throws {
        let hasBegun = Mutex(false)
        try await control.house.database.read { transaction in
            if hasBegun.withLock({ begun in
                defer { begun = true }; return begun
            }) {
                throw StoreFault.engine(code: "export", message: "the reading broke off; export again")
            }
            var text = JournalText(naming: naming, write: write)
            text.directives()
            let total = progress == nil ? 0 : try LedgerRows.postings(in: transaction)
            var done = 0
            try LedgerRows.eachInJournalOrder(in: transaction) { posting in
                try text.add(posting)
                done += 1
                if done % Self.progressStep == 0 { progress?(done, total) }
            }
            try text.finish()
        }
    }
}

/// The journal being written.
private struct JournalText {
    private static let pieceBytes = 65_536
    private static let amountColumn = 44
    private let names: [LedgerCode: String]
    private let write: (String) throws -> Void
    private var text = ""
    private var entry: (account: AccountID, id: Int64, organisation: OrganisationID)?

    init(naming: JournalNaming, write: @escaping (String) throws -> Void) {
        names = Dictionary(uniqueKeysWithValues: LedgerCode.allCases.map { ($0, $0.journalName(naming)) })
        self.write = write
        text.reserveCapacity(Self.pieceBytes * 2)
    }

    mutating func directives() {
        text += "; Lamplight: the journal of all accounts\n\n"
        text += "commodity CNY\n    format CNY 1,000.00\n\n"
        for code in LedgerCode.allCases {
            text += "account \(names[code]!)\n    ; type:\(code.journalType), code:\(code.rawValue)\n"
        }
    }

    mutating func add(_ posting: Posting) throws {
        if entry?.id != posting.entry || entry?.account != posting.account
            || entry?.organisation != posting.organisation
        {
            if text.utf8.count >= Self.pieceBytes {
                try write(text)
                text.removeAll(keepingCapacity: true)
            }
            entry = (posting.account, posting.entry, posting.organisation)
            text += "\n\(posting.day) (\(posting.entry)) \(posting.kind.journalText)"
            if let month = posting.month { text += " \(month)" }
            text += "\n    ; account:\(posting.account), organisation:\(posting.organisation)\n"
        }
        let name = names[posting.code]!
        text += "    \(name)"
        text += String(repeating: " ", count: max(2, Self.amountColumn - name.count))
        text += "CNY \(posting.amount)\n"
    }

    mutating func finish() throws {
        if !text.isEmpty { try write(text) }
    }
}
