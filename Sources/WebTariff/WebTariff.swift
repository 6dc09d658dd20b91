package import Control
import Foundation
import Hummingbird
import Language
package import Tariff
package import Web

/// The pages of the tariff subsystem 电价管理.
///
/// - `CataloguePage`: every tariff that stands, and the drafts; `TariffPage`: one with its versions and history.
/// - `NoticePage`: a version on paper 电价公告; `PricesPage`: today's prices for anybody.
/// - `NewDraftPage`, `DraftPage`: a clerk's work in forms, from a copy to the second person's proposal.
/// - `PriceGrid`, `PriceGridPage`, `DraftSetPage`: one notice's prices typed for many codes, a draft each.
/// - `Tree`, `Sheet`, `Typed`: a file as it stands, laid out in fields, and written back with everything else kept.
/// - `TariffAPI`: the same for programs.
package struct WebTariff: Sendable {
    let control: Control
    let tariff: Tariff
    /// Asked of whoever counts accounts; nil where nobody does.
    private let reach: Reach?
    /// Has a draft rehearsed; nil where nobody bills.
    let rehearse: Rehearse?

    /// How many accounts of each class a draft would hit, in the order they are told.
    package typealias Reach =
        @Sendable (_ draft: Int64, Principal) async throws -> [(accountClass: String, accounts: Int)]

    /// Lays a rehearsal of a draft over so many months; its job works it.
    package typealias Rehearse =
        @Sendable (_ draft: Int64, _ months: Int, Principal) async throws -> Void

    package init(control: Control, tariff: Tariff, rehearse: Rehearse? = nil, reach: Reach? = nil) {
        self.control = control
        self.tariff = tariff
        self.rehearse = rehearse
        self.reach = reach
    }

    /// Whom a draft would hit, in words; nil for what bills nobody by itself and where nobody counts.
    func reached(_ sketch: TariffSketch, _ visit: Visit) async throws -> String? {
        guard let reach, sketch.state == .draft, sketch.kind != .loss else { return nil }
        let classes = try await reach(sketch.id, visit.principal)
        let count = classes.reduce(0) { $0 + $1.accounts }
        if count == 0 { return visit.text("billing.rehearsal.reach.none") }
        let words = classes.map {
            "\(visit.text("records.class.\($0.accountClass)")) \(visit.language.number($0.accounts))"
        }
        return visit.text(
            "billing.rehearsal.reach",
            [
                ("count", visit.language.number(count)),
                ("classes", words.joined(separator: visit.text("billing.rehearsal.reach.comma"))),
            ])
    }

    static let reading = Access.may("tariff.read")
    static let drafting = Access.may("tariff.draft")
    static let publishing = Access.may("tariff.publish")
    static let withdrawing = Access.may("tariff.withdraw")

    static let home = "/tariff"
    static let draftsLink = "/tariff/drafts"
    static let newLink = "/tariff/drafts/new"
    static let gridLink = "/tariff/grid"
    static let setsLink = "/tariff/sets"
    static let setPath = PathTemplate("/tariff/sets/{set}")
    static let pricesLink = "/portal/prices"
    static let tariffPath = PathTemplate("/tariff/{tariff}")
    static let draftPath = PathTemplate("/tariff/drafts/{draft}")
    static let pricePath = PathTemplate("/portal/prices/{tariff}")
    /// Control's page of a proposal.
    static let proposalPath = PathTemplate("/control/proposals/{proposal}")

    /// What the shell is handed.
    package var pages: [PageGroup] {
        let templates = Bundle.module.url(forResource: "Templates", withExtension: nil)
        return [
            PageGroup(
                word: "tariff", templates: templates,
                routes: catalogueRoutes + draftRoutes + setRoutes + apiRoutes + setAPIRoutes,
                navigation: [
                    NavigationEntry(
                        label: "tariff.nav", hint: "tariff.nav.hint", icon: "tariff", link: Self.home,
                        access: Self.reading, order: 250)
                ]),
            PageGroup(
                word: "prices", templates: nil,
                routes: [
                    .get(Self.pricesLink, .anyone) { try await PricesPage.answer($0, self) },
                    .get(Self.pricePath.description, .anyone) { try await NoticePage.announce($0, self) },
                ]),
        ]
    }

    private var catalogueRoutes: [Route] {
        let path = Self.tariffPath.description
        return [
            .get(Self.home, Self.reading) { try await CataloguePage.answer($0, self) },
            .get(path, Self.reading) { try await TariffPage.answer($0, self) },
            .get(path + "/print", Self.reading) { try await NoticePage.answer($0, self) },
            .post(path + "/withdraw", Self.withdrawing) { try await TariffPage.withdraw($0, self) },
        ]
    }
}
