internal import Billing
internal import Control
internal import Foundation
internal import Kernel
package import Store
internal import Tariff

/// What rehearsing a price on everybody costs, and whether the rehearsal is right: the value that
/// `lamplight bench rehearsal` prints. Everybody pays by one tariff, so that the draft affects every account.
package struct RehearsalBench: Codable, Sendable {
    package let accounts: Int
    package let months: Int
    /// Account-months rated twice each, as they were billed and under the draft.
    package let bills: Int
    /// From the order to the draft's mark, all months together.
    package let seconds: Double
    package let billsPerSecond: Int
    /// How many worked it side by side.
    package let workers: Int
    /// The first look at what came of it: classes, bands, areas and the largest changes of everybody.
    package let resultSeconds: Double
    /// The process's greatest resident size by the rehearsal's end.
    package let peakMemoryMiB: Int
    /// As the rehearsal says: what was billed, and what the draft bills.
    package let beforeFen: Int64
    package let afterFen: Int64
    /// What the months' runs billed in earnest under the old price, and in another company of the same readings under
    /// the new one.
    package let billedBeforeFen: Int64
    package let billedAfterFen: Int64
    /// Whether the rehearsal says to the fen what is billed in earnest.
    package let sumsAgree: Bool

    private static let code = "SH-RES-TOU"

    /// Bills `months` months of `accounts` households, rehearses a dearer price on them, and bills the same readings
    /// anew under it.
    /// - Parameter databases: opens an empty one each time it is asked.
    package static func measure(
        accounts: Int, months: Int, workers: Int, databases: (String) async throws -> any Database,
        progress: @Sendable @escaping (String, Int, Int) -> Void
    ) async throws -> RehearsalBench {
        let files = try TariffCatalogue.bundledFiles()
        let (dearer, draft) = try prices(files)
        let (old, billedBefore) = try await company(
            try await databases("before"), files, accounts, months: months, progress)
        let made = try await old.tariff.createDraft(.content(draft), by: old.principal)
        let clock = ContinuousClock()
        let begin = clock.now
        let job = try await old.billing.rehearse(draft: made.id, months: months, by: old.principal)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask { try await old.billing.workRehearsal(job, by: old.principal) }
            }
            try await group.waitForAll()
        }
        let seconds = begin.duration(to: clock.now) / .seconds(1)
        let memory = MonthBench.peakMemoryMiB()
        guard let rehearsal = try await old.billing.rehearsal(of: made.id, by: old.principal) else {
            throw StoreFault.engine(code: "bench", message: "the rehearsal is not there")
        }
        let looked = clock.now
        _ = try await old.billing.result(of: rehearsal, by: old.principal)
        let resultSeconds = looked.duration(to: clock.now) / .seconds(1)
        let (_, billedAfter) = try await company(
            try await databases("after"), files.filter { $0.name != dearer.name } + [dearer], accounts,
            months: months, progress)
        return RehearsalBench(
            accounts: rehearsal.accounts, months: months, bills: rehearsal.bills, seconds: seconds,
            billsPerSecond: Int(Double(rehearsal.bills) / max(seconds, 1e-9)), workers: workers,
            resultSeconds: resultSeconds, peakMemoryMiB: memory, beforeFen: rehearsal.before.fen,
            afterFen: rehearsal.after.fen, billedBeforeFen: billedBefore.fen, billedAfterFen: billedAfter.fen,
            sumsAgree: rehearsal.before == billedBefore && rehearsal.after == billedAfter)
    }

    /// A company that has billed its months: and what all its bills came to.
    private static func company(
        _ database: any Database, _ files: [TariffFile], _ accounts: Int, months: Int,
        _ progress: @Sendable @escaping (String, Int, Int) -> Void
    ) async throws -> (BenchCompany, Money) {
        let last = BenchCompany.month
        let first = last.adding(months: 1 - months)
        let company = try await BenchCompany(
            database: database, shelf: TariffShelf(try TariffCatalogue(files: files)),
            householdsSince: first.firstDay.adding(days: -1))
        try await company.tariff.install(files)
        let ids = try await company.open(accounts) { progress("accounts", $0, accounts) }
        let (billing, principal) = (company.billing, company.principal)
        var billed = Money.zero
        for number in 0..<months {
            let month = first.adding(months: number)
            try await company.read(ids, month, months: Int64(number + 1)) { _ in }
            let run = try await billing.start(
                month: month, organisation: principal.organisation, by: principal)
            try await billing.work(run, by: principal)
            try await billing.check(run, by: principal)
            try await billing.release(run, by: principal)
            let released = try await billing.work(run, by: principal)
            billed += Money(fen: released.result.totals["amountFen"] ?? 0)
            progress("months", number + 1, months)
        }
        return (company, billed)
    }

    /// The tariff with its prices two fen dearer: as a file that held from the beginning, and as the draft of a next
    /// version.
    private static func prices(_ files: [TariffFile]) throws -> (dearer: TariffFile, draft: String) {
        for file in files {
            guard var tariff = try JSONSerialization.jsonObject(with: file.content) as? [String: Any],
                tariff["code"] as? String == code, let versions = tariff["versions"] as? [[String: Any]],
                let standing = versions.last
            else { continue }
            var next = standing
            next["prices"] = (standing["prices"] as? [String: [String]])?.mapValues { $0.map(raised) }
            tariff["versions"] = [next]
            let dearer = TariffFile(
                name: file.name, content: try JSONSerialization.data(withJSONObject: tariff))
            next["effectiveFrom"] = BenchCompany.month.adding(months: 2).firstDay.description
            tariff["versions"] = versions + [next]
            let draft = try JSONSerialization.data(withJSONObject: tariff)
            return (dearer, String(decoding: draft, as: UTF8.self))
        }
        throw StoreFault.engine(code: "bench", message: "\(code) is not in the catalogue")
    }

    /// Two fen dearer: `0.617` becomes `0.637`.
    private static func raised(_ price: String) -> String {
        let digits = price.split(separator: ".").last.map(\.count) ?? 0
        guard price.contains("."), digits >= 2, let value = Int(price.filter { $0 != "." }) else {
            return price
        }
        let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
        let dearer = value + 2 * scale / 100
        let cents = String(dearer % scale)
        return "\(dearer / scale)." + String(repeating: "0", count: digits - cents.count) + cents
    }
}
