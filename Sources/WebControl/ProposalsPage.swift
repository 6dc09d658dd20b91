import Control
import Hummingbird
import Kernel
import Language
import Web

/// 待审批: what waits for this person, what they proposed, what was decided.
struct ProposalsPage: Page {
    static let template = "control.proposals"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    let tabs: [Tab]
    let rows: [Row]
    let hasRows: Bool

    struct Tab: Sendable {
        let label: String
        let link: String
        let isHere: Bool
    }

    struct Row: Sendable {
        let link: String
        let command: String
        let title: String
        let amount: String
        let proposer: String
        let at: String
        let lastDay: String
        let state: Badge
    }

    init(_ visit: Visit, _ list: ProposalList, _ proposals: [Proposal]) {
        title = visit.text("control.proposals.title")
        trail = []
        lead = visit.text("control.proposals.lead")
        source = WebControl.proposalsLink + "?list=\(list.rawValue)"
        tabs = ProposalList.allCases.map {
            Tab(
                label: visit.text("control.proposals.\($0.rawValue)"),
                link: WebControl.proposalsLink + "?list=\($0.rawValue)", isHere: $0 == list)
        }
        rows = proposals.map { proposal in
            Row(
                link: WebControl.proposalPath.link(proposal.id),
                command: visit.text("command.\(proposal.command)"), title: proposal.title(visit),
                amount: proposal.picture.amount.map(visit.language.money) ?? "—",
                proposer: proposal.proposerName, at: visit.language.instant(proposal.proposedAt),
                lastDay: visit.language.day(proposal.lastDay),
                state: Badge(proposal.state(on: visit.today), visit.language))
        }
        hasRows = !rows.isEmpty
    }
}

/// One proposal: before and after, the reason, and what this person may do about it.
struct ProposalPage: Page {
    static let template = "control.proposal"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    let state: Badge
    let reason: String
    let lastDay: String
    let lines: [Line]
    let stale: Stale?
    let decided: String?
    let decisionReason: String?
    let hint: String?
    let approve: Decision?
    let reject: Decision?
    let withdrawLink: String?
    let againLink: String?

    /// A form that decides on what it showed.
    struct Decision: Sendable {
        let link: String
        let hash: String
    }

    /// What the approver would have changed, where the data had changed meanwhile.
    struct Stale: Sendable {
        let text: String
        let lines: [Line]
        let hasLines: Bool
    }

    struct Line: Sendable {
        let label: String
        let before: String
        let after: String
        let isChange: Bool
    }

    init(_ visit: Visit, _ proposal: Proposal) {
        let now = proposal.state(on: visit.today)
        let path = WebControl.proposalPath.link(proposal.id)
        title = proposal.title(visit)
        trail = [Crumb(label: visit.text("control.proposals.title"), link: WebControl.proposalsLink)]
        lead = visit.text(
            "control.proposal.lead",
            [
                ("command", visit.text("command.\(proposal.command)")), ("name", proposal.proposerName),
                ("at", visit.language.instant(proposal.proposedAt)),
            ])
        source = path
        state = Badge(now, visit.language)
        reason = proposal.reason
        lastDay = visit.language.day(proposal.lastDay)
        lines = proposal.picture.lines.map {
            Line(
                label: visit.text($0.label), before: $0.before.text(visit), after: $0.after.text(visit),
                isChange: $0.isChange)
        }
        let differences = proposal.differences.map {
            Line(
                label: visit.text($0.label), before: $0.proposed.text(visit), after: $0.found.text(visit),
                isChange: true)
        }
        stale =
            now == .stale
            ? Stale(
                text: visit.text("control.proposal.stale"), lines: differences,
                hasLines: !differences.isEmpty) : nil
        decided = proposal.decision.map { decision in
            let who =
                decision.absent == nil
                ? decision.deciderName
                : visit.text(
                    "control.proposal.for", [("name", decision.deciderName), ("absent", decision.absentName)])
            return visit.text(
                "control.proposal.decided", [("name", who), ("at", visit.language.instant(decision.at))])
        }
        decisionReason = proposal.decision.flatMap { decision in
            if let refusal = decision.refusal { return visit.language.text(refusal.code, refusal.arguments) }
            return decision.reason.isEmpty ? nil : decision.reason
        }
        let mayDecide = now == .waiting && proposal.mayDecide(visit.principal)
        let isOwn = proposal.proposer == visit.principal.user
        hint =
            now != .waiting || mayDecide
            ? nil : visit.text(isOwn ? "control.proposal.ownWaits" : "control.proposal.notYours")
        let hash = proposal.hashText
        approve = mayDecide ? Decision(link: path + "/approve", hash: hash) : nil
        reject = mayDecide ? Decision(link: path + "/reject", hash: hash) : nil
        withdrawLink = isOwn && now == .waiting ? path + "/withdraw" : nil
        againLink = isOwn && now != .waiting && now != .approved ? path + "/again" : nil
    }
}

extension Proposal {
    func title(_ visit: Visit) -> String {
        visit.text(picture.title, picture.arguments.map { ($0.key, $0.value) })
    }
}

extension CommandPicture.Value? {
    fileprivate func text(_ visit: Visit) -> String {
        switch self {
        case nil: "—"
        case .text(let text): text
        case .messages(let keys): keys.isEmpty ? "—" : keys.map { visit.text($0) }.joined(separator: "、")
        case .money(let money): visit.language.money(money)
        case .number(let number): visit.language.number(Int(number))
        case .day(let day): visit.language.day(day)
        }
    }
}

extension Badge {
    fileprivate init(_ state: Proposal.State, _ language: Language) {
        let tone: Tone =
            switch state {
            case .waiting: .info
            case .approved: .good
            case .rejected: .bad
            case .stale, .expired: .warn
            case .withdrawn: .plain
            }
        self.init(language.text("control.proposalState.\(state.rawValue)"), tone)
    }
}

extension WebControl {
    static let proposalsLink = "/control/proposals"
    static let proposalPath = PathTemplate("/control/proposals/{proposal}")
    private static let using = Access.may("control.workbench")

    var proposalRoutes: [Route] {
        proposalAPIRoutes + [
            .get(Self.proposalsLink, Self.using) { visit in
                let list = visit.query("list").flatMap { ProposalList(rawValue: $0) } ?? .mine
                return try visit.show(
                    ProposalsPage(visit, list, try await control.proposals(list, by: visit.principal)))
            },
            .get(Self.proposalPath.description, Self.using) { visit in
                try visit.show(
                    ProposalPage(
                        visit, try await control.proposal(try visit.id("proposal"), by: visit.principal)))
            },
            decision("approve") { try await $0.approve($1, hash: $2.text("hash") ?? "", by: $3) },
            decision("reject") {
                try await $0.reject(
                    $1, hash: $2.text("hash") ?? "", reason: $2.text("reason") ?? "", by: $3)
            },
            decision("withdraw") { control, id, _, person in try await control.withdraw(id, by: person) },
            decision("again") { try await $0.proposeAgain($1, reason: $2.text("reason") ?? "", by: $3) },
        ]
    }

    private func decision(
        _ word: String,
        _ perform: @Sendable @escaping (Control, ProposalID, Form, Principal) async throws -> Proposal
    ) -> Route {
        .post(Self.proposalPath.description + "/" + word, Self.using) { visit in
            let id: ProposalID = try visit.id("proposal")
            do {
                let proposal = try await perform(control, id, try visit.form(), visit.principal)
                return visit.redirect(
                    to: Self.proposalPath.link(proposal.id), notice: "control.proposal.\(word).done")
            } catch let refusal as any Refusal where refusal.kind != .notFound {
                return visit.redirect(
                    to: Self.proposalPath.link(id), notice: refusal.code, refusal.arguments, tone: .warn)
            }
        }
    }

    /// How many proposals wait for this person; nothing for whoever has none.
    func proposalCard(_ visit: Visit) async throws -> Stat? {
        let count = try await control.proposals(.mine, by: visit.principal).count
        if count == 0 { return nil }
        return Stat(
            label: visit.text("control.proposals.title"), figure: visit.language.number(count),
            caption: visit.text("control.proposals.card"), link: Self.proposalsLink)
    }
}
