/// Why one usage cannot be rated. A refusal spoils its own bill alone, never the batch.
@frozen
public enum RatingRefusal: UInt8, Error, Hashable, Sendable, CaseIterable {
    case unknownTariff = 1
    /// An energy, demand or capacity below zero.
    case negativeQuantity
    /// Beyond `RatingLimit`.
    case quantityTooLarge
    /// The periods of a time-of-use bill do not sum to its total (示数不平).
    case periodsDoNotAddUp
    /// Energy in a period that the tariff has no price for.
    case periodNotPriced
    case monthsOutOfRange
    case daysOutOfRange
    /// The basic-charge mode is not one the tariff offers.
    case basicChargeModeNotOffered
    /// The mode bills by a capacity or demand that is zero.
    case basicChargeQuantityMissing
    /// The surcharge instead of tiers, where the tariff has none or the household is too small.
    case surchargeNotOpen
    /// Energy fed back, where the tariff does not buy.
    case fedBackNotPriced
    /// A multiple of the agency price, where the tariff has none.
    case agencyMultipleNotOffered
    /// A capacity state of more days than the months have, or a share above the whole.
    case capacityStateOutOfRange
    /// A later settlement of a month under tiers by period without what each period had before (`Usage.energySoFar`).
    case settlementNotOpen
    /// A demand charge by period, energy in its periods, and no period's demand: it would go unpaid in silence.
    case periodDemandMissing

    /// The stable code that exports and messages carry.
    public var code: String {
        switch self {
        case .unknownTariff: "UNKNOWN_TARIFF"
        case .negativeQuantity: "NEGATIVE_QUANTITY"
        case .quantityTooLarge: "QUANTITY_TOO_LARGE"
        case .periodsDoNotAddUp: "PERIODS_DO_NOT_ADD_UP"
        case .periodNotPriced: "PERIOD_NOT_PRICED"
        case .monthsOutOfRange: "MONTHS_OUT_OF_RANGE"
        case .daysOutOfRange: "DAYS_OUT_OF_RANGE"
        case .basicChargeModeNotOffered: "BASIC_CHARGE_MODE_NOT_OFFERED"
        case .basicChargeQuantityMissing: "BASIC_CHARGE_QUANTITY_MISSING"
        case .surchargeNotOpen: "SURCHARGE_NOT_OPEN"
        case .fedBackNotPriced: "FED_BACK_NOT_PRICED"
        case .agencyMultipleNotOffered: "AGENCY_MULTIPLE_NOT_OFFERED"
        case .capacityStateOutOfRange: "CAPACITY_STATE_OUT_OF_RANGE"
        case .settlementNotOpen: "SETTLEMENT_NOT_OPEN"
        case .periodDemandMissing: "PERIOD_DEMAND_MISSING"
        }
    }
}

/// The bounds within which no product or sum of rating can overflow. 1e14 Wh at 1e4 yuan are 1e17 fen, and what
/// tiers, periods and funds are lines of is the same 1e14 Wh: energy, adders and surcharge 3e17 together. The agency
/// premium is nine times the price (9e17), twelve months' charges for 1e12 W at 1e4 yuan are 1.2e16 a demand, thirteen
/// of them and a basic charge with ten times the price above the contract 3e17, and 2e14 Wh fed back and carried in
/// each of twelve periods 2.4e18 the other way. With the adjustment within 1e17 every sum stays below 9.2e18, the
/// power factor squares 1e14 and multiplies by 40 000 in 128 bits.
public enum RatingLimit {
    /// Wh, varh; 100 TWh on one bill.
    public static let energy: Int64 = 100_000_000_000_000
    /// W, VA; 1 TW.
    public static let power: Int64 = 1_000_000_000_000
    /// 1e-8 yuan; 10 000 yuan per kWh, kW or kVA.
    public static let price: Int64 = 1_000_000_000_000
    /// Fen; a hundred billion yuan handed in from earlier bills.
    public static let money: Int64 = 10_000_000_000_000
    /// Fen; a quadrillion yuan of power-factor adjustment, up or down. A table may have ±1000 %, so that without it
    /// the adjustment of the greatest bill is beyond 64 bits.
    public static let adjustment: Int64 = 100_000_000_000_000_000
}
