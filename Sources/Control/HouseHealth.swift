package import Kernel

/// How the running house fares: the drawing of subsystems, each joined to control, and control to the one database.
package struct HouseHealth: Sendable {
    /// What the database runs on, by its own name.
    package let engine: String
    /// Bytes of the database.
    package let bytes: Int64
    /// How the database itself fares.
    package let database: DatabaseHealth
    /// Control first, then the other rooms in the order of the house.
    package let rooms: [RoomHealth]
    /// When the sizes were taken.
    package let measured: Instant
}

/// How the database fares: how long it took to answer, and its backup where the installation makes one.
package struct DatabaseHealth: Sendable {
    package enum Complaint: Sendable, Hashable {
        /// The last backup failed.
        case backupFailed
        /// There is no good backup of the last two days.
        case backupOld
        /// The database's own tools make the backups, and none was reported within these hours.
        case backupUnconfirmed(hours: Int64)
        /// A small read took longer than `slowMs`.
        case slow(ms: Int64)
    }

    /// How long a small read took.
    package let readMs: Int64
    /// When the last good backup was begun; nil where there is none.
    package let backup: Instant?
    package let complaints: [Complaint]

    package var state: RoomHealth.State {
        if complaints.contains(.backupFailed) { return .bad }
        return complaints.isEmpty ? .good : .attention
    }

    static let slowMs: Int64 = 1_000
    static let backupMs: Int64 = 2 * 86_400_000
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
        /// Jobs wait and nobody works any, for longer than `RoomHealth.idleMs`.
        case nobodyWorks(jobs: Int64)

        var isBad: Bool {
            switch self {
            case .jobFailed, .runFailed, .behind, .nobodyWorks: true
            case .jobPaused, .dead: false
            }
        }
    }

    /// Events are seen within a second; one that waits this long waits for something that is broken.
    package static let slowMs: Int64 = 10_000
    /// A unit of a job takes seconds; where none was done for so long while jobs wait, no worker lives.
    package static let idleMs: Int64 = 300_000
    /// A job that failed is told of for so long, though others of its kind went well since.
    static let failedMs: Int64 = 30 * 86_400_000
}
