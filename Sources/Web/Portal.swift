package import Control
import Kernel

/// Which paths are customers' own.
enum PortalPath {
    static let word = "portal"
    static let home = "/portal"

    /// Whether decoded parts of a path lead to customers' pages.
    static func leads(_ parts: [String]?) -> Bool {
        parts?.first == word || parts?.prefix(3) == ["api", "v1", word]
    }
}

/// What a subsystem adds to customers' own pages 网上营业厅: facts for the card of an account, a section of its page.
///
/// Whoever is asked has an `CustomerAccount` in hand, which only the customer's own session makes.
package struct PortalCard: Sendable {
    package let order: Int
    let facts: @Sendable (Visit, CustomerAccount) async throws -> [PortalFact]
    let section: @Sendable (Visit, CustomerAccount) async throws -> PortalSection?

    /// `facts` may answer none, `section` nil: nothing to show.
    package init(
        order: Int,
        facts: @escaping @Sendable (Visit, CustomerAccount) async throws -> [PortalFact] = { _, _ in [] },
        section: @escaping @Sendable (Visit, CustomerAccount) async throws -> PortalSection? = { _, _ in nil }
    ) {
        self.order = order
        self.facts = facts
        self.section = section
    }
}

/// One figure about an account, in the customer's words.
package struct PortalFact: Sendable {
    package let label: String
    package let figure: String
    package let caption: String?
    package let tone: String

    package init(label: String, figure: String, caption: String? = nil, tone: Tone = .plain) {
        self.label = label
        self.figure = figure
        self.caption = caption
        self.tone = tone.rawValue
    }
}

/// A list under a heading on an account's page.
package struct PortalSection: Sendable {
    package let title: String
    package let rows: [PortalRow]
    /// Said where there is no row.
    package let empty: String
    package let isEmpty: Bool

    package init(title: String, rows: [PortalRow], empty: String) {
        self.title = title
        self.rows = rows
        self.empty = empty
        isEmpty = rows.isEmpty
    }
}

/// One line of such a list: a month's bill, a payment.
package struct PortalRow: Sendable {
    package let title: String
    package let detail: String
    package let figure: String
    package let badge: Badge?
    /// Beside the title, such as 示例.
    package let mark: Badge?
    /// A page under `/portal` that shows more.
    package let link: String?

    package init(
        title: String, detail: String, figure: String, badge: Badge? = nil, mark: Badge? = nil,
        link: String? = nil
    ) {
        self.title = title
        self.detail = detail
        self.figure = figure
        self.badge = badge
        self.mark = mark
        self.link = link
    }
}

extension Visit {
    /// What the subsystems say of an account in figures, in their order.
    package func portalFacts(of own: CustomerAccount) async throws -> [PortalFact] {
        var facts: [PortalFact] = []
        for card in shell.portal { facts += try await card.facts(self, own) }
        return facts
    }

    /// What the subsystems list of an account, in their order.
    package func portalSections(of own: CustomerAccount) async throws -> [PortalSection] {
        var sections: [PortalSection] = []
        for card in shell.portal {
            if let section = try await card.section(self, own) { sections.append(section) }
        }
        return sections
    }
}

/// What a customer sees where something could not be done.
struct PortalErrorPage: Page {
    static let template = "web.portal-error"
    static let layout = Layout.portal
    let title: String
    let sentence: String
    let reference: String?
}
