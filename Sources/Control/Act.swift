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
        watched.note(action: action, bucket: bucket, subject: subject)
        let sequence = try AuditChain.append(
            AuditEntry(
                bucket: bucket, day: today, at: now, user: principal.user,
                organisation: principal.organisation,
                address: principal.address, action: action, subject: subject, before: before, after: after),
            in: transaction)
        guard let footing, checked.insert("\(bucket) \(subject)").inserted else { return }
        try footing.check(subject, in: bucket, before: sequence, on: today, transaction)
    }

    /// What ends every command. A change that was told of by no event of its own is told of under the name of its audit
    /// entry, such as `control.addCode`, with the entry's subject: so every committed change publishes an event.
    /// - Throws: `UnauditedChange` where something was changed without an entry.
    func finish(_ trail: Trail) throws {
        guard case .audited = trail, let change = watched.change else { return }
        guard watched.entries > 0 else { throw UnauditedChange(statement: change) }
        guard watched.events == 0 else { return }
        for entry in watched.told where Self.quiet[entry.action] == nil {
            try publish(
                entry.action, bucket: entry.bucket, organisation: principal.scope,
                payload: AuditValues.json([("subject", entry.subject)]))
        }
    }

    /// Changes that nobody hears of, and why.
    static let quiet: [String: StaticString] = [
        "control.signIn": "who comes and goes is no change of the business",
        "control.signInFailed": "may hold what somebody typed into the wrong field",
        "control.signOut": "who comes and goes is no change of the business",
        "control.lock": "a screen", "control.unlockScreen": "a screen",
        "control.customerCode": "tells that somebody asked for a code",
        "control.customerSignIn": "a customer's own business",
        "control.customerSignInFailed": "a customer's own business",
        "control.customerSignOut": "a customer's own business",
    ]

    /// Publishes an event: there if and only if this transaction is.
    /// - Parameter organisation: where it happened; only people whose scope holds it see it.
    package func publish(
        _ topic: String, bucket: Bucket, organisation: OrganisationPath, payload: String = "{}"
    ) throws {
        watched.events += 1
        try Outbox.append(
            topic: topic, bucket: bucket, organisation: organisation, payload: payload, at: now,
            id: house.ids.nextNumber(), in: transaction)
    }
}
