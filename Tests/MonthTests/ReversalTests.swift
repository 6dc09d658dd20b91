import Control
import Foundation
import Kernel
import Ledger
import Payment
import Store
import TestSupport
import Testing

@Suite struct `Taking a payment back` {
    @Test(arguments: TestEngines.all)
    func `a clerk takes back today's own payment alone: everything stands as before, and the receipt is void`(
        engine: Engine
    ) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.prepareReversals()
            try await world.bill(1, 202608, "100.00", due: 20260915)
            try await world.bill(1, 202609, "50.00", due: 20261130)
            let before = try await world.payment.quote(AccountID(1), by: world.clerk())
            let books = try await world.books(1)
            let receipt = try await world.pay(1, "120.00", key: "k")
            #expect(receipt.penalty > .zero && receipt.lines.count == 2)
            guard case .done = try await world.reverse(receipt, by: world.cashier()) else {
                Issue.record("a clerk's own payment of the day waits for somebody")
                return
            }
            let after = try await world.payment.quote(AccountID(1), by: world.clerk())
            #expect(after.total == before.total && after.penalty == before.penalty)
            #expect(after.items.map(\.total) == before.items.map(\.total))
            #expect(try await world.books(1) == books)
            #expect(try await world.ledger.verify().isClean)
            let void = try await world.payment.receipt(receipt.payment.id, by: world.clerk())
            let reversal = try #require(void.payment.reversal)
            #expect(reversal.reasonCode == "WRONG_ACCOUNT" && reversal.reason == "客户报错户号")
            #expect(reversal.approvedBy == nil && reversal.day == PaymentWorld.today)
            // The paper itself reads as it did.
            #expect(void.lines == receipt.lines && void.payment.amount == receipt.payment.amount)
            await #expect(throws: PaymentRefusal.alreadyReversed(receipt.payment.receiptNo)) {
                try await world.reverse(receipt, by: world.cashier(41))
            }
            let events = try await world.database.read { transaction in
                try transaction.all(
                    "/*scatter: a test looks at events*/ SELECT payload FROM control_event WHERE topic = 'payment.reversed'"
                ) { try $0.text(0) }
            }
            #expect(
                events.count == 1 && events.first?.contains("\"payment\":\"\(receipt.payment.id)\"") == true)
            #expect(try await world.database.read { try AuditChain.verify(in: $0).broken } == nil)
            // The money can be taken anew, and that is another payment.
            _ = try await world.pay(1, "120.00", key: "l")
            #expect(
                try await world.payment.quote(AccountID(1), by: world.clerk()).total == before.total
                    - receipt.payment.amount)
        }
    }

    @Test(arguments: TestEngines.all)
    func `on a later day, or by another, a second person approves who neither asked nor took the money`(
        engine: Engine
    ) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.prepareReversals()
            try await world.bill(1, 202609, "80.00", due: 20261130)
            let receipt = try await world.pay(1, "80.00", key: "k")
            // Another clerk, the same day.
            let other = try await world.proposal(receipt, by: world.cashier(41))
            #expect(other.permission == "payment.reverse.approve")
            await #expect(throws: ApprovalRefusal.ownProposal) {
                try await world.control.approve(
                    other.id, hash: other.hashText, by: world.cashier(approves: true))
            }
            _ = try await world.control.withdraw(other.id, by: world.cashier(41))
            world.clock.move(days: 1)
            let own = try await world.proposal(receipt, by: world.cashier())
            #expect(try await world.debt(1).isZero)
            await #expect(throws: ApprovalRefusal.ownProposal) {
                try await world.control.approve(own.id, hash: own.hashText, by: world.cashier(approves: true))
            }
            let done = try await world.control.approve(own.id, hash: own.hashText, by: world.head())
            #expect(done.decision?.kind == .approved)
            #expect(try await world.debt(1).fen == 8_000)
            let reversal = try await world.payment.receipt(receipt.payment.id, by: world.clerk()).payment
                .reversal
            #expect(reversal?.by == world.clerk().user && reversal?.approvedBy == world.head().user)
            let day = try await world.payment.payments(
                on: PaymentWorld.today.adding(days: 1), by: world.clerk())
            #expect(day.count == 0 && day.reversals == 1 && day.net.fen == -8_000)
            // Where the company joins no hands, the same day's own needs a second person too.
            try await world.set("payment.reverse.ownSameDay", "NEVER")
            let again = try await world.pay(1, "80.00", key: "l")
            _ = try await world.proposal(again, by: world.cashier())
        }
    }

    @Test(arguments: TestEngines.all)
    func `a large amount needs a higher approver, and the approval is of the exact payment`(engine: Engine)
        async throws
    {
        try await PaymentWorld.with(engine) { world in
            try await world.prepareReversals()
            try await world.bill(2, 202609, "9000.00", due: 20261130)
            let first = try await world.pay(2, "4999.99", key: "k")
            let second = try await world.pay(2, "4000.00", key: "l")
            world.clock.move(days: 1)
            await #expect(throws: PaymentRefusal.laterPayment(second.payment.receiptNo)) {
                try await world.proposal(first, by: world.cashier())
            }
            let small = try await world.proposal(second, by: world.cashier())
            #expect(small.permission == "payment.reverse.approve")
            // Somebody pays the rest in between: what was shown is no longer so.
            _ = try await world.pay(2, "0.01", key: "m")
            await #expect(throws: ApprovalRefusal.stale(small.id)) {
                try await world.control.approve(small.id, hash: small.hashText, by: world.head())
            }
            #expect(try await world.debt(2).isZero)
            try await world.bill(3, 202609, "5000.00", due: 20261130)
            let large = try await world.pay(3, "5000.00", key: "n")
            let proposal = try await world.proposal(large, by: world.cashier(41))
            #expect(proposal.permission == "payment.reverse.approveLarge")
            await #expect(throws: ApprovalRefusal.proposalUnknown) {
                try await world.control.approve(proposal.id, hash: proposal.hashText, by: world.head())
            }
            _ = try await world.control.approve(
                proposal.id, hash: proposal.hashText, by: world.head(senior: true))
            #expect(try await world.debt(3).fen == 500_000)
        }
    }

    @Test(arguments: TestEngines.all)
    func `permission, scope and reason are asked for before anything is written`(engine: Engine)
        async throws
    {
        try await PaymentWorld.with(engine) { world in
            try await world.prepareReversals()
            try await world.bill(1, 202609, "80.00", due: 20261130)
            let receipt = try await world.pay(1, "80.00", key: "k")
            await #expect(throws: ControlRefusal.forbidden("payment.reverse")) {
                try await world.reverse(receipt, by: world.clerk())
            }
            await #expect(throws: PaymentRefusal.paymentUnknown(receipt.payment.id.description)) {
                try await world.reverse(receipt, by: world.cashier(41, scope: PaymentWorld.stationB))
            }
            await #expect(throws: PaymentRefusal.reasonUnknown("MOOD")) {
                try await world.reverse(receipt, code: "MOOD", by: world.cashier())
            }
            await #expect(throws: ApprovalRefusal.reasonMissing) {
                try await world.reverse(receipt, reason: "  ", by: world.cashier())
            }
            #expect(try await world.count("payment_reversal") == 0)
            #expect(try await world.debt(1).isZero)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a payment of a closed month is taken back in the open one, and the closed one stays as it is`(
        engine: Engine
    ) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.prepareReversals()
            try await world.bill(1, 202609, "80.00", due: 20261231)
            let receipt = try await world.pay(1, "80.00", key: "k")
            world.clock.move(days: 30)
            for month in [202609, 202610, 202611] { try await world.close(month) }
            let november = BillingMonth(yyyymm: 202611)!
            func totals() async throws -> [LedgerTotal] {
                try await world.ledger.totals(
                    under: PaymentWorld.company, days: november.firstDay...november.lastDay)
            }
            let before = try await totals()
            let proposal = try await world.proposal(receipt, by: world.cashier())
            _ = try await world.control.approve(proposal.id, hash: proposal.hashText, by: world.head())
            #expect(try await totals() == before && !before.isEmpty)
            #expect(try await world.debt(1).fen == 8_000)
            let turned = try await world.database.read { [ledger = world.ledger] in
                try ledger.postings(of: AccountID(1), in: $0).filter { $0.kind == .reversal }
            }
            #expect(Set(turned.map(\.day)) == [Day(yyyymmdd: 2026_12_02)!] && turned.count == 2)
        }
    }

    @Test(arguments: TestEngines.all)
    func `money taken for another station goes back between both books`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.prepareReversals()
            try await world.bill(8, 202609, "60.00", due: 20261130)
            let receipt = try await world.pay(8, "60.00", key: "k", by: world.cashier())
            #expect(receipt.payment.takenAt != nil)
            world.clock.move(days: 1)
            // The account's own station did not take it; the counter's does it, and sees the payer masked.
            let proposal = try await world.proposal(receipt, by: world.cashier())
            #expect(proposal.organisation == PaymentWorld.stationA)
            #expect(!proposal.picture.lines.contains { $0.after == .text("户8（008）") })
            _ = try await world.control.approve(proposal.id, hash: proposal.hashText, by: world.head())
            #expect(try await world.debt(8).fen == 6_000)
            let check = try await world.ledger.verify()
            #expect(check.isClean && check.lopsided.isEmpty)
            let between = try await world.database.read { [ledger = world.ledger] in
                try ledger.postings(of: AccountID(8), in: $0).filter { $0.code == .interStation }
            }
            #expect(between.count == 4 && between.map(\.amount).total().isZero)
        }
    }

    @Test(arguments: TestEngines.all)
    func `asked twice at once it is taken back once`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.prepareReversals()
            try await world.bill(1, 202609, "80.00", due: 20261130)
            let receipt = try await world.pay(1, "80.00", key: "k")
            let outcomes = await withTaskGroup { group in
                for _ in 0..<6 {
                    group.addTask {
                        do {
                            _ = try await world.reverse(receipt, by: world.cashier())
                            return "done"
                        } catch let refusal as PaymentRefusal { return refusal.code } catch {
                            return "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes == Array(repeating: "done", count: 6))
            await #expect(throws: PaymentRefusal.alreadyReversed(receipt.payment.receiptNo)) {
                try await world.reverse(receipt, reason: "另一说法", by: world.cashier())
            }
            #expect(try await world.debt(1).fen == 8_000)
            #expect(try await world.count("ledger_reversal") == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `however payments and reversals come, the debt is the bills less the payments that stand`(
        engine: Engine
    )
        async throws
    {
        try await PaymentWorld.with(engine) { world in
            try await world.prepareReversals()
            let seed =
                ProcessInfo.processInfo.environment["LAMPLIGHT_SEED"].flatMap(UInt64.init) ?? 20_261_123
            var random = ModelGenerator(state: seed)
            var bills = Money.zero
            for month in 202604...202609 {
                let amount = Money(fen: Int64.random(in: 1_000...90_000, using: &random))
                try await world.bill(1, month, amount.description, due: 20261231)
                bills += amount
            }
            var standing: [Receipt] = []
            /// The quote before each payment that stands.
            var quotes: [Quote] = []
            for step in 0..<60 {
                let quote = try await world.payment.quote(AccountID(1), by: world.clerk())
                #expect(quote.principal == bills - standing.map(\.principal).total())
                if Bool.random(using: &random), let last = standing.last, let was = quotes.last {
                    guard case .done = try await world.reverse(last, by: world.cashier()) else {
                        Issue.record("not done")
                        return
                    }
                    standing.removeLast()
                    quotes.removeLast()
                    let now = try await world.payment.quote(AccountID(1), by: world.clerk())
                    #expect(now.total == was.total && now.items.map(\.total) == was.items.map(\.total))
                } else if quote.total > .zero {
                    let amount = Money(fen: Int64.random(in: 1...quote.total.fen, using: &random))
                    quotes.append(quote)
                    standing.append(try await world.pay(1, amount.description, key: "k\(step)"))
                }
                let sum = try await world.database.read { [ledger = world.ledger] in
                    try ledger.postings(of: AccountID(1), in: $0)
                }
                #expect(sum.map(\.amount).total().isZero)
                #expect(
                    sum.filter { $0.code == .cash }.map(\.amount).total()
                        == standing.map(\.payment.amount).total())
            }
            #expect(try await world.ledger.verify().isClean)
        }
    }

    @Test(arguments: TestEngines.all)
    func `the penalty runs on as if the payment had never been`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.prepareReversals()
            try await world.bill(1, 202608, "1000.00", due: 20261001)
            try await world.bill(3, 202608, "1000.00", due: 20261001)
            let receipt = try await world.pay(1, "700.00", key: "k")
            world.clock.move(days: 10)
            let proposal = try await world.proposal(receipt, by: world.cashier())
            _ = try await world.control.approve(proposal.id, hash: proposal.hashText, by: world.head())
            world.clock.move(days: 10)
            #expect(try await world.debt(1) == world.debt(3))
        }
    }
}

extension PaymentWorld {
    /// The codes of reasons are data.
    fileprivate func prepareReversals() async throws { try await control.installCodes() }

    /// The counter clerk with the right to take back: the one of `clerk()` unless told.
    fileprivate func cashier(
        _ user: Int64? = nil, scope: OrganisationPath = PaymentWorld.stationA, approves: Bool = false
    ) -> Principal {
        let clerk = clerk(scope)
        return Principal(
            user: user.map { UserID($0) } ?? clerk.user, login: "counter", name: "收费员",
            organisation: clerk.organisation, organisationName: "", scope: scope, roles: [],
            permissions: clerk.permissions.union(
                ["payment.reverse", "payment.company"] + (approves ? ["payment.reverse.approve"] : [])),
            address: "127.0.0.1")
    }

    fileprivate func head(senior: Bool = false) -> Principal {
        Principal(
            user: UserID(senior ? 52 : 51), login: "head", name: "所长", organisation: OrganisationID(2),
            organisationName: "", scope: senior ? Self.company : Self.stationA, roles: [],
            permissions: [senior ? "payment.reverse.approveLarge" : "payment.reverse.approve"],
            address: "127.0.0.1")
    }

    @discardableResult
    fileprivate func reverse(
        _ receipt: Receipt, code: String = "WRONG_ACCOUNT", reason: String = "客户报错户号",
        by principal: Principal
    ) async throws -> Control.Submission {
        try await payment.reverse(
            ReversePayment(payment: receipt.payment.id, reasonCode: code, reason: reason), by: principal)
    }

    @discardableResult
    fileprivate func proposal(_ receipt: Receipt, by principal: Principal) async throws -> Proposal {
        guard case .proposed(let proposal) = try await reverse(receipt, by: principal) else {
            throw NotProposed()
        }
        return proposal
    }

    private struct NotProposed: Error {}

    /// What stands on each code of an account's books; no line where it is zero.
    fileprivate func books(_ account: Int64) async throws -> [LedgerCode: Money] {
        let postings = try await database.read { [ledger] in
            try ledger.postings(of: AccountID(account), in: $0)
        }
        return Dictionary(postings.map { ($0.code, $0.amount) }, uniquingKeysWith: +).filter {
            !$0.value.isZero
        }
    }

    fileprivate func close(_ month: Int) async throws {
        let accountant = Principal(
            user: UserID(61), login: "kj", name: "会计", organisation: OrganisationID(1), organisationName: "",
            scope: Self.company, roles: [],
            permissions: ["control.months", "control.months.close"], address: "127.0.0.1")
        try await control.closeMonth(
            BillingMonth(yyyymm: month)!, organisation: OrganisationID(1), by: accountant)
    }
}
