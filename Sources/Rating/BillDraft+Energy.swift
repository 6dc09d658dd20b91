import Kernel

extension BillDraft {
    /// Energy by period and tier, the free energy, the surcharge, and the funds inside.
    ///
    /// A bill inside one tier pays that tier's published prices. A bill that crosses a limit pays, with one
    /// price for all hours, each tier its part; with times of use, every period at the first tier's price and
    /// each part above a limit its tier's adder whatever the period, since nobody knows which hours it fell
    /// in (Shanghai, 沪发改价管〔2012〕020号, note 2 to the table: in that month both tiers pay 0.05 and 0.30 in all
    /// periods). Free energy is the first of the month (即征即退, at no price); it counts towards the year's
    /// energy.
    mutating func addEnergy(to lines: inout [RatedLine]) {
        let total = usage.pointee.total.wattHours
        bill.energy = usage.pointee.total
        let hasTiers = tariff.pointee.tierBasis != .none && usage.pointee.tierMonths > 0
        // Energy used before tiers begin is not of the tier year.
        let counts = usage.pointee.tierMonths > 0
        bill.yearToDate = Energy(wattHours: usage.pointee.yearToDate.wattHours + (counts ? total : 0))

        var periods = InlineArray<13, Int64>(repeating: 0)
        if tariff.pointee.isTimeOfUse {
            for slot in 1..<TouPeriod.count { periods[slot] = usage.pointee.energy.values[slot].wattHours }
        } else {
            periods[0] = total
        }
        let free = usage.pointee.isLowIncome ? takeFree(from: &periods, to: &lines) : 0
        freeEnergy = free

        if !hasTiers || usage.pointee.choosesSurcharge {
            addPeriods(periods, tier: 0, label: hasTiers ? 1 : 0, to: &lines)
        } else {
            addTiers(periods, free: free, to: &lines)
        }
        if usage.pointee.choosesSurcharge, total > free {
            energyLine(
                .surcharge, .total, tier: 0, wattHours: total - free, price: tariff.pointee.surchargePrice,
                to: &lines)
        }
        if tariff.pointee.roundingPlace == .total { roundTotal(to: &lines) }
        if tariff.pointee.fundPrice > 0 {
            let funds = Int128(tariff.pointee.fundPrice) * Int128(total - free)
            bill.fundsIncluded = Money(fen: fen(funds, perFen: Self.unitsPerFen, tariff.pointee.rounding))
        }
    }

    /// Splits the bill over the tiers between the year's energy before it and after it. A limit belongs to
    /// the tier below it (「含」).
    @inline(__always)
    private mutating func addTiers(
        _ periods: InlineArray<13, Int64>, free: Int64, to lines: inout [RatedLine]
    ) {
        let tiers = Int(tariff.pointee.tierCount)
        let start = tariff.pointee.tierBasis == .year ? usage.pointee.yearToDate.wattHours : 0
        let end = start + usage.pointee.total.wattHours
        var parts = InlineArray<4, Int64>(repeating: 0)
        var first = tiers - 1
        var last = tiers - 1
        var below = start
        for tier in 0..<tiers {
            let limit = tier < tiers - 1 ? tariff.pointee.limit(tier, for: usage.pointee) : Int64.max
            if start < limit, first > tier { first = tier }
            if end <= limit, last > tier { last = tier }
            let upper = Swift.min(end, limit)
            if upper > below {
                parts[tier] = upper - below
                below = upper
            }
        }
        if last < first { last = first }
        bill.tierReached = UInt8(truncatingIfNeeded: last + 1)
        if first == last {
            addPeriods(periods, tier: first, label: bill.tierReached, to: &lines)
            return
        }
        var left = free
        for tier in first...last {
            let taken = Swift.min(left, parts[tier])
            parts[tier] -= taken
            left -= taken
        }
        if tariff.pointee.isTimeOfUse {
            addPeriods(periods, tier: 0, label: 0, to: &lines)
            for tier in Swift.max(first, 1)...last where parts[tier] > 0 {
                energyLine(
                    .tierAdder, .total, tier: UInt8(truncatingIfNeeded: tier + 1), wattHours: parts[tier],
                    price: tariff.pointee.crossingAdders[tier], to: &lines)
            }
        } else {
            for tier in first...last where parts[tier] > 0 {
                energyLine(
                    .energy, .total, tier: UInt8(truncatingIfNeeded: tier + 1), wattHours: parts[tier],
                    price: tariff.pointee.prices[tier * TouPeriod.count], to: &lines)
            }
        }
    }

    @inline(__always)
    private mutating func addPeriods(
        _ periods: InlineArray<13, Int64>, tier: Int, label: UInt8, to lines: inout [RatedLine]
    ) {
        for period in 0..<TouPeriod.count where periods[period] > 0 {
            energyLine(
                .energy, TouPeriod(rawValue: UInt8(truncatingIfNeeded: period))!, tier: label,
                wattHours: periods[period], price: tariff.pointee.prices[tier * TouPeriod.count + period],
                to: &lines)
        }
    }

    /// Takes the free energy out of the periods in the tariff's order, never more than was used.
    private mutating func takeFree(from periods: inout InlineArray<13, Int64>, to lines: inout [RatedLine])
        -> Int64
    {
        var left = tariff.pointee.freePerMonth * Int64(usage.pointee.monthsCovered)
        var taken: Int64 = 0
        for place in 0..<TouPeriod.count {
            guard left > 0, let period = TouPeriod(rawValue: tariff.pointee.freeOrder[place]) else { break }
            let slot = Int(period.rawValue)
            let part = Swift.min(left, periods[slot])
            if part == 0 { continue }
            periods[slot] -= part
            left -= part
            taken += part
            energyLine(.freeEnergy, period, tier: 0, wattHours: part, price: 0, to: &lines)
        }
        return taken
    }

    private mutating func roundTotal(to lines: inout [RatedLine]) {
        let whole = Money(fen: fen(exact, perFen: Self.unitsPerFen, tariff.pointee.rounding))
        let difference = whole - bill.energyAmount
        if difference.isZero { return }
        bill.energyAmount += difference
        bill.total += difference
        lines.append(
            RatedLine(
                kind: .rounding, period: .total, tier: 0, factorNumerator: 1, factorDenominator: 1,
                quantity: 0,
                unitPrice: 0, amount: difference))
    }
}
