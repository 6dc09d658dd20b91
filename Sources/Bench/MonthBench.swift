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
        let company = try await BenchCompany(database: database, shelf: TariffShelf(catalogue))
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
    static func peakMemoryMiB() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Int(line.split(separator: " ").dropFirst().first ?? "0") ?? 0) / 1024
    }
}
