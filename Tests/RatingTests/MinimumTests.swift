import Foundation
import Kernel
import Rating
import Tariff
import Testing

/// Minimum charges of a month and a year.
@Suite struct `A minimum` {
    /// 0.50 yuan a kWh and at least 100 yuan a month.
    private static let least = """
        {"effectiveFrom": "2020-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
         "prices": {"TOTAL": ["0.5"]}, "minimumMonthly": "100"MORE}
        """

    private static func catalogue(_ more: String = "") throws -> TariffCatalogue {
        try Making.catalogue(
            class: "COMMERCIAL_SINGLE", versions: least.replacingOccurrences(of: "MORE", with: more))
    }

    private func yuan(_ text: String) -> Money { (try? Money(text: text)) ?? Money(fen: .min) }

    @Test(arguments: [("80.00", "80.00"), ("15.00", "85.00"), ("120.00", "80.00"), ("-30.00", "130.00")])
    func `of the month counts what its earlier settlements came to`(before: String, total: String) throws {
        let catalogue = try Self.catalogue()
        var usage = try Making.usage(catalogue, "T-0", total: 160)
        usage.isLastSettlement = false
        #expect(catalogue.book.rate(usage).bills[0].charges == yuan("80.00"))
        usage.isLastSettlement = true
        usage.monthSoFar.charges = yuan(before)
        let batch = catalogue.book.rate(usage)
        #expect(batch.bills[0].total == yuan(total))
        let topped = batch.lines.first { $0.kind == .minimum }
        #expect((topped?.quantity).map { Money(fen: $0) } == topped.map { _ in yuan(before) + yuan("80.00") })
    }

    @Test func `already met by earlier settlements leaves a credit to be used, and hands none out`() throws {
        let catalogue = try Self.catalogue(
            #", "sell": {"scheme": "NET_BILLING_CARRIED", "prices": {"TOTAL": "0.3"}}"#)
        var usage = try Making.usage(catalogue, "T-0", total: 160)
        usage.monthSoFar.charges = yuan("80.00")
        #expect(catalogue.book.rate(usage).lines.map(\.kind) == [.energy])
        usage.carriedMoney = yuan("70.00")
        let bill = catalogue.book.rate(usage).bills[0]
        // Of the month's 160.00 at least 100.00 are paid: 60.00 of the credit are used.
        #expect(bill.total == yuan("20.00") && bill.carriedMoney == yuan("10.00"))
        usage.monthSoFar.charges = yuan("100000000000.01")
        #expect(catalogue.book.rate(usage).bills[0].refusal == .quantityTooLarge)
    }

    /// 20 kWh on ten days and 180 on twenty: 10 and 90 yuan of the month's 100.
    @Test(arguments: [(180, [Int64]()), (90, [45_00])] as [(Int64, [Int64])])
    func `of a month that a version divides is the last one's, once, of all parts together`(
        second: Int64, toppedUp: [Int64]
    ) throws {
        let catalogue = try Making.catalogue(
            class: "COMMERCIAL_SINGLE", versions: Self.least.replacingOccurrences(of: "MORE", with: ""),
            Self.least.replacingOccurrences(of: "MORE", with: ""))
        var first = try Making.usage(catalogue, "T-0", total: 20)
        first.daysInService = 10
        var last = try Making.usage(catalogue, "T-1", total: second)
        last.daysInService = 20
        var batch = catalogue.book.rate(first)
        let parts = catalogue.book.rate(parts: [first, last], at: 0, in: &batch)
        let topped = batch.lines(of: batch.bills[0]).filter { $0.kind == .minimum }
        #expect(topped.map(\.amount.fen) == toppedUp && batch.bills[0].total == yuan("100.00"))
        #expect(parts.map(\.total).total() == yuan("100.00"))
        // Fifteen days in service are half the month's.
        first.daysInService = 5
        last.daysInService = 10
        last.total = .kWh(60)
        catalogue.book.rate([first], into: &batch)
        _ = catalogue.book.rate(parts: [first, last], at: 0, in: &batch)
        #expect(batch.bills[0].total == yuan("50.00"))
    }

    @Test func `of a divided month is paid whatever credit there is, and the rest of it goes on`() throws {
        let more = #", "sell": {"scheme": "NET_BILLING_CARRIED", "prices": {"TOTAL": "0.3"}}"#
        let version = Self.least.replacingOccurrences(of: "MORE", with: more)
        let catalogue = try Making.catalogue(class: "COMMERCIAL_SINGLE", versions: version, version)
        var first = try Making.usage(catalogue, "T-0", total: 100)
        first.daysInService = 15
        first.carriedMoney = yuan("200.00")
        var last = try Making.usage(catalogue, "T-1", total: 180)
        last.daysInService = 15
        var batch = catalogue.book.rate(first)
        _ = catalogue.book.rate(parts: [first, last], at: 0, in: &batch)
        // 50 + 90 are 40 more than the minimum: 40 of the 200 are used.
        #expect(batch.bills[0].total == yuan("100.00") && batch.bills[0].carriedMoney == yuan("160.00"))
    }

    private struct Answer: Decodable {
        let charges: String
        let total: String
    }

    @Test func `of the year is held against the charges that each answer tells, energy fed back apart`()
        throws
    {
        let text = Making.tariff(
            "T-YEAR", "COMMERCIAL_SINGLE",
            """
            {"effectiveFrom": "2020-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
             "prices": {"TOTAL": ["0.5"]}, "minimumYearly": "600",
             "sell": {"scheme": "NET_BILLING", "prices": {"TOTAL": "0.3"}}}
            """)
        let desk = try RatingDesk(
            files: [TariffFile(name: "year.json", content: Data(text.utf8))], codes: [])
        func answer(_ more: String) throws -> Answer {
            var stream = RateStream(desk: desk, form: .json)
            var input = Array(#"{"kwh": 150, "fedBackKwh": {"TOTAL": 200}, \#(more)}"#.utf8)[...]
            var output: [UInt8] = []
            _ = try stream.run { buffer in
                defer { input = [] }
                buffer.copyBytes(from: input)
                return input.count
            } write: {
                output += $0
            }
            return try JSONDecoder().decode(Answer.self, from: Data(output))
        }
        // 75 drawn less 60 fed back, eleven times.
        let november = try answer(#""month": "2026-11""#)
        #expect(november.charges == "75.00" && november.total == "15.00")
        let before = Money(fen: 11 * yuan(november.charges).fen)
        let december = try answer(#""month": "2026-12", "lastOfYear": true, "yearAmount": "\#(before)""#)
        // The year's charges are 900: nothing is missing of 600.
        #expect(december.charges == "75.00" && december.total == "15.00")
    }
}
