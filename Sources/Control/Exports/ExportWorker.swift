internal import Foundation
internal import Kernel
internal import Store

/// Makes the exports that were asked for, one after the other, outside of transactions: each from one consistent picture.
///
/// A worker claims a job for some time and renews the claim while it writes. One that was killed leaves a claim that runs
/// out; whoever finds it then begins anew, in a folder of the new attempt. A paused export begins anew too: half a picture
/// is none.
package struct ExportWorker: Sendable {
    /// How long a claim holds without a sign of life.
    static let leaseSeconds: Int64 = 60
    private static let beat: Duration = .seconds(5)
    private let control: Control
    private let onFault: @Sendable (any Error) -> Void

    /// - Parameter onFault: hears why an export failed; it is in the job's row too.
    package init(control: Control, onFault: @Sendable @escaping (any Error) -> Void) {
        self.control = control
        self.onFault = onFault
    }

    /// Runs until the task is cancelled.
    package func run() async throws { try await control.rounds(work) }

    /// Makes what waits and nobody else is making.
    package func work() async throws {
        guard let folder = control.exportFolder else { return }
        for job in try await control.unfinishedJobs(apart: true) where job.kind == Export.kind.name {
            do {
                try await make(job, in: folder)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                onFault(error)
            }
        }
    }

    private func make(_ job: Job, in folder: URL) async throws {
        let worker = try await control.worker(of: job)
        guard let attempt = try await claim(job.id) else { return }
        try Self.sweep(job.id, in: folder)
        let part = folder.appendingPathComponent("\(job.id).\(attempt).part", isDirectory: true)
        do {
            try FileManager.default.createDirectory(
                at: part, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let manifest = try await write(job, attempt, to: part, by: worker)
            try await finish(job, attempt, manifest, part, folder, by: worker)
        } catch {
            try? FileManager.default.removeItem(at: part)
            if error is CancellationError { throw error }
            try await letGo(job, attempt, error is ExportStopped ? nil : error, by: worker)
            guard error is ExportStopped else { throw error }
        }
    }

    /// Claims the job and puts it at its beginning; nil where it is not to be worked, or another works it.
    private func claim(_ id: JobID) async throws -> Int64? {
        let now = control.house.clock.now()
        return try await control.house.database.write { transaction in
            guard let state = try JobRows.find(id, in: transaction)?.state,
                state == .waiting || state == .running,
                let attempt = try JobHoldRows.claim(
                    id, until: now.adding(seconds: Self.leaseSeconds), at: now, in: transaction)
            else { return nil }
            try JobRows.setRunning(id, at: now, in: transaction)
            try JobHoldRows.restart(id, in: transaction)
            return attempt
        }
    }

    /// Removes what earlier attempts of the job left.
    private static func sweep(_ job: JobID, in folder: URL) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: folder.path) else { return }
        for item in try files.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where item.lastPathComponent.hasPrefix("\(job).") || item.lastPathComponent == job.description {
            try files.removeItem(at: item)
        }
    }

    private func write(_ job: Job, _ attempt: Int64, to part: URL, by worker: Principal) async throws
        -> WholeExport.Manifest
    {
        let order: Export.Order = try CommandInput.decode(job.input, of: job.kind)
        let stop = StopSign()
        let (written, told) = AsyncStream.makeStream(of: WholeExport.Written.self)
        async let telling: Void = {
            for await file in written { try await note(file, of: job, by: worker) }
        }()
        async let _ = keep(job.id, attempt, stop)
        defer { told.finish() }
        let manifest = try await withTaskCancellationHandler {
            try await control.writeExport(
                to: part, opening: order.opensPersonalData, by: worker, stop: stop
            ) { told.yield($0) }
        } onCancel: {
            stop.putUp()
        }
        told.finish()
        try await telling
        return manifest
    }

    /// One more table is written: how far the job is.
    private func note(_ file: WholeExport.Written, of job: Job, by worker: Principal) async throws {
        let number = min(file.number, job.units) - 1
        let range = BucketRange(Bucket(of: Int64(number)))
        try await control.record(as: worker) { act in
            guard try JobRows.take(job.id, number, range, at: act.now, in: act.transaction) else { return }
            let rows = Int(clamping: file.rows)
            try JobRows.setResult(job.id, number, range, UnitResult(done: rows), in: act.transaction)
            try act.publish(
                "control.job", bucket: range.first, organisation: job.organisationPath,
                payload: "{\"job\":\"\(job.id)\",\"done\":\(rows)}")
        }
    }

    /// Renews the claim until the work is over; puts up the sign where the job was paused or cancelled, or the claim lost.
    private func keep(_ id: JobID, _ attempt: Int64, _ stop: StopSign) async {
        defer { stop.putUp() }
        do {
            while true {
                try await Task.sleep(for: Self.beat)
                let until = control.house.clock.now().adding(seconds: Self.leaseSeconds)
                let goesOn = try await control.house.database.write { transaction in
                    try JobHoldRows.renew(id, attempt, until: until, in: transaction)
                        && JobRows.find(id, in: transaction)?.state == .running
                }
                guard goesOn else { return }
            }
        } catch {
            // Cancelled with the work's end; or the database is away, and then the work ends too.
        }
    }

    /// Puts the files in their place and ends the job.
    private func finish(
        _ job: Job, _ attempt: Int64, _ manifest: WholeExport.Manifest, _ part: URL, _ folder: URL,
        by worker: Principal
    ) async throws {
        let files = Control.files(of: job.id, in: folder)
        try FileManager.default.moveItem(at: part, to: files)
        let bytes = try ExportArchive(of: files, named: "size", at: control.house.clock.now()).contentBytes
        let rows = manifest.files.reduce(0) { $0 + $1.rows }
        do {
            try await control.record(as: worker) { act in
                guard
                    try JobHoldRows.renew(job.id, attempt, until: act.now, in: act.transaction),
                    try JobRows.setDone(job.id, at: act.now, in: act.transaction)
                else { throw ExportStopped() }
                try JobHoldRows.finishUnits(job.id, at: act.now, in: act.transaction)
                let days = try control.parameter(
                    Export.days.key, organisation: SignInRules.company, on: act.today, in: act.transaction)
                try ExportRows.insert(
                    Export.Made(
                        at: Instant(milliseconds: Int64(manifest.madeAtMs) ?? act.now.milliseconds),
                        rows: rows, bytes: bytes,
                        expires: act.now.adding(seconds: days.number * 86_400)),
                    of: job.id, in: act.transaction)
                try act.audit(
                    bucket: job.id.bucket, action: "control.finishJob", subject: "job \(job.id)",
                    after: "{\"bytes\":\(bytes),\"rows\":\(rows)}")
                try control.publish(job, "DONE", act)
            }
        } catch {
            try? FileManager.default.removeItem(at: files)
            throw error
        }
    }

    /// Gives the claim back, and says why the export failed where it did.
    private func letGo(_ job: Job, _ attempt: Int64, _ error: (any Error)?, by worker: Principal) async throws
    {
        try await control.record(as: worker) { act in
            guard try JobHoldRows.renew(job.id, attempt, until: act.now, in: act.transaction), let error
            else {
                return
            }
            try control.setFailed(job, String(describing: error), act)
        }
    }
}
