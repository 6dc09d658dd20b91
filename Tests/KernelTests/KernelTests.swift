import Kernel
import Testing

@Suite struct `Kernel values` {
    @Test(arguments: [(1, 2066), (1_234_567_890, 3322), (3_200_000_000_001, 3814)] as [(Int64, Int32)])
    func `an id falls into the bucket that the design gives`(id: Int64, bucket: Int32) {
        #expect(Bucket(of: id).number == bucket)
    }

    @Test(arguments: [
        ("0.00", "人民币零元整"), ("0.05", "人民币伍分"), ("0.50", "人民币伍角整"), ("1234.56", "人民币壹仟贰佰叁拾肆元伍角陆分"),
        ("10000.00", "人民币壹万元整"), ("100005.03", "人民币壹拾万零伍元零叁分"), ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"), ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"), ("107000.53", "人民币壹拾万零柒仟元伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"), ("325.04", "人民币叁佰贰拾伍元零肆分"), ("100000000.00", "人民币壹亿元整"),
        ("100010000.00", "人民币壹亿零壹万元整"), ("-3.00", "人民币负叁元整"),
    ])
    func `an amount in Chinese capitals follows the rules of papers`(amount: String, capital: String) throws {
        #expect(try Money(text: amount).chineseCapital == capital)
    }

    @Test func `every day of 400 years converts to a number and back`() {
        var number = Day(yyyymmdd: 1900_01_01)!.daysSinceEpoch
        let last = Day(yyyymmdd: 2300_12_31)!.daysSinceEpoch
        var before = Day(daysSinceEpoch: number - 1)
        while number <= last {
            let day = Day(daysSinceEpoch: number)
            #expect(day.daysSinceEpoch == number && before < day && Day(text: day.description) == day)
            before = day
            number += 1
        }
    }

    @Test(arguments: [20260229, 20261301, 20260431, 0, 20261100])
    func `a day that does not exist is refused`(number: Int) { #expect(Day(yyyymmdd: number) == nil) }

    @Test func `a Sunday is the seventh day`() {
        #expect(Day(yyyymmdd: 2026_11_22)!.weekday == 7)
        #expect(Day(yyyymmdd: 2026_11_23)!.weekday == 1)
    }

    @Test func `an instant belongs to the day that China has`() {
        #expect(Instant(milliseconds: 0).description == "1970-01-01 08:00:00")
        #expect(
            Instant(startOf: Day(yyyymmdd: 2026_11_22)!).adding(milliseconds: -1).day.yyyymmdd == 2026_11_21)
        #expect(Instant(milliseconds: -100_000_000).day.yyyymmdd == 1969_12_31)
    }

    @Test func `a bill id gives back its account, month and sequence`() throws {
        let month = BillingMonth(yyyymm: 202610)!
        let id = try #require(BillID(account: AccountID(AccountID.greatest), month: month, sequence: 63))
        #expect(
            id.account.number == AccountID.greatest && id.month == month && id.sequence == 63 && id.number > 0
        )
        #expect(BillID(account: AccountID(1), month: month, sequence: 64) == nil)
        #expect(BillID(account: AccountID(1), month: month.adding(months: 4_000), sequence: 0) == nil)
    }

    @Test func `a month is read from 2000 to where bills can go, and reckoned beyond both ends`() throws {
        let first = try #require(BillingMonth(text: "2000-01"))
        let last = try #require(BillingMonth(text: "2341-04"))
        for text in ["1999-12", "2341-05", "2341-12", "2342-01", "2026-13", "2026-00"] {
            #expect(BillingMonth(text: text) == nil, "\(text)")
        }
        #expect(BillingMonth(number: Int(last.number) + 1) == nil && BillingMonth(number: -1) == nil)
        #expect(first.adding(months: -1).description == "1999-12")
        #expect(first.adding(months: -12).firstDay.yyyymmdd == 1999_01_01)
        #expect(last.adding(months: 1).lastDay.yyyymmdd == 2341_05_31)
        #expect(first.adding(months: -13).adding(months: 13) == first)
        for day in [1_01_01, 1999_12_31, 2341_12_01, 9999_12_31] {
            let day = try #require(Day(yyyymmdd: day))
            #expect(day.billingMonth.year == day.year && day.billingMonth.month == day.month)
        }
    }

    @Test func `ids rise even when the clock goes back`() {
        var ids = IdentifierSequence(node: 1)
        let now = Instant(milliseconds: 1_790_000_000_000)
        var last: Int64 = 0
        for step in 0..<20_000 {
            let id = ids.next(at: now.adding(milliseconds: step % 3 == 0 ? -5_000 : Int64(step / 100)))
            #expect(id > last)
            last = id
        }
    }

    @Test(
        arguments: [
            (Rounding.halfUp, 25, 10, 3), (.halfUp, -25, 10, -3), (.halfUp, 24, 10, 2),
            (.halfEven, 25, 10, 2),
            (.halfEven, 35, 10, 4), (.down, -29, 10, -2), (.up, 21, 10, 3), (.up, -21, 10, -3),
        ] as [(Rounding, Int, Int, Int)])
    func `a named rule rounds as its name says`(rule: Rounding, numerator: Int, by: Int, result: Int) {
        #expect(rule.quotient(Int128(numerator), Int128(by)) == Int128(result))
    }

    @Test(arguments: ["", "1.2.3", "1e3", "１２", "1,000", "NaN", "-", "0.001", "99999999999999999999"])
    func `text that is no exact amount of fen is refused`(text: String) {
        #expect(throws: DecimalTextError.self) { try Money(text: text) }
    }

    @Test func `text and amount are each other's inverse`() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<10_000 {
            let money = Money(fen: Int64.random(in: -1_000_000_000...1_000_000_000, using: &random))
            #expect(try Money(text: money.description) == money)
            let price = Price(units: Int64.random(in: -1_000_000_000...1_000_000_000, using: &random))
            #expect(try Price(text: price.text(least: 2)) == price)
        }
    }

    @Test func `a check digit case by id: DATA-01, DATA-02`() {
        #expect(CreditCode.check(first17: "91350100M000100Y4") == "3")
        #expect(IdentityNumber.check(first17: "11010519491231002") == "X")
        #expect(IdentityNumber.isValid("11010519491231002X") && !IdentityNumber.isValid("110105194912310021"))
        #expect(CreditCode.isValid("91350100M000100Y43") && !CreditCode.isValid("91350100M000100Y44"))
    }

    @Test func `an overflow reaches the caller`() {
        #expect(throws: Overflow.self) { try Money(fen: .max).adding(Money(fen: 1)) }
        #expect(throws: Overflow.self) { try Multiplier(units: .max).energy(RegisterValue(units: .max)) }
    }

    @Test func `a price times an energy rounds once, at the fen`() throws {
        #expect(
            try (Price(text: "0.735686") * Energy(kilowattHours: 1850)).rounded(.halfUp)
                == Money(text: "1361.02"))
    }
}
