import Control
import Hummingbird
import Kernel
import Language

/// The first page after signing in: the work that waits for this person, the organisation's numbers, and what they may
/// do.
struct Workbench: Page {
    static let template = "web.workbench"
    let title: String
    let greeting: String
    let lead: String
    let work: [Work]
    let stats: [Stat]
    let hasStats: Bool
    let tiles: [NavigationLink]
    let hasTiles: Bool

    /// A list of work, fetched anew when something happens to it.
    struct Work: Sendable {
        let id: String
        let topics: String
        let list: WorkList
        let hasLines: Bool
    }

    static let routes: [Route] = [
        .get("/", .signedIn) { visit in try visit.show(try await Workbench(visit)) },
        .get("/events", .signedIn) { visit in try await EventStream.answer(visit) },
    ]

    private init(_ visit: Visit) async throws {
        var work: [Work] = []
        for (number, source) in visit.shell.work.enumerated() where visit.may(source.access) {
            let list = try await source.content(visit)
            work.append(
                Work(
                    id: "work-\(number)", topics: source.topics.joined(separator: " "), list: list,
                    hasLines: !list.lines.isEmpty))
        }
        var stats: [Stat] = []
        for card in visit.shell.cards where visit.may(card.access) {
            if let stat = try await card.content(visit) { stats.append(stat) }
        }
        let principal = visit.principal
        title = visit.text("web.workbench.title")
        greeting = visit.text("web.workbench.greeting", [("name", principal.name)])
        lead = visit.text(
            "web.workbench.lead",
            [
                ("organisation", principal.organisationName), ("day", visit.language.day(visit.today)),
                ("weekday", visit.language.weekday(visit.today)),
            ])
        self.work = work
        self.stats = stats
        hasStats = !stats.isEmpty
        tiles = visit.shell.navigation.tiles(for: visit)
        hasTiles = !tiles.isEmpty
    }
}
