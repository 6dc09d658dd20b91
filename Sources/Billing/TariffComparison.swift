package import Kernel
package import Rating
package import Tariff

/// What an account's past usage is held against.
package enum TariffChoice: Sendable, Hashable {
    /// A published tariff by its code.
    case published(String)
    /// An open draft by its number.
    case draft(Int64)
}

/// A tariff that an account's usage can be rated under.
package struct TariffCandidate: Sendable, Hashable {
    package let choice: TariffChoice
    package let code: String
    package let nameZh: String
    package let nameEn: String
    package let tariffClass: TariffClass
    package let voltage: TariffVoltage
    package let isTimeOfUse: Bool
    /// Whether its periods are peak and valley and no others, so that a share of valley hours says all.
    package let isPeakValley: Bool
    /// Whether its newest version is of numbers that no notice supports.
    package let isExample: Bool
    /// Whether the account is billed by it now.
    package let isOwn: Bool
    /// Whether the account may choose it by the rules of its class; never a draft.
    package let isOpen: Bool
}

/// One account's past usage under its own tariff and under others. Nothing of it is a bill.
package struct TariffComparison: Sendable {
    /// A month of usage, rated.
    package struct Month: Sendable {
        package let month: BillingMonth
        /// What was read and approved; nil where nothing is.
        package let energy: Energy?
        /// The bills that were released and hold, all settlements of the month together; nil where there is none.
        package let billed: Money?
        package let own: Side
        /// In the order of the candidates.
        package let others: [Side]
    }

    /// A month's usage under one tariff.
    package struct Side: Sendable {
        package let tariff: String
        /// From when the version it was rated under is in force; nil where there is none.
        package let tariffFrom: Day?
        /// Zero where there is a gap.
        package let amount: Money
        package let lines: [RatedLine]
        /// Why there is no amount; nil where there is one.
        package let gap: ComparisonGap?
        /// What was assumed that neither readings nor archive say.
        package let assumptions: Set<ComparisonAssumption>
    }

    /// A candidate's months together, of those that both it and the account's own tariff could rate.
    package struct Total: Sendable, Hashable {
        package internal(set) var months = 0
        /// Months that one of the two could not rate.
        package internal(set) var left = 0
        package internal(set) var energy = Energy.zero
        package internal(set) var own = Money.zero
        package internal(set) var other = Money.zero
        package internal(set) var assumptions: Set<ComparisonAssumption> = []
        /// Why the first month that was left could not be rated.
        package internal(set) var gap: ComparisonGap?

        /// Below zero where the candidate is cheaper.
        package var difference: Money { other - own }
    }

    package let account: AccountID
    package let candidates: [TariffCandidate]
    /// Oldest first.
    package let months: [Month]

    /// - Precondition: the place of a candidate.
    package func total(of place: Int) -> Total {
        var total = Total()
        for month in months {
            let other = month.others[place]
            if let gap = month.own.gap ?? other.gap {
                total.left += 1
                total.gap = total.gap ?? gap
                continue
            }
            total.months += 1
            total.energy += month.energy ?? .zero
            total.own += month.own.amount
            total.other += other.amount
            total.assumptions.formUnion(other.assumptions)
        }
        return total
    }

    /// The place of the cheapest candidate of those that the account may choose and that could be rated in every month
    /// that its own tariff could; the account's own where none is cheaper, nil where there is nothing to choose between.
    package var cheapest: Int? {
        let rated = months.count { $0.own.gap == nil }
        let full = candidates.indices.filter { place in
            (candidates[place].isOpen || candidates[place].isOwn) && rated > 0
                && total(of: place).months == rated
        }
        guard full.count > 1 else { return nil }
        return full.min { one, other in
            let (a, b) = (total(of: one).other, total(of: other).other)
            return a == b ? candidates[one].isOwn && !candidates[other].isOwn : a < b
        }
    }
}

/// Why a month has no amount under a tariff.
package enum ComparisonGap: Sendable, Hashable {
    /// No approved reading.
    case noReading
    /// The archive named no tariff at the month's end.
    case noTerms
    /// The tariff divides the day and the meter has a total register alone.
    case noPeriods
    /// The tariff has a basic charge, and the account has not chosen what by.
    case noBasicMode
    case noCapacity
    case noContractDemand
    case other(RatingRefusal)

    /// Stable, capitals.
    package var code: String {
        switch self {
        case .noReading: "NO_READING"
        case .noTerms: "NO_TERMS"
        case .noPeriods: "NO_PERIODS"
        case .noBasicMode: "NO_BASIC_MODE"
        case .noCapacity: "NO_CAPACITY"
        case .noContractDemand: "NO_CONTRACT_DEMAND"
        case .other(let refusal): refusal.code
        }
    }

    init(_ refusal: RatingRefusal, _ usage: Usage) {
        self =
            switch refusal {
            case .periodsDoNotAddUp where !usage.hasPeriods: .noPeriods
            case .basicChargeModeNotOffered where usage.basicChargeMode == .none: .noBasicMode
            case .basicChargeQuantityMissing:
                usage.basicChargeMode == .contractDemand ? .noContractDemand : .noCapacity
            default: .other(refusal)
            }
    }
}

/// What a comparison takes for granted where neither readings nor archive say it.
package enum ComparisonAssumption: String, Sendable, Hashable, CaseIterable {
    /// A share of the energy is taken as used in valley hours, the rest in peak hours.
    case valleyShare = "VALLEY_SHARE"
    /// The basic charge is reckoned by the running capacity.
    case byCapacity = "BY_CAPACITY"
    /// The tariff was not in force yet; its first version is taken.
    case beforeItsTime = "BEFORE_ITS_TIME"
}

extension Usage {
    /// Whether any of its energy stands in a period.
    var hasPeriods: Bool { TouPeriod.allCases.contains { $0 != .total && !energy[$0].isZero } }
}
