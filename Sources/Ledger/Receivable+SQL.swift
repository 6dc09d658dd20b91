import Control
import Kernel
import Store

extension LedgerRows {
    private static let receivableInsert = BulkInsert(
        into: "ledger_receivable",
        [
            "bucket", "account_id", "id", "organisation_id", "organisation_path", "month", "kind",
            "amount_fen",
            "due_day", "is_residential", "created_day",
        ])

    static func insert(_ receivables: [Receivable], in transaction: any Transaction) throws {
        try transaction.bulk(receivableInsert) { writer in
            for receivable in receivables {
                writer.int64(Int64(receivable.account.bucket.number))
                writer.int64(receivable.account.number)
                writer.int64(receivable.id)
                writer.int64(receivable.organisation.number)
                writer.text(receivable.organisationPath.text)
                writer.int64(Int64(receivable.month.yyyymm))
                writer.int64(Int64(receivable.kind.rawValue))
                writer.int64(receivable.amount.fen)
                writer.int64(Int64(receivable.dueDay.yyyymmdd))
                writer.int64(receivable.isResidential ? 1 : 0)
                writer.int64(Int64(receivable.createdDay.yyyymmdd))
                try writer.endRow()
            }
        }
    }

    static func receivables(of account: AccountID, in transaction: any Transaction) throws -> [Receivable] {
        try transaction.all(
            """
            SELECT id, organisation_id, organisation_path, month, kind, amount_fen, due_day, is_residential, created_day
            FROM ledger_receivable WHERE bucket = \(account.bucket) AND account_id = \(account)
            ORDER BY month, due_day, id
            """
        ) { row in
            guard let kind = ReceivableKind(rawValue: Int32(truncatingIfNeeded: try row.int64(4))) else {
                throw StoreFault.column(4, "is not a kind of receivable")
            }
            return Receivable(
                id: try row.int64(0), account: account, organisation: try row.id(1),
                organisationPath: OrganisationPath(try row.text(2)), month: try row.month(3), kind: kind,
                amount: try row.quantity(5), dueDay: try row.day(6), isResidential: try row.bool(7),
                createdDay: try row.day(8))
        }
    }

    private static let applicationInsert = BulkInsert(
        into: "ledger_application",
        [
            "bucket", "account_id", "receivable_id", "sequence", "payment_id", "principal_fen", "penalty_fen",
            "accrued_fen", "fixed_fen", "day",
        ])

    static func insert(_ applications: [Application], in transaction: any Transaction) throws {
        try transaction.bulk(applicationInsert) { writer in
            for application in applications {
                writer.int64(Int64(application.account.bucket.number))
                writer.int64(application.account.number)
                writer.int64(application.receivable)
                writer.int64(Int64(application.sequence))
                writer.int64(application.payment.number)
                writer.int64(application.principal.fen)
                writer.int64(application.penalty.fen)
                writer.int64(application.accrued.fen)
                writer.int64(application.fixed.fen)
                writer.int64(Int64(application.day.yyyymmdd))
                try writer.endRow()
            }
        }
    }

    static func applications(of account: AccountID, in transaction: any Transaction) throws -> [Application] {
        try transaction.all(
            """
            SELECT receivable_id, payment_id, sequence, principal_fen, penalty_fen, accrued_fen, fixed_fen, day
            FROM ledger_application WHERE bucket = \(account.bucket) AND account_id = \(account)
            ORDER BY receivable_id, sequence
            """
        ) { row in
            Application(
                receivable: try row.int64(0), account: account, payment: try row.id(1),
                sequence: Int32(truncatingIfNeeded: try row.int64(2)), principal: try row.quantity(3),
                penalty: try row.quantity(4), accrued: try row.quantity(5), fixed: try row.quantity(6),
                day: try row.day(7))
        }
    }
}
