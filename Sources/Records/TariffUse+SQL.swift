package import Control
package import Kernel
package import Store

extension Records {
    /// How many accounts of each class pay by one of these tariffs on a day: whom a change of it would hit. Closed
    /// accounts are left out.
    /// - Parameter codes: at most a few.
    package func onTariffs(
        _ codes: [String], on day: Day, scope: OrganisationPath, in transaction: any Transaction
    ) throws -> [AccountClass: Int] {
        var found: [AccountClass: Int] = [:]
        for code in codes {
            try TariffUseRows.each(of: code, on: day, scope: scope, in: transaction) { kind, count in
                found[kind, default: 0] += count
            }
        }
        return found
    }

    /// How many accounts of each class are held to a power factor on a day; closed accounts are left out.
    package func heldToPowerFactor(
        on day: Day, scope: OrganisationPath, in transaction: any Transaction
    ) throws -> [AccountClass: Int] {
        var found: [AccountClass: Int] = [:]
        try TariffUseRows.each(of: nil, on: day, scope: scope, in: transaction) { found[$0] = $1 }
        return found
    }
}

/// Terms looked at from the tariff's side.
enum TariffUseRows {
    /// Of an account the term counts that holds on the day: the newest revision of the newest day that was not taken back.
    /// - Parameter code: the tariff; nil for everybody who is held to a power factor, whatever the tariff.
    static func each(
        of code: String?, on day: Day, scope: OrganisationPath, in transaction: any Transaction,
        _ body: (AccountClass, Int) -> Void
    ) throws {
        let who: SQL = code.map { "t.tariff_code = \($0)" } ?? "t.power_factor_standard > 0"
        let accounts: SQL = """
            SELECT a.class, CAST(COUNT(*) AS BIGINT)
            FROM records_term t
            JOIN records_account a ON a.bucket = t.bucket AND a.id = t.account_id
            WHERE 
            """
        try transaction.each(
            accounts + who + """
                 AND t.effective_from <= \(day) AND t.is_void = 0
                  AND a.organisation_path >= \(scope.text) AND a.organisation_path < \(scope.end)
                  AND a.opened_on <= \(day) AND COALESCE(a.closed_on, \(day)) >= \(day)
                  AND NOT EXISTS (
                    SELECT 1 FROM records_term n
                    WHERE n.bucket = t.bucket AND n.account_id = t.account_id AND n.effective_from = t.effective_from
                      AND n.revision > t.revision)
                  AND NOT EXISTS (
                    SELECT 1 FROM records_term l
                    WHERE l.bucket = t.bucket AND l.account_id = t.account_id AND l.effective_from > t.effective_from
                      AND l.effective_from <= \(day) AND l.is_void = 0
                      AND NOT EXISTS (
                        SELECT 1 FROM records_term m
                        WHERE m.bucket = l.bucket AND m.account_id = l.account_id
                          AND m.effective_from = l.effective_from AND m.revision > l.revision))
                GROUP BY a.class ORDER BY a.class
                /*scatter: whom a tariff concerns*/
                """
        ) { row in
            let (kind, count) = try count(row)
            body(kind, count)
        }
    }

    /// How many of some accounts there are of each class; those outside the scope and closed ones are left out.
    static func classes(
        of ids: [AccountID], on day: Day, scope: OrganisationPath, in transaction: any Transaction
    ) throws -> [AccountClass: Int] {
        var found: [AccountClass: Int] = [:]
        for slice in ids.slices(of: WantedAccounts.limit) {
            let accounts: SQL = """
                SELECT a.class, CAST(COUNT(*) AS BIGINT)
                FROM records_wanted w CROSS JOIN records_account a
                WHERE a.bucket = w.bucket AND a.id = w.id
                  AND a.organisation_path >= \(scope.text) AND a.organisation_path < \(scope.end)
                  AND a.opened_on <= \(day) AND COALESCE(a.closed_on, \(day)) >= \(day)
                GROUP BY a.class ORDER BY a.class
                """
            try transaction.each(WantedAccounts.sql(slice, as: "records_wanted") + accounts) { row in
                let (kind, count) = try count(row)
                found[kind, default: 0] += count
            }
        }
        return found
    }

    private static func count(_ row: any Row) throws -> (AccountClass, Int) {
        guard let kind = AccountClass(rawValue: try row.text(0)) else {
            throw StoreFault.column(0, "is not a class of accounts")
        }
        return (kind, try row.int(1))
    }
}
