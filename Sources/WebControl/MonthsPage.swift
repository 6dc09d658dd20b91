import Control
import Hummingbird
import Kernel
import Language
import Web

/// Which billing months are open and which are closed, organisation by organisation.
struct MonthsPage: Page {
    static let template = "control.months"
    let title: String
    let lead: String
    let source: String
    let months: [String]
    let rows: [Row]

    struct Row: Sendable {
        let name: String
        let openMonth: String
        let cells: [Cell]
    }

    struct Cell: Sendable {
        let month: String
        let link: String
        let state: Badge
    }
}

/// One month of one organisation before its close: what is open, who carries it, when it was opened and closed.
struct MonthPage: Page {
    static let template = "control.month"
    let title: String
    let trail: [Crumb]
    let lead: String
    let state: Badge
    let summary: FormSummary?
    let closeAction: String?
    /// Opens the month by command, where nobody did so yet.
    let openAction: String?
    let checks: [Check]
    let lines: [Line]
    let hasLines: Bool
    /// What the last months handed on.
    let inherited: [Inherited]
    let hasInherited: Bool
    let reopen: Reopen?
    let steps: [Step]

    struct Check: Sendable {
        let name: String
        let state: Badge
    }

    struct Line: Sendable {
        let check: String
        let text: String
        let link: String?
        let carrier: String?
        let reason: String
        let mustSettle: Bool
        /// The carrier's work order.
        let order: String?
        /// Settled since it was carried, or grown beyond what was carried.
        let note: Badge?
        let carry: Carry?
    }

    struct Inherited: Sendable {
        let text: String
        let from: String
        let carrier: String
        let reason: String
        let order: String?
    }

    struct Carry: Sendable {
        let action: String
        let key: String
        let label: String
    }

    struct Reopen: Sendable {
        let action: String
        let reason: Field
    }

    struct Step: Sendable {
        let state: Badge
        let by: String
        let at: String
        let reason: String
    }
}

extension WebControl {
    static let monthsLink = "/control/months"
    static let monthPath = PathTemplate("/control/months/{organisation}/{month}")
    private static let see = Access.may("control.months")
    private static let close = Access.may("control.months.close")
    private static let reopen = Access.may("control.months.reopen")
    /// Months beside each other on the page.
    private static let shown = 6

    var monthRoutes: [Route] {
        let path = Self.monthPath.description
        let api = "/api/v1/control/months/{organisation}/{month}"
        return [
            .get(Self.monthsLink, Self.see) { try $0.show(try await monthsPage($0)) },
            .get(path, Self.see) { try $0.show(try await monthPage($0, $0.emptyForm())) },
            .post(path + "/close", Self.close) { try await closeMonth($0) },
            .post(path + "/open", Self.close) { try await openMonth($0) },
            .post(path + "/carry", Self.close) { try await carry($0) },
            .post(path + "/reopen", Self.reopen) { try await reopenMonth($0) },
            .get("/api/v1/control/months", Self.see) { visit in
                try visit.json(
                    whole: try await control.months(by: visit.principal).map { MonthAnswer.Line($0) },
                    of: try visit.page()
                ) { "\($0.organisation) \($0.month) \($0.at)" }
            }
            .listed(
                "control.months.list", "What was opened and closed, organisation by organisation.",
                of: MonthAnswer.Line.self),
            .get(api, Self.see) { visit in try visit.json(MonthAnswer(try await sheet(visit))) }
                .described(
                    "control.months.get", "One month and what is open before its close.",
                    gives: MonthAnswer.self),
            .post(api + "/close", Self.close) { visit in
                let (place, month) = try Self.subject(visit)
                try await control.closeMonth(month, organisation: place, by: visit.principal)
                return try visit.json(MonthAnswer(try await sheet(visit)))
            }
            .described(
                "control.months.close", "Closes a month: nothing is written into it from then on.",
                gives: MonthAnswer.self),
            .post(api + "/open", Self.close) { visit in
                let (place, month) = try Self.subject(visit)
                try await control.openMonth(month, organisation: place, by: visit.principal)
                return try visit.json(MonthAnswer(try await sheet(visit)))
            }
            .described(
                "control.months.open", "Opens a month: from then on it is closed before any later one.",
                gives: MonthAnswer.self),
            .post(api + "/carry", Self.close) { visit in
                let (place, month) = try Self.subject(visit)
                let order = try visit.decode(MonthAnswer.Carry.self)
                try await control.carry(
                    order.item, of: month, organisation: place, carrier: order.carrier, reason: order.reason,
                    by: visit.principal)
                return try visit.json(MonthAnswer(try await sheet(visit)))
            }
            .described(
                "control.months.carry", "Lets somebody answer for an open item, so that the month can close.",
                takes: MonthAnswer.Carry.self, gives: MonthAnswer.self),
            .post(api + "/reopen", Self.reopen) { visit in
                let (place, month) = try Self.subject(visit)
                let order = try visit.decode(MonthAnswer.Reopen.self)
                try await control.reopenMonth(
                    month, organisation: place, reason: order.reason, by: visit.principal)
                return try visit.json(MonthAnswer(try await sheet(visit)))
            }
            .described(
                "control.months.reopen", "Opens a closed month again, for a reason.",
                takes: MonthAnswer.Reopen.self, gives: MonthAnswer.self),
        ]
    }

    private static func subject(_ visit: Visit) throws -> (OrganisationID, BillingMonth) {
        guard let month = BillingMonth(text: visit.parameters["month"] ?? "") else {
            throw WebRefusal.notFound
        }
        return (try visit.id("organisation"), month)
    }

    private func sheet(_ visit: Visit) async throws -> ClosingSheet {
        let (place, month) = try Self.subject(visit)
        return try await control.closingSheet(month, organisation: place, by: visit.principal)
    }

    private func monthsPage(_ visit: Visit) async throws -> MonthsPage {
        let states = try await control.months(by: visit.principal)
        let all = try await control.organisations(under: OrganisationPath("/"))
        let last = visit.today.billingMonth
        let months = (0..<Self.shown).map { last.adding(months: $0 - Self.shown + 1) }
        var rows: [MonthsPage.Row] = []
        for place in all where visit.principal.scope.contains(place.path) {
            let open = try await control.openMonth(for: place.id, by: visit.principal)
            let closed = try await control.closedThrough(of: place.id, by: visit.principal)
            let own = states.filter { $0.organisation == place.id && $0.state == .closed }.map(\.month).max()
            rows.append(
                MonthsPage.Row(
                    name: place.name, openMonth: visit.language.month(open),
                    cells: months.map { month in
                        let state: Badge =
                            if let closed, month <= closed {
                                own.map { month <= $0 } ?? false
                                    ? Badge(visit.text("control.months.closed"), .good)
                                    : Badge(visit.text("control.months.closedAbove"), .good)
                            } else if month == last {
                                Badge(visit.text("control.months.future"), .info)
                            } else {
                                Badge(visit.text("control.months.open"), .warn)
                            }
                        return MonthsPage.Cell(
                            month: visit.language.month(month), link: Self.monthPath.link(place.id, month),
                            state: state)
                    }))
        }
        return MonthsPage(
            title: visit.text("control.months.title"), lead: visit.text("control.months.lead"),
            source: Self.monthsLink, months: months.map(visit.language.month), rows: rows)
    }

    private func monthPage(_ visit: Visit, _ form: Form) async throws -> MonthPage {
        let sheet = try await sheet(visit)
        let language = visit.language
        let link = Self.monthPath.link(sheet.organisation.id, sheet.month)
        let isOver = sheet.month < visit.today.billingMonth
        let mayClose = visit.may(Self.close) && sheet.state == .open
        let lead: String =
            if sheet.state == .closed {
                visit.text("control.month.leadClosed")
            } else if !isOver {
                visit.text("control.month.leadRunning")
            } else if sheet.lines.isEmpty {
                visit.text("control.month.leadNone")
            } else {
                visit.text(
                    "control.month.lead",
                    [
                        ("count", language.number(sheet.lines.count)), ("open", language.number(sheet.open)),
                    ])
            }
        let counts = Dictionary(grouping: sheet.lines, by: \.check).mapValues(\.count)
        return MonthPage(
            title: visit.text(
                "control.month.title",
                [("place", sheet.organisation.name), ("month", language.month(sheet.month))]),
            trail: [Crumb(label: visit.text("control.months.title"), link: Self.monthsLink)], lead: lead,
            state: Self.badge(sheet.state, visit), summary: form.summary,
            closeAction: mayClose && isOver && sheet.open == 0 ? link + "/close" : nil,
            openAction: mayClose && sheet.month <= visit.today.billingMonth && sheet.steps.isEmpty
                ? link + "/open" : nil,
            checks: sheet.checks.map { check in
                MonthPage.Check(
                    name: visit.text(check),
                    state: counts[check].map {
                        Badge(visit.text("control.month.found", [("count", language.number($0))]), .warn)
                    } ?? Badge(visit.text("control.month.clear"), .good))
            },
            lines: sheet.lines.map { line in
                MonthPage.Line(
                    check: visit.text(line.check),
                    text: visit.text(line.item.text, line.item.arguments.map { ($0.key, $0.value) }),
                    link: line.item.link, carrier: line.carry?.carrierName, reason: line.carry?.reason ?? "",
                    mustSettle: !line.item.mayBeCarried,
                    order: line.carry?.order.map { Self.casePath.link($0) }, note: Self.note(line, visit),
                    carry: mayClose && line.item.mayBeCarried && line.carry == nil
                        ? MonthPage.Carry(
                            action: link + "/carry", key: line.key,
                            label: visit.text(line.item.text, line.item.arguments.map { ($0.key, $0.value) }))
                        : nil)
            }, hasLines: !sheet.lines.isEmpty,
            inherited: sheet.inherited.map { one in
                MonthPage.Inherited(
                    text: visit.text(one.item.text, one.item.arguments.map { ($0.key, $0.value) }),
                    from: visit.text("control.month.from", [("month", language.month(one.month))]),
                    carrier: one.carry.carrierName, reason: one.carry.reason,
                    order: one.carry.order.map { Self.casePath.link($0) })
            }, hasInherited: !sheet.inherited.isEmpty,
            reopen: visit.may(Self.reopen) && sheet.isClosedItself
                ? MonthPage.Reopen(
                    action: link + "/reopen",
                    reason: form.field(
                        "reason", label: "control.month.reason", hint: "control.month.reopenHint")) : nil,
            steps: sheet.steps.reversed().map { step in
                MonthPage.Step(
                    state: Self.badge(step.state, visit), by: step.byName, at: language.instant(step.at),
                    reason: step.reason)
            })
    }

    private static func note(_ line: ClosingSheet.Line, _ visit: Visit) -> Badge? {
        if !line.isOpen { return Badge(visit.text("control.month.settledSince"), .good) }
        return line.outgrown.map {
            Badge(
                visit.text(
                    "control.month.outgrown",
                    [("name", $0.carrierName), ("count", visit.language.number($0.count ?? 0))]), .bad)
        }
    }

    private static func badge(_ state: MonthState.State, _ visit: Visit) -> Badge {
        switch state {
        case .open: Badge(visit.text("control.months.open"), .warn)
        case .closed: Badge(visit.text("control.months.closed"), .good)
        }
    }

    private func closeMonth(_ visit: Visit) async throws -> Response {
        let (place, month) = try Self.subject(visit)
        do {
            try await control.closeMonth(month, organisation: place, by: visit.principal)
        } catch let refusal as MonthRefusal {
            return visit.redirect(
                to: Self.monthPath.link(place, month), notice: refusal.code, refusal.arguments, tone: .warn)
        }
        return visit.redirect(
            to: Self.monthPath.link(place, month), notice: "control.month.closeDone",
            [("month", month.description)])
    }

    private func openMonth(_ visit: Visit) async throws -> Response {
        let (place, month) = try Self.subject(visit)
        do {
            try await control.openMonth(month, organisation: place, by: visit.principal)
        } catch let refusal as MonthRefusal {
            return visit.redirect(
                to: Self.monthPath.link(place, month), notice: refusal.code, refusal.arguments, tone: .warn)
        }
        return visit.redirect(
            to: Self.monthPath.link(place, month), notice: "control.month.openDone",
            [("month", month.description)])
    }

    private func carry(_ visit: Visit) async throws -> Response {
        let (place, month) = try Self.subject(visit)
        var form = try visit.form()
        let item = form.required("item")
        let carrier = form.required("carrier", limit: 64)
        let reason = form.required("reason")
        if let item, let carrier, let reason, form.isValid {
            do {
                try await control.carry(
                    item, of: month, organisation: place, carrier: carrier, reason: reason,
                    by: visit.principal)
                return visit.redirect(to: Self.monthPath.link(place, month), notice: "control.month.carried")
            } catch let refusal as MonthRefusal {
                form.refuse(refusal)
            }
        }
        return try visit.show(try await monthPage(visit, form), status: .unprocessableContent)
    }

    private func reopenMonth(_ visit: Visit) async throws -> Response {
        let (place, month) = try Self.subject(visit)
        var form = try visit.form()
        if let reason = form.required("reason"), form.isValid {
            do {
                try await control.reopenMonth(
                    month, organisation: place, reason: reason, by: visit.principal)
                return visit.redirect(
                    to: Self.monthPath.link(place, month), notice: "control.month.reopenDone",
                    [("month", month.description)])
            } catch let refusal as MonthRefusal {
                form.refuse(refusal)
            }
        }
        return try visit.show(try await monthPage(visit, form), status: .unprocessableContent)
    }
}
