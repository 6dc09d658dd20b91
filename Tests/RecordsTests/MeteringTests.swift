import Control
import Kernel
import Records
import Store
import TestSupport
import Testing

@Suite struct MeteringTests {
    @Test(arguments: TestEngines.all)
    func `a meter is replaced, both installations stay with their registers`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let id = try await world.records.open(world.account(1), by: world.clerk)
            let old = try await world.records.account(id, by: world.clerk).installations[0]
            let day = Day(yyyymmdd: 2026_05_09)!
            let meter = NewMeter(
                assetNo: "N1", multiplier: Multiplier(40),
                registers: [.init(.total, digits: 6, decimals: 2, value: .zero)])
            func change(_ values: [RegisterKind: RegisterValue], _ version: Int64) -> ReplaceMeter {
                ReplaceMeter(
                    account: id, installation: old.id, day: day, removalValues: values, meter: meter,
                    version: version)
            }
            await #expect(throws: RecordsRefusal.self) {
                try await world.records.replaceMeter(change([:], 1), by: world.clerk)
            }
            let new = try await world.records.replaceMeter(
                change([.total: RegisterValue(whole: 4_321)], 1), by: world.clerk)
            let installations = try await world.records.account(id, by: world.clerk).installations
            #expect(installations.count == 2)
            #expect(installations[0].removedOn == day)
            #expect(installations[0].register(.total)?.removalValue == RegisterValue(whole: 4_321))
            #expect(installations[1] == new)
            #expect(new.installedOn == day && new.multiplier == Multiplier(40) && new.removedOn == nil)
            await #expect(throws: RecordsRefusal.installationUnknown(String(old.id))) {
                try await world.records.replaceMeter(
                    change([.total: RegisterValue(whole: 4_321)], 2), by: world.clerk)
            }
            #expect(try await world.records.search("N1", by: world.clerk).map(\.account.id) == [id])
        }
    }

    @Test(arguments: TestEngines.all)
    func `area membership is dated, and the tree counts who stands where now`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let ids = try await world.records.load((1...3).map { world.account($0) }, by: world.clerk)
            let record = try await world.records.account(ids[0], by: world.clerk)
            let day = Day(yyyymmdd: 2026_06_01)!
            try await world.records.move(
                ids[0], record.usagePoints[0].id, to: world.feeder.id, from: day, version: 1, by: world.clerk)
            let moved = try await world.records.account(ids[0], by: world.clerk)
            #expect(moved.usagePoints[0].area == nil)
            #expect(moved.usagePoints[0].feeder == world.feeder.id)
            #expect(moved.memberships.map(\.node) == [world.area.id, world.feeder.id])
            #expect(moved.memberships[0].to == day.adding(days: -1))
            let tree = try await world.records.gridTree(by: world.clerk)
            let feeder = try #require(tree.first?.children.first)
            #expect(feeder.points == 1)
            #expect(feeder.children.first { $0.node.id == world.area.id }?.points == 2)
            #expect(tree.first?.allPoints == 3)
            await #expect(throws: RecordsRefusal.dayTooEarly(least: "2026-06-02")) {
                try await world.records.move(
                    ids[0], record.usagePoints[0].id, to: world.area.id, from: day, version: 2,
                    by: world.clerk)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `the grid tree refuses a wrong parent and a code in use`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            func add(_ kind: GridNode.Kind, _ code: String, _ parent: GridNodeID?) async throws {
                try await world.records.addGridNode(
                    NewGridNode(
                        kind: kind, code: code, name: "名", parent: parent, organisation: OrganisationID(1)),
                    by: world.clerk)
            }
            await #expect(throws: RecordsRefusal.gridParentWrong("T09")) {
                try await add(.area, "T09", world.area.id)
            }
            await #expect(throws: RecordsRefusal.gridParentWrong("X09")) {
                try await add(.feeder, "X09", nil)
            }
            await #expect(throws: RecordsRefusal.gridCodeTaken("T01")) {
                try await add(.area, "T01", world.feeder.id)
            }
        }
    }
}
