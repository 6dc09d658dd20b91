import Control
import Kernel
import Ledger
import Payment
import Store
import TestSupport
import Testing

/// Cases by their id in the published examples; rates and bounds through the parameters.
@Suite struct `The late penalty at the counter` {
    @Test(arguments: TestEngines.all)
    func `LATE-01: a household pays one in a thousand a day`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            // Forty days overdue on 2 November.
            try await world.bill(1, 202608, "300.00", due: 20260923)
            let quote = try await world.payment.quote(AccountID(1), by: world.clerk())
            #expect(quote.penalty.description == "12.00" && quote.total.description == "312.00")
            let receipt = try await world.pay(1, "312.00", key: "k")
            #expect(receipt.penalty.description == "12.00" && receipt.principal.description == "300.00")
            let income = try await world.ledger.totals(
                under: PaymentWorld.company, days: PaymentWorld.today...PaymentWorld.today
            ).filter { $0.code == .penaltyIncome }
            #expect(income.map(\.amount.fen) == [-1_200])
            world.clock.move(days: 100)
            #expect(try await world.debt(1).isZero)
        }
    }

    @Test(arguments: TestEngines.all)
    func `whether the day of payment bears penalty, and a part of a fen, are parameters`(engine: Engine)
        async throws
    {
        try await PaymentWorld.with(engine) { world in
            // Forty days, thirty-nine where the last is free.
            try await world.bill(1, 202608, "300.00", due: 20260923)
            try await world.set("payment.latePenalty.paymentDay", "NOT_COUNTED")
            #expect(try await world.debt(1).description == "311.70")
            #expect(try await world.debt(1, on: Day(yyyymmdd: 20260924)!).description == "300.00")
            // A part payment on the fortieth day; that day and the ten after it are of what was left.
            _ = try await world.pay(1, "111.70", key: "k")
            #expect(try await world.debt(1).description == "200.00")
            world.clock.move(days: 11)
            #expect(try await world.debt(1).description == "202.20")
            // 5.55 yuan, three days of 0.555 fen each: 1.665 fen.
            try await world.bill(3, 202609, "5.55", due: 20261109)
            #expect(try await world.debt(3).description == "5.57")
            try await world.set("payment.latePenalty.rounding", "DOWN")
            #expect(try await world.debt(3).description == "5.56")
        }
    }

    @Test(arguments: TestEngines.all)
    func `LATE-03: the minimum of the 1996 edition is a parameter`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(1, 202609, "20.00", due: 20261030)
            #expect(try await world.debt(1).description == "20.06")
            try await world.set("payment.latePenalty.minimumFen", "100")
            #expect(try await world.debt(1).description == "21.00")
            _ = try await world.pay(1, "11.00", key: "a")
            // The minimum is owed once, not once a part payment.
            #expect(try await world.debt(1).description == "10.00")
            world.clock.move(days: 1)
            #expect(try await world.debt(1).description == "10.00")
            _ = try await world.pay(1, "10.00", key: "b")
            // Raised after it was paid: what a payment fixed stays.
            try await world.set("payment.latePenalty.minimumFen", "500")
            #expect(try await world.debt(1).isZero)
        }
    }

    @Test(arguments: TestEngines.all)
    func `other customers pay two in a thousand, three from the new year on`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(2, 202610, "1000.00", due: 20261221)
            #expect(try await world.debt(2, on: Day(yyyymmdd: 20261221)!).description == "1000.00")
            #expect(try await world.debt(2, on: Day(yyyymmdd: 20261231)!).description == "1020.00")
            #expect(try await world.debt(2, on: Day(yyyymmdd: 20270110)!).description == "1050.00")
            // Part paid in the new year, the rest stays carried over.
            world.clock.move(days: 69)
            #expect(world.clock.now.day.yyyymmdd == 20270110)
            _ = try await world.pay(2, "550.00", key: "k")
            #expect(try await world.debt(2, on: Day(yyyymmdd: 20270120)!).description == "515.00")
        }
    }

    @Test(arguments: TestEngines.all)
    func `a part payment lowers the base from the next day on`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(1, 202609, "1000.00", due: 20261023)
            // Ten days at 1.00; then 506.00 of principal are left.
            let receipt = try await world.pay(1, "504.00", key: "k")
            #expect(receipt.lines.map(\.penalty.description) == ["10.00"])
            #expect(receipt.lines.map(\.remaining.description) == ["506.00"])
            #expect(try await world.debt(1).description == "506.00")
            world.clock.move(days: 10)
            #expect(try await world.debt(1).description == "511.06")
        }
    }

    @Test(arguments: TestEngines.all)
    func `principal first leaves the penalty standing, and it does not grow`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.set("payment.allocationOrder", "PRINCIPAL_FIRST")
            try await world.bill(1, 202608, "300.00", due: 20260923)
            try await world.bill(1, 202610, "10.00", due: 20261130)
            let receipt = try await world.pay(1, "305.00", key: "k")
            #expect(receipt.lines.map(\.principal.description) == ["300.00"])
            #expect(receipt.lines.map(\.penalty.description) == ["5.00"])
            world.clock.move(days: 20)
            let quote = try await world.payment.quote(AccountID(1), by: world.clerk())
            #expect(quote.items.map(\.total.description) == ["7.00", "10.00"])
            _ = try await world.pay(1, "17.00", key: "l")
            #expect(try await world.debt(1).isZero)
        }
    }

    @Test(arguments: TestEngines.all)
    func `days of grace that end on a holiday run on to the next working day, by a parameter`(engine: Engine)
        async throws
    {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(1, 202609, "100.00", due: 20261023)
            // Eight days end on Saturday, 31 October; today is Monday.
            try await world.set("payment.latePenalty.graceDays", "8")
            #expect(try await world.debt(1).description == "100.00")
            #expect(try await world.debt(1, on: Day(yyyymmdd: 20261103)!).description == "100.10")
            try await world.set("payment.latePenalty.graceOnHoliday", "AS_IS")
            #expect(try await world.debt(1).description == "100.20")
        }
    }

    @Test(arguments: TestEngines.all)
    func `days of grace bear nothing and the cap prevails over the minimum`(engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            try await world.bill(1, 202609, "100.00", due: 20261023)
            try await world.set("payment.latePenalty.graceDays", "7")
            #expect(try await world.debt(1).description == "100.30")
            try await world.set("payment.latePenalty.minimumFen", "500")
            #expect(try await world.debt(1).description == "105.00")
            try await world.set("payment.latePenalty.capPercent", "20000")
            #expect(try await world.debt(1).description == "102.00")
            try await world.set("payment.latePenalty.graceDays", "10")
            #expect(try await world.debt(1).description == "100.00")
        }
    }
}
