internal import Store

/// One connection and the thread it lives on. It connects on first use, and again after it was lost.
actor PostgresConnection {
    /// How a transaction begins.
    enum Kind: String, Sendable {
        case read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case write = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    }

    private let executor: ThreadExecutor
    private let settings: PostgresSettings
    private let observer: StatementObserver?
    private var link: PostgresLink?

    init(_ settings: PostgresSettings, number: Int, observer: StatementObserver?) {
        self.settings = settings
        self.observer = observer
        executor = ThreadExecutor(name: "postgres-\(number)")
    }

    deinit { executor.stop() }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Runs `body` in one transaction; the one hop of a unit of work.
    /// - Throws: what `body` throws, once the transaction is undone; `StoreFault.outcomeUnknown` where the connection
    ///   was lost during COMMIT of a write.
    func perform<T: Sendable>(_ kind: Kind, _ body: @Sendable (any Transaction) throws -> T) throws -> T {
        let link = try connect()
        defer { if link.isBroken { self.link = nil } }
        do {
            try link.begin(kind.rawValue)
            let value = try body(PostgresTransaction(link, observer: observer))
            try link.commit()
            return value
        } catch StoreFault.outcomeUnknown(let message) where kind == .read {
            throw StoreFault.connectionLost(message)
        } catch {
            link.rollback()
            throw error
        }
    }

    /// Runs text outside any transaction: what must be so before the first one.
    func prepare(_ text: String) throws { try connect().command(text) }

    func disconnect() { link = nil }

    private func connect() throws -> PostgresLink {
        if let link { return link }
        let made = try PostgresLink(settings)
        link = made
        return made
    }
}
