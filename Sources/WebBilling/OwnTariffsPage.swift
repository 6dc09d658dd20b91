internal import Billing
internal import Control
internal import Kernel
internal import Language
internal import Records
internal import Web

/// A customer's own past year under each tariff that is open to them.
struct OwnTariffsPage: Page {
    static let template = "billing.own-tariffs"
    static let layout = Layout.portal
    let title: String
    let back: String
    let backText: String
    let lead: String?
    let cards: [Card]
    /// Said where there is nothing to compare.
    let empty: String?
    let valley: Valley?
    let monthly: Monthly?
    let notes: [String]

    struct Card: Sendable {
        let name: String
        let code: String
        let badges: [Badge]
        let label: String
        let figure: String
        let caption: String
        let tone: String
        let isCheapest: Bool
    }

    /// The share of valley hours that an estimate takes.
    struct Valley: Sendable {
        let action: String
        let shares: [Share]
        let field: Field
    }

    struct Share: Sendable {
        let label: String
        let link: String
        let isChosen: Bool
    }

    struct Monthly: Sendable {
        let heads: [String]
        let rows: [Row]
        let total: Row
    }

    struct Row: Sendable {
        let month: String
        let energy: String
        let cells: [Cell]
    }

    struct Cell: Sendable {
        let label: String
        let text: String
        let isLeast: Bool
    }
}

extension WebBilling {
    static let ownTariffsPath = PathTemplate("/portal/accounts/{account}/compare")
    /// What most households try.
    private static let shares = [20, 30, 40, 50, 60]

    /// The way there, on an account's own page.
    var comparisonCard: PortalCard {
        PortalCard(
            order: 320,
            section: { visit, own in
                PortalSection(
                    title: visit.text("billing.own.section"),
                    rows: [
                        PortalRow(
                            title: visit.text("billing.own.row"),
                            detail: visit.text("billing.own.row.detail"),
                            figure: "›", link: Self.ownTariffsPath.link(own.id))
                    ], empty: "")
            })
    }

    func ownTariffsPage(_ visit: Visit) async throws -> OwnTariffsPage {
        let language = visit.language
        let own = try visit.ownAccount("account")
        let account = try await records.account(of: own)
        var form = Form(fields: visit.query, language: language)
        let percent = ComparisonText.valley(&form)
        let found = try await billing.compare(own: own, valleyPercent: percent)
        let here = Self.ownTariffsPath.link(own.id)
        let asksForValley = ComparisonText.asksForValley(found) || !form.isValid
        let isEmpty = found.months.isEmpty || found.candidates.count < 2
        var assumed: Set<ComparisonAssumption> = []
        for place in found.candidates.indices { assumed.formUnion(found.total(of: place).assumptions) }
        return OwnTariffsPage(
            title: visit.text("billing.own.title"), back: "/portal/accounts/\(own.id)",
            backText: visit.text("billing.own.back", [("number", account.consumerNo)]),
            lead: found.months.isEmpty
                ? nil
                : visit.text(
                    "billing.own.lead",
                    [
                        ("span", ComparisonText.span(found, language)),
                        ("energy", language.energy(found.months.compactMap(\.energy).total())),
                    ]),
            cards: isEmpty ? [] : Self.cards(found, language),
            empty: found.months.isEmpty
                ? visit.text("billing.own.none") : isEmpty ? visit.text("billing.own.only") : nil,
            valley: isEmpty || !asksForValley
                ? nil
                : OwnTariffsPage.Valley(
                    action: here,
                    shares: Self.shares.map {
                        OwnTariffsPage.Share(
                            label: "\($0)%", link: "\(here)?valley=\($0)", isChosen: $0 == percent)
                    },
                    field: form.field("valley", label: "billing.own.valley", .whole, longest: 3)),
            monthly: isEmpty ? nil : Self.monthly(found, language),
            notes: isEmpty
                ? []
                : ComparisonText.assumptions(assumed, valleyPercent: percent, language)
                    + [visit.text("billing.own.note")])
    }

    private static func cards(_ found: TariffComparison, _ language: Language) -> [OwnTariffsPage.Card] {
        let cheapest = found.cheapest
        return found.candidates.indices.map { place in
            let (candidate, total) = (found.candidates[place], found.total(of: place))
            var badges: [Badge] = []
            if candidate.isOwn { badges.append(Badge(language.text("billing.own.inUse"), .info)) }
            if place == cheapest { badges.append(Badge(language.text("billing.own.cheapest"), .good)) }
            if !total.assumptions.isDisjoint(with: [.valleyShare, .byCapacity]) {
                badges.append(Badge(language.text("billing.compare.estimate"), .warn))
            }
            if candidate.isExample { badges.append(Badge(language.text("tariff.page.example"), .warn)) }
            let isRated = total.months > 0
            var caption = ""
            var tone = Tone.plain
            if !isRated {
                caption = language.text(
                    "billing.own.unrated",
                    [("why", total.gap.map { ComparisonText.gap($0, language) } ?? "—")])
            } else if !candidate.isOwn {
                let word =
                    total.difference == .zero ? "same" : total.difference.isNegative ? "less" : "more"
                caption = language.text(
                    "billing.own.\(word)",
                    [
                        ("difference", language.money(total.difference.magnitude)),
                        ("percent", ComparisonText.percent(total) ?? "—"),
                    ])
                tone = total.difference.isNegative ? .good : .plain
            }
            return OwnTariffsPage.Card(
                name: ComparisonText.name(candidate, language), code: candidate.code, badges: badges,
                label: language.text(
                    "billing.own.cost",
                    [("months", language.number(isRated ? total.months : found.months.count))]),
                figure: isRated ? language.money(total.other) : "—", caption: caption, tone: tone.rawValue,
                isCheapest: place == cheapest)
        }
    }

    private static func monthly(_ found: TariffComparison, _ language: Language) -> OwnTariffsPage.Monthly {
        // Names are too long for a column; the cards above show whose the codes are.
        let names = found.candidates.map(\.code)
        let rows = found.months.reversed().map { month in
            let rated = month.others.filter { $0.gap == nil }.map(\.amount)
            let least = rated.count > 1 ? rated.min() : nil
            return OwnTariffsPage.Row(
                month: language.month(month.month), energy: month.energy?.grouped ?? "—",
                cells: zip(names, month.others).map { name, side in
                    OwnTariffsPage.Cell(
                        label: name, text: side.gap == nil ? side.amount.grouped : "—",
                        isLeast: side.gap == nil && side.amount == least)
                })
        }
        let totals = found.candidates.indices.map { found.total(of: $0) }
        let least = found.cheapest.map { totals[$0].other }
        return OwnTariffsPage.Monthly(
            heads: names, rows: rows,
            total: OwnTariffsPage.Row(
                month: language.text("billing.compare.total"),
                energy: found.months.compactMap(\.energy).total().grouped,
                cells: zip(names, totals).map { name, total in
                    OwnTariffsPage.Cell(
                        label: name, text: total.months > 0 ? total.other.grouped : "—",
                        isLeast: total.months > 0 && total.other == least)
                }))
    }
}
