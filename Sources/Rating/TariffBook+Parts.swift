import Kernel

extension TariffBook {
    /// Rates the parts of one divided period one after the other and puts their bill in the place of the bill at `index`.
    ///
    /// Each part goes on from the one before it: the tier year's energy, the free energy that was given already and the
    /// credits. What the month decides is asked of all parts together (`MonthPart`): the last one's version holds the month
    /// to its minimum. The bill has the lines of all parts in their order, its amounts are their sums, and its percent, factor
    /// and year to date are the last part's. Where a part cannot be rated the bill is refused for the same reason.
    /// - Parameters:
    ///   - parts: in the order of time (`UsageSplit`), at least one.
    ///   - index: a place in `batch.bills`.
    /// - Returns: a bill a part, its lines in `batch`; empty where the bill is refused.
    public func rate(parts: [Usage], at index: Int, in batch: inout RatedBatch) -> [RatedBill] {
        var scratch = RatedBatch()
        var rated: [RatedBill] = []
        var whole = RatedBill()
        whole.lineStart = Int32(truncatingIfNeeded: batch.lines.count)
        var credit = PeriodEnergy()
        for (place, part) in parts.enumerated() {
            var usage = part
            usage.part = MonthPart(place, of: parts)
            if let before = rated.last {
                usage.yearToDate = before.yearToDate
                usage.carriedMoney = before.carriedMoney
                usage.carriedEnergy = credit
                // What the earlier parts came to is of the year that a yearly minimum looks at.
                let charges = rated.lazy.map(\.charges).total()
                usage.yearAmount += charges
                usage.monthSoFar.charges += charges
                usage.part.creditBefore = charges - rated.lazy.map(\.total).total()
                for earlier in rated {
                    usage.monthSoFar.freeEnergy += free(of: earlier, in: batch)
                    usage.noteNetted(batch.lines[earlier.lines])
                }
            }
            rate([usage], into: &scratch)
            var bill = scratch.bills[0]
            if let refusal = bill.refusal {
                var refused = RatedBill()
                refused.tariff = bill.tariff
                refused.refusal = refusal
                batch.bills[index] = refused
                return []
            }
            credit = scratch.carriedEnergy(of: bill)
            // A charge for no day at all is no line.
            let lines = scratch.lines(of: bill).filter { $0.factorNumerator != 0 || !$0.amount.isZero }
            bill.lineStart = Int32(truncatingIfNeeded: batch.lines.count)
            bill.lineCount = Int32(truncatingIfNeeded: lines.count)
            batch.lines += lines
            bill.carriedAt = -1
            rated.append(bill)
            whole.add(bill)
        }
        if credit != PeriodEnergy() {
            whole.carriedAt = Int32(truncatingIfNeeded: batch.carried.count)
            batch.carried.append(credit)
        }
        whole.lineCount = Int32(truncatingIfNeeded: batch.lines.count) - whole.lineStart
        batch.bills[index] = whole
        return rated
    }

    private func free(of bill: RatedBill, in batch: RatedBatch) -> Energy {
        batch.lines[bill.lines].lazy.filter { $0.kind == .freeEnergy }
            .map { Energy(wattHours: $0.quantity) }.total()
    }
}

extension Usage {
    /// Notes what earlier parts set off of the month so far: it fills no tier.
    fileprivate mutating func noteNetted(_ lines: ArraySlice<RatedLine>) {
        for line in lines where line.kind == .netted {
            let energy = Energy(wattHours: line.quantity)
            monthSoFar.netted += energy
            if line.period != .total { energySoFar[line.period] -= energy }
        }
    }
}

extension RatedBill {
    /// Adds a later part's amounts; what is not a sum is the later part's.
    fileprivate mutating func add(_ part: RatedBill) {
        tariff = part.tariff
        tierReached = Swift.max(tierReached, part.tierReached)
        factorHundredths = part.factorHundredths
        adjustmentPercent = part.adjustmentPercent
        energy += part.energy
        total += part.total
        energyAmount += part.energyAmount
        basicCharge += part.basicCharge
        fundsIncluded += part.fundsIncluded
        adjustmentBase += part.adjustmentBase
        powerFactorAdjustment += part.powerFactorAdjustment
        energyBase += part.energyBase
        otherAmount += part.otherAmount
        charges += part.charges
        carriedMoney = part.carriedMoney
        yearToDate = part.yearToDate
    }
}
