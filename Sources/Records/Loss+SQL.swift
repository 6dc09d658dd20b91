internal import Control
internal import Foundation
internal import Kernel
internal import Store

/// Rows of loss terms.
enum LossRows {
    /// The terms as they are stored: sorted keys, so that the same terms are the same text.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_ text: String, _ column: Int) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw StoreFault.column(column, "is not what losses are reckoned by")
        }
    }

    /// - Throws: `StoreFault.unique` where somebody else added the same revision meanwhile.
    static func add(_ change: PointLossChange, of account: AccountID, in transaction: any Transaction) throws
    {
        try transaction.run(
            """
            INSERT INTO records_point_loss (bucket, account_id, usage_point_id, from_day, revision, arrangement,
                shared_id, terms, reason, recorded_by, recorded_at)
            VALUES (\(account.bucket), \(account), \(change.usagePoint), \(change.from), \(change.revision),
                \(change.terms.arrangement.rawValue), \(change.terms.part?.id), \(try text(change.terms)),
                \(change.reason), \(change.recordedBy), \(change.recordedAt))
            """)
    }

    static func changes(of account: AccountID, in transaction: any Transaction) throws -> [PointLossChange] {
        try transaction.all(
            """
            SELECT account_id, usage_point_id, from_day, revision, terms, reason, recorded_by, recorded_at
            FROM records_point_loss WHERE bucket = \(account.bucket) AND account_id = \(account)
            ORDER BY usage_point_id, from_day, revision
            """, change)
    }

    /// The terms of some accounts, those without any left out.
    static func changes(
        of ids: [AccountID], in transaction: any Transaction
    ) throws -> [AccountID: [PointLossChange]] {
        var found: [AccountID: [PointLossChange]] = [:]
        guard try any(in: transaction) else { return found }
        for slice in ids.slices(of: WantedAccounts.limit) {
            let sql =
                WantedAccounts.sql(slice, as: "records_wanted") + """
                    SELECT l.account_id, l.usage_point_id, l.from_day, l.revision, l.terms, l.reason, l.recorded_by,
                        l.recorded_at
                    FROM records_wanted w CROSS JOIN records_point_loss l
                    WHERE l.bucket = w.bucket AND l.account_id = w.id
                    ORDER BY l.account_id, l.usage_point_id, l.from_day, l.revision
                    """
            try transaction.each(sql) { found[try $0.id(0), default: []].append(try change($0)) }
        }
        return found
    }

    /// Whether any usage point has loss terms: most loads of readings need not ask further.
    private static func any(in transaction: any Transaction) throws -> Bool {
        try transaction.exists(
            "SELECT 1 FROM records_point_loss /*scatter: whether there is any at all*/ LIMIT 1")
    }

    /// The accounts with a point that ever shared a transformer.
    static func accounts(sharing id: Int64, in transaction: any Transaction) throws -> [AccountID] {
        try transaction.all(
            """
            SELECT DISTINCT account_id FROM records_point_loss /*scatter: who shares a transformer is in any bucket*/
            WHERE shared_id = \(id) ORDER BY account_id
            """
        ) { try $0.id(0) }
    }

    /// The accounts with a point, or a part in a shared transformer, that ever followed published loss rules.
    static func accounts(
        following code: String, _ range: BucketRange = .all, in transaction: any Transaction
    ) throws -> [AccountID] {
        let name = "%\"published\":\"\(code)\"%"
        return try transaction.all(
            """
            SELECT DISTINCT l.account_id
            FROM records_point_loss l /*scatter: who follows published rules is in any bucket*/
            WHERE l.bucket BETWEEN \(range.first) AND \(range.last) AND (l.terms LIKE \(name) OR l.shared_id IN (
                SELECT s.id FROM records_shared_transformer s WHERE s.terms LIKE \(name)
                UNION SELECT c.shared_id FROM records_shared_transformer_change c WHERE c.terms LIKE \(name)))
            ORDER BY l.account_id
            """
        ) { try $0.id(0) }
    }

    private static func change(_ row: any Row) throws -> PointLossChange {
        PointLossChange(
            usagePoint: try row.id(1), from: try row.day(2), revision: try row.int(3),
            terms: try value(try row.text(4), 4), reason: try row.text(5), recordedBy: try row.id(6),
            recordedAt: try row.instant(7))
    }
}
