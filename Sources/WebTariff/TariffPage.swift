import Control
import Hummingbird
import Kernel
import Language
import Tariff
import Web

/// One tariff: the prices of a version, what they are made of, every rule as data, and who published what when.
struct TariffPage: Page {
    static let template = "tariff.tariff"
    let title: String
    let trail: [Crumb]
    let code: String
    let lead: String
    let badges: [Badge]
    let print: String?
    /// Where it is tried on one account; nil for what is no tariff, and for who may not.
    let attempt: String?
    /// Who took the version that is shown.
    let uptake: String?
    /// Where a copy becomes a draft; nil for who only reads.
    let copy: Copy?
    let versions: [Tab]
    let hasVersions: Bool
    let note: String?
    let version: VersionView
    /// When its periods are; nil where the version has none.
    let hours: HoursView?
    /// What the calendar makes of one day, today unless asked.
    let onDay: HoursOfDay?
    let source: String
    let history: [Publication]
    let withdrawal: Withdrawing?

    struct Copy: Sendable {
        let link: String
        let code: String
        /// Where a copy begins a code of its own.
        let asNew: String
    }

    struct Tab: Sendable {
        let label: String
        let state: String
        let link: String
        let isHere: Bool
    }

    struct Publication: Sendable {
        let number: String
        let begins: String
        let proposed: String
        let published: String
        let at: String
        let state: Badge
        let withdrawal: String?
        let draft: String?
    }

    /// The form that takes the standing file back before it begins.
    struct Withdrawing: Sendable {
        let link: String
        let document: String
        let what: String
        let isOpen: Bool
        let summary: FormSummary?
        let reason: Field
    }

    static func answer(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        try visit.show(try await page(visit, visit.emptyForm(), room))
    }

    /// Proposes to take the standing file back.
    static func withdraw(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        var form = try visit.form()
        let code = visit.parameters["tariff"] ?? ""
        let documents = try await room.tariff.documents(of: code, by: visit.principal)
        if let id = Int64(form.typed("document")), documents.contains(where: { $0.id == id }),
            let reason = form.required("reason", limit: 500)
        {
            do {
                let proposal = try await room.tariff.proposeWithdrawal(
                    of: id, reason: reason, by: visit.principal)
                return visit.redirect(
                    to: WebTariff.proposalPath.link(proposal.id), notice: "tariff.page.withdraw.done")
            } catch let refusal as any Refusal where refusal.kind != .notFound {
                form.refuse(refusal)
            }
        }
        return try visit.show(try await page(visit, form, room), status: .unprocessableContent)
    }

    private static func page(_ visit: Visit, _ form: Form, _ room: WebTariff) async throws -> TariffPage {
        let documents = try await room.tariff.documents(
            of: visit.parameters["tariff"] ?? "", by: visit.principal)
        guard let standing = documents.last(where: { $0.withdrawal == nil }) else {
            throw TariffRefusal.unknownTariff(code: visit.parameters["tariff"] ?? "")
        }
        let others = try await room.tariff.standing(by: visit.principal).map { Paper($0) }
        return TariffPage(
            visit, documents, standing, others, try await room.tariff.catalogue(),
            try await room.control.calendar(), form)
    }

    private init(
        _ visit: Visit, _ documents: [TariffDocument], _ standing: TariffDocument, _ others: [Paper],
        _ catalogue: TariffCatalogue, _ holidays: WorkCalendar, _ form: Form
    ) {
        let words = Words(language: visit.language)
        let paper = Paper(standing)
        let wanted = visit.query("from").flatMap { Day(text: $0) }
        let shown =
            wanted.flatMap { day in paper.versions.last { $0.begins == day } }
            ?? paper.version(on: visit.today) ?? paper.versions.first
        let today = paper.version(on: visit.today)
        let name = words.name(paper.tree)
        let isTariff = paper.kind == "TARIFF"
        title = name == paper.code || name.isEmpty ? words.value(paper.kind) : name
        trail = [Crumb(label: visit.text("tariff.page.title"), link: WebTariff.home)]
        code = paper.code
        lead =
            isTariff
            ? "\(words.tariffClass(paper.tariffClass)) · \(words.voltage(paper.voltage))"
            : words.value(paper.kind)
        badges = [
            shown?.isExample == true ? Badge(visit.text("tariff.page.example"), .warn) : nil,
            shown.map { Badge(Self.state($0, today, visit), $0.place == today?.place ? .good : .info) },
        ].compactMap(\.self)
        let path = WebTariff.tariffPath.link(paper.code)
        print =
            isTariff
            ? path + "/print" + (shown?.begins.map { "?from=\($0)" } ?? "") : nil
        attempt =
            isTariff && visit.may(.may("billing.compare"))
            ? "/billing/try?tariff=\(paper.code)" : nil
        uptake = isTariff ? shown?.begins.map { "/billing/uptake/\(paper.code)?from=\($0)" } : nil
        copy =
            visit.may(WebTariff.drafting)
            ? Copy(
                link: WebTariff.draftsLink, code: paper.code,
                asNew: WebTariff.newLink + "?from=\(paper.code)#new-code") : nil
        versions = paper.versions.reversed().map { version in
            Tab(
                label: version.begins.map(visit.language.day) ?? "—",
                state: Self.state(version, today, visit),
                link: path + (version.begins.map { "?from=\($0)" } ?? ""),
                isHere: version.place == shown?.place)
        }
        hasVersions = paper.versions.count > 1
        note = shown?.note(visit.language)
        version = VersionView(
            shown?.tree ?? paper.tree, begins: shown?.begins,
            prices: isTariff ? PriceTable.tables(paper.code, shown?.begins, in: catalogue, words) : [], visit,
            words)
        let day = shown?.begins.map { max($0, visit.today) } ?? visit.today
        hours = shown.flatMap { shown in
            paper.kind == "CALENDAR"
                ? HoursView(shown.tree, name: name, link: nil, of: nil, words)
                : HoursView(
                    of: shown.tree, tariffClass: paper.tariffClass, among: others, on: day, isPublic: false,
                    words)
        }
        let isCalendar = paper.kind == "CALENDAR"
        onDay = (isCalendar ? paper : shown.flatMap { HoursView.calendar(of: $0.tree, among: others) })
            .flatMap {
                HoursOfDay(
                    $0, of: isCalendar ? nil : paper.tariffClass, by: holidays, action: path, visit, words)
            }
        source = paper.source(of: shown)
        history = documents.reversed().map { Publication($0, standing, visit) }
        let before = documents.last { $0.withdrawal == nil && $0.number < standing.number }
        let first = standing.begins(after: before)
        let mayWithdraw =
            visit.may(WebTariff.withdrawing) && before != nil && (first.map { $0 > visit.today } ?? false)
        withdrawal =
            mayWithdraw || !form.isValid
            ? Withdrawing(
                link: path + "/withdraw", document: String(standing.id),
                what: visit.text(
                    "tariff.page.withdraw.what",
                    [
                        ("number", String(standing.number)),
                        ("day", first.map(visit.language.day) ?? "—"),
                    ]), isOpen: !form.isValid, summary: form.summary,
                reason: form.field("reason", label: "tariff.page.withdraw.reason", .area, longest: 500)) : nil
    }

    private static func state(_ version: Paper.Version, _ today: Paper.Version?, _ visit: Visit) -> String {
        let word =
            version.place == today?.place
            ? "inForce" : (version.begins.map { $0 > visit.today } ?? true) ? "coming" : "past"
        return visit.text("tariff.page.\(word)")
    }
}

extension TariffPage.Publication {
    fileprivate init(_ document: TariffDocument, _ standing: TariffDocument, _ visit: Visit) {
        number = String(document.number)
        begins = document.firstDay.map(visit.language.day) ?? "—"
        proposed = document.proposedBy == nil ? visit.text("tariff.page.product") : document.proposedName
        published = document.publishedName
        at = visit.language.instant(document.publishedAt)
        state =
            document.withdrawal != nil
            ? Badge(visit.text("tariff.page.withdrawn"), .bad)
            : document.id == standing.id
                ? Badge(visit.text("tariff.page.stands"), .good) : Badge(visit.text("tariff.page.replaced"))
        withdrawal = document.withdrawal.map {
            visit.text(
                "tariff.page.withdrawnBy",
                [("name", $0.byName), ("at", visit.language.instant($0.at)), ("reason", $0.reason)])
        }
        draft = document.draft.map { WebTariff.draftPath.link($0) }
    }
}

/// One version laid out for reading.
struct VersionView: Sendable {
    let prices: [PriceTable]
    let hasPrices: Bool
    let components: Components?
    /// The rules beside the prices.
    let facts: [FactPart]
    let tables: [TablePart]
    let begins: String

    struct Components: Sendable {
        let rows: [Component]
        let sum: String
        let published: String
    }

    struct Component: Sendable {
        let name: String
        let code: String
        let price: String
        let flags: [Badge]
        /// A fund 代征, printed as 其中.
        let isFund: Bool
    }

    struct FactPart: Sendable {
        let heading: String
        let facts: [Fact]
    }

    struct Fact: Sendable {
        let label: String
        let value: String
    }

    struct TablePart: Sendable {
        let heading: String
        let head: [String]
        let rows: [TableRow]
    }

    struct TableRow: Sendable { let cells: [Fact] }

    init(_ tree: Tree, begins: Day?, prices: [PriceTable], _ visit: Visit, _ words: Words) {
        self.begins = begins.map(visit.language.day) ?? ""
        self.prices = prices
        hasPrices = !prices.isEmpty
        let parts = tree["components"]?.elements ?? []
        components = parts.isEmpty ? nil : Components(parts, tree, visit, words)
        var facts: [FactPart] = []
        var tables: [TablePart] = []
        let own: Set = [
            "prices", "components", "note", "noteZh", "noteEn", "example", "effectiveFrom", "schemaVersion",
            "kind", "source",
            "code", "nameZh", "nameEn", "versions",
        ]
        let sheet = Sheet(
            tree, at: "", heading: visit.text("tariff.page.rules"), skips: own, words: words, isForm: false)
        for part in sheet.parts {
            if !part.cells.isEmpty {
                facts.append(
                    FactPart(
                        heading: part.heading,
                        facts: part.cells.map { Fact(label: $0.label, value: words.shown($0)) }))
            }
            guard !part.rows.isEmpty else { continue }
            tables.append(
                TablePart(
                    heading: part.heading, head: part.head,
                    rows: part.rows.map { row in
                        TableRow(
                            cells: (row.label.map { [Fact(label: part.head[0], value: $0)] } ?? [])
                                + row.cells.map { Fact(label: $0.label, value: words.shown($0)) })
                    }))
        }
        self.facts = facts
        self.tables = tables
    }
}

extension VersionView.Components {
    fileprivate init(_ parts: [Tree], _ version: Tree, _ visit: Visit, _ words: Words) {
        rows = parts.map { part in
            let isFund = part["fund"] == .truth(true)
            let isInBase = part["inPowerFactorBase"].map { $0 == .truth(true) } ?? !isFund
            return VersionView.Component(
                name: words.name(part), code: part["code"]?.plain ?? "",
                price: PriceTable.shown(part["price"]?.plain ?? "", least: 6),
                flags: [
                    isFund ? Badge(visit.text("tariff.page.fund"), .info) : nil,
                    part["floats"] == .truth(true) ? Badge(visit.text("tariff.page.floats"), .warn) : nil,
                    isInBase ? nil : Badge(visit.text("tariff.page.outsideBase")),
                    part["vat"]?.plain == "EXEMPT" ? Badge(visit.text("tariff.value.EXEMPT")) : nil,
                ].compactMap(\.self), isFund: isFund)
        }
        let units = parts.reduce(Int64(0)) { $0 + ((try? Price(text: $1["price"]?.plain ?? ""))?.units ?? 0) }
        sum = Price(units: units).text(least: 6)
        let single = ["prices.TOTAL[0]", "prices.FLAT[0]"].compactMap { version[$0]?.plain }.first
        published = single.map { PriceTable.shown($0, least: 6) } ?? "—"
    }
}
