import Kernel

extension TariffBook {
    /// Why a usage cannot be rated under a tariff; nil where it can.
    @inline(__always)
    static func refusal(
        _ usage: UnsafePointer<Usage>, _ tariff: UnsafePointer<FlatTariff>, _ energy: UnsafePointer<Int64>,
        _ used: inout UInt16
    ) -> RatingRefusal? {
        // All signs at once: the sign bit of the union is set where any of them is.
        var energies: Int64 = 0
        var sum: Int64 = 0
        for slot in 1..<TouPeriod.count {
            energies |= energy[slot]
            sum &+= energy[slot]
        }
        let total = usage.pointee.total.units
        energies |= total | usage.pointee.reactive.units
        let before = usage.pointee.yearToDate.units
        let powers =
            usage.pointee.capacity.units | usage.pointee.contractDemand.units
            | usage.pointee.actualDemand.units | usage.pointee.contractCapacity.units
        let money = usage.pointee.carriedMoney.units
        let soFar = usage.pointee.monthSoFar
        let month =
            soFar.total.units | soFar.netted.units | soFar.reactive.units | soFar.freeEnergy.units
            | soFar.demand.units
        if energies | before | powers | money | month < 0 { return .negativeQuantity }
        // A union of non-negative numbers is at least each of them and less than twice the greatest; look
        // closer only where it is beyond the limit.
        if energies | before > RatingLimit.energy || powers > RatingLimit.power || money > RatingLimit.money,
            exceedsLimit(usage.pointee)
        {
            return .quantityTooLarge
        }
        if !(-RatingLimit.money...RatingLimit.money).contains(soFar.charges.units) {
            return .quantityTooLarge
        }
        if month | soFar.energyBase.units != 0, let refusal = monthRefusal(usage.pointee, tariff) {
            return refusal
        }
        if tariff.pointee.isTimeOfUse {
            if sum != total { return .periodsDoNotAddUp }
            // None is negative: the priced ones come to the whole where the others are all zero.
            var slots = tariff.pointee.periods
            while slots != 0 {
                let slot = slots.trailingZeroBitCount
                slots &= slots &- 1
                sum &-= energy[slot]
                if energy[slot] != 0 { used |= 1 << UInt16(slot) }
            }
            if sum != 0 { return .periodNotPriced }
        } else if total > 0 {
            used = 1
        }
        if usage.pointee.monthsCovered &- 1 > 11 || usage.pointee.tierMonths > 12 {
            return .monthsOutOfRange
        }
        if usage.pointee.daysInPeriod &- 1 > 365 || usage.pointee.daysInService > usage.pointee.daysInPeriod {
            return .daysOutOfRange
        }
        if usage.pointee.choosesSurcharge,
            usage.pointee.persons < tariff.pointee.surchargeFrom || tariff.pointee.surchargeFrom == 255
        {
            return .surchargeNotOpen
        }
        if usage.pointee.paysAgencyMultiple, tariff.pointee.agencyAt < 0 { return .agencyMultipleNotOffered }
        if let refusal = periodRefusal(usage, tariff) { return refusal }
        let mode = usage.pointee.basicChargeMode
        guard tariff.pointee.basicChargeModes >> mode.rawValue & 1 == 1 else {
            return .basicChargeModeNotOffered
        }
        switch mode {
        case .capacity where usage.pointee.capacityStates.count > 0:
            return stateRefusal(usage.pointee)
        case .capacity where usage.pointee.capacity.isZero: return .basicChargeQuantityMissing
        case .contractDemand where usage.pointee.contractDemand.isZero: return .basicChargeQuantityMissing
        default: return nil
        }
    }

    private static func exceedsLimit(_ usage: Usage) -> Bool {
        let energies = [usage.total, usage.yearToDate] + TouPeriod.allCases.map { usage.energy[$0] }
        return energies.contains { $0.wattHours > RatingLimit.energy }
            || usage.reactive.varHours > RatingLimit.energy || usage.capacity.voltAmperes > RatingLimit.power
            || usage.contractDemand.watts > RatingLimit.power || usage.actualDemand.watts > RatingLimit.power
            || usage.contractCapacity.voltAmperes > RatingLimit.power
            || usage.carriedMoney.fen > RatingLimit.money
    }

    /// What the month's earlier settlements may be: with this one they stay within the limits.
    private static func monthRefusal(
        _ usage: Usage, _ tariff: UnsafePointer<FlatTariff>
    ) -> RatingRefusal? {
        let soFar = usage.monthSoFar
        guard soFar.total.units <= RatingLimit.energy - usage.total.units,
            soFar.reactive.units <= RatingLimit.energy - usage.reactive.units,
            soFar.freeEnergy.units <= RatingLimit.energy, soFar.demand.units <= RatingLimit.power,
            soFar.energyBase.magnitude.units <= RatingLimit.money
        else { return .quantityTooLarge }
        guard tariff.pointee.combination == .periodTiers else { return nil }
        // Each period goes on in its own tiers: what each had must be known.
        var left = soFar.total.units - soFar.netted.units + usage.part.energyBefore.units
        for slot in 1..<13 {
            let part = usage.energySoFar.values[slot].units
            guard (0...left).contains(part) else { return .settlementNotOpen }
            left -= part
        }
        return left == 0 ? nil : .settlementNotOpen
    }

    /// Demands of periods, what is fed back and what is carried; looked at only where there is any or the tariff
    /// reads it.
    @inline(__always)
    private static func periodRefusal(
        _ usage: UnsafePointer<Usage>, _ tariff: UnsafePointer<FlatTariff>
    ) -> RatingRefusal? {
        if usage.pointee.handsCredit {
            var energies: Int64 = 0
            var fed: UInt16 = 0
            for slot in 0..<13 {
                let back = usage.pointee.fedBack.values[slot].units
                energies |= back | usage.pointee.carriedEnergy.values[slot].units
                if back != 0 { fed |= 1 << UInt16(slot) }
            }
            // Energy fed back must not go unpaid in silence; a credit of another tariff goes on.
            if tariff.pointee.sellScheme == .none, fed != 0 { return .fedBackNotPriced }
            if energies < 0 { return .negativeQuantity }
            if fed & ~tariff.pointee.periods != 0 { return .periodNotPriced }
            if energies > RatingLimit.energy { return .quantityTooLarge }
        }
        guard tariff.pointee.hasMore || tariff.pointee.ratchetShare > 0 else { return nil }
        if usage.pointee.yearMonths > 12 { return .monthsOutOfRange }
        var powers: Int64 = 0
        for slot in 0..<13 {
            powers |= usage.pointee.demand.values[slot].units | usage.pointee.highestDemand.values[slot].units
        }
        if powers < 0 { return .negativeQuantity }
        // The union is below twice the greatest, so what is refused is beyond half the limit at least.
        if powers > RatingLimit.power || usage.pointee.yearAmount.magnitude.units > RatingLimit.money {
            return .quantityTooLarge
        }
        return demandRefusal(usage, tariff)
    }

    /// Whether a demand charge by period would go unpaid because nobody metered the periods' demand.
    private static func demandRefusal(
        _ usage: UnsafePointer<Usage>, _ tariff: UnsafePointer<FlatTariff>
    ) -> RatingRefusal? {
        let season = Int(tariff.pointee.seasonOfMonth[Int(usage.pointee.month.number) % 12])
        let charged = tariff.pointee.demandPeriods[season]
        guard charged != 0, usage.pointee.isLastSettlement, !usage.pointee.knowsPeriodDemand else {
            return nil
        }
        var used = false
        for slot in 1..<13 where charged >> UInt16(slot) & 1 == 1 {
            if usage.pointee.demand.values[slot].units > 0 { return nil }
            used = used || usage.pointee.energy.values[slot].units > 0
        }
        return used ? .periodDemandMissing : nil
    }

    private static func stateRefusal(_ usage: Usage) -> RatingRefusal? {
        let days = Int16(usage.monthsCovered) * 30
        for place in 0..<Int(usage.capacityStates.count) {
            let state = usage.capacityStates.states[place]
            if state.capacity.isNegative { return .negativeQuantity }
            if state.capacity.units > RatingLimit.power { return .quantityTooLarge }
            if !(0...days).contains(state.days) || !(0...1_000_000).contains(state.sharePpm) {
                return .capacityStateOutOfRange
            }
        }
        return nil
    }
}
