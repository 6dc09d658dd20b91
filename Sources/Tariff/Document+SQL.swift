import Control
import Kernel
import Store

/// Published files as rows.
enum DocumentRows {
    /// Whoever publishes or withdraws waits here for whoever does already, and then sees what became of it.
    static func takeTurn(in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO tariff_turn (id, taken) VALUES (1, 1)
            ON CONFLICT (id) DO UPDATE SET taken = tariff_turn.taken + 1
            """)
    }

    private static let select: SQL = """
        SELECT d.id, d.code, d.number, d.kind, d.content, d.digest, d.first_day, d.draft_id, d.proposed_by, d.proposed_name,
        d.published_by, d.published_name, d.published_at, w.reason, w.withdrawn_by, w.withdrawn_name, w.withdrawn_at
        FROM tariff_document d LEFT JOIN tariff_withdrawal w ON w.document_id = d.id
        """

    private static func document(_ row: any Row) throws -> TariffDocument {
        var withdrawal: TariffDocument.Withdrawal?
        if let reason = try row.optionalText(13) {
            withdrawal = .init(
                reason: reason, by: try row.id(14), byName: try row.text(15), at: try row.instant(16))
        }
        return TariffDocument(
            id: try row.int64(0), code: try row.text(1), number: try row.int(2), kind: try row.text(3),
            content: try row.text(4), digest: try row.text(5), firstDay: try row.optionalDay(6),
            draft: try row.optionalInt64(7), proposedBy: try row.optionalID(8),
            proposedName: try row.text(9), publishedBy: try row.id(10),
            publishedName: try row.text(11), publishedAt: try row.instant(12), withdrawal: withdrawal)
    }

    /// What every publication and withdrawal moves: two readings that are alike saw the same tariffs. Both tables only
    /// grow; ids alone would not do, since those of two machines are not in the order of their commits.
    static func stamp(in transaction: any Transaction) throws -> TariffStamp {
        try transaction.one(
            "SELECT (SELECT COUNT(*) FROM tariff_document), (SELECT COUNT(*) FROM tariff_withdrawal)"
        ) { TariffStamp(documents: try $0.int64(0), withdrawals: try $0.int64(1)) }
    }

    /// The documents that were taken back.
    static func withdrawn(in transaction: any Transaction) throws -> Set<Int64> {
        Set(try transaction.all("SELECT document_id FROM tariff_withdrawal") { try $0.int64(0) })
    }

    /// Every document of every code, by code and number.
    static func all(in transaction: any Transaction) throws -> [TariffDocument] {
        try transaction.all(select + " ORDER BY d.code, d.number", document)
    }

    static func all(of code: String, in transaction: any Transaction) throws -> [TariffDocument] {
        try transaction.all(select + " WHERE d.code = \(code) ORDER BY d.number", document)
    }

    static func find(_ id: Int64, in transaction: any Transaction) throws -> TariffDocument? {
        try transaction.first(select + " WHERE d.id = \(id)", document)
    }

    /// The document of each code that stands: the highest number that was not withdrawn.
    static func standing(in transaction: any Transaction) throws -> [TariffDocument] {
        var found: [String: TariffDocument] = [:]
        for document in try all(in: transaction) where document.withdrawal == nil {
            found[document.code] = document
        }
        return found.values.sorted { $0.code < $1.code }
    }

    /// The first day of each code from which on people published its versions; a code that is as it was shipped is left
    /// out.
    static func publishedSince(in transaction: any Transaction) throws -> [String: Day] {
        let days = try transaction.all(
            """
            SELECT d.code, MIN(d.first_day) FROM tariff_document d
            WHERE d.draft_id IS NOT NULL AND d.first_day IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM tariff_withdrawal w WHERE w.document_id = d.id)
            GROUP BY d.code
            """
        ) { (try $0.text(0), try $0.day(1)) }
        return Dictionary(days) { min($0, $1) }
    }

    static func insert(_ document: TariffDocument, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO tariff_document (id, code, number, kind, content, digest, first_day, draft_id, proposed_by,
                proposed_name, published_by, published_name, published_at)
            VALUES (\(document.id), \(document.code), \(document.number), \(document.kind), \(document.content),
                \(document.digest), \(document.firstDay), \(document.draft), \(document.proposedBy),
                \(document.proposedName), \(document.publishedBy), \(document.publishedName),
                \(document.publishedAt))
            """)
    }

    static func withdraw(
        _ document: Int64, as id: Int64, _ withdrawal: TariffDocument.Withdrawal,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO tariff_withdrawal (document_id, id, reason, withdrawn_by, withdrawn_name, withdrawn_at)
            VALUES (\(document), \(id), \(withdrawal.reason), \(withdrawal.by), \(withdrawal.byName),
                \(withdrawal.at))
            """)
    }
}

/// Drafts as rows.
enum SketchRows {
    private static let select: SQL = """
        SELECT id, code, content, digest, base_number, version, state, organisation_id, organisation_path, made_by, made_name,
        made_at, changed_by, changed_name, changed_at, checked_digest, rehearsed_digest, rehearsal, proposal_id,
        document_id FROM tariff_draft
        """

    private static func sketch(_ row: any Row) throws -> TariffSketch {
        TariffSketch(
            id: try row.int64(0), code: try row.text(1), content: try row.text(2), digest: try row.text(3),
            base: try row.int(4), version: try row.int(5),
            state: TariffSketch.State(rawValue: try row.text(6)) ?? .dropped,
            organisation: try row.id(7), organisationPath: OrganisationPath(try row.text(8)),
            madeBy: try row.id(9), madeName: try row.text(10), madeAt: try row.instant(11),
            changedBy: try row.id(12), changedName: try row.text(13), changedAt: try row.instant(14),
            checkedDigest: try row.optionalText(15), rehearsedDigest: try row.optionalText(16),
            rehearsal: try row.optionalText(17), proposal: try row.optionalID(18),
            document: try row.optionalInt64(19))
    }

    /// The newest change first.
    static func all(in transaction: any Transaction) throws -> [TariffSketch] {
        try transaction.all(select + " ORDER BY changed_at DESC, id DESC", sketch)
    }

    static func find(_ id: Int64, in transaction: any Transaction) throws -> TariffSketch? {
        try transaction.first(select + " WHERE id = \(id)", sketch)
    }

    /// Keeps a draft's row from everybody else to the end of the transaction, also where reads see what others committed
    /// meanwhile.
    static func hold(_ id: Int64, in transaction: any Transaction) throws {
        try transaction.run("UPDATE tariff_draft SET version = version WHERE id = \(id)")
    }

    /// Whether a draft of a code is open, wherever it was begun.
    static func isOpen(_ code: String, in transaction: any Transaction) throws -> Bool {
        try transaction.first("SELECT id FROM tariff_draft WHERE code = \(code) AND state = 'DRAFT'") {
            try $0.int64(0)
        } != nil
    }

    static func insert(_ sketch: TariffSketch, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO tariff_draft (id, code, content, digest, base_number, version, state, organisation_id,
                organisation_path, made_by, made_name, made_at, changed_by, changed_name, changed_at, checked_digest,
                rehearsed_digest, rehearsal, proposal_id, document_id)
            VALUES (\(sketch.id), \(sketch.code), \(sketch.content), \(sketch.digest), \(sketch.base),
                \(sketch.version), \(sketch.state.rawValue), \(sketch.organisation),
                \(sketch.organisationPath.text), \(sketch.madeBy), \(sketch.madeName), \(sketch.madeAt),
                \(sketch.changedBy), \(sketch.changedName), \(sketch.changedAt), \(sketch.checkedDigest),
                \(sketch.rehearsedDigest), \(sketch.rehearsal), \(sketch.proposal), \(sketch.document))
            """)
    }

    /// Remembers who wrote in a draft: none of them decides on it.
    static func note(editor: UserID, of id: Int64, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO tariff_draft_editor (draft_id, user_id) VALUES (\(id), \(editor))
            ON CONFLICT (draft_id, user_id) DO NOTHING
            """)
    }

    /// Everybody who wrote in a draft, whoever began it and whoever changed it last among them.
    static func editors(of id: Int64, in transaction: any Transaction) throws -> [UserID] {
        var found: Set<UserID> = Set(
            try transaction.all("SELECT user_id FROM tariff_draft_editor WHERE draft_id = \(id)") {
                try $0.id(0)
            })
        if let sketch = try find(id, in: transaction) { found.formUnion([sketch.madeBy, sketch.changedBy]) }
        return found.sorted()
    }

    /// Writes a changed content.
    /// - Returns: false where the draft was closed, or changed since the version that was read.
    static func change(
        _ id: Int64, from version: Int, code: String, content: String, digest: String, by user: UserID,
        name: String, at: Instant, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE tariff_draft SET code = \(code), content = \(content), digest = \(digest), version = version + 1,
                changed_by = \(user), changed_name = \(name), changed_at = \(at)
            WHERE id = \(id) AND version = \(version) AND state = 'DRAFT'
            """) == 1
    }

    static func setBase(_ id: Int64, _ number: Int, in transaction: any Transaction) throws {
        try transaction.run("UPDATE tariff_draft SET base_number = \(number) WHERE id = \(id)")
    }

    static func setChecked(_ id: Int64, _ digest: String, in transaction: any Transaction) throws {
        try transaction.run("UPDATE tariff_draft SET checked_digest = \(digest) WHERE id = \(id)")
    }

    static func setRehearsed(
        _ id: Int64, _ digest: String, _ rehearsal: String, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE tariff_draft SET rehearsed_digest = \(digest), rehearsal = \(rehearsal) WHERE id = \(id)
            """)
    }

    /// Notes the proposal to publish a draft, unless it was closed meanwhile.
    static func setProposal(_ id: Int64, _ proposal: ProposalID, in transaction: any Transaction) throws {
        try transaction.run(
            "UPDATE tariff_draft SET proposal_id = \(proposal) WHERE id = \(id) AND state = 'DRAFT'")
    }

    /// - Returns: false where the draft was closed or changed since it was read.
    static func publish(
        _ id: Int64, digest: String, as document: Int64, proposal: ProposalID?,
        in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE tariff_draft SET state = 'PUBLISHED', document_id = \(document),
                proposal_id = COALESCE(\(proposal), proposal_id)
            WHERE id = \(id) AND digest = \(digest) AND state = 'DRAFT'
            """) == 1
    }

    /// - Returns: false where the draft was closed or changed since it was read.
    static func drop(_ id: Int64, from version: Int, in transaction: any Transaction) throws -> Bool {
        try transaction.run(
            """
            UPDATE tariff_draft SET state = 'DROPPED'
            WHERE id = \(id) AND version = \(version) AND state = 'DRAFT'
            """) == 1
    }
}
