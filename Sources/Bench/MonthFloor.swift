internal import CFloor
internal import Foundation
internal import Kernel
internal import Store

/// The least that writing a month's rows can cost on this machine: the run's own rows, prebuilt, through SQLite's C API,
/// with the same schema, pragmas and order, 10,000 bills a commit, a row a statement. The run itself writes many rows a
/// statement, so its own writing takes less than this; the yardstick stays what it was.
struct MonthFloor {
    static let billsPerCommit = 10_000
    private static let written = ["billing_bill", "billing_line", "ledger_receivable", "ledger_posting"]

    private struct Rows {
        var columns: [String] = []
        var isText: [UInt8] = []
        var values: [Int64] = []
        var texts: [String] = []
        var commitEnds: [Int64] = []
        var count: Int64 = 0
    }

    /// Seconds that the rows of `tables` in `database` take to write into a new file in `folder`.
    static func seconds(database: any Database, tables: [Table], folder: URL) async throws -> Double {
        var sets: [(table: Table, rows: Rows)] = []
        var limits: [(bucket: Int64, account: Int64)] = []
        for name in written {
            guard let table = tables.first(where: { $0.name == name }) else { continue }
            let rows = try await read(table, limits: limits, database: database)
            if limits.isEmpty { limits = commitLimits(rows) }
            sets.append((table, limits.isEmpty || rows.commitEnds.isEmpty ? cut(rows, at: limits) : rows))
        }
        let schema = sets.flatMap { $0.table.statements(.sqlite) }.joined(separator: ";\n") + ";"
        let path = folder.appendingPathComponent("floor.db").path
        let nanoseconds = call(
            path: path, schema: schema, sets: sets.map { ($0.table.name, $0.rows) }, commits: limits.count)
        guard nanoseconds >= 0 else {
            throw StoreFault.engine(code: "floor", message: "SQLite refused the floor's rows")
        }
        return Double(nanoseconds) / 1e9
    }

    /// Reads a table whole, in the order of its key.
    private static func read(
        _ table: Table, limits: [(bucket: Int64, account: Int64)], database: any Database
    ) async throws -> Rows {
        let name = table.name
        return try await database.read { transaction in
            var rows = Rows()
            try transaction.each(
                SQL(stringLiteral: "SELECT name, type FROM pragma_table_info('\(name)') ORDER BY cid")
            ) {
                rows.columns.append(try $0.text(0))
                rows.isText.append(try $0.text(1) == "TEXT" ? 1 : 0)
            }
            let list = rows.columns.joined(separator: ", ")
            var places: [String: Int64] = [:]
            try transaction.each(
                SQL(
                    stringLiteral:
                        "SELECT \(list) FROM \(name) ORDER BY bucket /*scatter: the floor reads everything*/")
            ) { row in
                for column in rows.columns.indices {
                    guard rows.isText[column] == 1 else {
                        rows.values.append(try row.int64(column))
                        continue
                    }
                    let text = try row.text(column)
                    if let place = places[text] {
                        rows.values.append(place)
                    } else {
                        places[text] = Int64(rows.texts.count)
                        rows.values.append(Int64(rows.texts.count))
                        rows.texts.append(text)
                    }
                }
                rows.count += 1
            }
            return rows
        }
    }

    /// The bucket and account of each commit's last bill.
    private static func commitLimits(_ bills: Rows) -> [(bucket: Int64, account: Int64)] {
        let width = bills.columns.count
        guard let bucket = bills.columns.firstIndex(of: "bucket"),
            let account = bills.columns.firstIndex(of: "account_id")
        else { return [] }
        var ends = Array(stride(from: billsPerCommit, to: Int(bills.count), by: billsPerCommit))
        if bills.count > 0 { ends.append(Int(bills.count)) }
        return ends.map { end in
            let row = (end - 1) * width
            return (bills.values[row + bucket], bills.values[row + account])
        }
    }

    private static func cut(_ rows: Rows, at limits: [(bucket: Int64, account: Int64)]) -> Rows {
        var rows = rows
        let width = rows.columns.count
        guard let bucket = rows.columns.firstIndex(of: "bucket"),
            let account = rows.columns.firstIndex(of: "account_id")
        else { return rows }
        var next: Int64 = 0
        rows.commitEnds = limits.map { limit in
            while next < rows.count {
                let row = Int(next) * width
                if (rows.values[row + bucket], rows.values[row + account]) > limit { break }
                next += 1
            }
            return next
        }
        return rows
    }

    private static func call(path: String, schema: String, sets: [(String, Rows)], commits: Int) -> Int64 {
        var owned: [UnsafeMutablePointer<CChar>] = []
        defer { owned.forEach { free($0) } }
        func own(_ text: String) -> UnsafePointer<CChar>? {
            guard let copy = strdup(text) else { return nil }
            owned.append(copy)
            return UnsafePointer(copy)
        }
        var kept: [(values: [Int64], isText: [UInt8], ends: [Int64], texts: [UnsafePointer<CChar>?])] = []
        for (_, rows) in sets {
            kept.append((rows.values, rows.isText, rows.commitEnds, rows.texts.map(own)))
        }
        var tables: [lamplight_floor_table] = []
        func add(_ index: Int) -> Int64 {
            guard index < sets.count else {
                return tables.withUnsafeBufferPointer { buffer in
                    lamplight_floor(path, schema, buffer.baseAddress, Int32(buffer.count), Int64(commits))
                }
            }
            let (name, rows) = sets[index]
            let places = rows.columns.map { _ in "?" }.joined(separator: ", ")
            let insert = own(
                "INSERT INTO \(name) (\(rows.columns.joined(separator: ", "))) VALUES (\(places))")
            return kept[index].values.withUnsafeBufferPointer { values in
                kept[index].isText.withUnsafeBufferPointer { isText in
                    kept[index].ends.withUnsafeBufferPointer { ends in
                        kept[index].texts.withUnsafeBufferPointer { texts in
                            tables.append(
                                lamplight_floor_table(
                                    insert: insert, columns: Int32(rows.columns.count), rows: rows.count,
                                    values: values.baseAddress, is_text: isText.baseAddress,
                                    texts: texts.baseAddress,
                                    commit_ends: ends.baseAddress))
                            return add(index + 1)
                        }
                    }
                }
            }
        }
        return add(0)
    }
}
