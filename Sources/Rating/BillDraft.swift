import Kernel

/// One bill while it is worked out: where its numbers come from and what it has come to so far. The pointers
/// are those of the batch's buffers and live no longer than the call.
struct BillDraft {
    let usage: UnsafePointer<Usage>
    let tariff: UnsafePointer<FlatTariff>
    /// The block of the month's season.
    let season: UnsafePointer<Int64>
    /// Where the bill is written.
    let bill: UnsafeMutablePointer<RatedBill>
    /// Room for the few bills whose periods are not priced as the meter has them.
    let room: UnsafeMutablePointer<BillRoom>
    /// Wh that are priced, thirteen slots: the usage's own, or the room's.
    var hours: UnsafePointer<Int64>
    /// Slots of `hours` that hold any, a bit each.
    var used: UInt16
    /// Energy lines unrounded, in 1e-11 yuan; read only where the tariff rounds the total alone.
    var exact: Int128 = 0
    /// Wh that were given free.
    var freeEnergy: Int64 = 0
    /// Wh that are priced: drawn, less what was set off.
    var drawn: Int64

    /// Writes a line of energy and adds it up.
    @inline(__always)
    mutating func energyLine(
        _ kind: LineKind, _ period: Int, tier: Int, wattHours: Int64, price: Int64,
        to lines: inout [RatedLine]
    ) {
        let product = Int128(price) * Int128(wattHours)
        let amount = Money(fen: fen(product, perFen: Self.unitsPerFen, tariff.pointee.rounding))
        if tariff.pointee.roundingPlace == .total { exact += product }
        bill.pointee.energyAmount += amount
        bill.pointee.total += amount
        lines.append(
            RatedLine(
                kind: kind, period: Self.period(period), tier: UInt8(truncatingIfNeeded: tier),
                factorNumerator: 1, factorDenominator: 1, quantity: wattHours, unitPrice: price,
                amount: amount))
    }

    /// Writes any other line of quantity × price × factor and gives its amount; the caller adds it up.
    mutating func line(
        _ kind: LineKind, _ period: Int = 0, tier: Int = 0, quantity: Int64, price: Int64,
        _ factor: (numerator: Int32, denominator: Int32) = (1, 1), to lines: inout [RatedLine]
    ) -> Money {
        let product = Int128(price) * Int128(quantity) * Int128(factor.numerator)
        let amount = Money(
            fen: fen(
                product, perFen: Self.unitsPerFen * Int64(factor.denominator), tariff.pointee.rounding))
        bill.pointee.total += amount
        lines.append(
            RatedLine(
                kind: kind, period: Self.period(period), tier: UInt8(truncatingIfNeeded: tier),
                factorNumerator: factor.numerator, factorDenominator: factor.denominator, quantity: quantity,
                unitPrice: price, amount: amount))
        return amount
    }

    /// Months in service as a factor: whole months as a number, a part of one in thirtieths
    /// (供电营业规则 1996, art. 84).
    var monthFactor: (numerator: Int32, denominator: Int32) { factor(of: usage.pointee.daysInService) }

    /// The same of all parts of a divided month.
    var wholeMonthFactor: (numerator: Int32, denominator: Int32) {
        let days = usage.pointee.part.daysInService
        return factor(of: days == 0 ? usage.pointee.daysInService : days)
    }

    private func factor(of days: UInt16) -> (numerator: Int32, denominator: Int32) {
        let months = Int32(usage.pointee.monthsCovered)
        if days == usage.pointee.daysInPeriod { return (months, 1) }
        return (Swift.min(Int32(days), 30 * months), 30)
    }

    @inline(__always)
    static func period(_ slot: Int) -> TouPeriod { TouPeriod(rawValue: UInt8(truncatingIfNeeded: slot))! }

    /// 1e-8 yuan per kWh times Wh is 1e-11 yuan; a fen has 1e9 of them.
    static var unitsPerFen: Int64 { 1_000_000_000 }
}

/// The slots of a bill with energy fed back or free energy.
struct BillRoom {
    var hours = InlineArray<13, Int64>(repeating: 0)
    /// Free energy.
    var free = InlineArray<13, Int64>(repeating: 0)
    /// What is left of energy fed back after setting it off.
    var leftOver = InlineArray<13, Int64>(repeating: 0)
}

/// A product in units of which `perFen` make a fen, rounded by the rule. Most products fit 64 bits, where a
/// division costs a third of what 128 bits cost.
@inline(__always)
func fen(_ product: Int128, perFen: Int64, _ rule: Rounding) -> Int64 {
    if rule == .halfUp, let small = Int64(exactly: product), small >= 0 {
        let (whole, rest) = small.quotientAndRemainder(dividingBy: perFen)
        return rest >= perFen - rest ? whole + 1 : whole
    }
    return Int64(rule.quotient(product, Int128(perFen)))
}
