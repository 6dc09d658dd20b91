package import Kernel
internal import Store

/// A backup that the database's own tools took, as the one who took it reported.
package struct ConfirmedBackup: Sendable, Hashable {
    package let number: Int64
    package let takenAt: Instant
    package let bytes: Int64
    /// What took it, such as `pg_basebackup`.
    package let tool: String
    package let saidAt: Instant
}

/// How the backups stand that this program does not make itself.
package struct BackupStanding: Sendable {
    package let newest: ConfirmedBackup?
    /// Whole hours since it was taken; nil where there is none.
    package let hours: Int64?
    /// From more hours than these on it is too old.
    package let limitHours: Int64

    package var isStale: Bool { hours.map { $0 >= limitHours } ?? true }

    /// The sentence that says so, and its values.
    package var sentence: ScheduleOutcome {
        guard let newest, let hours else {
            return ScheduleOutcome("control.backup.none", [("limit", String(limitHours))])
        }
        return ScheduleOutcome(
            isStale ? "control.backup.stale" : "control.backup.fresh",
            [
                ("at", newest.takenAt.description), ("hours", String(hours)), ("limit", String(limitHours)),
                ("tool", newest.tool), ("mebibytes", String(newest.bytes >> 20)),
            ])
    }
}

/// Every way the report of a backup is refused.
package enum BackupRefusal: Refusal, Equatable {
    /// It was not taken yet.
    case inFuture(Instant)
    /// An empty backup is none, and the tool has a name of 1 to 100 characters.
    case invalid

    package var code: String {
        switch self {
        case .inFuture: "control.refusal.backupInFuture"
        case .invalid: "control.refusal.backupInvalid"
        }
    }
    package var kind: RefusalKind { .invalid }
    package var arguments: [(String, String)] {
        switch self {
        case .inFuture(let at): [("at", at.description)]
        case .invalid: []
        }
    }
}

extension Control {
    /// After so many hours without a backup that was reported, somebody is told.
    static let backupHours = ParameterDefinition(
        "control.backup.hours", .integer(1...720), standard: "26", clause: "企业标准：数据库每日至少备份一次")

    private static let backupWatchKey = "control.backupWatch"
    /// Clocks of two machines may differ by so much.
    private static let clockLeeway: Int64 = 300

    /// Looks each hour whether the newest reported backup is too old; for an installation whose database has backup tools
    /// of its own. While it is too old, each look is an event (`control.backupStale`).
    package static let backupWatch = Schedule(key: "control.backupWatch", .every(minutes: 60)) { control, _ in
        let standing = try await control.house.database.read { try control.backupStanding(in: $0) }
        if standing.isStale {
            try await control.record(as: control.systemPrincipal(address: "schedule")) { act in
                try act.publish(
                    "control.backupStale", bucket: OrganisationID(1).bucket,
                    organisation: SignInRules.company,
                    payload: AuditValues.json([("hours", standing.hours.map { String($0) } ?? "")]))
            }
        }
        return standing.sentence
    }

    /// Notes that a backup was taken, as the tool that took it says.
    /// - Throws: `ControlRefusal.forbidden`; `BackupRefusal`.
    package func confirmBackup(
        takenAt: Instant, bytes: Int64, tool: String, by principal: Principal
    ) async throws {
        let now = house.clock.now()
        guard takenAt <= now.adding(seconds: Self.clockLeeway) else { throw BackupRefusal.inFuture(takenAt) }
        guard bytes > 0, (1...100).contains(tool.count) else { throw BackupRefusal.invalid }
        let id = house.ids.nextNumber()
        let backup = ConfirmedBackup(number: id, takenAt: takenAt, bytes: bytes, tool: tool, saidAt: now)
        try await command("control.schedules", by: principal) { act in
            try BackupRows.insert(backup, id: id, by: principal.user, at: act.now, in: act.transaction)
            try act.audit(
                bucket: OrganisationID(1).bucket, action: "control.confirmBackup",
                subject: "backup \(takenAt)",
                after: AuditValues.json([("bytes", String(bytes)), ("tool", tool)]))
        }
    }

    /// The backups that were reported, the newest first.
    package func confirmedBackups(by principal: Principal, limit: Int = 30) async throws -> [ConfirmedBackup]
    {
        try await read("control.jobs", by: principal) { try BackupRows.newest(limit: limit, in: $0) }
    }

    /// How the backups stand that the database's own tools make; nil where this program makes them.
    package func backupStanding(by principal: Principal) async throws -> BackupStanding? {
        guard watchesBackups else { return nil }
        return try await read("control.jobs", by: principal) { try backupStanding(in: $0) }
    }

    var watchesBackups: Bool { schedules.contains { $0.key == Self.backupWatchKey } }

    func backupStanding(in transaction: any Transaction) throws -> BackupStanding {
        let now = house.clock.now()
        let newest = try BackupRows.newest(limit: 1, in: transaction).first
        let limit = try parameter(
            Self.backupHours.key, organisation: SignInRules.company, on: now.day, in: transaction)
        return BackupStanding(
            newest: newest,
            hours: newest.map { max(0, (now.milliseconds - $0.takenAt.milliseconds) / 3_600_000) },
            limitHours: limit.number)
    }
}
