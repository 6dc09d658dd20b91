package import Kernel
internal import Store

/// What a new token is to be; the input of `control.issueToken`.
package struct NewToken: Sendable, Hashable {
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

    /// A board's is the board's own permission and no other.
    var granted: [Permission] {
        kind == .board ? [Control.boardPermission] : Set(permissions).sorted { $0.code < $1.code }
    }

    /// Requests a minute, within what is possible.
    var perMinute: Int {
        min(max(eachMinute, Token.eachMinuteRange.lowerBound), Token.eachMinuteRange.upperBound)
    }

    var audited: String {
        let codes = granted.map { "\"\($0.code)\"" }.joined(separator: ",")
        return
            "{\"kind\":\"\(kind.rawValue)\",\"organisation\":\(organisation),\"permissions\":[\(codes)],\"days\":\(days)}"
    }
}

/// The stored text of a proposal: permissions as their codes.
extension NewToken: Codable {
    private enum Key: String, CodingKey { case kind, name, organisation, permissions, days, eachMinute }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        self.init(
            kind: try values.decode(Token.Kind.self, forKey: .kind),
            name: try values.decode(String.self, forKey: .name),
            organisation: try values.decode(OrganisationID.self, forKey: .organisation),
            permissions: try values.decode([String].self, forKey: .permissions).map { Permission($0) },
            days: try values.decode(Int64.self, forKey: .days),
            eachMinute: try values.decode(Int.self, forKey: .eachMinute))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(kind, forKey: .kind)
        try values.encode(name, forKey: .name)
        try values.encode(organisation, forKey: .organisation)
        try values.encode(permissions.map(\.code), forKey: .permissions)
        try values.encode(days, forKey: .days)
        try values.encode(eachMinute, forKey: .eachMinute)
    }
}

/// Tokens for machines: agreed on by two persons, fetched once by who asked, listed, revoked, and found again when one
/// comes.
extension Control {
    /// What a token may be given: neither control itself, whose only way out is the board, nor what makes a second
    /// person, since a machine is none.
    package var permissionsOfTokens: [Permission] {
        rooms.flatMap(\.permissions).map(\.permission).filter {
            $0 == Self.boardPermission || !$0.code.hasPrefix("control.") && !approving.contains($0)
        }
    }

    static let boardPermission: Permission = "control.board"

    /// The place of a token that may be issued.
    /// - Throws: `SignInRefusal.tokenPermission`, `.tokenDays`; `PeopleRefusal.nameInvalid`;
    ///   `ControlRefusal.organisationUnknown`, also outside the scope.
    func checked(_ new: NewToken, _ act: Act) throws -> Organisation {
        let allowed = Set(permissionsOfTokens)
        if let wrong = new.granted.first(where: { !allowed.contains($0) }) {
            throw SignInRefusal.tokenPermission(wrong.code)
        }
        if new.granted.isEmpty { throw SignInRefusal.tokenPermission("") }
        try Self.check(name: new.name)
        let most = try parameter(
            "control.token.days", organisation: SignInRules.company, on: act.today, in: act.transaction
        ).number
        guard (1...most).contains(new.days) else { throw SignInRefusal.tokenDays(most: most) }
        return try visiblePlace(new.organisation, to: act.principal, in: act.transaction)
    }

    /// Issues a token without a second person: for setting an installation up by the user who owns the machine. People
    /// submit the command `control.issueToken`, and fetch what was agreed on by `fetchToken`.
    /// - Returns: What the machine is given; it is nowhere else in clear.
    /// - Throws: `ApprovalRefusal.approvalNeeded` for anyone but the system itself; as `control.issueToken`.
    package func issueToken(_ new: NewToken, by principal: Principal) async throws -> (
        token: Token, secret: String
    ) {
        guard principal.user == Self.system().user else {
            throw ApprovalRefusal.approvalNeeded(command: ControlCommands.issueToken)
        }
        let secret = Token.mark + RandomToken.session()
        let id = house.ids.nextNumber()
        let token = try await record(as: principal) { act in
            try issue(new, id, secret: secret, at: try checked(new, act), act)
        }
        return (token, secret)
    }

    /// What was agreed on and waits for this person to fetch it.
    package func tokenGrants(by principal: Principal) async throws -> [TokenGrant] {
        let now = house.clock.now()
        return try await read("control.tokens", by: principal) { transaction in
            try TokenRows.grants(askedBy: principal.user, in: transaction).filter { $0.waits(at: now) }
        }
    }

    /// Makes the token that was agreed on, for who asked for it, once. Its days run from here.
    /// - Returns: What the machine is given; it is nowhere else in clear.
    /// - Throws: `SignInRefusal.tokenUnknown` where nothing waits, also for anybody else; as `control.issueToken`,
    ///   where what was agreed on is no longer allowed.
    package func fetchToken(_ id: Int64, by principal: Principal) async throws -> (
        token: Token, secret: String
    ) {
        let secret = Token.mark + RandomToken.session()
        let token = try await command("control.tokens", by: principal) { act in
            guard let grant = try TokenRows.grant(id, in: act.transaction),
                grant.askedBy == principal.user, grant.waits(at: act.now),
                try TokenRows.fetch(id, at: act.now, in: act.transaction)
            else { throw SignInRefusal.tokenUnknown }
            return try issue(grant.order, id, secret: secret, at: try checked(grant.order, act), act)
        }
        return (token, secret)
    }

    private func issue(_ new: NewToken, _ id: Int64, secret: String, at place: Organisation, _ act: Act)
        throws -> Token
    {
        let token = Token(
            id: id, kind: new.kind, name: new.name, organisation: place.id, permissions: new.granted,
            eachMinute: new.perMinute, issuedBy: act.principal.user, issuedAt: act.now,
            expiresAt: act.now.adding(seconds: new.days * 86_400), revokedAt: nil, usedAt: nil, usedFrom: nil)
        try TokenRows.insert(token, hash: SignIn.hash(secret), in: act.transaction)
        try act.audit(
            bucket: Bucket(of: id), action: "control.issueToken", subject: "token \(id)", after: new.audited)
        try act.publish(ControlEvents.tokens, bucket: Bucket(of: id), organisation: place.path)
        return token
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
            try act.publish(ControlEvents.tokens, bucket: Bucket(of: id), organisation: place.path)
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
            // What no token may have any more opens nothing, whenever it was issued.
            permissions: Set(stored.permissions).intersection(permissionsOfTokens), address: address)
        return SignedIn(
            token: "", csrf: SignIn.hex(SignIn.hash("form \(token)")), principal: principal,
            expiresAt: stored.expiresAt, kind: stored.kind == .board ? .board : .machine)
    }
}
