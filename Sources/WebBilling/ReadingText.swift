package import Kernel
package import Language
package import Reading
internal import Records

/// How a month's energy came from registers, in sentences with their numbers: for the bill's page and for
/// `lamplight explain`, in either language.
extension BasisText {
    /// A sentence a register and stretch.
    /// - Parameter meters: asset numbers by installation.
    package static func readings(
        _ points: [PointEnergy], meters: [Int64: String], in language: Language
    ) -> [String] {
        points.flatMap { point in
            (RegisterEvidence.unpack(point.evidence) ?? []).map {
                reading($0, meters[$0.installation] ?? String($0.installation), language)
            }
        }
    }

    private static func reading(_ evidence: RegisterEvidence, _ meter: String, _ language: Language) -> String
    {
        let isDemand = evidence.register.isDemand
        var marks: [String] = []
        for (flag, key) in [
            (RegisterEvidence.Flags.cut, "billing.reading.cut"), (.rolledOver, "billing.register.rolledOver"),
            (.estimated, "billing.register.estimated"), (.installed, "billing.register.installed"),
            (.removed, "billing.register.removed"),
        ] where evidence.flags.contains(flag) {
            marks.append(language.text(key))
        }
        let carries = !evidence.carriedIn.isZero || !evidence.carriedOut.isZero
        let carried = language.text(
            "billing.register.carried",
            [("in", evidence.carriedIn.text()), ("out", evidence.carriedOut.text())])
        return language.text(
            isDemand ? "billing.reading.demand" : "billing.reading.register",
            [
                ("register", language.text("billing.register.\(evidence.register.rawValue)")),
                ("meter", meter), ("previous", evidence.previous.text()),
                ("previousDay", language.day(evidence.fromDay)), ("current", evidence.current.text()),
                ("currentDay", language.day(evidence.toDay)), ("multiplier", evidence.multiplier.text()),
                ("marks", marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))"),
                ("amount", Energy(wattHours: evidence.amount).text()),
                ("unit", evidence.register == .reactive ? "kvarh" : "kWh"),
                ("carried", carries ? "; \(carried)" : ""),
            ])
    }

    /// Where a point's periods were made to add up to its total register: into which period the difference went. Nothing
    /// where they added up by themselves.
    package static func balanced(_ points: [PointEnergy], in language: Language) -> [String] {
        points.filter(\.isTimeOfUse).flatMap { balanced($0, language) }
    }

    private static func balanced(_ point: PointEnergy, _ language: Language) -> [String] {
        let stretches = RegisterEvidence.unpack(point.evidence) ?? []
        func metered(_ kind: RegisterKind) -> Energy? {
            let own = stretches.filter { $0.register == kind }
            guard !own.isEmpty else { return nil }
            return own.map { Energy(wattHours: $0.amount) + $0.carriedIn - $0.carriedOut }.total()
        }
        guard let total = metered(.total) else { return [] }
        let periods: [(kind: RegisterKind, code: String, billed: Energy)] = [
            (.sharp, "SHARP", point.sharp), (.peak, "PEAK", point.peak), (.flat, "FLAT", point.flat),
            (.valley, "VALLEY", point.valley), (.deepValley, "DEEP_VALLEY", point.deepValley),
        ]
        let sum = periods.compactMap { metered($0.kind) }.total()
        if sum == total { return [] }
        let changed = periods.filter { metered($0.kind) ?? .zero != $0.billed }
        if changed.isEmpty {
            return [
                language.text("billing.basis.summed", [("total", total.text()), ("sum", sum.text())])
            ]
        }
        return changed.map { period in
            let before = metered(period.kind) ?? .zero
            return language.text(
                "billing.basis.balanced",
                [
                    ("total", total.text()), ("sum", sum.text()),
                    ("difference", (period.billed - before).text()),
                    ("period", language.text("billing.period.\(period.code)")),
                    ("metered", before.text()), ("balanced", period.billed.text()),
                ])
        }
    }

    /// What an assessed account is held to, and the table's row.
    package static func standard(
        _ standard: PowerFactor, _ percent: Percent, _ factor: PowerFactor, in language: Language
    ) -> String {
        language.text(
            "billing.factor.standard",
            [
                ("standard", standard.text(least: 2)), ("factor", factor.text(least: 2)),
                ("percent", percent.text(least: 2)),
            ])
    }
}
