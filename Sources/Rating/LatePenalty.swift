public import Kernel

/// Whose arrears a penalty is counted on.
@frozen
public enum PenaltyClass: UInt8, Hashable, Sendable {
    case residential = 0
    case other
}

/// The rates and bounds of the late-payment penalty 电费违约金, all of them parameters: 条例 art. 39 allows 1 ‰ to
/// 3 ‰ a day by contract; the defaults are those of 供电营业规则 (1996) art. 98.
public struct LatePenaltyTerms: Hashable, Sendable {
    public var residentialPerDay = Percent(ppm: 1_000)
    /// Other customers, arrears of the running year.
    public var otherPerDay = Percent(ppm: 2_000)
    /// Other customers, arrears carried over the year's end, from 1 January on.
    public var otherCarriedOverPerDay = Percent(ppm: 3_000)
    /// A penalty above zero is at least this; 1 yuan in the 1996 edition.
    public var minimum: Money
    /// A penalty is at most this share of the arrears; nil for no cap.
    public var cap: Percent?
    public var rounding: Rounding

    public init(minimum: Money = .zero, cap: Percent? = nil, rounding: Rounding = .halfUp) {
        self.minimum = minimum
        self.cap = cap
        self.rounding = rounding
    }

    /// The penalty on arrears not paid by their due day, when paid on `paidOn`.
    ///
    /// Days run from the day after `dueOn` to the day of payment, both counted; the days from 1 January of
    /// the year after the first overdue day on are carried over. Paid by the due day, nothing.
    /// - Throws: `LatePenaltyRefusal`.
    public func penalty(
        on arrears: Money, class customer: PenaltyClass, dueOn: Day, paidOn: Day
    ) throws(LatePenaltyRefusal) -> LatePenalty {
        let days = Swift.max(0, paidOn.days(since: dueOn))
        let first = dueOn.adding(days: 1)
        var inYear = days
        if let yearEnd = Day(year: first.year, month: 12, day: 31), paidOn > yearEnd {
            inYear = yearEnd.days(since: dueOn)
        }
        return try penalty(on: arrears, class: customer, daysInYear: inYear, daysCarriedOver: days - inYear)
    }

    /// The penalty for counted days: arrears × rate × days, simple, no penalty on penalty, rounded once; then
    /// the minimum, then the cap, which prevails.
    /// - Throws: `LatePenaltyRefusal`.
    public func penalty(
        on arrears: Money, class customer: PenaltyClass, daysInYear: Int, daysCarriedOver: Int = 0
    ) throws(LatePenaltyRefusal) -> LatePenalty {
        guard !arrears.isNegative else { throw .negativeArrears }
        let days = 0...100_000
        guard days.contains(daysInYear), days.contains(daysCarriedOver) else { throw .daysOutOfRange }
        let share: ClosedRange<Int64> = 0...1_000_000
        guard share.contains(residentialPerDay.ppm), share.contains(otherPerDay.ppm),
            share.contains(otherCarriedOverPerDay.ppm), !minimum.isNegative, (cap?.ppm ?? 0) >= 0
        else { throw .termsOutOfRange }
        let (rate, carriedRate) =
            customer == .residential
            ? (residentialPerDay, residentialPerDay) : (otherPerDay, otherCarriedOverPerDay)
        let dayShares =
            Int128(rate.ppm) * Int128(daysInYear) + Int128(carriedRate.ppm) * Int128(daysCarriedOver)
        guard let fen = Int64(exactly: rounding.quotient(Int128(arrears.fen) * dayShares, 1_000_000)) else {
            throw .tooLarge
        }
        var amount = Money(fen: fen)
        if !arrears.isZero, daysInYear + daysCarriedOver > 0 { amount = Swift.max(amount, minimum) }
        if let cap {
            let most = Rounding.down.quotient(Int128(arrears.fen) * Int128(cap.ppm), 1_000_000)
            if Int128(amount.fen) > most { amount = Money(fen: Int64(most)) }
        }
        return LatePenalty(
            daysInYear: daysInYear, daysCarriedOver: daysCarriedOver, rate: rate,
            carriedOverRate: carriedRate,
            computed: Money(fen: fen), amount: amount)
    }
}

/// A penalty with what it was counted from, so that it can be worked again by hand.
public struct LatePenalty: Hashable, Sendable {
    public let daysInYear: Int
    public let daysCarriedOver: Int
    public let rate: Percent
    public let carriedOverRate: Percent
    /// Before minimum and cap.
    public let computed: Money
    /// What is owed.
    public let amount: Money
}

/// Why a penalty cannot be counted.
public enum LatePenaltyRefusal: String, Error, Hashable, Sendable {
    case negativeArrears = "NEGATIVE_ARREARS"
    case daysOutOfRange = "DAYS_OUT_OF_RANGE"
    /// A rate outside 0…100 % a day, a negative minimum or cap.
    case termsOutOfRange = "TERMS_OUT_OF_RANGE"
    case tooLarge = "TOO_LARGE"
}
