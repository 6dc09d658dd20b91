import Control
import Kernel
import Records
import Store
import TestSupport
import Testing

@Suite struct TermTests {
    static let july = Day(yyyymmdd: 2026_07_01)!

    @Test(arguments: TestEngines.all)
    func `an amendment holds from its day, and undoing it brings back what was`(_ engine: Engine) async throws
    {
        try await RecordsWorld.with(engine) { world in
            let id = try await world.records.open(world.account(1), by: world.clerk)
            let first = try await world.records.account(id, by: world.clerk).terms.revisions[0].values
            var five = first
            five.householdPersons = 5
            let added = try await world.records.amend(
                id, from: Self.july, five, reason: "增加户籍人口", version: 1, by: world.clerk)
            #expect(added.revision == 1)
            var terms = try await world.records.account(id, by: world.clerk).terms
            #expect(terms.term(on: Self.july.adding(days: -1))?.values == first)
            #expect(terms.term(on: Self.july)?.values == five)
            try await world.records.undo(
                id, from: Self.july, revision: 1, reason: "材料有误", version: 2, by: world.clerk)
            terms = try await world.records.account(id, by: world.clerk).terms
            #expect(terms.term(on: Self.july)?.values == first)
            #expect(terms.revisions.count == 3)
            #expect(terms.inForce.count == 1)
            #expect(terms.term(on: RecordsWorld.opened.adding(days: -1)) == nil)
            let actions = try await world.database.read { transaction in
                try transaction.all(
                    """
                    SELECT action FROM control_audit WHERE action IN ('records.amend', 'records.undo')
                    ORDER BY sequence /*scatter: a test reads the trail*/
                    """
                ) { try $0.text(0) }
            }
            #expect(actions == ["records.amend", "records.undo"])
            let topics = try await world.database.read { transaction in
                try transaction.all(
                    "SELECT topic FROM control_event WHERE topic = 'records.termAmended' /*scatter: a test reads all*/"
                ) { try $0.text(0) }
            }
            #expect(topics.count == 2)
        }
    }

    @Test(arguments: TestEngines.all)
    func `the month's run bills by the terms that the history says hold`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            try await world.records.load((1...6).map { world.account($0) }, by: world.clerk)
            let later = Self.july.adding(days: 40)
            for number in 1...5 {
                let id = AccountID(Int64(number))
                func amend(_ day: Day, _ persons: Int, _ version: Int64) async throws {
                    try await world.records.amend(
                        id, from: day, TermValues(tariffCode: "RES", householdPersons: persons), reason: "人口",
                        version: version, by: world.clerk)
                }
                if number >= 1 { try await amend(Self.july, 5, 1) }
                if number >= 2 { try await amend(Self.july, 7, 2) }
                if number >= 3 { try await amend(later, 6, 3) }
                if number >= 4 {
                    try await world.records.undo(
                        id, from: later, revision: 1, reason: "错", version: 4, by: world.clerk)
                }
                if number >= 5 {
                    try await world.records.undo(
                        id, from: Self.july, revision: 2, reason: "错", version: 5, by: world.clerk)
                }
            }
            for day in [RecordsWorld.opened.adding(days: -1), RecordsWorld.opened, Self.july, later] {
                let run = try await world.database.read {
                    try world.records.billable(in: .all, on: day, scope: RecordsWorld.company, in: $0)
                }
                #expect(run.count == 6)
                for account in run {
                    let terms = try await world.records.account(account.id, by: world.clerk).terms
                    #expect(account.terms == terms.term(on: day)?.values)
                    // One account read alone is the same.
                    let alone = try await world.database.read {
                        try world.records.billable(account.id, on: day, in: $0)
                    }
                    #expect(alone == account)
                }
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a second revision of one day is undone to the first`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let id = try await world.records.open(world.account(1), by: world.clerk)
            let first = TermValues(tariffCode: "RES", householdPersons: 5)
            let second = TermValues(tariffCode: "RES", householdPersons: 7)
            try await world.records.amend(
                id, from: Self.july, first, reason: "五口", version: 1, by: world.clerk)
            try await world.records.amend(
                id, from: Self.july, second, reason: "七口", version: 2, by: world.clerk)
            await #expect(throws: RecordsRefusal.notNewest) {
                try await world.records.undo(
                    id, from: Self.july, revision: 1, reason: "错", version: 3, by: world.clerk)
            }
            try await world.records.undo(
                id, from: Self.july, revision: 2, reason: "错", version: 3, by: world.clerk)
            let terms = try await world.records.account(id, by: world.clerk).terms
            #expect(terms.term(on: Self.july)?.values == first)
            #expect(terms.term(on: Self.july)?.revision == 3)
        }
    }

    @Test(arguments: TestEngines.all)
    func `what may not be amended or undone is refused and changes nothing`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let id = try await world.records.open(world.account(1), by: world.clerk)
            let values = TermValues(tariffCode: "RES", householdPersons: 5)
            await #expect(throws: RecordsRefusal.changedMeanwhile("0032000001")) {
                try await world.records.amend(
                    id, from: Self.july, values, reason: "x", version: 9, by: world.clerk)
            }
            await #expect(throws: RecordsRefusal.dayTooEarly(least: "2024-01-01")) {
                try await world.records.amend(
                    id, from: RecordsWorld.opened.adding(days: -1), values, reason: "x", version: 1,
                    by: world.clerk)
            }
            await #expect(throws: RecordsRefusal.nothingChanged) {
                try await world.records.amend(
                    id, from: Self.july, TermValues(tariffCode: "RES", householdPersons: 3), reason: "x",
                    version: 1,
                    by: world.clerk)
            }
            await #expect(throws: RecordsRefusal.onlyTerm) {
                try await world.records.undo(
                    id, from: RecordsWorld.opened, revision: 1, reason: "x", version: 1, by: world.clerk)
            }
            let capacity = TermValues(tariffCode: "IND", basicMode: .capacity)
            await #expect(
                throws: RecordsRefusal.invalid(
                    field: "capacity_kva", code: "records.invalid.capacityMissing", arguments: [:])
            ) {
                try await world.records.amend(
                    id, from: Self.july, capacity, reason: "x", version: 1, by: world.clerk)
            }
            let record = try await world.records.account(id, by: world.clerk)
            #expect(record.account.version == 1)
            #expect(record.terms.revisions.count == 1)
        }
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `terms are append only`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            _ = try await world.records.open(world.account(1), by: world.clerk)
            await #expect(throws: StoreFault.self) {
                try await world.database.write { transaction in
                    try transaction.run(
                        "UPDATE records_term SET household_persons = 9 WHERE bucket = \(Bucket(of: 1))")
                }
            }
        }
    }
}
