package import Control
package import Kernel
internal import Records
internal import Store
internal import Tariff

/// Whether a published price reached its customers.
extension Billing {
    /// What became in a billing month of everybody on a tariff's code, in the principal's scope.
    /// - Parameters:
    ///   - from: the version's first day.
    ///   - month: where none is named the version's first, of one that began more than a year ago the last released.
    ///   - listed: how many of those who did not take it are named.
    /// - Throws: `TariffRefusal.unknownTariff` where the code has no version that begins on the day.
    package func uptake(
        _ code: String, from: Day, month: BillingMonth? = nil, listed: Int = 200, by principal: Principal
    ) async throws -> TariffUptake {
        let (catalogue, last) = try await control.read("tariff.read", by: principal) {
            (try tariffs.catalogue(in: $0), try RehearsalRows.lastReleased(in: $0))
        }
        guard let tariff = catalogue.tariff(code),
            tariff.versions.contains(where: { $0.effectiveFrom == from })
        else { throw TariffRefusal.unknownTariff(code: code) }
        let yearAgo = control.house.clock.today.billingMonth.adding(months: -12).firstDay
        let wanted = TariffUptake(
            code: code, from: from,
            month: month ?? (from < yearAgo ? last : nil) ?? TariffUptake.firstMonth(of: from))
        return try await uptakes([wanted], listed: listed, by: principal)[0]
    }

    /// The same of every version that began in the last `months` months or is to begin, in its first month, or where
    /// nobody took it then in the first released one in which somebody did: accounts that were read before the day have
    /// it a month later. With `standing` also of older ones that hold today and have accounts, in the last released
    /// month. The newest first; nobody is named.
    package func uptakes(months: Int, standing: Bool = false, by principal: Principal) async throws
        -> [TariffUptake]
    {
        let today = control.house.clock.today
        let first = today.billingMonth.adding(months: -months).firstDay
        let (catalogue, last) = try await control.read("tariff.read", by: principal) {
            (try tariffs.catalogue(in: $0), try RehearsalRows.lastReleased(in: $0))
        }
        let wanted = Self.begun(from: first, catalogue)
        let older = catalogue.tariffs.compactMap { tariff -> TariffUptake? in
            guard standing, let last,
                let now = tariff.versions.last(where: { $0.effectiveFrom <= today }),
                now.effectiveFrom < first
            else { return nil }
            return TariffUptake(code: tariff.code, from: now.effectiveFrom, month: last)
        }
        let found = try await uptakes(wanted + older, listed: 0, until: last, by: principal)
        return (found.prefix(wanted.count) + found.dropFirst(wanted.count).filter { $0.accounts > 0 }).sorted
        {
            ($1.from, $0.code) < ($0.from, $1.code)
        }
    }

    /// Those of the last three months that people published and that reached nobody. What was shipped is a catalogue:
    /// that a company has no customer of another province is no alarm.
    package func unreached(by principal: Principal) async throws -> [TariffUptake] {
        let today = control.house.clock.today
        let (catalogue, last, since) = try await control.read("tariff.read", by: principal) {
            (
                try tariffs.catalogue(in: $0), try RehearsalRows.lastReleased(in: $0),
                try tariffs.publishedSince(in: $0)
            )
        }
        // The workbench asks at each view: where nobody published anything no account is walked.
        let wanted = Self.begun(from: today.billingMonth.adding(months: -3).firstDay, catalogue).filter {
            uptake in since[uptake.code].map { uptake.from >= $0 } ?? false
        }
        return try await uptakes(wanted, listed: 0, until: last, by: principal)
            .filter { $0.concern(on: today) == .nobody }.sorted { ($1.from, $0.code) < ($0.from, $1.code) }
    }

    /// Every version that begins on a day or after it, in its first month.
    private static func begun(from first: Day, _ catalogue: TariffCatalogue) -> [TariffUptake] {
        catalogue.tariffs.flatMap { tariff in
            tariff.versions.filter { $0.effectiveFrom >= first }.map {
                TariffUptake(
                    code: tariff.code, from: $0.effectiveFrom, month: $0.effectiveFrom.billingMonth)
            }
        }
    }

    /// The nightly alarm: a published price that reached nobody is told to everybody who listens. Told each night that it
    /// holds.
    /// - Returns: how many, for the schedule's page.
    func tellUnreached() async throws -> ScheduleOutcome {
        let system = control.systemPrincipal()
        let found = try await unreached(by: system)
        for uptake in found {
            try await control.command("tariff.read", by: system) { act in
                try act.audit(
                    bucket: Self.uptakeBucket, action: "billing.priceUnreached",
                    subject: "tariff \(uptake.code) from \(uptake.from)",
                    after: #"{"accounts":\#(uptake.accounts),"month":"\#(uptake.month)"}"#)
                try act.publish(
                    BillingTopic.priceUnreached, bucket: Self.uptakeBucket, organisation: system.scope,
                    payload: #"{"tariff":"\#(uptake.code)","from":"\#(uptake.from)"}"#)
            }
        }
        if found.isEmpty { return ScheduleOutcome("billing.uptake.outcome.none", [("count", "0")]) }
        return ScheduleOutcome(
            "billing.uptake.outcome.some",
            [
                ("count", String(found.count)),
                ("prices", found.map { "\($0.code) \($0.from)" }.joined(separator: ", ")),
            ])
    }

    /// Prices are nobody's account.
    private static let uptakeBucket = Bucket(number: 0)!

    /// - Parameter last: the month to which those that reached nobody are looked for in later ones too; nil for none.
    private func uptakes(
        _ wanted: [TariffUptake], listed: Int, until last: BillingMonth? = nil, by principal: Principal
    ) async throws -> [TariffUptake] {
        var months = Set(wanted.map(\.month))
        if let first = months.min(), let last, first < last {
            months.formUnion((first.number...last.number).compactMap { BillingMonth(number: Int($0)) })
        }
        let today = control.house.clock.today
        var found = wanted
        for month in months.sorted() {
            let places = wanted.indices.filter { place in
                if wanted[place].month == month { return true }
                guard let last, month <= last else { return false }
                return wanted[place].month < month && found[place].concern(on: today) == .nobody
            }
            let asked = places.map {
                TariffUptake(code: wanted[$0].code, from: wanted[$0].from, month: month)
            }
            for (place, uptake) in zip(places, try await walk(asked, month, listed: listed, by: principal))
            where wanted[place].month == month || uptake.taken > 0 {
                found[place] = uptake
            }
        }
        return found
    }

    /// One walk over a month's accounts, bills and what stopped the others; several reads, since nothing is written.
    private func walk(
        _ wanted: [TariffUptake], _ month: BillingMonth, listed: Int, by principal: Principal
    ) async throws -> [TariffUptake] {
        if wanted.isEmpty { return [] }
        var found = wanted
        let runs = try await control.read("tariff.read", by: principal) { transaction in
            try BillRunRows.runs(of: month, in: transaction)
        }
        var stopped: Set<AccountID> = []
        for run in runs {
            stopped.formUnion(
                try await control.read("tariff.read", by: principal) {
                    try BillRunRows.stopped(by: run.id, in: $0)
                })
        }
        for range in Self.units(accounts: 1) {
            let (accounts, bills, takenBack) = try await control.read("tariff.read", by: principal) {
                transaction in
                (
                    try records.billable(
                        in: range, on: month.lastDay, scope: principal.scope, in: transaction),
                    try BillRows.versions(month, in: range, transaction),
                    Set(try TakenBackRows.rows(of: month, in: range, transaction).keys.map(\.account))
                )
            }
            for account in accounts where account.openedOn <= month.lastDay {
                if let closed = account.closedOn, closed < month.firstDay { continue }
                let bill = bills[account.id]
                for place in found.indices {
                    guard found[place].concerns(account.terms?.tariffCode, bill?.tariff) else { continue }
                    let state = found[place].state(bill) {
                        if stopped.contains(account.id) { return .stopped }
                        if takenBack.contains(account.id) { return .takenBack }
                        let own = runs.filter { $0.path.contains(account.organisationPath) }
                        if own.contains(where: { $0.releaseDay != nil }) { return .unread }
                        return own.isEmpty ? .notRun : .unreleased
                    }
                    found[place].add(account.id, state, bill, listed: listed)
                }
            }
        }
        return found
    }
}

extension TariffUptake {
    fileprivate func concerns(_ terms: String?, _ billed: String?) -> Bool { terms == code || billed == code }

    fileprivate func state(_ bill: BillRows.Version?, without: () -> State) -> State {
        guard let bill else { return without() }
        if bill.tariff != code { return .other }
        return bill.from >= from ? .taken : .before
    }

    fileprivate mutating func add(
        _ account: AccountID, _ state: State, _ bill: BillRows.Version?, listed: Int
    ) {
        counts[state, default: 0] += 1
        if state == .taken, let bill {
            energy += bill.energy
            amount += bill.amount
        } else if others.count < listed {
            others.append(Account(id: account, state: state, billedFrom: bill?.from))
        }
    }
}
