import Control
import Kernel
import Records
import Store
import TestSupport
import Testing

@Suite struct EquipmentTests {
    static let from = RecordsWorld.opened

    private func opened(_ world: RecordsWorld, _ mode: BasicMode = .capacity) async throws -> AccountID {
        var new = world.account(1)
        new.terms = TermValues(
            tariffCode: "IND", capacity: ApparentPower(voltAmperes: 1_630_000),
            contractDemand: Power(watts: mode == .contractDemand ? 700_000 : 0), basicMode: mode)
        return try await world.records.open(new, by: world.clerk)
    }

    private func version(_ world: RecordsWorld, _ id: AccountID) async throws -> Int64 {
        try await world.records.account(id, by: world.clerk).account.version
    }

    private func add(_ world: RecordsWorld, _ id: AccountID, kva: Int64) async throws -> Int64 {
        try await world.records.addEquipment(
            NewEquipment(
                name: "\(kva)号变", capacity: ApparentPower(voltAmperes: kva * 1_000), model: "S11",
                plate: TransformerPlate(
                    noLoad: Power(watts: 670), load: Power(watts: 3_650), noLoadCurrent: Percent(ppm: 11_000),
                    impedance: Percent(ppm: 40_000)), from: Self.from), to: id, version: version(world, id),
            by: world.clerk)
    }

    private func order(
        _ world: RecordsWorld, _ id: AccountID, _ equipment: Int64, _ state: EquipmentState, _ day: Int,
        until: Int? = nil, kva: Int64? = nil, applied: Int? = nil
    ) async throws {
        try await world.records.changeEquipment(
            EquipmentOrder(
                account: id, equipment: equipment, state: state, day: Day(yyyymmdd: day)!,
                until: until.map { Day(yyyymmdd: $0)! },
                capacity: kva.map { ApparentPower(voltAmperes: $0 * 1_000) },
                appliedOn: applied.map { Day(yyyymmdd: $0)! }, reason: "用户申请",
                version: try await version(world, id)), by: world.clerk)
    }

    @Test(arguments: TestEngines.all)
    func `a transformer is sealed and unsealed by application, and the month tells it`(_ engine: Engine)
        async throws
    {
        try await RecordsWorld.with(engine) { world in
            let id = try await opened(world)
            let big = try await add(world, id, kva: 1_000)
            _ = try await add(world, id, kva: 630)
            try await order(world, id, big, .suspended, 2026_06_11, applied: 2026_06_01)
            let june = try #require(
                try await world.records.capacityMonth(
                    BillingMonth(year: 2026, month: 6), of: id, by: world.clerk))
            #expect(CapacityMonthTests.charge(june, yuan: 15) == 1_445_000)
            try await order(world, id, big, .running, 2026_09_01)
            let items = try await world.records.equipment(of: id, by: world.clerk)
            #expect(items.first?.inForce.map(\.state) == [.running, .suspended, .running])
            #expect(items.first?.plate?.load == Power(watts: 3_650))
            // Taken back: it stands as before, and what was recorded is readable.
            try await world.records.undoEquipment(
                big, of: id, reason: "录入有误", version: version(world, id), by: world.clerk)
            let after = try await world.records.equipment(of: id, by: world.clerk)
            #expect(after.first?.inForce.map(\.state) == [.running, .suspended])
            #expect(after.first?.changes.count == 4)
            let range = BucketRange(Bucket(number: 0)!, Bucket(number: Bucket.count - 1)!)
            let bulk = try await world.database.read { try world.records.equipment(in: range, $0) }
            #expect(bulk == [id: after])
            let trail = try await world.database.read { transaction in
                try transaction.all(
                    """
                    SELECT action FROM control_audit WHERE action LIKE 'records.%quipment'
                    ORDER BY sequence /*scatter: a test reads the trail*/
                    """
                ) { try $0.text(0) }
            }
            #expect(trail.count == 5)
        }
    }

    @Test(arguments: TestEngines.all)
    func `what the rules forbid is refused, by their numbers`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let id = try await opened(world)
            let big = try await add(world, id, kva: 1_000)
            await #expect(throws: EquipmentRefusal.wholeOnly) {
                try await order(world, id, big, .suspended, 2026_06_11, kva: 400)
            }
            // 2026-06-01 is a Monday: five working days later is the 8th.
            await #expect(throws: EquipmentRefusal.notice(days: 5, first: "2026-06-08")) {
                try await order(world, id, big, .suspended, 2026_06_05, applied: 2026_06_01)
            }
            await #expect(throws: EquipmentRefusal.yearOver(months: 6)) {
                try await order(world, id, big, .suspended, 2026_01_01, until: 2026_07_03)
            }
            try await order(world, id, big, .suspended, 2026_01_01, until: 2026_06_30)
            await #expect(throws: EquipmentRefusal.unchanged("1000号变")) {
                try await order(world, id, big, .suspended, 2026_02_01, until: 2026_06_30)
            }
            await #expect(throws: RecordsRefusal.dayTooEarly(least: "2026-01-01")) {
                try await order(world, id, big, .running, 2025_12_31)
            }
            try await order(world, id, big, .running, 2026_07_01)
            await #expect(throws: EquipmentRefusal.yearOver(months: 6)) {
                try await order(world, id, big, .suspended, 2026_08_01, until: 2026_08_20)
            }
            try await order(world, id, big, .removed, 2026_08_01)
            await #expect(throws: EquipmentRefusal.removed("1000号变")) {
                try await order(world, id, big, .running, 2026_09_01)
            }
            await #expect(throws: EquipmentRefusal.unknown("9")) {
                try await order(world, id, 9, .running, 2026_09_01)
            }
            let stranger = RecordsWorld.principal(RecordsWorld.stationB)
            await #expect(throws: RecordsRefusal.accountUnknown(id.description)) {
                _ = try await world.records.equipment(of: id, by: stranger)
            }
            let reader = RecordsWorld.principal(RecordsWorld.company, without: "records.equipment")
            await #expect(throws: ControlRefusal.forbidden("records.equipment")) {
                try await world.records.undoEquipment(big, of: id, reason: "x", version: 1, by: reader)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `who pays by demand may suspend a part`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let id = try await opened(world, .contractDemand)
            let big = try await add(world, id, kva: 1_000)
            try await order(world, id, big, .suspended, 2026_06_11, kva: 400)
            let june = try #require(
                try await world.records.capacityMonth(
                    BillingMonth(year: 2026, month: 6), of: id, by: world.clerk))
            #expect(june.serviceDays == 30)
            #expect(june.runningAtEnd == ApparentPower(voltAmperes: 400_000))
        }
    }
}

/// Contract demand and mode, and what a file brings.
@Suite struct EquipmentOrderTests {
    private func opened(_ world: RecordsWorld, _ mode: BasicMode) async throws -> AccountID {
        var new = world.account(1)
        new.terms = TermValues(
            tariffCode: "IND", capacity: ApparentPower(voltAmperes: 1_000_000),
            contractDemand: Power(watts: mode == .contractDemand ? 700_000 : 0), basicMode: mode)
        new.equipment = [
            NewEquipment(
                name: "1号变", capacity: ApparentPower(voltAmperes: 1_000_000), from: RecordsWorld.opened)
        ]
        return try await world.records.open(new, by: world.clerk)
    }

    private func request(
        _ world: RecordsWorld, _ id: AccountID, _ day: Int, kw: Int64? = nil, mode: BasicMode? = nil,
        applied: Int? = nil
    ) async throws {
        try await world.records.requestDemand(
            DemandOrder(
                account: id, mode: mode, contractDemand: kw.map { Power(watts: $0 * 1_000) },
                from: Day(yyyymmdd: day)!, appliedOn: applied.map { Day(yyyymmdd: $0)! }, reason: "用户申请",
                version: try await world.records.account(id, by: world.clerk).account.version),
            by: world.clerk)
    }

    @Test(arguments: TestEngines.all)
    func `a contract demand changes with a month, by notice, above its share of the capacity`(
        _ engine: Engine
    ) async throws {
        try await RecordsWorld.with(engine) { world in
            let id = try await opened(world, .contractDemand)
            await #expect(throws: EquipmentRefusal.notMonthStart) {
                try await request(world, id, 2026_06_15, kw: 500)
            }
            await #expect(throws: EquipmentRefusal.demandFloor(least: "400")) {
                try await request(world, id, 2026_06_01, kw: 399)
            }
            await #expect(throws: EquipmentRefusal.notice(days: 5, first: "2026-06-05")) {
                try await request(world, id, 2026_06_01, kw: 500, applied: 2026_05_29)
            }
            try await request(world, id, 2026_06_01, kw: 400, applied: 2026_05_20)
            let terms = try await world.records.account(id, by: world.clerk).terms
            #expect(
                terms.term(on: Day(yyyymmdd: 2026_06_01)!)?.values.contractDemand == Power(watts: 400_000))
            #expect(
                terms.term(on: Day(yyyymmdd: 2026_05_31)!)?.values.contractDemand == Power(watts: 700_000))
        }
    }

    @Test(arguments: TestEngines.all)
    func `a mode changes with a quarter, three months after the last change`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let id = try await opened(world, .capacity)
            await #expect(throws: EquipmentRefusal.notQuarterStart) {
                try await request(world, id, 2026_05_01, mode: .actualDemand)
            }
            await #expect(throws: EquipmentRefusal.notByDemand) {
                try await request(world, id, 2026_04_01, kw: 500)
            }
            try await request(world, id, 2026_04_01, kw: 500, mode: .contractDemand)
            try await request(world, id, 2026_07_01, mode: .actualDemand)
            let terms = try await world.records.account(id, by: world.clerk).terms
            #expect(terms.term(on: Day(yyyymmdd: 2026_07_01)!)?.values.basicMode == .actualDemand)
            #expect(terms.term(on: Day(yyyymmdd: 2026_06_30)!)?.values.basicMode == .contractDemand)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a file brings equipment and losses`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let heading =
                "户号,户名,用电地址,供电单位,线路,用电类别,电价码,运行容量,基本电费方式,受电设备,计量方式,变损,生产班次,线损,立户日期"
            let rows = [
                "0000000000000201,海港冷库,码头路1号,老城供电所,X01,工业,IND,650,按容量,"
                    + "T:1号变:400:S11-M-400/10:0.57/4.3/1/4;M:1号电动机:250,高供低计,公式,两班,2%,2024-01-01",
                "0000000000000202,海港船厂,码头路2号,老城供电所,X01,工业,IND,400,按容量,T:1号变,高供高计,公式,,,2024-01-01",
            ]
            let bytes = Array(([heading] + rows).joined(separator: "\n").utf8)
            let report = try await world.records.importAccounts(bytes, onlyGood: true, by: world.clerk)
            #expect(report.written == 1)
            #expect(
                Set(report.problems.map(\.column)) == ["equipment", "transformer_loss"],
                "\(report.problems)")
            let id = try await world.records.account(
                consumerNo: "0000000000000201", by: world.clerk
            ).account.id
            let pieces = try await world.records.equipment(of: id, by: world.clerk)
            #expect(pieces.map(\.kind) == [.transformer, .motor])
            #expect(pieces.first?.plate?.load == Power(watts: 4_300))
            let loss = try #require(try await world.records.losses(of: id, by: world.clerk).first?.terms)
            #expect(loss.transformer.method == .formula)
            #expect(loss.transformer.equipment == pieces.first.map { String($0.id) })
            #expect(loss.transformer.shift == .two)
            #expect(loss.line.percent == Percent(ppm: 20_000))
        }
    }
}
