package import Billing
internal import Kernel
package import Language
package import Rating
internal import Reading
internal import Records

/// How a bill's capacity and losses came about, in sentences with their numbers: for the bill's page and for
/// `lamplight explain`, in either language.
package enum BasisText {
    /// - Parameter lines: of the same bill, for the price that losses were billed at.
    package static func sentences(
        _ basis: BillBasis, _ lines: [RatedLine], in language: Language
    ) -> [String] {
        basis.capacity.map { part($0, language) } + basis.losses.flatMap { losses($0, lines, language) }
    }

    /// The parts of a bill inside whose period a tariff version began, a sentence each.
    package static func parts(_ parts: [BillPart], in language: Language) -> [String] {
        parts.map { part in
            language.text(
                "billing.basis.part",
                [
                    ("first", language.day(part.firstDay)), ("last", language.day(part.lastDay)),
                    ("from", language.day(part.tariffFrom)), ("energy", language.energy(part.energy)),
                    ("amount", language.money(part.amount)),
                    ("method", language.text("billing.basis.part.\(part.method.rawValue)")),
                ])
        }
    }

    private static func part(_ part: CapacityMonth.Part, _ language: Language) -> String {
        let share: String =
            switch part.share {
            case .whole: ""
            case .zero: language.text("billing.basis.free")
            default: language.text("billing.basis.share", [("percent", part.share.text())])
            }
        return language.text(
            "billing.basis.capacity",
            [
                ("name", part.name), ("kva", part.capacity.text()), ("days", String(part.days)),
                ("kind", language.text("records.capacity.kind.\(part.kind.rawValue)")), ("share", share),
            ])
    }

    private static func losses(
        _ evidence: LossEvidence, _ lines: [RatedLine], _ language: Language
    ) -> [String] {
        var found = evidence.steps.flatMap { one in
            follows(one.published, step(one, language), language)
        }
        if let share = evidence.share {
            found.append(
                language.text(
                    "billing.basis.shared",
                    [
                        ("name", share.transformer), ("points", String(share.points)),
                        ("whole", share.whole.text()),
                        ("method", language.text("records.share.\(share.method.rawValue)")),
                        ("weight", weight(share.weight)), ("weights", weight(share.weights)),
                        ("charged", share.isCharged ? "" : language.text("billing.basis.notCharged")),
                    ]))
        }
        found += evidence.lines.flatMap { follows($0.published, [line($0, language)], language) }
        if !evidence.loss.isZero { found.append(billed(evidence, lines, language)) }
        return found
    }

    /// Sentences with the version of the published rules behind the last of them, and 示例 where no notice supports it.
    private static func follows(
        _ published: LossEvidence.Published?, _ sentences: [String], _ language: Language
    ) -> [String] {
        guard let published, let last = sentences.last else { return sentences }
        let example = published.isExample ? language.text("billing.basis.example") : ""
        let source = language.text(
            "billing.basis.follows",
            [("code", published.code), ("from", language.day(published.from)), ("example", example)])
        return sentences.dropLast() + [last + source]
    }

    /// kVA of VA, kWh of Wh.
    private static func weight(_ units: Int64) -> String { Energy(units: units).text() }

    private static func step(_ step: LossEvidence.Step, _ language: Language) -> [String] {
        switch step.method {
        case .none, .published: return []
        case .percent:
            return [
                language.text(
                    "billing.basis.percent",
                    [
                        ("percent", step.percent.text()), ("active", step.active.text()),
                        ("loss", step.loss.text()),
                    ])
            ]
        case .fixed:
            return [
                language.text(
                    "billing.basis.fixed",
                    [
                        ("monthly", step.monthly.text()), ("days", String(step.days)),
                        ("loss", step.loss.text()), ("reactive", step.reactiveLoss.text()),
                    ])
            ]
        case .table:
            let text = language.text(
                "billing.basis.table",
                [
                    ("table", step.published?.code ?? ""), ("kva", step.capacity.text()),
                    ("monthly", step.monthly.text()),
                    ("days", String(step.days)), ("loss", step.loss.text()),
                    ("reactive", step.reactiveLoss.text()),
                ])
            return [text]
        case .formula: return formula(step, language)
        }
    }

    /// Both formulas with what went into them.
    private static func formula(_ step: LossEvidence.Step, _ language: Language) -> [String] {
        guard let plate = step.plate else { return [] }
        func reactivePower(_ share: Percent) -> String {
            Power(units: Int64(Int128(share.ppm) * Int128(step.capacity.units) / 1_000_000)).text()
        }
        func sentence(_ key: String, _ still: String, _ moving: String, _ result: String) -> String {
            language.text(
                key,
                [
                    ("still", still), ("moving", moving), ("hours", String(step.hours)),
                    ("k", Price(units: step.factor.ppm * 100).text()), ("active", step.active.text()),
                    ("reactive", step.reactive.text()), ("kva", step.capacity.text()), ("loss", result),
                ])
        }
        return [
            sentence("billing.basis.formula", plate.noLoad.text(), plate.load.text(), step.loss.text()),
            sentence(
                "billing.basis.formulaReactive", reactivePower(plate.noLoadCurrent),
                reactivePower(plate.impedance), step.reactiveLoss.text()),
        ]
    }

    private static func line(_ line: LossEvidence.Line, _ language: Language) -> String {
        switch line.terms.method {
        case .percent:
            return language.text(
                "billing.basis.linePercent",
                [
                    ("percent", line.terms.percent.text()), ("active", line.active.text()),
                    ("loss", line.loss.text()),
                ])
        case .formula:
            return language.text(
                "billing.basis.lineFormula",
                [
                    ("r", Power(units: line.terms.milliohmsPerKilometre).text()),
                    ("l", Power(units: line.terms.metres).text()),
                    ("u", Power(units: line.terms.volts).text()), ("active", line.active.text()),
                    ("reactive", line.reactive.text()), ("hours", String(24 * line.days)),
                    ("loss", line.loss.text()),
                ])
        case .fixed, .none, .published:
            return language.text(
                "billing.basis.lineFixed",
                [
                    ("monthly", line.terms.fixed.text()), ("days", String(line.days)),
                    ("loss", line.loss.text()),
                ])
        }
    }

    /// Into which period the loss went, and at which price.
    private static func billed(
        _ evidence: LossEvidence, _ lines: [RatedLine], _ language: Language
    ) -> String {
        let energies = lines.filter { $0.kind == .energy }
        let isTimed = energies.contains { $0.period != .total }
        let price = energies.first { $0.period == (isTimed ? .flat : .total) }?.unitPrice
        let key =
            !isTimed
            ? "billing.basis.billed"
            : evidence.policy == .flat ? "billing.basis.billedFlat" : "billing.basis.billedShares"
        return language.text(
            key,
            [
                ("loss", evidence.loss.text()), ("reactive", evidence.reactiveLoss.text()),
                ("price", price.map { Price(units: $0).text(least: 2) } ?? "—"),
            ])
    }
}
