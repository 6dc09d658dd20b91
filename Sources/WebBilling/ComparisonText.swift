package import Billing
package import Kernel
package import Language
internal import Tariff
internal import Web

/// The words for a comparison of tariffs, for the staff and for customers.
package enum ComparisonText {
    /// Why a month has no amount.
    package static func gap(_ gap: ComparisonGap, _ language: Language) -> String {
        let key = "billing.compare.gap.\(gap.code)"
        return Catalogue.has(key) ? language.text(key) : ExceptionText.name(gap.code, language)
    }

    /// What was assumed, a sentence each.
    static func assumptions(
        _ assumptions: Set<ComparisonAssumption>, valleyPercent: Int?, _ language: Language
    ) -> [String] {
        ComparisonAssumption.allCases.filter(assumptions.contains).map { assumption in
            language.text(
                "billing.compare.assumes.\(assumption.rawValue)",
                assumption == .valleyShare ? [("percent", String(valleyPercent ?? 0))] : [])
        }
    }

    static func name(_ candidate: TariffCandidate, _ language: Language) -> String {
        let name = language == .zh ? candidate.nameZh : candidate.nameEn
        return name.isEmpty ? candidate.code : name
    }

    /// The months that the query asks for: how many, and the last of them; nil for the newest.
    /// - Throws: `WebRefusal.badQuery`.
    static func span(_ visit: Visit) throws -> (months: Int, through: BillingMonth?) {
        let months = try visit.query("months").map { text in
            guard let number = Int(text), (1...Billing.comparedMonths).contains(number) else {
                throw WebRefusal.badQuery("months")
            }
            return number
        }
        let through = try visit.query("through").map { text in
            guard let month = BillingMonth(text: text) else { throw WebRefusal.badQuery("through") }
            return month
        }
        return (months ?? Billing.comparedMonths, through)
    }

    /// `2025年11月–2026年10月`, or the one month.
    static func span(_ comparison: TariffComparison, _ language: Language) -> String {
        guard let first = comparison.months.first?.month, let last = comparison.months.last?.month else {
            return "—"
        }
        return first == last ? language.month(first) : "\(language.month(first))–\(language.month(last))"
    }

    /// Grouped, with a plus before what is more.
    package static func signed(_ money: Money) -> String {
        money > .zero ? "+\(money.grouped)" : money.grouped
    }

    /// By how much of the own amount, in percent to one decimal, half up: `3.2%`; nil where there is none.
    static func percent(_ total: TariffComparison.Total) -> String? {
        guard total.own > .zero else { return nil }
        let (difference, own) = (Int128(total.difference.fen.magnitude), Int128(total.own.fen))
        let tenths = (difference * 2_000 + own) / (own * 2)
        return DecimalText.write(Int64(clamping: tenths), decimals: 1) + "%"
    }

    /// What a candidate would have meant, in a sentence.
    package static func sentence(
        _ total: TariffComparison.Total, _ candidate: TariffCandidate, _ language: Language
    ) -> String {
        let name = name(candidate, language)
        guard total.months > 0 else {
            return language.text(
                "billing.compare.nothing",
                [("tariff", name), ("why", total.gap.map { gap($0, language) } ?? "—")])
        }
        let key =
            total.difference == .zero ? "same" : total.difference.isNegative ? "less" : "more"
        return language.text(
            "billing.compare.\(key)",
            [
                ("months", language.number(total.months)), ("tariff", name),
                ("own", language.money(total.own)), ("other", language.money(total.other)),
                ("difference", language.money(total.difference.magnitude)),
                ("percent", percent(total) ?? "—"),
            ])
    }

    /// Whether a share of valley hours has anything to say.
    static func asksForValley(_ comparison: TariffComparison) -> Bool {
        comparison.candidates.indices.contains { place in
            guard comparison.candidates[place].isPeakValley else { return false }
            return comparison.months.contains {
                $0.others[place].gap == .noPeriods || $0.others[place].assumptions.contains(.valleyShare)
            }
        }
    }

    /// A share of valley hours in percent, as it came; refused outside 0…100.
    static func valley(_ form: inout Form) -> Int? {
        guard form.text("valley") != nil else { return nil }
        return form.number("valley", in: 0...100)
    }

    static func valley(_ visit: Visit) throws -> Int? {
        guard let text = visit.query("valley") else { return nil }
        guard let number = Int(text), (0...100).contains(number) else { throw WebRefusal.badQuery("valley") }
        return number
    }
}

extension TariffChoice {
    /// As a query names it: `tariff=SH-RES` or `draft=17`.
    var query: String {
        switch self {
        case .published(let code): "tariff=\(code)"
        case .draft(let number): "draft=\(number)"
        }
    }

    /// The one that a query names; nil where it names none.
    /// - Throws: `TariffRefusal.draftUnknown` for what is no draft's number.
    init?(_ visit: Visit) throws {
        if let text = visit.query("draft") {
            guard let number = Int64(text) else { throw TariffRefusal.draftUnknown }
            self = .draft(number)
        } else if let code = visit.query("tariff") {
            self = .published(code)
        } else {
            return nil
        }
    }
}
