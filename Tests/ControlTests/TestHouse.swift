import Control
import Foundation
import Kernel
import Store
import Synchronization
import TestSupport

/// A clock that a test moves.
final class MovedClock: Sendable {
    private let instant: Mutex<Instant>
    init(_ day: Int = 2026_11_02) {
        instant = Mutex(Instant(startOf: Day(yyyymmdd: day)!).adding(seconds: 9 * 3600))
    }
    var now: Instant { instant.withLock { $0 } }
    func move(seconds: Int64) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
    var clock: WallClock { WallClock { [self] in now } }
}

/// A company with two stations on a fresh database of `engine`.
@discardableResult
func withControl<T>(
    _ engine: Engine, rooms: [Room] = [], on day: Int = 2026_11_02, exportFolder: URL? = nil,
    _ body: (Control, MovedClock) async throws -> T
) async throws -> T {
    let schema = Schema(ControlSchema.migrations + rooms.flatMap(\.migrations))
    return try await withDatabase(engine, schema: schema) { database in
        let clock = MovedClock(day)
        let house = House(
            database: database, clock: clock.clock, ids: IdentifierSource(node: 1, clock: clock.clock),
            keys: KeyRing(master: Array(repeating: 7, count: 32)))
        let control = Control(house: house, rooms: rooms, exportFolder: exportFolder)
        try await control.installRoles()
        try await control.addOrganisation(
            id: OrganisationID(1), code: "HQ", name: "临海港供电公司", kind: .company, parent: nil)
        for (id, name) in [(2, "老城供电所"), (3, "港区供电所")] {
            try await control.addOrganisation(
                id: OrganisationID(Int64(id)), code: "S\(id)", name: name, kind: .station,
                parent: OrganisationID(1))
        }
        return try await body(control, clock)
    }
}
