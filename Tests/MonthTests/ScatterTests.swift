import Billing
import Control
import Kernel
import Payment
import Store
import Synchronization
import TestSupport
import Testing

/// The month's run and the payment path keep to their own buckets: on a sharded database each of their transactions is
/// one node's. What may cross, and why, is said in docs/adr/0013-jobs-cross-buckets.md.
@Suite struct `Statements of the month and the counter` {
    /// Statements heard while it listens.
    private final class Heard: Sendable {
        private let state = Mutex((isOn: false, texts: Set<String>()))

        func note(_ text: String) { state.withLock { if $0.isOn { $0.texts.insert(text) } } }

        func during(_ work: () async throws -> Void) async throws -> Set<String> {
            state.withLock { $0 = (true, []) }
            try await work()
            return state.withLock { state in
                defer { state = (false, []) }
                return state.texts
            }
        }
    }

    /// How far a job is: its units lie beside the rows they make, in every bucket.
    private static func isBookkeeping(_ text: String) -> Bool {
        SQLTables(text).all.isSubset(of: ["control_job", "control_job_unit"])
    }

    private static func crossings(_ texts: Set<String>) -> [String] {
        texts.filter { $0.contains("/*scatter") && !isBookkeeping($0) }.sorted()
    }

    private static func write(_ table: String, _ texts: Set<String>) -> Bool {
        texts.contains { $0.contains("INSERT INTO \(table) ") }
    }

    @Test(arguments: TestEngines.all)
    func `of a run, its release and a payment none crosses a bucket`(engine: Engine) async throws {
        let heard = Heard()
        try await YearWorld.with(engine, observer: { heard.note($0) }) { world in
            let accounts = [try await world.open(1), try await world.open(2)]
            world.move(to: 2026_02_01)
            try await world.read(2026_01_31, [accounts[0]: 300, accounts[1]: 2_000])
            let month = BillingMonth(year: 2026, month: 1)
            let run = try await world.billing.start(
                month: month, organisation: OrganisationID(1), by: world.clerk)
            let calculated = try await heard.during { try await world.billing.work(run, by: world.clerk) }
            #expect(calculated.count > 10)
            #expect(Self.write("billing_chunk", calculated))
            #expect(Self.crossings(calculated) == [])
            try await world.billing.check(run, by: world.clerk)
            try await world.billing.release(run, by: world.clerk)
            let released = try await heard.during { try await world.billing.work(run, by: world.clerk) }
            #expect(Self.write("ledger_receivable", released))
            #expect(Self.crossings(released) == [])
            let paid = try await heard.during {
                let order = TakePayment(
                    idempotencyKey: "k1", account: accounts[0], amount: Money(fen: 10_000),
                    tendered: Money(fen: 10_000))
                _ = try await world.payment.take(order, by: world.clerk)
                _ = try await world.payment.take(order, by: world.clerk)
            }
            #expect(Self.write("payment_payment", paid))
            #expect(Self.crossings(paid) == [])
        }
    }

    /// What the check sees, so that its silence says something.
    @Test func `a crossing statement is told from a job's bookkeeping`() {
        let crossing = "SELECT id FROM billing_bill WHERE month = $1 /*scatter: a test*/"
        let joined = """
            SELECT u.number FROM control_job_unit u JOIN billing_bill b ON b.bucket = u.bucket /*scatter: a test*/
            """
        let own = "SELECT number FROM control_job_unit WHERE job_id = $1 /*scatter: what is left of a job*/"
        #expect(Self.crossings([crossing, joined, own]) == [crossing, joined].sorted())
    }
}

/// The tables that a statement names, whatever it does with them: words of a room's form behind FROM, JOIN, INTO, UPDATE.
private struct SQLTables {
    let all: Set<String>

    init(_ text: String) {
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map { $0.lowercased() }
        all = Set(
            zip(words, words.dropFirst()).compactMap { before, word in
                ["from", "join", "into", "update"].contains(before) && word.contains("_") ? word : nil
            })
    }
}
