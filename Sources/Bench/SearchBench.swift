internal import Control
internal import Foundation
internal import Kernel
internal import Records
internal import Store
internal import StoreSQLite

/// What searching costs at a size: the value that `lamplight bench search` prints.
package struct SearchBench: Codable, Sendable {
    /// Times of one kind of query.
    package struct Times: Codable, Sendable {
        package let queries: Int
        package let p50Ms: Double
        package let p95Ms: Double
        package let maxMs: Double
        /// Hits of all queries together: a query that finds nothing is quick for the wrong reason.
        package let hits: Int
    }

    package let accounts: Int
    /// How long it took to open them, in seconds.
    package let loadSeconds: Double
    package let databaseMiB: Double
    package let queries: Int
    package let p50Ms: Double
    package let p95Ms: Double
    package let maxMs: Double
    /// By kind of query.
    package let kinds: [String: Times]

    /// Opens `accounts` made-up accounts through the archive's own door in an SQLite file of its own, then searches as
    /// clerks do: each kind of query `perKind` times, half of them by a station's clerk, in an order that mixes kinds.
    /// - Parameter folder: where the file is made and removed again; the system's temporary one where nil.
    package static func measure(
        accounts: Int, perKind: Int = 200, seed: UInt64 = 20_261_122, folder: String? = nil,
        progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> SearchBench {
        let place = (folder.map { URL(fileURLWithPath: $0) } ?? FileManager.default.temporaryDirectory)
            .appendingPathComponent("lamplight-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let path = place.appendingPathComponent("search.db").path
        let database = try await SQLiteDatabase.open(path: path)
        let town = try await SearchTown.build(on: database)
        let clock = ContinuousClock()
        let start = clock.now
        var people = SearchPeople(seed: seed)
        for first in stride(from: 0, to: accounts, by: 50_000) {
            let batch = (first..<min(first + 50_000, accounts)).map { people.account($0, in: town) }
            try await town.records.load(batch, by: town.clerk)
            progress?(first + batch.count)
        }
        let loaded = clock.now - start
        var samples = people.queries(accounts: accounts, perKind: perKind)
        samples.shuffle(using: &people.random)
        var times: [String: [Double]] = [:]
        var hits: [String: Int] = [:]
        for (index, sample) in samples.enumerated() {
            let person = index % 2 == 0 ? town.clerk : town.stationClerk
            let begin = clock.now
            let found = try await town.records.search(sample.text, by: person)
            times[sample.kind, default: []].append((clock.now - begin) / .milliseconds(1))
            hits[sample.kind, default: 0] += found.count
        }
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        try await database.close()
        let all = times.values.flatMap { $0 }.sorted()
        return SearchBench(
            accounts: accounts, loadSeconds: loaded / .seconds(1), databaseMiB: Double(size) / 1_048_576,
            queries: all.count, p50Ms: percentile(all, 50), p95Ms: percentile(all, 95), maxMs: all.last ?? 0,
            kinds: Dictionary(
                uniqueKeysWithValues: times.map { kind, times in
                    let sorted = times.sorted()
                    return (
                        kind,
                        Times(
                            queries: sorted.count, p50Ms: percentile(sorted, 50),
                            p95Ms: percentile(sorted, 95),
                            maxMs: sorted.last ?? 0, hits: hits[kind] ?? 0)
                    )
                }))
    }

    private static func percentile(_ sorted: [Double], _ share: Int) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * share / 100)]
    }
}

/// A company with stations and areas for the accounts to stand in.
struct SearchTown: Sendable {
    let records: Records
    let clerk: Principal
    let stationClerk: Principal
    let areas: [(station: OrganisationID, area: GridNodeID)]

    static let stations = 10
    static let areasPerStation = 20

    static func build(on database: any Database) async throws -> SearchTown {
        let clock = WallClock { Instant(startOf: Day(yyyymmdd: 2026_11_22)!) }
        let house = House(
            database: database, clock: clock, ids: IdentifierSource(node: 1, clock: clock),
            keys: KeyRing(master: KeyRing.randomMaster()))
        return try await build(Control(house: house, rooms: [Records.room]))
    }

    /// The same in a house with more rooms.
    static func build(_ control: Control) async throws -> SearchTown {
        try await control.schema.apply(to: control.house.database)
        try await control.addOrganisation(
            id: OrganisationID(1), code: "HQ", name: "海港供电公司", kind: .company, parent: nil)
        let records = Records(control: control)
        let system = control.systemPrincipal()
        func add(_ kind: GridNode.Kind, _ code: String, _ parent: GridNode?, _ station: Int64) async throws
            -> GridNode
        {
            try await records.addGridNode(
                NewGridNode(
                    kind: kind, code: code, name: code, parent: parent?.id,
                    organisation: OrganisationID(station)),
                by: system)
        }
        let substation = try await add(.substation, "B1", nil, 1)
        var areas: [(station: OrganisationID, area: GridNodeID)] = []
        for station in 2..<Int64(2 + stations) {
            let id = OrganisationID(station)
            try await control.addOrganisation(
                id: id, code: "S\(station)", name: "第\(station - 1)供电所", kind: .station,
                parent: OrganisationID(1))
            let feeder = try await add(.feeder, "X\(station)", substation, station)
            for number in 0..<areasPerStation {
                areas.append((id, try await add(.area, "T\(station)-\(number)", feeder, station).id))
            }
        }
        let stationClerk = Principal(
            user: UserID(2), login: "clerk", name: "clerk", organisation: OrganisationID(4),
            organisationName: "",
            scope: OrganisationPath("/1/4/"), roles: [], permissions: ["records.read"], address: "local")
        return SearchTown(records: records, clerk: system, stationClerk: stationClerk, areas: areas)
    }
}
