import Control
import Hummingbird
import Kernel
import Language
import Tariff
import Web

/// 电价公告: one version on paper, as it hangs in the hall and stands on the public price page.
struct NoticePage: Page {
    static let template = "tariff.notice"
    static let layout = Layout.paper
    let title: String
    let trail: [Crumb]
    let company: String
    let name: String
    let facts: [VersionView.Fact]
    let example: String?
    let prices: [PriceTable]
    let hours: HoursView?
    let components: VersionView.Components?
    let rules: [VersionView.FactPart]
    let tables: [VersionView.TablePart]
    let note: String?
    let source: String
    let printed: String

    /// For whoever may read tariffs, any version.
    static func answer(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        let code = visit.parameters["tariff"] ?? ""
        let documents = try await room.tariff.documents(of: code, by: visit.principal)
        guard let standing = documents.last(where: { $0.withdrawal == nil }) else {
            throw TariffRefusal.unknownTariff(code: code)
        }
        let others = try await room.tariff.standing(by: visit.principal).map { Paper($0) }
        return try await show(
            Paper(standing), others, back: WebTariff.tariffPath.link(code), visit, room)
    }

    /// For anybody, what stands.
    static func announce(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        let code = visit.parameters["tariff"] ?? ""
        let announced = try await room.tariff.announced()
        let found = announced.first { $0.code == code && $0.kind == "TARIFF" }
        guard let found else { throw TariffRefusal.unknownTariff(code: code) }
        return try await show(
            Paper(found), announced.map { Paper($0) }, back: WebTariff.pricesLink, visit, room)
    }

    private static func show(
        _ paper: Paper, _ others: [Paper], back: String, _ visit: Visit, _ room: WebTariff
    ) async throws -> Response {
        let wanted = visit.query("from").flatMap { Day(text: $0) }
        guard paper.kind == "TARIFF",
            let version = wanted.flatMap({ day in paper.versions.last { $0.begins == day } })
                ?? paper.version(on: visit.today) ?? paper.versions.first
        else { throw WebRefusal.notFound }
        let company = try await room.control.organisations(under: OrganisationPath("/")).first?.name ?? ""
        return try visit.show(
            NoticePage(
                paper, version, others, try await room.tariff.catalogue(), company: company, back: back, visit
            ))
    }

    private init(
        _ paper: Paper, _ version: Paper.Version, _ others: [Paper], _ catalogue: TariffCatalogue,
        company: String, back: String, _ visit: Visit
    ) {
        let words = Words(language: visit.language)
        let view = VersionView(version.tree, begins: version.begins, prices: [], visit, words)
        title = visit.text("tariff.notice.title")
        name = words.name(paper.tree)
        trail = [Crumb(label: name, link: back)]
        self.company = company
        func fact(_ key: String, _ value: String) -> VersionView.Fact {
            VersionView.Fact(label: visit.text(key), value: value)
        }
        facts = [
            fact("tariff.page.code", paper.code),
            fact("tariff.page.class", words.tariffClass(paper.tariffClass)),
            fact("tariff.page.voltage", words.voltage(paper.voltage)),
            fact("tariff.page.begins", view.begins),
        ]
        example = version.isExample ? visit.text("tariff.page.example.hint") : nil
        prices = PriceTable.tables(paper.code, version.begins, in: catalogue, words)
        hours = HoursView(
            of: version.tree, tariffClass: paper.tariffClass, among: others,
            on: version.begins.map { max($0, visit.today) } ?? visit.today, isPublic: true, words)
        components = view.components
        // The public reads names, not the codes that the file points with.
        var names = Dictionary(
            (version.tree["components"]?.elements ?? []).map { ($0["code"]?.plain ?? "", words.name($0)) },
            uniquingKeysWith: { first, _ in first })
        if let code = version.tree["calendar"]?.plain, let calendar = others.first(where: { $0.code == code })
        {
            names[code] = words.name(calendar.tree)
        }
        rules = view.facts.map { part in
            VersionView.FactPart(
                heading: part.heading,
                facts: part.facts.map { .init(label: $0.label, value: names[$0.value] ?? $0.value) })
        }
        tables = view.tables
        note = version.note(visit.language)
        source = paper.source(of: version)
        printed = visit.text("tariff.notice.printed", [("at", visit.language.instant(visit.now))])
    }
}
