internal import Kernel
package import Store

/// The two-person rule: a command that needs a second person is proposed by one and run by the approval of another,
/// once, on the data both saw.
extension Control {
    /// How often a decision that lost the race is looked at anew before its fault is told.
    private static let attempts = 20

    /// What came of asking for a command.
    package enum Submission: Sendable {
        /// It needs nobody else and was done; its answer (JSON).
        case done(String)
        case proposed(Proposal)
    }

    /// Whether a command on what the picture shows needs a second person today.
    package func needsApproval(
        _ command: String, _ picture: CommandPicture, in transaction: any Transaction
    ) throws -> Bool {
        if picture.isForOne == true { return false }
        return try terms(of: command, picture, in: transaction)?.isNeeded ?? false
    }

    /// Does a command where the rules let one person do it, else proposes it.
    /// - Throws: as `propose`, without `approvalNotNeeded`; the room's refusals.
    package func submit(
        _ command: String, _ input: some Codable & Sendable, reason: String, by principal: Principal
    ) async throws -> Submission {
        let handler = try handler(command)
        let text = try CommandInput.encode(input)
        let id: ProposalID = house.ids.next()
        return try await self.command(handler.permission, by: principal) { act in
            let picture = try picture(handler, text, act)
            guard try needsApproval(command, picture, in: act.transaction) else {
                return .done(try handler.perform(text, act))
            }
            return .proposed(try store(id, handler, text, picture, reason, act))
        }
    }

    /// Proposes a command for a second person to decide on. The same command proposed again by the same person while
    /// it waits gives the proposal that waits.
    /// - Parameter reason: what the second person is told; needed.
    /// - Throws: `ApprovalRefusal.reasonMissing`, `.nothingChanges`, `.approvalNotNeeded`; `ControlRefusal.forbidden`,
    ///   `.commandUnknown`; the room's refusals.
    @discardableResult
    package func propose(
        _ command: String, _ input: some Codable & Sendable, reason: String, by principal: Principal
    ) async throws -> Proposal {
        try await propose(command, text: try CommandInput.encode(input), reason: reason, by: principal)
    }

    /// Proposes once more what was found stale, rejected, withdrawn or has expired, on the data as it is now.
    /// - Throws: as `propose`; `ApprovalRefusal.proposalUnknown`.
    package func proposeAgain(_ id: ProposalID, reason: String, by principal: Principal) async throws
        -> Proposal
    {
        let earlier = try await proposal(id, by: principal)
        return try await propose(earlier.command, text: earlier.input, reason: reason, by: principal)
    }

    /// Runs the proposed command once, in one transaction with the decision, its audit entry and its event. The same
    /// person asking again gets the same answer; of two at once one runs it.
    /// - Parameter hash: the proposal's `hashText` as the form showed it.
    /// - Throws: `ApprovalRefusal`: `.proposalUnknown` where the permission or the scope is missing; `.ownProposal`;
    ///   `.hashDiffers`; `.decided`; `.expired`; `.stale` where the data changed (what changed is then in the stored
    ///   proposal); the room's refusals, after which the proposal waits on.
    package func approve(_ id: ProposalID, hash: String, by principal: Principal) async throws -> Proposal {
        let proposal = try await deciding(id, by: principal) { act in
            let proposal = try self.decidable(id, hash: hash, repeating: .approved, act)
            if proposal.decision != nil { return proposal }
            let handler = try self.handler(proposal.command)
            let now: CommandPicture
            do {
                now = try handler.picture(proposal.input, act)
            } catch let refusal as any Refusal {
                return try self.close(proposal, .stale, reason: StaleReason.text(refusal), act)
            }
            guard now.state == proposal.picture.state else {
                return try self.close(proposal, .stale, found: now, act)
            }
            let result = try handler.perform(proposal.input, act.carrying(proposal))
            return try self.close(proposal, .approved, result: result, act)
        }
        if proposal.decision?.kind == .stale { throw ApprovalRefusal.stale(id) }
        // Due dates follow from the calendar; should this be stopped, the schedule comes round.
        if proposal.command == ControlCommands.changeCalendar { _ = try await tellClocks() }
        return proposal
    }

    /// Turns a proposal down.
    /// - Throws: as `approve`; `ApprovalRefusal.reasonMissing`.
    package func reject(_ id: ProposalID, hash: String, reason: String, by principal: Principal) async throws
        -> Proposal
    {
        let reason = try Self.checked(reason)
        return try await deciding(id, by: principal) { act in
            let proposal = try self.decidable(id, hash: hash, repeating: .rejected, act)
            if proposal.decision != nil { return proposal }
            return try self.close(proposal, .rejected, reason: reason, act)
        }
    }

    /// Takes one's own proposal back.
    /// - Throws: `ApprovalRefusal.proposalUnknown`, `.notProposer`, `.decided`.
    package func withdraw(_ id: ProposalID, by principal: Principal) async throws -> Proposal {
        try await deciding(id, by: principal) { act in
            let proposal = try self.visible(id, to: principal, in: act.transaction)
            guard proposal.proposer == principal.user else { throw ApprovalRefusal.notProposer }
            switch proposal.decision?.kind {
            case .withdrawn: return proposal
            case nil: return try self.close(proposal, .withdrawn, act)
            default: throw ApprovalRefusal.decided(proposal.state(on: act.today))
            }
        }
    }

    /// One proposal, for its proposer and for those in whose scope it lies and who may decide such.
    /// - Throws: `ApprovalRefusal.proposalUnknown`.
    package func proposal(_ id: ProposalID, by principal: Principal) async throws -> Proposal {
        try await house.database.read { try visible(id, to: principal, in: $0) }
    }

    /// The proposals of a command that wait for a second person today, of a place, of those under it and of those it
    /// is a part of; the oldest first. For the checks of rooms before a close.
    package func waitingProposals(
        of command: String, concerning place: OrganisationPath, in transaction: any Transaction
    ) throws -> [Proposal] {
        try ProposalRows.waiting(of: command, on: house.clock.today, in: transaction).filter {
            place.contains($0.organisation) || $0.organisation.contains(place)
        }
    }

    /// The proposals of a list: waiting ones the oldest first, others the newest first.
    package func proposals(_ list: ProposalList, by principal: Principal) async throws -> [Proposal] {
        let today = house.clock.today
        return try await house.database.read { transaction in
            switch list {
            case .mine:
                try Set(
                    Set([principal.scope] + principal.standsInFor.map(\.scope)).flatMap {
                        try ProposalRows.waiting(on: today, under: $0, in: transaction)
                    }
                ).filter { $0.mayDecide(principal) }.sorted { $0.id < $1.id }
            case .proposed: try ProposalRows.proposed(by: principal.user, in: transaction)
            case .decided:
                try ProposalRows.closed(on: today, under: principal.scope, in: transaction)
                    .filter { Self.mayRead($0, principal) }
            }
        }
    }
}

extension Control {
    private static func mayRead(_ proposal: Proposal, _ principal: Principal) -> Bool {
        proposal.proposer == principal.user
            || proposal.isWithin(principal)
    }

    private func visible(_ id: ProposalID, to principal: Principal, in transaction: any Transaction) throws
        -> Proposal
    {
        guard let proposal = try ProposalRows.find(id, in: transaction), Self.mayRead(proposal, principal)
        else { throw ApprovalRefusal.proposalUnknown }
        return proposal
    }

    private static func checked(_ reason: String) throws -> String {
        let words = reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !words.isEmpty, words.count <= 500 else { throw ApprovalRefusal.reasonMissing }
        return words
    }

    private func picture(_ handler: CommandHandler, _ text: String, _ act: Act) throws -> CommandPicture {
        let picture = try handler.picture(text, act)
        guard act.principal.scope.contains(picture.organisation) else {
            throw ApprovalRefusal.proposalUnknown
        }
        guard picture.lines.contains(where: \.isChange) else { throw ApprovalRefusal.nothingChanges }
        return picture
    }

    private func terms(of command: String, _ picture: CommandPicture, in transaction: any Transaction) throws
        -> ApprovalTerms?
    {
        guard let rule = approvalRules[command] else { return nil }
        return try ApprovalTerms(
            rule, amount: picture.amount, organisation: picture.organisation, on: house.clock.today, self,
            in: transaction)
    }

    private func propose(_ command: String, text: String, reason: String, by principal: Principal)
        async throws -> Proposal
    {
        let handler = try handler(command)
        let id: ProposalID = house.ids.next()
        return try await self.command(handler.permission, by: principal) { act in
            let picture = try picture(handler, text, act)
            return try store(id, handler, text, picture, reason, act)
        }
    }

    private func store(
        _ id: ProposalID, _ handler: CommandHandler, _ text: String, _ picture: CommandPicture,
        _ reason: String, _ act: Act
    ) throws -> Proposal {
        let reason = try Self.checked(reason)
        guard let terms = try terms(of: handler.name, picture, in: act.transaction), terms.isNeeded,
            picture.isForOne != true
        else {
            throw ApprovalRefusal.approvalNotNeeded(command: handler.name)
        }
        let pictureText = try CommandInput.encode(picture)
        let proposal = Proposal(
            id: id, command: handler.name, input: text, picture: picture,
            hash: Proposal.hash(command: handler.name, input: text, picture: pictureText),
            organisation: picture.organisation, permission: terms.approver, reason: reason,
            proposer: act.principal.user, proposerName: act.principal.name, proposedAt: act.now,
            lastDay: try calendar(in: act.transaction).day(terms.workingDays, workingDaysAfter: act.today),
            decision: nil)
        let twin = try ProposalRows.waiting(on: act.today, under: picture.organisation, in: act.transaction)
            .first { $0.hash == proposal.hash && $0.proposer == act.principal.user }
        if let twin { return twin }
        try ProposalRows.insert(proposal, picture: pictureText, in: act.transaction)
        try act.audit(
            bucket: id.bucket, action: "control.propose", subject: "proposal \(id)",
            after: CommandInput.encode([
                "command": handler.name, "subject": picture.subject, "hash": proposal.hashText,
                "reason": reason,
            ]))
        try publish(proposal, .waiting, act)
        return proposal
    }

    /// The proposal where this person may decide on it with this hash: undecided, or decided by the very same request.
    private func decidable(
        _ id: ProposalID, hash: String, repeating kind: Proposal.Decision.Kind, _ act: Act
    ) throws -> Proposal {
        let proposal = try visible(id, to: act.principal, in: act.transaction)
        guard proposal.mayDecide(act.principal) else { throw ApprovalRefusal.ownProposal }
        let stored = Proposal.hash(
            command: proposal.command, input: proposal.input,
            picture: try CommandInput.encode(proposal.picture))
        guard proposal.hashText == hash, proposal.hash == stored else { throw ApprovalRefusal.hashDiffers }
        if let decision = proposal.decision {
            let isRepeated = decision.kind == kind || (kind == .approved && decision.kind == .stale)
            guard isRepeated, decision.decider == act.principal.user else {
                throw ApprovalRefusal.decided(proposal.state(on: act.today))
            }
            return proposal
        }
        guard act.today <= proposal.lastDay else {
            throw ApprovalRefusal.expired(lastDay: proposal.lastDay.description)
        }
        return proposal
    }

    /// Runs a decision; where another one came first, anew, so that it sees that one.
    private func deciding(
        _ id: ProposalID, by principal: Principal, _ body: @Sendable @escaping (Act) throws -> Proposal
    ) async throws -> Proposal {
        for _ in 0..<Self.attempts {
            let before = try await proposal(id, by: principal)
            do {
                return try await record(
                    as: principal,
                    resolve: { transaction in
                        let found = try ProposalRows.find(id, in: transaction)
                        return found?.decision?.decider == principal.user ? found : nil
                    }, body)
            } catch {
                guard before.decision == nil, try await proposal(id, by: principal).decision != nil else {
                    throw error
                }
            }
        }
        throw ControlRefusal.changedMeanwhile("proposal \(id)")
    }

    private func close(
        _ proposal: Proposal, _ kind: Proposal.Decision.Kind, reason: String = "", result: String? = nil,
        found: CommandPicture? = nil, _ act: Act
    ) throws -> Proposal {
        let absent = kind == .withdrawn ? nil : proposal.absentDecider(act.principal)
        let decision = Proposal.Decision(
            kind: kind, reason: reason, result: result, found: found, decider: act.principal.user,
            deciderName: act.principal.name, at: act.now, absent: absent?.user,
            absentName: absent?.name ?? "")
        try ProposalRows.insert(decision, of: proposal, in: act.transaction)
        guard let closed = try ProposalRows.find(proposal.id, in: act.transaction) else {
            throw StoreFault.noRow("control_proposal")
        }
        try act.audit(
            bucket: proposal.id.bucket, action: "control.decide", subject: "proposal \(proposal.id)",
            before: CommandInput.encode([
                "proposer": proposal.proposer.description, "hash": proposal.hashText,
            ]),
            after: CommandInput.encode([
                "command": proposal.command, "decision": kind.rawValue,
                "decider": act.principal.user.description, "reason": reason, "result": result ?? "",
                "for": absent?.user.description ?? "",
            ]))
        try publish(closed, closed.state(on: act.today), act)
        return closed
    }

    private func publish(_ proposal: Proposal, _ state: Proposal.State, _ act: Act) throws {
        try act.publish(
            "control.proposal", bucket: proposal.id.bucket, organisation: proposal.organisation,
            payload: CommandInput.encode([
                "proposal": proposal.id.description, "command": proposal.command, "state": state.rawValue,
            ]))
    }
}
