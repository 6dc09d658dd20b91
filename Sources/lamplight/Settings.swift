import ArgumentParser
import Configuration
import Foundation
import Store
import StorePostgres
import StoreSQLite

/// Where everything is: flags over environment (`LAMPLIGHT_…`) over the file `lamplight.conf` in the data folder.
struct Settings: ParsableArguments {
    @Option(name: .customLong(Setting.data.rawValue), help: .init(Setting.data.help))
    var dataFlag: String?

    @Option(name: .customLong(Setting.database.rawValue), help: .init(Setting.database.help))
    var databaseFlag: String?

    @Option(name: .customLong(Setting.migrateAs.rawValue), help: .init(Setting.migrateAs.help))
    var migrateAsFlag: String?

    /// The data folder.
    var data: URL {
        let given = ConfigReader(providers: [flags([:]), EnvironmentVariablesProvider()])
        return URL(
            fileURLWithPath: given.string(forKey: Self.key(.data), default: Setting.data.standard),
            isDirectory: true)
    }

    var file: URL { data.appendingPathComponent("lamplight.conf") }
    var keysFile: URL { data.appendingPathComponent("keys") }
    var backups: URL { data.appendingPathComponent("backups", isDirectory: true) }
    /// Exports of all data that are started on a page. Servers of one installation share it.
    var exports: URL { data.appendingPathComponent("exports", isDirectory: true) }
    var tlsFolder: URL { data.appendingPathComponent("tls", isDirectory: true) }
    var signInsFile: URL { data.appendingPathComponent("sign-ins.txt") }

    /// A setting as it holds: the flag, else the environment, else the file, else what holds where nothing is said.
    /// - Parameter more: flags of the command's own.
    /// - Throws: `ValidationError` where the file says what is no setting.
    func value(_ setting: Setting, _ more: [Setting: String] = [:]) throws -> String {
        if setting == .data { return data.path }
        return ConfigReader(providers: [
            flags(more), EnvironmentVariablesProvider(),
            EnvironmentVariablesProvider(environmentVariables: try SettingsFile(file).values),
        ]).string(forKey: Self.key(setting), default: setting.standard)
    }

    /// The same as a whole number.
    func number(_ setting: Setting, _ more: [Setting: String] = [:]) throws -> Int {
        let text = try value(setting, more)
        guard let number = Int(text) else {
            throw ValidationError("\(setting.environment) is a whole number, not \(text)")
        }
        return number
    }

    /// The same as yes or no.
    func flag(_ setting: Setting, _ more: [Setting: String] = [:]) throws -> Bool {
        let text = try value(setting, more)
        switch text.lowercased() {
        case "yes", "true", "1": return true
        case "no", "false", "0", "": return false
        default: throw ValidationError("\(setting.environment) is yes or no, not \(text)")
        }
    }

    private func flags(_ more: [Setting: String]) -> InMemoryProvider {
        var given = more
        given[.data] = dataFlag
        given[.database] = databaseFlag
        given[.migrateAs] = migrateAsFlag
        return InMemoryProvider(
            name: "flags",
            values: Dictionary(
                uniqueKeysWithValues: given.map {
                    (AbsoluteConfigKey(Self.key($0.key)), ConfigValue(stringLiteral: $0.value))
                }))
    }

    private static func key(_ setting: Setting) -> ConfigKey { ConfigKey(["lamplight", setting.rawValue]) }
}

extension Settings {
    /// The database's address.
    func database() throws -> String {
        let address = try value(.database)
        guard address == Setting.database.standard else { return address }
        return "sqlite:" + data.appendingPathComponent("lamplight.sqlite").path
    }

    /// The folder of the audit log's signed days.
    func auditRoots() throws -> URL {
        let path = try value(.auditRoots)
        return path == Setting.auditRoots.standard
            ? data.appendingPathComponent("audit-roots", isDirectory: true)
            : URL(fileURLWithPath: path, isDirectory: true)
    }

    /// Opens the database behind its address.
    func openDatabase() async throws -> any Database {
        let address = try database()
        if Self.isPostgres(address) { return try await PostgresDatabase.open(url: address) }
        guard address.hasPrefix("sqlite:") else {
            throw ValidationError("--database is sqlite:PATH or postgres://USER@HOST/NAME, not \(address)")
        }
        return try await SQLiteDatabase.open(path: String(address.dropFirst("sqlite:".count)))
    }

    /// Brings the database up to `schema`: as the role that owns the tables where one is named, which then grants the
    /// program's role what it needs.
    func migrate(_ database: any Database, to schema: Schema) async throws {
        let owner = try value(.migrateAs)
        if owner.isEmpty {
            try await schema.apply(to: database)
            return
        }
        guard Self.isPostgres(owner), let program = try await database.role() else {
            throw ValidationError(
                "\(Setting.migrateAs.flag) goes with a --database of PostgreSQL, as its address")
        }
        let owned = try await PostgresDatabase.open(url: owner, connections: 1)
        let role = try await owned.role()
        guard role != program else {
            throw ValidationError("\(Setting.migrateAs.flag) names the program's own role \(program)")
        }
        do {
            try await schema.apply(to: owned, grantingTo: program)
        } catch {
            try await owned.close()
            throw error
        }
        try await owned.close()
    }

    /// Whether there is something to open: a file for SQLite; a server is asked when it is opened.
    func databaseExists() throws -> Bool {
        let address = try database()
        guard address.hasPrefix("sqlite:") else { return true }
        return FileManager.default.fileExists(atPath: String(address.dropFirst("sqlite:".count)))
    }

    private static func isPostgres(_ address: String) -> Bool {
        address.hasPrefix("postgres://") || address.hasPrefix("postgresql://")
    }
}
