import Control
import Kernel
import Records
import Store

/// The rules of losses of one organisation for a month.
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

/// A usage point's month cut into thirtieths by the loss terms that held and by what its transformer did; pure.
struct LossReckoning {
    let month: BillingMonth
    let rules: LossRules
    let tables: [String: LossTable]

    /// Terms and their thirtieths.
    struct Stretch: Hashable {
        let terms: PointLossTerms
        let isEnergised: Bool
        var days: Int
    }

    /// The month's stretches; days before the first terms, or outside supply, are none.
    func stretches(
        _ changes: [PointLossChange], _ equipment: [Equipment], openedOn: Day, closedOn: Day?
    ) -> [Stretch] {
        var found: [Stretch?] = []
        var counts: [Int] = []
        for number in 0..<month.dayCount {
            let day = month.firstDay.adding(days: number)
            var stretch: Stretch?
            if day >= openedOn, closedOn.map({ day <= $0 }) ?? true,
                let terms = changes.last(where: { $0.from <= day })?.terms
            {
                stretch = Stretch(
                    terms: terms, isEnergised: isEnergised(terms.transformer, equipment, on: day), days: 0)
            }
            if let place = found.firstIndex(of: stretch) {
                counts[place] += 1
            } else {
                found.append(stretch)
                counts.append(1)
            }
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

    /// The transformer's loss over some thirtieths of the month, in whole kWh and kvarh; nil where its table has no row.
    func step(
        _ terms: TransformerLossTerms, days: Int, active: Energy, reactive: ReactiveEnergy
    ) -> LossEvidence.Step? {
        var loss = Energy.zero
        var reactiveLoss = ReactiveEnergy.zero
        var monthly = Energy.zero
        let factor = rules.factors[terms.shift] ?? .whole
        let isIdle = active.isZero && !rules.chargesWhenIdle
        func part(_ units: Int64) -> Int64 {
            Int64(Rounding.halfUp.quotient(Int128(units) * Int128(days), 30_000)) * 1_000
        }
        switch terms.method {
        case .none: break
        case .percent:
            guard let part = LossFormula.percent(terms.percent, of: active) else { return nil }
            loss = part
        case .fixed:
            monthly = terms.fixed
            loss = Energy(units: part(monthly.units))
            reactiveLoss = ReactiveEnergy(units: part(terms.fixedReactive.units))
        case .table:
            guard
                let table = tables[terms.table],
                let whole = LossFormula.table(
                    table, model: terms.model, capacity: terms.capacity, energy: active, days: 30),
                let own = LossFormula.table(
                    table, model: terms.model, capacity: terms.capacity, energy: active, days: days)
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
            table: terms.table, isExample: tables[terms.table]?.isExample ?? false, loss: loss,
            reactiveLoss: reactiveLoss)
    }

    /// A point's own losses, all but a shared transformer's.
    func evidence(_ stretches: [Stretch], _ point: PointEnergy) -> LossEvidence {
        var evidence = LossEvidence()
        evidence.arrangement = stretches.last?.terms.arrangement ?? .highHigh
        let live = stretches.filter(\.isEnergised)
        let energies = Self.spread(point.total.units, over: live.map(\.days))
        let reactives = Self.spread(point.reactive.units, over: live.map(\.days))
        for (index, stretch) in live.enumerated() {
            let active = Energy(units: energies[index])
            let reactive = ReactiveEnergy(units: reactives[index])
            if stretch.terms.transformer.method != .none {
                if let step = step(
                    stretch.terms.transformer, days: stretch.days, active: active, reactive: reactive)
                {
                    evidence.steps.append(step)
                } else {
                    evidence.waits = true
                }
            }
            let line = stretch.terms.line
            if line.method != .none {
                let loss = LossFormula.line(line, days: stretch.days, active: active, reactive: reactive)
                evidence.waits = evidence.waits || loss == nil
                evidence.lines.append(
                    LossEvidence.Line(
                        terms: line, days: stretch.days, active: active, reactive: reactive,
                        loss: loss ?? .zero))
            }
        }
        return evidence
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
