import Hummingbird
import Kernel
import Language
import Tariff
import Web

/// 电价公示: today's prices by class for anybody, without signing in.
struct PricesPage: Page {
    static let template = "tariff.prices"
    static let layout = Layout.portal
    let title: String
    let lead: String
    let classes: [Jump]
    let groups: [Group]

    struct Jump: Sendable {
        let label: String
        let link: String
    }

    struct Group: Sendable {
        let id: String
        let heading: String
        let tariffs: [Tariff]
    }

    struct Tariff: Sendable {
        let name: String
        let voltage: String
        let code: String
        let begins: String
        let example: Badge?
        let next: Next?
        let prices: [PriceTable]
        let hours: HoursView?
        let link: String
        let source: String
    }

    /// A version that was published and has not begun: its day, and its prices behind the link.
    struct Next: Sendable {
        let text: String
        let link: String?
    }

    static func answer(_ visit: Visit, _ room: WebTariff) async throws -> Response {
        try visit.show(
            PricesPage(visit, try await room.tariff.announced(), try await room.tariff.catalogue()))
    }

    private init(_ visit: Visit, _ documents: [TariffDocument], _ catalogue: TariffCatalogue) {
        let words = Words(language: visit.language)
        let papers = documents.map { Paper($0) }
        title = visit.text("tariff.prices.title")
        lead = visit.text("tariff.prices.lead", [("day", visit.language.day(visit.today))])
        // Tariffs of one class often share a calendar, which is drawn once.
        var drawn: [String: HoursView?] = [:]
        let announced = documents.map { Paper($0) }
        func hours(_ paper: Paper, _ version: Paper.Version) -> HoursView? {
            let key = "\(version.tree["calendar"]?.plain ?? "") \(paper.tariffClass)"
            if let known = drawn[key] { return known }
            let view = HoursView(
                of: version.tree, tariffClass: paper.tariffClass, among: announced, on: visit.today,
                isPublic: true, words)
            drawn[key] = .some(view)
            return view
        }
        groups = TariffClass.allCases.compactMap { tariffClass in
            let own = papers.filter { $0.tariffClass == tariffClass.rawValue }
                .sorted { CataloguePage.order($0) < CataloguePage.order($1) }
            guard !own.isEmpty else { return nil }
            return Group(
                id: tariffClass.rawValue.lowercased(), heading: words.tariffClass(tariffClass.rawValue),
                tariffs: own.compactMap { paper in
                    (paper.version(on: visit.today) ?? paper.next(after: visit.today)).map {
                        Tariff(paper, $0, hours(paper, $0), catalogue, visit, words)
                    }
                })
        }
        classes = groups.map { Jump(label: $0.heading, link: "#" + $0.id) }
    }
}

extension PricesPage.Tariff {
    fileprivate init(
        _ paper: Paper, _ version: Paper.Version, _ hours: HoursView?, _ catalogue: TariffCatalogue,
        _ visit: Visit, _ words: Words
    ) {
        name = words.name(paper.tree)
        voltage = words.voltage(paper.voltage)
        code = paper.code
        begins = visit.text(
            "tariff.prices.since", [("day", version.begins.map(visit.language.day) ?? "—")])
        example = version.isExample ? Badge(visit.text("tariff.page.example"), .warn) : nil
        let isComing = version.begins.map { $0 > visit.today } ?? false
        next =
            isComing
            ? PricesPage.Next(
                text: visit.text(
                    "tariff.prices.coming", [("day", version.begins.map(visit.language.day) ?? "—")]),
                link: nil)
            : paper.next(after: visit.today)?.begins.map {
                PricesPage.Next(
                    text: visit.text("tariff.page.next", [("day", visit.language.day($0))]),
                    link: WebTariff.pricePath.link(paper.code) + "?from=\($0)")
            }
        prices = PriceTable.tables(paper.code, version.begins, in: catalogue, words)
        self.hours = hours
        link = WebTariff.pricePath.link(paper.code)
        source = paper.source(of: version)
    }
}
