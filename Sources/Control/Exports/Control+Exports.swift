internal import Foundation
package import Kernel
internal import Store

/// Exports of all data as jobs: who may, what there are, what is fetched and when it is over.
extension Control {
    /// As many of one's newest exports are looked through.
    private static let exportLimit = 200

    /// Puts an export of all data into the queue; `ExportWorker` makes it.
    /// - Parameter opening: personal data in clear; needs `control.export.open` besides.
    /// - Throws: `ControlRefusal.forbidden`; `ExportRefusal.companyOnly`, `.underWay`, `.noFolder`.
    package func startExport(opening: Bool, by principal: Principal) async throws -> JobID {
        try require("control.export", principal)
        if opening { try require("control.export.open", principal) }
        try requireWhole(principal)
        guard exportFolder != nil else { throw ExportRefusal.noFolder }
        guard let company = try await organisations(under: principal.scope).first else {
            throw ControlRefusal.organisationUnknown(principal.scope.text)
        }
        let tables = try await read("control.export", by: principal) { transaction in
            if let other = try JobRows.newest(kind: Export.kind.name, in: transaction),
                [.waiting, .running, .paused].contains(other.state)
            {
                throw ExportRefusal.underWay(other.id)
            }
            return try TableShape.names(in: transaction).filter(exportedTables.contains).count
        }
        return try await startJob(
            kind: Export.kind.name, organisation: company,
            input: try CommandInput.encode(Export.Order(opensPersonalData: opening)),
            units: (0..<tables).map { BucketRange(Bucket(of: Int64($0))) },
            permission: "control.export", by: principal
        ) { id, act in
            try self.auditExport("job \(id)", bucket: id.bucket, opening: opening, act)
        }
    }

    /// One's own exports, the newest first.
    /// - Throws: `ControlRefusal.forbidden`; `ExportRefusal.companyOnly`.
    package func exports(by principal: Principal) async throws -> [Export] {
        try require("control.export", principal)
        try requireWhole(principal)
        return try await read("control.export", by: principal) { transaction in
            try JobRows.recent(
                principal.scope, kind: Export.kind.name, limit: Self.exportLimit, in: transaction
            )
            .filter { $0.startedBy == principal.user }
            .map { try self.export($0, transaction) }
        }
    }

    /// One of one's own exports.
    /// - Throws: `ControlRefusal.forbidden`; `.jobUnknown` where it is somebody else's.
    package func export(_ id: JobID, by principal: Principal) async throws -> Export {
        try await read("control.export", by: principal) { try self.own(id, principal, $0) }
    }

    /// The files of one's own export, to be handed to whoever asks; that they were is an audit entry before the first
    /// byte.
    /// - Throws: as `export`; `ControlRefusal.forbidden` where it opens personal data and the person may not;
    ///   `ExportRefusal.notReady`, `.expired`, `.gone`.
    package func fetchExport(_ id: JobID, by principal: Principal) async throws -> ExportArchive {
        let export = try await export(id, by: principal)
        if export.opensPersonalData { try require("control.export.open", principal) }
        guard let made = export.made else { throw ExportRefusal.notReady }
        guard made.expired == nil, made.expires > house.clock.now() else {
            throw ExportRefusal.expired(made.expires.day)
        }
        guard let folder = exportFolder.map({ Self.files(of: id, in: $0) }),
            FileManager.default.fileExists(
                atPath: folder.appendingPathComponent(WholeExport.manifestName).path)
        else { throw ExportRefusal.gone(id) }
        let archive = try ExportArchive(
            of: folder, named: "lamplight-\(made.at.day.yyyymmdd)-\(id)", at: made.at)
        try await command("control.export", by: principal) { act in
            try act.audit(
                bucket: id.bucket, action: "control.fetchExport", subject: "job \(id)",
                after: "{\"opensPersonalData\":\(export.opensPersonalData)}")
        }
        return archive
    }

    /// Deletes the files of exports whose time is over, and what broken-off ones left.
    func expireExports() async throws -> ScheduleOutcome {
        guard let exportFolder else { return "" }
        let now = house.clock.now()
        let over = try await house.database.read { try ExportRows.over(at: now, in: $0) }
        for job in over {
            let files = Self.files(of: job, in: exportFolder)
            if FileManager.default.fileExists(atPath: files.path) {
                try FileManager.default.removeItem(at: files)
            }
            try await record(as: systemPrincipal(address: "schedule")) { act in
                guard try ExportRows.setExpired(job, at: act.now, in: act.transaction) else { return }
                try act.audit(bucket: job.bucket, action: "control.expireExport", subject: "job \(job)")
            }
        }
        try await removeHalves(in: exportFolder)
        return ScheduleOutcome("control.export.expiredCount", [("count", String(over.count))])
    }

    /// What a killed worker left of an export that was given up since.
    private func removeHalves(in folder: URL) async throws {
        let files = FileManager.default
        guard files.fileExists(atPath: folder.path) else { return }
        for item in try files.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where item.pathExtension == "part" {
            guard
                let job = item.lastPathComponent.split(separator: ".").first.flatMap({
                    JobID(text: String($0))
                }),
                try await state(of: job)?.isOver ?? true
            else { continue }
            try files.removeItem(at: item)
        }
    }

    static func files(of job: JobID, in folder: URL) -> URL {
        folder.appendingPathComponent(job.description, isDirectory: true)
    }

    private func requireWhole(_ principal: Principal) throws {
        guard principal.scope.contains(SignInRules.company) else { throw ExportRefusal.companyOnly }
    }

    private func own(_ id: JobID, _ principal: Principal, _ transaction: any Transaction) throws -> Export {
        guard let job = try JobRows.find(id, in: transaction), job.kind == Export.kind.name,
            job.startedBy == principal.user, principal.scope.contains(job.organisationPath)
        else { throw ControlRefusal.jobUnknown }
        return try export(job, transaction)
    }

    private func export(_ job: Job, _ transaction: any Transaction) throws -> Export {
        let order: Export.Order = try CommandInput.decode(job.input, of: job.kind)
        return Export(
            progress: try progress(job.id, in: transaction), opensPersonalData: order.opensPersonalData,
            made: try ExportRows.made(job.id, in: transaction))
    }
}
