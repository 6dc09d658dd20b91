import Kernel
import Rating
import Tariff
import Testing

/// What a scheme carried, under the schemes that come after it: nothing that is owed to a customer disappears.
@Suite struct `Credits under another scheme` {
    private static let schemes = [
        "", #""sell": {"scheme": "NET_BILLING", "prices": {"TOTAL": "0.1"}},"#,
        #""sell": {"scheme": "BUY_ALL_SELL_ALL", "prices": {"TOTAL": "0.1"}},"#,
        #""sell": {"scheme": "NET_METERING_KWH", "yearEnd": {"rule": "FORFEIT"}},"#,
        #""sell": {"scheme": "NET_BILLING_CARRIED", "prices": {"TOTAL": "0.1"}},"#,
        #""sell": {"scheme": "NET_METERING_MONEY", "prices": {"TOTAL": "0.1"}},"#,
    ]

    private func book(_ scheme: String, _ more: String = "") throws -> TariffCatalogue {
        try Making.catalogue(
            versions: """
                {"effectiveFrom": "2026-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"}, \(scheme)
                 \(more) "prices": {"TOTAL": ["0.5"]}}
                """)
    }

    @Test(arguments: schemes)
    func `money is used, and what a bill leaves of it is carried on`(scheme: String) throws {
        let catalogue = try book(scheme)
        var usage = try Making.usage(catalogue, "T-0", total: 80)
        usage.carriedMoney = Money(fen: 90_00)
        var owed = Money(fen: 90_00)
        for month in 1...4 {
            usage.month = BillingMonth(year: 2026, month: month)
            let batch = catalogue.book.rate(usage)
            let bill = batch.bills[0]
            #expect(bill.refusal == nil && bill.total == batch.lines.map(\.amount).total())
            // 40 yuan a month: 90 last for two bills and a quarter.
            let used = Swift.min(owed, Money(fen: 40_00))
            owed -= used
            #expect(bill.total == Money(fen: 40_00) - used && bill.carriedMoney == owed)
            #expect(bill.charges == Money(fen: 40_00))
            usage.carriedMoney = bill.carriedMoney
        }
        #expect(owed == .zero)
    }

    @Test(arguments: schemes.dropLast(2))
    func `money is never forfeited by a scheme that carries none, and is paid with the final bill`(
        scheme: String
    ) throws {
        let catalogue = try book(scheme, #""minimumMonthly": "15","#)
        var usage = try Making.usage(catalogue, "T-0", total: 50)
        usage.carriedMoney = Money(fen: 90_00)
        usage.isLastOfYear = true
        let bill = catalogue.book.rate(usage).bills[0]
        #expect(bill.total == Money(fen: 15_00) && bill.carriedMoney == Money(fen: 80_00))
        usage.isFinalBill = true
        let last = catalogue.book.rate(usage).bills[0]
        #expect(last.total == Money(fen: -65_00) && last.carriedMoney == .zero)
    }

    @Test func `what net billing pays at once is paid though a credit is carried on`() throws {
        let catalogue = try book(Self.schemes[1])
        var usage = try Making.usage(catalogue, "T-0", total: 10)
        usage.fedBack[.total] = .kWh(1_000)
        usage.carriedMoney = Money(fen: 90_00)
        let bill = catalogue.book.rate(usage).bills[0]
        #expect(bill.total == Money(fen: 5_00 - 100_00) && bill.carriedMoney == Money(fen: 90_00))
    }

    @Test(arguments: [0, 1, 2, 4])
    func `energy is carried on untouched until a scheme sets it off`(number: Int) throws {
        let catalogue = try book(Self.schemes[number])
        var usage = try Making.usage(catalogue, "T-0", total: 100)
        // One that this tariff does not price, and one that it does.
        usage.carriedEnergy[.peak] = .kWh(7)
        usage.carriedEnergy[.total] = .kWh(30)
        usage.isLastOfYear = true
        var batch = catalogue.book.rate(usage)
        #expect(batch.bills[0].total == Money(fen: 50_00))
        #expect(batch.carriedEnergy(of: batch.bills[0]) == usage.carriedEnergy)
        // The final bill buys what it has a price for.
        usage.isFinalBill = true
        batch = catalogue.book.rate(usage)
        var left = usage.carriedEnergy
        if number > 0 { left[.total] = .zero }
        #expect(batch.bills[0].total == Money(fen: number > 0 ? 47_00 : 50_00))
        #expect(batch.carriedEnergy(of: batch.bills[0]) == left)
        // Set off by the next one that does.
        let next = try book(Self.schemes[3])
        usage.carriedEnergy = PeriodEnergy()
        usage.carriedEnergy[.total] = .kWh(30)
        #expect(next.book.rate(usage).bills[0].total == Money(fen: 35_00))
    }

    @Test func `a month divided at the new scheme's day uses the credit in both parts`() throws {
        let catalogue = try Making.catalogue(
            versions: #"""
                {"effectiveFrom": "2025-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
                 "prices": {"TOTAL": ["0.5"]}, "sell": {"scheme": "NET_BILLING_CARRIED", "prices": {"TOTAL": "0.1"}}},
                {"effectiveFrom": "2026-01-11", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
                 "prices": {"TOTAL": ["0.5"]}}
                """#)
        var usage = try Making.usage(catalogue, "T-0", total: 120)
        usage.carriedMoney = Money(fen: 90_00)
        var (first, second) = try #require(UsageSplit.byDays(usage, first: 10))
        first.tariff = 0
        second.tariff = 1
        var batch = catalogue.book.rate(usage)
        let parts = catalogue.book.rate(parts: [first, second], at: 0, in: &batch)
        #expect(parts.map(\.carriedMoney) == [Money(fen: 70_00), Money(fen: 30_00)])
        #expect(batch.bills[0].total == .zero && batch.bills[0].carriedMoney == Money(fen: 30_00))
    }

    @Test(arguments: schemes)
    func `money leaves a month's settlements its minimum together`(scheme: String) throws {
        let catalogue = try book(scheme, #""minimumMonthly": "60","#)
        // 50 and 20 yuan, 60 and 0, 200 and 20, 5 and 5, with 50 yuan to use.
        for (first, second) in [(100, 40), (120, 0), (400, 40), (10, 10)] as [(Int64, Int64)] {
            var whole = try Making.usage(catalogue, "T-0", total: first + second)
            whole.carriedMoney = Money(fen: 50_00)
            let once = catalogue.book.rate(whole).bills[0]
            var usage = whole
            usage.total = .kWh(first)
            usage.isLastSettlement = false
            let one = catalogue.book.rate(usage).bills[0]
            usage.total = .kWh(second)
            usage.isLastSettlement = true
            usage.monthSoFar.total = .kWh(first)
            usage.monthSoFar.charges = one.charges
            usage.carriedMoney = one.carriedMoney
            let two = catalogue.book.rate(usage).bills[0]
            #expect(one.total + two.total == once.total && two.carriedMoney == once.carriedMoney)
            #expect(once.total >= Money(fen: 60_00))
        }
    }

    @Test(arguments: [3, 4, 5])
    func `energy of a period that the tariff does not price goes on as it is`(number: Int) throws {
        let catalogue = try book(Self.schemes[number])
        var usage = try Making.usage(catalogue, "T-0", total: 10)
        usage.carriedEnergy[.peak] = .kWh(20)
        for isFinal in [false, true] {
            usage.isFinalBill = isFinal
            let batch = catalogue.book.rate(usage)
            let bill = batch.bills[0]
            #expect(bill.refusal == nil && bill.total == Money(fen: 5_00))
            #expect(batch.carriedEnergy(of: bill) == usage.carriedEnergy)
        }
    }
}
