import Control
import Hummingbird
import Kernel
import Language
import Web

/// The rooms of the running house and what each hands to control.
struct SystemPage: Page {
    static let template = "control.system"
    let title: String
    let lead: String
    let rows: [Row]

    struct Row: Sendable {
        let name: String
        let permissions: String
        let parameters: String
        let jobs: String
    }

    init(_ visit: Visit, rooms: [Room]) {
        title = visit.text("control.system.title")
        lead = visit.text("control.system.lead", [("count", visit.language.number(rooms.count))])
        rows = rooms.map { room in
            Row(
                name: visit.text("control.room.\(room.name)"),
                permissions: visit.language.number(room.permissions.count),
                parameters: visit.language.number(room.parameters.count),
                jobs: visit.language.number(room.jobs.count))
        }
    }
}

extension WebControl {
    var systemRoutes: [Route] {
        [
            .get(Self.systemLink, .may("control.users")) { try showSystem($0) }
        ]
    }

    private func showSystem(_ visit: Visit) throws -> Response {
        try visit.show(SystemPage(visit, rooms: control.rooms))
    }
}
