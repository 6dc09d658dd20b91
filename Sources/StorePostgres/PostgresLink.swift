internal import CLibPQ
internal import Store

/// One session with the server: its statements, its faults, and whether its transaction still stands. Used by one
/// thread at a time.
final class PostgresLink {
    let pointer: OpaquePointer
    /// The fault that ended the transaction while the server still waits for its ROLLBACK. What follows a swallowed
    /// fault answers with that fault and not with "current transaction is aborted".
    private(set) var abortedBy: StoreFault?
    /// A bulk write is under way; no statement may run.
    var isCopying = false
    private var prepared: [String: Prepared] = [:]
    private var uses = 0
    private var names = 0
    private var hasStalePlans = false

    private struct Prepared {
        let name: String
        let types: [Oid]
        var lastUse: Int
    }

    /// - Throws: `StoreFault.connectionLost` where the server is not reached or refuses the session.
    init(_ settings: PostgresSettings) throws(StoreFault) {
        let words = PostgresSettings.defaults.map { ($0.name, $0.value) } + [("dbname", settings.url)]
        // Words before the URL give way to it, for libpq lets the last one win.
        let made = Self.withStrings(words.map(\.0)) { keys in
            Self.withStrings(words.map(\.1)) { values in PQconnectdbParams(keys, values, 1) }
        }
        guard let made else { throw .engine(code: "memory", message: "no memory for a connection") }
        pointer = made
        guard PQstatus(made) == CONNECTION_OK else {
            throw .connectionLost(String(cString: PQerrorMessage(made)))
        }
        // libpq would write notices to standard error.
        PQsetNoticeProcessor(made, { _, _ in }, nil)
        try command(settings.greeting)
    }

    deinit { PQfinish(pointer) }

    var isBroken: Bool { PQstatus(pointer) != CONNECTION_OK }

    /// Runs text without arguments as it stands, unprepared: DDL, BEGIN, SAVEPOINT.
    @discardableResult
    func command(_ text: String) throws(StoreFault) -> PostgresResult {
        try checkIdle()
        return try checked(PQexec(pointer, text))
    }

    /// Runs a statement, prepared on first use, and gives the whole answer.
    func execute(_ sql: SQL) throws(StoreFault) -> PostgresResult {
        try checkIdle()
        let name = try preparedName(sql)
        return try checked(PostgresArguments(sql.arguments).execute(pointer, name))
    }

    func begin(_ text: String) throws(StoreFault) {
        abortedBy = nil
        if hasStalePlans {
            try command("DEALLOCATE ALL")
            prepared = [:]
            hasStalePlans = false
        }
        try command(text)
    }

    /// - Throws: `StoreFault.outcomeUnknown` where the connection was lost while COMMIT was under way.
    func commit() throws(StoreFault) {
        guard let answer = PQexec(pointer, "COMMIT") else { throw .outcomeUnknown(errorText) }
        let result = PostgresResult(answer)
        if isBroken { throw .outcomeUnknown(errorText) }
        guard result.status == PGRES_COMMAND_OK else { throw fault(of: result) }
        // The server answers COMMIT of a failed transaction with ROLLBACK, and no error.
        if result.tag == "ROLLBACK" {
            throw abortedBy ?? .engine(code: "25P02", message: "the transaction had failed before COMMIT")
        }
    }

    /// Undoes the transaction; a session that cannot even do that counts as broken by its next BEGIN.
    func rollback() {
        guard !isBroken, PQtransactionStatus(pointer) != PQTRANS_IDLE else { return }
        PQclear(PQexec(pointer, "ROLLBACK"))
        abortedBy = nil
    }

    /// Undoes what came after the savepoint; the transaction is usable again.
    func rollback(to savepoint: String) throws(StoreFault) {
        try command("ROLLBACK TO \(savepoint); RELEASE \(savepoint)")
        abortedBy = nil
    }

    /// Remembers a fault that ended the transaction without the server's naming it (a bulk write given up).
    func abort(_ fault: StoreFault) { abortedBy = fault }

    func checked(_ answer: OpaquePointer?) throws(StoreFault) -> PostgresResult {
        guard let answer else {
            throw isBroken ? .connectionLost(errorText) : .engine(code: "memory", message: errorText)
        }
        let result = PostgresResult(answer)
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN: return result
        default: throw fault(of: result)
        }
    }

    var errorText: String { String(cString: PQerrorMessage(pointer)) }

    private func fault(of result: PostgresResult) -> StoreFault {
        let complaint = PostgresComplaint(result.pointer)
        if isBroken { return .connectionLost(complaint.message) }
        if complaint.state == "25P02", let abortedBy { return abortedBy }
        if complaint.isStalePlan { hasStalePlans = true }
        if PQtransactionStatus(pointer) == PQTRANS_INERROR { abortedBy = complaint.fault }
        return complaint.fault
    }

    private func checkIdle() throws(StoreFault) {
        if isCopying { throw .engine(code: "copy", message: "no statement may run inside a bulk write") }
    }

    /// The name the statement is prepared under. A NULL tells no type: where a later use tells one, it is prepared
    /// once more, so an argument's type never hangs on which use came first.
    private func preparedName(_ sql: SQL) throws(StoreFault) -> String {
        var types = PostgresArguments.types(sql.arguments)
        uses += 1
        if let known = prepared[sql.text], known.types.count == types.count {
            for index in types.indices where types[index] == 0 { types[index] = known.types[index] }
            if types == known.types {
                prepared[sql.text]?.lastUse = uses
                return known.name
            }
        }
        if let known = prepared.removeValue(forKey: sql.text) {
            try command("DEALLOCATE \(known.name)")
        } else if prepared.count >= PostgresSettings.preparedLimit,
            let oldest = prepared.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            try command("DEALLOCATE \(oldest.value.name)")
            prepared[oldest.key] = nil
        }
        names += 1
        let name = "s\(names)"
        _ = try checked(PQprepare(pointer, name, sql.text, Int32(types.count), types))
        prepared[sql.text] = Prepared(name: name, types: types, lastUse: uses)
        return name
    }

    /// C strings ended by a null pointer, alive during `body`.
    private static func withStrings<T>(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T
    ) -> T {
        let memory = strings.map { $0.utf8CString }
        var places: [UnsafePointer<CChar>?] = []
        func next(_ index: Int) -> T {
            guard index < memory.count else {
                places.append(nil)
                return body(places)
            }
            return memory[index].withUnsafeBufferPointer { buffer in
                places.append(buffer.baseAddress)
                return next(index + 1)
            }
        }
        return next(0)
    }
}
