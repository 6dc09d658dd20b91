import Kernel
import Language
import Rating
import Tariff

/// A version's prices as the public reads them and bills are rated with: a row a period, a column a tier, a table a
/// season, with what tiers add and multipliers come to worked in.
struct PriceTable: Sendable {
    /// The season and its months; nil where all months are alike.
    let season: String?
    let head: [Head]
    let rows: [Row]

    struct Head: Sendable {
        let label: String
        /// The energy the tier is for; empty where there are no limits.
        let range: String
    }

    struct Row: Sendable {
        let label: String
        /// The period's code, for its colour.
        let period: String
        let prices: [Figure]
    }

    struct Figure: Sendable {
        /// The name of its column, for a telephone's narrow page.
        let label: String
        let text: String
    }

    /// The tables of a published version; none for a version that the catalogue does not have.
    static func tables(_ code: String, _ begins: Day?, in catalogue: TariffCatalogue, _ words: Words)
        -> [PriceTable]
    {
        guard let version = catalogue.tariff(code)?.versions.first(where: { $0.effectiveFrom == begins })
        else {
            return []
        }
        let compiled = catalogue.compiled(version)
        let seasons = version.particulars.seasons
        if seasons.isEmpty { return [PriceTable(compiled, nil, month: 1, words)] }
        return seasons.map { season in
            let name = words.language == .zh ? season.nameZh : season.nameEn
            let months = season.months.map { words.language.number($0) }.joined(separator: "、")
            return PriceTable(
                compiled,
                words.language.text("tariff.page.seasonMonths", [("season", name), ("months", months)]),
                month: season.months.first ?? 1, words)
        }
    }

    private init(_ tariff: CompiledTariff, _ season: String?, month: Int, _ words: Words) {
        self.season = season
        let tiers = max(1, Int(tariff.tierCount))
        let limits = Self.limits(tariff, month: month)
        let head =
            tiers == 1
            ? [Head(label: words.language.text("tariff.page.price"), range: "")]
            : (0..<tiers).map {
                Head(label: words.tier($0 + 1), range: Self.range($0, limits, tariff, words.language))
            }
        self.head = head
        rows = TouPeriod.allCases.filter(tariff.hasPrice).map { period in
            Row(
                label: words.period(period.code), period: period.code,
                prices: (0..<tiers).map { tier in
                    Figure(
                        label: head[tier].label,
                        text: tariff.price(period, tier: tier, month: month)?.text(least: 4) ?? "—")
                })
        }
    }

    /// The upper limits of all tiers but the last; empty where each period has its own.
    private static func limits(_ tariff: CompiledTariff, month: Int) -> [Energy] {
        let count = Int(tariff.tierCount) - 1
        guard count > 0 else { return [] }
        if tariff.tierBasis == .year { return tariff.yearLimits.prefix(count).map { Energy(wattHours: $0) } }
        let season = tariff.season(month)
        let own =
            tariff.combination == .periodTiers
            ? TouPeriod.allCases.filter(tariff.hasPrice).map { period in
                Array(season.periodLimits[Int(period.rawValue) * 5..<Int(period.rawValue) * 5 + count])
            } : []
        if let first = own.first {
            return own.allSatisfy { $0 == first } ? first.map { Energy(wattHours: $0) } : []
        }
        return season.limits.prefix(count).map { Energy(wattHours: $0) }
    }

    private static func range(_ tier: Int, _ limits: [Energy], _ tariff: CompiledTariff, _ language: Language)
        -> String
    {
        guard !limits.isEmpty, tier <= limits.count else { return "" }
        let unit = language.text(
            tariff.tierBasis == .year
                ? "tariff.page.perYear"
                : tariff.tierUnit == .energyPerDemand ? "tariff.page.perKw" : "tariff.page.perMonth")
        func limit(_ place: Int) -> String { DecimalText.grouped(limits[place].text()) }
        if tier == limits.count {
            return language.text("tariff.page.above", [("limit", limit(tier - 1)), ("unit", unit)])
        }
        if tier == 0 { return language.text("tariff.page.upTo", [("limit", limit(0)), ("unit", unit)]) }
        return language.text(
            "tariff.page.between", [("from", limit(tier - 1)), ("to", limit(tier)), ("unit", unit)])
    }

    /// A price with at least so many decimals, or what stands there where it is none.
    static func shown(_ text: String, least decimals: Int = 4) -> String {
        (try? Price(text: text))?.text(least: decimals) ?? text
    }

    /// The first tier's prices in one line: `峰 0.6170 · 谷 0.3070`.
    var summary: [Figure] {
        rows.map { Figure(label: $0.label, text: $0.prices.first?.text ?? "—") }
    }
}
