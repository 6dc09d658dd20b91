internal import Billing
internal import Control
internal import Hummingbird
internal import Kernel
internal import Rating
internal import Reports
internal import Web

/// A run for programs. Ids, energy and amounts are decimal strings, counts are numbers.
struct RunAnswer: Codable, Sendable {
    let id: JobID
    let month: BillingMonth
    let organisation: OrganisationID
    let state: String
    let bills: Int
    let energyKwh: Energy
    let amount: Money
    let unitsDone: Int
    let units: Int
    let exceptions: [String: Int]
    let releaseDay: Day?
    let dueDay: Day?
    /// Bills a second of late, and the seconds left at that pace while it is under way.
    let perSecond: Int64?
    let secondsLeft: Int64?
    /// How many of its bills were taken back, and what they came to; `bills` and `amount` count them too.
    let takenBack: Int
    let takenBackAmount: Money
}

/// A bill for programs; `lines` only where one bill is asked for.
struct BillAnswer: Codable, Sendable {
    struct Line: Codable, Sendable {
        let kind: String
        let period: String
        let tier: Int
        let quantity: String
        let unit: String
        let price: String
        let factor: String
        let amount: Money
        /// Of the version that priced it, on a bill in parts; else null.
        let tariffFrom: Day?
    }

    /// What was rated on one version, where one began inside the bill's period.
    struct BillPartAnswer: Codable, Sendable {
        let tariffFrom: Day
        let firstDay: Day
        let lastDay: Day
        let method: String
        let energyKwh: Energy
        let amount: Money

        init(_ part: BillPart) {
            tariffFrom = part.tariffFrom
            firstDay = part.firstDay
            lastDay = part.lastDay
            method = part.method.rawValue
            energyKwh = part.energy
            amount = part.amount
        }
    }

    let id: BillID
    let account: AccountID
    let month: BillingMonth
    let run: JobID
    let tariff: String
    let tariffFrom: Day
    let isExampleTariff: Bool?
    let firstDay: Day
    let lastDay: Day
    let releaseDay: Day
    let dueDay: Day
    let energyKwh: Energy
    let yearToDateKwh: Energy
    let amount: Money
    let energyAmount: Money
    let basicCharge: Money
    let powerFactor: PowerFactor?
    let powerFactorBase: Money
    let powerFactorPercent: Percent
    let powerFactorAdjustment: Money
    /// Demand, fixed, minimum, feed-in and credit lines; with the three amounts above it makes `amount`.
    let otherAmount: Money
    let fundsIncluded: Money
    let lines: [Line]?
    let parts: [BillPartAnswer]?
    /// Null for a bill that holds.
    let takenBack: TakenBackAnswer?

    init(_ bill: Bill, _ explanation: BillExplanation? = nil, parts: [BillPart]? = nil) {
        id = bill.id
        account = bill.account
        month = bill.month
        run = bill.run
        tariff = bill.tariff
        tariffFrom = bill.tariffFrom
        isExampleTariff = explanation?.isExampleTariff
        firstDay = bill.firstDay
        lastDay = bill.lastDay
        releaseDay = bill.releaseDay
        dueDay = bill.dueDay
        energyKwh = bill.energy
        yearToDateKwh = bill.yearToDate
        amount = bill.amount
        energyAmount = bill.energyAmount
        basicCharge = bill.basicCharge
        powerFactor = bill.powerFactor
        powerFactorBase = bill.adjustmentBase
        powerFactorPercent = bill.adjustmentPercent
        powerFactorAdjustment = bill.adjustment
        otherAmount = bill.otherAmount
        self.parts = parts.map { $0.map { BillPartAnswer($0) } }
        fundsIncluded = bill.funds
        takenBack = bill.takenBack.map { TakenBackAnswer($0) }
        lines = explanation?.steps.map { step in
            Line(
                kind: step.kind.code, period: step.period.code, tier: step.tier, quantity: step.quantity,
                unit: step.unit, price: step.price, factor: step.factor, amount: step.amount,
                tariffFrom: step.tariffFrom)
        }
    }
}

/// The board for programs.
struct BoardAnswer: Codable, Sendable {
    struct Line: Codable, Sendable {
        let organisation: OrganisationID?
        let name: String
        let expected: Int64
        let read: Int64
        let pending: Int64
        let releasedBills: Int64
        let released: Money
        let paymentsToday: Int64
        let collectedToday: Money
        let paymentsThisMonth: Int64
        let collectedThisMonth: Money
        let outstanding: Money
        let run: JobID?
        let runState: String?

        init(_ line: Board.Line) {
            organisation = line.organisation
            name = line.name
            expected = line.expected
            read = line.read
            pending = line.pending
            releasedBills = line.releasedBills
            released = line.released
            paymentsToday = line.paymentsToday
            collectedToday = line.collectedToday
            paymentsThisMonth = line.paymentsThisMonth
            collectedThisMonth = line.collectedThisMonth
            outstanding = line.outstanding
            run = line.run?.id
            runState = line.run?.state
        }
    }

    let readingMonth: BillingMonth
    let stations: [Line]
    let total: Line
}

/// What starts a run.
struct StartOrder: Codable, Sendable {
    let month: BillingMonth
    let organisation: OrganisationID
}

extension WebBilling {
    var runAPI: [Route] {
        [
            .get("/api/v1/billing/runs", .may("billing.read")) { visit in
                var answers: [RunAnswer] = []
                let wish = try visit.page()
                let runs = try await billing.runs(
                    by: visit.principal, before: try wish.id(), limit: wish.limit + 1)
                for run in runs { answers.append(try await answer(of: run, visit)) }
                return try visit.json(piece: answers, of: wish) { $0.id.description }
            }
            .listed("billing.runs.list", "Runs, the newest first.", of: RunAnswer.self),
            .post("/api/v1/billing/runs", .may("billing.run")) { visit in
                let order = try visit.decode(StartOrder.self)
                let id = try await billing.start(
                    month: order.month, organisation: order.organisation, by: visit.principal)
                return try visit.json(try await answer(id, visit), status: .accepted)
            }
            .described(
                "billing.runs.start", "Starts a month's run over an organisation.",
                "The run goes on as a job; nothing is released. A month that has a run open gives that one back.",
                takes: StartOrder.self, gives: RunAnswer.self, status: .accepted),
            .get("/api/v1/billing/runs/{run}", .may("billing.read")) { visit in
                try visit.json(try await answer(try visit.id("run"), visit))
            }
            .described("billing.runs.get", "One run and how far it is.", gives: RunAnswer.self),
            .post("/api/v1/billing/runs/{run}/check", .may("billing.check")) { visit in
                let id: JobID = try visit.id("run")
                try await billing.check(id, by: visit.principal)
                return try visit.json(try await answer(id, visit))
            }
            .described("billing.runs.check", "Puts a check mark on a calculated run.", gives: RunAnswer.self),
            .post("/api/v1/billing/runs/{run}/release", .may("billing.release")) { visit in
                let id: JobID = try visit.id("run")
                return try await visit.once(control) {
                    try await billing.release(id, by: visit.principal)
                    return (try await answer(id, visit), .accepted)
                }
            }
            .described(
                "billing.runs.release", "Releases the bills of a checked run: they are owed from then on.",
                "Asked for again, it is the same release.", gives: RunAnswer.self, status: .accepted,
                mayBeKeyed: true),
            .post("/api/v1/billing/runs/{run}/pause", .may("billing.read")) { visit in
                let id: JobID = try visit.id("run")
                try await billing.pause(id, by: visit.principal)
                return try visit.json(try await answer(id, visit), status: .accepted)
            }
            .described(
                "billing.runs.pause", "Stops a run under way after the units in hand.",
                gives: RunAnswer.self, status: .accepted),
            .post("/api/v1/billing/runs/{run}/resume", .may("billing.read")) { visit in
                let id: JobID = try visit.id("run")
                try await billing.resume(id, by: visit.principal)
                return try visit.json(try await answer(id, visit), status: .accepted)
            }
            .described(
                "billing.runs.resume", "Lets a run that stopped go on.", gives: RunAnswer.self,
                status: .accepted),
            .post("/api/v1/billing/runs/{run}/cancel", .may("billing.run")) { visit in
                let id: JobID = try visit.id("run")
                try await billing.cancel(id, by: visit.principal)
                return try visit.json(try await answer(id, visit))
            }
            .described("billing.runs.cancel", "Gives up a run that is not released.", gives: RunAnswer.self),
        ]
    }

    private func answer(_ id: JobID, _ visit: Visit) async throws -> RunAnswer {
        try await answer(of: try await billing.run(id, by: visit.principal), visit)
    }

    private func answer(of run: BillRun, _ visit: Visit) async throws -> RunAnswer {
        let taken = try await billing.takenBack(of: run, by: visit.principal)
        let (calculation, release) = try await billing.progress(run)
        let work = release ?? calculation
        return RunAnswer(
            id: run.id, month: run.month, organisation: run.organisation, state: run.state.rawValue,
            bills: work.result.done, energyKwh: Energy(wattHours: work.result.totals["energyWh"] ?? 0),
            amount: Money(fen: work.result.totals["amountFen"] ?? 0), unitsDone: work.unitsDone,
            units: work.job.units, exceptions: calculation.result.errors, releaseDay: run.releaseDay,
            dueDay: run.dueDay, perSecond: work.perSecond(at: visit.now), secondsLeft: work.secondsLeft,
            takenBack: taken.bills, takenBackAmount: taken.amount)
    }

    func billJSON(_ visit: Visit) async throws -> Response {
        let detail = try await billing.bill(try visit.id("bill"), by: visit.principal)
        return try visit.json(BillAnswer(detail.bill, billing.explain(detail), parts: detail.parts))
    }

    func accountBillsJSON(_ visit: Visit) async throws -> Response {
        let wish = try visit.page()
        let (_, bills) = try await bills(
            of: try visit.id("account"), months: Self.everyMonth, by: visit.principal)
        return try visit.json(whole: bills.map { BillAnswer($0) }, of: wish) { $0.id.description }
    }

    func boardJSON(_ visit: Visit) async throws -> Response {
        let board = try await reports.board(by: visit.principal)
        return try visit.json(
            BoardAnswer(
                readingMonth: board.readingMonth, stations: board.lines.map { BoardAnswer.Line($0) },
                total: BoardAnswer.Line(board.total)))
    }
}
