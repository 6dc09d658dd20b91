import Control
import Hummingbird
import Kernel
import Language
import Web

/// The second person on the wire: lists, one proposal, and what is decided on it. Every reader sees what their scope
/// and permissions let them decide or what they proposed themselves; the rest is not found.
extension WebControl {
    static let proposalsAPI = "/api/v1/control/proposals"
    private static let proposalAPI = PathTemplate("/api/v1/control/proposals/{proposal}")
    private static let using = Access.may("control.workbench")

    var proposalAPIRoutes: [Route] {
        [
            .get(Self.proposalsAPI, Self.using) { visit in
                let list = visit.query("list").flatMap { ProposalList(rawValue: $0) } ?? .mine
                return try visit.json(
                    whole: try await control.proposals(list, by: visit.principal).map {
                        ProposalAnswer($0, visit)
                    }, of: try visit.page()
                ) { $0.id.description }
            }
            .listed(
                "control.proposals.list", "Proposals that wait for the reader, or that they made.",
                query: [
                    Operation.Parameter(
                        "list", .words(ProposalList.allCases.map(\.rawValue)),
                        "One's own where none is named.")
                ], of: ProposalAnswer.self),
            .get(Self.proposalAPI.description, Self.using) { visit in
                try answer(try await control.proposal(try visit.id("proposal"), by: visit.principal), visit)
            }
            .described(
                "control.proposals.get", "One proposal: what would change, and what changed under it.",
                gives: ProposalAnswer.self),
            .post(Self.proposalAPI.description + "/approve", Self.using) { visit in
                let wish = try visit.decode(DecisionWish.self)
                let id: ProposalID = try visit.id("proposal")
                return try await visit.once(control) {
                    let done = try await control.approve(id, hash: wish.hash ?? "", by: visit.principal)
                    return (ProposalAnswer(done, visit), .ok)
                }
            }
            .described(
                "control.proposals.approve", "Agrees: the command is carried out, once.",
                "The hash is the one the proposal was read with; the proposer cannot agree.",
                takes: DecisionWish.self, gives: ProposalAnswer.self, mayBeKeyed: true),
            .post(Self.proposalAPI.description + "/reject", Self.using) { visit in
                let wish = try visit.decode(DecisionWish.self)
                return try answer(
                    try await control.reject(
                        try visit.id("proposal"), hash: wish.hash ?? "", reason: wish.reason ?? "",
                        by: visit.principal), visit)
            }
            .described(
                "control.proposals.reject", "Refuses, for a reason.", takes: DecisionWish.self,
                gives: ProposalAnswer.self),
            .post(Self.proposalAPI.description + "/withdraw", Self.using) { visit in
                try answer(try await control.withdraw(try visit.id("proposal"), by: visit.principal), visit)
            }
            .described(
                "control.proposals.withdraw", "Takes one's own proposal back.", gives: ProposalAnswer.self),
            .post(Self.proposalAPI.description + "/again", Self.using) { visit in
                let wish = try visit.decode(DecisionWish.self)
                return try answer(
                    try await control.proposeAgain(
                        try visit.id("proposal"), reason: wish.reason ?? "", by: visit.principal), visit)
            }
            .described(
                "control.proposals.again",
                "Proposes again what expired or was overtaken, as things stand now.",
                takes: DecisionWish.self, gives: ProposalAnswer.self),
            .post("/api/v1/control/role-grants", .may("control.roles")) { visit in
                let wish = try visit.decode(GrantWish.self)
                return try answer(
                    try await control.propose(
                        "control.grantRoles",
                        ControlCommands.GrantRoles(user: wish.user, roles: wish.roles), reason: wish.reason,
                        by: visit.principal), visit)
            }
            .described(
                "control.proposals.grantRoles", "Proposes roles for a user.", takes: GrantWish.self,
                gives: ProposalAnswer.self),
            .post("/api/v1/control/parameter-changes", .may("control.parameters")) { visit in
                let wish = try visit.decode(ParameterWish.self)
                return try answer(
                    try await control.propose(
                        "control.setParameter", wish.change, reason: wish.reason, by: visit.principal), visit)
            }
            .described(
                "control.proposals.setParameter", "Proposes a parameter's value from a day on.",
                takes: ParameterWish.self, gives: ProposalAnswer.self),
        ]
    }

    private func answer(_ proposal: Proposal, _ visit: Visit) throws -> Response {
        try visit.json(ProposalAnswer(proposal, visit))
    }
}

struct DecisionWish: Codable {
    /// The proposal's hash, as it was read.
    let hash: String?
    let reason: String?
}

struct GrantWish: Codable {
    let user: UserID
    let roles: [String]
    let reason: String
}

struct ParameterWish: Codable {
    let change: ControlCommands.SetParameter
    let reason: String
}

/// A proposal on the wire.
struct ProposalAnswer: Codable, Sendable {
    let id: ProposalID
    let command: String
    let subject: String
    let organisation: String
    let state: String
    let hash: String
    let amount: Money?
    let lines: [Line]
    let permission: String
    let reason: String
    let proposer: UserID
    let proposerName: String
    let proposedAtMs: String
    let lastDay: String
    let decider: UserID?
    let deciderName: String?
    /// Who was away, where the decider did their work.
    let decidedFor: String?
    let decidedAtMs: String?
    let decisionReason: String?
    let result: String?
    let changed: [Changed]

    /// One value of the picture.
    struct Line: Codable, Sendable {
        let label: String
        /// Where the value stands, in words; missing where the label says it all.
        let place: String?
        let before: PlainValue?
        let after: PlainValue?
        let isChange: Bool
    }

    struct Changed: Codable, Sendable {
        let label: String
        let place: String?
        let proposed: PlainValue?
        let found: PlainValue?
    }

    /// A value of a picture on the wire: an amount as a decimal string, a day as a date, a count as a number, words as
    /// they are, names of the catalogue as their keys.
    enum PlainValue: Codable, Sendable, SelfDescribed {
        case text(String)
        case number(Int64)
        case list([String])

        init(_ value: CommandPicture.Value) {
            self =
                switch value {
                case .text(let text): .text(text)
                case .messages(let keys): .list(keys)
                case .money(let money): .text(money.description)
                case .number(let number): .number(number)
                case .day(let day): .text(day.description)
                case .word(let word): .text(word.plain)
                }
        }

        static var schema: JSONSchema { .either([.text(), .whole(), .list(.text())]) }
        static var blank: PlainValue { .number(0) }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let number = try? container.decode(Int64.self) {
                self = .number(number)
            } else {
                self = .list(try container.decode([String].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .list(let list): try container.encode(list)
            }
        }
    }

    init(_ proposal: Proposal, _ visit: Visit) {
        id = proposal.id
        command = proposal.command
        subject = proposal.picture.subject
        organisation = proposal.organisation.text
        state = proposal.state(on: visit.today).rawValue
        hash = proposal.hashText
        amount = proposal.picture.amount
        lines = proposal.picture.lines.map {
            Line(
                label: $0.label, place: $0.place.map { $0.label(visit) },
                before: $0.before.map(PlainValue.init),
                after: $0.after.map(PlainValue.init), isChange: $0.isChange)
        }
        permission = proposal.permission.code
        reason = proposal.reason
        proposer = proposal.proposer
        proposerName = proposal.proposerName
        proposedAtMs = String(proposal.proposedAt.milliseconds)
        lastDay = proposal.lastDay.description
        decider = proposal.decision?.decider
        deciderName = proposal.decision?.deciderName
        decidedFor = proposal.decision.flatMap { $0.absent == nil ? nil : $0.absentName }
        decidedAtMs = proposal.decision.map { String($0.at.milliseconds) }
        decisionReason = proposal.decision.map { $0.refusal?.code ?? $0.reason }
        result = proposal.decision?.result
        changed = proposal.differences.map {
            Changed(
                label: $0.label, place: $0.place.map { $0.label(visit) },
                proposed: $0.proposed.map(PlainValue.init),
                found: $0.found.map(PlainValue.init))
        }
    }
}

extension Visit {
    /// The proposal that an order became, as 202; nil where it was done at once.
    func proposed(_ submission: Control.Submission) throws -> Response? {
        guard case .proposed(let proposal) = submission else { return nil }
        return try json(ProposalAnswer(proposal, self), status: .accepted)
    }

    /// To the proposal that an order became; where it was done at once, on to `link` with its notice.
    func redirect(
        after submission: Control.Submission, to link: String, notice: String,
        _ arguments: [(String, String)] = []
    ) -> Response {
        guard case .proposed(let proposal) = submission else {
            return redirect(to: link, notice: notice, arguments)
        }
        return redirect(to: WebControl.proposalPath.link(proposal.id), notice: "control.change.proposed")
    }
}
