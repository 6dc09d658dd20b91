import Kernel

extension BillDraft {
    /// The power-factor adjustment 力调电费: the table's percent of basic charge plus energy charge without the
    /// funds (水电财字〔1983〕215号). No energy at all, no adjustment. A month settled more than once pays it with
    /// the last settlement, on the month's energies and charges.
    /// - Parameter percents: of the table that holds, `PowerFactorTable.size` of them.
    /// - Returns: whether the adjustment is within `RatingLimit.adjustment`; nothing is added where it is not.
    mutating func addPowerFactor(_ percents: UnsafeBufferPointer<Int32>, to lines: inout [RatedLine]) -> Bool
    {
        let standard = usage.pointee.powerFactorStandard
        guard standard != .none, tariff.pointee.adjustsPowerFactor else { return true }
        var outside = Int128(tariff.pointee.outsideBasePrice) * Int128(drawn - freeEnergy)
        if tariff.pointee.outsideAt >= 0 {
            let prices = season + Int(tariff.pointee.outsideAt)
            for slot in 0..<13 where used >> UInt16(slot) & 1 == 1 {
                outside += Int128(prices[slot]) * Int128(hours[slot])
            }
        }
        bill.pointee.energyBase =
            bill.pointee.energyAmount
            - Money(fen: fen(outside, perFen: Self.unitsPerFen, tariff.pointee.rounding))
        let soFar = usage.pointee.monthSoFar
        guard usage.pointee.isLastSettlement,
            let factor = PowerFactor(
                active: usage.pointee.total + soFar.total, reactive: usage.pointee.reactive + soFar.reactive,
                rounding: tariff.pointee.powerFactorRounding)
        else { return true }
        let ppm = percents[(Int(standard.rawValue) - 1) * 101 + Int(factor.hundredths)]
        let base = bill.pointee.basicCharge + bill.pointee.energyBase + soFar.energyBase
        let part = tariff.pointee.adjustmentRounding.quotient(Int128(base.fen) * Int128(ppm), 1_000_000)
        guard part.magnitude <= UInt128(RatingLimit.adjustment) else { return false }
        let amount = Money(fen: Int64(part))
        bill.pointee.factorHundredths = Int16(truncatingIfNeeded: factor.hundredths)
        bill.pointee.adjustmentPercent = Percent(ppm: Int64(ppm))
        bill.pointee.adjustmentBase = base
        bill.pointee.powerFactorAdjustment = amount
        bill.pointee.total += amount
        if ppm == 0 { return true }
        lines.append(
            RatedLine(
                kind: .powerFactor, period: .total, tier: 0, factorNumerator: ppm,
                factorDenominator: 1_000_000, quantity: base.fen, unitPrice: 0, amount: amount))
        return true
    }
}
