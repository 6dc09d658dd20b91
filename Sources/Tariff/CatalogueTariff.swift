package import Kernel
package import Rating

/// Whom a tariff is for.
package enum TariffClass: String, Hashable, Sendable, Codable, CaseIterable {
    case residential = "RESIDENTIAL"
    case agricultural = "AGRICULTURAL"
    case commercialSingle = "COMMERCIAL_SINGLE"
    case commercialTwoPart = "COMMERCIAL_TWO_PART"

    /// Its number among a calendar's classes.
    package var calendarNumber: Int { Self.allCases.firstIndex(of: self)! }
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
    package let note: VersionNote
    /// What the published price is made of, for information and for 其中.
    package let components: [PriceComponent]
    /// What is for people alone, not for rating.
    package let particulars: VersionParticulars
}

/// What a reader should know of a version's numbers, in both languages; empty where nothing.
package struct VersionNote: Hashable, Sendable {
    package let chinese: String
    package let english: String
    /// The notice that the version's own numbers come from; empty where it is the file's.
    package let source: String

    package static let none = VersionNote(chinese: "", english: "", source: "")

    package var isEmpty: Bool { chinese.isEmpty && english.isEmpty }
}

/// What a version says that no bill's arithmetic reads.
package struct VersionParticulars: Hashable, Sendable {
    /// Month sets with prices or limits of their own; empty where all months are alike.
    package var seasons: [TariffSeason] = []
    /// Code of the calendar of its periods.
    package var calendar: String?
    /// Value-added tax inside the prices.
    package var vat: Percent?
    /// When the status of a large or low-income household ends unless renewed, and how many days before its end
    /// the household is reminded.
    package var statusMonths: Int?
    package var reminderDays: Int?
    /// `[season]`, the published multipliers of what floats, in parts per million.
    package var multipliers: [[TouPeriod: Int64]] = []
    /// Published prices beside what their components and multipliers come to.
    package var priceChecks: [PriceCheck] = []

    package init() {}
}

/// A season of a tariff version.
package struct TariffSeason: Hashable, Sendable {
    package let code: String
    package let nameZh: String
    package let nameEn: String
    /// 1…12, in the order of the file.
    package let months: [Int]
}

/// A published price beside the one that its components come to.
package struct PriceCheck: Hashable, Sendable {
    /// Place in the version's seasons; 0 where it has none.
    package let season: Int
    package let period: TouPeriod
    package let published: Price
    /// Floating components × multiplier + the others.
    package let computed: Price
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
    /// Whether the price contains value-added tax.
    package let isTaxed: Bool
}

/// A calendar of price periods 分时时段 with all its versions.
package struct CatalogueCalendar: Hashable, Sendable {
    package let code: String
    package let nameZh: String
    package let nameEn: String
    package let source: String
    /// Oldest first.
    package let versions: [CalendarVersion]

    /// The version in force on a day; nil before the first.
    package func version(on day: Day) -> CalendarVersion? { versions.last { $0.effectiveFrom <= day } }
}

/// One version of a calendar.
package struct CalendarVersion: Hashable, Sendable {
    package let effectiveFrom: Day
    package let isExample: Bool
    package let note: VersionNote
    /// Whom it is for; windows name them by `TariffClass.calendarNumber`.
    package let classes: [TariffClass]
    /// Names of the holiday sets, in the order of `CalendarDay.holidays`' bits.
    package let holidaySets: [String]
    /// Temperature in °C from which a day is hot; nil where no window asks.
    package let hotFromCelsius: Int?
    package let calendar: TouCalendar
    /// Published multipliers, for information.
    package let floats: [CalendarFloat]

    /// The price period of a minute (0…1439) for a class; nil for a class the calendar does not serve.
    package func period(at minute: Int, on day: CalendarDay, for tariffClass: TariffClass) -> TouPeriod? {
        guard classes.contains(tariffClass) else { return nil }
        return calendar.period(at: minute, on: day, for: tariffClass.calendarNumber)
    }
}

/// What a notice lets the price float by.
package struct CalendarFloat: Hashable, Sendable {
    package let classes: [TariffClass]
    package let months: [Int]
    /// Parts per million of the price that floats.
    package let multipliers: [TouPeriod: Percent]
}

/// The tables of the power-factor adjustment 力率调整 with all their versions.
package struct CataloguePowerFactors: Sendable {
    package let source: String
    /// Oldest first; each holds for bills whose reading falls on its day or later.
    package let versions: [PowerFactorVersion]

    /// Of 水电财字〔1983〕215号: what a file without versions holds from.
    package static let firstDay = Day(yyyymmdd: 1983_12_02)!
}

/// One version of the tables.
package struct PowerFactorVersion: Sendable {
    package let effectiveFrom: Day
    package let isExample: Bool
    package let note: VersionNote
    package let table: PowerFactorTable
}
