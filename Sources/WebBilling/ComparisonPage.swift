internal import Billing
internal import Control
internal import Hummingbird
internal import Kernel
internal import Language
internal import Records
internal import Tariff
internal import Web

/// One account's past usage under other tariffs 电价比较: every tariff that fits with its total, and one of them month by
/// month.
struct ComparisonPage: Page {
    static let template = "billing.compare"
    let title: String
    let trail: [Crumb]
    let lead: String
    let bills: String?
    /// Where the span and the share are chosen; the tariff stays as it is.
    let action: String
    let tariff: String?
    let draft: String?
    let months: Field
    let valley: Field?
    let candidates: [Candidate]
    let hasMonths: Bool
    let chosen: Chosen?

    struct Candidate: Sendable {
        let name: String
        let code: String
        let link: String
        let isChosen: Bool
        let badges: [Badge]
        let months: String
        let own: String
        let other: String
        let difference: String
        let tone: String
        let why: String?
    }

    struct Chosen: Sendable {
        let heading: String
        let sentence: String
        let tone: String
        let notes: [String]
        let name: String
        let rows: [Row]
        let total: Row
    }

    struct Row: Sendable {
        let month: String
        let link: String?
        let energy: String
        let billed: String
        let own: String
        let other: String
        let difference: String
        let why: String?
    }
}

/// Asks which account a tariff is to be tried on.
struct TryPage: Page {
    static let template = "billing.try"
    let title: String
    let trail: [Crumb]
    let lead: String
    let action: String
    let tariff: String?
    let draft: String?
    let summary: FormSummary?
    let number: Field
}

extension WebBilling {
    static let comparing = Access.may("billing.compare")
    static let comparisonPath = PathTemplate("/billing/accounts/{account}/tariffs")
    static let tryLink = "/billing/try"

    var comparisonRoutes: [Route] {
        [
            .get(Self.comparisonPath.description, Self.comparing) { visit in
                try visit.show(try await comparisonPage(visit))
            },
            .get("/billing/accounts/{account}/tariffs/{month}", Self.comparing) { visit in
                try visit.show(try await comparedBillPage(visit))
            },
            .get(Self.tryLink, Self.comparing) { visit in try await tryPage(visit) },
        ]
    }

    func comparedAccount(_ visit: Visit) async throws -> Account {
        let id: AccountID = try visit.id("account")
        return try await control.read("billing.compare", by: visit.principal) { [records] transaction in
            try records.row(id, scope: visit.principal.scope, in: transaction)
        }
    }

    private func comparisonPage(_ visit: Visit) async throws -> ComparisonPage {
        let language = visit.language
        let account = try await comparedAccount(visit)
        var form = Form(fields: visit.query, language: language)
        let valley = ComparisonText.valley(&form)
        let months = visit.query("months").flatMap { Int($0) } ?? Billing.comparedMonths
        let asked = try TariffChoice(visit)
        var found = try await billing.compare(
            account: account.id, months: months, valleyPercent: valley, by: visit.principal)
        if let asked, !found.candidates.contains(where: { $0.choice == asked }) {
            // One that does not fit, or is not there, is refused in words.
            found = try await billing.compare(
                account: account.id, with: [asked], months: months, valleyPercent: valley, by: visit.principal
            )
        }
        let chosen =
            asked.flatMap { asked in found.candidates.firstIndex { $0.choice == asked } }
            ?? found.candidates.firstIndex { !$0.isOwn } ?? found.candidates.indices.first
        let here = Self.comparisonPath.link(account.id)
        let rest =
            "&months=\(min(max(months, 1), Billing.comparedMonths))"
            + (found.months.last.map { "&through=\($0.month)" } ?? "")
            + (valley.map { "&valley=\($0)" } ?? "")
        let choice = chosen.map { found.candidates[$0].choice }
        let asksForValley = ComparisonText.asksForValley(found) || !form.isValid
        let chosenMonths = Form(
            fields: [("months", String(min(max(months, 1), Billing.comparedMonths)))], language: language)
        return ComparisonPage(
            title: visit.text("billing.compare.title"),
            trail: [
                Crumb(label: visit.text("web.workbench.title"), link: "/"),
                wayBack(account, visit),
            ],
            lead: "\(account.consumerNo)  \(account.name)  \(account.address)",
            bills: visit.may(.may("billing.read")) ? BillingLink.account(account.id) : nil,
            action: here, tariff: choice.flatMap { if case .published(let code) = $0 { code } else { nil } },
            draft: choice.flatMap { if case .draft(let number) = $0 { String(number) } else { nil } },
            months: chosenMonths.field(
                "months", label: "billing.compare.months",
                .select(
                    [12, 6, 3, 1].map {
                        (String($0), visit.text("billing.compare.last", [("count", "\($0)")]))
                    })),
            valley: asksForValley
                ? form.field(
                    "valley", label: "billing.compare.valley", .whole, hint: "billing.compare.valley.hint",
                    required: false, longest: 3) : nil,
            candidates: found.candidates.indices.map { place in
                candidate(
                    place, found, isChosen: place == chosen,
                    "\(here)?\(found.candidates[place].choice.query)\(rest)#chosen", visit)
            },
            hasMonths: !found.months.isEmpty,
            chosen: found.months.isEmpty
                ? nil
                : chosen.map { Self.chosen($0, found, here: here, rest: rest, valley: valley, language) })
    }

    /// To the account's bills, or for those who only try prices, to the next account.
    private func wayBack(_ account: Account, _ visit: Visit) -> Crumb {
        visit.may(.may("billing.read"))
            ? Crumb(label: account.name, link: BillingLink.account(account.id))
            : Crumb(label: visit.text("billing.try.title"), link: Self.tryLink)
    }

    private func candidate(
        _ place: Int, _ found: TariffComparison, isChosen: Bool, _ link: String, _ visit: Visit
    ) -> ComparisonPage.Candidate {
        let (candidate, total) = (found.candidates[place], found.total(of: place))
        let isRated = total.months > 0
        var badges: [Badge] = []
        if candidate.isOwn { badges.append(Badge(visit.text("billing.compare.own"), .info)) }
        if candidate.isOpen { badges.append(Badge(visit.text("billing.compare.open"), .good)) }
        if case .draft = candidate.choice { badges.append(Badge(visit.text("billing.compare.draft"), .warn)) }
        if candidate.isExample { badges.append(Badge(visit.text("tariff.page.example"), .warn)) }
        if isRated, total.assumptions.contains(.valleyShare) || total.assumptions.contains(.byCapacity) {
            badges.append(Badge(visit.text("billing.compare.estimate"), .warn))
        }
        return ComparisonPage.Candidate(
            name: ComparisonText.name(candidate, visit.language), code: candidate.code, link: link,
            isChosen: isChosen, badges: badges, months: visit.language.number(total.months),
            own: isRated ? total.own.grouped : "—", other: isRated ? total.other.grouped : "—",
            difference: isRated ? ComparisonText.signed(total.difference) : "—",
            tone: Self.tone(total).rawValue,
            why: total.gap.map { ComparisonText.gap($0, visit.language) })
    }

    private static func tone(_ total: TariffComparison.Total) -> Tone {
        guard total.months > 0, total.difference != .zero else { return .plain }
        return total.difference.isNegative ? .good : .bad
    }

    private static func chosen(
        _ place: Int, _ found: TariffComparison, here: String, rest: String, valley: Int?,
        _ language: Language
    ) -> ComparisonPage.Chosen {
        let (candidate, total) = (found.candidates[place], found.total(of: place))
        var notes = ComparisonText.assumptions(total.assumptions, valleyPercent: valley, language)
        if total.left > 0, total.months > 0 {
            notes.append(
                language.text("billing.compare.left", [("count", language.number(total.left))]))
        }
        if found.months.contains(where: {
            $0.own.gap == nil && $0.billed != nil && $0.billed != $0.own.amount
        }) {
            notes.append(language.text("billing.compare.changed"))
        }
        return ComparisonPage.Chosen(
            heading: language.text(
                "billing.compare.heading",
                [("span", ComparisonText.span(found, language)), ("tariff", candidate.code)]),
            sentence: ComparisonText.sentence(total, candidate, language),
            tone: total.months == 0
                ? Tone.warn.rawValue : total.difference > .zero ? "plain" : tone(total).rawValue,
            notes: notes, name: candidate.code,
            rows: found.months.reversed().map { month in
                let other = month.others[place]
                let isRated = month.own.gap == nil && other.gap == nil
                return ComparisonPage.Row(
                    month: language.month(month.month),
                    link: month.energy == nil
                        ? nil : "\(here)/\(month.month)?\(candidate.choice.query)\(rest)",
                    energy: month.energy?.grouped ?? "—", billed: month.billed?.grouped ?? "—",
                    own: month.own.gap == nil ? month.own.amount.grouped : "—",
                    other: other.gap == nil ? other.amount.grouped : "—",
                    difference: isRated ? ComparisonText.signed(other.amount - month.own.amount) : "—",
                    why: (month.own.gap ?? other.gap).map { ComparisonText.gap($0, language) })
            },
            total: ComparisonPage.Row(
                month: language.text("billing.compare.total"), link: nil, energy: total.energy.grouped,
                billed: found.months.compactMap(\.billed).total().grouped,
                own: total.own.grouped, other: total.other.grouped,
                difference: ComparisonText.signed(total.difference), why: nil))
    }

    /// The path's month as the comparison that it stands in rates it, for its months hand on to one another: the query's
    /// `months` through `through`, else the last twelve; a month before those with the twelve that it ends.
    func comparedMonth(of account: AccountID, with choice: TariffChoice, _ visit: Visit) async throws -> (
        TariffComparison, TariffComparison.Month
    ) {
        guard let month = visit.parameters["month"].flatMap({ BillingMonth(text: $0) }) else {
            throw WebRefusal.notFound
        }
        let (months, through) = try ComparisonText.span(visit)
        let valley = try ComparisonText.valley(visit)
        for last in through == nil ? [nil, month] : [through] {
            let found = try await billing.compare(
                account: account, with: [choice], months: months, through: last, valleyPercent: valley,
                by: visit.principal)
            if let shown = found.months.first(where: { $0.month == month }) { return (found, shown) }
        }
        throw WebRefusal.notFound
    }

    /// One month's bill as it is rated under the account's own tariff and under the other.
    private func comparedBillPage(_ visit: Visit) async throws -> RehearsedBillPage {
        let account = try await comparedAccount(visit)
        guard let choice = try TariffChoice(visit) else { throw WebRefusal.notFound }
        let (found, shown) = try await comparedMonth(of: account.id, with: choice, visit)
        guard let energy = shown.energy else { throw WebRefusal.notFound }
        let month = shown.month
        func side(_ key: String, _ side: TariffComparison.Side) -> RehearsedBillPage.Side {
            RehearsedBillPage.Side(
                title: visit.text(key, [("tariff", side.tariff)]), total: side.amount.grouped,
                energy: nil, refusal: side.gap.map { ComparisonText.gap($0, visit.language) },
                lines: billing.steps(of: side.lines).map { Self.step($0, [], visit.language) })
        }
        return RehearsedBillPage(
            title: visit.text("billing.rehearsed.title", [("name", account.name)]),
            trail: [
                wayBack(account, visit),
                Crumb(
                    label: visit.text("billing.compare.title"),
                    link: "\(Self.comparisonPath.link(account.id))?\(choice.query)"
                        + (visit.query("months").map { "&months=\($0)" } ?? "")),
            ],
            example: Self.exampleMark(found.candidates.first?.isExample ?? false, visit.language),
            lead: "\(account.consumerNo) · \(visit.language.month(month)) · \(energy.grouped) kWh",
            changed: nil, months: [], hasMonths: false,
            sides: [
                side("billing.compare.side.own", shown.own),
                side("billing.compare.side.other", shown.others[0]),
            ])
    }

    private func tryPage(_ visit: Visit) async throws -> Response {
        var form = Form(fields: visit.query, language: visit.language)
        let choice = try TariffChoice(visit)
        if let number = form.text("number") {
            let found = try await control.read("billing.compare", by: visit.principal) {
                [records] transaction -> AccountID? in
                guard let id = try records.accountID(consumerNo: number, in: transaction),
                    let row = try records.row(id, in: transaction),
                    visit.principal.scope.contains(row.organisationPath)
                else { return nil }
                return id
            }
            if let found {
                return visit.redirect(
                    to: Self.comparisonPath.link(found) + (choice.map { "?\($0.query)" } ?? ""))
            }
            form.refuse("number", "billing.try.unknown")
        }
        var (tariff, draft): (String?, String?) = (nil, nil)
        switch choice {
        case .published(let code): tariff = code
        case .draft(let number): draft = String(number)
        case nil: break
        }
        return try visit.show(
            TryPage(
                title: visit.text("billing.try.title"),
                trail: [Crumb(label: visit.text("web.workbench.title"), link: "/")],
                lead: visit.text("billing.try.lead"), action: Self.tryLink, tariff: tariff, draft: draft,
                summary: form.summary,
                number: form.field(
                    "number", label: "billing.bill.consumerNo", .whole, focus: true, longest: 20)))
    }
}
