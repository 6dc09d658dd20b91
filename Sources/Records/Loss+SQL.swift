internal import Control
internal import Foundation
internal import Kernel
internal import Store

/// Rows of loss terms, shared transformers and loss tables.
enum LossRows {
    /// The terms as they are stored: sorted keys, so that the same terms are the same text.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func value<Value: Decodable>(_ text: String, _ column: Int) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw StoreFault.column(column, "is not what losses are reckoned by")
        }
    }

    // MARK: Usage points

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

    private static func change(_ row: any Row) throws -> PointLossChange {
        PointLossChange(
            usagePoint: try row.id(1), from: try row.day(2), revision: try row.int(3),
            terms: try value(try row.text(4), 4), reason: try row.text(5), recordedBy: try row.id(6),
            recordedAt: try row.instant(7))
    }

    // MARK: Shared transformers

    private struct SharedTerms: Codable {
        let method: SharedTransformer.Method
        let transformer: TransformerLossTerms
    }

    static func add(_ shared: SharedTransformer, in transaction: any Transaction) throws {
        let terms = SharedTerms(method: shared.method, transformer: shared.transformer)
        try transaction.run(
            """
            INSERT INTO records_shared_transformer (id, code, name, organisation_id, organisation_path, terms)
            VALUES (\(shared.id), \(shared.code), \(shared.name), \(shared.organisation),
                \(shared.organisationPath.text), \(try text(terms)))
            """)
    }

    static func shared(in transaction: any Transaction) throws -> [SharedTransformer] {
        try transaction.all(
            """
            SELECT id, code, name, organisation_id, organisation_path, terms FROM records_shared_transformer
            ORDER BY code
            """, shared)
    }

    static func shared(_ id: Int64, in transaction: any Transaction) throws -> SharedTransformer? {
        try transaction.first(
            """
            SELECT id, code, name, organisation_id, organisation_path, terms FROM records_shared_transformer
            WHERE id = \(id)
            """, shared)
    }

    private static func shared(_ row: any Row) throws -> SharedTransformer {
        let terms: SharedTerms = try value(try row.text(5), 5)
        return SharedTransformer(
            id: try row.int64(0), code: try row.text(1), name: try row.text(2),
            organisation: try row.id(3), organisationPath: OrganisationPath(try row.text(4)),
            method: terms.method, transformer: terms.transformer)
    }

    // MARK: Loss tables

    static func add(_ table: LossTable, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO records_loss_table (code, name, source, is_example)
            VALUES (\(table.code), \(table.name), \(table.source), \(table.isExample))
            """)
        for row in table.rows {
            try transaction.run(
                """
                INSERT INTO records_loss_row (code, model, capacity_va, upto_wh, loss_wh, loss_varh)
                VALUES (\(table.code), \(row.model), \(row.capacity), \(row.upTo), \(row.loss), \(row.reactive))
                """)
        }
    }

    static func table(_ code: String, in transaction: any Transaction) throws -> LossTable? {
        let head = try transaction.first(
            "SELECT name, source, is_example FROM records_loss_table WHERE code = \(code)"
        ) { (try $0.text(0), try $0.text(1), try $0.bool(2)) }
        guard let head else { return nil }
        let rows = try transaction.all(
            """
            SELECT model, capacity_va, upto_wh, loss_wh, loss_varh FROM records_loss_row WHERE code = \(code)
            ORDER BY model, capacity_va, upto_wh
            """
        ) { row in
            LossTable.Row(
                model: try row.text(0), capacity: try row.quantity(1), upTo: try row.quantity(2),
                loss: try row.quantity(3), reactive: try row.quantity(4))
        }
        return LossTable(code: code, name: head.0, source: head.1, isExample: head.2, rows: rows)
    }
}
