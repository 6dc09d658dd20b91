import Control
import Kernel
import Store

/// Drafts begun together as rows.
enum DraftSetRows {
    private static let select: SQL = """
        SELECT id, name, organisation_path, made_by, made_name, made_at FROM tariff_draft_set
        """

    private static func set(_ row: any Row) throws -> DraftSet {
        DraftSet(
            id: try row.int64(0), name: try row.text(1), organisationPath: OrganisationPath(try row.text(2)),
            madeBy: try row.id(3), madeName: try row.text(4), madeAt: try row.instant(5), drafts: [])
    }

    /// The newest first.
    static func all(in transaction: any Transaction) throws -> [DraftSet] {
        try transaction.all(select + " ORDER BY id DESC", set)
    }

    static func find(_ id: Int64, in transaction: any Transaction) throws -> DraftSet? {
        try transaction.first(select + " WHERE id = \(id)", set)
    }

    /// The drafts of a set in the order they were written.
    static func members(of id: Int64, in transaction: any Transaction) throws -> [Int64] {
        try transaction.all(
            "SELECT draft_id FROM tariff_draft_set_member WHERE set_id = \(id) ORDER BY draft_id"
        ) { try $0.int64(0) }
    }

    static func insert(_ set: DraftSet, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO tariff_draft_set (id, name, organisation_path, made_by, made_name, made_at)
            VALUES (\(set.id), \(set.name), \(set.organisationPath.text), \(set.madeBy), \(set.madeName), \(set.madeAt))
            """)
        for draft in set.drafts {
            try transaction.run(
                """
                INSERT INTO tariff_draft_set_member (set_id, draft_id) VALUES (\(set.id), \(draft.id))
                """)
        }
    }
}
