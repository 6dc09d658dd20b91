internal import Control
internal import Kernel
internal import Store

/// Rows of the full-text index, which is FTS5 on SQLite and a table with GIN indices on PostgreSQL.
enum SearchRows {
    /// Adds entries; in order of account, which the index of SQLite takes four times faster than any other.
    static func insert(_ entries: [SearchWords.Entry], in transaction: any Transaction) throws {
        switch transaction.engine {
        case .sqlite:
            try transaction.bulk(BulkInsert(into: "records_search", ["rowid", "words"])) { writer in
                for entry in entries {
                    writer.int64(entry.account)
                    writer.text(words(entry))
                    try writer.endRow()
                }
            }
        case .postgres:
            try transaction.bulk(
                BulkInsert(
                    into: "records_search",
                    ["bucket", "account_id", "organisation_path", "name", "initials", "address"])
            ) { writer in
                for entry in entries {
                    writer.value(Bucket(of: entry.account))
                    writer.int64(entry.account)
                    writer.text(entry.path)
                    writer.text(vector(entry.name))
                    writer.text(vector(entry.initials))
                    writer.text(vector(entry.address))
                    try writer.endRow()
                }
            }
        }
    }

    /// Replaces an account's entry; SQLite's index keeps no texts and must be told the old words.
    static func replace(
        _ old: SearchWords.Entry, by new: SearchWords.Entry, in transaction: any Transaction
    ) throws {
        switch transaction.engine {
        case .sqlite:
            try transaction.run(
                """
                INSERT INTO records_search (records_search, rowid, words)
                VALUES ('delete', \(old.account), \(words(old)))
                """)
        case .postgres:
            try transaction.run(
                """
                DELETE FROM records_search WHERE bucket = \(Bucket(of: old.account)) AND account_id = \(old.account)
                """)
        }
        try insert([new], in: transaction)
    }

    /// Where a phrase is looked for.
    enum Place { case name, initials, address }

    /// Accounts in which all the phrases stand, each in one of the places; by id after `after`, at most `limit`. A lone
    /// unit is looked for in addresses as what a pair begins with: where it is a run of letters or digits, longer runs
    /// are found too.
    static func find(
        _ phrases: [SearchWords.Phrase], in places: [Place], scope: OrganisationPath, after: Int64 = 0,
        limit: Int,
        in transaction: any Transaction
    ) throws -> [AccountID] {
        switch transaction.engine {
        case .sqlite:
            var parts = phrases.map { phrase in
                let ways = places.map { place in
                    "\"\(marked(phrase.words, place))\"" + (isBeginning(phrase, place) ? "*" : "")
                }
                return "(" + ways.joined(separator: " OR ") + ")"
            }
            // A company's word stands in every row and would narrow nothing.
            let organisations = SearchWords.scope(scope.text)
            if organisations.count > 1, let nearest = organisations.last { parts.append(nearest) }
            let query = parts.joined(separator: " AND ")
            return try transaction.all(
                """
                SELECT rowid FROM records_search WHERE records_search MATCH \(query) AND rowid > \(after)
                ORDER BY rowid LIMIT \(limit) /*scatter: search finds accounts in any bucket*/
                """
            ) { try $0.id(0) }
        case .postgres:
            var sql: SQL = """
                SELECT account_id FROM records_search /*scatter: search finds accounts in any bucket*/
                WHERE organisation_path >= \(scope.text) AND organisation_path < \(scope.end)
                    AND account_id > \(after)
                """
            for phrase in phrases {
                let words = phrase.words.map { "'\($0)'" }.joined(separator: " <-> ")
                sql.append(" AND (FALSE")
                for place in places {
                    let query = words + (isBeginning(phrase, place) ? ":*" : "")
                    switch place {
                    case .name: sql.append(" OR name @@ CAST(\(query) AS TSQUERY)")
                    case .initials: sql.append(" OR initials @@ CAST(\(query) AS TSQUERY)")
                    case .address: sql.append(" OR address @@ CAST(\(query) AS TSQUERY)")
                    }
                }
                sql.append(")")
            }
            sql.append(" ORDER BY account_id LIMIT \(limit)")
            return try transaction.all(sql) { try $0.id(0) }
        }
    }

    private static func isBeginning(_ phrase: SearchWords.Phrase, _ place: Place) -> Bool {
        phrase.isLone && place == .address
    }

    /// The words of an entry for SQLite's index, each with a letter of the place it stands in. A column a place would do
    /// as well, but FTS5 looks at a word's columns only once it has found the row: 海港 in a name then costs every address.
    private static func words(_ entry: SearchWords.Entry) -> String {
        [
            marked(entry.name, .name), marked(entry.initials, .initials), marked(entry.address, .address),
            SearchWords.scope(entry.path).joined(separator: " "),
        ].joined(separator: " ")
    }

    private static func marked(_ words: [String], _ place: Place) -> String {
        let mark =
            switch place {
            case .name: "n"
            case .initials: "i"
            case .address: "a"
            }
        return words.map { mark + $0 }.joined(separator: " ")
    }

    /// PostgreSQL's written form of words with their places; units are letters and digits and need no escape.
    private static func vector(_ words: [String]) -> String {
        words.enumerated().map { "'\($0.element)':\($0.offset + 1)" }.joined(separator: " ")
    }

    // MARK: Numbers

    static func byNumber(
        _ number: String, scope: OrganisationPath, limit: Int, in transaction: any Transaction
    ) throws -> [AccountID] {
        try transaction.all(
            """
            SELECT id FROM records_account /*scatter: search finds accounts in any bucket*/
            WHERE consumer_no = \(number) AND organisation_path >= \(scope.text) AND organisation_path < \(scope.end)
            LIMIT \(limit)
            """
        ) { try $0.id(0) }
    }

    /// Accounts of one organisation whose 户号 begins so; of the whole company where `path` is nil.
    static func byNumberBeginning(
        _ beginning: String, path: OrganisationPath?, limit: Int, in transaction: any Transaction
    ) throws -> [AccountID] {
        var sql: SQL = """
            SELECT id FROM records_account /*scatter: search finds accounts in any bucket*/
            WHERE consumer_no >= \(beginning) AND consumer_no < \(beginning + "~")
            """
        if let path { sql.append(" AND organisation_path = \(path.text)") }
        sql.append(" ORDER BY consumer_no LIMIT \(limit)")
        return try transaction.all(sql) { try $0.id(0) }
    }

    static func byOldNumber(_ number: String, in transaction: any Transaction) throws -> [AccountID] {
        try transaction.all(
            """
            SELECT id FROM records_account WHERE old_no = \(number) LIMIT 2
            /*scatter: search finds accounts in any bucket*/
            """
        ) { try $0.id(0) }
    }

    /// The accounts at which a meter hangs or hung.
    static func byWholeMeter(_ assetNo: String, in transaction: any Transaction) throws -> [AccountID] {
        try transaction.all(
            """
            SELECT account_id FROM records_installation WHERE asset_no = \(assetNo) LIMIT 10
            /*scatter: search finds accounts in any bucket*/
            """
        ) { try $0.id(0) }
    }

    /// Accounts at which a meter whose number begins so hangs or hung.
    static func byMeter(_ beginning: String, limit: Int, in transaction: any Transaction) throws
        -> [AccountID]
    {
        try transaction.all(
            """
            SELECT account_id FROM records_installation /*scatter: search finds accounts in any bucket*/
            WHERE asset_no >= \(beginning) AND asset_no < \(beginning + "~") ORDER BY asset_no LIMIT \(limit)
            """
        ) { try $0.id(0) }
    }

    /// Accounts whose phone number ends so; where `whole` is given, is that.
    static func byPhone(
        tail: [UInt8], whole: [UInt8]?, scope: OrganisationPath, limit: Int, in transaction: any Transaction
    ) throws -> [AccountID] {
        var sql: SQL = """
            SELECT id FROM records_account /*scatter: search finds accounts in any bucket*/
            WHERE phone_tail = \(tail) AND organisation_path >= \(scope.text) AND organisation_path < \(scope.end)
            """
        if let whole { sql.append(" AND phone_digest = \(whole)") }
        sql.append(" LIMIT \(limit)")
        return try transaction.all(sql) { try $0.id(0) }
    }

    /// Accounts whose name's initials begin so, the shortest first.
    static func byInitials(
        _ beginning: String, scope: OrganisationPath, limit: Int, in transaction: any Transaction
    ) throws -> [AccountID] {
        try transaction.all(
            """
            SELECT id FROM records_account /*scatter: search finds accounts in any bucket*/
            WHERE initials >= \(beginning) AND initials < \(beginning + "~")
                AND organisation_path >= \(scope.text) AND organisation_path < \(scope.end)
            ORDER BY initials LIMIT \(limit)
            """
        ) { try $0.id(0) }
    }
}
