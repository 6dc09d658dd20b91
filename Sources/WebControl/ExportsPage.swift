import Control
import Hummingbird
import Kernel
import Language
import Web

/// 整库导出: the form that starts an export of all data, and one's own exports with how far each is.
struct ExportsPage: Page {
    static let template = "control.exports"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    /// The choice to have personal data in clear; for who may.
    let opening: Field?
    let rows: [Row]
    let hasRows: Bool

    struct Row: Sendable {
        /// To the job, which is watched and steered there.
        let link: String
        let at: String
        let state: Badge
        let progress: String
        let rows: String
        let size: String
        let personal: Badge
        let until: String
        /// The files, where they are ready.
        let file: String?
    }

    init(_ visit: Visit, _ exports: [Export]) {
        let language = visit.language
        title = visit.text("control.exports.title")
        trail = WebControl.systemTrail(visit)
        lead = visit.text("control.exports.lead")
        source = WebControl.exportsLink
        opening =
            visit.may(WebControl.openingExports)
            ? visit.emptyForm().field(
                "open", label: "control.exports.open", .tick, hint: "control.exports.open.hint",
                required: false)
            : nil
        rows = exports.map { export in
            let made = export.made
            let isThere = made.map { $0.expired == nil && $0.expires > visit.now } ?? false
            return Row(
                link: WebControl.jobPath.link(export.job.id), at: language.instant(export.job.createdAt),
                state: made == nil || isThere
                    ? Badge(export.job.state, language) : Badge(visit.text("control.exports.expired"), .warn),
                progress: "\(export.progress.unitsDone) / \(export.job.units)",
                rows: made.map { language.number($0.rows) } ?? "—",
                size: made.map {
                    visit.text("control.exports.size", [("kib", language.number(($0.bytes + 1_023) >> 10))])
                }
                    ?? "—",
                personal: export.opensPersonalData
                    ? Badge(visit.text("control.exports.opened"), .warn)
                    : Badge(visit.text("control.exports.sealed"), .good),
                until: made.map { language.instant($0.expires) } ?? "—",
                file: isThere ? WebControl.exportFilePath.link(export.job.id) : nil)
        }
        hasRows = !rows.isEmpty
    }
}

extension WebControl {
    static let exportsLink = "/control/exports"
    static let exportFilePath = PathTemplate("/control/exports/{job}/file")
    static let openingExports = Access.may("control.export.open")
    private static let exporting = Access.may("control.export")
    private static let exportsAPI = "/api/v1/control/exports"

    var exportRoutes: [Route] { exportPages + exportAPI }

    private var exportPages: [Route] {
        [
            .get(Self.exportsLink, Self.exporting) { visit in
                try visit.show(ExportsPage(visit, try await control.exports(by: visit.principal)))
            },
            .post(Self.exportsLink, Self.exporting) { visit in
                let opening = try visit.form().ticked("open")
                do {
                    _ = try await control.startExport(opening: opening, by: visit.principal)
                } catch let refusal as ExportRefusal where refusal.kind == .conflict {
                    return visit.redirect(
                        to: Self.exportsLink, notice: refusal.code, refusal.arguments, tone: .warn)
                }
                return visit.redirect(to: Self.exportsLink, notice: "control.exports.started")
            },
            .get(Self.exportFilePath.description, Self.exporting) { try await file($0) },
        ]
    }

    private var exportAPI: [Route] {
        [
            .get(Self.exportsAPI, Self.exporting) { visit in
                try visit.json(
                    whole: try await control.exports(by: visit.principal).map { ExportAnswer($0) },
                    of: try visit.page(), key: \.id.description)
            }
            .listed(
                "control.exports.list", "One's own exports of all data, the newest first.",
                of: ExportAnswer.self),
            .post(Self.exportsAPI, Self.exporting) { visit in
                let order = try visit.decode(ExportAnswer.Order.self)
                let job = try await control.startExport(
                    opening: order.opensPersonalData ?? false, by: visit.principal)
                return try visit.json(
                    ExportAnswer(try await control.export(job, by: visit.principal)), status: .accepted)
            }
            .described(
                "control.exports.start", "Exports all data, as a job.",
                """
                For people of the whole company. One export is made at a time; another is refused with 409. Personal \
                data is in clear only where it is asked for and `control.export.open` is held besides.
                """, takes: ExportAnswer.Order.self, gives: ExportAnswer.self, status: .accepted),
            .get(Self.exportsAPI + "/{job}", Self.exporting) { visit in
                try visit.json(
                    ExportAnswer(try await control.export(try visit.id("job"), by: visit.principal)))
            }
            .described(
                "control.exports.get", "One export: how far, what it came to, until when it is ready.",
                "For whoever started it.", gives: ExportAnswer.self),
            .get("/api/v1" + Self.exportFilePath.description, Self.exporting) { try await file($0) }
                .described(
                    "control.exports.file",
                    "The files of an export, a tar archive of what docs/export.md describes.",
                    "For whoever started it, until its time is over."
                )
                .answering(
                    "application/x-tar", "A tar archive: a file of JSON Lines a table, and `manifest.json`."),
        ]
    }

    private func file(_ visit: Visit) async throws -> Response {
        let archive = try await control.fetchExport(try visit.id("job"), by: visit.principal)
        return visit.download(archive.name + ".tar", type: "application/x-tar", bytes: archive.bytes) {
            write in
            try await archive.write(write)
        }
    }
}

/// An export of all data, for programs.
struct ExportAnswer: Codable, Sendable {
    let id: JobID
    let state: String
    /// Tables, and how many of them are written.
    let units: Int
    let unitsDone: Int
    let opensPersonalData: Bool
    let createdAt: String
    /// These are missing until it is made.
    let madeAt: String?
    let rows: Int64?
    let bytes: Int64?
    /// From then on nobody gets it.
    let expiresAt: String?
    /// When its files were deleted.
    let expiredAt: String?
    let fault: String?

    struct Order: Codable {
        /// Personal data in clear, where it is stored sealed; not where it is missing.
        let opensPersonalData: Bool?
    }

    init(_ export: Export) {
        id = export.job.id
        state = export.job.state.rawValue
        units = export.job.units
        unitsDone = export.progress.unitsDone
        opensPersonalData = export.opensPersonalData
        createdAt = export.job.createdAt.description
        madeAt = export.made?.at.description
        rows = export.made?.rows
        bytes = export.made?.bytes
        expiresAt = export.made?.expires.description
        expiredAt = export.made?.expired?.description
        fault = export.job.fault
    }
}
