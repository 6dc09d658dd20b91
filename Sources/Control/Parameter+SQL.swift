internal import Kernel
internal import Store

enum ParameterRows {
    /// The value in force: the nearest organisation up the tree that set one, the latest that began by `day`.
    static func value(
        _ key: String, organisation: OrganisationPath, on day: Day, in transaction: any Transaction
    ) throws -> (value: String, clause: String)? {
        let candidates = try transaction.all(
            """
            SELECT organisation_path, value, clause FROM control_parameter
            WHERE key = \(key) AND effective_from <= \(day)
            ORDER BY effective_from DESC
            """
        ) { (path: OrganisationPath(try $0.text(0)), value: try $0.text(1), clause: try $0.text(2)) }
        var best: (path: OrganisationPath, value: String, clause: String)?
        for candidate in candidates where candidate.path.contains(organisation) {
            if best == nil || candidate.path.text.utf8.count > best!.path.text.utf8.count { best = candidate }
        }
        return best.map { ($0.value, $0.clause) }
    }

    static func set(
        _ key: String, organisation: OrganisationPath, from day: Day, value: String, clause: String,
        by: UserID,
        at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_parameter (key, organisation_path, effective_from, value, clause, set_by, set_at)
            VALUES (\(key), \(organisation.text), \(day), \(value), \(clause), \(by), \(at))
            ON CONFLICT (key, organisation_path, effective_from)
            DO UPDATE SET value = \(value), clause = \(clause), set_by = \(by), set_at = \(at)
            """)
    }
}
