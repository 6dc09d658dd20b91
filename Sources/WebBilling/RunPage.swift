internal import Billing
internal import Control
internal import Hummingbird
internal import Kernel
internal import Language
internal import Records
internal import Web

/// One run as it stands, moving while it is worked.
struct RunPage: Page {
    static let template = "billing.run"
    let title: String
    let trail: [Crumb]
    let lead: String
    /// Where the live part fetches itself.
    let source: String
    let state: Badge
    let steps: [Step]
    let progress: Progress?
    /// Why the run stands still, where it does.
    let still: Still?
    let stats: [Stat]
    let check: Command?
    let release: Command?
    let pause: Command?
    let resume: Command?
    let cancel: Command?
    let codes: [Code]
    let exceptions: [ExceptionRow]
    let hasExceptions: Bool
    let exceptionNote: String?
    let bills: [BillRow]
    let hasBills: Bool
    let next: String?
    let takeBack: TakeBackForm?
    /// A proposal of the reader's to take the run's bills back that waits.
    let waiting: String?

    /// `done`, `now` or `next`.
    struct Step: Sendable {
        let name: String
        let state: String
    }

    struct Progress: Sendable {
        let label: String
        let done: String
        let units: String
        let text: String
        let speed: String?
        let left: String?
    }

    struct Still: Sendable {
        let text: String
        let tone: Tone
    }

    struct Command: Sendable {
        let action: String
        let confirm: String
    }

    struct Code: Sendable {
        let name: String
        let count: String
        let link: String?
        let chosen: Bool
        let tone: Tone
    }

    struct ExceptionRow: Sendable {
        let number: String
        let name: String
        let link: String
        let badge: Badge
        let found: String
        let expected: String
    }

    struct BillRow: Sendable {
        let number: String
        let name: String
        let link: String
        let tariff: String
        let energy: String
        let amount: String
        let due: String
        /// The mark of a bill that was taken back.
        let takenBack: Badge?
    }
}

extension WebBilling {
    /// Exceptions and bills on one page.
    static let exceptionLimit = 200
    static let billLimit = 50

    func runPage(_ visit: Visit, id: JobID, _ form: Form? = nil) async throws -> RunPage {
        let language = visit.language
        let run = try await billing.run(id, by: visit.principal)
        let (calculation, release) = try await billing.progress(run)
        let code = visit.query("code")
        let exceptions = try await billing.exceptions(
            of: id, code: code, limit: Self.exceptionLimit, by: visit.principal)
        let isReleased = run.state == .released
        var bills: [Bill] = []
        if isReleased {
            bills = try await billing.bills(
                of: run, after: visit.query("after").flatMap { BillID(text: $0) }, limit: Self.billLimit + 1,
                by: visit.principal)
        }
        let accounts = try await accountRows(
            Set(exceptions.map(\.account) + bills.map(\.account)), by: visit.principal)
        let organisation = try await control.read("billing.read", by: visit.principal) {
            [control] transaction in
            try control.organisation(run.organisation, in: transaction)?.name ?? ""
        }
        let waiting = isReleased ? try await waitingTakeBack(of: "run \(id)", visit) : nil
        let taken = try await billing.takenBack(of: run, by: visit.principal)
        let isOffered =
            isReleased && visit.may(Self.takingBack) && waiting == nil
            && (taken.bills < (release?.result.done ?? 0) || form != nil)
        let errors = calculation.result.errors
        let listed = errors.filter { $0.key != "UNREAD" }.values.reduce(0, +)
        return RunPage(
            title: visit.text("billing.run.title", [("month", language.month(run.month))]),
            trail: [
                Crumb(label: visit.text("web.workbench.title"), link: "/"),
                Crumb(label: visit.text("billing.runs.title"), link: "/billing"),
            ],
            lead: visit.text(
                "billing.run.lead",
                [("organisation", organisation), ("began", language.instant(run.createdAt))]),
            source: Self.source(visit, id), state: Self.badge(run.state, language),
            steps: Self.steps(run, language),
            progress: Self.progress(run, calculation, release, visit), still: Self.still(run.state, visit),
            stats: Self.stats(run, calculation, release, visit) + Self.takenBackStats(taken, visit),
            check: run.state == .calculated && visit.may(.may("billing.check"))
                ? RunPage.Command(
                    action: BillingLink.run(id) + "/check",
                    confirm: visit.text("billing.run.check.hint", [("count", language.number(listed))]))
                : nil,
            release: run.state == .checked && visit.may(.may("billing.release"))
                ? RunPage.Command(
                    action: BillingLink.run(id) + "/release",
                    confirm: visit.text(
                        "billing.run.release.hint",
                        [
                            ("bills", language.number(calculation.result.done)),
                            (
                                "amount",
                                language.money(Money(fen: calculation.result.totals["amountFen"] ?? 0))
                            ),
                        ])) : nil,
            pause: Billing.mayPause(run.state)
                && visit.may(.may(Billing.permission(toResume: run)))
                ? RunPage.Command(action: BillingLink.run(id) + "/pause", confirm: "") : nil,
            resume: (run.state == .failed || run.state == .paused)
                && visit.may(.may(Billing.permission(toResume: run)))
                ? RunPage.Command(action: BillingLink.run(id) + "/resume", confirm: "") : nil,
            cancel: Self.mayCancel(run.state) && visit.may(.may("billing.run"))
                ? RunPage.Command(action: BillingLink.run(id) + "/cancel", confirm: "") : nil,
            codes: Self.codes(errors, chosen: code, run: id, language),
            exceptions: exceptions.map { exception in
                let account = accounts[exception.account]
                return RunPage.ExceptionRow(
                    number: account?.consumerNo ?? exception.account.description, name: account?.name ?? "",
                    link: BillingLink.account(exception.account),
                    badge: Badge(
                        ExceptionText.name(exception.code, language), exception.isBlocking ? .bad : .warn),
                    found: ExceptionText.value(exception.code, exception.found, language),
                    expected: ExceptionText.value(
                        exception.code, exception.expected, isExpected: true, language))
            },
            hasExceptions: !exceptions.isEmpty,
            exceptionNote: exceptions.count == Self.exceptionLimit
                ? visit.text(
                    "billing.run.exceptions.first", [("count", language.number(Self.exceptionLimit))]) : nil,
            bills: bills.prefix(Self.billLimit).map { bill in
                RunPage.BillRow(
                    number: accounts[bill.account]?.consumerNo ?? bill.account.description,
                    name: accounts[bill.account]?.name ?? "", link: BillingLink.bill(bill.id),
                    tariff: bill.tariff,
                    energy: bill.energy.grouped, amount: bill.amount.grouped, due: language.day(bill.dueDay),
                    takenBack: bill.takenBack.map { _ in
                        Badge(visit.text("billing.takeBack.badge"), .bad)
                    })
            },
            hasBills: !bills.isEmpty,
            next: bills.count > Self.billLimit
                ? BillingLink.run(id) + "?after=\(bills[Self.billLimit - 1].id)" : nil,
            takeBack: isOffered
                ? try await takeBackForm(
                    BillingLink.run(id), title: "billing.takeBack.titleRun", hasChoice: true,
                    form ?? visit.emptyForm(), visit) : nil, waiting: waiting)
    }

    /// Keeps the page's own place and choice when the live part is fetched again.
    private static func source(_ visit: Visit, _ id: JobID) -> String {
        var source = BillingLink.run(id)
        if let after = visit.query("after").flatMap({ BillID(text: $0) }) {
            source += "?after=\(after)"
        } else if let code = visit.query("code"), ExceptionText.isCode(code) {
            source += "?code=\(code)"
        }
        return source
    }

    private static func mayCancel(_ state: BillRun.State) -> Bool {
        [.calculating, .calculated, .checked, .failed, .paused].contains(state)
    }

    private static func still(_ state: BillRun.State, _ visit: Visit) -> RunPage.Still? {
        switch state {
        case .failed: RunPage.Still(text: visit.text("billing.run.failed"), tone: .bad)
        case .paused: RunPage.Still(text: visit.text("billing.run.paused"), tone: .warn)
        case .cancelled: RunPage.Still(text: visit.text("billing.run.cancelled"), tone: .info)
        case .calculating, .calculated, .checked, .releasing, .released: nil
        }
    }

    private static func steps(_ run: BillRun, _ language: Language) -> [RunPage.Step] {
        let place =
            switch run.state {
            case .released: 3
            case .checked, .releasing: 2
            case .calculated: 1
            case .calculating: 0
            case .failed, .paused, .cancelled: run.releaseJob != nil ? 2 : run.checkedBy != nil ? 2 : 0
            }
        return ["calculate", "check", "release"].enumerated().map { index, word in
            RunPage.Step(
                name: language.text("billing.step.\(word)"),
                state: index < place ? "done" : index == place ? "now" : "next")
        }
    }

    private static func progress(
        _ run: BillRun, _ calculation: JobProgress, _ release: JobProgress?, _ visit: Visit
    ) -> RunPage.Progress? {
        guard [.calculating, .releasing, .failed, .paused].contains(run.state) else { return nil }
        let work = release ?? calculation
        let language = visit.language
        return RunPage.Progress(
            label: visit.text("billing.state.\(run.state.rawValue)"), done: String(work.unitsDone),
            units: String(work.job.units),
            text: visit.text(
                "billing.run.done",
                [
                    ("bills", language.number(work.result.done)), ("done", String(work.unitsDone)),
                    ("units", String(work.job.units)),
                ]),
            speed: work.perSecond(at: visit.now).map {
                visit.text("billing.run.speed", [("count", language.number($0))])
            },
            left: work.secondsLeft.map {
                visit.text("billing.run.left", [("time", language.duration(seconds: $0))])
            })
    }

    private static func stats(
        _ run: BillRun, _ calculation: JobProgress, _ release: JobProgress?, _ visit: Visit
    ) -> [Stat] {
        let language = visit.language
        let sums = release?.result ?? calculation.result
        let found = calculation.result.errors.filter { $0.key != "UNREAD" }.values.reduce(0, +)
        let unread = calculation.result.errors["UNREAD"] ?? 0
        let worked = release ?? calculation
        return [
            Stat(
                label: visit.text("billing.total.bills"), figure: language.number(sums.done),
                caption: run.state == .released || run.state == .calculated || run.state == .checked
                    ? worked.perSecond(at: visit.now).map {
                        visit.text("billing.run.speed", [("count", language.number($0))])
                    } : nil),
            Stat(
                label: visit.text("billing.total.energy"),
                figure: Energy(wattHours: sums.totals["energyWh"] ?? 0).grouped,
                unit: "kWh"),
            Stat(
                label: visit.text("billing.total.amount"),
                figure: language.money(Money(fen: sums.totals["amountFen"] ?? 0)), tone: .info),
            Stat(
                label: visit.text("billing.total.exceptions"), figure: language.number(found),
                caption: unread > 0
                    ? visit.text("billing.run.unread", [("count", language.number(unread))]) : nil,
                tone: found > 0 || unread > 0 ? .warn : .good),
        ]
    }

    private static func takenBackStats(_ taken: (bills: Int, amount: Money), _ visit: Visit) -> [Stat] {
        guard taken.bills > 0 else { return [] }
        return [
            Stat(
                label: visit.text("billing.takeBack.stat"), figure: visit.language.number(taken.bills),
                caption: visit.text(
                    "billing.takeBack.statCaption", [("amount", visit.language.money(taken.amount))]),
                tone: .bad)
        ]
    }

    private static func codes(
        _ errors: [String: Int], chosen: String?, run: JobID, _ language: Language
    ) -> [RunPage.Code] {
        let found = errors.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard !found.isEmpty else { return [] }
        let all = errors.filter { $0.key != "UNREAD" }.values.reduce(0, +)
        let first = RunPage.Code(
            name: language.text("billing.run.exceptions.all"), count: language.number(all),
            link: BillingLink.run(run),
            chosen: chosen == nil, tone: .plain)
        return [first]
            + found.map { code, count in
                RunPage.Code(
                    name: ExceptionText.name(code, language), count: language.number(count),
                    // Accounts without readings are counted, not listed: the readings' worklist has them.
                    link: code == "UNREAD" ? nil : BillingLink.run(run) + "?code=\(code)",
                    chosen: chosen == code,
                    tone: .plain)
            }
    }

    /// Check and release: to the run's page, also where somebody else was faster.
    func decide(
        _ visit: Visit, notice: String, _ command: (JobID) async throws -> Void
    ) async throws -> Response {
        let id: JobID = try visit.id("run")
        do {
            try await command(id)
        } catch let refusal as BillingRefusal {
            guard case .runIs(let state) = refusal else { throw refusal }
            return visit.redirect(
                to: BillingLink.run(id), notice: refusal.code,
                [("state", visit.text("billing.state.\(state)"))], tone: .warn)
        }
        return visit.redirect(to: BillingLink.run(id), notice: notice)
    }
}
