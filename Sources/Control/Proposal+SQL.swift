internal import Foundation
internal import Kernel
internal import Store

/// Rows of proposals and of what was decided on them.
enum ProposalRows {
    static func insert(_ proposal: Proposal, picture: String, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO control_proposal (bucket, id, command, input, picture, hash, organisation_path, permission,
              reason, proposer_id, proposer_name, proposed_at, last_day)
            VALUES (\(proposal.id.bucket), \(proposal.id), \(proposal.command), \(proposal.input), \(picture),
              \(proposal.hash), \(proposal.organisation.text), \(proposal.permission.code), \(proposal.reason),
              \(proposal.proposer), \(proposal.proposerName), \(proposal.proposedAt), \(proposal.lastDay))
            """)
    }

    /// - Throws: `StoreFault.unique` where it is decided already.
    static func insert(
        _ decision: Proposal.Decision, of proposal: Proposal, in transaction: any Transaction
    ) throws {
        let found = try decision.found.map { try CommandInput.encode($0) }
        try transaction.run(
            """
            INSERT INTO control_decision (bucket, proposal_id, kind, hash, reason, result, found, decider_id,
              decider_name, decided_at, absent_id, absent_name)
            VALUES (\(proposal.id.bucket), \(proposal.id), \(decision.kind.rawValue), \(proposal.hash),
              \(decision.reason), \(decision.result), \(found), \(decision.decider), \(decision.deciderName),
              \(decision.at), \(decision.absent), \(decision.absentName))
            """)
    }

    static func find(_ id: ProposalID, in transaction: any Transaction) throws -> Proposal? {
        try transaction.first(
            """
            SELECT p.id, p.command, p.input, p.picture, p.hash, p.organisation_path, p.permission, p.reason,
              p.proposer_id, p.proposer_name, p.proposed_at, p.last_day, d.kind, d.reason, d.result, d.found,
              d.decider_id, d.decider_name, d.decided_at, d.absent_id, d.absent_name
            FROM control_proposal p
            LEFT JOIN control_decision d ON d.bucket = p.bucket AND d.proposal_id = p.id
            WHERE p.bucket = \(id.bucket) AND p.id = \(id)
            """, proposal)
    }

    /// Those nobody decided on that have not expired, the oldest first.
    static func waiting(
        on day: Day, under path: OrganisationPath, in transaction: any Transaction
    ) throws -> [Proposal] {
        try transaction.all(
            """
            SELECT p.id, p.command, p.input, p.picture, p.hash, p.organisation_path, p.permission, p.reason,
              p.proposer_id, p.proposer_name, p.proposed_at, p.last_day, d.kind, d.reason, d.result, d.found,
              d.decider_id, d.decider_name, d.decided_at, d.absent_id, d.absent_name
            FROM control_proposal p
            LEFT JOIN control_decision d ON d.bucket = p.bucket AND d.proposal_id = p.id
            WHERE p.last_day >= \(day) AND d.kind IS NULL
              AND p.organisation_path >= \(path.text) AND p.organisation_path < \(path.end)
            ORDER BY p.id LIMIT 500 /*scatter: what waits for a second person, a few a day*/
            """, proposal)
    }

    /// Those of one command that nobody decided on and that have not expired, the oldest first.
    static func waiting(of command: String, on day: Day, in transaction: any Transaction) throws -> [Proposal]
    {
        try transaction.all(
            """
            SELECT p.id, p.command, p.input, p.picture, p.hash, p.organisation_path, p.permission, p.reason,
              p.proposer_id, p.proposer_name, p.proposed_at, p.last_day, d.kind, d.reason, d.result, d.found,
              d.decider_id, d.decider_name, d.decided_at, d.absent_id, d.absent_name
            FROM control_proposal p
            LEFT JOIN control_decision d ON d.bucket = p.bucket AND d.proposal_id = p.id
            WHERE p.last_day >= \(day) AND d.kind IS NULL AND p.command = \(command)
            ORDER BY p.id /*scatter: what waits for a second person, a few a day*/
            """, proposal)
    }

    /// Those of one proposer, the newest first.
    static func proposed(by user: UserID, in transaction: any Transaction) throws -> [Proposal] {
        try transaction.all(
            """
            SELECT p.id, p.command, p.input, p.picture, p.hash, p.organisation_path, p.permission, p.reason,
              p.proposer_id, p.proposer_name, p.proposed_at, p.last_day, d.kind, d.reason, d.result, d.found,
              d.decider_id, d.decider_name, d.decided_at, d.absent_id, d.absent_name
            FROM control_proposal p
            LEFT JOIN control_decision d ON d.bucket = p.bucket AND d.proposal_id = p.id
            WHERE p.proposer_id = \(user)
            ORDER BY p.id DESC LIMIT 200 /*scatter: one person's proposals, a few a day*/
            """, proposal)
    }

    /// Those decided on or expired, the newest first.
    static func closed(
        on day: Day, under path: OrganisationPath, in transaction: any Transaction
    ) throws -> [Proposal] {
        try transaction.all(
            """
            SELECT p.id, p.command, p.input, p.picture, p.hash, p.organisation_path, p.permission, p.reason,
              p.proposer_id, p.proposer_name, p.proposed_at, p.last_day, d.kind, d.reason, d.result, d.found,
              d.decider_id, d.decider_name, d.decided_at, d.absent_id, d.absent_name
            FROM control_proposal p
            LEFT JOIN control_decision d ON d.bucket = p.bucket AND d.proposal_id = p.id
            WHERE (d.kind IS NOT NULL OR p.last_day < \(day))
              AND p.organisation_path >= \(path.text) AND p.organisation_path < \(path.end)
            ORDER BY p.id DESC LIMIT 200 /*scatter: what was decided, a few a day*/
            """, proposal)
    }

    /// Those that expired undecided and whose expiry was not told.
    static func untold(on day: Day, limit: Int, in transaction: any Transaction) throws -> [Proposal] {
        try transaction.all(
            """
            SELECT p.id, p.command, p.input, p.picture, p.hash, p.organisation_path, p.permission, p.reason,
              p.proposer_id, p.proposer_name, p.proposed_at, p.last_day, d.kind, d.reason, d.result, d.found,
              d.decider_id, d.decider_name, d.decided_at, d.absent_id, d.absent_name
            FROM control_proposal p
            LEFT JOIN control_decision d ON d.bucket = p.bucket AND d.proposal_id = p.id
            LEFT JOIN control_proposal_told t ON t.bucket = p.bucket AND t.proposal_id = p.id
            WHERE p.last_day < \(day) AND d.kind IS NULL AND t.told_at IS NULL
            ORDER BY p.id LIMIT \(limit) /*scatter: what expired since yesterday, a few a day*/
            """, proposal)
    }

    /// Whether this call marked it: of two machines one tells.
    static func setTold(_ id: ProposalID, at: Instant, in transaction: any Transaction) throws -> Bool {
        try transaction.run(
            """
            INSERT INTO control_proposal_told (bucket, proposal_id, told_at) VALUES (\(id.bucket), \(id), \(at))
            ON CONFLICT (bucket, proposal_id) DO NOTHING
            """) == 1
    }

    private static func proposal(_ row: any Row) throws -> Proposal {
        Proposal(
            id: try row.id(0), command: try row.text(1), input: try row.text(2),
            picture: try picture(try row.text(3)), hash: try row.blob(4),
            organisation: OrganisationPath(try row.text(5)), permission: Permission(try row.text(6)),
            reason: try row.text(7), proposer: try row.id(8), proposerName: try row.text(9),
            proposedAt: try row.instant(10), lastDay: try row.day(11), decision: try decision(row))
    }

    private static func decision(_ row: any Row) throws -> Proposal.Decision? {
        guard let kind = try row.optionalText(12).flatMap({ Proposal.Decision.Kind(rawValue: $0) }) else {
            return nil
        }
        return Proposal.Decision(
            kind: kind, reason: try row.text(13), result: try row.optionalText(14),
            found: try row.optionalText(15).map(picture), decider: try row.id(16),
            deciderName: try row.text(17), at: try row.instant(18), absent: try row.optionalID(19),
            absentName: try row.text(20))
    }

    private static func picture(_ text: String) throws -> CommandPicture {
        try JSONDecoder().decode(CommandPicture.self, from: Data(text.utf8))
    }
}
