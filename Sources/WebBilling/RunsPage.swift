internal import Billing
internal import Control
internal import Hummingbird
internal import Kernel
internal import Language
internal import Web

/// The runs of the months, and the form that starts one.
struct RunsPage: Page {
    static let template = "billing.runs"
    let title: String
    let trail: [Crumb]
    let runs: [Row]
    let hasRuns: Bool
    let start: Start?

    struct Row: Sendable {
        let link: String
        let month: String
        let organisation: String
        let state: Badge
        let bills: String
        let energy: String
        let amount: String
        let exceptions: String
        let began: String
    }

    /// The form, for those who may.
    struct Start: Sendable {
        let summary: FormSummary?
        /// The run that has the month in its hands, where one was refused for it.
        let open: String?
        let month: Field
        let organisation: Field
    }
}

extension WebBilling {
    /// At most this many runs on the page.
    static let runLimit = 24

    func runsPage(_ visit: Visit, _ form: Form, open: String? = nil) async throws -> RunsPage {
        let language = visit.language
        let organisations = try await control.organisations(under: visit.principal.scope)
        let names = Dictionary(
            organisations.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        var rows: [RunsPage.Row] = []
        for run in try await billing.runs(by: visit.principal, limit: Self.runLimit) {
            let calculation = try await billing.progress(run).calculation.result
            let found = calculation.errors.values.reduce(0, +)
            rows.append(
                RunsPage.Row(
                    link: BillingLink.run(run.id), month: language.month(run.month),
                    organisation: names[run.organisation] ?? "", state: Self.badge(run.state, language),
                    bills: language.number(calculation.done),
                    energy: Energy(wattHours: calculation.totals["energyWh"] ?? 0).grouped,
                    amount: Money(fen: calculation.totals["amountFen"] ?? 0).grouped,
                    exceptions: language.number(found),
                    began: language.instant(run.createdAt)))
        }
        var start: RunsPage.Start?
        if visit.may(.may("billing.run")) {
            start = RunsPage.Start(
                summary: form.summary, open: open,
                month: form.field(
                    "month", label: "billing.runs.month", .month, hint: "billing.runs.month.hint"),
                organisation: form.field(
                    "organisation", label: "billing.runs.organisation",
                    .select(
                        // A department holds no accounts: what it sees is its company's.
                        organisations.filter { $0.kind != .department }.map { ($0.id.description, $0.name) }))
            )
        }
        return RunsPage(
            title: visit.text("billing.runs.title"),
            trail: [Crumb(label: visit.text("web.workbench.title"), link: "/")],
            runs: rows, hasRuns: !rows.isEmpty, start: start)
    }

    /// The month that waits: the one after the newest released one, but none that is not over yet.
    func proposal(for visit: Visit) async throws -> BillingMonth {
        let last = visit.today.billingMonth.adding(months: -1)
        let released = try await billing.runs(by: visit.principal, limit: Self.runLimit)
            .filter { $0.state == .released || $0.state == .releasing }.map(\.month).max()
        return min(released?.adding(months: 1) ?? last, last)
    }

    func start(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        let month = form.month("month")
        let organisation: OrganisationID? = form.id("organisation")
        if let month, month >= visit.today.billingMonth { form.refuse("month", "billing.runs.month.notOver") }
        var open: String?
        if let month, let organisation, form.isValid {
            do {
                let run = try await billing.start(
                    month: month, organisation: organisation, by: visit.principal)
                return visit.redirect(to: BillingLink.run(run), notice: "billing.run.started")
            } catch let refusal as BillingRefusal {
                // An organisation outside the scope is not there at all.
                if case .organisationUnknown = refusal { throw refusal }
                form.refuse(refusal, on: "month")
                // A run over more than the reader's scope stands in the way, but its page is not theirs.
                if case .monthInRun(let run, _) = refusal,
                    (try? await billing.run(run, by: visit.principal)) != nil
                {
                    open = BillingLink.run(run)
                }
            } catch let refusal as MonthRefusal {
                form.refuse(refusal, on: "month")
            }
        }
        return try visit.show(try await runsPage(visit, form, open: open), status: .unprocessableContent)
    }

    static func badge(_ state: BillRun.State, _ language: Language) -> Badge {
        let tone: Tone =
            switch state {
            case .calculating, .releasing: .info
            case .calculated, .checked, .paused: .warn
            case .released: .good
            case .failed: .bad
            case .cancelled: .plain
            }
        return Badge(language.text("billing.state.\(state.rawValue)"), tone)
    }
}

extension Energy {
    /// kWh without needless decimals, a comma every three digits.
    var grouped: String { DecimalText.grouped(text()) }
}
