internal import Control
internal import Kernel
internal import Store

/// Rows of lamps.
enum LampRows {
    static func insert(_ lamp: Lamp, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO streetlamps_lamp (bucket, id, pole, organisation_id, organisation_path, is_lit)
            VALUES (\(lamp.id.bucket), \(lamp.id), \(lamp.pole), \(lamp.organisation),
              \(lamp.organisationPath.text), \(lamp.isLit))
            """)
    }

    static func all(_ scope: OrganisationPath, in transaction: any Transaction) throws -> [Lamp] {
        try transaction.all(
            """
            SELECT id, pole, organisation_id, organisation_path, is_lit FROM streetlamps_lamp
            WHERE organisation_path >= \(scope.text) AND organisation_path < \(scope.end)
            ORDER BY pole, id /*scatter: the list of a place*/
            """, lamp)
    }

    /// - Throws: `StreetLampsRefusal.lampUnknown`, for one of another place too.
    static func find(_ id: LampID, within scope: OrganisationPath, in transaction: any Transaction) throws
        -> Lamp
    {
        let found = try transaction.first(
            """
            SELECT id, pole, organisation_id, organisation_path, is_lit FROM streetlamps_lamp
            WHERE bucket = \(id.bucket) AND id = \(id)
            """, lamp)
        guard let found, scope.contains(found.organisationPath) else { throw StreetLampsRefusal.lampUnknown }
        return found
    }

    static func set(_ id: LampID, isLit: Bool, in transaction: any Transaction) throws {
        try transaction.run(
            "UPDATE streetlamps_lamp SET is_lit = \(isLit) WHERE bucket = \(id.bucket) AND id = \(id)")
    }

    static func countMended(_ place: OrganisationPath, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO streetlamps_tally (organisation_path, mended) VALUES (\(place.text), 1)
            ON CONFLICT (organisation_path) DO UPDATE SET mended = streetlamps_tally.mended + 1
            """)
    }

    static func mended(_ scope: OrganisationPath, in transaction: any Transaction) throws -> Int64 {
        try transaction.one(
            """
            SELECT CAST(COALESCE(sum(mended), 0) AS BIGINT) FROM streetlamps_tally
            WHERE organisation_path >= \(scope.text) AND organisation_path < \(scope.end)
            """
        ) { try $0.int64(0) }
    }

    private static func lamp(_ row: any Row) throws -> Lamp {
        Lamp(
            id: try row.id(0), pole: try row.text(1), organisation: try row.id(2),
            organisationPath: OrganisationPath(try row.text(3)), isLit: try row.int64(4) == 1)
    }
}
