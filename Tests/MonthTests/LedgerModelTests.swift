import Control
import Foundation
import Kernel
import Ledger
import Payment
import Store
import TestSupport
import Testing

/// The books in a hundred lines, written apart from the program: debts as a list, penalty added day by day.
private struct BooksModel {
    struct Debt {
        let id: Int64
        let account: Int64
        let month: Int
        let due: Day
        var left: Int64
        /// Whole penalty of finished stretches, in fen; and the open stretch in millionths of a fen.
        var fixed: Int64 = 0
        var running: Int64 = 0
        var penaltyPaid: Int64 = 0
        var isTouched = false
        var penalty: Int64 { fixed + (running + 500_000) / 1_000_000 - penaltyPaid }
    }

    var debts: [Debt] = []
    var codes: [LedgerCode: Int64] = [:]
    var day = PaymentWorld.today

    mutating func bill(_ receivable: Receivable) {
        let fen = receivable.amount.fen
        debts.append(
            Debt(
                id: receivable.id, account: receivable.account.number, month: receivable.month.yyyymm,
                due: receivable.dueDay, left: fen))
        codes[.receivable, default: 0] += fen
        codes[.governmentFunds, default: 0] -= fen / 10
        codes[.energyRevenue, default: 0] -= fen - fen / 10
        // A bill may be raised after its due day.
        var past = receivable.dueDay
        while past < day {
            past = past.adding(days: 1)
            accrue(debts.count - 1, on: past)
        }
    }

    private mutating func accrue(_ index: Int, on day: Day) {
        guard day > debts[index].due, debts[index].left > 0 else { return }
        let firstYear = debts[index].due.adding(days: 1).year
        let perMille: Int64 = debts[index].account % 2 == 1 ? 1 : day.year > firstYear ? 3 : 2
        debts[index].running += debts[index].left * perMille * 1_000
    }

    mutating func nextDay() {
        day = day.adding(days: 1)
        for index in debts.indices { accrue(index, on: day) }
    }

    private func order(_ account: Int64) -> [Int] {
        debts.indices.filter { debts[$0].account == account && debts[$0].left + debts[$0].penalty > 0 }
            .sorted {
                (debts[$0].month, debts[$0].due, debts[$0].id) < (
                    debts[$1].month, debts[$1].due, debts[$1].id
                )
            }
    }

    func owed(_ account: Int64) -> Int64 {
        order(account).reduce(0) { $0 + debts[$1].left + debts[$1].penalty }
    }

    mutating func pay(_ account: Int64, _ fen: Int64) {
        var rest = fen
        codes[.cash, default: 0] += fen
        for index in order(account) where rest > 0 {
            let penalty = min(rest, debts[index].penalty)
            debts[index].fixed += (debts[index].running + 500_000) / 1_000_000
            debts[index].running = 0
            debts[index].penaltyPaid += penalty
            let principal = min(rest - penalty, debts[index].left)
            debts[index].left -= principal
            rest -= penalty + principal
            if penalty + principal > 0 { debts[index].isTouched = true }
            codes[.penaltyIncome, default: 0] -= penalty
            codes[.receivable, default: 0] -= principal
        }
    }
}

extension BooksModel {
    /// Takes a bill back that nothing was paid on.
    fileprivate mutating func void(_ receivable: Receivable) -> Bool {
        guard let index = debts.firstIndex(where: { $0.id == receivable.id }), !debts[index].isTouched else {
            return false
        }
        debts.remove(at: index)
        let fen = receivable.amount.fen
        codes[.receivable, default: 0] -= fen
        codes[.governmentFunds, default: 0] += fen / 10
        codes[.energyRevenue, default: 0] += fen - fen / 10
        return true
    }
}

@Suite struct `The books against a model` {
    static var operations: Int {
        switch ProcessInfo.processInfo.environment["LAMPLIGHT_LONG"] {
        case "torture": 100_000
        case "nightly": 20_000
        default: 2_000
        }
    }

    @Test(arguments: TestEngines.all)
    func `random bills, payments, reversals and bills taken back leave equal balances`(engine: Engine)
        async throws
    {
        let seed =
            ProcessInfo.processInfo.environment["LAMPLIGHT_SEED"].flatMap(UInt64.init)
            ?? .random(in: 0...99_999)
        let operations = Self.operations
        let begun = ContinuousClock.now
        try await PaymentWorld.with(engine) { world in
            var trial = BooksTrial(world: world, seed: seed)
            for step in 0..<operations { try await trial.step(step) }
            try await trial.compare()
        }
        try Figures.keep(
            "books-\(engine.rawValue)-\(ProcessInfo.processInfo.environment["LAMPLIGHT_LONG"] ?? "short")",
            [
                "operations": operations, "seed": Int(seed),
                "seconds": Int(begun.duration(to: .now) / .seconds(1)),
            ])
    }
}

/// The program and the model, given the same to do.
private struct BooksTrial {
    let world: PaymentWorld
    let seed: UInt64
    private var model = BooksModel()
    private var random: ModelGenerator
    private var bills: [Int64: Int] = [:]
    private var raised: [Receivable] = []
    private var payments: [(account: Int64, entry: Int64, codes: [LedgerCode: Int64])] = []

    init(world: PaymentWorld, seed: UInt64) {
        self.world = world
        self.seed = seed
        random = ModelGenerator(state: seed)
    }

    mutating func step(_ step: Int) async throws {
        let account = Int64.random(in: 1...7, using: &random)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<30: try await bill(account)
        case 30..<82: try await pay(account, step)
        case 82..<86: try await payTooMuch(account, step)
        case 86..<91: try await reverse()
        case 91..<96: try await takeBack(step)
        default:
            world.clock.move(days: 1)
            model.nextDay()
        }
    }

    private mutating func bill(_ account: Int64) async throws {
        let number = bills[account, default: 0]
        bills[account] = number + 1
        let month = BillingMonth(yyyymm: 202601)!.adding(months: number / 64)
        let due = model.day.adding(days: .random(in: -20...20, using: &random))
        let amount = Money(fen: .random(in: 1...200_000, using: &random))
        let receivable = try await world.bill(
            account, month.yyyymm, amount.description, due: Int(due.yyyymmdd), sequence: number % 64)
        model.bill(receivable)
        raised.append(receivable)
    }

    private mutating func pay(_ account: Int64, _ step: Int) async throws {
        let owed = model.owed(account)
        guard owed > 0 else { return try await payTooMuch(account, step) }
        let fen = Bool.random(using: &random) ? owed : Int64.random(in: 1...owed, using: &random)
        let before = model.codes
        model.pay(account, fen)
        let receipt = try await world.pay(account, Money(fen: fen).description, key: "\(step)")
        let change = model.codes.merging(before) { $0 - $1 }
        payments.append((account, receipt.payment.id.number, change))
        try #require(receipt.payment.amount.fen == fen, "seed \(seed), step \(step)")
        try #require(-change[.penaltyIncome, default: 0] == receipt.penalty.fen, "seed \(seed), step \(step)")
    }

    private func payTooMuch(_ account: Int64, _ step: Int) async throws {
        let debt = Money(fen: model.owed(account))
        let refusal: PaymentRefusal = debt.isZero ? .nothingOwed : .moreThanOwed(debt: debt)
        let (world, amount) = (world, (debt + Money(fen: 1)).description)
        await #expect(throws: refusal, "seed \(seed), step \(step)") {
            try await world.pay(account, amount, key: "\(step)")
        }
    }

    /// A bill is made void, or refused where anything stands on it or it is void already.
    private mutating func takeBack(_ step: Int) async throws {
        guard let receivable = raised.randomElement(using: &random) else { return }
        let isPossible = model.void(receivable)
        let (world, ledger) = (world, world.ledger)
        do {
            let reversal = world.control.house.ids.nextNumber()
            try await world.control.record(as: Control.system(), trail: .untold("a test posts")) { act in
                let open = try ledger.receivables(of: receivable.account, in: act.transaction).first {
                    $0.receivable.id == receivable.id
                }
                guard let open else { return }
                try ledger.void(
                    [VoidedReceivable(open, reversal: reversal)], rollup: receivable.account.bucket, in: act)
            }
            try #require(isPossible, "seed \(seed), step \(step)")
        } catch LedgerRefusal.appliedTo {
            try #require(!isPossible, "seed \(seed), step \(step)")
        }
    }

    /// Only the entry is taken back; what was set off stays, as in a correction by the accountant.
    private mutating func reverse() async throws {
        guard let index = payments.indices.randomElement(using: &random) else { return }
        let payment = payments.remove(at: index)
        let (ledger, account, entry) = (world.ledger, AccountID(payment.account), payment.entry)
        let reversal = world.control.house.ids.nextNumber()
        try await world.control.record(as: Control.system(), trail: .untold("a test posts")) { act in
            try ledger.reverse(entry: entry, of: account, as: reversal, in: act)
        }
        for (code, fen) in payment.codes { model.codes[code, default: 0] -= fen }
    }

    func compare() async throws {
        for account in Int64(1)...7 {
            let debt = try await world.debt(account)
            #expect(debt.fen == model.owed(account), "seed \(seed), account \(account)")
        }
        let check = try await world.ledger.verify()
        #expect(check.isClean, "seed \(seed): \(check)")
        let totals = try await world.ledger.totals(
            under: PaymentWorld.company, days: PaymentWorld.today...model.day.adding(days: 1))
        for code in LedgerCode.allCases {
            let sum = totals.filter { $0.code == code }.map(\.amount.fen).reduce(0, +)
            #expect(sum == model.codes[code, default: 0], "seed \(seed), \(code)")
        }
    }
}

/// SplitMix64.
struct ModelGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
