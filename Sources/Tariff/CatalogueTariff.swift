package import Kernel

/// Whom a tariff is for.
package enum TariffClass: String, Hashable, Sendable, Codable, CaseIterable {
    case residential = "RESIDENTIAL"
    case agricultural = "AGRICULTURAL"
    case commercialSingle = "COMMERCIAL_SINGLE"
    case commercialTwoPart = "COMMERCIAL_TWO_PART"
}

/// The voltage that a tariff is for.
package enum TariffVoltage: String, Hashable, Sendable, Codable, CaseIterable {
    case any = "ANY"
    case below1kV = "BELOW_1KV"
    /// 1 kV to 10 (20) kV.
    case from1To20kV = "1_TO_20KV"
    case at35kV = "35KV"
    case at110kV = "110KV"
    case from220kV = "FROM_220KV"
}

/// A tariff of the catalogue with all its versions.
package struct CatalogueTariff: Hashable, Sendable {
    /// Stable code, such as `SH-RES-TOU`.
    package let code: String
    package let nameZh: String
    package let nameEn: String
    package let tariffClass: TariffClass
    package let voltage: TariffVoltage
    /// The notice or table that the numbers come from.
    package let source: String
    /// Oldest first; each holds until the next begins.
    package let versions: [TariffVersion]
}

/// One version of a tariff.
package struct TariffVersion: Hashable, Sendable {
    /// Its place in `TariffCatalogue.book`: what `Usage.tariff` wants.
    package let index: Int32
    /// First day it holds for.
    package let effectiveFrom: Day
    /// Numbers that no notice supports for this time; pages print 示例.
    package let isExample: Bool
    /// What a reader should know of the numbers; empty where nothing.
    package let note: String
    /// What the published price is made of, for information and for 其中.
    package let components: [PriceComponent]
}

/// A part of the published price.
package struct PriceComponent: Hashable, Sendable {
    package let code: String
    package let nameZh: String
    package let nameEn: String
    package let price: Price
    /// Whether it rises and falls with the time of use.
    package let floats: Bool
    /// A government fund 代征, printed as 其中.
    package let isFund: Bool
    package let isInPowerFactorBase: Bool
}
