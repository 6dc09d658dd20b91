import Control
import Hummingbird
import Kernel
import Language
import Web

/// Machines' tokens: what there is, and a new one.
struct TokensPage: Page {
    static let template = "control.tokens"
    let title: String
    let lead: String
    let rows: [Row]
    let hasRows: Bool
    let issued: Issued?
    /// What was agreed on and waits for the reader to fetch its secret.
    let waiting: [Waiting]
    let hasWaiting: Bool
    let summary: FormSummary?
    let name: Field
    let kind: Field
    let organisation: Field
    let days: Field
    let eachMinute: Field
    let permissions: [Choice]
    let permissionError: String?
    /// Why: the second person is told.
    let reason: Field

    struct Waiting: Sendable {
        let name: String
        let kind: String
        let organisation: String
        let permissions: String
        let until: String
        let fetch: String
    }

    struct Row: Sendable {
        let name: String
        let kind: String
        let organisation: String
        let permissions: String
        let expires: String
        let used: String
        let state: Badge
        /// The address that revokes it; nil where it does not stand any more.
        let revoke: String?
    }

    struct Issued: Sendable {
        let name: String
        let secret: String
    }

    struct Choice: Sendable {
        let value: String
        let label: String
        let chosen: Bool
    }

    init(
        _ visit: Visit, _ tokens: [Token], _ waiting: [TokenGrant], _ organisations: [Organisation],
        _ offered: [Permission], _ form: Form, issued: Issued? = nil
    ) {
        let names = Dictionary(
            organisations.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        title = visit.text("control.tokens.title")
        lead = visit.text("control.tokens.lead")
        rows = tokens.map { Row($0, names[$0.organisation] ?? "", visit) }
        hasRows = !rows.isEmpty
        self.issued = issued
        self.waiting = waiting.map { Waiting($0, names[$0.order.organisation] ?? "", visit) }
        hasWaiting = !waiting.isEmpty
        summary = form.summary
        name = form.field("name", label: "control.tokens.name", hint: "control.tokens.name.hint", longest: 60)
        kind = form.field(
            "kind", label: "control.tokens.kind",
            .select(
                Token.Kind.allCases.map { ($0.rawValue, visit.text("control.tokens.kind.\($0.rawValue)")) }))
        organisation = form.field(
            "organisation", label: "control.tokens.organisation",
            .select(organisations.map { ($0.id.description, $0.name) }))
        days = form.field("days", label: "control.tokens.days", .whole, longest: 4)
        eachMinute = form.field("eachMinute", label: "control.tokens.eachMinute", .whole, longest: 4)
        let chosen = Set(form.all("permission"))
        permissions = offered.map {
            Choice(
                value: $0.code, label: visit.text("permission.\($0.code)"), chosen: chosen.contains($0.code))
        }
        permissionError = form.errors["permission"]
        reason = form.field("reason", label: "control.tokens.reason", longest: 200)
    }
}

extension TokensPage.Waiting {
    fileprivate init(_ grant: TokenGrant, _ place: String, _ visit: Visit) {
        name = grant.order.name
        kind = visit.text("control.tokens.kind.\(grant.order.kind.rawValue)")
        organisation = place
        permissions = visit.language.list(
            grant.order.permissions.map { visit.text("permission.\($0.code)") })
        until = visit.language.instant(grant.agreedAt.adding(seconds: TokenGrant.days * 86_400))
        fetch = WebControl.tokenSecretPath.link(grant.id)
    }
}

extension TokensPage.Row {
    fileprivate init(_ token: Token, _ place: String, _ visit: Visit) {
        name = token.name
        kind = visit.text("control.tokens.kind.\(token.kind.rawValue)")
        organisation = place
        permissions = visit.language.list(token.permissions.map { visit.text("permission.\($0.code)") })
        expires = visit.language.instant(token.expiresAt)
        used = token.usedAt.map { "\(visit.language.instant($0)) · \(token.usedFrom ?? "")" } ?? "—"
        let stands = token.stands(at: visit.now)
        state =
            stands
            ? Badge(visit.text("control.tokens.state.good"), .good)
            : token.revokedAt == nil
                ? Badge(visit.text("control.tokens.state.over"))
                : Badge(visit.text("control.tokens.state.revoked"), .bad)
        revoke = stands ? "/control/tokens/\(token.id)/revoke" : nil
    }
}

extension WebControl {
    static let tokensLink = "/control/tokens"
    static let tokenSecretPath = PathTemplate("/control/tokens/{token}/secret")

    var tokenRoutes: [Route] {
        [
            .get(Self.tokensLink, .may("control.tokens")) { visit in
                try await showTokens(visit, visit.emptyForm(Self.usual))
            },
            .post(Self.tokensLink, .may("control.tokens")) { try await issueToken($0) },
            .post(Self.tokenSecretPath.description, .may("control.tokens")) { visit in
                let (token, secret) = try await control.fetchToken(
                    try Self.number(visit), by: visit.principal)
                return try await showTokens(
                    visit, visit.emptyForm(Self.usual),
                    issued: TokensPage.Issued(name: token.name, secret: secret))
            },
            .post("/control/tokens/{token}/revoke", .may("control.tokens")) { visit in
                try await control.revokeToken(try Self.number(visit), by: visit.principal)
                return visit.redirect(to: Self.tokensLink, notice: "control.tokens.revoked")
            },
            .get("/api/v1/control/tokens", .may("control.tokens")) { visit in
                try visit.json(
                    whole: try await control.tokens(by: visit.principal).map(TokenAnswer.init),
                    of: try visit.page(), key: \.id)
            }
            .listed(
                "control.tokens.list", "Machines' tokens, without their secrets.", of: TokenAnswer.self),
            .delete("/api/v1/control/tokens/{token}", .may("control.tokens")) { visit in
                try await control.revokeToken(try Self.number(visit), by: visit.principal)
                return Response(status: .noContent)
            }
            .described("control.tokens.revoke", "Revokes a token at once.", status: .noContent),
        ]
    }

    struct TokenAnswer: Codable, Sendable {
        let id: String
        let kind: String
        let name: String
        let organisation: String
        let permissions: [String]
        let expiresAtMs: String
        let isRevoked: Bool

        init(_ token: Token) {
            id = String(token.id)
            kind = token.kind.rawValue
            name = token.name
            organisation = token.organisation.description
            permissions = token.permissions.map(\.code)
            expiresAtMs = String(token.expiresAt.milliseconds)
            isRevoked = token.revokedAt != nil
        }
    }

    /// How a new token's form begins.
    private static let usual = ["days": "90", "eachMinute": "60", "kind": Token.Kind.machine.rawValue]

    static func number(_ visit: Visit) throws -> Int64 {
        guard let number = visit.parameters["token"].flatMap({ Int64($0) }) else {
            throw SignInRefusal.tokenUnknown
        }
        return number
    }

    private func showTokens(
        _ visit: Visit, _ form: Form, issued: TokensPage.Issued? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        try visit.show(
            TokensPage(
                visit, try await control.tokens(by: visit.principal),
                try await control.tokenGrants(by: visit.principal),
                try await control.organisations(under: visit.principal.scope), control.permissionsOfTokens,
                form,
                issued: issued), status: status)
    }

    private func issueToken(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        let name = form.required("name", limit: 60)
        let kind = form.choice("kind", Token.Kind.self)
        let place: OrganisationID? = form.id("organisation")
        let days = form.number("days", in: 1...3_650)
        let eachMinute = form.number("eachMinute", in: Token.eachMinuteRange)
        let permissions = form.all("permission").map { Permission($0) }
        if kind == .machine, permissions.isEmpty {
            form.refuse("permission", "control.tokens.permission.none")
        }
        let reason = form.required("reason", limit: 200)
        if form.isValid, let name, let kind, let place, let days, let eachMinute, let reason {
            do {
                let order = NewToken(
                    kind: kind, name: name, organisation: place,
                    permissions: kind == .board ? [] : permissions, days: Int64(days),
                    eachMinute: eachMinute)
                guard
                    case .proposed(let proposal) = try await control.submit(
                        ControlCommands.issueToken, order, reason: reason, by: visit.principal)
                else { return visit.redirect(to: Self.tokensLink, notice: "control.tokens.agreed") }
                return visit.redirect(
                    to: Self.proposalPath.link(proposal.id), notice: "control.tokens.proposed")
            } catch let refusal as SignInRefusal {
                if case .tokenDays = refusal {
                    form.refuse(refusal, on: "days")
                } else {
                    form.refuse(refusal)
                }
            }
        }
        return try await showTokens(visit, form, status: .unprocessableContent)
    }
}
