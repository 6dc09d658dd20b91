import Kernel
import Rating

/// Losses that a bill contains.
struct LossesFound {
    var transformer = Energy.zero
    var reactive = ReactiveEnergy.zero
    var line = Energy.zero
}

/// The losses of a usage line: worked out already, or what they are worked out from.
struct UsageLosses {
    var transformerActive: Energy?
    var transformerReactive: ReactiveEnergy?
    var lineActive: Energy?
    var policy = LossPeriodPolicy.flat
    private var transformer: TransformerLoss?
    private var energised: Int64 = 720
    private var running: Int64?
    private var line: LineLoss?
    private var lineHours: Int64 = 720

    private enum PlateField: String, CaseIterable {
        case ratedKva, noLoadKw, loadKw, noLoadCurrentPercent, impedancePercent
        case energisedHours, runningHours, kFactor, chargesNoLoadWhenIdle
    }

    mutating func readTransformer(_ scanner: inout JSONScanner) throws(UsageFault) {
        var plate = TransformerLoss(
            rated: .zero, noLoad: .zero, load: .zero, noLoadCurrent: .zero, impedance: .zero)
        var seen = FieldsSeen()
        var isFirst = true
        while let key = try scanner.key(&isFirst, in: "transformer") {
            let field: PlateField = try seen.take(key, in: "transformer")
            let path = "transformer.\(key)"
            switch field {
            case .ratedKva: plate.rated = try scanner.quantity(path)
            case .noLoadKw: plate.noLoad = try scanner.quantity(path)
            case .loadKw: plate.load = try scanner.quantity(path)
            case .noLoadCurrentPercent: plate.noLoadCurrent = try scanner.quantity(path)
            case .impedancePercent: plate.impedance = try scanner.quantity(path)
            case .energisedHours: energised = try scanner.whole(path, in: 0...9_000)
            case .runningHours: running = try scanner.whole(path, in: 1...9_000)
            case .kFactor:
                guard let factor = try scanner.digits(decimals: 6), (0...10_000_000).contains(factor) else {
                    throw .value(path, "write a decimal from 0 to 10 with at most 6 places")
                }
                plate.shiftFactor = factor
            case .chargesNoLoadWhenIdle: plate.chargesNoLoadWhenIdle = try scanner.truth(path)
            }
        }
        for field in PlateField.allCases.prefix(5) where !seen.has(field) {
            throw UsageFault(
                code: "MISSING_FIELD", field: "transformer.\(field.rawValue)",
                mend: "write what the plate says")
        }
        transformer = plate
    }

    private enum LineField: String, CaseIterable { case percent, fixedKwh, ohmsPerKm, km, kv, runningHours }

    mutating func readLine(_ scanner: inout JSONScanner) throws(UsageFault) {
        var percent: Percent?
        var fixed: Energy?
        var resistance = LineResistance(microohmsPerKm: 0, metres: 0, volts: 0)
        var seen = FieldsSeen()
        var isFirst = true
        while let key = try scanner.key(&isFirst, in: "line") {
            let field: LineField = try seen.take(key, in: "line")
            let path = "line.\(key)"
            func scaled(_ decimals: Int, _ range: ClosedRange<Int64>) throws(UsageFault) -> Int64 {
                guard let value = try scanner.digits(decimals: decimals), range.contains(value) else {
                    throw .value(path, "write a decimal with at most \(decimals) places that a line can have")
                }
                return value
            }
            switch field {
            case .percent: percent = try scanner.quantity(path)
            case .fixedKwh: fixed = try scanner.quantity(path)
            case .ohmsPerKm: resistance.microohmsPerKm = try scaled(6, 0...100_000_000)
            case .km: resistance.metres = try scaled(3, 0...100_000)
            case .kv: resistance.volts = try scaled(3, 1...1_000_000)
            case .runningHours: lineHours = try scanner.whole(path, in: 1...9_000)
            }
        }
        let hasFormula = seen.has(LineField.ohmsPerKm) && seen.has(LineField.km) && seen.has(LineField.kv)
        let hasAny = seen.has(LineField.ohmsPerKm) || seen.has(LineField.km) || seen.has(LineField.kv)
        switch (percent, fixed, hasAny) {
        case (let percent?, nil, false): line = .percent(percent)
        case (nil, let fixed?, false): line = .fixed(fixed)
        case (nil, nil, true) where hasFormula: line = .formula(resistance)
        default: throw .value("line", "write percent, or fixedKwh, or ohmsPerKm, km and kv together")
        }
    }

    /// Works the losses out of the metered energies and adds them to what is billed.
    /// - Parameter billed: the periods that the tariff prices; nil where it has one price.
    func add(
        to usageLine: inout UsageLine, hasPeriods: Bool, among billed: [TouPeriod]?
    ) throws(UsageFault) {
        let metered = usageLine.usage
        var active = transformerActive ?? .zero
        var reactive = transformerReactive ?? .zero
        if let transformer {
            guard transformerActive == nil, transformerReactive == nil else {
                throw .value("transformer", "write the loss itself or the transformer, not both")
            }
            guard
                let loss = transformer.loss(
                    active: metered.total, reactive: metered.reactive, energised: energised,
                    running: running ?? Swift.max(energised, 1))
            else {
                throw .value(
                    "transformer",
                    "write the numbers of a transformer of 1 kVA to 1 GVA, energies up to 1 TWh")
            }
            (active, reactive) = loss
        }
        var lineLoss = lineActive ?? .zero
        if let line {
            guard lineActive == nil else {
                throw .value("line", "write the loss itself or the line, not both")
            }
            guard let loss = line.loss(active: metered.total, reactive: metered.reactive, running: lineHours)
            else { throw .value("line", "write a percent up to 100, energies up to 1 TWh") }
            lineLoss = loss
        }
        guard !active.isZero || !lineLoss.isZero || !reactive.isZero else { return }
        do {
            let loss = try active.adding(lineLoss)
            usageLine.losses = LossesFound(transformer: active, reactive: reactive, line: lineLoss)
            usageLine.usage.lossEnergy = loss
            usageLine.usage.total = try metered.total.adding(loss)
            usageLine.usage.reactive = try metered.reactive.adding(reactive)
            if hasPeriods {
                guard let energy = policy.adding(loss, to: metered.energy, among: billed) else {
                    throw Overflow()
                }
                usageLine.usage.energy = energy
            }
        } catch {
            throw UsageFault(
                code: "QUANTITY_TOO_LARGE", field: "transformerLossKwh", mend: "write at most 100 TWh")
        }
    }
}
