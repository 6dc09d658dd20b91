package import Kernel

/// A command that waits for, or had, the decision of a second person.
package struct Proposal: Sendable, Hashable {
    package let id: ProposalID
    /// The command's name.
    package let command: String
    /// The command's input as it was given (JSON).
    package let input: String
    /// What it would change, as the data stood when it was proposed.
    package let picture: CommandPicture
    /// SHA-256 over command, input and picture: what a decision is bound to.
    package let hash: [UInt8]
    package let organisation: OrganisationPath
    /// What the second person needs.
    package let permission: Permission
    package let reason: String
    package let proposer: UserID
    package let proposerName: String
    package let proposedAt: Instant
    /// The last day on which it can be approved.
    package let lastDay: Day
    package let decision: Decision?

    /// What was decided; never changed.
    package struct Decision: Sendable, Hashable {
        package enum Kind: String, Sendable {
            case approved = "APPROVED"
            case rejected = "REJECTED"
            case withdrawn = "WITHDRAWN"
            /// The data had changed under it when it was to be approved.
            case stale = "STALE"
        }

        package let kind: Kind
        package let reason: String
        /// What the command answered (JSON), where it was approved.
        package let result: String?
        /// What the approver would have changed, where the data had changed; nil where the command was no longer
        /// possible at all; then `refusal` says why.
        package let found: CommandPicture?
        package let decider: UserID
        package let deciderName: String
        package let at: Instant
        /// Who was away, where the decider did their work.
        package let absent: UserID?
        package let absentName: String

        /// Why the command was no longer possible; nil for every other decision.
        package var refusal: (code: String, arguments: [(String, String)])? {
            kind == .stale && found == nil ? StaleReason.read(reason) : nil
        }
    }

    /// Where a proposal stands.
    package enum State: String, Sendable, CaseIterable {
        case waiting = "WAITING"
        case approved = "APPROVED"
        case rejected = "REJECTED"
        case withdrawn = "WITHDRAWN"
        case stale = "STALE"
        case expired = "EXPIRED"
    }

    package func state(on day: Day) -> State {
        switch decision?.kind {
        case .approved: .approved
        case .rejected: .rejected
        case .withdrawn: .withdrawn
        case .stale: .stale
        case nil: day > lastDay ? .expired : .waiting
        }
    }

    /// The hash as a form carries it.
    package var hashText: String { ContentHash.hex(hash) }

    /// Whether the person may decide on it: another one than the proposer and than those who have a part in it, with
    /// the permission, in whose scope it lies.
    package func mayDecide(_ principal: Principal) -> Bool {
        guard isStranger(principal.user) else { return false }
        return mayDecideOneself(principal) || absentDecider(principal) != nil
    }

    /// For whom the person decides on it, where they do not in their own right: one who is away and whose work they do,
    /// who may decide on such and has no part in it either.
    package func absentDecider(_ principal: Principal) -> Principal.StandIn? {
        if mayDecideOneself(principal) { return nil }
        return lender(principal).flatMap { isStranger($0.user) ? $0 : nil }
    }

    /// Whether the person may know of such, in their own right or for one who is away.
    func isWithin(_ principal: Principal) -> Bool { mayDecideOneself(principal) || lender(principal) != nil }

    private func mayDecideOneself(_ principal: Principal) -> Bool {
        principal.may(permission) && principal.scope.contains(organisation)
    }

    private func lender(_ principal: Principal) -> Principal.StandIn? {
        let fit = principal.standsInFor.filter {
            $0.permissions.contains(permission) && $0.scope.contains(organisation)
        }
        return fit.first { isStranger($0.user) } ?? fit.first
    }

    private func isStranger(_ user: UserID) -> Bool { user != proposer && !picture.involved.contains(user) }

    /// What the data shows now where it differs from what was proposed; empty where it was not found stale.
    package var differences: [Difference] {
        guard let found = decision?.found else { return [] }
        var differences: [Difference] = []
        let now = Dictionary(
            found.lines.map { ($0.label, $0.before) }, uniquingKeysWith: { first, _ in first })
        for line in picture.lines where now[line.label] ?? nil != line.before {
            differences.append(
                Difference(label: line.label, proposed: line.before, found: now[line.label] ?? nil))
        }
        let known = Set(picture.lines.map(\.label))
        for line in found.lines where !known.contains(line.label) {
            differences.append(Difference(label: line.label, proposed: nil, found: line.before))
        }
        return differences
    }

    /// A value that changed between the proposal and its approval.
    package struct Difference: Sendable, Hashable {
        package let label: String
        package let proposed: CommandPicture.Value?
        package let found: CommandPicture.Value?

        package init(label: String, proposed: CommandPicture.Value?, found: CommandPicture.Value?) {
            self.label = label
            self.proposed = proposed
            self.found = found
        }
    }

    static func hash(command: String, input: String, picture: String) -> [UInt8] {
        var hash = ContentHash()
        hash.add(command)
        hash.add(input)
        hash.add(picture)
        return hash.finalized()
    }
}

/// A refusal as a decision keeps it: its code, and a line for each of its values.
enum StaleReason {
    static func text(_ refusal: any Refusal) -> String {
        ([refusal.code] + refusal.arguments.map { "\($0.0)=\($0.1)" }).joined(separator: "\n")
    }

    static func read(_ text: String) -> (code: String, arguments: [(String, String)]) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let arguments = lines.dropFirst().compactMap { line -> (String, String)? in
            guard let equals = line.firstIndex(of: "=") else { return nil }
            return (String(line[..<equals]), String(line[line.index(after: equals)...]))
        }
        return (lines.first.map(String.init) ?? "", arguments)
    }
}

/// The kind of a proposal's id.
package enum ProposalKind {}
package typealias ProposalID = Identifier<ProposalKind>

/// Which proposals a list shows.
package enum ProposalList: String, Sendable, CaseIterable {
    /// Those that wait and that this person may decide.
    case mine
    /// Those that this person proposed, waiting or not.
    case proposed
    /// Those of the person's scope that were decided or have expired.
    case decided
}
