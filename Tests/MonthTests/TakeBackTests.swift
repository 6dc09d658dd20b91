import Billing
import Control
import Foundation
import Kernel
import Ledger
import Payment
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `Taking released bills back` {
    @Test(arguments: TestEngines.all)
    func `two people take a bill back: nothing is owed, the reading is corrected, the month billed anew`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let (home, other) = try await world.twoBilledMonths()
            let bill = YearWorld.id(home, 2026_02)
            let proposal = try await world.proposal(TakeBack.of([bill]))
            #expect(proposal.permission == "billing.takeBack.approve")
            #expect(
                proposal.picture.lines.contains { $0.isChange && $0.before == .money(Money(fen: 61_700)) })
            // Until then it is owed; the proposer has no say.
            #expect(try await world.debt(home).fen == 92_550 + 61_700)
            await #expect(throws: ApprovalRefusal.ownProposal) {
                try await world.control.approve(
                    proposal.id, hash: proposal.hashText, by: world.person(71, "billing.takeBack.approve"))
            }
            try await world.approve(proposal)
            let detail = try await world.billing.bill(bill, by: world.clerk)
            let taken = try #require(detail.bill.takenBack)
            #expect(taken.by == UserID(71) && taken.approvedBy == UserID(72) && taken.reasonCode == "MISREAD")
            #expect(detail.bill.amount.fen == 61_700 && detail.lines.isEmpty == false)
            #expect(try await world.debt(home).fen == 92_550)
            #expect(try await world.ledger.verify().isClean)
            let postings = try await world.database.read { [ledger = world.ledger] in
                try ledger.postings(of: home, in: $0)
            }
            let entry = try #require(taken.entry)
            #expect(
                postings.filter { $0.entry == bill.number || $0.entry == entry }.map(\.amount).total().isZero)
            #expect(postings.count { $0.entry == entry } == postings.count { $0.entry == bill.number })
            // The board's counts go by these.
            let totals = try await world.ledger.totals(
                under: OrganisationPath("/1/"), days: Day(yyyymmdd: 2026_01_01)!...Day(yyyymmdd: 2026_12_31)!)
            #expect(totals.filter { $0.code == .energyRevenue }.map(\.count).reduce(0, +) == 3)
            // Unbilled: its own pages, the exports and the close say so.
            let history = try await world.billing.history(of: home, by: world.clerk)
            #expect(history.map { $0.takenBack == nil } == [false, true])
            let billed = try await world.database.read {
                try Billing.billed([home, other], BillingMonth(yyyymm: 2026_02)!, in: $0)
            }
            #expect(billed == [other])
            let sheet = try await world.control.closingSheet(
                BillingMonth(yyyymm: 2026_02)!, organisation: OrganisationID(1), by: world.clerk)
            #expect(sheet.lines.map(\.check) == ["billing.closing.unbilled"])
            #expect(try await world.export(2026_02).count == 1)
            // The reading is corrected and the month run again: the tiers go on from January's energy.
            try await world.read(2026_02_28, [home: 2_400])
            #expect(try await world.bill(2026_02) == 1)
            let anew = try await world.billing.bill(YearWorld.id(home, 2026_02, 1), by: world.clerk)
            #expect(anew.bill.energy.kilowattHours == 900)
            #expect(world.billing.explain(anew).yearToDateBefore.kilowattHours == 1_500)
            #expect(try await world.debt(home).fen == 92_550 + 900 * 617 / 10)
            #expect(try await world.export(2026_02).count == 2)
            // March goes on from the new bill.
            world.move(to: 2026_03_31)
            try await world.read(2026_03_31, [home: 3_400, other: 3_000])
            #expect(try await world.bill(2026_03) == 2)
            #expect(try await world.bill(home, 2026_03).before == 2_400)
            #expect(try await world.ledger.verify().isClean)
            #expect(try await world.database.read { try AuditChain.verify(in: $0).broken } == nil)
            #expect(try await world.topics("billing.takenBack") == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `is refused once paid, under a later bill, in a closed month, and twice`(_ engine: Engine)
        async throws
    {
        try await YearWorld.with(engine) { world in
            let (home, other) = try await world.twoBilledMonths()
            let february = YearWorld.id(home, 2026_02)
            await #expect(throws: BillingRefusal.laterBill(YearWorld.id(home, 2026_01))) {
                try await world.proposal(TakeBack.of([YearWorld.id(home, 2026_01)]))
            }
            let receipt = try await world.pay(home, 100_000)
            await #expect(throws: BillingRefusal.billPaid(february)) {
                try await world.proposal(TakeBack.of([february]))
            }
            // What is paid and taken back again stands on nothing.
            try await world.reverse(receipt)
            try await world.approve(try await world.proposal(TakeBack.of([february])))
            await #expect(throws: BillingRefusal.billTakenBack(february)) {
                try await world.proposal(TakeBack.of([february]))
            }
            // What was taken back cannot be paid.
            #expect(try await world.debt(home).fen == 92_550)
            await #expect(throws: (any Error).self) { try await world.pay(home, 95_000) }
            // Its month is held by a run that is under way.
            let run = try await world.billing.start(
                month: BillingMonth(yyyymm: 2026_02)!, organisation: OrganisationID(1), by: world.clerk)
            await #expect(throws: BillingRefusal.billInRun(YearWorld.id(other, 2026_02))) {
                try await world.proposal(TakeBack.of([YearWorld.id(other, 2026_02)]))
            }
            try await world.control.cancelJob(run, by: world.clerk)
            let proposal = try await world.proposal(TakeBack.of([YearWorld.id(other, 2026_02)]))
            world.move(to: 2026_03_02)
            // While it waits the month stays open, whoever would carry it.
            let sheet = try await world.control.closingSheet(
                BillingMonth(yyyymm: 2026_02)!, organisation: OrganisationID(2), by: world.clerk)
            #expect(sheet.lines.contains { $0.check == "billing.closing.takeBack" && !$0.item.mayBeCarried })
            await #expect(throws: MonthRefusal.itemMustBeSettled) { try await world.closeOver(2026_02) }
            _ = try await world.control.withdraw(proposal.id, by: world.person(71, "billing.takeBack"))
            try await world.closeOver(2026_02)
            await #expect(throws: BillingRefusal.billMonthClosed(YearWorld.id(other, 2026_02))) {
                try await world.proposal(TakeBack.of([YearWorld.id(other, 2026_02)]))
            }
            #expect(try await world.ledger.verify().isClean)
        }
    }

    @Test(arguments: TestEngines.all)
    func `of a whole run names every bill that it cannot, and takes the others only when told`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let (home, other) = try await world.twoBilledMonths()
            _ = try await world.pay(other, 100_000)
            let run = try await world.billing.runs(by: world.clerk)[0]
            func order(onlyGood: Bool) -> TakeBack {
                TakeBack(
                    run: run.id, reasonCode: "TARIFF", reason: "电价执行错误", onlyGood: onlyGood, key: "run")
            }
            let refusal = BillingRefusal.notTakenBack([.paid: [YearWorld.id(other, 2026_02)]])
            #expect(refusal.arguments.contains { $0 == ("paid", YearWorld.id(other, 2026_02).description) })
            await #expect(throws: refusal) { try await world.proposal(order(onlyGood: false)) }
            #expect(try await world.billing.takenBack(of: run, by: world.clerk).bills == 0)
            let proposal = try await world.proposal(order(onlyGood: true))
            // The same order while it waits is the proposal that waits.
            #expect(try await world.proposal(order(onlyGood: true)).id == proposal.id)
            try await world.approve(proposal)
            let sum = try await world.billing.takenBack(of: run, by: world.clerk)
            #expect(sum.bills == 1 && sum.amount.fen == 61_700)
            #expect(try await world.debt(home).fen == 92_550)
            // Once carried out its key answers, and only for these words.
            guard case .done(let told) = try await world.takeBack(order(onlyGood: true)) else {
                Issue.record("an order that was carried out waits")
                return
            }
            #expect(told.contains("\"bills\":\"1\"") && told.contains("\"leftOut\":\"1\""))
            await #expect(throws: ControlRefusal.keyReused) {
                try await world.takeBack(order(onlyGood: false))
            }
            // A route of a station in a month; nothing of it is left.
            let place = TakeBack.Place(
                month: run.month, organisation: OrganisationID(2), route: "R1")
            await #expect(throws: BillingRefusal.billPaid(YearWorld.id(other, 2026_02))) {
                try await world.takeBack(
                    TakeBack(place: place, reasonCode: "TARIFF", reason: "电价执行错误"))
            }
            await #expect(throws: BillingRefusal.nothingToTakeBack) {
                try await world.takeBack(
                    TakeBack(
                        place: TakeBack.Place(month: run.month, organisation: OrganisationID(2), route: "R9"),
                        reasonCode: "TARIFF", reason: "电价执行错误"))
            }
            await #expect(throws: BillingRefusal.takeBackUnclear) {
                try await world.takeBack(TakeBack(reasonCode: "TARIFF", reason: "电价执行错误"))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a large amount needs the accountant, and another station's bill is not there`(_ engine: Engine)
        async throws
    {
        try await YearWorld.with(engine) { world in
            let home = try await world.open(1)
            world.move(to: 2026_01_31)
            try await world.read(2026_01_31, [home: 9_000])
            #expect(try await world.bill(2026_01) == 1)
            let bill = YearWorld.id(home, 2026_01)
            #expect(try await world.debt(home).fen > 500_000)
            try await world.control.installCodes()
            let proposal = try await world.proposal(TakeBack.of([bill]))
            #expect(proposal.permission == "billing.takeBack.approveLarge")
            await #expect(throws: BillingRefusal.billUnknown) {
                try await world.billing.takeBack(
                    TakeBack.of([bill]), by: world.person(71, "billing.takeBack", scope: "/1/3/"))
            }
            await #expect(throws: BillingRefusal.reasonUnknown("NO")) {
                try await world.takeBack(TakeBack(bills: [bill], reasonCode: "NO", reason: "x"))
            }
            await #expect(throws: ApprovalRefusal.reasonMissing) {
                try await world.takeBack(TakeBack(bills: [bill], reasonCode: "MISREAD", reason: "  "))
            }
            await #expect(throws: ControlRefusal.forbidden("billing.takeBack")) {
                try await world.billing.takeBack(TakeBack.of([bill]), by: world.person(71, "billing.run"))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `of it and a payment at the same moment one wins, and the books balance`(_ engine: Engine)
        async throws
    {
        try await YearWorld.with(engine) { world in
            try await world.set("billing.takeBack.approval.needed", "NEVER")
            try await world.control.installCodes()
            var homes: [AccountID] = []
            for number in 1...9 { homes.append(try await world.open(number)) }
            world.move(to: 2026_01_31)
            try await world.read(
                2026_01_31, Dictionary(uniqueKeysWithValues: homes.map { ($0, 1_500) }))
            #expect(try await world.bill(2026_01) == 9)
            let outcome = try await withThrowingTaskGroup(of: (AccountID, Bool, Bool).self) { group in
                for home in homes {
                    group.addTask {
                        do {
                            _ = try await world.pay(home, 92_550)
                            return (home, true, true)
                        } catch is PaymentRefusal {
                            return (home, true, false)
                        }
                    }
                    group.addTask {
                        do {
                            _ = try await world.takeBack(TakeBack.of([YearWorld.id(home, 2026_01)]))
                            return (home, false, true)
                        } catch is BillingRefusal {
                            return (home, false, false)
                        }
                    }
                }
                var winners: [AccountID: Int] = [:]
                for try await (home, _, hasWon) in group where hasWon { winners[home, default: 0] += 1 }
                return winners
            }
            #expect(outcome.count == 9 && outcome.values.allSatisfy { $0 == 1 })
            for home in homes { #expect(try await world.debt(home).isZero) }
            #expect(try await world.ledger.verify().isClean)
        }
    }
}

extension TakeBack {
    static func of(_ bills: [BillID]) -> TakeBack {
        TakeBack(bills: bills, reasonCode: "MISREAD", reason: "抄错示数")
    }
}

extension YearWorld {
    static func id(_ account: AccountID, _ month: Int, _ sequence: Int = 0) -> BillID {
        BillID(account: account, month: BillingMonth(yyyymm: month)!, sequence: sequence)!
    }

    /// Two households billed for January, 1,500 kWh, and February, 1,000 kWh.
    func twoBilledMonths() async throws -> (AccountID, AccountID) {
        try await control.installCodes()
        let (home, other) = (try await open(1), try await open(2))
        move(to: 2026_01_31)
        try await read(2026_01_31, [home: 1_500, other: 1_500])
        #expect(try await bill(2026_01) == 2)
        move(to: 2026_02_28)
        try await read(2026_02_28, [home: 2_500, other: 2_500])
        #expect(try await bill(2026_02) == 2)
        return (home, other)
    }

    fileprivate func person(_ user: Int64, _ permission: Permission, scope: String = "/1/") -> Principal {
        Principal(
            user: UserID(user), login: "p\(user)", name: "p\(user)", organisation: OrganisationID(1),
            organisationName: "", scope: OrganisationPath(scope), roles: [], permissions: [permission],
            address: "test")
    }

    fileprivate func takeBack(_ order: TakeBack) async throws -> Control.Submission {
        try await billing.takeBack(order, by: person(71, "billing.takeBack"))
    }

    func proposal(_ order: TakeBack) async throws -> Proposal {
        guard case .proposed(let proposal) = try await takeBack(order) else { throw NotProposed() }
        return proposal
    }

    private struct NotProposed: Error {}

    func approve(_ proposal: Proposal) async throws {
        _ = try await control.approve(
            proposal.id, hash: proposal.hashText, by: person(72, proposal.permission))
    }

    fileprivate func pay(_ account: AccountID, _ fen: Int64) async throws -> Receipt {
        try await payment.take(
            TakePayment(
                idempotencyKey: "\(account)-\(fen)", account: account, amount: Money(fen: fen),
                tendered: Money(fen: fen)), by: clerk)
    }

    fileprivate func reverse(_ receipt: Receipt) async throws {
        guard
            case .done = try await payment.reverse(
                ReversePayment(
                    payment: receipt.payment.id, reasonCode: "WRONG_ACCOUNT", reason: "客户报错户号"), by: clerk)
        else { throw NotProposed() }
    }

    fileprivate func debt(_ account: AccountID) async throws -> Money {
        try await payment.quote(account, by: clerk).principal
    }

    fileprivate func export(_ month: Int) async throws -> [Substring] {
        let text = Collected()
        let month = BillingMonth(yyyymm: month)!
        try await billing.export(from: month, to: month, by: clerk) { text.add($0) }
        return text.all.split(separator: "\n")
    }

    fileprivate func topics(_ topic: String) async throws -> Int {
        try await database.read {
            try $0.one(
                "/*scatter: a test counts events*/ SELECT COUNT(*) FROM control_event WHERE topic = \(topic)"
            ) {
                try $0.int(0)
            }
        }
    }

    fileprivate func set(_ key: String, _ value: String) async throws {
        try await control.setParameter(
            key, organisation: OrganisationPath("/1/"), from: Day(yyyymmdd: 2000_01_01)!, value: value,
            clause: "test", by: clerk)
    }

    fileprivate func closeOver(_ month: Int) async throws {
        let month = BillingMonth(yyyymm: month)!
        let sheet = try await control.closingSheet(month, organisation: OrganisationID(1), by: clerk)
        let login = sheet.open > 0 ? try await carrier() : ""
        for line in sheet.lines where !line.isSettled {
            try await control.carry(
                line.key, of: month, organisation: OrganisationID(1), carrier: login, reason: "下月处理",
                by: clerk)
        }
        try await control.closeMonth(month, organisation: OrganisationID(1), by: clerk)
    }

    private func carrier() async throws -> String {
        let known = try await control.users(by: clerk).contains { $0.login == "carrier" }
        if known { return "carrier" }
        _ = try await control.addUser(
            login: "carrier", name: "经办人", organisation: OrganisationID(1), roles: [],
            password: "Kxq7-harbour-lamp-92", secondFactor: nil, by: clerk)
        return "carrier"
    }
}

private final class Collected: Sendable {
    private let text = Mutex("")
    func add(_ more: String) { text.withLock { $0 += more } }
    var all: String { text.withLock { $0 } }
}
