package import Kernel

/// How the running house fares: the drawing of subsystems, each joined to control, and control to the one database.
package struct HouseHealth: Sendable {
    /// What the database runs on, by its own name.
    package let engine: String
    /// Bytes of the database.
    package let bytes: Int64
    /// Control first, then the other rooms in the order of the house.
    package let rooms: [RoomHealth]
    /// When the sizes were taken.
    package let measured: Instant
}

/// How one room fares.
package struct RoomHealth: Sendable {
    package enum State: String, Sendable, Codable, CaseIterable { case good, attention, bad }

    /// The room's word.
    package let room: String
    package let tables: Int
    /// About how many rows its tables hold.
    package let rows: Int64
    /// What it did last, a job or something scheduled; nil where it never did.
    package let lastWork: LastWork?
    /// Events it subscribed to and has not handled yet.
    package let backlog: Int64
    package let complaints: [Complaint]

    package var state: State {
        if complaints.contains(where: \.isBad) { return .bad }
        return complaints.isEmpty ? .good : .attention
    }

    /// A job or a scheduled run, whichever began last.
    package enum LastWork: Sendable {
        case job(Job)
        case run(ScheduleRun)

        package var began: Instant {
            switch self {
            case .job(let job): job.startedAt ?? job.createdAt
            case .run(let run): run.started
            }
        }
    }

    /// Why a room is not well.
    package enum Complaint: Sendable, Hashable {
        case jobFailed(kind: String)
        case jobPaused(kind: String)
        case runFailed(key: String)
        /// The oldest event waits for longer than `RoomHealth.slowMs`.
        case behind(events: Int64)
        /// Events that webhooks refused for good.
        case dead(deliveries: Int64)

        var isBad: Bool {
            switch self {
            case .jobFailed, .runFailed, .behind: true
            case .jobPaused, .dead: false
            }
        }
    }

    /// Events are seen within a second; one that waits this long waits for something that is broken.
    package static let slowMs: Int64 = 10_000
}
