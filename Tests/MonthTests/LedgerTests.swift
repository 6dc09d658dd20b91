import Control
import Foundation
import Kernel
import Ledger
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `The ledger` {
    private static func entry(_ id: Int64, _ lines: [(LedgerCode, Int64)], account: Int64 = 1) -> [Posting] {
        lines.enumerated().map { index, line in
            Posting(
                account: AccountID(account), entry: id, line: Int32(index), code: line.0,
                organisation: OrganisationID(2), amount: Money(fen: line.1), day: PaymentWorld.today)
        }
    }

    private static func post(_ postings: [Posting], in world: PaymentWorld) async throws {
        try await world.control.record(as: Control.system(), trail: .untold("a test posts")) { act in
            try world.ledger.post(postings, rollup: Bucket(number: 5)!, in: act)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a batch with one entry that is not balanced is refused and writes nothing`(engine: Engine)
        async throws
    {
        try await PaymentWorld.with(engine) { world in
            let good = Self.entry(1, [(.cash, 500), (.receivable, -500)])
            let bad: [([Posting], LedgerRefusal)] = [
                (Self.entry(2, [(.cash, 500), (.receivable, -499)]), .unbalanced(entry: 2, fen: 1)),
                (Self.entry(3, [(.cash, 500)]), .unbalanced(entry: 3, fen: 500)),
                (Self.entry(4, [(.cash, 0), (.receivable, 0)]), .lineEmpty(entry: 4)),
                (
                    Self.entry(5, [(.cash, 500)]) + Self.entry(5, [(.receivable, -500)], account: 2),
                    .entryMixed(entry: 5)
                ),
                (
                    Self.entry(6, [(.cash, .max), (.bank, .max), (.receivable, .min)]),
                    .unbalanced(entry: 6, fen: .max - 1)
                ),
            ]
            for (postings, refusal) in bad {
                await #expect(throws: refusal) { try await Self.post(good + postings, in: world) }
            }
            #expect(try await world.count("ledger_posting") == 0)
            #expect(try await world.count("ledger_daily") == 0)
            try await Self.post(good, in: world)
            #expect(try await world.count("ledger_posting") == 2)
        }
    }

    @Test(arguments: TestEngines.all)
    func `totals add up by organisation, day and code over batches and buckets`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await Self.post(
                (1...30).flatMap { Self.entry($0, [(.receivable, $0), (.energyRevenue, -$0)], account: $0) },
                in: world)
            try await Self.post(Self.entry(31, [(.cash, 65), (.receivable, -65)]), in: world)
            try await world.bill(8, 202610, "100.00", due: 20261130)
            let days = PaymentWorld.today...PaymentWorld.today
            let totals = try await world.ledger.totals(under: PaymentWorld.stationA, days: days)
            #expect(totals.map(\.code) == [.cash, .receivable, .energyRevenue])
            #expect(totals.map(\.amount.fen) == [65, 400, -465])
            #expect(totals.map(\.count) == [1, 31, 30])
            let whole = try await world.ledger.totals(under: PaymentWorld.company, days: days)
            #expect(whole.count == 6 && whole.map(\.amount).total().isZero)
            let later = PaymentWorld.today.adding(days: 1)
            #expect(try await world.ledger.totals(under: PaymentWorld.company, days: later...later).isEmpty)
            #expect(try await world.ledger.verify().isClean)
        }
    }

    @Test(arguments: TestEngines.all)
    func `an entry is taken back once, by an entry of its own`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            let bill = try await world.bill(1, 202609, "80.05", due: 20261015)
            let ledger = world.ledger
            let reverse: @Sendable (Int64, Int64) async throws -> Void = { entry, reversal in
                try await world.control.record(as: Control.system(), trail: .untold("a test posts")) { act in
                    try ledger.reverse(entry: entry, of: AccountID(1), as: reversal, in: act)
                }
            }
            try await reverse(bill.id, 900)
            await #expect(throws: LedgerRefusal.alreadyReversed(bill.id)) { try await reverse(bill.id, 901) }
            await #expect(throws: LedgerRefusal.entryUnknown(77)) { try await reverse(77, 902) }
            let postings = try await world.database.read { try ledger.postings(of: AccountID(1), in: $0) }
            #expect(postings.count == 6)
            for code in LedgerCode.allCases {
                #expect(postings.filter { $0.code == code }.map(\.amount).total().isZero)
            }
            #expect(try await ledger.verify().isClean)
        }
    }

    @Test(
        arguments: TestEngines.only(.sqlite), ["ledger_posting", "ledger_receivable", "ledger_application"])
    func `its rows cannot be updated or deleted`(engine: Engine, table: String) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(1, 202609, "80.05", due: 20261115)
            _ = try await world.pay(1, "80.05", key: "k")
            for statement in [
                "UPDATE \(table) SET day = 20200101", "UPDATE \(table) SET account_id = 2",
                "DELETE FROM \(table)",
            ]
            where !(table == "ledger_receivable" && statement.contains("SET day")) {
                await #expect(throws: StoreFault.constraint("\(table) is append only")) {
                    try await world.database.write {
                        try $0.run(SQL(stringLiteral: "/*scatter: an attack on a table*/ \(statement)"))
                    }
                }
            }
            #expect(try await world.count(table) > 0)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a day's totals that are not those of the postings are found`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(1, 202609, "80.05", due: 20261115)
            #expect(try await world.ledger.verify().isClean)
            try await world.database.write {
                try $0.run(
                    "/*scatter: an attack on a table*/ UPDATE ledger_daily SET amount_fen = amount_fen + 1")
            }
            #expect(try await world.ledger.verify().isClean == false)
        }
    }

    @Test(arguments: TestEngines.all, JournalNaming.allCases)
    func `hledger accepts the journal and finds the same balances`(
        engine: Engine, naming: JournalNaming
    ) async throws {
        try await PaymentWorld.with(engine) { world in
            for account in 1...7 {
                try await world.bill(Int64(account), 202608, "\(account)123.45", due: 20261001)
                try await world.bill(Int64(account), 202609, "\(account).09", due: 20261015)
            }
            _ = try await world.pay(3, "3123.45", tendered: "4000", key: "a")
            world.clock.move(days: 1)
            _ = try await world.pay(1, "0.01", key: "b")
            let text = try await Self.journal(world, naming)
            #expect(try await Self.journal(world, naming) == text)
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(
                "\(UUID().uuidString).journal")
            try text.write(to: file, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(at: file) }
            let check = try await Self.hledger(["-f", file.path, "check", "--strict", "ordereddates"])
            #expect(check == [])
            let name = LedgerCode.receivable.journalName(naming)
            let balance = try await Self.hledger(["-f", file.path, "balance", "-N", "--flat", name])
            let owed = try await world.ledger.totals(
                under: PaymentWorld.company, days: PaymentWorld.today...PaymentWorld.today.adding(days: 2)
            ).filter { $0.code == .receivable }.map(\.amount).total()
            #expect(balance.count == 1)
            #expect(balance.first?.split(separator: " ").map(String.init) == ["CNY", owed.grouped, name])
        }
    }

    /// What hledger writes; its exit status must be 0.
    private static func hledger(_ arguments: [String]) async throws -> [String] {
        let child = try ChildProcess(
            URL(fileURLWithPath: "/usr/bin/hledger"), arguments, environment: ["LC_ALL": "C.UTF-8"])
        let status = try await child.status()
        #expect(status == 0, "\(child.lines)")
        return child.lines
    }

    static func journal(_ world: PaymentWorld, _ naming: JournalNaming) async throws -> String {
        let pieces = Mutex("")
        try await world.ledger.exportJournal(naming: naming) { piece in pieces.withLock { $0 += piece } }
        return pieces.withLock { $0 }
    }

    @Test(arguments: TestEngines.all)
    func `ten thousand bills are raised and posted in one transaction`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            let bills = (1...10_000).map {
                PaymentWorld.receivable(Int64($0), 202610, Money(fen: Int64($0)), due: 20261130)
            }
            .sorted { ($0.account.bucket, $0.account) < ($1.account.bucket, $1.account) }
            try await world.control.record(as: Control.system(), trail: .untold("a test posts")) { act in
                try world.ledger.raise(bills, in: act)
                try world.ledger.post(
                    bills.flatMap { PaymentWorld.postings($0, on: act.today) },
                    rollup: bills[0].account.bucket, in: act)
            }
            #expect(try await world.count("ledger_receivable") == 10_000)
            // Three codes of one station; the other station's one bill of eight fen has no funds in it.
            #expect(try await world.count("ledger_daily") == 5)
            #expect(try await world.ledger.verify().isClean)
            #expect(try await Self.journal(world, .english).utf8.count > 2_000_000)
        }
    }
}
