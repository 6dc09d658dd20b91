import Control
import Foundation

/// The founding drawing made from the running rooms: each subsystem joined to control, control joined to the one
/// database. Everything is in units of a field of 1000 × 600.
struct SystemFigure: Sendable {
    let label: String
    let control: Node
    let rooms: [Node]
    let database: Node

    /// A room, or the database.
    struct Node: Sendable {
        /// The middle.
        let x: Int
        let y: Int
        let name: String
        let note: String
        /// What it did last; empty where nothing.
        let work: String
        /// `good`, `attention` or `bad`: the word in the style sheet.
        let state: String
        /// Where it is told of in the table below.
        let link: String
    }

    /// What stands in a node, before it has a place.
    struct Caption: Sendable {
        let name: String
        let note: String
        let work: String
        let state: String
        let link: String
    }

    private static let middle = (x: 500, y: 285)
    private static let database = (x: 500, y: 545)
    private static let radii = (x: 385.0, y: 215.0)
    /// The database has the bottom to itself: rooms stand on the rest of the circle, this many degrees of it.
    private static let span = 260.0

    init(label: String, control: Caption, rooms: [Caption], database: Caption) {
        self.label = label
        self.control = Self.node(control, Self.middle)
        self.database = Self.node(database, Self.database)
        self.rooms = rooms.enumerated().map { index, caption in
            let share = rooms.count > 1 ? Double(index) / Double(rooms.count - 1) : 0.5
            // From the lower left over the top to the lower right.
            let angle = (-90 - Self.span / 2 + Self.span * share) * Double.pi / 180
            return Self.node(
                caption,
                (
                    Self.middle.x + Int((Self.radii.x * cos(angle)).rounded()),
                    Self.middle.y + Int((Self.radii.y * sin(angle)).rounded())
                ))
        }
    }

    private static func node(_ caption: Caption, _ place: (x: Int, y: Int)) -> Node {
        Node(
            x: place.x, y: place.y, name: caption.name, note: caption.note, work: caption.work,
            state: caption.state,
            link: caption.link)
    }
}
