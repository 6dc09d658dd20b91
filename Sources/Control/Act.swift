package import Kernel
package import Store

/// One command under way: its open transaction, who does it, when, and the means to record it.
///
/// Everything a person or a job changes goes through one of these, so that the change, its audit entry and its event
/// are in one transaction or not at all.
package final class Act {
    package var transaction: any Transaction { watched }
    private let watched: WatchedTransaction
    package let principal: Principal
    package let now: Instant
    /// The control subsystem this act runs in; a job's handler makes its room's front door from it.
    package let control: Control
    /// The proposal that this act carries out: then `principal` is who approved it. Nil for what one person does.
    package let proposal: Proposal?
    package var house: House { control.house }

    /// What the order's sender knew.
    private let footing: Footing?
    private var checked: Set<String> = []

    convenience init(
        transaction: any Transaction, principal: Principal, now: Instant, control: Control,
        footing: Footing? = nil
    ) {
        self.init(WatchedTransaction(transaction), principal, now, control, nil, footing)
    }

    private init(
        _ watched: WatchedTransaction, _ principal: Principal, _ now: Instant, _ control: Control,
        _ proposal: Proposal?, _ footing: Footing?
    ) {
        self.footing = footing
        self.watched = watched
        self.principal = principal
        self.now = now
        self.control = control
        self.proposal = proposal
    }

    /// The same act, carrying out an approved proposal.
    func carrying(_ proposal: Proposal) -> Act { Act(watched, principal, now, control, proposal, footing) }

    package var today: Day { now.day }

    /// Writes one audit entry into the chain of `bucket` and today.
    /// - Parameters:
    ///   - action: what was done, such as `payment.take`.
    ///   - subject: what it was done to, such as `account 1002`.
    ///   - before: the values before, JSON or nil where there were none.
    ///   - after: the values after. Never a password, a seed, or personal data in clear.
    package func audit(
        bucket: Bucket, action: String, subject: String, before: String? = nil, after: String? = nil
    ) throws {
        watched.entries += 1
        let sequence = try AuditChain.append(
            AuditEntry(
                bucket: bucket, day: today, at: now, user: principal.user,
                organisation: principal.organisation,
                address: principal.address, action: action, subject: subject, before: before, after: after),
            in: transaction)
        guard let footing, checked.insert("\(bucket) \(subject)").inserted else { return }
        try footing.check(subject, in: bucket, before: sequence, on: today, transaction)
    }

    /// - Throws: `UnauditedChange` where something was changed without an entry.
    func checkTrail(_ trail: Trail) throws {
        guard case .audited = trail, watched.entries == 0, let change = watched.change else { return }
        throw UnauditedChange(statement: change)
    }

    /// Publishes an event: there if and only if this transaction is.
    /// - Parameter organisation: where it happened; only people whose scope holds it see it.
    package func publish(
        _ topic: String, bucket: Bucket, organisation: OrganisationPath, payload: String = "{}"
    ) throws {
        try Outbox.append(
            topic: topic, bucket: bucket, organisation: organisation, payload: payload, at: now,
            id: house.ids.nextNumber(), in: transaction)
    }
}
