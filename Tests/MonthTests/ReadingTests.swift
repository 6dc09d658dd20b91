import Control
import Kernel
import Language
import Reading
import Records
import Store
import TestSupport
import Testing

private let october = BillingMonth(year: 2026, month: 10)
private let november = BillingMonth(year: 2026, month: 11)

@Suite struct ReadingTests {
    @Test func `each finding has its words in both languages`() {
        for rule in ReadingRule.allCases { #expect(Catalogue.has(rule.code), "\(rule)") }
    }

    @Test(arguments: TestEngines.all)
    func `READ-01: a five-digit register rolls over`(_ engine: Engine) async throws {
        try await ReadingWorld.with(engine) { world in
            try await world.add(
                1, no: "0001", isResidential: false,
                meters: [
                    .init(
                        assetNo: "M1", multiplier: Multiplier(40), digits: 5, decimals: 0,
                        registers: [(.total, "99850", nil)])
                ])
            let result = try await world.reading.load(
                october, [try world.readings(1, 2026_11_01, [(.total, "120")], status: .rollover)],
                by: world.principal())
            #expect(result.errors.isEmpty && result.taken == 1)
            let energy = try #require(try await world.energy(1, october))
            #expect(energy.total == Energy(kilowattHours: 10_800))
            let evidence = try #require(RegisterEvidence.unpack(energy.evidence)?.first)
            #expect(evidence.flags.contains(.rolledOver) && evidence.previous == RegisterValue(whole: 99_850))
            #expect(evidence.current == RegisterValue(whole: 120) && evidence.multiplier == Multiplier(40))
        }
    }

    @Test(arguments: TestEngines.all)
    func `READ-02: a meter changed inside the month counts on both meters`(_ engine: Engine) async throws {
        try await ReadingWorld.with(engine) { world in
            try await world.add(
                2, no: "0002", isResidential: false,
                meters: [
                    .init(
                        assetNo: "OLD", multiplier: Multiplier(30), removedOn: Day(yyyymmdd: 2026_10_15),
                        registers: [(.total, "3500", "3620")]),
                    .init(
                        assetNo: "NEW", multiplier: Multiplier(30), installedOn: Day(yyyymmdd: 2026_10_15)!,
                        registers: [(.total, "0", nil)]),
                ])
            let reader = world.principal()
            _ = try await world.reading.load(
                october, [try world.readings(2, 2026_11_01, [(.total, "95")])], by: reader)
            let energy = try #require(try await world.energy(2, october))
            #expect(energy.total == Energy(kilowattHours: 6_450))
            let stretches = try #require(RegisterEvidence.unpack(energy.evidence))
            #expect(stretches.map(\.amount) == [3_600_000, 2_850_000])
            #expect(stretches.map { $0.flags.contains(.removed) } == [true, false])
            #expect(energy.days == 47, "from the installation of the first meter")
            // The old meter is settled; the next month knows the new one alone.
            _ = try await world.reading.load(
                november, [try world.readings(2, 2026_11_20, [(.total, "100")])], by: reader)
            #expect(try await world.energy(2, november)?.total == Energy(kilowattHours: 150))
            #expect(try await world.energy(2, november)?.days == 19)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a roll-over is told from a mistyped reading and never made by itself`(_ engine: Engine) async throws
    {
        try await ReadingWorld.with(engine) { world in
            for id in Int64(1)...3 {
                try await world.add(
                    id, no: "000\(id)",
                    meters: [.init(assetNo: "M\(id)", registers: [(.total, "999800", nil)])])
            }
            let reader = world.principal()
            let before = try (Int64(1)...3).map { try world.readings($0, 2026_11_01, [(.total, "999950")]) }
            _ = try await world.reading.load(october, before, by: reader)
            let unmarked = try await world.reading.load(
                november,
                [
                    try world.readings(1, 2026_11_20, [(.total, "40")]),
                    try world.readings(2, 2026_11_20, [(.total, "999940")]),
                    try world.readings(3, 2026_11_20, [(.total, "500000")], status: .rollover),
                ], by: reader)
            #expect(
                Set(unmarked.errors.map { "\($0.consumerNo) \($0.rule)" })
                    == ["0001 rolloverUnmarked", "0002 runsBackwards", "0003 rolloverImplausible"])
            #expect(unmarked.taken == 0)
            #expect(try await world.energy(1, november) == nil)
            _ = try await world.reading.load(
                november, [try world.readings(1, 2026_11_20, [(.total, "40")], status: .rollover)], by: reader
            )
            #expect(try await world.energy(1, november)?.total == Energy(kilowattHours: 90))
        }
    }

    @Test(arguments: TestEngines.all)
    func `periods add up to the total, the difference lies on flat`(_ engine: Engine) async throws {
        try await ReadingWorld.with(engine) { world in
            let four: [(kind: RegisterKind, install: String, removal: String?)] = [
                (.total, "0", nil), (.peak, "0", nil), (.flat, "0", nil), (.valley, "0", nil),
            ]
            try await world.add(
                1, no: "0001", isResidential: false, meters: [.init(assetNo: "M1", registers: four)])
            try await world.add(
                2, no: "0002", meters: [.init(assetNo: "M2", registers: [four[0], four[1], four[3]])])
            try await world.add(
                3, no: "0003", isResidential: false, meters: [.init(assetNo: "M3", registers: four)])
            let reader = world.principal()
            let result = try await world.reading.load(
                october,
                [
                    try world.readings(
                        1, 2026_11_01,
                        [(.total, "301.90"), (.peak, "100.60"), (.flat, "100.60"), (.valley, "100.70")]),
                    try world.readings(
                        2, 2026_11_01, [(.total, "301.90"), (.peak, "200.95"), (.valley, "100.95")]),
                    try world.readings(
                        3, 2026_11_01,
                        [(.total, "310.00"), (.peak, "100.60"), (.flat, "100.60"), (.valley, "100.70")]),
                ], by: reader)
            #expect(result.errors.isEmpty && result.approved == 2 && result.pending == 1)
            let first = try #require(try await world.energy(1, october))
            #expect(
                [first.total, first.peak, first.flat, first.valley].map(\.kilowattHours) == [
                    301, 100, 101, 100,
                ])
            let second = try #require(try await world.energy(2, october))
            #expect(
                [second.total, second.peak, second.flat, second.valley].map(\.kilowattHours) == [
                    301, 201, 0, 100,
                ])
            // Eight kWh apart is no rounding: a person decides.
            let third = try #require(try await world.energy(3, october))
            #expect(third.state == .pending)
            let waiting = try await world.reading.worklist(october, by: reader)
            #expect(waiting.map(\.rule) == [.notBalanced] && waiting.first?.account == AccountID(3))
            #expect(try await world.approved(october).map(\.account) == world.inOrder([1, 2]))
            #expect(try await world.reading.approve([AccountID(3)], october, by: world.checker) == 1)
            #expect(try await world.approved(october).map(\.account) == world.inOrder([1, 2, 3]))
            #expect(try await world.reading.worklist(october, by: reader).isEmpty)
            await #expect(throws: ReadingRefusal.nothingToApprove(account: "0003", month: october)) {
                try await world.reading.approve([AccountID(3)], october, by: world.checker)
            }
            let status = try #require(try await world.reading.status(october, by: reader).first)
            #expect([status.expected, status.read, status.approved, status.pending] == [3, 3, 3, 0])
        }
    }

    @Test(arguments: TestEngines.all)
    func `without a flat register the total may be the sum of the periods`(_ engine: Engine) async throws {
        try await ReadingWorld.with(engine) { world in
            try await world.set("reading.flatless", "TOTAL_IS_SUM")
            try await world.add(
                2, no: "0002",
                meters: [
                    .init(
                        assetNo: "M2",
                        registers: [(.total, "0", nil), (.peak, "0", nil), (.valley, "0", nil)])
                ])
            _ = try await world.reading.load(
                october,
                [
                    try world.readings(
                        2, 2026_11_01, [(.total, "301.90"), (.peak, "200.95"), (.valley, "100.95")])
                ],
                by: world.principal())
            let energy = try #require(try await world.energy(2, october))
            #expect([energy.total, energy.peak, energy.valley].map(\.kilowattHours) == [300, 200, 100])
        }
    }

    @Test(arguments: TestEngines.all)
    func `cut or carried, a year comes to the same within one kWh`(_ engine: Engine) async throws {
        var totals: [String: Int64] = [:]
        for mode in ["CUT", "CARRY"] {
            totals[mode] = try await ReadingWorld.with(engine) { world in
                try await world.set("reading.registerUnits", mode)
                let start = Day(yyyymmdd: 2025_01_01)!
                try await world.add(
                    1, no: "0001",
                    meters: [.init(assetNo: "M1", installedOn: start, registers: [(.total, "10.55", nil)])])
                var value: Int64 = 105_500
                var month = BillingMonth(year: 2025, month: 1)
                for _ in 0..<12 {
                    value += 1_237_700
                    let readings = AccountReadings(
                        AccountID(1), on: month.adding(months: 1).firstDay,
                        [RegisterReading(.total, RegisterValue(units: value))])
                    let result = try await world.reading.load(month, [readings], by: world.principal())
                    #expect(result.taken == 1, "\(result.findings)")
                    month = month.adding(months: 1)
                }
                let year = try await world.reading.periods(
                    AccountID(1), from: BillingMonth(year: 2025, month: 1), months: 12, by: world.principal())
                #expect(year.count == 12 && year.allSatisfy { $0.total.wattHours % 1_000 == 0 })
                if mode == "CARRY" {
                    let last = try #require(RegisterEvidence.unpack(year[11].evidence)?.first)
                    // 12 × 123.77 = 1485.24: what is not billed is handed on.
                    #expect(last.carriedOut == Energy(wattHours: 240))
                }
                return year.map(\.total).total().kilowattHours
            }
        }
        #expect(totals["CARRY"] == 1_485)
        #expect(abs((totals["CUT"] ?? 0) - (totals["CARRY"] ?? 0)) <= 1)
    }

    @Test(arguments: TestEngines.all)
    func `of two entries of one account the second is told of the first`(_ engine: Engine) async throws {
        try await ReadingWorld.with(engine) { world in
            try await world.add(1, no: "0001", meters: [.init(assetNo: "M1")])
            let reader = world.principal()
            let entries = try ["100", "101"].map { try world.readings(1, 2026_11_01, [(.total, $0)]) }
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for entry in entries {
                    group.addTask {
                        do {
                            try await world.reading.enter(entry, october, version: 0, by: reader)
                            return true
                        } catch ControlRefusal.changedMeanwhile {
                            return false
                        } catch {
                            Issue.record(error)
                            return false
                        }
                    }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
            #expect(try await world.count("reading_reading") == 1)
            // With the version read afresh the correction is a further revision.
            let form = try await world.reading.form(
                AccountID(1), october, on: Day(yyyymmdd: 2026_11_01)!, by: reader)
            #expect(form.version == 1 && form.lines.count == 1 && form.lines[0].current != nil)
            try await world.reading.enter(
                try world.readings(1, 2026_11_01, [(.total, "120")]), october, version: 1, by: reader)
            #expect(try await world.count("reading_reading") == 2)
            #expect(try await world.energy(1, october)?.total == Energy(kilowattHours: 120))
            let status = try #require(try await world.reading.status(october, by: reader).first)
            #expect(status.read == 1)
            // Once billed it is too late.
            world.billed.insert(AccountID(1))
            await #expect(throws: ReadingRefusal.self) {
                try await world.reading.enter(
                    try world.readings(1, 2026_11_01, [(.total, "130")]), october, version: 2, by: reader)
            }
            #expect(try await world.energy(1, october)?.total == Energy(kilowattHours: 120))
        }
    }

    @Test(arguments: TestEngines.all)
    func `a sudden rise waits for a person, against last month and last year alike`(_ engine: Engine)
        async throws
    {
        try await ReadingWorld.with(engine) { world in
            try await world.add(1, no: "0001", meters: [.init(assetNo: "M1")])
            try await world.add(2, no: "0002", route: "R2", meters: [.init(assetNo: "M2")])
            let reader = world.principal()
            _ = try await world.reading.load(
                october, [1, 2].map { try world.readings($0, 2026_11_01, [(.total, "470")]) }, by: reader)
            let result = try await world.reading.load(
                november,
                [
                    try world.readings(1, 2026_11_20, [(.total, "870")]),
                    try world.readings(2, 2026_11_20, [(.total, "660")]),
                ], by: reader)
            #expect(result.pending == 1 && result.approved == 1)
            #expect(result.findings.filter { $0.severity == .review }.map(\.rule) == [.suddenRise])
            let lines = try await world.reading.status(november, by: reader)
            #expect(lines.map(\.pending) == [1, 0] && lines.map(\.approved) == [0, 1])
            // Corrected before anybody looked, nothing waits any more.
            try await world.reading.enter(
                try world.readings(1, 2026_11_20, [(.total, "670")]), november, version: 1, by: reader)
            #expect(try await world.reading.worklist(november, by: reader).isEmpty)
            #expect(try await world.reading.status(november, by: reader).map(\.pending) == [0, 0])
        }
    }

    @Test(arguments: TestEngines.all)
    func `an estimate goes on as before, twice at most, and the next reading settles it`(_ engine: Engine)
        async throws
    {
        try await ReadingWorld.with(engine) { world in
            let august = BillingMonth(year: 2026, month: 8)
            try await world.add(
                1, no: "0001",
                meters: [.init(assetNo: "M1", installedOn: Day(yyyymmdd: 2026_08_01)!, decimals: 0)])
            let reader = world.principal()
            await #expect(throws: ReadingRefusal.noBasisForEstimate(account: "0001")) {
                try await world.reading.estimate(AccountID(1), august, on: august.lastDay, by: reader)
            }
            _ = try await world.reading.load(
                august, [try world.readings(1, 2026_09_01, [(.total, "310")])], by: reader)
            for (month, day) in [(9, 2026_10_01), (10, 2026_11_01)] {
                let month = BillingMonth(year: 2026, month: month)
                try await world.reading.estimate(AccountID(1), month, on: Day(yyyymmdd: day)!, by: reader)
                let energy = try #require(try await world.energy(1, month))
                #expect(energy.isEstimated && energy.total == Energy(kilowattHours: Int64(energy.days) * 10))
            }
            await #expect(throws: ReadingRefusal.tooManyEstimates(most: 2)) {
                try await world.reading.estimate(AccountID(1), november, on: ReadingWorld.today, by: reader)
            }
            _ = try await world.reading.load(
                november, [try world.readings(1, 2026_11_20, [(.total, "1000")])], by: reader)
            // 310 + 300 + 310 were billed before.
            #expect(try await world.energy(1, november)?.total == Energy(kilowattHours: 80))
        }
    }

    @Test(arguments: TestEngines.all)
    func `another station's account is unknown, and permission is asked for`(_ engine: Engine) async throws {
        try await ReadingWorld.with(engine) { world in
            try await world.add(1, no: "0001", meters: [.init(assetNo: "M1")])
            try await world.add(2, no: "0002", station: ReadingWorld.stationB, meters: [.init(assetNo: "M2")])
            let reader = world.principal()
            await #expect(throws: ReadingRefusal.accountUnknown("2")) {
                try await world.reading.form(AccountID(2), october, on: ReadingWorld.today, by: reader)
            }
            let foreign = try world.readings(2, 2026_11_01, [(.total, "50")])
            await #expect(throws: ReadingRefusal.accountUnknown("2")) {
                try await world.reading.enter(foreign, october, version: 0, by: reader)
            }
            let result = try await world.reading.load(october, [foreign], by: reader)
            #expect(result.errors.map(\.rule) == [.consumerUnknown] && result.taken == 0)
            await #expect(throws: ControlRefusal.forbidden("reading.import")) {
                _ = try await world.reading.load(
                    october, [foreign], by: world.principal(ReadingWorld.stationA, "reading.read"))
            }
            #expect(try await world.reading.unread(october, by: reader).map(\.consumerNo) == ["0001"])
            _ = try await world.reading.load(
                october, [try world.readings(1, 2026_11_01, [(.total, "50")])], by: reader)
            #expect(try await world.reading.unread(october, by: reader).isEmpty)
            #expect(
                try await world.reading.status(october, by: reader).map(\.organisation) == [OrganisationID(2)]
            )
        }
    }
}

extension ReadingWorld {
    /// What the month run would read of all buckets.
    func approved(_ month: BillingMonth) async throws -> [PointEnergy] {
        let reading = reading
        return try await database.read { try reading.approved(month, in: BucketRange.all, $0) }
    }

    func inOrder(_ ids: [Int64]) -> [AccountID] {
        ids.map { AccountID($0) }.sorted { ($0.bucket, $0) < ($1.bucket, $1) }
    }
}
