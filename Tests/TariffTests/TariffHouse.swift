import Control
import Foundation
import Kernel
import Store
import Tariff
import TestSupport

/// A company with a station on a fresh database, the product's tariffs installed.
struct TariffHouse: Sendable {
    let database: any Database
    let control: Control
    let tariff: Tariff

    static let today = Day(yyyymmdd: 2026_11_02)!

    static func with(
        _ engine: Engine, today: @escaping @Sendable () -> Day = { TariffHouse.today },
        _ body: @Sendable (TariffHouse) async throws -> Void
    ) async throws {
        let shelf = TariffShelf(try TariffCatalogue.bundled())
        let schema = Schema(ControlSchema.migrations + Tariff.room(shelf).migrations)
        try await withDatabase(engine, schema: schema) { database in
            let clock = WallClock { Instant(startOf: today()).adding(seconds: 9 * 3_600) }
            let house = House(
                database: database, clock: clock, ids: IdentifierSource(node: 1, clock: clock),
                keys: KeyRing(master: Array(repeating: 7, count: 32)))
            let control = Control(house: house, rooms: [Tariff.room(shelf)])
            try await control.installRoles()
            try await control.addOrganisation(
                id: OrganisationID(1), code: "HQ", name: "临海港供电公司", kind: .company, parent: nil)
            try await control.addOrganisation(
                id: OrganisationID(2), code: "S2", name: "老城供电所", kind: .station, parent: OrganisationID(1))
            let tariff = Tariff(control: control, shelf: shelf)
            try await tariff.install(TariffCatalogue.bundledFiles())
            try await body(TariffHouse(database: database, control: control, tariff: tariff))
        }
    }

    /// Somebody of the company, or of the station, with a role's permissions in tariffs.
    func person(_ id: Int64, _ permissions: [Permission], station: Bool = false) -> Principal {
        Principal(
            user: UserID(id), login: "u\(id)", name: "u\(id)", organisation: OrganisationID(station ? 2 : 1),
            organisationName: "", scope: OrganisationPath(station ? "/1/2/" : "/1/"), roles: [],
            permissions: Set(permissions), address: "test")
    }

    var clerk: Principal {
        person(
            11,
            ["tariff.read", "tariff.draft", "tariff.publish", "tariff.withdraw", "tariff.publish.approve"])
    }
    var approver: Principal {
        person(12, ["tariff.read", "tariff.publish.approve", "tariff.withdraw", "tariff.withdraw.approve"])
    }

    /// The published file of a code with one more version, the last one's copy with some texts replaced.
    func nextVersion(
        of code: String, from day: String, replacing changes: [String: String] = [:]
    ) async throws -> String {
        let standing = try await tariff.standing(by: clerk)
        let content = standing.first { $0.code == code }?.content ?? ""
        var file = try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any] ?? [:]
        var versions = file["versions"] as? [[String: Any]] ?? []
        var next = versions.last ?? [:]
        var text = String(
            decoding: try JSONSerialization.data(withJSONObject: next, options: [.sortedKeys]), as: UTF8.self)
        for (old, new) in changes { text = text.replacingOccurrences(of: "\"\(old)\"", with: "\"\(new)\"") }
        next = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
        next["effectiveFrom"] = day
        versions.append(next)
        file["versions"] = versions
        return String(
            decoding: try JSONSerialization.data(withJSONObject: file, options: [.sortedKeys]), as: UTF8.self)
    }

    /// Sets a parameter for the station, as a system administrator's proposal that was approved does.
    func set(_ key: String, _ value: String, at path: String = "/1/2/") async throws {
        try await control.record(as: control.systemPrincipal()) { act in
            try act.audit(bucket: OrganisationID(1).bucket, action: "test", subject: "parameter")
            try act.transaction.run(
                """
                INSERT INTO control_parameter_value (key, organisation_path, effective_from, sequence, value, clause,
                  set_by, set_at)
                VALUES (\(key), \(path), 20260101, 1, \(value), 'x', 1, 1)
                """)
        }
    }

    /// Puts a file in the place of a code's first one, as an older program had it.
    func replace(_ code: String, with content: String) async throws {
        try await control.record(as: control.systemPrincipal()) { act in
            try act.audit(bucket: OrganisationID(1).bucket, action: "test", subject: "document")
            try act.transaction.run(
                """
                INSERT INTO tariff_document (id, code, number, kind, content, digest, first_day, proposed_name,
                    published_by, published_name, published_at)
                VALUES (\(act.house.ids.nextNumber()), \(code), 2, 'POWER_FACTOR', \(content), 'x', NULL, '', 1, '', 1)
                """)
        }
    }

    /// As the rehearsal does when it ends.
    func rehearse(_ draft: TariffSketch) async throws {
        try await control.command("tariff.draft", by: clerk) { act in
            try tariff.markRehearsed(draft.id, digest: draft.digest, summary: Self.summary, act)
        }
    }

    static let summary =
        #"{"accounts":3,"bills":36,"refused":1,"energyWh":900000,"beforeFen":61700,"afterFen":63700,"firstMonth":202511,"lastMonth":202610}"#

    /// A checked and rehearsed draft of Shanghai's residential price from a day on.
    func readyDraft(from day: String = "2027-01-01", price: String = "0.637") async throws -> TariffSketch {
        let content = try await nextVersion(of: "SH-RES", from: day, replacing: ["0.617": price])
        let draft = try await tariff.createDraft(.content(content), by: clerk)
        _ = try await tariff.check(draft.id, by: clerk)
        try await rehearse(draft)
        return try await tariff.draft(draft.id, by: clerk)
    }
}
