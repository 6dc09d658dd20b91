package import Foundation
import Kernel
import Store

extension Control {
    /// Writes all data of the installation into a new folder: one consistent picture, whatever is written meanwhile.
    /// That it was taken out, and whether personal data was opened, is an audit entry before the first byte.
    ///
    /// - Parameters:
    ///   - opening: personal data in clear, where it is stored sealed; needs `control.export.open` besides.
    ///   - folder: must not be there yet.
    ///   - progress: hears of each table that is written.
    /// - Throws: `ControlRefusal.forbidden`; an error of the disk, and then there is no manifest.
    package func exportAll(
        to folder: URL, opening: Bool, by principal: Principal,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> WholeExport.Manifest {
        if opening { try require("control.export.open", principal) }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        try await command("control.export", by: principal) { act in
            try auditExport("user \(principal.user)", bucket: principal.user.bucket, opening: opening, act)
        }
        return try await writeExport(to: folder, opening: opening, by: principal) { file in
            progress?(file.number, file.total)
        }
    }

    func auditExport(_ subject: String, bucket: Bucket, opening: Bool, _ act: Act) throws {
        try act.audit(
            bucket: bucket, action: "control.export", subject: subject,
            after: "{\"opensPersonalData\":\(opening)}")
    }

    /// Writes the files and then the manifest into a folder that is there.
    /// - Parameter told: hears of each table's file.
    func writeExport(
        to folder: URL, opening: Bool, by principal: Principal, stop: StopSign = StopSign(),
        told: @Sendable @escaping (WholeExport.Written) -> Void
    ) async throws -> WholeExport.Manifest {
        let madeAt = house.clock.now()
        let export = WholeExport(tables: exportedTables, keys: opening ? house.keys : nil)
        let (files, derived) = try await read("control.export", by: principal) {
            try export.write(to: folder, in: $0, stop: stop, told: told)
        }
        let manifest = WholeExport.Manifest(
            format: WholeExport.format,
            madeAtMs: String(madeAt.milliseconds),
            opensPersonalData: opening, files: files, derived: derived)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        try encoder.encode(manifest).write(
            to: folder.appendingPathComponent(WholeExport.manifestName), options: .atomic)
        return manifest
    }

    /// Every table that is not made from others.
    var exportedTables: Set<String> { Set(schema.tables.map(\.name)).union(["store_migration"]) }
}
