import Kernel
import Language

/// A version's prices as the public reads them: a row a period, a column a tier, with what the tiers add worked in.
struct PriceTable: Sendable {
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

    init(_ version: Tree, _ words: Words) {
        let language = words.language
        let prices = version["prices"]?.members ?? []
        let adders = version["tiers.adders"]?.elements.map(\.plain) ?? []
        let width = max(
            adders.count + 1, Sheet.tierCount(version), prices.map { $0.value.elements.count }.max() ?? 1)
        let limits = version["tiers.limitsKwh"]?.elements.compactMap { Int64($0.plain) } ?? []
        let isYearly = version["tiers.basis"]?.plain == "YEAR"
        func range(_ tier: Int) -> String {
            guard !limits.isEmpty, tier <= limits.count else { return "" }
            let unit = language.text(isYearly ? "tariff.page.perYear" : "tariff.page.perMonth")
            if tier == limits.count {
                return language.text(
                    "tariff.page.above", [("limit", language.number(limits[tier - 1])), ("unit", unit)])
            }
            if tier == 0 {
                return language.text(
                    "tariff.page.upTo", [("limit", language.number(limits[0])), ("unit", unit)])
            }
            return language.text(
                "tariff.page.between",
                [
                    ("from", language.number(limits[tier - 1])), ("to", language.number(limits[tier])),
                    ("unit", unit),
                ])
        }
        let head =
            width == 1
            ? [Head(label: language.text("tariff.page.price"), range: "")]
            : (0..<width).map { Head(label: words.tier($0 + 1), range: range($0)) }
        self.head = head
        rows = prices.sorted {
            (Sheet.periodOrder.firstIndex(of: $0.key) ?? 99)
                < (Sheet.periodOrder.firstIndex(of: $1.key) ?? 99)
        }.map { member in
            let list = member.value.elements.map(\.plain)
            return Row(
                label: words.period(member.key), period: member.key,
                prices: (0..<width).map { tier in
                    Figure(label: head[tier].label, text: Self.price(list, tier, adders))
                })
        }
    }

    /// A tier's published price, or the first one's and what the tier adds to it.
    private static func price(_ list: [String], _ tier: Int, _ adders: [String]) -> String {
        if list.indices.contains(tier) { return shown(list[tier]) }
        guard let first = list.first.flatMap({ try? Price(text: $0) }), adders.indices.contains(tier - 1),
            let adder = try? Price(text: adders[tier - 1])
        else { return "—" }
        return Price(units: first.units + adder.units).text(least: 4)
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
