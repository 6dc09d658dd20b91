import Control
import Kernel
import Language
import Ledger
import Payment
import Store
import TestSupport
import Testing

@Suite struct `Taking a payment` {
    @Test(arguments: TestEngines.all)
    func `a counter payment gives change, a receipt, postings, an audit entry and an event`(engine: Engine)
        async throws
    {
        try await PaymentWorld.with(engine) { world in
            let bill = try await world.bill(1, 202609, "1234.56", due: 20261115)
            let receipt = try await world.pay(1, "1234.56", tendered: "1300", key: "k1")
            #expect(receipt.payment.change.description == "65.44")
            #expect(receipt.amountInCapitals == "人民币壹仟贰佰叁拾肆元伍角陆分")
            #expect(receipt.payment.accountName == "户1" && receipt.payment.consumerNo == "001")
            #expect(receipt.payment.clerkName == "收费员" && receipt.payment.day == PaymentWorld.today)
            #expect(receipt.payment.receiptNo.filter { $0 != " " } == receipt.payment.id.description)
            let line = try #require(receipt.lines.first)
            #expect(receipt.lines.count == 1 && line.receivable == bill.id && line.month == bill.month)
            #expect(line.kind == .energy && line.principal == bill.amount)
            #expect(line.penalty.isZero && line.remaining.isZero)
            let (open, postings) = try await world.database.read { [ledger = world.ledger] in
                (
                    try ledger.open(account: AccountID(1), in: $0),
                    try ledger.postings(of: AccountID(1), in: $0)
                )
            }
            #expect(open.isEmpty)
            let paid = postings.filter { $0.kind == .payment }
            #expect(
                paid.map(\.code) == [.cash, .receivable] && paid.map(\.amount.fen) == [123_456, -123_456])
            let events = try await world.database.read { transaction in
                try transaction.all(
                    "/*scatter: a test looks at events*/ SELECT payload, organisation_path FROM control_event WHERE topic = 'payment.applied'"
                ) { "\(try $0.text(0)) \(try $0.text(1))" }
            }
            #expect(
                events == [
                    "{\"payment\":\"\(receipt.payment.id)\",\"account\":\"1\",\"amount\":\"1234.56\"} /1/2/"
                ])
            let audited = try await world.database.read { transaction in
                try transaction.one(
                    "/*scatter: a test looks at the audit*/ SELECT COUNT(*) FROM control_audit WHERE action = 'payment.take'"
                ) { try $0.int(0) }
            }
            #expect(audited == 1)
            #expect(
                try await world.payment.receipt(receipt.payment.id, account: AccountID(1), by: world.clerk())
                    == receipt)
        }
    }

    @Test(arguments: TestEngines.all)
    func `the oldest month is paid first, and a part payment leaves the rest`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(2, 202610, "50.00", due: 20261130)
            try await world.bill(2, 202608, "30.00", due: 20261130)
            try await world.bill(2, 202609, "40.00", due: 20261130)
            let receipt = try await world.pay(2, "75.50", key: "k")
            #expect(receipt.lines.map(\.month.yyyymm) == [202608, 202609, 202610])
            #expect(receipt.lines.map(\.principal.fen) == [3_000, 4_000, 550])
            #expect(receipt.lines.map(\.remaining.fen) == [0, 0, 4_450])
            #expect(try await world.debt(2).fen == 4_450)
            // The first receipt reads the same after a second payment.
            _ = try await world.pay(2, "44.50", key: "l")
            #expect(
                try await world.payment.receipt(receipt.payment.id, account: AccountID(2), by: world.clerk())
                    == receipt)
            #expect(try await world.debt(2).isZero)
        }
    }

    @Test(arguments: TestEngines.all)
    func `one key asked a hundred times at once is one payment and a hundred equal receipts`(engine: Engine)
        async throws
    {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(1, 202609, "100.00", due: 20261115)
            let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                for _ in 0..<100 { group.addTask { try await world.pay(1, "30.00", key: "same") } }
                return try await group.reduce(into: [Receipt]()) { $0.append($1) }
            }
            #expect(receipts.count == 100 && Set(receipts).count == 1)
            #expect(try await world.count("payment_payment") == 1)
            #expect(try await world.debt(1).fen == 7_000)
            #expect(try await world.ledger.verify().isClean)
        }
    }

    @Test(arguments: TestEngines.all)
    func `the same key with another amount is refused, and the first payment stays`(engine: Engine)
        async throws
    {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(1, 202609, "100.00", due: 20261115)
            let first = try await world.pay(1, "30.00", key: "k")
            await #expect(throws: ControlRefusal.keyReused) { try await world.pay(1, "30.01", key: "k") }
            await #expect(throws: ControlRefusal.keyReused) {
                try await world.pay(1, "30.00", tendered: "50", key: "k")
            }
            #expect(try await world.pay(1, "30.00", key: "k") == first)
            #expect(try await world.debt(1).fen == 7_000)
        }
    }

    @Test(arguments: TestEngines.all)
    func `sixty-four clients paying one account at once add up exactly`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(1, 202609, "30.00", due: 20261115)
            try await world.bill(1, 202610, "30.00", due: 20261130)
            // 64 × 1 yuan against 60: four find nothing left.
            let refusals = try await withThrowingTaskGroup(of: (any Error)?.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        do {
                            _ = try await world.pay(1, "1.00", key: "client-\(number)")
                            return nil
                        } catch let refusal as PaymentRefusal {
                            return refusal
                        }
                    }
                }
                return try await group.reduce(into: [any Error]()) { all, one in
                    if let one { all.append(one) }
                }
            }
            #expect(refusals.compactMap { $0 as? PaymentRefusal } == Array(repeating: .nothingOwed, count: 4))
            #expect(try await world.debt(1).isZero)
            #expect(try await world.count("payment_payment") == 60)
            #expect(try await world.count("payment_key") == 60)
            #expect(try await world.ledger.verify().isClean)
        }
    }

    @Test(arguments: TestEngines.all)
    func `two processes paying one account at once add up exactly`(engine: Engine) async throws {
        try await PaymentWorld.twice(engine) { one, other in
            try await one.bill(1, 202609, "40.00", due: 20261115)
            try await withThrowingTaskGroup(of: Receipt.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        try await (number % 2 == 0 ? one : other).pay(1, "1.00", key: "\(number)")
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await one.debt(1).isZero)
            #expect(try await one.count("payment_payment") == 40)
            #expect(try await other.ledger.verify().isClean)
        }
    }

    @Test(arguments: TestEngines.all)
    func `one key asked of two processes at once is one payment`(engine: Engine) async throws {
        try await PaymentWorld.twice(engine) { one, other in
            try await one.bill(1, 202609, "40.00", due: 20261115)
            let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                for number in 0..<40 {
                    group.addTask { try await (number % 2 == 0 ? one : other).pay(1, "1.00", key: "same") }
                }
                return try await group.reduce(into: Set<Receipt>()) { $0.insert($1) }
            }
            #expect(receipts.count == 1)
            #expect(try await other.count("payment_payment") == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `what is not to be taken is refused and writes nothing`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(1, 202609, "1000.00", due: 20261115)
            try await world.bill(8, 202609, "10.00", due: 20261115)
            let cases: [(Int64, String, String, String, PaymentRefusal)] = [
                (1, "1000.01", "1000.01", "k", .moreThanOwed(debt: Money(fen: 100_000))),
                (1, "0", "1", "k", .amountNotPositive),
                (1, "-1", "1", "k", .amountNotPositive),
                (1, "5", "4.99", "k", .tenderedTooLittle(short: Money(fen: 1))),
                (
                    1, "92233720368547758.07", "92233720368547758.07", "k",
                    .amountTooLarge(most: TakePayment.most)
                ),
                (1, "5", "92233720368547758.07", "k", .amountTooLarge(most: TakePayment.most)),
                (1, "5", "5", "", .keyInvalid(longest: 100)),
                (1, "5", "5", "钥匙", .keyInvalid(longest: 100)),
                (1, "5", "5", String(repeating: "k", count: 101), .keyInvalid(longest: 100)),
                (2, "5", "5", "k", .nothingOwed),
                (77, "5", "5", "k", .accountUnknown("77")),
                (8, "5", "5", "k", .accountUnknown("8")),
            ]
            for (account, amount, tendered, key, refusal) in cases {
                await #expect(throws: refusal) {
                    try await world.pay(account, amount, tendered: tendered, key: key)
                }
                #expect(Catalogue.has(refusal.code))
                #expect(Catalogue.placeholders(of: refusal.code).isSubset(of: refusal.arguments.map(\.0)))
            }
            #expect(try await world.count("payment_payment") == 0)
            #expect(try await world.count("payment_key") == 0)
            let told = PaymentRefusal.moreThanOwed(debt: Money(fen: 100_000))
            #expect(Language.en.text(told.code, told.arguments).contains("1,000.00"))
        }
    }

    @Test(arguments: TestEngines.all)
    func `a clerk of another station sees neither debt nor receipt`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(8, 202609, "10.00", due: 20261115)
            let other = world.clerk(PaymentWorld.stationB)
            let receipt = try await world.pay(8, "4.00", key: "k", by: other)
            await #expect(throws: PaymentRefusal.accountUnknown("8")) {
                try await world.payment.quote(AccountID(8), by: world.clerk())
            }
            await #expect(throws: PaymentRefusal.accountUnknown("8")) {
                try await world.pay(8, "4.00", key: "k")
            }
            await #expect(throws: PaymentRefusal.paymentUnknown(receipt.payment.id.description)) {
                try await world.payment.receipt(receipt.payment.id, account: AccountID(8), by: world.clerk())
            }
            let day = PaymentWorld.today
            #expect(try await world.payment.payments(on: day, by: world.clerk()).count == 0)
            #expect(
                try await world.payment.payments(on: day, station: PaymentWorld.stationB, by: world.clerk())
                    .count == 0)
            let whole = try await world.payment.payments(on: day, by: world.clerk(PaymentWorld.company))
            #expect(whole.count == 1 && whole.amount.fen == 400 && whole.payments == [receipt.payment])
            #expect(try await world.payment.payments(on: day, clerk: UserID(5), by: other).payments.isEmpty)
            #expect(try await world.payment.payments(on: day, clerk: other.user, by: other).count == 1)
        }
    }
}
