import Kernel
import Rating
import Tariff
import Testing

@Suite struct `Losses and deductions` {
    private let plate = TransformerLoss(
        rated: ApparentPower(voltAmperes: 315_000), noLoad: Power(watts: 670), load: Power(watts: 3_650),
        noLoadCurrent: Percent(ppm: 11_000), impedance: Percent(ppm: 40_000))

    @Test func `LOSS-01: transformer loss by formula, and the power factor with it`() throws {
        let golden = try #require(Golden.cases["LOSS-01"])
        let (given, wanted) = (golden.inputs, golden.expected)
        var loss = TransformerLoss(
            rated: try #require(given["ratedKva"].quantity()),
            noLoad: try #require(given["noLoadKw"].quantity()),
            load: try #require(given["loadKw"].quantity()),
            noLoadCurrent: try #require(given["noLoadCurrentPercent"].quantity()),
            impedance: try #require(given["impedancePercent"].quantity()))
        loss.shiftFactor = Int64(try #require(given["kFactor"].whole)) * 1_000_000
        let active: Energy = try #require(given["activeKwh"].quantity())
        let reactive: ReactiveEnergy = try #require(given["reactiveKvarh"].quantity())
        let energised = Int64(try #require(given["energisedHours"].whole))
        let running = Int64(try #require(given["runningHours"].whole))
        let worked = loss.loss(active: active, reactive: reactive, energised: energised, running: running)
        let found = try #require(worked)
        #expect(found.active == wanted["activeLossKwh"].quantity())
        #expect(found.reactive == wanted["reactiveLossKvarh"].quantity())
        #expect(active + found.active == wanted["billedActiveKwh"].quantity())
        #expect(reactive + found.reactive == wanted["billedReactiveKvarh"].quantity())
        let both = PowerFactor(active: active + found.active, reactive: reactive + found.reactive)
        let factor = try #require(both)
        #expect(factor == wanted["powerFactor"].quantity())
        let percent = try TariffCatalogue.bundled().book.powerFactors.percent(
            standard: .hundredths90, factor: factor)
        #expect(percent == wanted["adjustmentPercentStd090"].quantity())
    }

    @Test func `an idle month pays the no-load loss where the rule says so`() {
        var loss = plate
        #expect(loss.loss(active: .zero, reactive: .zero)?.active == .zero)
        loss.chargesNoLoadWhenIdle = true
        // 0.67 kW × 720 h = 482.4 kWh; 1.1 % of 315 kVA × 720 h = 2494.8 kvarh.
        #expect(loss.loss(active: .zero, reactive: .zero)?.active == .kWh(482))
        #expect(loss.loss(active: .zero, reactive: .zero)?.reactive == ReactiveEnergy(kilovarHours: 2_495))
    }

    @Test func `the greatest numbers allowed do not overflow, those beyond are refused`() {
        let most = Energy(units: 1_000_000_000_000)
        var loss = TransformerLoss(
            rated: ApparentPower(voltAmperes: 1_000_000_000), noLoad: Power(watts: 100_000_000),
            load: Power(watts: 100_000_000), noLoadCurrent: .whole, impedance: .whole)
        loss.shiftFactor = 10_000_000
        #expect(
            loss.loss(
                active: most, reactive: ReactiveEnergy(units: most.units), energised: 9_000, running: 9_000)
                != nil)
        loss.rated = ApparentPower(voltAmperes: 1_000)
        #expect(loss.loss(active: most, reactive: ReactiveEnergy(units: most.units), running: 1) == nil)
        #expect(plate.loss(active: Energy(units: most.units + 1), reactive: .zero) == nil)
        #expect(plate.loss(active: Energy(units: -1), reactive: .zero) == nil)
        #expect(plate.loss(active: most, reactive: .zero, running: 0) == nil)
        let line = LineLoss.formula(LineResistance(microohmsPerKm: 100_000_000, metres: 100_000, volts: 1))
        #expect(line.loss(active: most, running: 1) == nil)
    }

    @Test func `a table's next larger capacity serves, and a part of a month its days of 30`() {
        func row(_ kVA: Int64, _ upTo: Int64?, _ kWh: Int64) -> TransformerLossTable.Row {
            .init(
                rated: ApparentPower(voltAmperes: kVA * 1_000), upTo: upTo.map { .kWh($0) },
                active: .kWh(kWh),
                reactive: ReactiveEnergy(kilovarHours: kWh * 4))
        }
        let table = TransformerLossTable(rows: [row(100, nil, 304), row(100, 5_000, 250), row(50, nil, 170)])
        func loss(_ kVA: Int64, _ kWh: Int64, _ days: Int64 = 30) -> Energy? {
            table.loss(rated: ApparentPower(voltAmperes: kVA * 1_000), energy: .kWh(kWh), days: days)?.active
        }
        #expect(loss(80, 5_000) == .kWh(250))
        #expect(loss(100, 5_001) == .kWh(304))
        // 304 × 20/30 = 202.67
        #expect(loss(100, 6_000, 20) == .kWh(203))
        #expect(loss(50, 6_000) == .kWh(170))
        #expect(loss(101, 1) == nil && loss(50, 1, 31) == nil)
    }

    @Test func `line loss by percent, fixed, and formula`() {
        #expect(LineLoss.percent(Percent(ppm: 25_000)).loss(active: .kWh(1_260)) == .kWh(32))
        #expect(LineLoss.fixed(.kWh(7)).loss(active: .kWh(1)) == .kWh(7))
        // 0.45 Ω/km × 3 km × (60000² + 30000²)/(1000 × 10² × 720) = 84.375 kWh
        let line = LineLoss.formula(LineResistance(microohmsPerKm: 450_000, metres: 3_000, volts: 10_000))
        #expect(
            line.loss(active: .kWh(60_000), reactive: ReactiveEnergy(kilovarHours: 30_000)) == .kWh(84))
        #expect(LineLoss.none.loss(active: .kWh(5)) == .zero)
    }

    @Test func `line loss by formula is the exact quotient, half up, for any line and energy`() {
        var random = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0 ... .max, using: &random)
        var state = seed
        func next(_ range: ClosedRange<Int64>) -> Int64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return range.lowerBound + Int64((state >> 1) % UInt64(range.count))
        }
        for _ in 0..<2_000 {
            let line = LineResistance(
                microohmsPerKm: next(0...2_000_000), metres: next(0...50_000), volts: next(220...220_000))
            let (active, reactive, hours) = (
                next(0...10_000_000_000), next(0...10_000_000_000), next(1...744)
            )
            let watthours = Int128(active) * Int128(active) + Int128(reactive) * Int128(reactive)
            let above = Int128(line.microohmsPerKm) * Int128(line.metres) * watthours
            // nΩ to Ω, and Wh to kWh.
            let below =
                Int128(line.volts) * Int128(line.volts) * Int128(hours) * 1_000_000_000 * 1_000
            let exact = (2 * above + below) / (2 * below)
            let found = LineLoss.formula(line).loss(
                active: Energy(units: active), reactive: ReactiveEnergy(units: reactive), running: hours)
            // 100 TWh are more than any bill holds.
            let held = exact <= 100_000_000_000 ? exact : nil
            #expect(found.map { Int128($0.kilowattHours) } == held, "seed \(seed): \(line)")
        }
    }

    @Test func `LOSS-02: loss is billed at the flat price, or spread with the remainder on flat`() throws {
        let golden = try #require(Golden.cases["LOSS-02"])
        func periods(_ value: Golden.Value) -> PeriodEnergy {
            PeriodEnergy(
                peak: value["peak"].quantity() ?? .zero, flat: value["flat"].quantity() ?? .zero,
                valley: value["valley"].quantity() ?? .zero)
        }
        let metered = periods(golden.inputs["energy"])
        let loss: Energy = try #require(golden.inputs["activeLossKwh"].quantity())
        #expect(LossPeriodPolicy.flat.adding(loss, to: metered) == periods(golden.expected["billed"]))
        // 356, 213.6, 142.4: cut, the kWh left over on flat.
        #expect(
            LossPeriodPolicy.proportional.adding(loss, to: metered)
                == PeriodEnergy(peak: .kWh(30_356), flat: .kWh(18_214), valley: .kWh(12_142)))
        #expect(LossPeriodPolicy.flat.adding(Energy(units: -1), to: metered) == nil)
        // 60.6 and 40.4 of 101 where nothing is billed at flat, whichever the policy.
        for policy in LossPeriodPolicy.allCases {
            func adding(_ kWh: Int64, _ peak: Int64, _ valley: Int64) -> PeriodEnergy? {
                policy.adding(
                    .kWh(kWh), to: PeriodEnergy(peak: .kWh(peak), valley: .kWh(valley)),
                    among: [.sharp, .peak, .valley])
            }
            #expect(
                adding(101, 6_000, 4_000) == PeriodEnergy(peak: .kWh(6_061), valley: .kWh(4_040)))
            #expect(
                adding(101, 4_000, 6_000) == PeriodEnergy(peak: .kWh(4_040), valley: .kWh(6_061)))
            #expect(adding(101, 0, 0) == PeriodEnergy(peak: .kWh(101)))
            #expect(policy.adding(.kWh(1), to: PeriodEnergy(), among: []) == nil)
        }
    }

    @Test func `points share a loss by capacity or energy, some fixed, some uncharged`() {
        func point(_ role: LossSharing.Point.Role, _ kVA: Int64, _ kWh: Int64) -> LossSharing.Point {
            .init(role: role, capacity: ApparentPower(voltAmperes: kVA * 1_000), energy: .kWh(kWh))
        }
        let points = [
            point(.shares, 100, 3_000), point(.sharesUncharged, 100, 1_000), point(.fixed(.kWh(50)), 9, 9),
            point(.outside, 500, 500), point(.shares, 200, 0),
        ]
        #expect(
            LossSharing.capacity.shares(of: .kWh(450), among: points)
                == [.kWh(100), .zero, .kWh(50), .zero, .kWh(200)])
        #expect(
            LossSharing.energy.shares(of: .kWh(450), among: points)
                == [.kWh(300), .zero, .kWh(50), .zero, .zero])
        // A third kept to six decimals: 0.333333 × 1 500 001 kWh = 499 999.8.
        let three = (0..<3).map { _ in point(.shares, 1, 0) }
        #expect(
            LossSharing.energy.shares(of: .kWh(1_500_001), among: three)
                == [Energy](repeating: .kWh(500_000), count: 3))
        #expect(LossSharing.energy.shares(of: .kWh(49), among: points) == nil)
    }

    @Test func `SUB-01: fixed quantity, then fixed ratio, then sub-meter`() throws {
        let golden = try #require(Golden.cases["SUB-01"])
        let deduction = SubMeterDeduction(
            fixedQuantities: [try #require(golden.inputs["fixedQuantityKwh"].quantity())],
            fixedRatios: [try #require(golden.inputs["fixedRatioPercent"].quantity())],
            subMeters: [try #require(golden.inputs["subMeterKwh"].quantity())])
        let main: Energy = try #require(golden.inputs["mainKwh"].quantity())
        let found = deduction.result(main: main)
        let result = try #require(found)
        #expect(result.ratioEnergies == [golden.expected["fixedRatio"].quantity()])
        #expect(result.billed == golden.expected["mainBilled"].quantity() && !result.isShort)
        #expect(deduction.result(main: .kWh(3_000)).map { $0.billed.isZero && $0.isShort } == true)
        #expect(deduction.result(main: .kWh(400)).map { $0.ratioEnergies == [.zero] && $0.isShort } == true)
        let periods = PeriodEnergy(peak: .kWh(10), flat: .kWh(5), valley: .kWh(3))
        #expect(
            SubMeterDeduction.taking(.kWh(7), from: periods) == PeriodEnergy(peak: .kWh(8), valley: .kWh(3)))
        #expect(SubMeterDeduction.taking(.kWh(19), from: periods) == nil)
    }
}
