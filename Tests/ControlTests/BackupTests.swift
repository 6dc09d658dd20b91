import Control
import Kernel
import Language
import Store
import TestSupport
import Testing

/// Backups that the database's own tools take.
@Suite struct `Backups of a database with its own tools` {
    @Test(arguments: TestEngines.all)
    func `are told by whoever took them, and are an alarm once the newest is too old`(_ engine: Engine)
        async throws
    {
        try await withControl(engine) { control, clock in
            let house = Control(house: control.house, rooms: [], schedules: [Control.backupWatch])
            let system = house.systemPrincipal()
            #expect(try await control.backupStanding(by: system) == nil, "this program makes them itself")
            func standing() async throws -> BackupStanding {
                try #require(try await house.backupStanding(by: system))
            }
            func alarms() async throws -> Int64 {
                try await house.runScheduleNow("control.backupWatch", by: system)
                return try await house.house.database.read { transaction in
                    try transaction.one(
                        """
                        SELECT COUNT(*) FROM control_event WHERE topic = 'control.backupStale' /*scatter: a test looks everywhere*/
                        """
                    ) { try $0.int64(0) }
                }
            }
            #expect(try await standing().isStale)
            #expect(
                try await house.health(by: system).database.complaints == [.backupUnconfirmed(hours: 26)])
            #expect(try await alarms() == 1)
            let taken = clock.now.adding(seconds: -3_600)
            await #expect(throws: BackupRefusal.inFuture(clock.now.adding(seconds: 3_600))) {
                try await house.confirmBackup(
                    takenAt: clock.now.adding(seconds: 3_600), bytes: 1, tool: "pg_basebackup", by: system)
            }
            await #expect(throws: BackupRefusal.invalid) {
                try await house.confirmBackup(takenAt: taken, bytes: 0, tool: "pg_basebackup", by: system)
            }
            await #expect(throws: ControlRefusal.forbidden("control.schedules")) {
                try await house.confirmBackup(
                    takenAt: taken, bytes: 1, tool: "pg_basebackup", by: Control.system())
            }
            try await house.confirmBackup(
                takenAt: taken, bytes: 3 << 30, tool: "pg_basebackup", by: system)
            // An older one that is told of later is not the newest.
            try await house.confirmBackup(
                takenAt: taken.adding(seconds: -86_400), bytes: 5, tool: "pg_dump", by: system)
            let fresh = try await standing()
            #expect(!fresh.isStale && fresh.hours == 1 && fresh.newest?.tool == "pg_basebackup")
            let health = try await house.health(by: system).database
            #expect(health.complaints.isEmpty && health.backup == taken)
            clock.move(seconds: 60)
            #expect(try await alarms() == 1)
            clock.move(seconds: 25 * 3_600)
            #expect(try await standing().isStale)
            #expect(try await alarms() == 2)
            let run = try #require(
                try await house.scheduleStates(by: system).first { $0.key == "control.backupWatch" }?.runs
                    .first)
            let outcome = try #require(run.outcome)
            let told = Language.zh.text(
                try #require(outcome.key), outcome.arguments.map { ($0.key, $0.value) })
            #expect(told.contains("备份过期") && told.contains("pg_basebackup") && told.contains("26 小时"))
            #expect(told.contains("3,072 MiB") || told.contains("3072 MiB"))
        }
    }
}
