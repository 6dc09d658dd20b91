import ArgumentParser
import Billing
import Control
import Foundation
import Kernel
import Ledger
import Payment
import Reading
import Records
import Reports
import Store
import StoreSQLite
import Tariff

/// The composition root: one database, the rooms on it, their front doors.
struct Installation: Sendable {
    let database: any Database
    let control: Control
    let records: Records
    let ledger: Ledger
    let reading: Reading
    let billing: Billing
    let payment: Payment
    let tariff: Tariff

    /// - Parameter catalogue: the product's tariffs, which stand until they are installed.
    init(
        house: House, catalogue: TariffCatalogue, schedules: [Schedule] = [], exportFolder: URL? = nil
    ) {
        let shelf = TariffShelf(catalogue)
        let control = Control(
            house: house, rooms: Self.rooms(shelf), schedules: schedules, exportFolder: exportFolder)
        database = house.database
        self.control = control
        tariff = Tariff(control: control, shelf: shelf)
        let reading = Self.reading(control, shelf)
        self.reading = reading
        records = Self.records(control, shelf)
        ledger = Ledger(control: control)
        billing = Self.billing(control, shelf)
        payment = Payment(control: control, ledger: ledger, records: records)
    }

    /// Every room's entry, in the order of the house.
    static func rooms(_ shelf: TariffShelf) -> [Room] {
        [
            Ledger.room, Records.room { Self.records($0, shelf) }, Tariff.room(shelf),
            Reading.room { Self.reading($0, shelf) },
            Billing.room { Self.billing($0, shelf) },
            Payment.room, Reports.room,
        ]
    }

    private static func records(_ control: Control, _ shelf: TariffShelf) -> Records {
        let reading = reading(control, shelf)
        return Records(control: control, outlook: Billing.outlook(shelf, reading)) {
            try reading.settle($0, on: $1, by: $2)
        }
    }

    private static func reading(_ control: Control, _ shelf: TariffShelf) -> Reading {
        Reading(control: control, records: Records(control: control), tariffs: shelf) {
            accounts, month, transaction in
            try Billing.billed(accounts, month, in: transaction)
        }
    }

    private static func billing(_ control: Control, _ shelf: TariffShelf) -> Billing {
        Billing(
            control: control, ledger: Ledger(control: control), records: Records(control: control),
            reading: reading(control, shelf), tariffs: shelf)
    }

    /// The machine's clock.
    static let systemClock = WallClock {
        Instant(milliseconds: Int64(Foundation.Date().timeIntervalSince1970 * 1_000))
    }

    /// Opens the installation that the settings name.
    /// - Throws: a sentence that says what to do where there is none.
    static func open(_ settings: Settings) async throws -> Installation {
        guard try settings.databaseExists(), FileManager.default.fileExists(atPath: settings.keysFile.path)
        else {
            throw ValidationError(
                "no installation in \(settings.data.path); make one with 'lamplight init' or 'lamplight demo'"
            )
        }
        return try await open(settings, keys: readKeys(settings))
    }

    /// Makes the data folder, its keys and the schema; what is there already stays.
    static func create(_ settings: Settings) async throws -> Installation {
        try FileManager.default.createDirectory(
            at: settings.data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if !FileManager.default.fileExists(atPath: settings.keysFile.path) {
            try writePrivately(
                Data(KeyRing.randomMaster()).base64EncodedString() + "\n", to: settings.keysFile)
        }
        try auditKey(settings)
        return try await open(settings, keys: readKeys(settings))
    }

    /// Brings the database up to this program's schema, then claims the node number that this process's ids bear.
    private static func open(_ settings: Settings, keys: KeyRing) async throws -> Installation {
        let clock = systemClock
        let catalogue = try TariffCatalogue.bundled()
        let database = try await settings.openDatabase()
        try await settings.migrate(database, to: Control.schema(of: rooms(TariffShelf(catalogue))))
        let lease = try await NodeLease.claim(on: database, clock: clock)
        // A command may take longer than a claim holds, so every process renews.
        Task { await lease.keep { Console.note("node \(lease.node): \($0)") } }
        var schedules = [SignedDayFolder(try settings.auditRoots(), key: try auditKey(settings)).schedule]
        // A server's backup is its own programs' work; the embedded database has only us.
        if let database = database as? SQLiteDatabase {
            schedules.append(
                Schedule(key: "control.backup", .daily(minute: 130)) { _, due in
                    ScheduleOutcome(
                        word: try Backup(folder: settings.backups).make(of: database, day: due.day)
                            .lastPathComponent)
                })
        } else {
            schedules.append(Control.backupWatch)
        }
        return Installation(
            house: House(database: database, clock: clock, ids: lease.ids, keys: keys),
            catalogue: catalogue, schedules: schedules, exportFolder: settings.exports)
    }

    static func readKeys(_ settings: Settings) throws -> KeyRing {
        let text = try String(contentsOf: settings.keysFile, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard let master = Data(base64Encoded: text), master.count == 32 else {
            throw ValidationError(
                "\(settings.keysFile.path) does not hold 32 bytes in base64; restore it from a backup")
        }
        return KeyRing(master: Array(master))
    }

    /// Writes a file that only its owner can read.
    static func writePrivately(_ text: String, to file: URL) throws {
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw ValidationError("cannot write \(file.path)") }
    }

    /// The acting person of a command: the system, whose user owns this machine.
    var principal: Principal { control.systemPrincipal() }

    /// The organisation a code names; the company where none is given.
    func organisation(_ code: String?) async throws -> Organisation {
        let all = try await control.organisations(under: OrganisationPath("/"))
        guard let code else {
            guard let company = all.first else {
                throw ValidationError("there is no organisation yet; 'lamplight init' makes one")
            }
            return company
        }
        guard let found = all.first(where: { $0.code == code || $0.name == code }) else {
            throw ValidationError(
                "no organisation \(code); there are \(all.map(\.code).joined(separator: ", "))")
        }
        return found
    }
}
