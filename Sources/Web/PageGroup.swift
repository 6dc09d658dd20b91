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
    ///   route with `/portal`.
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
            precondition(
                PortalPath.leads(Responder.parts(of: path)) == (route.access == .customer),
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

/// Work that waits for who looks: a list on everyone's first page, kept up to date by events.
package struct WorkbenchWork: Sendable {
    package let access: Access
    /// The topics after which the list may be another.
    package let topics: [String]
    let content: @Sendable (Visit) async throws -> WorkList

    package init(
        access: Access, topics: [String], content: @escaping @Sendable (Visit) async throws -> WorkList
    ) {
        self.access = access
        self.topics = topics
        self.content = content
    }
}

/// A list of work as the first page shows it, already text in the reader's language.
package struct WorkList: Sendable {
    package let title: String
    package let lead: String
    /// Buttons beside the head: all of it, what can be taken, something new.
    package let links: [Link]
    package let lines: [Line]
    /// Said where there is nothing.
    package let empty: String
    /// Said under a list that was cut short.
    package let more: Link?

    package struct Link: Sendable {
        package let label: String
        package let link: String
        package init(label: String, link: String) {
            self.label = label
            self.link = link
        }
    }

    /// One piece of work, the most urgent first.
    package struct Line: Sendable {
        package let number: String
        package let title: String
        package let link: String
        package let kind: String
        package let step: String
        /// Who sent it, and where it stands besides: for whom one covers, for instance.
        package let from: String
        package let note: String?
        /// `bad` red, `warn` amber, `good` green, `plain` without a clock or standing still.
        package let tone: Tone
        /// The light in words; never colour alone.
        package let light: String
        package let due: String
        package let left: String

        package init(
            number: String, title: String, link: String, kind: String, step: String, from: String,
            note: String?, tone: Tone, light: String, due: String, left: String
        ) {
            self.number = number
            self.title = title
            self.link = link
            self.kind = kind
            self.step = step
            self.from = from
            self.note = note
            self.tone = tone
            self.light = light
            self.due = due
            self.left = left
        }
    }

    package init(title: String, lead: String, links: [Link], lines: [Line], empty: String, more: Link?) {
        self.title = title
        self.lead = lead
        self.links = links
        self.lines = lines
        self.empty = empty
        self.more = more
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
