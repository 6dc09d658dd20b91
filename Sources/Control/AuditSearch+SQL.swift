internal import Kernel
internal import Store

extension AuditRows {
    /// Entries by time, the newest first.
    static func search(
        _ filter: AuditFilter, user: UserID?, scope: OrganisationPath, after: AuditPlace?, limit: Int,
        in transaction: any Transaction
    ) throws -> [(AuditEntry, Int64)] {
        let begin = Instant(startOf: filter.from)
        let end = Instant(startOf: filter.to).adding(seconds: 86_400)
        var sql: SQL = """
            SELECT bucket, day, at, user_id, organisation_id, address, action, subject, before_values, after_values,
              sequence
            FROM control_audit WHERE at >= \(begin) AND at < \(end)
              AND organisation_id IN
                (SELECT id FROM control_organisation WHERE path >= \(scope.text) AND path < \(scope.end))
            """
        if let user { sql.append(" AND user_id = \(user)") }
        if let action = filter.action {
            sql.append(" AND action >= \(action) AND action < \(action + "~")")
        }
        if let subject = filter.subject {
            sql.append(" AND subject LIKE \("%" + Self.literal(subject) + "%") ESCAPE '!'")
        }
        if let after {
            sql.append(
                """
                 AND (at < \(after.at) OR (at = \(after.at) AND (bucket < \(after.bucket)
                   OR (bucket = \(after.bucket) AND sequence < \(after.sequence)))))
                """)
        }
        sql.append(
            """
             ORDER BY at DESC, bucket DESC, sequence DESC LIMIT \(limit)
            /*scatter: the audit administrator looks over every bucket*/
            """)
        return try transaction.all(sql) { row in
            let entry = AuditEntry(
                bucket: try row.bucket(0), day: try row.day(1), at: try row.instant(2), user: try row.id(3),
                organisation: try row.id(4), address: try row.text(5), action: try row.text(6),
                subject: try row.text(7), before: try row.optionalText(8), after: try row.optionalText(9))
            return (entry, try row.int64(10))
        }
    }

    /// Text that `LIKE … ESCAPE '!'` takes as it stands.
    private static func literal(_ text: String) -> String {
        String(text.flatMap { "%_!".contains($0) ? ["!", $0] : [$0] })
    }
}
