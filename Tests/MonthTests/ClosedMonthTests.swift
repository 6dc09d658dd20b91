import Control
import Foundation
import Kernel
import Ledger
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `A closed month` {
    private static let september = BillingMonth(year: 2026, month: 9)
    private static let october = BillingMonth(year: 2026, month: 10)

    private static func closer(_ world: PaymentWorld) -> Principal {
        let system = world.control.systemPrincipal()
        return Principal(
            user: UserID(77), login: "closer", name: "closer", organisation: OrganisationID(1),
            organisationName: "", scope: OrganisationPath("/1/"), roles: [], permissions: system.permissions,
            address: "test")
    }

    private static func post(
        _ entry: Int64, _ month: BillingMonth, station: Int64 = 2, day: Day = PaymentWorld.today,
        in world: PaymentWorld
    ) async throws {
        let postings = [(LedgerCode.receivable, Int64(500)), (.energyRevenue, -500)].enumerated().map {
            index, line in
            Posting(
                account: AccountID(station - 1), entry: entry, line: Int32(index), code: line.0,
                organisation: OrganisationID(station), amount: Money(fen: line.1), day: day, month: month)
        }
        try await world.control.record(as: Control.system(), trail: .untold("a test posts")) { act in
            try world.ledger.post(postings, rollup: Bucket(number: 3)!, in: act)
        }
    }

    @Test(arguments: TestEngines.all)
    func `takes no posting of its own, of an earlier month or of one of its days`(_ engine: Engine)
        async throws
    {
        try await PaymentWorld.with(engine) { world in
            let control = world.control
            try await Self.post(1, Self.september, in: world)
            try await control.closeMonth(
                Self.september, organisation: OrganisationID(2), by: Self.closer(world))
            let refusal = MonthRefusal.closed(Self.september)
            await #expect(throws: refusal) { try await Self.post(2, Self.september, in: world) }
            await #expect(throws: MonthRefusal.closed(Self.september.adding(months: -4))) {
                try await Self.post(3, Self.september.adding(months: -4), in: world)
            }
            await #expect(throws: refusal) {
                try await Self.post(4, Self.october, day: Self.september.lastDay, in: world)
            }
            try await Self.post(5, Self.october, in: world)
            // The other station goes on.
            try await Self.post(6, Self.september, station: 3, in: world)
            #expect(try await world.count("ledger_posting") == 6)
            // Closed for the company is closed for all under it.
            try await control.closeMonth(
                Self.october, organisation: OrganisationID(1), by: Self.closer(world))
            await #expect(throws: MonthRefusal.closed(Self.october)) {
                try await Self.post(7, Self.october, station: 3, in: world)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `is corrected by a difference in the open month`(_ engine: Engine) async throws {
        try await PaymentWorld.with(engine) { world in
            let bill = try await world.bill(1, 202609, "80.05", due: 20261015)
            for month in [Self.september, Self.october] {
                try await world.control.closeMonth(
                    month, organisation: OrganisationID(1), by: Self.closer(world))
            }
            await #expect(throws: MonthRefusal.closed(Self.september)) {
                _ = try await world.bill(1, 202609, "1.00", due: 20261015)
            }
            let ledger = world.ledger
            try await world.control.record(as: Control.system(), trail: .untold("a test posts")) { act in
                try ledger.reverse(entry: bill.id, of: bill.account, as: 900, in: act)
            }
            let months = try await world.database.read { transaction in
                try ledger.postings(of: bill.account, in: transaction).filter { $0.entry == 900 }.map(\.month)
            }
            #expect(Set(months) == [Self.october.adding(months: 1)])
            #expect(try await ledger.verify().isClean)
        }
    }

    @Test(arguments: TestEngines.all)
    func `gets no posting whatever comes between, closed while others post`(_ engine: Engine) async throws {
        let seed =
            ProcessInfo.processInfo.environment["LAMPLIGHT_SEED"].flatMap(UInt64.init)
            ?? .random(in: 1...9_999)
        print("seed \(seed)")
        let isLong = ProcessInfo.processInfo.environment["LAMPLIGHT_LONG"] != nil
        try await PaymentWorld.twice(engine) { one, other in
            let tally = Tally()
            let first = BillingMonth(year: 2026, month: 1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for poster in 0..<4 {
                    group.addTask {
                        var random = SplitMix(seed &+ UInt64(poster))
                        let world = poster % 2 == 0 ? one : other
                        for _ in 0..<(isLong ? 400 : 60) {
                            let entry = tally.entries.withLock { next in
                                next += 1
                                return next
                            }
                            do {
                                try await Self.post(
                                    entry, first.adding(months: Int(random.next() % 10)),
                                    station: 2 + Int64(random.next() % 2), in: world)
                                tally.posted.withLock { $0 += 1 }
                            } catch is MonthRefusal {
                                tally.refused.withLock { $0 += 1 }
                            }
                        }
                    }
                }
                group.addTask {
                    for number in 0..<10 {
                        for station in [Int64(2), 3] {
                            let month = first.adding(months: number)
                            try await other.control.closeMonth(
                                month, organisation: OrganisationID(station), by: Self.closer(other))
                            let count = try await Self.count(month, station, in: other)
                            tally.seen.withLock { $0["\(month) \(station)"] = count }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(tally.seen.withLock { $0.count } == 20)
            for number in 0..<10 {
                for station in [Int64(2), 3] {
                    let month = first.adding(months: number)
                    let now = try await Self.count(month, station, in: one)
                    #expect(
                        now == tally.seen.withLock { $0["\(month) \(station)"] },
                        "\(month) \(station) seed \(seed)")
                }
            }
            let all = try await one.count("ledger_posting")
            #expect(all == 2 * tally.posted.withLock { $0 })
            #expect(tally.posted.withLock { $0 } + tally.refused.withLock { $0 } == 4 * (isLong ? 400 : 60))
            #expect(try await one.ledger.verify().isClean)
        }
    }

    private static func count(_ month: BillingMonth, _ station: Int64, in world: PaymentWorld) async throws
        -> Int
    {
        try await world.database.read {
            try $0.one(
                """
                /*scatter: a test counts rows*/ SELECT COUNT(*) FROM ledger_posting
                WHERE month = \(month) AND organisation_id = \(OrganisationID(station))
                """
            ) { try $0.int(0) }
        }
    }
}

/// What the tasks saw.
private final class Tally: Sendable {
    let entries = Mutex(Int64(10_000))
    let refused = Mutex(0)
    let posted = Mutex(0)
    /// What stood in a month of a station when its close was done.
    let seen = Mutex<[String: Int]>([:])
}

/// A small generator with a seed.
private struct SplitMix {
    var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
