internal import Control
internal import Kernel
internal import Records
internal import Store
internal import Tariff

/// Rows of rehearsals and their accounts.
enum RehearsalRows {
    struct Stored {
        let rehearsal: Rehearsal
        let content: String
        let path: OrganisationPath

        var kind: TariffKind { TariffKind(of: content) }
    }

    private static func stored(_ row: any Row) throws -> Stored {
        Stored(
            rehearsal: Rehearsal(
                id: try row.id(0), draft: try row.int64(1), code: try row.text(2), digest: try row.text(3),
                months: try row.month(5)...row.month(6), units: try row.int(8), unitsDone: try row.int(9),
                accounts: try row.int(10), bills: try row.int(11), refused: try row.int(12),
                energy: try row.quantity(13), before: try row.quantity(14), after: try row.quantity(15),
                finishedAt: try row.optionalInstant(16)),
            content: try row.text(4), path: OrganisationPath(try row.text(7)))
    }

    static func insert(_ new: Stored, by user: UserID, at: Instant, in transaction: any Transaction) throws {
        let one = new.rehearsal
        try transaction.run(
            """
            INSERT INTO billing_rehearsal (bucket, id, draft_id, code, digest, content, first_month, last_month,
              organisation_path, units, units_done, accounts, bills, refused, energy_wh, before_fen, after_fen,
              created_by, created_at)
            VALUES (\(one.id.bucket), \(one.id), \(one.draft), \(one.code), \(one.digest), \(new.content),
              \(one.months.lowerBound), \(one.months.upperBound), \(new.path.text), \(one.units), 0, 0, 0, 0, 0, 0, 0,
              \(user), \(at))
            """)
    }

    static func find(_ id: JobID, in transaction: any Transaction) throws -> Stored? {
        try transaction.first(
            """
            SELECT id, draft_id, code, digest, content, first_month, last_month, organisation_path, units, units_done,
              accounts, bills, refused, energy_wh, before_fen, after_fen, finished_at
            FROM billing_rehearsal WHERE bucket = \(id.bucket) AND id = \(id)
            """, stored)
    }

    static func newest(of draft: Int64, in transaction: any Transaction) throws -> Stored? {
        try transaction.first(
            """
            SELECT id, draft_id, code, digest, content, first_month, last_month, organisation_path, units, units_done,
              accounts, bills, refused, energy_wh, before_fen, after_fen, finished_at
            FROM billing_rehearsal WHERE draft_id = \(draft)
            ORDER BY id DESC LIMIT 1 /*scatter: a draft's rehearsals, a few each*/
            """, stored)
    }

    /// Adds a unit's sums. Of units that end at once each sees what the ones before it added: the row is theirs in turn.
    static func add(
        _ accounts: [RehearsedAccount], refused: Int, to id: JobID, in transaction: any Transaction
    ) throws {
        var sum = RehearsalResult.Sum()
        for account in accounts { sum.add(account) }
        let bills = accounts.reduce(0) { $0 + $1.months }
        try transaction.run(
            """
            UPDATE billing_rehearsal SET units_done = units_done + 1, accounts = accounts + \(sum.accounts),
              bills = bills + \(bills), refused = refused + \(refused),
              energy_wh = energy_wh + \(sum.energy.units), before_fen = before_fen + \(sum.before.units),
              after_fen = after_fen + \(sum.after.units)
            WHERE bucket = \(id.bucket) AND id = \(id)
            """)
    }

    static func finish(_ id: JobID, at: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            "UPDATE billing_rehearsal SET finished_at = \(at) WHERE bucket = \(id.bucket) AND id = \(id)")
    }

    private static let accountInsert = BulkInsert(
        into: "billing_rehearsal_account",
        [
            "bucket", "rehearsal_id", "account_id", "organisation_id", "class", "months", "energy_wh",
            "before_fen", "after_fen", "node_id", "month_bits",
        ])

    static func insert(_ accounts: [RehearsedAccount], of id: JobID, in transaction: any Transaction) throws {
        try transaction.bulk(accountInsert) { writer in
            for account in accounts {
                writer.int64(Int64(account.account.bucket.number))
                writer.int64(id.number)
                writer.int64(account.account.number)
                writer.int64(account.organisation.number)
                writer.int64(Int64(AccountClass.allCases.firstIndex(of: account.accountClass) ?? 0))
                writer.int64(Int64(account.months))
                writer.int64(account.energy.units)
                writer.int64(account.before.units)
                writer.int64(account.after.units)
                if let node = account.node { writer.value(node) } else { writer.null() }
                writer.int64(account.monthBits)
                try writer.endRow()
            }
        }
    }

    /// Hands over each account of a rehearsal; none is kept.
    static func each(
        of id: JobID, in transaction: any Transaction, _ body: (RehearsedAccount) throws -> Void
    ) throws {
        let classes = AccountClass.allCases
        try transaction.each(
            """
            SELECT account_id, organisation_id, class, months, energy_wh, before_fen, after_fen, node_id,
              month_bits
            FROM billing_rehearsal_account WHERE rehearsal_id = \(id)
            ORDER BY bucket, account_id /*scatter: the whole of a rehearsal, for its sums*/
            """
        ) { row in
            let place = try row.int(2)
            guard classes.indices.contains(place) else {
                throw StoreFault.column(2, "is not a class of accounts")
            }
            try body(
                RehearsedAccount(
                    account: try row.id(0), organisation: try row.id(1), accountClass: classes[place],
                    node: try row.optionalID(7),
                    monthBits: try row.optionalInt64(8) ?? Self.bits(of: try row.int(3)),
                    energy: try row.quantity(4),
                    before: try row.quantity(5), after: try row.quantity(6)))
        }
    }

    /// Which months of a rehearsal an account was rated in; nil where it was in none.
    static func monthBits(of account: AccountID, _ id: JobID, in transaction: any Transaction) throws
        -> Int64?
    {
        try transaction.first(
            """
            SELECT month_bits, months FROM billing_rehearsal_account
            WHERE bucket = \(account.bucket) AND rehearsal_id = \(id) AND account_id = \(account)
            """
        ) { try $0.optionalInt64(0) ?? Self.bits(of: try $0.int(1)) }
    }

    /// Of a row of before the months were kept one by one: as many as there were, the first ones.
    private static func bits(of months: Int) -> Int64 { (1 << Int64(months)) - 1 }

    /// The last month that bills were released for.
    static func lastReleased(in transaction: any Transaction) throws -> BillingMonth? {
        try transaction.first(
            """
            SELECT month FROM billing_run WHERE release_job IS NOT NULL
            ORDER BY month DESC LIMIT 1 /*scatter: runs, a few a month*/
            """
        ) { try $0.month(0) }
    }
}
