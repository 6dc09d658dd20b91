internal import Control
internal import Language
internal import Records
internal import Web

/// A customer's accounts: number, masked name and address, state, and what each subsystem has to say of it.
struct OwnAccountsPage: Page {
    static let template = "portal.accounts"
    static let layout = Layout.portal
    let title: String
    let lead: String
    let accounts: [Card]
    let older: String?

    struct Card: Sendable {
        let number: String
        let link: String
        let name: String
        let address: String
        let state: Badge
        let facts: [PortalFact]
        let hasFacts: Bool
    }

    init(_ visit: Visit, _ records: Records) async throws {
        let all = visit.customer.accounts
        let first = min(max(0, visit.query("from").flatMap { Int($0) } ?? 0), all.count)
        let next = min(all.count, first + WebPortal.page)
        var cards: [Card] = []
        for own in all[first..<next] {
            let heading = AccountHeading(try await records.account(of: own), visit)
            let facts = try await visit.portalFacts(of: own)
            cards.append(
                Card(
                    number: heading.account.consumerNo, link: WebPortal.accountPath.link(own.id),
                    name: heading.account.name, address: heading.account.address, state: heading.state,
                    facts: facts, hasFacts: !facts.isEmpty))
        }
        title = visit.text("portal.accounts.title")
        lead = visit.text("portal.accounts.lead", [("count", visit.language.number(all.count))])
        accounts = cards
        older = next < all.count ? "\(WebPortal.home)?from=\(next)" : nil
    }
}
