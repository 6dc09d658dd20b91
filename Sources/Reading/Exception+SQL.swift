import Control
import Kernel
import Records
import Store

/// The statements of exceptions.
enum ExceptionRows {
    private static let columns = [
        "bucket", "month", "account_id", "usage_point_id", "code", "arguments", "organisation_path", "route",
        "state",
        "raised_ms", "decided_by", "decided_ms",
    ]

    /// Puts the exceptions of these assessments in the place of what their accounts had in the month.
    static func renew(
        _ assessments: [Assessment], month: BillingMonth, again: Set<AccountID>, decidedBy user: UserID?,
        at now: Instant, in transaction: any Transaction
    ) throws {
        for assessment in assessments where again.contains(assessment.account.account) {
            let account = assessment.account.account
            try transaction.run(
                """
                DELETE FROM reading_exception
                WHERE bucket = \(account.bucket) AND month = \(month) AND account_id = \(account)
                """)
        }
        try transaction.bulk(BulkInsert(into: "reading_exception", columns)) { writer in
            for assessment in assessments where assessment.needsReview {
                let account = assessment.account
                var written: Set<String> = []
                for finding in assessment.findings where finding.severity == .review {
                    guard let point = finding.usagePoint,
                        written.insert("\(point) \(finding.rule.rawValue)").inserted
                    else { continue }
                    writer.value(account.account.bucket)
                    writer.value(month)
                    writer.value(account.account)
                    writer.value(point)
                    writer.text(finding.rule.rawValue)
                    writer.text(pack(finding.arguments))
                    writer.text(account.organisationPath.text)
                    writer.text(account.route)
                    writer.text(user == nil ? "OPEN" : "APPROVED")
                    writer.value(now)
                    writer.value(user)
                    writer.value(user == nil ? nil : now)
                    try writer.endRow()
                }
            }
        }
    }

    /// The open exceptions of accounts after `after`, in the order of accounts.
    static func open(
        _ month: BillingMonth, from first: String, to end: String, after: AccountID?, limit: Int,
        in transaction: any Transaction
    ) throws -> [ReadingException] {
        try transaction.all(
            """
            /*scatter: a station's worklist lies in all buckets*/
            SELECT account_id, usage_point_id, code, arguments, route FROM reading_exception
            WHERE state = 'OPEN' AND month = \(month) AND account_id > \(after?.number ?? 0)
                AND organisation_path >= \(first) AND organisation_path < \(end)
            ORDER BY account_id, usage_point_id, code LIMIT \(limit)
            """
        ) { row in
            ReadingException(
                account: try row.id(0), usagePoint: try row.id(1), month: month,
                rule: ReadingRule(rawValue: try row.text(2)) ?? .notBalanced,
                arguments: unpack(try row.text(3)),
                route: try row.text(4))
        }
    }

    /// Marks an account's open exceptions of a month as approved.
    static func approve(
        _ account: AccountID, _ month: BillingMonth, by user: UserID, at now: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE reading_exception SET state = 'APPROVED', decided_by = \(user), decided_ms = \(now)
            WHERE bucket = \(account.bucket) AND month = \(month) AND account_id = \(account) AND state = 'OPEN'
            """)
        try transaction.run(
            """
            UPDATE reading_energy SET state = 'APPROVED'
            WHERE bucket = \(account.bucket) AND month = \(month) AND account_id = \(account) AND state = 'PENDING'
            """)
    }

    /// `name=value` a line; the values are numbers and codes of ours and hold neither.
    private static func pack(_ arguments: [String: String]) -> String {
        arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
    }

    private static func unpack(_ text: String) -> [String: String] {
        var arguments: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { arguments[String(parts[0])] = String(parts[1]) }
        }
        return arguments
    }
}
