import Billing
import Control
import Demo
import Kernel
import Rating
import Reading
import Records
import Store
import TestSupport
import Testing

/// Capacity by days in service and losses, from the archive to the released bill.
@Suite struct CapacityBillingTests {
    @Test(arguments: TestEngines.all)
    func `a suspended transformer is charged by its days, half or not at all`(_ engine: Engine) async throws {
        // BASIC-01 and BASIC-02: 1 000 kVA of 1 630 sealed on 11 June, 15 yuan.
        for (share, expected) in [("500000", "19450.00"), ("0", "14450.00")] {
            try await CapacityWorld.with(engine) { world in
                let id = try await world.open(1)
                let big = try await world.add(1_000, to: id)
                _ = try await world.add(630, to: id)
                world.move(to: 2025_07_01)
                try await world.set("records.capacity.suspendedShare", share)
                try await world.order(id, big, .suspended, 2025_06_11)
                try await world.read(id, 2025_06_30, [.total: 100_000, .reactive: 30_000, .demand: 500])
                #expect(try await world.bill() == 1)
                let bill = try await world.bill(of: id)
                #expect(bill.bill.basicCharge.description == expected)
                #expect(bill.lines.map(\.amount).total() == bill.bill.amount)
                // What it came from stays with the bill, whatever happens to the archive.
                let basis = try await world.basis(of: id)
                #expect(basis.capacity.map(\.kind) == [.running, .suspended, .running])
                #expect(basis.capacity.map(\.days) == [10, 20, 30])
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `BASIC-04: a suspension of twelve days is charged in full, one of a whole month not`(
        _ engine: Engine
    )
        async throws
    {
        try await CapacityWorld.with(engine) { world in
            let golden = try GoldenBill("BASIC-04")
            #expect(
                golden.inputs["price"] as? String == "26.3" && golden.inputs["capacityKva"] as? Int == 630)
            let days = try #require(golden.inputs["suspendedDays"] as? Int)
            let short = try await world.open(1, "HB-IND-10KV", kva: 630)
            let item = try await world.add(630, to: short)
            let still = try await world.open(2, "HB-IND-10KV", kva: 630)
            let other = try await world.add(630, to: still)
            world.move(to: 2025_07_01)
            try await world.order(short, item, .suspended, 2025_06_05)
            try await world.order(short, item, .running, 2025_06_05 + days)
            try await world.order(still, other, .suspended, 2025_06_01)
            for id in [short, still] {
                try await world.read(id, 2025_06_30, [.total: 0, .reactive: 0, .demand: 0])
            }
            #expect(try await world.bill() == 2)
            let expected = golden.expected["basicCharge"] as? String
            #expect(try await world.bill(of: short).bill.basicCharge.description == expected)
            #expect(try await world.bill(of: still).bill.basicCharge.description == "0.00")
        }
    }

    @Test(arguments: TestEngines.all)
    func `by demand a month with suspension counts the days in service`(_ engine: Engine) async throws {
        try await CapacityWorld.with(engine) { world in
            let id = try await world.open(1, "HB-IND-10KV", mode: .contractDemand, kva: 1_000, demand: 600)
            let item = try await world.add(1_000, to: id)
            world.move(to: 2025_07_01)
            try await world.order(id, item, .suspended, 2025_06_16)
            try await world.read(id, 2025_06_30, [.total: 10_000, .reactive: 3_000, .demand: 500])
            #expect(try await world.bill() == 1)
            // 600 kW × 42 × 15/30.
            #expect(try await world.bill(of: id).bill.basicCharge.description == "12600.00")
        }
    }

    @Test(arguments: TestEngines.all)
    func `a contract demand counts as at least the house's share of the capacity`(_ engine: Engine)
        async throws
    {
        try await CapacityWorld.with(engine) { world in
            let low = try await world.open(1, "HB-IND-10KV", mode: .contractDemand, kva: 1_000, demand: 300)
            let high = try await world.open(2, "HB-IND-10KV", mode: .contractDemand, kva: 1_000, demand: 600)
            world.move(to: 2025_07_01)
            for id in [low, high] {
                try await world.read(id, 2025_06_30, [.total: 10_000, .reactive: 3_000, .demand: 200])
            }
            #expect(try await world.bill() == 2)
            // 40 % of 1000 kVA × 42.
            #expect(try await world.bill(of: low).bill.basicCharge.description == "16800.00")
            #expect(try await world.bill(of: high).bill.basicCharge.description == "25200.00")
        }
    }

    @Test(arguments: TestEngines.all)
    func `many kWh for each kVA of the contract make the demand cheaper`(_ engine: Engine) async throws {
        try await CapacityWorld.with(engine) { world in
            // DEM-05: 300 kWh/kVA, 800 kW at 42 yuan less a tenth; beside it one kWh too few.
            let many = try await world.open(1, mode: .actualDemand, kva: 1_000)
            let few = try await world.open(2, mode: .actualDemand, kva: 1_000)
            world.move(to: 2025_07_01)
            try await world.read(many, 2025_06_30, [.total: 300_000, .reactive: 90_000, .demand: 800])
            try await world.read(few, 2025_06_30, [.total: 259_999, .reactive: 90_000, .demand: 800])
            #expect(try await world.bill() == 2)
            #expect(try await world.bill(of: many).bill.basicCharge.description == "30240.00")
            #expect(try await world.bill(of: few).bill.basicCharge.description == "33600.00")
        }
    }

    /// LOSS-01's transformer of 315 kVA.
    static let plate = TransformerPlate(
        noLoad: Power(watts: 670), load: Power(watts: 3_650), noLoadCurrent: Percent(ppm: 11_000),
        impedance: Percent(ppm: 40_000))

    static let formula = TransformerLossTerms(
        method: .formula, capacity: ApparentPower(voltAmperes: 315_000), plate: plate)

    @Test(arguments: TestEngines.all)
    func `who is metered below the transformer pays its loss, and it enters the power factor`(
        _ engine: Engine
    ) async throws {
        try await CapacityWorld.with(engine) { world in
            let id = try await world.open(1, kva: 315, assessed: true)
            try await world.setLoss(id, PointLossTerms(arrangement: .highLow, transformer: Self.formula))
            world.move(to: 2025_07_01)
            try await world.read(id, 2025_06_30, [.total: 60_000, .reactive: 30_000, .demand: 200])
            #expect(try await world.bill() == 1)
            let bill = try await world.bill(of: id).bill
            #expect(bill.energy == Energy(kilowattHours: 60_712))
            #expect(bill.reactive == ReactiveEnergy(kilovarHours: 33_288))
            #expect(bill.powerFactor == PowerFactor(hundredths: 88))
            #expect(bill.adjustmentPercent.text() == "1")
            let loss = try #require(try await world.basis(of: id).losses.first)
            #expect(loss.loss == Energy(kilowattHours: 712))
            #expect(loss.reactiveLoss == ReactiveEnergy(kilovarHours: 3_288))
            #expect(loss.steps.map(\.hours) == [720])
        }
    }

    @Test(arguments: TestEngines.all)
    func `by time of use the loss is billed at the flat price, or in proportion`(_ engine: Engine)
        async throws
    {
        // LOSS-02, and the other reading of the rule.
        let energies: [RegisterKind: Int64] = [
            .total: 60_000, .peak: 30_000, .flat: 18_000, .valley: 12_000, .reactive: 30_000,
        ]
        for (policy, expected) in [
            ("FLAT", [30_000, 18_712, 12_000]), ("PROPORTIONAL", [30_356, 18_214, 12_142]),
        ] as [(String, [Int64])] {
            try await CapacityWorld.with(engine) { world in
                let id = try await world.open(
                    1, "HB-IND-10KV-TOU", kva: 315,
                    registers: [.total, .peak, .flat, .valley, .reactive])
                try await world.setLoss(id, PointLossTerms(arrangement: .highLow, transformer: Self.formula))
                world.move(to: 2025_07_01)
                try await world.set("reading.lossPeriodPolicy", policy)
                try await world.read(id, 2025_06_30, energies)
                #expect(try await world.bill() == 1)
                let lines = try await world.bill(of: id).lines.filter { $0.kind == .energy }
                let billed = [TouPeriod.peak, .flat, .valley].map { period in
                    (lines.first { $0.period == period }?.quantity ?? 0) / 1_000
                }
                #expect(billed == expected)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `points of one transformer share its loss once all of them are approved`(_ engine: Engine)
        async throws
    {
        try await CapacityWorld.with(engine) { world in
            let first = try await world.open(1, kva: 315)
            let second = try await world.open(2, kva: 315)
            let third = try await world.open(3, kva: 315)
            let shared = try await world.doors.records.addSharedTransformer(
                code: "GB-01", name: "港前公用变", organisation: OrganisationID(2),
                SharedTransformer.Terms(method: .energy, transformer: Self.formula), by: world.clerk)
            for (id, isCharged) in [(first, true), (second, true), (third, false)] {
                try await world.setLoss(
                    id,
                    PointLossTerms(
                        arrangement: .highLow, part: LossPart(shared: String(shared), isCharged: isCharged)))
            }
            world.move(to: 2025_07_01)
            try await world.read(first, 2025_06_30, [.total: 30_000, .reactive: 15_000, .demand: 90])
            try await world.read(second, 2025_06_30, [.total: 20_000, .reactive: 10_000, .demand: 90])
            // Two of three: nothing can be billed yet.
            let waiting = try await world.doors.reading.periods(
                first, from: CapacityWorld.june, months: 1, by: world.clerk)
            #expect(waiting.map(\.lossWaits) == [true])
            try await world.read(third, 2025_06_30, [.total: 10_000, .reactive: 5_000, .demand: 90])
            var losses: [Int64] = []
            for id in [first, second, third] {
                let points = try await world.doors.reading.periods(
                    id, from: CapacityWorld.june, months: 1, by: world.clerk)
                #expect(points.map(\.lossWaits) == [false])
                losses.append(points.map(\.loss).total().kilowattHours)
            }
            // 712 kWh together as in LOSS-01: 356, 237, and 119 that nobody pays.
            #expect(losses == [356, 237, 0])
            #expect(try await world.bill() == 3)
            let share = try #require(try await world.basis(of: second).losses.first?.share)
            #expect(share.points == 3)
            #expect(share.whole == Energy(kilowattHours: 712))
        }
    }

    @Test(arguments: TestEngines.all)
    func `how a shared transformer's loss is divided changes from a day on, and what is not billed with it`(
        _ engine: Engine
    ) async throws {
        try await CapacityWorld.with(engine) { world in
            let records = world.doors.records
            let first = try await world.open(1, kva: 315)
            let second = try await world.open(2, kva: 315)
            let terms = SharedTransformer.Terms(method: .energy, transformer: Self.formula)
            let shared = try await records.addSharedTransformer(
                code: "GB-01", name: "港前公用变", organisation: OrganisationID(2), terms, by: world.clerk)
            for (id, kva) in [(first, 100), (second, 200)] as [(AccountID, Int64)] {
                try await world.setLoss(
                    id,
                    PointLossTerms(
                        arrangement: .highLow,
                        part: LossPart(
                            shared: String(shared), capacity: ApparentPower(voltAmperes: kva * 1_000))))
            }
            world.move(to: 2025_07_01)
            try await world.read(first, 2025_06_30, [.total: 40_000, .reactive: 20_000, .demand: 90])
            try await world.read(second, 2025_06_30, [.total: 20_000, .reactive: 10_000, .demand: 90])
            func losses(_ month: BillingMonth) async throws -> [Int64] {
                var found: [Int64] = []
                for id in [first, second] {
                    let points = try await world.doors.reading.periods(
                        id, from: month, months: 1, by: world.clerk)
                    found.append(points.map(\.loss).total().kilowattHours)
                }
                return found
            }
            // 712 kWh as in LOSS-01, by 40 and 20 MWh; a change from July on leaves June alone.
            #expect(try await losses(CapacityWorld.june) == [475, 237])
            var next = SharedTransformer.Terms(method: .capacity, transformer: Self.formula)
            func change(_ day: Int, _ version: Int) async throws {
                try await records.changeSharedTransformer(
                    shared, from: Day(yyyymmdd: day)!, next, reason: "协议", version: version, by: world.clerk)
                try await world.doors.control.pump.catchUp(control: world.doors.control)
            }
            try await change(2025_07_01, 1)
            #expect(try await losses(CapacityWorld.june) == [475, 237])
            await #expect(throws: RecordsRefusal.self) { try await change(2025_06_01, 1) }
            // From 16 June on by percentage, and by 100 and 200 kVA: half by the formula, half 2 % of 30 MWh.
            next.transformer = TransformerLossTerms(method: .percent, percent: Percent(ppm: 20_000))
            try await change(2025_06_16, 2)
            // 356 and 600 kWh.
            #expect(try await losses(CapacityWorld.june) == [319, 637])
            #expect(try await world.bill() == 2)
            next.method = .energy
            try await change(2025_06_20, 3)
            // Billed: it stays.
            #expect(try await losses(CapacityWorld.june) == [319, 637])
            let seen = try await records.sharedTransformer(shared, by: world.clerk)
            #expect(seen.points.map(\.account.id) == [first, second] && seen.outside == 0)
            #expect(seen.transformer.changes.count == 4)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a shared transformer that follows published rules in method is divided as they say`(
        _ engine: Engine
    ) async throws {
        let file = PublishedLossTests.file(#"{"method": "PERCENT", "percent": "2", "sharing": "CAPACITY"}"#)
        try await CapacityWorld.with(engine, adding: [file]) { world in
            let ids = [try await world.open(1, kva: 315), try await world.open(2, kva: 315)]
            let shared = try await world.doors.records.addSharedTransformer(
                code: "GB-01", name: "港前公用变", organisation: OrganisationID(2),
                SharedTransformer.Terms(
                    method: .energy,
                    transformer: TransformerLossTerms(
                        method: .published, capacity: ApparentPower(voltAmperes: 315_000),
                        published: "EX-LOSS")),
                by: world.clerk)
            for (id, kva) in zip(ids, [100, 200] as [Int64]) {
                let part = LossPart(
                    shared: String(shared), capacity: ApparentPower(voltAmperes: kva * 1_000))
                try await world.setLoss(id, PointLossTerms(arrangement: .highLow, part: part))
            }
            world.move(to: 2025_07_01)
            try await world.read(ids[0], 2025_06_30, [.total: 40_000, .reactive: 20_000, .demand: 90])
            try await world.read(ids[1], 2025_06_30, [.total: 20_000, .reactive: 10_000, .demand: 90])
            // 2 % of 60 MWh, by 100 and 200 kVA; by energy it would be the other way round.
            for (id, loss) in zip(ids, [400, 800] as [Int64]) {
                let points = try await world.doors.reading.periods(
                    id, from: CapacityWorld.june, months: 1, by: world.clerk)
                #expect(points.map(\.loss).total() == Energy(kilowattHours: loss))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a table's loss counts by the days that its transformer was there`(_ engine: Engine) async throws {
        let file = PublishedLossTests.file(
            """
            {"method": "TABLE", "tables": [{"type": "S9", "ratedKva": 125, "rows": [
                {"toKwh": 20000, "lossKwh": 304, "lossKvarh": 900}, {"lossKwh": 412, "lossKvarh": 1200}]}]}
            """)
        try await CapacityWorld.with(engine, adding: [file]) { world in
            let id = try await world.open(1, kva: 100)
            let piece = try await world.add(100, to: id)
            try await world.setLoss(
                id,
                PointLossTerms(
                    arrangement: .highLow,
                    transformer: TransformerLossTerms(
                        method: .table, capacity: ApparentPower(voltAmperes: 100_000),
                        published: "EX-LOSS", model: "S9-M-100/10", equipment: String(piece)),
                    line: LineLossTerms(method: .percent, percent: Percent(ppm: 10_000))))
            world.move(to: 2025_07_01)
            try await world.order(id, piece, .coldStandby, 2025_06_21)
            try await world.read(id, 2025_06_30, [.total: 10_000, .reactive: 3_000, .demand: 90])
            #expect(try await world.bill() == 1)
            let loss = try #require(try await world.basis(of: id).losses.first)
            // The next larger capacity; 304 × 20/30 = 203, and one percent of the line.
            #expect(loss.steps.map(\.loss) == [Energy(kilowattHours: 203)])
            #expect(loss.steps.map { $0.published?.isExample } == [true])
            #expect(loss.lines.map(\.loss) == [Energy(kilowattHours: 100)])
            #expect(try await world.bill(of: id).bill.energy == Energy(kilowattHours: 10_303))
        }
    }
}

/// Months without a bill, of customers with a basic charge.
@Suite struct `A month without a bill of a two-part customer` {
    @Test(arguments: TestEngines.all)
    func `is charged with the next bill`(_ engine: Engine) async throws {
        try await CapacityWorld.with(engine) { world in
            let plain = try await world.open(1)
            let sealed = try await world.open(2)
            let big = try await world.add(1_000, to: sealed)
            _ = try await world.add(630, to: sealed)
            let demand = try await world.open(3, mode: .actualDemand)
            world.move(to: 2025_09_01)
            try await world.order(sealed, big, .suspended, 2025_08_11)
            try await world.set("records.capacity.suspendedShare", "0")
            for id in [plain, sealed, demand] {
                try await world.read(id, 2025_06_30, [.total: 0, .reactive: 0, .demand: 100])
            }
            #expect(try await world.bill() == 3)
            for id in [plain, sealed, demand] {
                try await world.read(id, 2025_08_31, [.total: 0, .reactive: 0, .demand: 100])
            }
            let august = BillingMonth(year: 2025, month: 8)
            #expect(try await world.bill(august) == 3)
            // 1,630 kVA × 15 × 2.
            #expect(try await world.bill(of: plain, august).bill.basicCharge.description == "48900.00")
            // 630 × 15 × 60/30 + 1,000 × 15 × 40/30.
            #expect(try await world.bill(of: sealed, august).bill.basicCharge.description == "38900.00")
            #expect(try await world.bill(of: demand, august).bill.basicCharge.description == "8400.00")
        }
    }
}
