import Control
import Kernel
import Records
import Store
import Tariff

/// The rules of losses of one organisation for a month: those of points that follow no published rules.
struct LossRules: Sendable {
    var isProportional = false
    /// The no-load loss is charged though nothing was used.
    var chargesWhenIdle = false
    /// K by shift.
    var factors: [ProductionShift: Percent] = [:]

    static func inForce(
        for organisation: OrganisationPath, on day: Day, control: Control, in transaction: any Transaction
    ) throws -> LossRules {
        func value(_ key: String) throws -> ParameterValue {
            try control.parameter("reading.\(key)", organisation: organisation, on: day, in: transaction)
        }
        var rules = LossRules()
        rules.isProportional = try value("lossPeriodPolicy").text == "PROPORTIONAL"
        rules.chargesWhenIdle = try value("chargeNoLoadWhenIdle").text == "YES"
        for shift in ProductionShift.allCases {
            rules.factors[shift] = try value("lossShift.\(shift.rawValue)").percent
        }
        return rules
    }
}

/// A usage point's month cut into thirtieths by the loss terms and published rules that held and by what its transformer
/// did; pure.
struct LossReckoning {
    let month: BillingMonth
    let rules: LossRules
    let published: LossBook

    /// Terms and their thirtieths.
    struct Stretch: Hashable {
        let terms: PointLossTerms
        let isEnergised: Bool
        /// The days from which the published rules hold that transformer and line follow; nil where there are none.
        let transformerFrom: Day?
        let lineFrom: Day?
        var days: Int
    }

    /// The month's stretches; days before the first terms, or outside supply, are none.
    func stretches(
        _ changes: [PointLossChange], _ equipment: [Equipment], openedOn: Day, closedOn: Day?
    ) -> [Stretch] {
        stretches(equipment) { day in
            guard day >= openedOn, closedOn.map({ day <= $0 }) ?? true else { return nil }
            return changes.last { $0.from <= day }?.terms
        }
    }

    /// In the order of their last days: how the month ended comes last, though it had been so before.
    /// - Parameter terms: those of a day; nil for none.
    func stretches(_ equipment: [Equipment], _ terms: (Day) -> PointLossTerms?) -> [Stretch] {
        var found: [Stretch?] = []
        var counts: [Int] = []
        for number in 0..<month.dayCount {
            let day = month.firstDay.adding(days: number)
            let stretch = terms(day).map { terms in
                Stretch(
                    terms: terms, isEnergised: isEnergised(terms.transformer, equipment, on: day),
                    transformerFrom: inForce(terms.transformer.published, on: day)?.version.effectiveFrom,
                    lineFrom: inForce(terms.line.published, on: day)?.version.effectiveFrom, days: 0)
            }
            var count = 1
            if let place = found.firstIndex(of: stretch) {
                found.remove(at: place)
                count += counts.remove(at: place)
            }
            found.append(stretch)
            counts.append(count)
        }
        // A whole month is 30 days whatever its length; the difference falls on days that bear nothing where there are any.
        let idle = found.lastIndex { $0 == nil || $0?.isEnergised == false } ?? found.count - 1
        counts[idle] += 30 - month.dayCount
        return zip(found, counts).compactMap { stretch, days in
            guard var stretch, days > 0 else { return nil }
            stretch.days = days
            return stretch
        }
    }

    /// How the published rules divide a shared transformer's loss, where it follows them in method too and they say so.
    func sharing(_ terms: TransformerLossTerms, on day: Day) -> SharedTransformer.Method? {
        guard terms.method == .published else { return nil }
        return switch inForce(terms.published, on: day)?.version.transformer?.sharing {
        case .capacity: .capacity
        case .energy: .energy
        case .fixed: .fixed
        case .some(.none), nil: nil
        }
    }

    private func inForce(_ code: String, on day: Day?) -> LossInForce? {
        day.flatMap { published.inForce(code, on: $0) }
    }

    private func isEnergised(_ terms: TransformerLossTerms, _ equipment: [Equipment], on day: Day) -> Bool {
        guard let piece = terms.equipment, let item = equipment.first(where: { String($0.id) == piece })
        else {
            return true
        }
        guard let change = item.state(on: day) else { return false }
        switch change.state {
        case .running, .hotStandby, .replaced: return true
        case .suspended, .reduced: return !change.capacity.isZero
        case .coldStandby, .removed: return false
        }
    }

    /// The transformer's loss of a stretch, in whole kWh and kvarh; nil where the published rules that it follows are not
    /// in force, or have no row or plate for it.
    /// - Parameter month: the energy of all stretches: a table's rows are by the month's, however it is cut.
    private func step(
        _ stretch: Stretch, active: Energy, reactive: ReactiveEnergy, month: Energy
    ) -> LossEvidence.Step? {
        var terms = stretch.terms.transformer
        let days = stretch.days
        let followed = inForce(terms.published, on: stretch.transformerFrom)
        if !terms.published.isEmpty {
            guard let found = followed?.transformer(terms) else { return nil }
            terms = found
        }
        let factor = followed?.factor(terms.shift) ?? rules.factors[terms.shift] ?? .whole
        let chargesWhenIdle =
            followed.map { $0.version.transformer?.chargesNoLoadWhenIdle ?? false } ?? rules.chargesWhenIdle
        let isIdle = month.isZero && !chargesWhenIdle
        var loss = Energy.zero
        var reactiveLoss = ReactiveEnergy.zero
        var monthly = Energy.zero
        func part(_ units: Int64) -> Int64 {
            Int64(Rounding.halfUp.quotient(Int128(units) * Int128(days), 30_000)) * 1_000
        }
        switch terms.method {
        case .none, .published: break
        case .percent:
            guard let part = LossFormula.percent(terms.percent, of: active) else { return nil }
            loss = part
        case .fixed:
            monthly = terms.fixed
            loss = Energy(units: part(monthly.units))
            reactiveLoss = ReactiveEnergy(units: part(terms.fixedReactive.units))
        case .table:
            let tables = followed?.version.transformer?.tables ?? []
            guard
                let whole = LossFormula.table(
                    tables, model: terms.model, capacity: terms.capacity, energy: month, days: 30),
                let own = LossFormula.table(
                    tables, model: terms.model, capacity: terms.capacity, energy: month, days: days)
            else { return nil }
            guard !isIdle else { break }
            monthly = whole.loss
            (loss, reactiveLoss) = own
        case .formula:
            guard let plate = terms.plate, !isIdle else { break }
            guard
                let own = LossFormula.transformer(
                    plate, capacity: terms.capacity, factor: factor, hours: 24 * Int64(days), active: active,
                    reactive: reactive)
            else { return nil }
            (loss, reactiveLoss) = own
        }
        return LossEvidence.Step(
            method: terms.method, days: days, capacity: terms.capacity, plate: terms.plate,
            shift: terms.shift,
            factor: factor, active: active, reactive: reactive, percent: terms.percent, monthly: monthly,
            published: followed?.evidence, loss: loss, reactiveLoss: reactiveLoss)
    }

    /// The line's loss of a stretch; nil where the published rules that it follows say nothing of it, and for numbers no
    /// line has.
    private func line(
        _ stretch: Stretch, active: Energy, reactive: ReactiveEnergy
    ) -> LossEvidence.Line? {
        var terms = stretch.terms.line
        var followed: LossInForce?
        if terms.method == .published {
            followed = inForce(terms.published, on: stretch.lineFrom)
            guard let found = followed?.line(terms) else { return nil }
            terms = found
        }
        return LossFormula.line(terms, days: stretch.days, active: active, reactive: reactive).map {
            LossEvidence.Line(
                terms: terms, published: followed?.evidence, days: stretch.days, active: active,
                reactive: reactive, loss: $0)
        }
    }

    /// What went through transformer and line in each stretch under voltage, and what was lost of it.
    /// - Returns: nil in place of a loss that cannot be reckoned.
    func losses(
        _ stretches: [Stretch], active: Energy, reactive: ReactiveEnergy
    ) -> (steps: [LossEvidence.Step?], lines: [LossEvidence.Line?]) {
        let live = stretches.filter(\.isEnergised)
        let actives = Self.spread(active.units, over: live.map(\.days))
        let reactives = Self.spread(reactive.units, over: live.map(\.days))
        var steps: [LossEvidence.Step?] = []
        var lines: [LossEvidence.Line?] = []
        for (index, stretch) in live.enumerated() {
            let own = (
                active: Energy(units: actives[index]), reactive: ReactiveEnergy(units: reactives[index])
            )
            if stretch.terms.transformer.method != .none {
                steps.append(step(stretch, active: own.active, reactive: own.reactive, month: active))
            }
            if stretch.terms.line.method != .none {
                lines.append(line(stretch, active: own.active, reactive: own.reactive))
            }
        }
        return (steps, lines)
    }

    /// A point's own losses, all but a shared transformer's.
    func evidence(_ stretches: [Stretch], _ point: PointEnergy) -> LossEvidence {
        var evidence = LossEvidence()
        evidence.arrangement = stretches.last?.terms.arrangement ?? .highHigh
        let (steps, lines) = losses(stretches, active: point.total, reactive: point.reactive)
        evidence.steps = steps.compactMap(\.self)
        evidence.lines = lines.compactMap(\.self)
        evidence.waits = steps.contains { $0 == nil } || lines.contains { $0 == nil }
        evidence.policy = policy(stretches.last, point)
        return evidence
    }

    /// Into which periods the losses fall, as it was at the month's end.
    func policy(_ last: Stretch?, _ point: PointEnergy) -> PointEnergy.LossPolicy {
        let registers = (RegisterEvidence.unpack(point.evidence) ?? []).map(\.register)
        if point.isTimeOfUse, !registers.isEmpty, !registers.contains(.flat) { return .proportionalLargest }
        return isProportional(last) ?? rules.isProportional ? .proportional : .flat
    }

    /// As the published rules that the transformer follows say, else the line's; nil where there are none.
    private func isProportional(_ stretch: Stretch?) -> Bool? {
        let followed =
            inForce(stretch?.terms.transformer.published ?? "", on: stretch?.transformerFrom)
            ?? inForce(stretch?.terms.line.published ?? "", on: stretch?.lineFrom)
        return followed?.version.isSpreadOverPeriods
    }

    /// A quantity by days in whole thousands, the last taking the rest.
    private static func spread(_ units: Int64, over days: [Int]) -> [Int64] {
        let all = Int128(days.reduce(0, +))
        guard all > 0 else { return days.map { _ in 0 } }
        var left = units
        return days.enumerated().map { index, count in
            if index == days.count - 1 { return left }
            let part = Int64(Int128(units) * Int128(count) / (all * 1_000)) * 1_000
            left -= part
            return part
        }
    }
}
