internal import Kernel
internal import Store

/// Rows of machines' tokens.
enum TokenRows {
    private static func token(_ row: any Row) throws -> Token {
        Token(
            id: try row.int64(0), kind: Token.Kind(rawValue: try row.text(1)) ?? .machine,
            name: try row.text(2), organisation: try row.id(3),
            permissions: try row.text(4).split(separator: " ").map { Permission(String($0)) },
            eachMinute: try row.int(5), issuedBy: try row.id(6), issuedAt: try row.instant(7),
            expiresAt: try row.instant(8), revokedAt: try row.optionalInstant(9),
            usedAt: try row.optionalInstant(10), usedFrom: try row.optionalText(11))
    }

    static func insert(_ token: Token, hash: [UInt8], in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO control_token (bucket, token_hash, id, kind, name, organisation_id, permissions, each_minute,
              issued_by, issued_at, expires_at)
            VALUES (\(SessionRows.bucket(hash)), \(hash), \(token.id), \(token.kind.rawValue), \(token.name),
              \(token.organisation), \(token.permissions.map(\.code).joined(separator: " ")), \(token.eachMinute),
              \(token.issuedBy), \(token.issuedAt), \(token.expiresAt))
            """)
    }

    static func insert(_ grant: TokenGrant, in transaction: any Transaction) throws {
        let order = grant.order
        try transaction.run(
            """
            INSERT INTO control_token_grant (bucket, id, kind, name, organisation_id, permissions, each_minute, days,
              asked_by, agreed_by, agreed_at)
            VALUES (\(Bucket(of: grant.id)), \(grant.id), \(order.kind.rawValue), \(order.name), \(order.organisation),
              \(order.permissions.map(\.code).joined(separator: " ")), \(order.eachMinute), \(order.days),
              \(grant.askedBy), \(grant.agreedBy), \(grant.agreedAt))
            """)
    }

    private static func grant(_ row: any Row) throws -> TokenGrant {
        TokenGrant(
            id: try row.int64(0),
            order: NewToken(
                kind: Token.Kind(rawValue: try row.text(1)) ?? .machine, name: try row.text(2),
                organisation: try row.id(3),
                permissions: try row.text(4).split(separator: " ").map { Permission(String($0)) },
                days: try row.int64(6), eachMinute: try row.int(5)), askedBy: try row.id(7),
            agreedBy: try row.id(8), agreedAt: try row.instant(9), fetchedAt: try row.optionalInstant(10))
    }

    static func grant(_ id: Int64, in transaction: any Transaction) throws -> TokenGrant? {
        try transaction.first(
            """
            SELECT id, kind, name, organisation_id, permissions, each_minute, days, asked_by, agreed_by, agreed_at,
              fetched_at
            FROM control_token_grant WHERE bucket = \(Bucket(of: id)) AND id = \(id)
            """, grant)
    }

    /// What waits for a person to fetch it, the oldest first.
    static func grants(askedBy user: UserID, in transaction: any Transaction) throws -> [TokenGrant] {
        try transaction.all(
            """
            SELECT id, kind, name, organisation_id, permissions, each_minute, days, asked_by, agreed_by, agreed_at,
              fetched_at
            FROM control_token_grant WHERE asked_by = \(user) AND fetched_at IS NULL ORDER BY id LIMIT 100
            /*scatter: what a person asked for lies in the buckets of the tokens*/
            """, grant)
    }

    /// False where somebody was faster.
    static func fetch(_ id: Int64, at: Instant, in transaction: any Transaction) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_token_grant SET fetched_at = \(at)
            WHERE bucket = \(Bucket(of: id)) AND id = \(id) AND fetched_at IS NULL
            """) == 1
    }

    static func find(_ hash: [UInt8], in transaction: any Transaction) throws -> Token? {
        try transaction.first(
            """
            SELECT id, kind, name, organisation_id, permissions, each_minute, issued_by, issued_at, expires_at,
              revoked_at, used_at, used_from
            FROM control_token WHERE bucket = \(SessionRows.bucket(hash)) AND token_hash = \(hash)
            """, token)
    }

    static func find(id: Int64, in transaction: any Transaction) throws -> Token? {
        try transaction.first(
            """
            SELECT id, kind, name, organisation_id, permissions, each_minute, issued_by, issued_at, expires_at,
              revoked_at, used_at, used_from
            FROM control_token WHERE id = \(id) /*scatter: a token lies in the bucket of its hash*/
            """, token)
    }

    static func all(in transaction: any Transaction) throws -> [Token] {
        try transaction.all(
            """
            SELECT id, kind, name, organisation_id, permissions, each_minute, issued_by, issued_at, expires_at,
              revoked_at, used_at, used_from
            FROM control_token ORDER BY id DESC LIMIT 500 /*scatter: the list of a company's tokens*/
            """, token)
    }

    static func touch(_ hash: [UInt8], at: Instant, from address: String, in transaction: any Transaction)
        throws
    {
        try transaction.run(
            """
            UPDATE control_token SET used_at = \(at), used_from = \(address)
            WHERE bucket = \(SessionRows.bucket(hash)) AND token_hash = \(hash)
            """)
    }

    static func revoke(id: Int64, at: Instant, in transaction: any Transaction) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_token SET revoked_at = \(at) WHERE id = \(id) AND revoked_at IS NULL
            /*scatter: a token lies in the bucket of its hash*/
            """) == 1
    }
}
