import Control
import Foundation
import Kernel
import Store
import Synchronization
import TestSupport
import Testing

/// An export of all data that is started on a page and made by a worker.
@Suite struct `An export as a job` {
    private static func person(
        _ user: Int64, scope: String = "/1/",
        _ permissions: Set<Permission> = ["control.export", "control.jobs"]
    ) -> Principal {
        Principal(
            user: UserID(user), login: "u\(user)", name: "人\(user)", organisation: OrganisationID(1),
            organisationName: "", scope: OrganisationPath(scope), roles: [], permissions: permissions,
            address: "test")
    }
    private static let admin = person(11)

    private static func with(
        _ engine: Engine, _ body: (Control, MovedClock, URL) async throws -> Void
    ) async throws {
        let place = try TemporaryFolder()
        defer { withExtendedLifetime(place) {} }
        try await withControl(engine, exportFolder: place.file("exports")) { control, clock in
            try await body(control, clock, place.url)
        }
    }

    private static func worker(_ control: Control) -> ExportWorker {
        ExportWorker(control: control) { Issue.record($0) }
    }

    private static func unpacked(_ archive: ExportArchive, into folder: URL) async throws -> URL {
        let tar = folder.appendingPathComponent("\(UUID().uuidString).tar")
        var bytes: [UInt8] = []
        try await archive.write { bytes += $0 }
        #expect(Int64(bytes.count) == archive.bytes)
        try Data(bytes).write(to: tar)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/tar")
        process.arguments = ["-xf", tar.path, "-C", folder.path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return folder.appendingPathComponent(archive.name)
    }

    private static func audited(_ control: Control) async throws -> [String] {
        try await control.house.database.read { transaction in
            try transaction.all(
                """
                SELECT action FROM control_audit WHERE action IN ('control.export', 'control.fetchExport',
                'control.expireExport') ORDER BY at, action /*scatter: a test looks everywhere*/
                """
            ) { try $0.text(0) }
        }
    }

    @Test(arguments: TestEngines.all)
    func `holds what the command writes, table by table, and is fetched by who started it`(_ engine: Engine)
        async throws
    {
        try await Self.with(engine) { control, clock, place in
            let job = try await control.startExport(opening: false, by: Self.admin)
            await #expect(throws: ExportRefusal.notReady) {
                try await control.fetchExport(job, by: Self.admin)
            }
            await #expect(throws: ExportRefusal.underWay(job)) {
                try await control.startExport(opening: false, by: Self.admin)
            }
            // The queue's own workers leave it alone.
            #expect(try await control.unfinishedJobs().isEmpty)
            #expect(try await control.runJob(job, by: Self.admin).job.state == .waiting)
            try await Self.worker(control).work()
            let export = try await control.export(job, by: Self.admin)
            #expect(export.job.state == .done && export.progress.unitsDone == export.job.units)
            #expect(export.job.units > 40)
            let made = try #require(export.made)
            #expect(made.rows > 0 && made.expires == clock.now.adding(seconds: 7 * 86_400))
            let unpacked = try await Self.unpacked(
                try await control.fetchExport(job, by: Self.admin), into: place)
            let folder = place.appendingPathComponent("all")
            let manifest = try await control.exportAll(
                to: folder, opening: false, by: control.systemPrincipal())
            let files = try FileManager.default.contentsOfDirectory(atPath: unpacked.path)
            #expect(Set(files) == Set(manifest.files.map(\.file) + ["manifest.json"]))
            // What tells of the two exports themselves differs.
            let moved = ["control_audit", "control_event", "control_job", "control_export", "control_node"]
            var same = 0
            for file in manifest.files where !moved.contains(where: file.table.hasPrefix) {
                let (one, other) = (
                    try Data(contentsOf: unpacked.appendingPathComponent(file.file)),
                    try Data(contentsOf: folder.appendingPathComponent(file.file))
                )
                #expect(one == other, "\(file.table)")
                same += one.isEmpty ? 0 : 1
            }
            #expect(same > 5)
            #expect(
                try await Self.audited(control) == [
                    "control.export", "control.export", "control.fetchExport",
                ])
        }
    }

    @Test(arguments: TestEngines.all)
    func `is for people of the whole company who may, and for nobody but who started it`(_ engine: Engine)
        async throws
    {
        try await Self.with(engine) { control, _, _ in
            await #expect(throws: ControlRefusal.forbidden("control.export")) {
                try await control.startExport(opening: false, by: Self.person(12, []))
            }
            await #expect(throws: ControlRefusal.forbidden("control.export.open")) {
                try await control.startExport(opening: true, by: Self.admin)
            }
            let station = Self.person(13, scope: "/1/2/")
            await #expect(throws: ExportRefusal.companyOnly) {
                try await control.startExport(opening: false, by: station)
            }
            await #expect(throws: ExportRefusal.companyOnly) { try await control.exports(by: station) }
            let opener = Self.person(14, ["control.export", "control.export.open"])
            let job = try await control.startExport(opening: true, by: opener)
            try await Self.worker(control).work()
            for other in [Self.admin, station] {
                await #expect(throws: ControlRefusal.jobUnknown) { try await control.export(job, by: other) }
                await #expect(throws: ControlRefusal.jobUnknown) {
                    try await control.fetchExport(job, by: other)
                }
            }
            #expect(try await control.exports(by: Self.admin).isEmpty)
            #expect(try await control.exports(by: opener).map(\.job.id) == [job])
            // The right to open was taken away meanwhile.
            await #expect(throws: ControlRefusal.forbidden("control.export.open")) {
                try await control.fetchExport(job, by: Self.person(14))
            }
            #expect(try await Self.audited(control) == ["control.export"])
        }
        try await withControl(engine) { control, _ in
            await #expect(throws: ExportRefusal.noFolder) {
                try await control.startExport(opening: false, by: Self.admin)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `is over after its days: refused at once, deleted by the schedule, told once`(_ engine: Engine)
        async throws
    {
        try await Self.with(engine) { control, clock, place in
            try await control.setParameter(
                "control.export.days", organisation: OrganisationPath("/1/"), from: clock.now.day, value: "2",
                clause: "a decision", by: control.systemPrincipal())
            let job = try await control.startExport(opening: false, by: Self.admin)
            try await Self.worker(control).work()
            let files = place.appendingPathComponent("exports/\(job)")
            try await control.runScheduleNow("control.exportExpiry", by: control.systemPrincipal())
            #expect(FileManager.default.fileExists(atPath: files.path))
            let over = try #require(try await control.export(job, by: Self.admin).made?.expires)
            clock.move(seconds: 2 * 86_400)
            await #expect(throws: ExportRefusal.expired(over.day)) {
                try await control.fetchExport(job, by: Self.admin)
            }
            for _ in 0..<2 {
                clock.move(seconds: 60)
                try await control.runScheduleNow("control.exportExpiry", by: control.systemPrincipal())
            }
            #expect(!FileManager.default.fileExists(atPath: files.path))
            #expect(try await control.export(job, by: Self.admin).made?.expired != nil)
            #expect(try await Self.audited(control) == ["control.export", "control.expireExport"])
            // Deleted by hand before its time: told plainly.
            let next = try await control.startExport(opening: false, by: Self.admin)
            try await Self.worker(control).work()
            try FileManager.default.removeItem(at: place.appendingPathComponent("exports/\(next)"))
            await #expect(throws: ExportRefusal.gone(next)) {
                try await control.fetchExport(next, by: Self.admin)
            }
        }
    }

    /// What a process leaves that is killed in the middle: a claim, some units, half a folder.
    @Test(arguments: TestEngines.all)
    func `that was killed in the middle is begun anew once its claim has run out, and leaves no half folder`(
        _ engine: Engine
    ) async throws {
        try await Self.with(engine) { control, clock, place in
            let job = try await control.startExport(opening: false, by: Self.admin)
            let until = clock.now.adding(seconds: 60)
            let range = BucketRange(Bucket(of: 0))
            try await control.house.database.write { [now = clock.now] transaction in
                try transaction.run(
                    """
                    INSERT INTO control_job_hold (bucket, job_id, attempt, held_until)
                    VALUES (\(job.bucket), \(job), 1, \(until))
                    """)
                try transaction.run(
                    """
                    UPDATE control_job SET state = 'RUNNING', started_at = \(now)
                    WHERE bucket = \(job.bucket) AND id = \(job)
                    """)
                try transaction.run(
                    """
                    UPDATE control_job_unit SET state = 'DONE', finished_at = \(now), result = '{"done":5,"errors":{},"totals":{}}'
                    WHERE bucket = \(range.first) AND job_id = \(job) AND number = 0
                    """)
            }
            let half = place.appendingPathComponent("exports/\(job).1.part")
            try FileManager.default.createDirectory(at: half, withIntermediateDirectories: true)
            try Data("half".utf8).write(to: half.appendingPathComponent("control_user.jsonl"))
            // Somebody may still be at it.
            try await Self.worker(control).work()
            #expect(try await control.export(job, by: Self.admin).job.state == .running)
            clock.move(seconds: 61)
            try await Self.worker(control).work()
            let export = try await control.export(job, by: Self.admin)
            #expect(export.job.state == .done && export.progress.unitsDone == export.job.units)
            #expect(
                try FileManager.default.contentsOfDirectory(
                    atPath: place.appendingPathComponent("exports").path) == [job.description])
            let made = try #require(export.made)
            #expect(Int64(export.progress.result.done) == made.rows)
        }
    }

    @Test(arguments: TestEngines.all)
    func `stands still and is given up at a wish, and one that failed goes on`(_ engine: Engine) async throws
    {
        try await Self.with(engine) { control, _, place in
            let exports = place.appendingPathComponent("exports")
            let job = try await control.startExport(opening: false, by: Self.admin)
            try await control.pauseJob(job, by: Self.admin)
            try await Self.worker(control).work()
            #expect(try await control.export(job, by: Self.admin).job.state == .paused)
            #expect(!FileManager.default.fileExists(atPath: exports.path))
            try await control.resumeJob(job, by: Self.admin)
            // A file stands where the folder should: the disk says no.
            try Data().write(to: exports)
            let faults = Mutex(0)
            try await ExportWorker(control: control) { _ in faults.withLock { $0 += 1 } }.work()
            #expect(faults.withLock { $0 } == 1)
            #expect(try await control.export(job, by: Self.admin).job.state == .failed)
            try FileManager.default.removeItem(at: exports)
            try await control.resumeJob(job, by: Self.admin)
            try await Self.worker(control).work()
            #expect(try await control.export(job, by: Self.admin).job.state == .done)
            let other = try await control.startExport(opening: false, by: Self.admin)
            try await control.cancelJob(other, by: Self.admin)
            try await Self.worker(control).work()
            #expect(try await control.export(other, by: Self.admin).made == nil)
            // A worker was killed at it before it was given up: the schedule clears that away.
            let half = exports.appendingPathComponent("\(other).1.part")
            try FileManager.default.createDirectory(at: half, withIntermediateDirectories: false)
            try await control.runScheduleNow("control.exportExpiry", by: control.systemPrincipal())
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: exports.path) == [job.description])
        }
    }
}
