import Kernel

extension BillDraft {
    /// Demand charges, fixed charge, minimum, and what is fed back: what few tariffs have, in the order of the
    /// bill.pointee. Once a month, with the last settlement.
    mutating func addMore(_ carried: inout [PeriodEnergy], to lines: inout [RatedLine]) {
        let before = bill.pointee.total
        if usage.pointee.isLastSettlement {
            addDemand(to: &lines)
            if tariff.pointee.fixedMonthly > 0 {
                _ = line(
                    .fixed, quantity: 1_000, price: tariff.pointee.fixedMonthly, monthFactor, to: &lines)
            }
            addMinimum(to: &lines)
        }
        bill.pointee.charges = bill.pointee.total
        if tariff.pointee.sellScheme != .none || usage.pointee.handsCredit { addSale(&carried, to: &lines) }
        roundBill(to: &lines)
        bill.pointee.otherAmount = bill.pointee.total - before
    }

    /// The total as a multiple of the tariff's unit, by its rule.
    private mutating func roundBill(to lines: inout [RatedLine]) {
        let sum = bill.pointee.total
        let unit = tariff.pointee.totalUnit.rawValue
        let rounded = Money(
            fen: Int64(tariff.pointee.rounding.quotient(Int128(sum.fen), Int128(unit))) * unit)
        guard rounded != sum else { return }
        bill.pointee.total = rounded
        lines.append(
            RatedLine(
                kind: .totalRounding, period: .total, tier: 0, factorNumerator: 1, factorDenominator: 1,
                quantity: sum.fen, unitPrice: 0, amount: rounded - sum))
    }

    /// Flat and by time of use: each period's own highest demand, tiered, and all added.
    private mutating func addDemand(to lines: inout [RatedLine]) {
        guard tariff.pointee.demandAt >= 0 else { return }
        for slot in 0..<13 {
            let charge = season + Int(tariff.pointee.demandAt) + slot * FlatTariff.demandStride
            let tiers = Int(charge[0])
            if tiers == 0 { continue }
            let demand = tariff.pointee.billedDemand(slot, usage)
            var below: Int64 = 0
            for tier in 0..<tiers {
                let upper = tier < tiers - 1 ? Swift.min(demand, charge[1 + tier]) : demand
                guard upper > below else { continue }
                _ = line(
                    .demand, slot, tier: tiers == 1 ? 0 : tier + 1, quantity: upper - below,
                    price: charge[6 + tier], monthFactor, to: &lines)
                below = upper
            }
        }
    }

    /// The larger of the lines' sum and the minimum, of the month, with its last part, and, with the year's last bill, of the year.
    private mutating func addMinimum(to lines: inout [RatedLine]) {
        if tariff.pointee.minimumMonthly > 0, usage.pointee.part.isLast {
            topUp(
                .minimum, tariff.pointee.minimumMonthly, wholeMonthFactor,
                usage.pointee.monthSoFar.charges + bill.pointee.total, to: &lines)
        }
        if tariff.pointee.minimumYearly > 0, endsYear {
            topUp(
                .yearMinimum, tariff.pointee.minimumYearly,
                reduced(Int32(Swift.min(usage.pointee.yearMonths, 12)), 12),
                usage.pointee.yearAmount + bill.pointee.total,
                to: &lines)
        }
    }

    private func minimum(_ price: Int64, _ factor: (numerator: Int32, denominator: Int32)) -> Money {
        Money(
            fen: fen(
                Int128(price) * Int128(factor.numerator), perFen: 1_000_000 * Int64(factor.denominator),
                tariff.pointee.rounding))
    }

    private mutating func topUp(
        _ kind: LineKind, _ price: Int64, _ factor: (numerator: Int32, denominator: Int32), _ sum: Money,
        to lines: inout [RatedLine]
    ) {
        let missing = minimum(price, factor) - sum
        guard missing > .zero else { return }
        bill.pointee.total += missing
        lines.append(
            RatedLine(
                kind: kind, period: .total, tier: 0, factorNumerator: factor.numerator,
                factorDenominator: factor.denominator, quantity: sum.fen, unitPrice: price, amount: missing))
    }

    /// Sets energy fed back and the credit carried off against energy drawn, period by period.
    mutating func setOff(to lines: inout [RatedLine]) {
        for slot in 0..<13 where isPriced(slot) {
            let credit =
                usage.pointee.fedBack.values[slot].wattHours
                + usage.pointee.carriedEnergy.values[slot].wattHours
            let part = Swift.min(credit, room.pointee.hours[slot])
            room.pointee.leftOver[slot] = credit - part
            if part == 0 { continue }
            room.pointee.hours[slot] -= part
            drawn -= part
            energyLine(.netted, slot, tier: 0, wattHours: part, price: 0, to: &lines)
        }
    }

    /// What is fed back, and the credits carried in and out. A carried credit never brings the bill below its
    /// minimum; one paid out may.
    private mutating func addSale(_ carried: inout [PeriodEnergy], to lines: inout [RatedLine]) {
        let scheme = tariff.pointee.sellScheme
        let settles = endsYear
        // With the account's last bill a credit in energy is sold, where the tariff sets none off.
        let isSold = settles && usage.pointee.isFinalBill && scheme != .none && !scheme.nets
        if scheme == .netMeteringEnergy {
            carryEnergy(settles, &carried, to: &lines)
        } else if scheme != .none {
            let prices = season + Int(tariff.pointee.sellAt)
            for slot in 0..<13 {
                var sold =
                    scheme.nets ? room.pointee.leftOver[slot] : usage.pointee.fedBack.values[slot].wattHours
                if isSold, isPriced(slot) {
                    sold += usage.pointee.carriedEnergy.values[slot].wattHours
                }
                if sold > 0 {
                    _ = line(.feedIn, slot, quantity: sold, price: prices[slot], (-1, 1), to: &lines)
                }
            }
        }
        if scheme != .netMeteringEnergy { keepEnergy(isUsed: isSold || scheme.nets, &carried) }
        if usage.pointee.carriedMoney > .zero {
            move(.creditUsed, -usage.pointee.carriedMoney, to: &lines)
        }
        // Of a month's settlements the first ones leave of a credit what the minimum wants of them all.
        let floor = Swift.min(
            minimum(tariff.pointee.minimumMonthly, wholeMonthFactor) - usage.pointee.monthSoFar.charges
                + usage.pointee.part.creditBefore, bill.pointee.charges)
        var missing = Swift.max(floor, .zero) - bill.pointee.total
        var rule = settles ? yearEndRule : .carry
        if !scheme.carriesMoney {
            // Of an earlier scheme's credit alone: what this one pays at once it pays, and its year's end forfeits
            // nothing that another scheme owes.
            missing = Swift.min(missing, usage.pointee.carriedMoney)
            if rule == .forfeit { rule = usage.pointee.isFinalBill ? .pay : .carry }
        }
        guard missing > .zero else { return }
        switch rule {
        case .carry:
            move(.creditCarried, missing, to: &lines)
            bill.pointee.carriedMoney = missing
        case .forfeit: move(.creditForfeited, missing, to: &lines)
        case .pay: break
        }
    }

    /// The account's last bill of all is the last of its year too.
    private var endsYear: Bool { usage.pointee.isLastOfYear || usage.pointee.isFinalBill }

    private func isPriced(_ slot: Int) -> Bool { tariff.pointee.periods >> UInt16(slot) & 1 == 1 }

    /// The credit in energy that was carried in, of the periods that this tariff does not price: it goes on as it is.
    private var foreignCredit: PeriodEnergy {
        var credit = usage.pointee.carriedEnergy
        for slot in 0..<13 where isPriced(slot) { credit.values[slot] = .zero }
        return credit
    }

    /// Carries a credit in energy on as it is, under a tariff that sets none off; what is sold is carried no more.
    private mutating func keepEnergy(isUsed: Bool, _ carried: inout [PeriodEnergy]) {
        let credit = isUsed ? foreignCredit : usage.pointee.carriedEnergy
        guard credit != PeriodEnergy() else { return }
        bill.pointee.carriedAt = Int32(truncatingIfNeeded: carried.count)
        carried.append(credit)
    }

    /// What becomes of a credit now: with the account's last bill there is nothing left to carry it to.
    private var yearEndRule: YearEndRule {
        let rule = tariff.pointee.yearEndRule
        return rule == .carry && usage.pointee.isFinalBill ? .pay : rule
    }

    private mutating func move(_ kind: LineKind, _ amount: Money, to lines: inout [RatedLine]) {
        bill.pointee.total += amount
        lines.append(
            RatedLine(
                kind: kind, period: .total, tier: 0, factorNumerator: amount.isNegative ? -1 : 1,
                factorDenominator: 1, quantity: amount.magnitude.fen, unitPrice: 0, amount: amount))
    }

    private mutating func carryEnergy(
        _ settles: Bool, _ carried: inout [PeriodEnergy], to lines: inout [RatedLine]
    ) {
        var credit = foreignCredit
        var isThere = credit != PeriodEnergy()
        for slot in 0..<13 where room.pointee.leftOver[slot] > 0 {
            if settles, yearEndRule == .pay {
                _ = line(
                    .yearEnd, slot, quantity: room.pointee.leftOver[slot], price: tariff.pointee.yearEndPrice,
                    (-1, 1),
                    to: &lines)
            } else if !settles || yearEndRule == .carry {
                credit.values[slot] = Energy(wattHours: room.pointee.leftOver[slot])
                isThere = true
            }
        }
        guard isThere else { return }
        bill.pointee.carriedAt = Int32(truncatingIfNeeded: carried.count)
        carried.append(credit)
    }
}
