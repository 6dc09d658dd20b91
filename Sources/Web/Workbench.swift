import Control
import Hummingbird
import Kernel
import Language

/// The first page after signing in: the organisation's numbers, and what this person may do.
struct Workbench: Page {
    static let template = "web.workbench"
    let title: String
    let greeting: String
    let lead: String
    let stats: [Stat]
    let hasStats: Bool
    let tiles: [NavigationLink]
    let hasTiles: Bool

    static let routes: [Route] = [
        .get("/", .signedIn) { visit in try visit.show(try await Workbench(visit)) },
        .get("/events", .signedIn) { visit in try await EventStream.answer(visit) },
    ]

    private init(_ visit: Visit) async throws {
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
        self.stats = stats
        hasStats = !stats.isEmpty
        tiles = visit.shell.navigation.tiles(for: visit)
        hasTiles = !tiles.isEmpty
    }
}
