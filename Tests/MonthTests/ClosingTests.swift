import Control
import Kernel
import Reading
import Records
import Store
import TestSupport
import Testing

@Suite struct `Closing an account` {
    private func order(
        _ world: YearWorld, _ id: AccountID, _ day: Int, _ value: String?, reason: String = "迁往外地",
        code: String = "APPLIED", version: Int64? = nil
    ) async throws -> CloseAccount {
        let record = try await world.records.account(id, by: world.clerk)
        let values = try value.map { [RegisterKind.total: try RegisterValue(text: $0)] } ?? [:]
        return CloseAccount(
            account: id, day: Day(yyyymmdd: day)!,
            finalValues: Dictionary(
                uniqueKeysWithValues: record.installations.filter { $0.removedOn == nil }.map {
                    ($0.id, values)
                }),
            reasonCode: code, reason: reason, version: version ?? record.account.version)
    }

    @Test(arguments: TestEngines.all)
    func `its final reading is billed, and nothing after its last day`(_ engine: Engine) async throws {
        try await YearWorld.with(engine) { world in
            let closed = try await world.open(1)
            let other = try await world.open(2)
            world.move(to: 2026_01_31)
            try await world.read(2026_01_31, [closed: 200, other: 200])
            #expect(try await world.bill(2026_01) == 2)
            world.move(to: 2026_02_12)
            let audits = try await world.database.read { try AuditChain.verify(in: $0).entries }
            try await world.records.close(
                order(world, closed, 2026_02_10, "263.75"), by: world.clerk)
            #expect(try await world.database.read { try AuditChain.verify(in: $0).entries } > audits)

            let record = try await world.records.account(closed, by: world.clerk)
            #expect(record.account.state == .closed && record.account.closedOn == Day(yyyymmdd: 2026_02_10))
            #expect(record.installations[0].removedOn == Day(yyyymmdd: 2026_02_10))
            #expect(
                try record.installations[0].register(.total)?.removalValue == RegisterValue(text: "263.75"))
            #expect(record.memberships.map(\.to) == [Day(yyyymmdd: 2026_02_10)])
            // Search still finds it, by each of its names, and says that it is closed.
            for text in ["100001", "住户1", "E1", "灯塔路1号"] {
                let hits = try await world.records.search(text, by: world.clerk)
                #expect(hits.contains { $0.account.id == closed && $0.account.state == .closed }, "\(text)")
            }

            // February is expected of both and read of one already.
            let status = try await world.reading.status(BillingMonth(yyyymm: 2026_02)!, by: world.clerk)
            #expect(status.map(\.expected) == [2] && status.map(\.approved) == [1])
            #expect(
                try await world.reading.unread(BillingMonth(yyyymm: 2026_02)!, by: world.clerk).map(\.account)
                    == [other])
            world.move(to: 2026_02_28)
            try await world.read(2026_02_28, [other: 400])
            #expect(try await world.bill(2026_02) == 2)
            #expect(
                try await world.bill(closed, 2026_02)
                    == YearWorld.BillFacts(kilowattHours: 63, before: 200, amount: Money(fen: 63 * 617 / 10)))

            // From March on it is no part of the town.
            world.move(to: 2026_03_31)
            await #expect(throws: ReadingRefusal.self) { try await world.read(2026_03_31, [closed: 300]) }
            try await world.read(2026_03_31, [other: 600])
            #expect(
                try await world.reading.status(BillingMonth(yyyymm: 2026_03)!, by: world.clerk).map(
                    \.expected) == [1])
            #expect(try await world.bill(2026_03) == 1)
            await #expect(throws: RecordsRefusal.accountClosed("100001")) {
                try await world.records.close(
                    order(world, closed, 2026_03_31, nil), by: world.clerk)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `what is not allowed leaves the account open and nothing written`(_ engine: Engine) async throws {
        try await YearWorld.with(engine) { world in
            let id = try await world.open(1)
            world.move(to: 2026_01_31)
            try await world.read(2026_01_31, [id: 200])
            #expect(try await world.bill(2026_01) == 1)
            world.move(to: 2026_02_12)
            let before = try await world.records.account(id, by: world.clerk)
            let audits = try await world.database.read { try AuditChain.verify(in: $0).entries }
            func refused(_ expected: RecordsRefusal, _ order: CloseAccount, by person: Principal) async throws
            {
                await #expect(throws: expected) { try await world.records.close(order, by: person) }
            }
            let clerk = world.clerk
            try await refused(
                .dayTooEarly(least: "2025-12-31"), order(world, id, 2025_12_30, "263.75"), by: clerk)
            try await refused(
                .dayTooLate(most: "2026-02-12"), order(world, id, 2026_02_13, "263.75"), by: clerk)
            for (value, code) in [
                (nil, "registerMissing"), ("1000000", "registerRange"), ("263.755", "registerDecimals"),
            ] {
                try await refused(
                    .invalid(
                        field: "removal_values", code: "records.invalid.\(code)", arguments: ["kind": "110"]),
                    order(world, id, 2026_02_10, value), by: clerk)
            }
            try await refused(
                .invalid(
                    field: "reason", code: "records.invalid.text", arguments: ["least": "1", "most": "200"]),
                order(world, id, 2026_02_10, "263.75", reason: ""), by: clerk)
            try await refused(
                .changedMeanwhile("100001"), order(world, id, 2026_02_10, "263.75", version: 9), by: clerk)
            let stranger = CloseAccount(
                account: id, day: Day(yyyymmdd: 2026_02_10)!, finalValues: [7: [:]],
                reasonCode: "APPLIED", reason: "迁往外地",
                version: before.account.version)
            try await refused(.installationUnknown("7"), stranger, by: clerk)

            // On or before the last day that was read and billed, or with less than was billed.
            for (day, value, rule) in [
                (2026_01_31, "200", ReadingRule.alreadyBilled), (2026_01_15, "200", .dayNotAfterPrevious),
                (2026_02_10, "199", .removalBackwards),
            ] {
                let order = try await order(world, id, day, value)
                let refusal = await #expect(throws: ReadingRefusal.self) {
                    try await world.records.close(order, by: clerk)
                }
                guard case .notSettled(let finding) = refusal else {
                    Issue.record("\(day): \(String(describing: refusal))")
                    continue
                }
                #expect(finding.rule == rule, "\(day)")
            }

            // Nobody of another station, and nobody without the right.
            func person(_ path: String, _ permissions: Set<Permission>) -> Principal {
                Principal(
                    user: UserID(11), login: "p", name: "档案员", organisation: OrganisationID(2),
                    organisationName: "", scope: OrganisationPath(path), roles: [],
                    permissions: permissions, address: "127.0.0.1")
            }
            let order = try await order(world, id, 2026_02_10, "263.75")
            try await refused(
                .accountUnknown(id.description), order, by: person("/1/3/", clerk.permissions))
            await #expect(throws: ControlRefusal.forbidden("records.close")) {
                try await world.records.close(
                    order, by: person("/1/2/", clerk.permissions.subtracting(["records.close"])))
            }
            #expect(try await world.records.account(id, by: clerk) == before)
            #expect(try await world.database.read { try AuditChain.verify(in: $0).entries } == audits)
            // Allowed, it is closed after all.
            try await world.records.close(order, by: person("/1/2/", clerk.permissions))
        }
    }

    @Test(arguments: TestEngines.all)
    func `a month that is read and not billed is settled anew, but no later reading is passed over`(
        _ engine: Engine
    ) async throws {
        try await YearWorld.with(engine) { world in
            let same = try await world.open(1)
            let earlier = try await world.open(2)
            world.move(to: 2026_01_31)
            try await world.read(2026_01_31, [same: 200, earlier: 200])
            let refusal = await #expect(throws: ReadingRefusal.self) {
                try await world.records.close(
                    order(world, earlier, 2026_01_20, "120"), by: world.clerk)
            }
            guard case .notSettled(let finding) = refusal else {
                Issue.record("\(String(describing: refusal))")
                return
            }
            #expect(finding.rule == .dayNotAfterPrevious)
            try await world.records.close(order(world, same, 2026_01_31, "201.5"), by: world.clerk)
            #expect(try await world.bill(2026_01) == 2)
            #expect(try await world.bill(same, 2026_01).kilowattHours == 201)
        }
    }
}
