import Kernel
import Rating
import Records
package import Tariff

/// The loss rules that points may follow, by code and day.
package struct LossBook: Sendable {
    private let losses: [CatalogueLoss]
    private let newest: String?

    /// - Parameter newest: the code whose newest version holds on every day, whenever it begins: what is rehearsed; nil
    ///   for none.
    package init(_ losses: [CatalogueLoss], newest: String? = nil) {
        self.losses = losses
        self.newest = newest
    }

    /// Nil for no code, one that is not published, and one that is not in force yet.
    func inForce(_ code: String, on day: Day) -> LossInForce? {
        guard !code.isEmpty, let loss = losses.first(where: { $0.code == code }) else { return nil }
        return (code == newest ? loss.versions.last : loss.version(on: day))
            .map { LossInForce(code: code, version: $0) }
    }
}

/// The loss rules that terms follow on a day, and what of them a reckoning needs; pure.
struct LossInForce {
    let code: String
    let version: LossVersion

    var evidence: LossEvidence.Published {
        LossEvidence.Published(code: code, from: version.effectiveFrom, isExample: version.isExample)
    }

    /// K is 1 for a shift that they do not name.
    func factor(_ shift: ProductionShift) -> Percent {
        let key: LossVersion.Shift =
            switch shift {
            case .one: .one
            case .two: .two
            case .three: .three
            case .continuous: .continuous
            }
        return version.transformer?.shiftFactors[key].map { Percent(ppm: $0) } ?? .whole
    }

    /// The transformer's terms with the method and numbers that are theirs; a plate that the terms lack is that of the same
    /// model and capacity. Nil where they say nothing of what is asked.
    func transformer(_ terms: TransformerLossTerms) -> TransformerLossTerms? {
        guard let rule = version.transformer else { return nil }
        var terms = terms
        if terms.method == .published {
            switch rule.method {
            case .none: terms.method = .none
            case .formula: terms.method = .formula
            case .table: terms.method = .table
            case .percent: terms.method = .percent
            case .fixed: terms.method = .fixed
            }
            terms.percent = rule.percent
            terms.fixed = rule.fixed
        }
        if terms.method == .formula, terms.plate == nil {
            let found = rule.transformers.filter { $0.loss.rated == terms.capacity }
                .nearest(to: terms.model, by: \.type)
            guard let plate = found.first?.loss else { return nil }
            terms.plate = TransformerPlate(
                noLoad: plate.noLoad, load: plate.load, noLoadCurrent: plate.noLoadCurrent,
                impedance: plate.impedance)
        }
        return terms
    }

    /// The line's terms with the method and numbers that are theirs; the length is the point's where it has one. Nil where
    /// they say nothing of lines, and where neither has a length.
    func line(_ terms: LineLossTerms) -> LineLossTerms? {
        guard let rule = version.line else { return nil }
        var terms = terms
        switch rule.method {
        case .none, .table: terms.method = .none
        case .formula: terms.method = .formula
        case .percent: terms.method = .percent
        case .fixed: terms.method = .fixed
        }
        terms.percent = rule.percent
        terms.fixed = rule.fixed
        if terms.method == .formula {
            guard let resistance = rule.resistance else { return nil }
            terms.milliohmsPerKilometre = resistance.microohmsPerKm / 1_000
            terms.volts = resistance.volts
            if terms.metres == 0 { terms.metres = resistance.metres }
            if terms.metres == 0 { return nil }
        }
        return terms
    }
}

extension Array {
    /// What is of the longest type that a model is of: of `S11` and `S11-M` the latter for `S11-M-400/10`, wherever it
    /// stands; empty where none is its type.
    func nearest(to model: String, by type: KeyPath<Element, String>) -> [Element] {
        let ofIt = filter { $0[keyPath: type].isType(of: model) }
        let longest = ofIt.map { $0[keyPath: type].utf8.count }.max()
        return ofIt.filter { $0[keyPath: type].utf8.count == longest }
    }
}

extension String {
    /// A published type is that of its models: `S11` of `S11-M-400/10`.
    fileprivate func isType(of model: String) -> Bool { model == self || model.hasPrefix(self + "-") }
}
