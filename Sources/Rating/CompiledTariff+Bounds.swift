import Kernel

extension CompiledTariff {
    /// Whether every number lies where `RatingLimit` promises that rating cannot overflow, and every list has the
    /// length that the flat form wants.
    var isWithinBounds: Bool {
        let price = 0...RatingLimit.price
        let energy = 0...RatingLimit.energy
        let share: ClosedRange<Int64> = 0...10_000_000
        let part: ClosedRange<Int64> = 0...1_000_000
        let prices = [
            surchargePrice, capacityPrice, demandPrice, fundPrice, outsideBasePrice, fixedMonthly,
            minimumMonthly,
            minimumYearly, yearEndPrice,
        ]
        guard (1...Self.greatestTierCount).contains(Int(tierCount)), (tierBasis == .none) == (tierCount == 1),
            periods != 0, periods < 1 << 13, periods & 1 == 0 || periods == 1, basicChargeModes & 0xf0 == 0,
            basicChargeModes != 0, prices.allSatisfy(price.contains), energy.contains(freePerMonth),
            share.contains(overshootShare), part.contains(discountShare), part.contains(ratchetShare),
            (0...9_000_000).contains(agencyPremium),
            (0...10).contains(overshootMultiple), (0...744).contains(discountFrom), freeOrder.count <= 13,
            manyPersons.count <= 4, manyPersons.allSatisfy({ energy.contains($0.extraPerMonth) }),
            crossingAdders.count == 6, crossingAdders.allSatisfy(price.contains), yearLimits.count == 5,
            (1...12).contains(tierYearStart), (1...12).contains(yearEndsInMonth),
            (1...12).contains(seasons.count), seasonOfMonth.count == 12,
            seasonOfMonth.allSatisfy({ $0 < seasons.count }), seasons.allSatisfy(isWithinBounds)
        else { return false }
        if tierBasis != .none, isTimeOfUse == (combination == .none) { return false }
        if tierBasis == .year, combination == .periodTiers || tierUnit != .energy { return false }
        return tierBasis != .year || rise(yearLimits)
    }

    private func isWithinBounds(_ season: SeasonTerms) -> Bool {
        let price = 0...RatingLimit.price
        guard season.prices.count == 78, season.limits.count == 5, season.periodLimits.count == 65,
            season.demand.count == 13, season.sellPrices.count == 13, season.agencyPrices.count == 13,
            season.outsideBasePrices.count == 13,
            (season.prices + season.sellPrices + season.agencyPrices + season.outsideBasePrices)
                .allSatisfy(price.contains)
        else { return false }
        for charge in season.demand {
            guard let charge else { continue }
            guard (1...6).contains(charge.prices.count), charge.limits.count == charge.prices.count - 1,
                charge.prices.allSatisfy(price.contains), rising(charge.limits, to: RatingLimit.power)
            else { return false }
        }
        if tierBasis == .none { return true }
        if combination == .periodTiers {
            return (0..<13).allSatisfy { slot in
                periods >> slot & 1 == 0 || rise(Array(season.periodLimits[slot * 5..<slot * 5 + 5]))
            }
        }
        return rise(season.limits)
    }

    private func rise(_ limits: [Int64]) -> Bool {
        rising(Array(limits.prefix(Int(tierCount) - 1)), to: 1_000_000_000_000)
    }

    private func rising(_ limits: [Int64], to greatest: Int64) -> Bool {
        limits.allSatisfy { (1...greatest).contains($0) }
            && zip(limits, limits.dropFirst()).allSatisfy { $0 < $1 }
    }
}
