internal import CLibPQ
internal import Store

/// A transaction on one session.
///
/// A statement that fails ends the transaction unless a savepoint stands around it; what runs after it then throws the
/// same fault, and so does COMMIT. (SQLite undoes the one statement: code for both engines puts a savepoint around what
/// it expects to fail.) `each` fetches the whole answer before its first row, so that a statement inside its body may
/// use the connection; what it reads must therefore fit in memory.
final class PostgresTransaction: Transaction {
    let engine = Engine.postgres
    private let link: PostgresLink
    private let observer: StatementObserver?
    private var savepoints = 0
    /// How many pages of one another are being read.
    private var cursors = 0
    /// Rows of a long answer in memory at a time.
    private static let page = 10_000

    init(_ link: PostgresLink, observer: StatementObserver?) {
        self.link = link
        self.observer = observer
    }

    @discardableResult
    func run(_ sql: SQL) throws -> Int {
        observer?(sql.text)
        if sql.arguments.isEmpty, Self.isUnprepared(sql.text) { return try link.command(sql.text).changes }
        return try link.execute(sql).changes
    }

    func each(_ sql: SQL, _ body: (any Row) throws -> Void) throws {
        observer?(sql.text)
        let result = try link.execute(sql)
        let row = PostgresRow(result)
        for index in 0..<result.rows {
            row.row = index
            try body(row)
        }
    }

    /// libpq holds a whole answer, so what may be long is read through a cursor.
    func eachPaged(_ sql: SQL, _ body: (any Row) throws -> Void) throws {
        precondition(sql.arguments.isEmpty, "the server takes no arguments for a cursor")
        observer?(sql.text)
        cursors += 1
        defer { cursors -= 1 }
        // A name for each text: what is prepared for one cursor's rows is not asked of another's.
        let name = "page\(cursors)_\(UInt(bitPattern: sql.text.hashValue))"
        let next = SQL(stringLiteral: "FETCH \(Self.page) FROM \(name)")
        try link.command("DECLARE \(name) NO SCROLL CURSOR FOR \(sql.text)")
        while true {
            let result = try link.execute(next)
            let row = PostgresRow(result)
            for index in 0..<result.rows {
                row.row = index
                try body(row)
            }
            if result.rows < Self.page { break }
        }
        try link.command("CLOSE \(name)")
    }

    @discardableResult
    func bulk(_ insert: BulkInsert, _ body: (any BulkWriter) throws -> Void) throws -> Int {
        observer?(insert.statement)
        try link.command("COPY \(insert.table) (\(insert.columns.joined(separator: ", "))) FROM STDIN")
        link.isCopying = true
        defer { link.isCopying = false }
        let writer = PostgresBulkWriter(link, columns: insert.columns.count)
        do {
            try body(writer)
            try writer.flush()
        } catch {
            PQputCopyEnd(link.pointer, "given up")
            _ = try? drained()
            link.abort(error as? StoreFault ?? .engine(code: "57014", message: "the bulk write was given up"))
            throw error
        }
        guard PQputCopyEnd(link.pointer, nil) == 1 else { throw StoreFault.connectionLost(link.errorText) }
        return try drained()
    }

    func savepoint<T>(_ body: () throws -> T) throws -> T {
        savepoints += 1
        defer { savepoints -= 1 }
        let name = "level\(savepoints)"
        try link.command("SAVEPOINT \(name)")
        let value: T
        do {
            value = try body()
            // A fault that the body swallowed is not undone by it; RELEASE throws it here.
            try link.command("RELEASE \(name)")
        } catch {
            if !link.isBroken { try link.rollback(to: name) }
            throw error
        }
        return value
    }

    /// The rows of a finished COPY. Every answer is fetched, or the session would not be usable again.
    private func drained() throws -> Int {
        var rows = 0
        var fault: StoreFault?
        while let answer = PQgetResult(link.pointer) {
            do {
                rows = try link.checked(answer).changes
            } catch {
                fault = fault ?? error
            }
        }
        if let fault { throw fault }
        return rows
    }

    /// Whether the text is one the server will not prepare, or that is not worth it.
    private static func isUnprepared(_ text: String) -> Bool {
        let verb = text.drop { $0 == " " || $0 == "\n" }.prefix { $0.isLetter }.uppercased()
        return [
            "CREATE", "DROP", "ALTER", "GRANT", "REVOKE", "COMMENT", "TRUNCATE", "ANALYZE", "SET", "LOCK",
        ]
        .contains(verb)
    }
}
