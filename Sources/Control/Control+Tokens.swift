package import Kernel
internal import Store

/// What a new token is to be.
package struct NewToken: Sendable {
    package let kind: Token.Kind
    package let name: String
    package let organisation: OrganisationID
    package let permissions: [Permission]
    package let days: Int64
    package let eachMinute: Int

    package init(
        kind: Token.Kind, name: String, organisation: OrganisationID, permissions: [Permission], days: Int64,
        eachMinute: Int
    ) {
        self.kind = kind
        self.name = name
        self.organisation = organisation
        self.permissions = permissions
        self.days = days
        self.eachMinute = eachMinute
    }
}

/// Tokens for machines: issued, listed, revoked, and found again when one comes.
extension Control {
    /// What a token may be given: everything but control itself, whose only way out is the board.
    package var permissionsOfTokens: [Permission] {
        rooms.flatMap(\.permissions).map(\.permission).filter {
            !$0.code.hasPrefix("control.") || $0 == Self.boardPermission
        }
    }

    static let boardPermission: Permission = "control.board"

    /// Issues a token.
    /// - Returns: What the machine is given; it is nowhere else in clear.
    /// - Throws: `SignInRefusal.tokenPermission`, `.tokenDays`, `ControlRefusal.organisationUnknown` (also outside the
    ///   issuer's scope).
    package func issueToken(_ new: NewToken, by principal: Principal) async throws -> (
        token: Token, secret: String
    ) {
        let permissions = new.kind == .board ? [Self.boardPermission] : new.permissions
        let allowed = Set(permissionsOfTokens)
        if let wrong = permissions.first(where: { !allowed.contains($0) }) {
            throw SignInRefusal.tokenPermission(wrong.code)
        }
        if permissions.isEmpty { throw SignInRefusal.tokenPermission("") }
        let secret = Token.mark + RandomToken.session()
        let hash = SignIn.hash(secret)
        let id = house.ids.nextNumber()
        let token = try await command("control.tokens", by: principal) { act in
            let most = try parameter(
                "control.token.days", organisation: SignInRules.company, on: act.today, in: act.transaction
            ).number
            guard (1...most).contains(new.days) else { throw SignInRefusal.tokenDays(most: most) }
            guard let place = try PeopleRows.organisation(new.organisation, in: act.transaction),
                principal.scope.contains(place.path)
            else { throw ControlRefusal.organisationUnknown(new.organisation.description) }
            let token = Token(
                id: id, kind: new.kind, name: new.name, organisation: place.id,
                permissions: permissions.sorted { $0.code < $1.code },
                eachMinute: min(
                    max(new.eachMinute, Token.eachMinuteRange.lowerBound), Token.eachMinuteRange.upperBound),
                issuedBy: principal.user, issuedAt: act.now,
                expiresAt: act.now.adding(seconds: new.days * 86_400), revokedAt: nil, usedAt: nil,
                usedFrom: nil)
            try TokenRows.insert(token, hash: hash, in: act.transaction)
            let codes = token.permissions.map { "\"\($0.code)\"" }.joined(separator: ",")
            try act.audit(
                bucket: Bucket(of: id), action: "control.issueToken", subject: "token \(id)",
                after:
                    "{\"kind\":\"\(token.kind.rawValue)\",\"organisation\":\(place.id),\"permissions\":[\(codes)],\"days\":\(new.days)}"
            )
            return token
        }
        return (token, secret)
    }

    /// Every token of the issuer's scope, the newest first; at most 500.
    package func tokens(by principal: Principal) async throws -> [Token] {
        try await read("control.tokens", by: principal) { transaction in
            let places = Set(
                try PeopleRows.organisations(under: principal.scope, in: transaction).map(\.id))
            return try TokenRows.all(in: transaction).filter { places.contains($0.organisation) }
        }
    }

    /// Revokes a token at once.
    /// - Throws: `SignInRefusal.tokenUnknown`, also outside the person's scope or where it is revoked already.
    package func revokeToken(_ id: Int64, by principal: Principal) async throws {
        try await command("control.tokens", by: principal) { act in
            guard let token = try TokenRows.find(id: id, in: act.transaction),
                let place = try PeopleRows.organisation(token.organisation, in: act.transaction),
                principal.scope.contains(place.path),
                try TokenRows.revoke(id: id, at: act.now, in: act.transaction)
            else { throw SignInRefusal.tokenUnknown }
            try act.audit(bucket: Bucket(of: id), action: "control.revokeToken", subject: "token \(id)")
        }
    }

    /// How often a token's last use is written down.
    private static var touchMs: Int64 { 60_000 }

    /// The session of a machine's token; nil where it does not stand.
    func session(token: String, address: String, gate: TokenGate) async throws -> SignedIn? {
        let hash = SignIn.hash(token)
        let now = house.clock.now()
        let found = try await house.database.read { transaction -> (Token, Organisation)? in
            guard let token = try TokenRows.find(hash, in: transaction), token.stands(at: now),
                let place = try PeopleRows.organisation(token.organisation, in: transaction)
            else { return nil }
            return (token, place)
        }
        guard let (stored, place) = found else { return nil }
        guard gate.admits(stored.id, limit: stored.eachMinute, now: now) else {
            throw SignInRefusal.tokenTooOften
        }
        if stored.usedAt.map({ $0.adding(milliseconds: Self.touchMs) < now }) ?? true {
            try await house.database.write(.grouped) {
                try TokenRows.touch(hash, at: now, from: address, in: $0)
            }
        }
        // What a machine does is written under the token's own number, never under the person's who issued it.
        let principal = Principal(
            user: UserID(stored.id), login: "token \(stored.name)", name: stored.name,
            organisation: place.id, organisationName: place.name, scope: place.path, roles: [],
            permissions: Set(stored.permissions), address: address)
        return SignedIn(
            token: "", csrf: SignIn.hex(SignIn.hash("form \(token)")), principal: principal,
            expiresAt: stored.expiresAt, kind: stored.kind == .board ? .board : .machine)
    }
}
