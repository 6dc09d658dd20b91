internal import Kernel
internal import Store

extension Control {
    /// How many clocks are read at a time, and how many are told in one transaction.
    private static let clocksAtOnce = 500
    private static let toldAtOnce = 100

    /// Looks at every clock that runs, and tells once when it turns amber and once when it turns red; files anew when a
    /// case is due where a change of the calendar moved it. Tells once, too, that a proposal has expired.
    ///
    /// Doing it again tells nothing anew.
    package func tellClocks() async throws -> ScheduleOutcome {
        var told: [CaseClock.Light: Int] = [:]
        var after: CaseCursor?
        repeat {
            let now = house.clock.now()
            let (changes, next) = try await house.database.read { [after] transaction in
                try clockChanges(after: after, now, in: transaction)
            }
            for start in stride(from: 0, to: changes.count, by: Self.toldAtOnce) {
                let some = changes[start..<min(start + Self.toldAtOnce, changes.count)]
                let done = try await record(
                    as: systemPrincipal(address: "schedule"),
                    trail: .untold("when a case is due is worked out from its clock and the calendar")
                ) { act in try some.compactMap { try self.tell($0, act) } }
                for light in done { told[light, default: 0] += 1 }
            }
            after = next
        } while after != nil
        let expired = try await tellExpired()
        return ScheduleOutcome(
            "control.clocks.outcome",
            [
                ("amber", String(told[.amber] ?? 0)), ("red", String(told[.red] ?? 0)),
                ("expired", String(expired)),
            ])
    }

    /// A clock that stands otherwise than it is filed.
    private struct ClockChange: Sendable {
        let found: WorkCase
        let due: Instant
        let light: CaseClock.Light
        /// Whether it turned since it was told of.
        let isTurned: Bool
    }

    private func clockChanges(
        after: CaseCursor?, _ now: Instant, in transaction: any Transaction
    ) throws -> ([ClockChange], CaseCursor?) {
        let listed = try CaseRows.list(
            .init(which: .clocked, after: after, limit: Self.clocksAtOnce), in: transaction)
        var changes: [ClockChange] = []
        let teller = try ClockTeller(self, OrganisationPath("/"), now, in: transaction)
        for line in listed {
            let clock = try teller.clock(line.step, line.history, at: line.found.stepPath)
            let due = CaseDue.of(clock, teller.calendar)
            // A clock that stands warns of nothing, unless it is too late already.
            let light = clock.map { $0.isStopped && !$0.isOverdue ? .green : $0.light } ?? .green
            guard light > line.told || due != line.due else { continue }
            changes.append(
                ClockChange(
                    found: line.found, due: due, light: max(light, line.told), isTurned: light > line.told))
        }
        let last = listed.count == Self.clocksAtOnce ? listed.last : nil
        return (changes, last.map { CaseCursor(due: $0.due, id: $0.found.id) })
    }

    /// - Returns: the light that was told; nil where there was none to tell, or the case was changed meanwhile.
    private func tell(_ change: ClockChange, _ act: Act) throws -> CaseClock.Light? {
        let found = change.found
        guard try CaseRows.tell(found, due: change.due, light: change.light, in: act.transaction),
            change.isTurned
        else { return nil }
        let word = change.light == .red ? "clockRed" : "clockAmber"
        try act.audit(
            bucket: found.id.bucket, action: "control.case.\(word)", subject: "case \(found.id)",
            after: #"{"step":"\#(found.step)","due":"\#(change.due)"}"#)
        let holder = found.assignee.map { #","holder":"\#($0)""# } ?? ""
        for path in Set([found.origin, found.place]).sorted(by: { $0.text < $1.text }) {
            try act.publish(
                "control.\(word)", bucket: found.id.bucket, organisation: path,
                payload: #"{"case":"\#(found.id)","step":"\#(found.step)"\#(holder)}"#)
        }
        return change.light
    }

    private func tellExpired() async throws -> Int {
        var count = 0
        while true {
            let today = house.clock.today
            let some = try await house.database.read {
                try ProposalRows.untold(on: today, limit: Self.toldAtOnce, in: $0)
            }
            if some.isEmpty { return count }
            count += try await record(as: systemPrincipal(address: "schedule")) { act in
                try some.count { proposal in
                    guard try ProposalRows.setTold(proposal.id, at: act.now, in: act.transaction) else {
                        return false
                    }
                    try act.audit(
                        bucket: proposal.id.bucket, action: "control.proposalExpired",
                        subject: "proposal \(proposal.id)", after: proposal.command)
                    try act.publish(
                        "control.proposalExpired", bucket: proposal.id.bucket,
                        organisation: proposal.organisation,
                        payload: #"{"proposal":"\#(proposal.id)","proposer":"\#(proposal.proposer)"}"#)
                    return true
                }
            }
        }
    }
}
