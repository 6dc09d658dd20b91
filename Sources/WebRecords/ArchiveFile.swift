import Control
import Hummingbird
import Kernel
import Records
import Web

/// A kind of file that brings something into the archive.
enum ArchiveFile: Sendable, CaseIterable {
    case accounts, grid

    /// The page's own.
    var link: String { self == .accounts ? WebRecords.importLink : WebRecords.gridImportLink }
    var title: String { self == .accounts ? "records.import.title" : "records.grid.import" }
    var lead: String { self == .accounts ? "records.import.lead" : "records.grid.import.lead" }
    var form: CSVForm { self == .accounts ? Records.accountsForm : Records.gridForm }
    /// Of the file with a verdict on each row.
    var checked: String { self == .accounts ? "accounts-checked" : "grid-checked" }

    func above(_ visit: Visit) -> Crumb {
        switch self {
        case .accounts: Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink)
        case .grid: Crumb(label: visit.text("records.grid.title"), link: WebRecords.gridLink)
        }
    }

    func check(
        _ bytes: [UInt8], _ encoding: ImportEncoding, _ room: WebRecords, by principal: Principal
    ) async throws -> ImportReport {
        switch self {
        case .accounts: try await room.records.checkImport(bytes, encoding: encoding, by: principal)
        case .grid: try await room.records.checkGridImport(bytes, encoding: encoding, by: principal)
        }
    }

    /// Takes a file; the job where it goes on after the answer.
    func take(
        _ bytes: [UInt8], _ encoding: ImportEncoding, onlyGood: Bool, _ room: WebRecords,
        by principal: Principal
    ) async throws -> (report: ImportReport, job: JobID?) {
        let started =
            switch self {
            case .accounts:
                try await room.records.startImport(
                    bytes, encoding: encoding, onlyGood: onlyGood, by: principal)
            case .grid:
                try await room.records.startGridImport(
                    bytes, encoding: encoding, onlyGood: onlyGood, by: principal)
            }
        guard let job = started.job else { return (started.report, nil) }
        let result = try await room.control.finishImport(
            job, rows: started.report.rows, wasUnderWay: started.wasUnderWay, by: principal)
        return result.map { (started.report.after($0), nil) } ?? (started.report, job)
    }
}

extension WebRecords {
    /// The form that a file is sent by, what takes it, and what checks it only.
    func importPages(_ file: ArchiveFile) -> [Route] {
        [
            .get(file.link, Self.importing) { try $0.show(ImportPage(file, $0, $0.emptyForm(), nil)) },
            .post(file.link, Self.importing) { try await ImportPage.pasted(file, $0, self) },
            .upload(file.link, Self.importing, types: Self.fileTypes, limit: Self.fileLimit) {
                try await ImportPage.uploaded(file, $0, self)
            },
            .post(file.link + "/check", Self.importing) { try await ImportPage.check(file, $0, self) },
            .upload(file.link + "/check", Self.importing, types: Self.fileTypes, limit: Self.fileLimit) {
                try await ImportPage.checked(file, $0, self)
            },
        ]
    }

    var importAPI: [Route] {
        [
            checking(
                .accounts, "/api/v1/imports/accounts/check", "records.imports.check",
                "Checks a file of accounts; writes nothing."),
            taking(
                .accounts, "/api/v1/imports/accounts", "records.imports.accounts",
                "Opens accounts from a file."),
            checking(
                .grid, "/api/v1/imports/grid/check", "records.imports.gridCheck",
                "Checks a grid file; writes nothing."),
            taking(
                .grid, "/api/v1/imports/grid", "records.imports.grid",
                "Adds the nodes of a grid file to the tree."),
        ]
    }

    private func checking(_ file: ArchiveFile, _ path: String, _ id: String, _ summary: String) -> Route {
        .upload(path, Self.importing, types: Self.fileTypes, limit: Self.fileLimit) {
            try await ImportPage.checked(file, $0, self)
        }
        .described(
            id, summary, "Gives every row of the file with its line, its verdict and the reasons before it.",
            gives: String.self
        ).answeringCSV("The file with a verdict on each row.")
    }

    private func taking(_ file: ArchiveFile, _ path: String, _ id: String, _ summary: String) -> Route {
        .upload(path, Self.importing, types: Self.fileTypes, limit: Self.fileLimit) { visit in
            let onlyGood = visit.query("onlyGood") != nil
            let (report, job) = try await file.take(
                try await visit.uploadedBytes(), visit.importEncoding(), onlyGood: onlyGood, self,
                by: visit.principal)
            let isTaken = report.problems.isEmpty || onlyGood
            return try visit.json(
                ImportAnswer(report, job: job, visit.language),
                status: job != nil ? .accepted : isTaken ? .ok : .unprocessableContent)
        }
        .described(
            id, summary,
            """
            docs/import.md tells the columns. 422 where a row was bad and nothing was written; the body tells each. \
            202 where the file is long and a job writes what was found good.
            """,
            query: [
                .text("onlyGood", "Any value: takes the good rows, leaves the others."), .importEncoding,
            ],
            gives: ImportAnswer.self,
            otherwise: [.accepted: ImportAnswer.self, .unprocessableContent: ImportAnswer.self])
    }
}
