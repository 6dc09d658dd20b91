internal import Foundation
package import Store
internal import StorePostgres
internal import StoreSQLite
internal import Synchronization

/// The engines every store test runs on, and where they are.
package enum TestEngines {
    /// LAMPLIGHT_TEST_ENGINES, both where it is not set. A word that is no engine stops the tests.
    package static let all: [Engine] = {
        let words = (ProcessInfo.processInfo.environment["LAMPLIGHT_TEST_ENGINES"] ?? "sqlite,postgres")
            .split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return words.map { word in
            guard let engine = Engine(rawValue: word) else { preconditionFailure("\(word) is not an engine") }
            return engine
        }
    }()

    /// Those of `all` that are `engine`: the argument of a test that can only be asked of one.
    package static func only(_ engine: Engine) -> [Engine] { all.filter { $0 == engine } }

    /// What libpq takes for the server of the tests.
    /// - Throws: Where LAMPLIGHT_TEST_POSTGRES is not set: a missing engine fails a test, it never skips it.
    package static func postgresURL() throws -> String {
        guard let url = ProcessInfo.processInfo.environment["LAMPLIGHT_TEST_POSTGRES"] else {
            throw TestEngineFault.missing(
                "LAMPLIGHT_TEST_POSTGRES does not say where the PostgreSQL of the tests is")
        }
        return url
    }
}

/// Why a test's database could not be had, or what was wrong with what it was asked.
package enum TestEngineFault: Error {
    case missing(String)
    /// Statements that would not run on a sharded database, each with what is wrong.
    case shardLint([String])
}

/// An empty database of its own that any number of connections may open: a file, or a schema of the server.
package struct TestPlace: Sendable {
    package let engine: Engine
    /// The file's path, or the schema's name.
    package let name: String

    package init(engine: Engine, name: String) {
        self.engine = engine
        self.name = name
    }

    /// - Parameter url: Another way to the same PostgreSQL (a proxy); nil for the usual one.
    package func open(
        connections: Int = 4, url: String? = nil, observer: StatementObserver? = nil
    ) async throws -> any Database {
        switch engine {
        case .sqlite: try await SQLiteDatabase.open(path: name, observer: observer)
        case .postgres:
            try await PostgresDatabase.open(
                url: try url ?? TestEngines.postgresURL(), schema: name, connections: connections,
                observer: observer)
        }
    }
}

/// Makes an empty place on `engine`, and takes it away afterwards, whatever came of `body`.
@discardableResult
package func withPlace<T>(_ engine: Engine, _ body: (TestPlace) async throws -> T) async throws -> T {
    let word = "test_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "_")
    switch engine {
    case .sqlite:
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(word)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(TestPlace(engine: engine, name: folder.appendingPathComponent("test.db").path))
    case .postgres:
        let url = try TestEngines.postgresURL()
        let outcome: Result<T, any Error>
        do {
            outcome = .success(try await body(TestPlace(engine: engine, name: word)))
        } catch {
            outcome = .failure(error)
        }
        let cleaner = try await PostgresDatabase.open(url: url, connections: 1)
        try await cleaner.write { try $0.run(SQL(stringLiteral: "DROP SCHEMA IF EXISTS \(word) CASCADE")) }
        try await cleaner.close()
        return try outcome.get()
    }
}

/// Opens a fresh database on `engine`, brings it to `schema`, and takes it away after `body`.
///
/// Every statement passes the shard lint of that schema; a complaint fails the test at its end.
/// - Parameter observer: sees every statement too.
@discardableResult
package func withDatabase<T>(
    _ engine: Engine, schema: Schema? = nil, connections: Int = 4, observer: StatementObserver? = nil,
    _ body: (any Database) async throws -> T
) async throws -> T {
    try await withPlace(engine) { place in
        let lint = ShardLint(tables: schema?.tables ?? [])
        let heard = Complaints()
        let database = try await place.open(connections: connections) {
            heard.note(lint.complaints($0), of: $0)
            observer?($0)
        }
        let outcome: Result<T, any Error>
        do {
            try await schema?.apply(to: database)
            outcome = .success(try await body(database))
        } catch {
            outcome = .failure(error)
        }
        try await database.close()
        let value = try outcome.get()
        guard heard.all.isEmpty else { throw TestEngineFault.shardLint(heard.all) }
        return value
    }
}

private final class Complaints: Sendable {
    private let heard = Mutex<Set<String>>([])

    func note(_ complaints: [String], of text: String) {
        guard !complaints.isEmpty else { return }
        let line = "\(complaints.joined(separator: "; ")): \(text)"
        heard.withLock { _ = $0.insert(line) }
    }

    var all: [String] { heard.withLock { $0.sorted() } }
}
