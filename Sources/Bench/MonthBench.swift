internal import Billing
internal import Control
internal import Foundation
internal import Kernel
internal import Ledger
internal import Reading
internal import Records
package import Store
internal import Tariff

/// What a month costs from approved energy to released bills: the value that `lamplight bench month` prints.
package struct MonthBench: Codable, Sendable {
    package let accounts: Int
    package let bills: Int
    /// Calculation, check and release together.
    package let seconds: Double
    package let billsPerSecond: Int
    /// Seconds by phase; `load` (accounts) and `readings` lie outside `seconds`.
    package let phases: [String: Double]
    package let peakMemoryMiB: Int
    /// Growth of the database file, a bill; 0 on a server.
    package let bytesPerBill: Int
    /// The same rows through SQLite's C API alone, measured in this run; 0 where not asked for.
    package let floorSeconds: Double
    package let ratioToFloor: Double

    /// Opens `accounts` made-up accounts, reads them, runs the month and releases it through the rooms' own doors.
    /// - Parameters:
    ///   - database: empty.
    ///   - path: the file behind it, where it is SQLite; then the floor is measured beside it.
    package static func measure(
        accounts: Int, database: any Database, path: String?,
        progress: @Sendable @escaping (String, Int, Int) -> Void
    ) async throws -> MonthBench {
        let catalogue = try TariffCatalogue.bundled()
        let company = try await BenchCompany(database: database, catalogue: catalogue)
        let clock = ContinuousClock()
        var phases: [String: Double] = [:]
        func timed<T>(_ phase: String, _ body: () async throws -> T) async rethrows -> T {
            let start = clock.now
            let value = try await body()
            phases[phase] = start.duration(to: clock.now) / .seconds(1)
            return value
        }
        let ids = try await timed("load") {
            try await company.open(accounts) { progress("accounts", $0, accounts) }
        }
        try await timed("readings") { try await company.read(ids) { progress("readings", $0, accounts) } }
        let before = size(path)
        let billing = company.billing
        let principal = company.principal
        let run = try await timed("calculate") {
            let run = try await billing.start(
                month: BenchCompany.month, organisation: OrganisationID(1), by: principal)
            try await billing.work(run, by: principal) { progress("calculate", $0.unitsDone, $0.job.units) }
            return run
        }
        try await billing.check(run, by: principal)
        let released = try await timed("release") {
            try await billing.release(run, by: principal)
            return try await billing.work(run, by: principal) {
                progress("release", $0.unitsDone, $0.job.units)
            }
        }
        let seconds = (phases["calculate"] ?? 0) + (phases["release"] ?? 0)
        let bills = released.result.done
        let grown = size(path) - before
        var floor = 0.0
        if let path {
            floor = try await MonthFloor.seconds(
                database: database, tables: company.control.schema.tables,
                folder: URL(fileURLWithPath: path).deletingLastPathComponent())
        }
        return MonthBench(
            accounts: accounts, bills: bills, seconds: seconds,
            billsPerSecond: Int(Double(bills) / max(seconds, 1e-9)),
            phases: phases, peakMemoryMiB: peakMemoryMiB(), bytesPerBill: bills > 0 ? grown / bills : 0,
            floorSeconds: floor, ratioToFloor: floor > 0 ? seconds / floor : 0)
    }

    private static func size(_ path: String?) -> Int {
        guard let path else { return 0 }
        return ["", "-wal"].reduce(0) { sum, ending in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path + ending)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }

    /// The process's greatest resident size so far.
    private static func peakMemoryMiB() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Int(line.split(separator: " ").dropFirst().first ?? "0") ?? 0) / 1024
    }
}

/// A company of made-up accounts: nine households in ten, on Shanghai's tariffs, the rest on Hubei's.
struct BenchCompany: Sendable {
    static let month = BillingMonth(year: 2026, month: 10)
    static let batch = 5_000

    let control: Control
    let records: Records
    let reading: Reading
    let billing: Billing
    let town: SearchTown
    var principal: Principal { control.systemPrincipal() }

    init(database: any Database, catalogue: TariffCatalogue) async throws {
        let clock = WallClock { Instant(startOf: Day(yyyymmdd: 2026_11_02)!) }
        let house = House(
            database: database, clock: clock, ids: IdentifierSource(node: 1, clock: clock),
            keys: KeyRing(master: KeyRing.randomMaster()))
        @Sendable func billing(_ control: Control) -> Billing {
            Billing(
                control: control, ledger: Ledger(control: control), records: Records(control: control),
                reading: Reading(control: control, records: Records(control: control)), catalogue: catalogue)
        }
        control = Control(
            house: house, rooms: [Ledger.room, Records.room, Reading.room, Billing.room(door: billing)])
        town = try await SearchTown.build(control)
        records = Records(control: control)
        reading = Reading(control: control, records: records)
        self.billing = billing(control)
    }

    func open(_ count: Int, progress: (Int) -> Void) async throws -> [AccountID] {
        var people = SearchPeople(seed: 20_261_122)
        var ids: [AccountID] = []
        for first in stride(from: 0, to: count, by: Self.batch) {
            let accounts = (first..<min(first + Self.batch, count)).map { number in
                var account = people.account(number, in: town)
                let isFirm = account.kind == .company
                let isTimeOfUse = number % 3 != 0
                account.terms = TermValues(
                    tariffCode: isFirm
                        ? (isTimeOfUse ? "HB-COM-LV-TOU" : "HB-COM-LV")
                        : isTimeOfUse ? "SH-RES-TOU" : "SH-RES",
                    householdPersons: isFirm ? 0 : 1 + number % 6)
                account.meters = [Self.meter(number, isFirm: isFirm, isTimeOfUse: isTimeOfUse)]
                return account
            }
            ids += try await records.load(accounts, by: principal)
            progress(ids.count)
        }
        return ids
    }

    private static func kinds(isFirm: Bool, isTimeOfUse: Bool) -> [RegisterKind] {
        isTimeOfUse
            ? (isFirm ? [.total, .sharp, .peak, .flat, .valley] : [.total, .peak, .valley]) : [.total]
    }

    private static func meter(_ number: Int, isFirm: Bool, isTimeOfUse: Bool) -> NewMeter {
        NewMeter(
            assetNo: "BM\(number)", multiplier: .one,
            registers: kinds(isFirm: isFirm, isTimeOfUse: isTimeOfUse).map { kind in
                .init(kind, digits: 6, decimals: 2, value: .zero)
            })
    }

    /// One month's readings of every account; the shares of the periods differ from account to account.
    func read(_ ids: [AccountID], progress: (Int) -> Void) async throws {
        var people = SearchPeople(seed: 20_261_122)
        for first in stride(from: 0, to: ids.count, by: Self.batch) {
            let batch = (first..<min(first + Self.batch, ids.count)).map { number in
                let isFirm = people.account(number, in: town).kind == .company
                let isTimeOfUse = number % 3 != 0
                let kinds = Self.kinds(isFirm: isFirm, isTimeOfUse: isTimeOfUse)
                let shares = kinds.dropFirst().enumerated().map {
                    Int64(20 + (number * 7 + $0.offset * 31) % 150)
                }
                let total = shares.isEmpty ? Int64(60 + number % 300) : shares.reduce(0, +)
                let values = [total] + shares
                return AccountReadings(
                    ids[number], on: Self.month.lastDay,
                    zip(kinds, values).map { RegisterReading($0, RegisterValue(whole: $1)) })
            }
            let result = try await reading.load(
                Self.month, batch, approvesReviews: true, by: principal)
            guard result.taken == batch.count else {
                throw StoreFault.engine(
                    code: "bench", message: "readings refused: \(result.errors.first.map { "\($0)" } ?? "")")
            }
            progress(first + batch.count)
        }
    }
}
