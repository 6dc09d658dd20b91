import Kernel
import Rating
import Records
import Tariff

/// The loss terms of the archive handed to rating's arithmetic.
enum LossFormula {
    /// A transformer's loss over so many hours under voltage, by its plate; the load's shape is in the factor. Nil for
    /// numbers no transformer has.
    static func transformer(
        _ plate: TransformerPlate, capacity: ApparentPower, factor: Percent, hours: Int64, active: Energy,
        reactive: ReactiveEnergy
    ) -> (loss: Energy, reactive: ReactiveEnergy)? {
        var transformer = TransformerLoss(
            rated: capacity, noLoad: plate.noLoad, load: plate.load, noLoadCurrent: plate.noLoadCurrent,
            impedance: plate.impedance)
        transformer.shiftFactor = factor.ppm
        transformer.chargesNoLoadWhenIdle = true
        return transformer.loss(active: active, reactive: reactive, energised: hours, running: hours)
            .map { (loss: $0.active, reactive: $0.reactive) }
    }

    /// A published table's loss of a month of 30 days; the highest bracket of a capacity holds for whatever is above it.
    static func table(
        _ tables: [LossVersion.Table], model: String, capacity: ApparentPower, energy: Energy, days: Int
    ) -> (loss: Energy, reactive: ReactiveEnergy)? {
        // A type that has no capacity this large says nothing of it; a shorter one may.
        let types = Set(tables.filter { $0.rated >= capacity }.map(\.type))
        let rows = tables.filter { types.contains($0.type) }.nearest(to: model, by: \.type).flatMap { table in
            table.rows.enumerated().map { place, row in
                TransformerLossTable.Row(
                    rated: table.rated, upTo: place == table.rows.count - 1 ? nil : row.upTo,
                    active: row.active, reactive: row.reactive)
            }
        }
        return TransformerLossTable(rows: rows).loss(rated: capacity, energy: energy, days: Int64(days))
            .map { (loss: $0.active, reactive: $0.reactive) }
    }

    static func percent(_ share: Percent, of energy: Energy) -> Energy? {
        LineLoss.percent(share).loss(active: energy)
    }

    /// A line's loss over some thirtieths of the month; nil for numbers no line has.
    static func line(
        _ terms: LineLossTerms, days: Int, active: Energy, reactive: ReactiveEnergy
    ) -> Energy? {
        switch terms.method {
        case .none, .published: return .zero
        case .percent: return percent(terms.percent, of: active)
        case .fixed:
            return Energy(
                kilowattHours: Int64(
                    Rounding.halfUp.quotient(Int128(terms.fixed.units) * Int128(days), 30_000)))
        case .formula:
            return LineLoss.formula(
                LineResistance(
                    microohmsPerKm: terms.milliohmsPerKilometre * 1_000, metres: terms.metres,
                    volts: terms.volts)
            ).loss(active: active, reactive: reactive, running: Int64(24 * days))
        }
    }

    /// A loss among points by weight; agreed parts stand as they are. Nil for numbers no loss has.
    static func share(
        _ loss: Energy, _ method: SharedTransformer.Method, _ points: [(weight: Int64, isCharged: Bool)]
    ) -> [Energy]? {
        if method == .fixed {
            return points.map { $0.isCharged ? Energy(kilowattHours: $0.weight / 1_000) : .zero }
        }
        return LossSharing.energy.shares(
            of: loss,
            among: points.map {
                LossSharing.Point(
                    role: $0.isCharged ? .shares : .sharesUncharged, capacity: .zero,
                    energy: Energy(units: $0.weight))
            })
    }
}
