internal import Control
internal import Kernel
internal import Store

/// Rows of shared transformers and their dated terms.
enum SharedRows {
    static func add(_ shared: SharedTransformer, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO records_shared_transformer (id, code, name, organisation_id, organisation_path, terms)
            VALUES (\(shared.id), \(shared.code), \(shared.name), \(shared.organisation),
                \(shared.organisationPath.text), \(try LossRows.text(shared.changes[0].terms)))
            """)
    }

    /// - Throws: `StoreFault.unique` where somebody else added the same revision meanwhile.
    static func add(
        _ change: SharedTransformer.Change, _ day: Day, to id: Int64, by user: UserID, at now: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO records_shared_transformer_change (shared_id, from_day, revision, terms, reason, recorded_by,
                recorded_at)
            VALUES (\(id), \(day), \(change.revision), \(try LossRows.text(change.terms)), \(change.reason),
                \(user), \(now))
            """)
    }

    static func shared(in transaction: any Transaction) throws -> [SharedTransformer] {
        let changes = try Dictionary(
            grouping: transaction.all(
                """
                SELECT shared_id, from_day, revision, terms, reason FROM records_shared_transformer_change
                ORDER BY shared_id, from_day, revision
                """
            ) { (shared: try $0.int64(0), change: try change($0)) }, by: \.shared)
        return try transaction.all(
            """
            SELECT id, code, name, organisation_id, organisation_path, terms FROM records_shared_transformer
            ORDER BY code
            """
        ) { row in
            var shared = try shared(row)
            shared.changes += (changes[shared.id] ?? []).map(\.change)
            return shared
        }
    }

    static func shared(_ id: Int64, in transaction: any Transaction) throws -> SharedTransformer? {
        var found = try transaction.first(
            """
            SELECT id, code, name, organisation_id, organisation_path, terms FROM records_shared_transformer
            WHERE id = \(id)
            """, shared)
        found?.changes += try transaction.all(
            """
            SELECT shared_id, from_day, revision, terms, reason FROM records_shared_transformer_change
            WHERE shared_id = \(id) ORDER BY from_day, revision
            """, change)
        return found
    }

    private static func change(_ row: any Row) throws -> SharedTransformer.Change {
        SharedTransformer.Change(
            from: try row.day(1), revision: try row.int(2), terms: try LossRows.value(try row.text(3), 3),
            reason: try row.text(4))
    }

    private static func shared(_ row: any Row) throws -> SharedTransformer {
        SharedTransformer(
            id: try row.int64(0), code: try row.text(1), name: try row.text(2),
            organisation: try row.id(3), organisationPath: OrganisationPath(try row.text(4)),
            changes: [
                .init(from: nil, revision: 0, terms: try LossRows.value(try row.text(5), 5), reason: "")
            ])
    }
}
