internal import Billing
internal import Control
internal import Hummingbird
internal import Kernel
internal import Language
internal import Records
internal import Tariff
internal import Web

/// The rehearsal 测算 of a tariff's draft: the form that starts it, how far it is, and what it says of everybody.
struct RehearsalPage: Page {
    static let template = "billing.rehearsal"
    let title: String
    let trail: [Crumb]
    let source: String
    /// The mark 示例 where the draft's numbers are of no notice.
    let example: Badge?
    let lead: String
    /// The way to try the draft on one account first; nil where it is closed or the reader may not.
    let tryLink: String?
    let start: Start?
    let progress: Progress?
    let stats: [Stat]
    let classes: [Row]
    let areas: [Row]
    let bands: [Band]
    let largest: [Account]
    let hasResult: Bool

    struct Start: Sendable {
        /// How many accounts the draft would hit, by class.
        let reach: String
        let action: String
        let months: Field
    }

    struct Progress: Sendable {
        let done: String
        let units: String
        let text: String
    }

    struct Row: Sendable {
        let name: String
        let accounts: String
        let energy: String
        let before: String
        let after: String
        let change: String
    }

    struct Band: Sendable {
        let name: String
        let accounts: String
        let count: String
        let most: String
        let change: String
    }

    struct Account: Sendable {
        let number: String
        let name: String
        let months: String
        let energy: String
        let before: String
        let after: String
        let change: String
        let link: String
    }
}

/// One account's month of a rehearsal, both ways.
struct RehearsedBillPage: Page {
    static let template = "billing.rehearsed"
    let title: String
    let trail: [Crumb]
    /// The mark 示例 where the draft's numbers are of no notice.
    let example: Badge?
    let lead: String
    let changed: String?
    let sides: [Side]

    struct Side: Sendable {
        let title: String
        let total: String
        let refusal: String?
        let lines: [BillPage.StepRow]
    }

}

extension WebBilling {
    static let rehearsalPath = PathTemplate("/billing/rehearsals/{draft}")

    var rehearsalRoutes: [Route] {
        [
            .get("/billing/rehearsals/{draft}", .may("tariff.read")) { visit in
                try visit.show(try await rehearsalPage(visit))
            },
            .post("/billing/rehearsals/{draft}", .may("tariff.draft")) { visit in
                let id = try Self.draft(visit)
                let form = try visit.form()
                _ = try await billing.rehearse(
                    draft: id, months: form.text("months") == "12" ? 12 : 1, by: visit.principal)
                return visit.redirect(to: Self.rehearsalPath.link(id), notice: "billing.rehearsal.started")
            },
            .get("/billing/rehearsals/{draft}/{account}", .may("tariff.read")) { visit in
                try visit.show(try await rehearsedBillPage(visit))
            },
        ]
    }

    static func draft(_ visit: Visit) throws -> Int64 {
        guard let id = visit.parameters["draft"].flatMap({ Int64($0) }) else { throw WebRefusal.notFound }
        return id
    }

    private func rehearsalPage(_ visit: Visit) async throws -> RehearsalPage {
        let language = visit.language
        let id = try Self.draft(visit)
        // Whoever may not see the draft does not see its rehearsal.
        let sketch = try await billing.draft(id, by: visit.principal)
        let found = try await billing.rehearsal(of: id, by: visit.principal)
        var start: RehearsalPage.Start?
        if visit.may(.may("tariff.draft")), sketch.state == .draft, found?.isFinished ?? true {
            let choices = [
                ("1", visit.text("billing.rehearsal.one")), ("12", visit.text("billing.rehearsal.twelve")),
            ]
            start = RehearsalPage.Start(
                reach: Self.words(try await billing.reach(of: id, by: visit.principal), visit),
                action: Self.rehearsalPath.link(id),
                months: Form(fields: [], language: language).field(
                    "months", label: "billing.rehearsal.months", .select(choices)))
        }
        var progress: RehearsalPage.Progress?
        var stats: [Stat] = []
        var result = RehearsalResult()
        if let found {
            if !found.isFinished {
                progress = RehearsalPage.Progress(
                    done: String(found.unitsDone), units: String(found.units),
                    text: visit.text(
                        "billing.rehearsal.progress",
                        [("done", language.number(found.unitsDone)), ("units", language.number(found.units))])
                )
            }
            let change = found.after - found.before
            stats = [
                Stat(
                    label: visit.text("billing.rehearsal.accounts"), figure: language.number(found.accounts)),
                Stat(label: visit.text("billing.rehearsal.bills"), figure: language.number(found.bills)),
                Stat(label: visit.text("billing.rehearsal.before"), figure: found.before.grouped),
                Stat(label: visit.text("billing.rehearsal.after"), figure: found.after.grouped),
                Stat(label: visit.text("billing.rehearsal.change"), figure: Self.signed(change)),
                Stat(
                    label: visit.text("billing.rehearsal.refused"), figure: language.number(found.refused),
                    tone: found.refused > 0 ? .warn : .plain),
            ]
            result = try await billing.result(of: found, by: visit.principal)
        }
        func row(_ name: String, _ sum: RehearsalResult.Sum) -> RehearsalPage.Row {
            RehearsalPage.Row(
                name: name, accounts: language.number(sum.accounts), energy: sum.energy.grouped,
                before: sum.before.grouped, after: sum.after.grouped, change: Self.signed(sum.change))
        }
        let rows = AccountClass.allCases.compactMap { kind in
            result.classes[kind].map { row(visit.text("records.class.\(kind.rawValue)"), $0) }
        }
        var areas = result.areas.map { area in
            row(area.name.isEmpty ? visit.text("billing.rehearsal.area.none") : area.name, area.sum)
        }
        if result.otherAreaCount > 0 {
            areas.append(
                row(
                    visit.text(
                        "billing.rehearsal.area.rest", [("count", language.number(result.otherAreaCount))]),
                    result.otherAreas))
        }
        let most = result.bands.values.map(\.accounts).max() ?? 1
        let bands = RehearsalBand.allCases.compactMap { band -> RehearsalPage.Band? in
            guard let sum = result.bands[band] else { return nil }
            return RehearsalPage.Band(
                name: visit.text("billing.rehearsal.band.\(band.rawValue)"),
                accounts: language.number(sum.accounts),
                count: String(sum.accounts), most: String(most), change: Self.signed(sum.after - sum.before))
        }
        let names = try await accountNames(result.largest.map(\.account), visit)
        let months = found.map {
            "\(language.month($0.months.lowerBound)) – \(language.month($0.months.upperBound))"
        }
        return RehearsalPage(
            title: visit.text("billing.rehearsal.title", [("tariff", sketch.code)]),
            trail: [
                Crumb(label: visit.text("tariff.page.title"), link: "/tariff"),
                Crumb(label: sketch.code, link: "/tariff/drafts/\(id)"),
            ],
            source: Self.rehearsalPath.link(id), example: Self.exampleMark(sketch.isExample, language),
            lead: months.map { visit.text("billing.rehearsal.lead", [("months", $0)]) }
                ?? visit.text("billing.rehearsal.none"),
            tryLink: sketch.state == .draft && visit.may(Self.comparing)
                ? "\(Self.tryLink)?\(TariffChoice.draft(id).query)" : nil,
            start: start, progress: progress, stats: stats, classes: rows, areas: areas, bands: bands,
            largest: result.largest.map { account in
                let row = names[account.account]
                return RehearsalPage.Account(
                    number: row?.consumerNo ?? account.account.description, name: row?.name ?? "",
                    months: language.number(account.months), energy: account.energy.grouped,
                    before: account.before.grouped, after: account.after.grouped,
                    change: Self.signed(account.change),
                    link: "\(Self.rehearsalPath.link(id))/\(account.account)")
            }, hasResult: found.map { $0.accounts > 0 } ?? false)
    }

    func accountNames(_ ids: [AccountID], _ visit: Visit) async throws -> [AccountID: Account] {
        let scope = visit.principal.scope
        return try await control.read("tariff.read", by: visit.principal) { [records] transaction in
            var found: [AccountID: Account] = [:]
            for id in ids {
                if let row = try records.row(id, in: transaction), scope.contains(row.organisationPath) {
                    found[id] = row
                }
            }
            return found
        }
    }

    private func rehearsedBillPage(_ visit: Visit) async throws -> RehearsedBillPage {
        let id = try Self.draft(visit)
        let account: AccountID = try visit.id("account")
        guard let rehearsal = try await billing.rehearsal(of: id, by: visit.principal),
            let row = try await accountNames([account], visit)[account]
        else { throw WebRefusal.notFound }
        let month = visit.query("month").flatMap { BillingMonth(text: $0) } ?? rehearsal.months.upperBound
        guard
            let bill = try await billing.rehearsedBill(
                draft: id, account: account, month: month, by: visit.principal)
        else { throw WebRefusal.notFound }
        func side(_ key: String, _ side: RehearsedBill.Side) -> RehearsedBillPage.Side {
            RehearsedBillPage.Side(
                title: visit.text(key), total: side.amount.grouped,
                refusal: side.refusal.map { ExceptionText.name($0, visit.language) },
                lines: billing.steps(of: side.lines).map { Self.step($0, [], visit.language) })
        }
        return RehearsedBillPage(
            title: visit.text("billing.rehearsed.title", [("name", row.name)]),
            trail: [
                Crumb(
                    label: visit.text("billing.rehearsal.title", [("tariff", rehearsal.code)]),
                    link: Self.rehearsalPath.link(id))
            ],
            example: Self.exampleMark(
                try await billing.draft(id, by: visit.principal).isExample, visit.language),
            lead: "\(row.consumerNo) · \(visit.language.month(month)) · \(bill.energy.grouped) kWh",
            changed: bill.isDraftChanged ? visit.text("billing.rehearsed.changed") : nil,
            sides: [
                side("billing.rehearsal.before", bill.before), side("billing.rehearsal.after", bill.after),
            ])
    }

    /// 涉及 1,234 户：居民 1,200，商业 34.
    private static func words(_ reach: TariffReach, _ visit: Visit) -> String {
        guard reach.accounts > 0 else { return visit.text("billing.rehearsal.reach.none") }
        let classes = AccountClass.allCases.compactMap { kind in
            reach.classes[kind].map {
                "\(visit.text("records.class.\(kind.rawValue)")) \(visit.language.number($0))"
            }
        }
        return visit.text(
            "billing.rehearsal.reach",
            [
                ("count", visit.language.number(reach.accounts)),
                ("classes", classes.joined(separator: visit.text("billing.rehearsal.reach.comma"))),
            ])
    }

    private static func signed(_ money: Money) -> String {
        money > .zero ? "+\(money.grouped)" : money.grouped
    }
}
