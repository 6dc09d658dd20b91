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
            SELECT id, account_id, channel, amount_fen, tendered_fen, clerk_id, clerk_name, consumer_no, account_name,
                address, organisation_id, organisation_path, day, at_ms, taken_id, taken_path
            FROM payment_payment WHERE bucket = \(account.bucket) AND account_id = \(account) AND id = \(id)
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
            SELECT id, account_id, channel, amount_fen, tendered_fen, clerk_id, clerk_name, consumer_no, account_name,
                address, organisation_id, organisation_path, day, at_ms, taken_id, taken_path
            FROM payment_payment WHERE bucket = \(account.bucket) AND account_id = \(account)
            ORDER BY id DESC
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
            SELECT id, account_id, channel, amount_fen, tendered_fen, clerk_id, clerk_name, consumer_no, account_name,
                address, organisation_id, organisation_path, day, at_ms, taken_id, taken_path
            FROM payment_payment
            WHERE day = \(day) AND id < \(before)
                AND COALESCE(taken_path, organisation_path) >= \(scope.text)
                AND COALESCE(taken_path, organisation_path) < \(scope.end) AND (\(clerk) = 0 OR clerk_id = \(clerk))
            ORDER BY id DESC LIMIT \(limit)
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
            })
    }
}
