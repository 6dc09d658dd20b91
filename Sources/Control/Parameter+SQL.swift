internal import Kernel
internal import Store

enum ParameterRows {
    /// The value in force: the nearest organisation up the tree that set one, the latest that began by `day`; of several
    /// from the same day the last one set.
    static func value(
        _ key: String, organisation: OrganisationPath, on day: Day, in transaction: any Transaction
    ) throws -> (value: String, clause: String)? {
        let candidates = try transaction.all(
            """
            SELECT organisation_path, value, clause FROM control_parameter_value
            WHERE key = \(key) AND effective_from <= \(day)
            ORDER BY effective_from DESC, sequence DESC
            """
        ) { (path: OrganisationPath(try $0.text(0)), value: try $0.text(1), clause: try $0.text(2)) }
        var best: (path: OrganisationPath, value: String, clause: String)?
        for candidate in candidates where candidate.path.contains(organisation) {
            if best == nil || candidate.path.text.utf8.count > best!.path.text.utf8.count { best = candidate }
        }
        return best.map { ($0.value, $0.clause) }
    }

    /// Adds a value; what was set before stays beside it. Two who set the same at the same time meet at the key.
    static func set(
        _ key: String, organisation: OrganisationPath, from day: Day, value: String, clause: String,
        by: UserID, approvedBy: UserID?, at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_parameter_value (key, organisation_path, effective_from, sequence, value, clause, set_by,
                set_at, approved_by)
            VALUES (\(key), \(organisation.text), \(day),
              (SELECT COALESCE(MAX(v.sequence), 0) + 1 FROM control_parameter_value v
               WHERE v.key = \(key) AND v.organisation_path = \(organisation.text) AND v.effective_from = \(day)),
              \(value), \(clause), \(by), \(at), \(approvedBy))
            """)
    }

    struct Stored {
        let key: String
        let organisation: OrganisationPath
        let from: Day
        /// From 1 for each organisation and day; of a day the greatest holds.
        let sequence: Int
        let value: String
        let clause: String
        let by: UserID
        let at: Instant
        let approvedBy: UserID?
    }

    /// Every value of a parameter, of all where nil; the latest first.
    static func all(key: String?, in transaction: any Transaction) throws -> [Stored] {
        try transaction.all(
            """
            SELECT key, organisation_path, effective_from, sequence, value, clause, set_by, set_at, approved_by
            FROM control_parameter_value WHERE key >= \(key ?? "") AND key <= \(key ?? "~")
            ORDER BY key, effective_from DESC, organisation_path, sequence DESC
            """
        ) { row in
            Stored(
                key: try row.text(0), organisation: OrganisationPath(try row.text(1)), from: try row.day(2),
                sequence: try row.int(3), value: try row.text(4), clause: try row.text(5), by: try row.id(6),
                at: try row.instant(7), approvedBy: try row.optionalID(8))
        }
    }

    /// The one in force: of those begun by `day`, the nearest up the tree, of these the latest, of one day the last set.
    static func nearest(_ rows: [Stored], organisation: OrganisationPath, on day: Day) -> Stored? {
        rows.filter { $0.from <= day && $0.organisation.contains(organisation) }.max {
            ($0.organisation.text.utf8.count, $0.from, $0.sequence)
                < ($1.organisation.text.utf8.count, $1.from, $1.sequence)
        }
    }
}
