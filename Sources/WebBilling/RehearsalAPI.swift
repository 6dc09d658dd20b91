internal import Billing
internal import Control
internal import Hummingbird
internal import Kernel
internal import Language
internal import Records
internal import Tariff
internal import Web

extension WebBilling {
    var rehearsalAPI: [Route] {
        [
            .get("/api/v1/billing/rehearsals/{draft}/reach", .may("tariff.read")) { visit in
                try visit.json(
                    ReachAnswer(try await billing.reach(of: try Self.draft(visit), by: visit.principal)))
            }
            .described(
                "billing.rehearsals.reach", "How many accounts a tariff's draft would hit.",
                "Accounts that pay today by the tariff, or by any that names the calendar; that are held to a power factor; whose losses go by the rules.",
                gives: ReachAnswer.self),
            .get("/api/v1/billing/rehearsals/{draft}", .may("tariff.read")) { visit in
                try await rehearsalJSON(visit, status: .ok)
            }
            .described(
                "billing.rehearsals.get", "The newest rehearsal of a tariff's draft.",
                "Sums over everybody the draft concerns, as far as it is; the fifty largest changes.",
                gives: RehearsalAnswer.self),
            .post("/api/v1/billing/rehearsals/{draft}", .may("tariff.draft")) { visit in
                let order = try visit.decode(RehearsalOrder.self)
                _ = try await billing.rehearse(
                    draft: try Self.draft(visit), months: order.months, by: visit.principal)
                return try await rehearsalJSON(visit, status: .accepted)
            }
            .described(
                "billing.rehearsals.start", "Rehearses a tariff's draft on everybody's real usage.",
                "Of 1 to 12 months. Goes on as a job and posts nothing; its end lets the draft be published.",
                takes: RehearsalOrder.self, gives: RehearsalAnswer.self, status: .accepted),
        ] + RehearsalWish.allCases.map(wishAPI)
    }

    private func wishAPI(_ wish: RehearsalWish) -> Route {
        let summary =
            switch wish {
            case .pause: "Stops a rehearsal after the unit it is at."
            case .resume: "Lets a rehearsal that was stopped go on."
            case .cancel: "Gives a rehearsal up; the draft stays unrehearsed."
            }
        return .post("/api/v1/billing/rehearsals/{draft}/\(wish.rawValue)", .may("tariff.draft")) { visit in
            try await billing.order(wish, draft: try Self.draft(visit), by: visit.principal)
            return try await rehearsalJSON(visit, status: .ok)
        }
        .described("billing.rehearsals.\(wish.rawValue)", summary, gives: RehearsalAnswer.self)
    }

    private func rehearsalJSON(_ visit: Visit, status: HTTPResponse.Status) async throws -> Response {
        let id = try Self.draft(visit)
        _ = try await billing.draft(id, by: visit.principal)
        guard let found = try await billing.rehearsal(of: id, by: visit.principal) else {
            throw WebRefusal.notFound
        }
        let result = try await billing.result(of: found, by: visit.principal)
        let work = try await billing.work(of: found, by: visit.principal)
        return try visit.json(RehearsalAnswer(found, result, work, visit.now), status: status)
    }
}

/// What a rehearsal is asked for: 1 to 12 months.
struct RehearsalOrder: Codable, Sendable {
    let months: Int
}

struct ReachAnswer: Codable, Sendable {
    let codes: [String]
    let accounts: Int
    let classes: [String: Int]

    init(_ reach: TariffReach) {
        codes = reach.codes
        accounts = reach.accounts
        classes = Dictionary(uniqueKeysWithValues: reach.classes.map { ($0.key.rawValue, $0.value) })
    }
}

struct RehearsalAnswer: Codable, Sendable {
    let job: JobID
    let code: String
    let firstMonth: BillingMonth
    let lastMonth: BillingMonth
    let isFinished: Bool
    /// The job's: `WAITING`, `RUNNING`, `PAUSED`, `FAILED`, `CANCELLED` or `DONE`.
    let state: String
    let fault: String?
    let perSecond: Int64?
    let secondsLeft: Int64?
    let unitsDone: Int
    let units: Int
    let accounts: Int
    let bills: Int
    let refused: Int
    /// The refused months by why they could not be rated.
    let refusals: [String: Int]
    let energyKwh: Energy
    let before: Money
    let after: Money
    let bands: [String: Int]
    let classes: [RehearsalGroup]
    /// The areas that change the most; all others are summed at the end.
    let areas: [RehearsalGroup]
    let largest: [RehearsalChange]

    init(_ rehearsal: Rehearsal, _ result: RehearsalResult, _ work: JobProgress, _ now: Instant) {
        state = work.job.state.rawValue
        fault = work.job.fault
        perSecond = work.perSecond(at: now)
        secondsLeft = work.secondsLeft
        job = rehearsal.id
        code = rehearsal.code
        firstMonth = rehearsal.months.lowerBound
        lastMonth = rehearsal.months.upperBound
        isFinished = rehearsal.isFinished
        unitsDone = rehearsal.unitsDone
        units = rehearsal.units
        accounts = rehearsal.accounts
        bills = rehearsal.bills
        refused = rehearsal.refused
        refusals = work.result.errors
        energyKwh = rehearsal.energy
        before = rehearsal.before
        after = rehearsal.after
        bands = Dictionary(uniqueKeysWithValues: result.bands.map { ($0.key.rawValue, $0.value.accounts) })
        classes = AccountClass.allCases.compactMap { kind in
            result.classes[kind].map { RehearsalGroup(kind.rawValue, $0) }
        }
        areas =
            result.areas.map { RehearsalGroup($0.name, $0.sum) }
            + (result.otherAreaCount > 0 ? [RehearsalGroup("*", result.otherAreas)] : [])
        largest = result.largest.map {
            RehearsalChange(account: $0.account, months: $0.months, before: $0.before, after: $0.after)
        }
    }
}

struct RehearsalChange: Codable, Sendable {
    let account: AccountID
    let months: Int
    let before: Money
    let after: Money
}

/// Accounts of one class or one area in a rehearsal.
struct RehearsalGroup: Codable, Sendable {
    let name: String
    let accounts: Int
    /// Accounts that pay less, and that pay more.
    let winners: Int
    let losers: Int
    let energyKwh: Energy
    let before: Money
    let after: Money

    init(_ name: String, _ sum: RehearsalResult.Sum) {
        self.name = name
        accounts = sum.accounts
        winners = sum.winners
        losers = sum.losers
        energyKwh = sum.energy
        before = sum.before
        after = sum.after
    }
}
