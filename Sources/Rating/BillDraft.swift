import Kernel

/// One bill while it is worked out: where its numbers come from and what it has come to so far. The pointers
/// are those of the batch's buffers and live no longer than the call.
struct BillDraft {
    let usage: UnsafePointer<Usage>
    let tariff: UnsafePointer<CompiledTariff>
    var bill: RatedBill
    /// Energy lines unrounded, in 1e-11 yuan; read only where the tariff rounds the total alone.
    var exact: Int128 = 0
    /// Wh that were given free.
    var freeEnergy: Int64 = 0

    init(usage: UnsafePointer<Usage>, tariff: UnsafePointer<CompiledTariff>, bill: RatedBill) {
        self.usage = usage
        self.tariff = tariff
        self.bill = bill
    }

    /// Writes a line of energy and adds it up.
    @inline(__always)
    mutating func energyLine(
        _ kind: LineKind, _ period: TouPeriod, tier: UInt8, wattHours: Int64, price: Int64,
        to lines: inout [RatedLine]
    ) {
        let product = Int128(price) * Int128(wattHours)
        let amount = Money(fen: fen(product, perFen: Self.unitsPerFen, tariff.pointee.rounding))
        if tariff.pointee.roundingPlace == .total { exact += product }
        bill.energyAmount += amount
        bill.total += amount
        lines.append(
            RatedLine(
                kind: kind, period: period, tier: tier, factorNumerator: 1, factorDenominator: 1,
                quantity: wattHours, unitPrice: price, amount: amount))
    }

    /// 1e-8 yuan per kWh times Wh is 1e-11 yuan; a fen has 1e9 of them.
    static var unitsPerFen: Int64 { 1_000_000_000 }
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
