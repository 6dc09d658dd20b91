import Control
package import Foundation

/// What one subsystem's Web room hands the shell.
package struct PageGroup: Sendable {
    /// The subsystem's word: paths begin with `/word`, templates and texts with `word.`.
    package let word: String
    /// The folder of its `*.mustache`, or nil.
    package let templates: URL?
    package let routes: [Route]
    package let navigation: [NavigationEntry]
    package let cards: [WorkbenchCard]
    package let work: [WorkbenchWork]
    /// What it adds to customers' own pages.
    package let portal: [PortalCard]

    /// - Precondition: each route begins with `/word` or `/api/v1/word`, a customer's with `/portal/word`, and no other
    ///   route with `/portal` but pages for anybody.
    package init(
        word: String, templates: URL?, routes: [Route], navigation: [NavigationEntry] = [],
        cards: [WorkbenchCard] = [], work: [WorkbenchWork] = [], portal: [PortalCard] = []
    ) {
        for route in routes {
            let path = route.path.description
            precondition(
                ["/\(word)", "/api/v1/\(word)", "/portal/\(word)"]
                    .contains { path == $0 || path.hasPrefix($0 + "/") },
                "a route of \(word) begins with it: \(path)")
            // Under /portal nobody of the staff is known: its routes are customers' own, or for anybody to look at.
            let isPortal = PortalPath.leads(Responder.parts(of: path))
            precondition(
                isPortal
                    ? route.access == .customer || route.access == .anyone && route.body == .none
                    : route.access != .customer,
                "customers' pages, and no others, lie under /portal: \(path)")
        }
        self.word = word
        self.templates = templates
        self.routes = routes
        self.navigation = navigation
        self.cards = cards
        self.work = work
        self.portal = portal
    }
}

extension PageGroup: RoomPages {}

extension Control {
    /// The pages that rooms bring in their own entry.
    package var pagesOfRooms: [PageGroup] {
        rooms.flatMap { $0.pages(self) }.compactMap { $0 as? PageGroup }
    }
}

/// A number on the workbench, made for who looks.
package struct WorkbenchCard: Sendable {
    package let access: Access
    package let order: Int
    let content: @Sendable (Visit) async throws -> Stat?

    /// `content` may answer nil: nothing to show today.
    package init(
        access: Access, order: Int, content: @escaping @Sendable (Visit) async throws -> Stat?
    ) {
        self.access = access
        self.order = order
        self.content = content
    }
}

/// A number with its name: a tile of the workbench and of other pages (partial `web.stat`).
package struct Stat: Sendable {
    package let label: String
    package let figure: String
    package let unit: String?
    package let caption: String?
    /// `good`, `warn`, `bad` or `plain`.
    package let tone: Tone
    package let link: String?
    /// Points of a small line drawing, `Spark.points`.
    package let spark: String?

    package init(
        label: String, figure: String, unit: String? = nil, caption: String? = nil, tone: Tone = .plain,
        link: String? = nil, spark: String? = nil
    ) {
        self.label = label
        self.figure = figure
        self.unit = unit
        self.caption = caption
        self.tone = tone
        self.link = link
        self.spark = spark
    }
}

/// The colour of a fact; the word in the style sheet.
package enum Tone: String, Sendable { case plain, good, warn, bad, info }

/// A short word with a tone: a status (partial `web.badge`).
package struct Badge: Sendable {
    package let text: String
    package let tone: Tone
    package init(_ text: String, _ tone: Tone = .plain) {
        self.text = text
        self.tone = tone
    }
}
