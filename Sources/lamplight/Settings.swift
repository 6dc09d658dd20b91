import ArgumentParser
import Foundation
import Store
import StorePostgres
import StoreSQLite

/// Where everything is: flags over environment (`LAMPLIGHT_…`) over the file `lamplight.conf` in the data folder.
struct Settings: ParsableArguments {
    @Option(name: .customLong("data"), help: "The data folder (LAMPLIGHT_DATA; default ./lamplight-data).")
    var dataFlag: String?

    @Option(
        name: .customLong("database"),
        help:
            "sqlite:PATH or postgres://… (LAMPLIGHT_DATABASE; default sqlite:lamplight.sqlite in the data folder)."
    )
    var databaseFlag: String?

    /// The data folder.
    var data: URL {
        let path = dataFlag ?? ProcessInfo.processInfo.environment["LAMPLIGHT_DATA"] ?? "lamplight-data"
        return URL(fileURLWithPath: path, isDirectory: true)
    }

    var keysFile: URL { data.appendingPathComponent("keys") }
    var backups: URL { data.appendingPathComponent("backups", isDirectory: true) }
    var signInsFile: URL { data.appendingPathComponent("sign-ins.txt") }

    /// The database's address, as a flag, the environment or the file gives it.
    func database() throws -> String {
        if let databaseFlag { return databaseFlag }
        if let value = ProcessInfo.processInfo.environment["LAMPLIGHT_DATABASE"] { return value }
        if let value = try configured("database") { return value }
        return "sqlite:" + data.appendingPathComponent("lamplight.sqlite").path
    }

    /// A value of `lamplight.conf`: lines of `name = value`, `#` begins a comment.
    func configured(_ name: String) throws -> String? {
        let file = data.appendingPathComponent("lamplight.conf")
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
                .split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if parts.count == 2, parts[0] == name { return parts[1] }
        }
        return nil
    }

    /// Opens the database behind its address.
    func openDatabase() async throws -> any Database {
        let address = try database()
        if address.hasPrefix("postgres://") || address.hasPrefix("postgresql://") {
            return try await PostgresDatabase.open(url: address)
        }
        guard address.hasPrefix("sqlite:") else {
            throw ValidationError("--database is sqlite:PATH or postgres://USER@HOST/NAME, not \(address)")
        }
        return try await SQLiteDatabase.open(path: String(address.dropFirst("sqlite:".count)))
    }

    /// Whether there is something to open: a file for SQLite; a server is asked when it is opened.
    func databaseExists() throws -> Bool {
        let address = try database()
        guard address.hasPrefix("sqlite:") else { return true }
        return FileManager.default.fileExists(atPath: String(address.dropFirst("sqlite:".count)))
    }
}
