import Control
import Hummingbird
import Kernel
import Language
import Web

/// 送达证明: everything that was told about one matter and what became of it, on paper for the file of a case.
struct EvidencePage: Page {
    static let template = "control.evidence"
    static let layout = Layout.paper
    let title: String
    let trail: [Crumb]
    let lead: String
    let rows: [Row]
    let hasRows: Bool
    /// Said where there are more than one paper takes.
    let cut: String?

    struct Row: Sendable {
        let number: String
        let kind: String
        let created: String
        let facts: String
        let text: String
        let state: Badge
        let proofs: [MessagePage.Proof]
        let hasProofs: Bool
    }

    init(
        _ visit: Visit, about matter: String, _ told: [(message: Message, proofs: [MessageProof])]
    ) {
        let language = visit.language
        title = visit.text("control.evidence.title")
        trail = [Crumb(label: visit.text("control.messages.title"), link: WebControl.messagesLink)]
        lead = visit.text(
            "control.evidence.lead",
            [
                ("matter", AuditSubject(matter).text(in: language)),
                ("count", language.number(told.count)), ("at", language.instant(visit.now)),
                ("name", visit.principal.name),
            ])
        rows = told.enumerated().map { index, one in
            let message = one.message
            var facts = [
                visit.text("control.channel.\(message.channel.rawValue)"), message.masked,
                message.id.description,
            ]
            if message.isStatutory { facts.append(visit.text("control.message.statutory")) }
            return Row(
                number: language.number(index + 1),
                kind: visit.text("control.message.name.\(message.template)"),
                created: language.instant(message.createdAt), facts: facts.joined(separator: " · "),
                text: message.body, state: Badge(message.state, language),
                proofs: one.proofs.map { MessagePage.Proof($0, language) }, hasProofs: !one.proofs.isEmpty)
        }
        hasRows = !rows.isEmpty
        cut =
            told.count == Control.evidenceLimit
            ? visit.text("control.evidence.cut", [("count", language.number(told.count))]) : nil
    }
}

extension WebControl {
    static let evidenceLink = "/control/evidence"

    /// The paper of a matter, such as `account 1002`.
    static func evidenceLink(about matter: String) -> String {
        "\(evidenceLink)?about=\(PercentCoding.encode(matter))"
    }

    var evidenceRoutes: [Route] {
        [
            .get(Self.evidenceLink, .may("control.messages")) { visit in
                let (matter, told) = try await evidence(visit)
                return try visit.show(EvidencePage(visit, about: matter, told))
            },
            .get("/api/v1/control/evidence", .may("control.messages")) { visit in
                let (_, told) = try await evidence(visit)
                return try visit.json(
                    whole: told.map { MessageAnswer($0.message, $0.proofs) }, of: try visit.page(), key: \.id)
            }
            .listed(
                "control.evidence.list",
                "Everything that was told about one matter, with its proof, the oldest first.",
                query: [.text("about", "The matter, such as `account 12`. It must be named.")],
                of: MessageAnswer.self),
        ]
    }

    private func evidence(_ visit: Visit) async throws -> (
        String, [(message: Message, proofs: [MessageProof])]
    ) {
        guard let matter = visit.query("about") else { throw WebRefusal.notFound }
        visit.shows(about: [matter])
        return (matter, try await control.evidence(about: matter, by: visit.principal))
    }
}
