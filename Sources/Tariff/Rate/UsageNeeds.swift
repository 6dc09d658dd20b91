import Kernel
import Rating

/// Which numbers a usage line has of those that only some tariffs need. One that is missing would count as zero in
/// silence; one that is written as zero does.
struct UsageNeeds {
    /// `demandKw`.
    var hasDemand = false
    /// Bit n set: `periodDemandKw` has the period with raw value n.
    var periodDemands: UInt16 = 0
    /// `monthSoFar`, and its `charges`.
    var hasMonthSoFar = false
    var hasChargesSoFar = false

    /// Refuses a line that lacks a number its tariff reads.
    func check(_ usage: Usage, under tariff: CompiledTariff) throws(UsageFault) {
        let isLast = usage.isLastSettlement
        let demand = tariff.season(usage.month.month).demand
        let isTieredByDemand =
            tariff.tierBasis == .month && tariff.tierUnit == .energyPerDemand && usage.tierMonths > 0
            && !usage.choosesSurcharge
        let paysActual =
            isLast && usage.basicChargeMode == .actualDemand && tariff.offers(.actualDemand)
        let isFlatKnown = hasDemand || periodDemands & 1 == 1
        if paysActual && !hasDemand
            || (isTieredByDemand || isLast && demand[0] != nil) && !isFlatKnown
        {
            throw UsageFault(
                code: "MISSING_FIELD", field: "demandKw",
                mend: "the tariff needs the highest demand; write it, 0 where there was none")
        }
        for period in TouPeriod.allCases.dropFirst()
        where isLast && demand[Int(period.rawValue)] != nil && !usage.energy[period].isZero
            && periodDemands >> UInt16(period.rawValue) & 1 == 0
        {
            throw UsageFault(
                code: "PERIOD_DEMAND_MISSING", field: "periodDemandKw.\(period.code)",
                mend: "the tariff charges each period's own demand; write the highest of each")
        }
        // A later settlement that is not the last asks too where a credit may bring it below the minimum.
        if isLast || usage.handsCredit, tariff.minimumMonthly > 0, hasMonthSoFar, !hasChargesSoFar {
            throw UsageFault(
                code: "MISSING_FIELD", field: "monthSoFar.charges",
                mend: "the month's minimum counts its earlier settlements; write their charges, added up")
        }
    }
}
