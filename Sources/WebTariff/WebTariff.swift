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
/// - `Tree`, `Sheet`, `Typed`: a file as it stands, laid out in fields, and written back with everything else kept.
/// - `TariffAPI`: the same for programs.
package struct WebTariff: Sendable {
    let control: Control
    let tariff: Tariff

    package init(control: Control, tariff: Tariff) {
        self.control = control
        self.tariff = tariff
    }

    static let reading = Access.may("tariff.read")
    static let drafting = Access.may("tariff.draft")
    static let publishing = Access.may("tariff.publish")
    static let withdrawing = Access.may("tariff.withdraw")

    static let home = "/tariff"
    static let draftsLink = "/tariff/drafts"
    static let newLink = "/tariff/drafts/new"
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
                word: "tariff", templates: templates, routes: catalogueRoutes + draftRoutes + apiRoutes,
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
