internal import Kernel
internal import Store
import Synchronization

/// The sizes of the rooms' tables, counted at most every five minutes: a count of a large table takes a while.
final class SizeBook: Sendable {
    struct Sizes: Sendable {
        let at: Instant
        let rows: [String: Int64]
        let bytes: Int64
    }

    private static let keepMs: Int64 = 300_000
    private let kept = Mutex<Sizes?>(nil)

    func sizes(of rooms: [Room], at now: Instant, in transaction: any Transaction) throws -> Sizes {
        if let sizes = kept.withLock({ $0 }), now.milliseconds - sizes.at.milliseconds < Self.keepMs {
            return sizes
        }
        var rows: [String: Int64] = [:]
        for room in rooms {
            rows[room.name] = try room.tables.reduce(0) { $0 + (try $1.rows(in: transaction)) }
        }
        let sizes = Sizes(at: now, rows: rows, bytes: try DatabaseSize.bytes(in: transaction))
        kept.withLock { $0 = sizes }
        return sizes
    }
}

extension Room {
    var tables: [Table] { Schema(migrations).tables }
}

extension Control {
    /// How each room of the running house fares.
    /// - Throws: `ControlRefusal.forbidden`.
    package func health(by principal: Principal) async throws -> HouseHealth {
        let now = house.clock.now()
        return try await read("control.health", by: principal) { [self] transaction in
            let (began, clock) = (house.clock.now(), house.clock)
            _ = try ScheduleRows.switched(in: transaction)
            let readMs = clock.now().milliseconds - began.milliseconds
            let sizes = try sizeBook.sizes(of: rooms, at: now, in: transaction)
            return HouseHealth(
                engine: transaction.engine.name, bytes: sizes.bytes,
                database: try databaseHealth(readMs: readMs, now, transaction),
                rooms: try rooms.map { try health(of: $0, rows: sizes.rows[$0.name] ?? 0, now, transaction) },
                measured: sizes.at)
        }
    }

    /// The installation's own schedule that makes the backup.
    private static let backup = "control.backup"

    private func databaseHealth(readMs: Int64, _ now: Instant, _ transaction: any Transaction) throws
        -> DatabaseHealth
    {
        var complaints: [DatabaseHealth.Complaint] = []
        if readMs > DatabaseHealth.slowMs { complaints.append(.slow(ms: readMs)) }
        var good: Instant?
        if schedules.contains(where: { $0.key == Self.backup }) {
            let runs = try ScheduleRows.runs(of: Self.backup, limit: 10, in: transaction)
            good = runs.first { $0.finished != nil && $0.fault == nil }?.started
            if runs.first?.fault != nil { complaints.append(.backupFailed) }
            let isOld = good.map { now.milliseconds - $0.milliseconds > DatabaseHealth.backupMs } ?? true
            // A house of today has had no night yet.
            if isOld, !runs.isEmpty { complaints.append(.backupOld) }
        }
        if watchesBackups {
            let standing = try backupStanding(in: transaction)
            good = standing.newest?.takenAt
            if standing.isStale { complaints.append(.backupUnconfirmed(hours: standing.limitHours)) }
        }
        return DatabaseHealth(readMs: readMs, backup: good, complaints: complaints)
    }

    private func health(of room: Room, rows: Int64, _ now: Instant, _ transaction: any Transaction) throws
        -> RoomHealth
    {
        let prefix = room.name + "."
        let job = try HealthRows.lastJob(of: room.jobs.map(\.name), in: transaction)
        let run = try HealthRows.lastRun(
            of: schedules.map(\.key).filter { $0.hasPrefix(prefix) }, in: transaction)
        var complaints: [RoomHealth.Complaint] = []
        let failed = try HealthRows.failedKinds(
            since: now.adding(milliseconds: -RoomHealth.failedMs), in: transaction)
        complaints += failed.filter { kind in room.jobs.contains { $0.name == kind } }.map {
            .jobFailed(kind: $0)
        }
        if let job, job.state == .paused { complaints.append(.jobPaused(kind: job.kind)) }
        if let run, run.fault != nil { complaints.append(.runFailed(key: run.key)) }
        let waiting = try backlog(of: room, transaction)
        if let oldest = waiting.oldest, now.milliseconds - oldest.milliseconds > RoomHealth.slowMs {
            complaints.append(.behind(events: waiting.count))
        }
        if room.name == Self.room.name {
            let idle = try HealthRows.idleJobs(
                since: now.adding(milliseconds: -RoomHealth.idleMs), in: transaction)
            if idle > 0 { complaints.append(.nobodyWorks(jobs: idle)) }
            let dead = try HealthRows.deadDeliveries(in: transaction)
            if dead > 0 { complaints.append(.dead(deliveries: dead)) }
        }
        let works = [job.map(RoomHealth.LastWork.job), run.map(RoomHealth.LastWork.run)].compactMap(\.self)
        return RoomHealth(
            room: room.name, tables: room.tables.count, rows: rows,
            lastWork: works.max { $0.began < $1.began }, backlog: waiting.count, complaints: complaints)
    }

    private func backlog(of room: Room, _ transaction: any Transaction) throws -> (
        count: Int64, oldest: Instant?
    ) {
        let own = pump.subscriptions.filter { $0.consumer.hasPrefix(room.name + ".") }
        let waiting = try own.flatMap { consumer in
            try HealthRows.unseen(consumer.consumer, in: transaction).filter { consumer.wants($0.topic) }
        }
        return (waiting.reduce(0) { $0 + $1.count }, waiting.map(\.oldest).min())
    }
}
