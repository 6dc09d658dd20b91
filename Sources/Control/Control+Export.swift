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
        if opening, !principal.may("control.export.open") {
            throw ControlRefusal.forbidden("control.export.open")
        }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let madeAt = house.clock.now()
        try await command("control.export", by: principal) { act in
            try act.audit(
                bucket: principal.user.bucket, action: "control.export", subject: "user \(principal.user)",
                after: "{\"opensPersonalData\":\(opening)}")
        }
        let export = WholeExport(
            tables: Set(schema.tables.map(\.name)).union(["store_migration"]),
            keys: opening ? house.keys : nil)
        let (files, derived) = try await read("control.export", by: principal) {
            try export.write(to: folder, in: $0, progress: progress)
        }
        let manifest = WholeExport.Manifest(
            format: WholeExport.format,
            madeAtMs: String(madeAt.milliseconds),
            opensPersonalData: opening, files: files, derived: derived)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        try encoder.encode(manifest).write(
            to: folder.appendingPathComponent("manifest.json"), options: .atomic)
        return manifest
    }
}
