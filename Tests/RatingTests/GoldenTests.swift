import Kernel
import Rating
import Tariff
import Testing

@Suite struct `Golden bills` {
    let catalogue: TariffCatalogue

    init() throws { catalogue = try TariffCatalogue.bundled() }

    private func golden(_ id: String) throws -> Golden.Case {
        try #require(Golden.cases[id], "\(id) is not in the file")
    }

    @Test(arguments: [("RES-SH-01", "SH-RES"), ("RES-SH-05", "SH-RES"), ("RES-ZJ-01", "ZJ-RES")])
    func `a household with one price pays each tier its part`(id: String, code: String) throws {
        let golden = try golden(id)
        var usage = try Making.usage(catalogue, code, total: Int64(try #require(golden.inputs["kwh"].whole)))
        usage.persons = UInt8(golden.inputs["householdPersons"].whole ?? 0)
        usage.yearToDate = .kWh(Int64(golden.inputs["yearToDateBefore"].whole ?? 0))
        let compiled = catalogue.book.tariffs[Int(usage.tariff)]
        #expect(
            compiled.tierLimits(for: usage)
                == golden.inputs["tierLimitsYear"].all.compactMap { $0.quantity() })
        let batch = catalogue.book.rate(usage)
        let bill = batch.bills[0]
        #expect(golden.expected["tiers"].all.count == 3)
        for (place, tier) in golden.expected["tiers"].all.enumerated() {
            let line = batch.lines(of: bill).first { Int($0.tier) == place + 1 }
            #expect(Energy(wattHours: line?.quantity ?? 0) == tier["kwh"].quantity())
            #expect((line?.amount ?? .zero) == tier["amount"].quantity())
            #expect(compiled.price(.total, tier: place) == tier["price"].quantity())
            if let line { #expect(Price(units: line.unitPrice) == tier["price"].quantity()) }
        }
        #expect(bill.refusal == nil && bill.total == golden.expected["total"].quantity())
    }

    @Test(arguments: ["RES-SH-02", "RES-SH-04"])
    func `a month inside a tier pays the tier's prices by period`(id: String) throws {
        let golden = try golden(id)
        let (peak, valley) = (golden.inputs["peakKwh"].whole ?? 0, golden.inputs["valleyKwh"].whole ?? 0)
        var usage = try Making.usage(
            catalogue, "SH-RES-TOU", total: Int64(peak + valley),
            energy: PeriodEnergy(peak: .kWh(Int64(peak)), valley: .kWh(Int64(valley))))
        usage.yearToDate = .kWh(Int64(try #require(golden.inputs["yearToDateBefore"].whole)))
        let batch = catalogue.book.rate(usage)
        let lines = batch.lines(of: batch.bills[0])
        #expect(lines.map(\.period) == [.peak, .valley])
        #expect(
            lines.map { Price(units: $0.unitPrice) }
                == [golden.inputs["peakPrice"], golden.inputs["valleyPrice"]].compactMap { $0.quantity() })
        #expect(
            lines.map(\.amount)
                == [golden.expected["peakAmount"], golden.expected["valleyAmount"]].compactMap {
                    $0.quantity()
                })
        #expect(batch.bills[0].total == golden.expected["total"].quantity())
    }

    @Test func `RES-SH-06: a new connection has limits for the remaining months`() throws {
        let golden = try golden("RES-SH-06")
        let installed = BillingMonth(year: 2026, month: try #require(golden.inputs["installMonth"].whole))
        let year = try #require(TierYear(connected: installed))
        #expect(year.firstTierMonth.month == golden.expected["firstTierMonth"].whole)
        #expect(year.months(for: year.firstTierMonth) == golden.expected["remainingMonths"].whole)
        #expect(year.months(for: installed) == 0)
        #expect(year.months(for: BillingMonth(year: 2027, month: 1)) == 12)
        var usage = try Making.usage(catalogue, "SH-RES", total: 1)
        usage.tierMonths = UInt8(year.months(for: year.firstTierMonth))
        #expect(
            catalogue.book.tariffs[Int(usage.tariff)].tierLimits(for: usage)
                == golden.expected["tierLimitsYear"].all.compactMap { $0.quantity() })
    }

    @Test func `RES-SH-07: half a year has half the limits`() throws {
        let golden = try golden("RES-SH-07")
        var usage = try Making.usage(catalogue, "SH-RES-TOU", total: 1)
        usage.tierMonths = 6
        #expect(
            catalogue.book.tariffs[Int(usage.tariff)].tierLimits(for: usage)
                == golden.expected["tierLimits"].all.compactMap { $0.quantity() })
    }

    @Test func `RES-SZ-01: Shenzhen rounds only the total`() throws {
        let golden = try golden("RES-SZ-01")
        var usage = try Making.usage(
            catalogue, "SZ-RES", total: Int64(try #require(golden.inputs["kwh"].whole)))
        usage.month = BillingMonth(yyyymm: 202607)!
        let batch = catalogue.book.rate(usage)
        let energy = batch.lines.filter { $0.kind == .energy }
        #expect(
            energy.map { $0.quantity / 1_000 }
                == golden.expected["tierKwh"].all.compactMap { $0.whole.map(Int64.init) })
        #expect(batch.bills[0].total == golden.expected["total"].quantity())
        #expect(batch.lines.map(\.amount).total() == batch.bills[0].total)
        usage.month = BillingMonth(yyyymm: 202601)!
        #expect(
            catalogue.book.rate(usage).lines.filter { $0.kind == .energy }.map { $0.quantity / 1_000 } == [
                200, 200, 300,
            ])
    }

    @Test func `COM-HB-01: a shop from its readings`() throws {
        let golden = try golden("COM-HB-01")
        let stretch = RegisterStretch(
            previous: try #require(golden.inputs["prevReading"].quantity()),
            current: try #require(golden.inputs["currReading"].quantity()), integerDigits: 6,
            multiplier: Multiplier(Int64(try #require(golden.inputs["multiplier"].whole))))
        let energy = try RegisterEnergy(stretches: [stretch]).energy
        #expect(energy == golden.expected["kwh"].quantity())
        let usage = try Making.usage(catalogue, "HB-COM-LV", total: energy.kilowattHours)
        let batch = catalogue.book.rate(usage)
        #expect(Price(units: batch.lines[0].unitPrice) == golden.inputs["price"].quantity())
        #expect(batch.bills[0].energyAmount == golden.expected["energyAmount"].quantity())
        #expect(batch.bills[0].powerFactorAdjustment == golden.expected["powerFactorAdjustment"].quantity())
        #expect(batch.bills[0].total == golden.expected["total"].quantity())
    }

    @Test func `IND-HB-01: two-part by capacity with a power-factor reward`() throws {
        let golden = try golden("IND-HB-01")
        var energy = PeriodEnergy()
        for row in golden.inputs["energy"].all {
            let name = try #require(row["period"].text)
            let period = try #require(TouPeriod(code: name.uppercased()))
            energy[period] = try #require(row["kwh"].quantity())
        }
        var usage = try Making.usage(
            catalogue, "HB-IND-10KV-TOU", total: try energy.sum().kilowattHours, energy: energy)
        usage.reactive = try #require(golden.inputs["reactiveKvarh"].quantity())
        usage.capacity = try #require(golden.inputs["capacityKva"].quantity())
        usage.basicChargeMode = .capacity
        let held: PowerFactor = try #require(golden.inputs["powerFactorStandard"].quantity())
        usage.powerFactorStandard = try #require(PowerFactorStandard(factor: held))
        let batch = catalogue.book.rate(usage)
        let bill = batch.bills[0]
        for (line, row) in zip(batch.lines, golden.expected["lines"].all) {
            #expect(line.period.code.lowercased() == row["period"].text)
            #expect(Energy(wattHours: line.quantity) == row["kwh"].quantity())
            #expect(Price(units: line.unitPrice) == row["price"].quantity())
            #expect(line.amount == row["amount"].quantity())
        }
        #expect(golden.expected["lines"].all.count == 4 && batch.lines.count == 6)
        #expect(bill.energyAmount == golden.expected["energyAmount"].quantity())
        #expect(bill.fundsIncluded == golden.expected["fundsIncluded"].quantity())
        #expect(bill.basicCharge == golden.expected["basicCharge"].quantity())
        #expect(bill.powerFactor == golden.expected["powerFactor"].quantity())
        #expect(bill.adjustmentPercent == golden.expected["adjustmentPercent"].quantity())
        #expect(bill.adjustmentBase == golden.expected["adjustmentBase"].quantity())
        #expect(bill.powerFactorAdjustment == golden.expected["powerFactorAdjustment"].quantity())
        #expect(bill.total == golden.expected["total"].quantity())
    }

    @Test(arguments: ["PF-01", "PF-02", "PF-03", "PF-05", "PF-06", "PF-08", "PF-09", "PF-10", "PF-12"])
    func `the power-factor table has the notice's percent`(id: String) throws {
        let golden = try golden(id)
        let held: PowerFactor = try #require(golden.inputs["standard"].quantity())
        let standard = try #require(PowerFactorStandard(factor: held))
        let percent = catalogue.book.powerFactors.percent(
            standard: standard, factor: try #require(golden.inputs["powerFactor"].quantity()))
        #expect(percent == golden.expected["percent"].quantity())
    }

    @Test func `DEM-02: within 105 percent the contract demand is paid`() throws {
        let golden = try golden("DEM-02")
        #expect(try basicCharge(golden, mode: .contractDemand) == golden.expected["basicCharge"].quantity())
    }

    @Test func `DEM-03: actual demand is paid as it is`() throws {
        let golden = try golden("DEM-03")
        #expect(golden.inputs["mode"].text == "ACTUAL")
        #expect(try basicCharge(golden, mode: .actualDemand) == golden.expected["basicCharge"].quantity())
    }

    private func basicCharge(_ golden: Golden.Case, mode: BasicChargeMode) throws -> Money {
        let price = try #require(golden.inputs["demandPrice"].text)
        let catalogue = try Making.catalogue(
            class: "COMMERCIAL_TWO_PART",
            versions: """
                {"effectiveFrom": "2026-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
                 "prices": {"TOTAL": ["0.5"]}, "basicCharge": {"modes": ["CONTRACT_DEMAND", "ACTUAL_DEMAND"],
                 "demandPrice": "\(price)",
                 "overshoot": {"base": "CONTRACT", "abovePercent": "105", "multiple": 2}}}
                """)
        var usage = try Making.usage(catalogue, "T-0", total: 0)
        usage.contractDemand = golden.inputs["contractKw"].quantity() ?? .zero
        usage.actualDemand = try #require(golden.inputs["actualKw"].quantity())
        usage.basicChargeMode = mode
        let bill = catalogue.book.rate(usage).bills[0]
        #expect(bill.refusal == nil)
        return bill.basicCharge
    }

    @Test func `DEM-05: many kWh per kVA make the demand price 90 percent`() throws {
        let golden = try golden("DEM-05")
        let catalogue = try Making.everything()
        let kWh = Int64(try #require(golden.inputs["kwh"].whole))
        var usage = try Making.usage(
            catalogue, "EX-TWO-PART", total: kWh, energy: PeriodEnergy(flat: .kWh(kWh)))
        usage.basicChargeMode = .actualDemand
        usage.contractCapacity = try #require(golden.inputs["contractKva"].quantity())
        usage.actualDemand = try #require(golden.inputs["demandKw"].quantity())
        let compiled = catalogue.book.tariffs[Int(usage.tariff)]
        #expect(CapacityPrice(units: compiled.demandPrice) == golden.inputs["demandPrice"].quantity())
        #expect(Int(compiled.discountFrom) == golden.inputs["thresholdKwhPerKva"].whole)
        let batch = catalogue.book.rate(usage)
        #expect(batch.bills[0].basicCharge == golden.expected["basicCharge"].quantity())
        let line = try #require(batch.lines.first { $0.kind == .basic })
        #expect(CapacityPrice(units: line.unitPrice) == golden.expected["demandPriceApplied"].quantity())
        usage.total = .kWh(259_999)
        usage.energy.flat = usage.total
        #expect(catalogue.book.rate(usage).bills[0].basicCharge == Money(fen: 33_600_00))
    }

    @Test(arguments: ["BASIC-01", "BASIC-02"])
    func `a suspended transformer pays its share for the days it was sealed`(id: String) throws {
        let golden = try golden(id)
        let share: Percent = try #require(golden.inputs["suspendedPartRate"].quantity())
        let sealed = try #require(golden.inputs["suspended"]["sealedOn"].text?.suffix(2))
        let days = Int16(sealed)! - 1
        let (one, other) = (golden.inputs["transformersKva"][0], golden.inputs["transformersKva"][1])
        let states = [
            CapacityState(capacity: try #require(other.quantity()), days: 30),
            CapacityState(capacity: try #require(one.quantity()), days: days),
            CapacityState(
                capacity: try #require(one.quantity()), days: 30 - days, sharePpm: Int32(share.ppm * 100)),
        ]
        #expect(try byCapacity(states, golden.inputs["price"]) == golden.expected["basicCharge"].quantity())
    }

    private func byCapacity(_ states: [CapacityState], _ price: Golden.Value) throws -> Money {
        let catalogue = try Making.catalogue(
            class: "COMMERCIAL_TWO_PART",
            versions: """
                {"effectiveFrom": "1997-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
                 "prices": {"TOTAL": ["0.5"]},
                 "basicCharge": {"modes": ["CAPACITY"], "capacityPrice": "\(try #require(price.text))"}}
                """)
        var usage = try Making.usage(catalogue, "T-0", total: 0)
        usage.basicChargeMode = .capacity
        for state in states {
            let isAdded = usage.capacityStates.append(state)
            #expect(isAdded)
        }
        let bill = catalogue.book.rate(usage).bills[0]
        #expect(bill.refusal == nil)
        return bill.basicCharge
    }

    @Test func `TAR-HB-01: published prices beside components and multipliers`() throws {
        let golden = try golden("TAR-HB-01")
        let version = try catalogue.version("HB-IND-10KV-TOU", on: Making.day)
        let compiled = catalogue.compiled(version)
        for (code, key) in [("AGENCY_PURCHASE", "agencyPurchase"), ("LINE_LOSS", "lineLoss")] {
            let component = try #require(version.components.first { $0.code == code })
            #expect(component.price == golden.inputs[key].quantity() && component.floats)
        }
        for (period, key) in [(TouPeriod.sharp, "sharp"), (.flat, "flat"), (.valley, "valley")] {
            let check = try #require(version.particulars.priceChecks.first { $0.period == period })
            #expect(check.computed == golden.expected[key].quantity())
            #expect(check.published == check.computed)
        }
        #expect(compiled.price(.peak) == golden.expected["peakPublished"].quantity())
    }

    @Test func `LOSS-01: transformer loss by formula enters the power factor`() throws {
        let golden = try golden("LOSS-01")
        let inputs = golden.inputs
        let loss = TransformerLoss(
            rated: try #require(inputs["ratedKva"].quantity()),
            noLoad: try #require(inputs["noLoadKw"].quantity()),
            load: try #require(inputs["loadKw"].quantity()),
            noLoadCurrent: try #require(inputs["noLoadCurrentPercent"].quantity()),
            impedance: try #require(inputs["impedancePercent"].quantity()))
        let active: Energy = try #require(inputs["activeKwh"].quantity())
        let reactive: ReactiveEnergy = try #require(inputs["reactiveKvarh"].quantity())
        let found = try #require(loss.loss(active: active, reactive: reactive))
        #expect(found.active == golden.expected["activeLossKwh"].quantity())
        #expect(found.reactive == golden.expected["reactiveLossKvarh"].quantity())
        let factor = try #require(
            PowerFactor(active: active + found.active, reactive: reactive + found.reactive))
        #expect(factor == golden.expected["powerFactor"].quantity())
        let percent = catalogue.book.powerFactors.percent(standard: .hundredths90, factor: factor)
        #expect(percent == golden.expected["adjustmentPercentStd090"].quantity())
        let idle = try #require(loss.loss(active: .zero, reactive: .zero))
        #expect(idle.active == .zero)
        var charged = loss
        charged.chargesNoLoadWhenIdle = true
        #expect(charged.loss(active: .zero, reactive: .zero)?.active == .kWh(482))
    }

    @Test func `READ-01: a register rolls over at its own digits`() throws {
        let golden = try golden("READ-01")
        let stretch = RegisterStretch(
            previous: try #require(golden.inputs["prev"].quantity()),
            current: try #require(golden.inputs["curr"].quantity()),
            integerDigits: UInt8(try #require(golden.inputs["integerDigits"].whole)),
            multiplier: Multiplier(Int64(try #require(golden.inputs["multiplier"].whole))), rolledOver: true)
        let difference = try RegisterDifference(
            previous: stretch.previous, current: stretch.current, integerDigits: 5, rolledOver: true)
        #expect(difference.value == golden.expected["diff"].quantity() && difference.rolledOver)
        #expect(try stretch.energy() == golden.expected["kwh"].quantity())
    }

    @Test func `READ-02: a meter change makes two stretches`() throws {
        let golden = try golden("READ-02")
        let (old, new) = (golden.inputs["old"], golden.inputs["new"])
        let stretches = [
            RegisterStretch(
                previous: try #require(old["prev"].quantity()),
                current: try #require(old["removal"].quantity()),
                integerDigits: 5, multiplier: Multiplier(Int64(try #require(old["multiplier"].whole)))),
            RegisterStretch(
                previous: try #require(new["install"].quantity()),
                current: try #require(new["curr"].quantity()),
                integerDigits: 5, multiplier: Multiplier(Int64(try #require(new["multiplier"].whole)))),
        ]
        #expect(try stretches[0].energy() == golden.expected["oldKwh"].quantity())
        #expect(try stretches[1].energy() == golden.expected["newKwh"].quantity())
        #expect(try RegisterEnergy(stretches: stretches).energy == golden.expected["kwh"].quantity())
    }

    @Test(arguments: ["LATE-01", "LATE-03"])
    func `late money costs the class's rate a day`(id: String) throws {
        let golden = try golden(id)
        var terms = LatePenaltyTerms(minimum: golden.inputs["minimum"].quantity() ?? .zero)
        #expect(
            golden.inputs["ratePerDay"].text == "0.001" && golden.inputs["category"].text == "RESIDENTIAL")
        terms.residentialPerDay = Percent(ppm: 1_000)
        let penalty = try terms.penalty(
            on: try #require(golden.inputs["arrears"].quantity()), class: .residential,
            daysInYear: try #require(golden.inputs["overdueDays"].whole))
        #expect(penalty.amount == golden.expected["penalty"].quantity())
        if let computed: Money = golden.expected["computed"].quantity() {
            #expect(penalty.computed == computed)
        }
    }
}
