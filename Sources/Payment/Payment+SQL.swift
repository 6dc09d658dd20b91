import Control
import Kernel
import Store

/// The payment subsystem's statements.
enum PaymentRows {
    static func insertKey(_ order: TakePayment, _ payment: PaymentID, in transaction: any Transaction) throws
    {
        try transaction.run(
            """
            INSERT INTO payment_key (bucket, account_id, key, input, payment_id)
            VALUES (\(order.account.bucket), \(order.account), \(order.idempotencyKey), \(order.input), \(payment))
            """)
    }

    static func key(_ key: String, of account: AccountID, in transaction: any Transaction) throws -> (
        input: String, payment: PaymentID
    )? {
        try transaction.first(
            """
            SELECT input, payment_id FROM payment_key
            WHERE bucket = \(account.bucket) AND account_id = \(account) AND key = \(key)
            """
        ) { (input: try $0.text(0), payment: try $0.id(1)) }
    }

    static func insert(_ payment: TakenPayment, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO payment_payment (bucket, account_id, id, channel, amount_fen, tendered_fen, clerk_id, clerk_name,
                consumer_no, account_name, address, organisation_id, organisation_path, day, at_ms,
                taken_id, taken_path)
            VALUES (\(payment.account.bucket), \(payment.account), \(payment.id), \(payment.channel.rawValue),
                \(payment.amount), \(payment.tendered), \(payment.clerk), \(payment.clerkName), \(payment.consumerNo),
                \(payment.accountName), \(payment.address), \(payment.organisation), \(payment.organisationPath.text),
                \(payment.day), \(payment.at), \(payment.takenAt?.id), \(payment.takenAt?.path.text))
            """)
    }

    static func payment(
        _ id: PaymentID, account: AccountID, in transaction: any Transaction
    ) throws -> TakenPayment? {
        try transaction.first(
            """
            SELECT p.id, p.account_id, p.channel, p.amount_fen, p.tendered_fen, p.clerk_id, p.clerk_name, p.consumer_no,
                p.account_name, p.address, p.organisation_id, p.organisation_path, p.day, p.at_ms, p.taken_id,
                p.taken_path, r.entry_id, r.reason_code, r.reason, r.by_id, r.by_name, r.approved_by_id,
                r.approved_by_name, r.day, r.at_ms
            FROM payment_payment p
            LEFT JOIN payment_reversal r
                ON r.bucket = p.bucket AND r.account_id = p.account_id AND r.payment_id = p.id
            WHERE p.bucket = \(account.bucket) AND p.account_id = \(account) AND p.id = \(id)
            """, payment)
    }

    /// The account a payment is of; nil where there is no such payment.
    static func account(of payment: PaymentID, in transaction: any Transaction) throws -> AccountID? {
        try transaction.first(
            """
            /*scatter: a receipt's number names no account*/
            SELECT account_id FROM payment_payment WHERE id = \(payment)
            """
        ) { try $0.id(0) }
    }

    static func payments(of account: AccountID, in transaction: any Transaction) throws -> [TakenPayment] {
        try transaction.all(
            """
            SELECT p.id, p.account_id, p.channel, p.amount_fen, p.tendered_fen, p.clerk_id, p.clerk_name, p.consumer_no,
                p.account_name, p.address, p.organisation_id, p.organisation_path, p.day, p.at_ms, p.taken_id,
                p.taken_path, r.entry_id, r.reason_code, r.reason, r.by_id, r.by_name, r.approved_by_id,
                r.approved_by_name, r.day, r.at_ms
            FROM payment_payment p
            LEFT JOIN payment_reversal r
                ON r.bucket = p.bucket AND r.account_id = p.account_id AND r.payment_id = p.id
            WHERE p.bucket = \(account.bucket) AND p.account_id = \(account)
            ORDER BY p.id DESC
            """, payment)
    }

    /// Taken at a scope's counters, newest first, before `before`. A clerk of 0 is every clerk.
    static func payments(
        on day: Day, under scope: OrganisationPath, clerk: Int64, before: Int64, limit: Int,
        in transaction: any Transaction
    ) throws -> [TakenPayment] {
        try transaction.all(
            """
            /*scatter: the payments of a day are of any account*/
            SELECT p.id, p.account_id, p.channel, p.amount_fen, p.tendered_fen, p.clerk_id, p.clerk_name, p.consumer_no,
                p.account_name, p.address, p.organisation_id, p.organisation_path, p.day, p.at_ms, p.taken_id,
                p.taken_path, r.entry_id, r.reason_code, r.reason, r.by_id, r.by_name, r.approved_by_id,
                r.approved_by_name, r.day, r.at_ms
            FROM payment_payment p
            LEFT JOIN payment_reversal r
                ON r.bucket = p.bucket AND r.account_id = p.account_id AND r.payment_id = p.id
            WHERE p.day = \(day) AND p.id < \(before)
                AND COALESCE(p.taken_path, p.organisation_path) >= \(scope.text)
                AND COALESCE(p.taken_path, p.organisation_path) < \(scope.end)
                AND (\(clerk) = 0 OR p.clerk_id = \(clerk))
            ORDER BY p.id DESC LIMIT \(limit)
            """, payment)
    }

    static func sum(
        on day: Day, under scope: OrganisationPath, clerk: Int64, in transaction: any Transaction
    ) throws -> (count: Int, amount: Money) {
        try transaction.one(
            """
            /*scatter: the payments of a day are of any account*/
            SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) FROM payment_payment
            WHERE day = \(day)
                AND COALESCE(taken_path, organisation_path) >= \(scope.text)
                AND COALESCE(taken_path, organisation_path) < \(scope.end)
                AND (\(clerk) = 0 OR clerk_id = \(clerk))
            """
        ) { (count: try $0.int(0), amount: try $0.quantity(1)) }
    }

    static func insert(
        _ reversal: PaymentReversal, of payment: TakenPayment, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO payment_reversal (bucket, account_id, payment_id, entry_id, amount_fen, reason_code, reason,
                by_id, by_name, approved_by_id, approved_by_name, clerk_id, path, day, at_ms)
            VALUES (\(payment.account.bucket), \(payment.account), \(payment.id), \(reversal.entry),
                \(payment.amount), \(reversal.reasonCode), \(reversal.reason), \(reversal.by), \(reversal.byName),
                \(reversal.approvedBy), \(reversal.approvedByName), \(payment.clerk), \(payment.counterPath.text),
                \(reversal.day), \(reversal.at))
            """)
    }

    /// What was taken back on a day of a scope's counters' payments. A clerk of 0 is every clerk.
    static func takenBack(
        on day: Day, under scope: OrganisationPath, clerk: Int64, in transaction: any Transaction
    ) throws -> (count: Int, amount: Money) {
        try transaction.one(
            """
            /*scatter: the reversals of a day are of any account*/
            SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) FROM payment_reversal
            WHERE day = \(day) AND path >= \(scope.text) AND path < \(scope.end)
                AND (\(clerk) = 0 OR clerk_id = \(clerk))
            """
        ) { (count: try $0.int(0), amount: try $0.quantity(1)) }
    }

    private static func payment(_ row: any Row) throws -> TakenPayment {
        guard let channel = PaymentChannel(rawValue: try row.text(2)) else {
            throw StoreFault.column(2, "is not a channel")
        }
        let taken: OrganisationID? = try row.optionalID(14)
        let takenPath = try row.optionalText(15)
        return TakenPayment(
            id: try row.id(0), account: try row.id(1), channel: channel, amount: try row.quantity(3),
            tendered: try row.quantity(4), clerk: try row.id(5), clerkName: try row.text(6),
            consumerNo: try row.text(7), accountName: try row.text(8), address: try row.text(9),
            organisation: try row.id(10), organisationPath: OrganisationPath(try row.text(11)),
            day: try row.day(12),
            at: try row.instant(13),
            takenAt: taken.flatMap { id in
                takenPath.map { TakenPayment.Counter(id: id, path: OrganisationPath($0)) }
            }, reversal: try reversal(row))
    }

    private static func reversal(_ row: any Row) throws -> PaymentReversal? {
        guard let entry = try row.optionalInt64(16) else { return nil }
        return PaymentReversal(
            entry: entry, reasonCode: try row.text(17), reason: try row.text(18), by: try row.id(19),
            byName: try row.text(20), approvedBy: try row.optionalID(21),
            approvedByName: try row.optionalText(22), day: try row.day(23), at: try row.instant(24))
    }
}
