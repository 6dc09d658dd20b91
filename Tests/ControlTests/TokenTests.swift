import Control
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Tokens for machines` {
    private static let trade = Room(
        name: "trade", permissions: [PermissionDefinition("trade.take"), PermissionDefinition("trade.read")])

    private static func new(
        kind: Token.Kind = .machine, _ permissions: [Permission] = ["trade.take"], place: Int64 = 2,
        days: Int64 = 30, eachMinute: Int = 60
    ) -> NewToken {
        NewToken(
            kind: kind, name: "银行代扣", organisation: OrganisationID(place), permissions: permissions,
            days: days, eachMinute: eachMinute)
    }

    @Test(arguments: TestEngines.all)
    func `a token acts in its scope, with its permissions, until it is revoked or has run out`(engine: Engine)
        async throws
    {
        try await withControl(engine, rooms: [Self.trade]) { control, clock in
            let system = control.systemPrincipal()
            let door = SignIn(control: control)
            let (token, secret) = try await control.issueToken(Self.new(), by: system)
            let session = try #require(try await door.session(token: secret, address: "10.0.0.9"))
            #expect(session.kind == .machine && session.principal.scope == OrganisationPath("/1/2/"))
            #expect(session.principal.permissions == ["trade.take"])
            #expect(session.principal.user.number == token.id)
            #expect(try await door.session(token: secret + "x", address: "a") == nil)
            let listed = try await control.tokens(by: system)
            #expect(listed.map(\.id) == [token.id] && listed[0].usedFrom == "10.0.0.9")
            #expect(listed[0].usedAt == clock.now)
            let hashes = try await control.house.database.read {
                try $0.all("SELECT token_hash FROM control_token /*scatter: a test looks*/") {
                    try $0.blob(0)
                }
            }
            #expect(hashes.count == 1 && hashes[0].count == 32 && hashes[0] != Array(secret.utf8))
            try await control.revokeToken(token.id, by: system)
            #expect(try await door.session(token: secret, address: "a") == nil)
            await #expect(throws: SignInRefusal.tokenUnknown) {
                try await control.revokeToken(token.id, by: system)
            }
            let (_, short) = try await control.issueToken(Self.new(days: 1), by: system)
            clock.move(seconds: 86_399)
            #expect(try await door.session(token: short, address: "a") != nil)
            clock.move(seconds: 2)
            #expect(try await door.session(token: short, address: "a") == nil)
        }
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `what no token may have is refused`(engine: Engine) async throws {
        try await withControl(engine, rooms: [Self.trade]) { control, _ in
            let system = control.systemPrincipal()
            for permissions: [Permission] in [["control.users"], ["trade.none"], []] {
                await #expect(throws: SignInRefusal.tokenPermission(permissions.first?.code ?? "")) {
                    try await control.issueToken(Self.new(permissions), by: system)
                }
            }
            await #expect(throws: SignInRefusal.tokenDays(most: 366)) {
                try await control.issueToken(Self.new(days: 367), by: system)
            }
            await #expect(throws: ControlRefusal.organisationUnknown("99")) {
                try await control.issueToken(Self.new(place: 99), by: system)
            }
            let station = Principal(
                user: UserID(5), login: "s", name: "s", organisation: OrganisationID(2), organisationName: "",
                scope: OrganisationPath("/1/2/"), roles: [], permissions: ["control.tokens"], address: "a")
            await #expect(throws: ControlRefusal.organisationUnknown("3")) {
                _ = try await control.propose(
                    ControlCommands.issueToken, Self.new(place: 3), reason: "why", by: station)
            }
            let (far, _) = try await control.issueToken(Self.new(place: 3), by: system)
            await #expect(throws: SignInRefusal.tokenUnknown) {
                try await control.revokeToken(far.id, by: station)
            }
            #expect(try await control.tokens(by: station).isEmpty)
        }
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `a token that asks too often waits for the next minute, and a board's may only look at boards`(
        engine: Engine
    ) async throws {
        try await withControl(engine, rooms: [Self.trade]) { control, clock in
            let door = SignIn(control: control)
            let (_, secret) = try await control.issueToken(
                Self.new(kind: .board, ["trade.take"], eachMinute: 3), by: control.systemPrincipal())
            for _ in 0..<3 {
                let session = try await door.session(token: secret, address: "a")
                #expect(session?.kind == .board && session?.principal.permissions == ["control.board"])
            }
            await #expect(throws: SignInRefusal.tokenTooOften) {
                try await door.session(token: secret, address: "a")
            }
            clock.move(seconds: 60)
            #expect(try await door.session(token: secret, address: "a") != nil)
        }
    }
}
