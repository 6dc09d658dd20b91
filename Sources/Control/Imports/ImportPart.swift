package import Kernel

/// Some rows of an imported file as they stand in it, kept until the job that writes them has done so.
package struct ImportPart: Codable, Sendable {
    /// Where each column stands in a row, by the name it has in the form.
    let places: [String: Int]
    let rows: [Row]

    struct Row: Codable, Sendable {
        let line: Int
        let fields: [String]
    }

    package init(_ rows: [CSVForm.Row]) {
        places = rows.first?.places ?? [:]
        self.rows = rows.map { Row(line: $0.line, fields: $0.fields) }
    }

    /// The rows, as the form read them.
    package var sheetRows: [CSVForm.Row] {
        rows.map { CSVForm.Row(line: $0.line, places: places, fields: $0.fields) }
    }
}

/// What a job that writes an imported file is told: whose it is and what they may reach.
package struct ImportOrder: Codable, Sendable {
    /// Of the file and everything it was sent with, the person too: the same again is the same import.
    package let digest: String
    /// Rows of the file that will be written.
    package let rows: Int
    package let user: UserID
    package let scope: OrganisationPath
    /// Further values of the file's kind, such as the month of readings.
    package let values: [String: String]

    /// - Parameter content: the file's bytes and what they were sent with.
    package init(
        kind: String, _ content: [UInt8], onlyGood: Bool, rows: Int = 0, values: [String: String] = [:],
        by principal: Principal
    ) {
        var hash = ContentHash()
        hash.add(kind)
        hash.add(content)
        hash.add(onlyGood ? 1 : 0)
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            hash.add(name)
            hash.add(value)
        }
        hash.add(principal.user.number)
        digest = ContentHash.hex(hash.finalized())
        self.rows = rows
        user = principal.user
        scope = principal.scope
        self.values = values
    }

    /// Of a unit of the job.
    package init(_ unit: JobUnit, of kind: String) throws {
        self = try CommandInput.decode(unit.input, of: kind)
    }

    private init(_ other: ImportOrder, rows: Int) {
        digest = other.digest
        self.rows = rows
        user = other.user
        scope = other.scope
        values = other.values
    }

    /// The same with how many rows will be written.
    func of(_ rows: Int) -> ImportOrder { ImportOrder(self, rows: rows) }
}

/// What became of a file that was sent: told at once, or a job that is writing it.
package struct ImportStarted: Sendable {
    /// What is wrong with the file; nothing of it is written yet.
    package let report: ImportReport
    /// Writes the good rows; nil where none is to be written.
    package let job: JobID?
    /// The same file was sent before, and its job was not over.
    package let wasUnderWay: Bool

    package init(_ report: ImportReport, _ job: JobID?, wasUnderWay: Bool = false) {
        self.report = report
        self.job = job
        self.wasUnderWay = wasUnderWay
    }
}
