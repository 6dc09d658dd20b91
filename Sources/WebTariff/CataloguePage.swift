import Control
import Hummingbird
import Kernel
import Language
import Tariff
import Web

/// 电价目录: every tariff that stands, by class and voltage, and the drafts that clerks work on.
struct CataloguePage: Page {
    static let template = "tariff.catalogue"
    let title: String
    let lead: String
    let groups: [Group]
    let others: Others?
    let drafts: Drafts
    /// Who sets which class for the reader's company.
    let owners: [OwnerLine]
    let source: String

    struct OwnerLine: Sendable {
        let tariffClass: String
        let who: String
        let isHere: Bool
    }

    /// The tariffs of one class.
    struct Group: Sendable {
        let heading: String
        let count: String
        let rows: [Row]
    }

    struct Row: Sendable {
        let link: String
        let code: String
        let name: String
        let voltage: String
        let prices: [PriceTable.Figure]
        let begins: String
        let example: Badge?
        let next: String?
        let source: String
    }

    /// Tables and calendars that tariffs share.
    struct Others: Sendable { let rows: [Other] }

    struct Other: Sendable {
        let link: String
        let kind: String
        let code: String
        let source: String
    }

    struct Drafts: Sendable {
        let rows: [Draft]
        let hasRows: Bool
        /// Where a new one is begun; nil for who only reads.
        let start: String?
    }

    struct Draft: Sendable {
        let link: String
        let code: String
        let name: String
        let state: Badge
        let station: String
        let changed: String
        let by: String
    }

    static func answer(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        try visit.show(
            try await CataloguePage(
                visit, try await room.tariff.standing(by: visit.principal),
                try await room.tariff.drafts(by: visit.principal), room))
    }

    private init(
        _ visit: Visit, _ documents: [TariffDocument], _ sketches: [TariffSketch], _ room: WebTariff
    ) async throws {
        let words = Words(language: visit.language)
        let papers = documents.map { Paper($0) }
        let tariffs = papers.filter { $0.kind == "TARIFF" }
        title = visit.text("tariff.page.title")
        lead = visit.text(
            "tariff.page.lead",
            [("count", visit.language.number(tariffs.count)), ("day", visit.language.day(visit.today))])
        source = WebTariff.home
        owners = try await room.tariff.owners(by: visit.principal).map {
            OwnerLine(
                tariffClass: words.subject($0.subject),
                who: visit.text(
                    $0.isHere ? "tariff.owners.here" : "tariff.owners.above", [("station", $0.name)]),
                isHere: $0.isHere)
        }
        groups = Self.grouped(tariffs, try await room.tariff.catalogue(), visit, words)
        let rest = papers.filter { $0.kind != "TARIFF" }
        others =
            rest.isEmpty
            ? nil
            : Others(
                rows: rest.map {
                    Other(
                        link: WebTariff.tariffPath.link($0.code), kind: words.value($0.kind), code: $0.code,
                        source: $0.source)
                })
        var names: [OrganisationID: String] = [:]
        for place in try await room.control.organisations(under: visit.principal.scope) {
            names[place.id] = place.name
        }
        drafts = Drafts(
            rows: sketches.filter { $0.state != .dropped }.prefix(50).map { sketch in
                Draft(
                    link: WebTariff.draftPath.link(sketch.id), code: sketch.code,
                    name: words.name(Paper(sketch.content).tree),
                    state: Badge(sketch, visit.language), station: names[sketch.organisation] ?? "",
                    changed: visit.language.instant(sketch.changedAt), by: sketch.changedName)
            }, hasRows: sketches.contains { $0.state != .dropped },
            start: visit.may(WebTariff.drafting) ? WebTariff.newLink : nil)
    }

    /// By class in the order of the classes, within it by voltage.
    private static func grouped(
        _ papers: [Paper], _ catalogue: TariffCatalogue, _ visit: Visit, _ words: Words
    ) -> [Group] {
        TariffClass.allCases.compactMap { tariffClass in
            let rows = papers.filter { $0.tariffClass == tariffClass.rawValue }
                .sorted { order($0) < order($1) }
                .map { Row($0, catalogue, visit, words) }
            guard !rows.isEmpty else { return nil }
            return Group(
                heading: words.tariffClass(tariffClass.rawValue), count: visit.language.number(rows.count),
                rows: rows)
        }
    }

    static func order(_ paper: Paper) -> (Int, String) {
        (TariffVoltage.allCases.firstIndex { $0.rawValue == paper.voltage } ?? 99, paper.code)
    }
}

extension CataloguePage.Row {
    fileprivate init(_ paper: Paper, _ catalogue: TariffCatalogue, _ visit: Visit, _ words: Words) {
        let now = paper.version(on: visit.today)
        let next = paper.next(after: visit.today)
        link = WebTariff.tariffPath.link(paper.code)
        code = paper.code
        name = words.name(paper.tree)
        voltage = words.voltage(paper.voltage)
        prices =
            PriceTable.tables(paper.code, (now ?? next)?.begins, in: catalogue, words).first?.summary ?? []
        begins = now?.begins.map(visit.language.day) ?? visit.text("tariff.page.notYet")
        example = (now ?? next)?.isExample == true ? Badge(visit.text("tariff.page.example"), .warn) : nil
        self.next = next?.begins.map { visit.text("tariff.page.next", [("day", visit.language.day($0))]) }
        source = paper.source(of: now ?? next)
    }
}

extension Badge {
    /// How far a draft has come.
    init(_ sketch: TariffSketch, _ language: Language) {
        let (word, tone): (String, Tone) =
            switch sketch.state {
            case .published where sketch.isWithdrawn: ("WITHDRAWN", .warn)
            case .published: ("PUBLISHED", .good)
            case .dropped: ("DROPPED", .plain)
            case .draft where sketch.isProposed: ("PROPOSED", .info)
            case .draft where sketch.isRehearsed: ("REHEARSED", .info)
            case .draft where sketch.isChecked: ("CHECKED", .info)
            case .draft: ("DRAFT", .plain)
            }
        self.init(language.text("tariff.state.\(word)"), tone)
    }
}
