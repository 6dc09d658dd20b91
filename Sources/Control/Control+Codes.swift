package import Kernel
package import Store

/// Code tables as dated data.
extension Control {
    /// Standard codes hold from this day on.
    private static let standardFrom = Day(yyyymmdd: 1949_10_01)!

    /// The code tables of every room, in their order.
    package var codeTables: [CodeTable] { rooms.flatMap(\.codes) }

    /// The codes of a table that hold on a day, in their order.
    package func codes(_ table: String, on day: Day, in transaction: any Transaction) throws -> [CodeRow] {
        try codeBook(table, in: transaction).holding(on: day)
    }

    /// A table with its whole history; every row with what it means.
    package func codeBook(_ table: String, in transaction: any Transaction) throws -> CodeBook {
        let standard = codeTables.first { $0.key == table }?.codes ?? []
        let rows = try CodeRows.rows(table, in: transaction).map { row in
            var row = row
            // A standard code that was stored before codes had meanings.
            row.means = row.means ?? standard.first { $0.code == row.code }?.means
            return row
        }
        return CodeBook(table: table, rows: rows)
    }

    /// Tables with their whole history, to name what stands on a page.
    package func codeBooks(_ tables: [String]) async throws -> [String: CodeBook] {
        try await house.database.read { transaction in
            var books: [String: CodeBook] = [:]
            for table in tables { books[table] = try codeBook(table, in: transaction) }
            return books
        }
    }

    /// The same in a reading of its own.
    package func codes(_ table: String, on day: Day) async throws -> [CodeRow] {
        try await house.database.read { try codes(table, on: day, in: $0) }
    }

    /// Every code of a table, also those that ended and those to come.
    /// - Throws: `ControlRefusal.codeTableUnknown`.
    package func allCodes(_ table: String, by principal: Principal) async throws -> [CodeRow] {
        try requireTable(table)
        return try await read("control.parameters.read", by: principal) {
            try codeBook(table, in: $0).rows
        }
    }

    /// Writes the rooms' standard codes where a table lacks them. Codes that were ended stay ended.
    package func installCodes() async throws {
        let tables = codeTables
        try await record(as: Self.system()) { act in
            var added = 0
            for table in tables {
                let known = Set(try CodeRows.rows(table.key, in: act.transaction).map(\.code))
                for (position, code) in table.codes.enumerated() where !known.contains(code.code) {
                    try CodeRows.insert(
                        CodeRow(
                            table: table.key, code: code.code, zh: code.zh, en: code.en,
                            from: Self.standardFrom, until: nil, position: position + 1, clause: table.clause,
                            means: code.means),
                        by: act.principal.user, at: act.now, in: act.transaction)
                    added += 1
                }
            }
            if added == 0 { return }
            try act.audit(
                bucket: OrganisationID(1).bucket, action: "control.installCodes", subject: "codes",
                after: "{\"added\":\(added)}")
        }
    }

    /// Adds a code to a table, or gives one another name from a day on after its end, without a second person: for the
    /// system alone. People submit the command `control.changeCode`.
    /// - Throws: `ApprovalRefusal.approvalNeeded`; `ControlRefusal.codeTableUnknown`, `.codeInvalid`, `.codeMeaningWrong`,
    ///   `.codeDaysWrong` where the code has a name on one of the days already.
    package func addCode(_ code: CodeRow, by principal: Principal) async throws {
        try await change(.add(code), by: principal)
    }

    /// Ends a code: `day` is its last. What already names it keeps it. As `addCode`, for the system alone.
    /// - Throws: `ApprovalRefusal.approvalNeeded`; `ControlRefusal.codeTableUnknown`, `.codeUnknown`, `.codeDaysWrong`
    ///   where it begins later.
    package func endCode(_ code: String, of table: String, on day: Day, by principal: Principal) async throws
    {
        try await change(.end(table: table, code: code, day: day), by: principal)
    }

    private func change(_ input: ControlCommands.ChangeCode, by principal: Principal) async throws {
        try requireSystem(principal, for: ControlCommands.changeCode)
        try await command("control.codes", by: principal) { try put(input, $0) }
    }

    /// The rows of the code, where the change can be made.
    func checkedCodes(_ input: ControlCommands.ChangeCode, in transaction: any Transaction) throws
        -> [CodeRow]
    {
        switch input {
        case .add(let code):
            let table = try requireTable(code.table)
            guard
                table.meanings.isEmpty
                    ? code.means == nil : code.means.map(table.meanings.contains) ?? false
            else { throw ControlRefusal.codeMeaningWrong(table.meanings.joined(separator: " ")) }
            guard !code.code.isEmpty, code.code.utf8.count <= 40, !code.zh.isEmpty, !code.en.isEmpty,
                !code.clause.isEmpty
            else { throw ControlRefusal.codeInvalid }
            let rows = try CodeRows.rows(code.table, in: transaction).filter { $0.code == code.code }
            let overlaps = rows.contains { row in
                (row.until.map { code.from <= $0 } ?? true) && (code.until.map { row.from <= $0 } ?? true)
            }
            guard !overlaps, code.until.map({ $0 >= code.from }) ?? true else {
                throw ControlRefusal.codeDaysWrong(code.code)
            }
            return rows
        case .end(let table, let code, let day):
            try requireTable(table)
            let rows = try CodeRows.rows(table, in: transaction).filter { $0.code == code }
            guard let row = rows.last(where: { $0.until == nil }) else {
                throw ControlRefusal.codeUnknown(code)
            }
            guard day >= row.from else { throw ControlRefusal.codeDaysWrong(code) }
            return rows
        }
    }

    func put(_ input: ControlCommands.ChangeCode, _ act: Act) throws {
        let rows = try checkedCodes(input, in: act.transaction)
        let (author, bucket) = (act.proposal?.proposer ?? act.principal.user, OrganisationID(1).bucket)
        switch input {
        case .add(let code):
            try CodeRows.insert(code, by: author, at: act.now, in: act.transaction)
            try act.audit(
                bucket: bucket, action: "control.addCode", subject: "code \(code.table) \(code.code)",
                after: try CommandInput.encode([
                    "en": code.en, "from": code.from.description, "means": code.means ?? "", "zh": code.zh,
                ]))
        case .end(let table, let code, let day):
            guard let row = rows.last(where: { $0.until == nil }) else {
                throw ControlRefusal.codeUnknown(code)
            }
            try CodeRows.end(row, on: day, by: author, at: act.now, in: act.transaction)
            try act.audit(
                bucket: bucket, action: "control.endCode", subject: "code \(table) \(code)",
                after: "{\"until\":\"\(day)\"}")
        }
    }

    @discardableResult
    private func requireTable(_ key: String) throws -> CodeTable {
        guard let table = codeTables.first(where: { $0.key == key }) else {
            throw ControlRefusal.codeTableUnknown(key)
        }
        return table
    }
}
