internal import GRDBSQLite
internal import Store

/// Gathers rows and writes them many to a statement.
///
/// An INSERT of one row opens the table, begins and ends a statement and finds its place in the tree anew; for the
/// narrow rows of a ledger that is about half of what the row costs.
final class SQLiteBulkWriter: BulkWriter {
    /// A value that waits: a number itself, or where in `bytes` a text or blob lies.
    private struct Value {
        enum Kind: UInt8 { case null, int64, text, blob }
        let number: Int64
        let count: Int32
        let kind: Kind
    }

    /// About this many values a statement: beyond it, more rows a statement save nothing that can be measured.
    private static let valuesPerStatement = 1_600
    /// Rows with long texts are written earlier.
    private static let bytesPerStatement = 1 << 20

    private let columns: Int
    private let rowsPerStatement: Int
    private let one: OpaquePointer
    private let prepare: (_ rows: Int) throws -> OpaquePointer
    private let step: (OpaquePointer) throws -> Void
    private var many: OpaquePointer?
    private let values: UnsafeMutablePointer<Value>
    private let capacity: Int
    private var count = 0
    private var bytes: [UInt8] = []
    /// Rows taken so far, written or waiting.
    private(set) var rows = 0

    /// - Parameters:
    ///   - one: The INSERT of one row.
    ///   - prepare: Gives the INSERT of so many rows; asked at most once.
    init(
        columns: Int, one: OpaquePointer, prepare: @escaping (_ rows: Int) throws -> OpaquePointer,
        step: @escaping (OpaquePointer) throws -> Void
    ) {
        self.columns = columns
        self.one = one
        self.prepare = prepare
        self.step = step
        rowsPerStatement = max(1, Self.valuesPerStatement / columns)
        capacity = rowsPerStatement * columns
        values = .allocate(capacity: capacity)
    }

    deinit { values.deallocate() }

    func int64(_ value: Int64) { append(Value(number: value, count: 0, kind: .int64)) }

    func text(_ value: String) {
        var value = value
        value.withUTF8 { append(.text, UnsafeRawBufferPointer($0)) }
    }

    func blob(_ value: [UInt8]) { value.withUnsafeBytes { append(.blob, $0) } }

    func null() { append(Value(number: 0, count: 0, kind: .null)) }

    func endRow() throws {
        rows += 1
        precondition(count % columns == 0, "a bulk row has as many values as columns")
        if count == capacity {
            try writeMany()
        } else if bytes.count > Self.bytesPerStatement {
            try finish()
        }
    }

    /// Writes the rows that wait, one by one.
    func finish() throws {
        defer { empty() }
        for start in stride(from: 0, to: count, by: columns) { try write(start..<start + columns, by: one) }
    }

    private func append(_ value: Value) {
        // A row with too many values would run into the next one, and beyond the end.
        precondition(count < capacity, "a bulk row has as many values as columns")
        (values + count).initialize(to: value)
        count += 1
    }

    private func append(_ kind: Value.Kind, _ taken: UnsafeRawBufferPointer) {
        append(Value(number: Int64(bytes.count), count: Int32(taken.count), kind: kind))
        bytes.append(contentsOf: taken)
    }

    private func writeMany() throws {
        defer { empty() }
        let statement = try many ?? prepare(rowsPerStatement)
        many = statement
        try write(0..<count, by: statement)
    }

    private func empty() {
        count = 0
        bytes.removeAll(keepingCapacity: true)
    }

    /// Texts and blobs are not copied: the statement is stepped to its end while they lie still.
    private func write(_ range: Range<Int>, by statement: OpaquePointer) throws {
        defer { sqlite3_reset(statement) }
        try bytes.withUnsafeBytes { bytes in
            for (place, index) in range.enumerated() {
                bind(values[index], bytes, to: statement, at: Int32(place + 1))
            }
            try step(statement)
        }
    }

    private func bind(
        _ value: Value, _ bytes: UnsafeRawBufferPointer, to statement: OpaquePointer, at place: Int32
    ) {
        switch value.kind {
        case .int64: sqlite3_bind_int64(statement, place, value.number)
        case .null: sqlite3_bind_null(statement, place)
        case .text where value.count == 0: SQLiteBinding.text("", to: statement, at: place)
        case .blob where value.count == 0: SQLiteBinding.blob([], to: statement, at: place)
        case .text:
            let start = bytes.baseAddress!.assumingMemoryBound(to: CChar.self) + Int(value.number)
            sqlite3_bind_text(statement, place, start, value.count, nil)
        case .blob:
            sqlite3_bind_blob(statement, place, bytes.baseAddress! + Int(value.number), value.count, nil)
        }
    }
}
