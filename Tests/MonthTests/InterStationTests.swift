import Control
import Kernel
import Ledger
import Payment
import Records
import Store
import TestSupport
import Testing

@Suite struct `Money taken for another station` {
    private static func counter(_ world: PaymentWorld, _ scope: OrganisationPath) -> Principal {
        let clerk = world.clerk(scope)
        return Principal(
            user: clerk.user, login: clerk.login, name: clerk.name, organisation: clerk.organisation,
            organisationName: "", scope: scope, roles: [],
            permissions: ["payment.read", "payment.take", "payment.company"], address: "127.0.0.1")
    }

    @Test(arguments: TestEngines.all)
    func `is seen narrowly, posted between the stations, and counted where it was taken`(engine: Engine)
        async throws
    {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(1, 202609, "100.00", due: 2026_11_15)
            let b = Self.counter(world, PaymentWorld.stationB)
            await #expect(throws: PaymentRefusal.accountUnknown("1")) {
                _ = try await world.payment.quote(AccountID(1), by: world.clerk(PaymentWorld.stationB))
            }
            let quote = try await world.payment.quote(AccountID(1), by: b)
            #expect(quote.account.name == "户*" && quote.account.address == "港前****")
            #expect(quote.account.customer == CustomerID(0) && quote.total == Money(fen: 10_000))
            let receipt = try await world.pay(1, "100.00", key: "k", by: b)
            #expect(receipt.payment.accountName == "户*" && receipt.payment.takenAt?.id == OrganisationID(3))
            #expect(try await world.pay(1, "100.00", key: "k", by: b) == receipt)

            let lines = try await world.database.read {
                try world.ledger.postings(of: AccountID(1), in: $0).filter { $0.kind == .payment }
            }
            let books = Dictionary(grouping: lines, by: \.organisation)
            #expect(Set(books.keys) == [OrganisationID(2), OrganisationID(3)])
            #expect(books.values.allSatisfy { $0.map(\.amount).total().isZero })
            #expect(
                books[OrganisationID(3)]?.map(\.code) == [.cash, .interStation]
                    && books[OrganisationID(2)]?.map(\.code) == [.interStation, .receivable])
            #expect(try await world.ledger.verify().isClean)

            // The counter that took it counts it; the owner sees it whole on the account, and its books are paid.
            let today = PaymentWorld.today
            #expect(try await world.payment.payments(on: today, by: b).count == 1)
            #expect(try await world.payment.payments(on: today, by: b).payments.first?.accountName == "户*")
            #expect(try await world.payment.payments(on: today, by: world.clerk()).count == 0)
            let own = try await world.payment.payments(of: AccountID(1), by: world.clerk())
            #expect(own.first?.accountName == "户1")
            #expect(
                try await world.payment.receipt(receipt.payment.id, by: world.clerk()).payment.accountName
                    == "户1")
            #expect(try await world.debt(1).isZero)
        }
    }

    @Test(arguments: TestEngines.all)
    func `of whatever station, every organisation's books balance in every entry`(engine: Engine) async throws
    {
        try await PaymentWorld.with(engine) { world in
            var seed = UInt64.random(in: 1...UInt64.max)
            let told = seed
            func below(_ bound: UInt64) -> UInt64 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return (seed >> 33) % bound
            }
            for account in [Int64(1), 2, 8] {
                try await world.bill(account, 202607, "\(100 + below(900)).00", due: 2026_08_15)
            }
            for turn in 0..<30 {
                let account = [Int64(1), 2, 8][Int(below(3))]
                let clerk = Self.counter(world, below(2) == 0 ? PaymentWorld.stationA : PaymentWorld.stationB)
                let most = try await world.payment.quote(AccountID(account), by: clerk).total.fen
                if most == 0 { continue }
                let amount = Money(fen: Int64(below(UInt64(most))) + 1)
                _ = try await world.payment.take(
                    TakePayment(
                        idempotencyKey: "t\(turn)", account: AccountID(account), amount: amount,
                        tendered: amount),
                    by: clerk)
            }
            for account in [Int64(1), 2, 8] {
                let lines = try await world.database.read {
                    try world.ledger.postings(of: AccountID(account), in: $0)
                }
                let books = Dictionary(grouping: lines) { "\($0.entry) \($0.organisation)" }
                #expect(books.values.allSatisfy { $0.map(\.amount).total().isZero }, "seed \(told)")
            }
            #expect(try await world.ledger.verify().isClean, "seed \(told)")
        }
    }

    @Test(arguments: TestEngines.all)
    func `an entry whose organisations do not balance is refused`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            let lines = [(LedgerCode.cash, Int64(2), Int64(100)), (.receivable, 3, -100)].enumerated().map {
                Posting(
                    account: AccountID(1), entry: 77, line: Int32($0.offset), code: $0.element.0,
                    organisation: OrganisationID($0.element.1), amount: Money(fen: $0.element.2),
                    day: PaymentWorld.today, kind: .payment)
            }
            await #expect(throws: LedgerRefusal.unbalanced(entry: 77, fen: 100)) {
                try await world.control.record(as: Control.system(), trail: .untold("a test posts")) { act in
                    try world.ledger.post(lines, rollup: AccountID(1).bucket, in: act)
                }
            }
        }
    }

    @Test(arguments: [("王", "*"), ("王明", "王*"), ("王小明", "王*明"), ("灯塔食品有限公司", "灯****司"), ("", "")])
    func `a name is masked but for its ends`(name: String, masked: String) {
        #expect(NarrowView.name(name) == masked)
    }
}
