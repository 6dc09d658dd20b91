internal import Kernel
internal import Language
internal import Store

/// Rows of messages, their queue and proof, and of wishes.
enum MessageRows {
    struct New {
        let id: MessageID
        let organisation: OrganisationID
        let path: OrganisationPath
        let channel: MessageChannel
        let recipient: [UInt8]
        let digest: [UInt8]
        let masked: String
        let template: MessageTemplate
        let title: String
        let body: String
        let about: String
        let parts: Int
        let by: UserID
        let at: Instant
        let due: Instant
    }

    static func insert(_ new: New, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO control_message (bucket, id, organisation_id, organisation_path, channel, recipient,
              recipient_digest, masked, template, is_statutory, title, body, about, parts, created_by, created_at)
            VALUES (\(new.id.bucket), \(new.id), \(new.organisation), \(new.path.text), \(new.channel.rawValue),
              \(new.recipient), \(new.digest), \(new.masked), \(new.template.key), \(new.template.isStatutory),
              \(new.title), \(new.body), \(new.about), \(Int64(new.parts)), \(new.by), \(new.at))
            """)
        try transaction.run(
            """
            INSERT INTO control_message_state (bucket, message_id, organisation_path, channel, is_asked, state,
              attempts, next_at)
            VALUES (\(new.id.bucket), \(new.id), \(new.path.text), \(new.channel.rawValue),
              \(new.template.isAsked), 'WAITING', 0, \(new.due))
            """)
    }

    private static func message(_ row: any Row) throws -> Message {
        Message(
            id: try row.id(0), organisationPath: OrganisationPath(try row.text(1)),
            channel: MessageChannel(rawValue: try row.text(2)) ?? .letter, masked: try row.text(3),
            template: try row.text(4), isStatutory: try row.int64(5) == 1, title: try row.text(6),
            body: try row.text(7), about: try row.text(8), parts: try row.int(9),
            createdAt: try row.instant(10),
            state: MessageState(rawValue: try row.text(11)) ?? .dead, attempts: try row.int(12),
            nextAt: try row.instant(13))
    }

    static func find(_ id: MessageID, in transaction: any Transaction) throws -> Message? {
        try transaction.first(
            """
            SELECT m.id, m.organisation_path, m.channel, m.masked, m.template, m.is_statutory, m.title, m.body, m.about,
              m.parts, m.created_at, s.state, s.attempts, s.next_at
            FROM control_message m JOIN control_message_state s ON s.bucket = m.bucket AND s.message_id = m.id
            WHERE m.bucket = \(id.bucket) AND m.id = \(id)
            """, message)
    }

    /// The newest of a scope before an id, of one state or all.
    static func list(
        _ scope: OrganisationPath, state: MessageState?, before: MessageID?, limit: Int,
        in transaction: any Transaction
    ) throws -> [Message] {
        try transaction.all(
            """
            SELECT m.id, m.organisation_path, m.channel, m.masked, m.template, m.is_statutory, m.title, m.body, m.about,
              m.parts, m.created_at, s.state, s.attempts, s.next_at
            FROM control_message m JOIN control_message_state s ON s.bucket = m.bucket AND s.message_id = m.id
            WHERE m.organisation_path >= \(scope.text) AND m.organisation_path < \(scope.end)
              AND m.id < \(before?.number ?? Int64.max)
              AND (\(state?.rawValue ?? "") = '' OR s.state = \(state?.rawValue ?? ""))
            ORDER BY m.id DESC LIMIT \(Int64(limit)) /*scatter: the list of messages, a page of it*/
            """, message)
    }

    /// What waits on a channel of a scope and is due, the oldest first.
    static func byHand(
        _ scope: OrganisationPath, _ channel: MessageChannel, at now: Instant, limit: Int,
        in transaction: any Transaction
    ) throws -> [Message] {
        try transaction.all(
            """
            SELECT m.id, m.organisation_path, m.channel, m.masked, m.template, m.is_statutory, m.title, m.body, m.about,
              m.parts, m.created_at, s.state, s.attempts, s.next_at
            FROM control_message_state s JOIN control_message m ON m.bucket = s.bucket AND m.id = s.message_id
            WHERE s.state = 'WAITING' AND s.next_at <= \(now) AND s.channel = \(channel.rawValue)
              AND s.organisation_path >= \(scope.text) AND s.organisation_path < \(scope.end)
            ORDER BY m.id LIMIT \(Int64(limit)) /*scatter: the list of calls or letters to be done*/
            """, message)
    }

    /// What was told about one matter within a scope, the newest first; at most `limit`.
    static func about(
        _ matter: String, under scope: OrganisationPath, limit: Int, in transaction: any Transaction
    ) throws -> [Message] {
        try transaction.all(
            """
            SELECT m.id, m.organisation_path, m.channel, m.masked, m.template, m.is_statutory, m.title, m.body, m.about,
              m.parts, m.created_at, s.state, s.attempts, s.next_at
            FROM control_message m JOIN control_message_state s ON s.bucket = m.bucket AND s.message_id = m.id
            WHERE m.about = \(matter) AND m.organisation_path >= \(scope.text) AND m.organisation_path < \(scope.end)
            ORDER BY m.id DESC LIMIT \(Int64(limit)) /*scatter: the evidence of one matter*/
            """, message)
    }

    /// Messages, parts and states of a scope since an instant.
    static func counts(_ scope: OrganisationPath, since: Instant, in transaction: any Transaction) throws
        -> [(state: MessageState, channel: MessageChannel, messages: Int, parts: Int)]
    {
        try transaction.all(
            """
            SELECT s.state, m.channel, COUNT(*), SUM(m.parts)
            FROM control_message m JOIN control_message_state s ON s.bucket = m.bucket AND s.message_id = m.id
            WHERE m.organisation_path >= \(scope.text) AND m.organisation_path < \(scope.end)
              AND m.created_at >= \(since)
            GROUP BY s.state, m.channel ORDER BY m.channel, s.state /*scatter: the month's sums*/
            """
        ) {
            (
                MessageState(rawValue: try $0.text(0)) ?? .dead,
                MessageChannel(rawValue: try $0.text(1)) ?? .letter,
                try $0.int(2), try $0.int(3)
            )
        }
    }

    static func recipient(of id: MessageID, in transaction: any Transaction) throws -> [UInt8] {
        try transaction.one(
            "SELECT recipient FROM control_message WHERE bucket = \(id.bucket) AND id = \(id)"
        ) {
            try $0.blob(0)
        }
    }

    static func setState(
        _ id: MessageID, _ state: MessageState, next: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE control_message_state SET state = \(state.rawValue), next_at = \(next)
            WHERE bucket = \(id.bucket) AND message_id = \(id)
            """)
    }

    /// Back into the queue with a fresh count of attempts.
    static func requeue(_ id: MessageID, at now: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_message_state SET state = 'WAITING', attempts = 0, next_at = \(now)
            WHERE bucket = \(id.bucket) AND message_id = \(id)
            """)
    }

    static func prove(_ id: MessageID, number: Int64, _ proof: MessageProof, in transaction: any Transaction)
        throws
    {
        try transaction.run(
            """
            INSERT INTO control_message_proof (bucket, message_id, id, at, carrier, outcome, detail)
            VALUES (\(id.bucket), \(id), \(number), \(proof.at), \(proof.carrier), \(proof.outcome), \(proof.detail))
            """)
    }

    static func proofs(of id: MessageID, in transaction: any Transaction) throws -> [MessageProof] {
        try transaction.all(
            """
            SELECT at, carrier, outcome, detail FROM control_message_proof
            WHERE bucket = \(id.bucket) AND message_id = \(id) ORDER BY id
            """
        ) {
            MessageProof(
                at: try $0.instant(0), carrier: try $0.text(1), outcome: try $0.text(2),
                detail: try $0.text(3))
        }
    }

    static func wish(_ digest: [UInt8], _ channel: MessageChannel, in transaction: any Transaction) throws
        -> ContactWish?
    {
        try transaction.first(
            """
            SELECT is_out, quiet_from, quiet_until, language, out_kinds FROM control_contact_wish
            WHERE bucket = \(bucket(digest)) AND recipient_digest = \(digest) AND channel = \(channel.rawValue)
            """
        ) { row in
            let from = try row.optionalInt64(1)
            let until = try row.optionalInt64(2)
            return ContactWish(
                channel: channel, isOut: try row.int64(0) == 1,
                quiet: from.flatMap { from in until.map { QuietHours(from: Int(from), until: Int($0)) } },
                language: try row.optionalText(3).flatMap { MessageLanguage(rawValue: $0) },
                outKinds: Set(try row.text(4).split(separator: " ").map(String.init)))
        }
    }

    static func setWish(
        _ wish: ContactWish, digest: [UInt8], masked: String, by user: UserID, at now: Instant,
        in transaction: any Transaction
    ) throws {
        let from = wish.quiet.map { Int64($0.from) }
        let until = wish.quiet.map { Int64($0.until) }
        let language = wish.language?.rawValue
        let kinds = wish.outKinds.sorted().joined(separator: " ")
        try transaction.run(
            """
            INSERT INTO control_contact_wish (bucket, recipient_digest, channel, masked, is_out, quiet_from,
              quiet_until, set_by, set_at, language, out_kinds)
            VALUES (\(bucket(digest)), \(digest), \(wish.channel.rawValue), \(masked), \(wish.isOut), \(from), \(until),
              \(user), \(now), \(language), \(kinds))
            ON CONFLICT (bucket, recipient_digest, channel) DO UPDATE SET is_out = \(wish.isOut),
              quiet_from = \(from), quiet_until = \(until), set_by = \(user), set_at = \(now),
              language = \(language), out_kinds = \(kinds)
            """)
    }

    /// Where an address's wishes lie: by its digest, for there is no id.
    static func bucket(_ digest: [UInt8]) -> Bucket {
        Bucket(of: digest.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) })
    }

    static func wording(_ key: String, _ language: String, in transaction: any Transaction) throws
        -> (version: Int, title: String, body: String)?
    {
        try transaction.first(
            """
            SELECT version, title, body FROM control_message_template
            WHERE key = \(key) AND language = \(language) ORDER BY version DESC LIMIT 1
            """
        ) { (try $0.int(0), try $0.text(1), try $0.text(2)) }
    }

    static func setWording(
        _ key: String, _ language: String, version: Int, title: String, body: String, by user: UserID,
        at now: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_message_template (key, language, version, title, body, set_by, set_at)
            VALUES (\(key), \(language), \(Int64(version)), \(title), \(body), \(user), \(now))
            """)
    }
}
