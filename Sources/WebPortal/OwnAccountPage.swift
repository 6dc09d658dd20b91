internal import Control
internal import Language
internal import Records
internal import Web

/// One of a customer's accounts: what is owed, the last bills, and what is on record, masked.
struct OwnAccountPage: Page {
    static let template = "portal.account"
    static let layout = Layout.portal
    let title: String
    let who: String
    let state: Badge
    let facts: [PortalFact]
    let hasFacts: Bool
    let sections: [PortalSection]
    let details: [Detail]

    struct Detail: Sendable {
        let label: String
        let value: String
    }

    init(_ visit: Visit, _ own: CustomerAccount, _ records: Records) async throws {
        let account = try await records.account(of: own)
        let heading = AccountHeading(account, visit)
        title = account.consumerNo
        who = "\(account.name)  \(account.address)"
        state = heading.state
        facts = try await visit.portalFacts(of: own)
        hasFacts = !facts.isEmpty
        sections = try await visit.portalSections(of: own)
        func detail(_ key: String, _ value: String?) -> Detail? {
            value.map { Detail(label: visit.text("portal.account.\(key)"), value: $0) }
        }
        details = [
            detail("name", account.name), detail("address", account.address),
            detail("phone", account.phone ?? visit.text("portal.account.noPhone")),
            detail("class", account.useClass?.name(visit)),
            detail("station", account.organisationName),
            detail("opened", visit.language.day(account.openedOn)),
            detail("closed", account.closedOn.map(visit.language.day)),
        ].compactMap(\.self)
    }
}
