import Control
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Signing in` {
    private static let password = "a long enough password"

    private func withPeople<T>(
        _ engine: Engine, _ body: (Control, SignIn, MovedClock) async throws -> T
    ) async throws -> T {
        try await withControl(engine) { control, clock in
            try await control.addUser(
                login: "clerk", name: "王芳", organisation: OrganisationID(2), roles: [.counterClerk],
                password: Self.password, secondFactor: nil)
            try await control.addUser(
                login: "head", name: "李强", organisation: OrganisationID(3), roles: [.stationHead],
                password: Self.password, secondFactor: Array(1...20))
            return try await body(control, SignIn(control: control), clock)
        }
    }

    @Test(arguments: TestEngines.all)
    func `the right password opens a session whose token is stored only as a hash`(engine: Engine)
        async throws
    {
        try await withPeople(engine) { control, door, _ in
            let session = try await door.signIn(
                login: "clerk", password: Self.password, code: "", address: "a")
            #expect(session.token.utf8.count == 43 && session.principal.scope == OrganisationPath("/1/2/"))
            #expect(session.principal.roles == ["counterClerk"])
            #expect(try await door.session(token: session.token, address: "a")?.principal.login == "clerk")
            #expect(try await door.session(token: session.token + "x", address: "a") == nil)
            let other = try await door.signIn(login: "clerk", password: Self.password, code: "", address: "a")
            #expect(other.token != session.token)
            let stored = try await control.house.database.read {
                try $0.all("SELECT token_hash FROM control_session /*scatter: a test looks*/") {
                    try $0.blob(0)
                }
            }
            #expect(stored.count == 2 && !stored.contains(Array(session.token.utf8)))
        }
    }

    @Test(arguments: TestEngines.all)
    func `stored passwords are argon2id with their own salts`(engine: Engine) async throws {
        try await withPeople(engine) { control, _, _ in
            let hashes = try await control.house.database.read {
                try $0.all("SELECT password_hash FROM control_user /*scatter: a test looks*/") {
                    try $0.text(0)
                }
            }
            #expect(hashes.count == 2 && Set(hashes).count == 2)
            for hash in hashes { #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$")) }
        }
    }

    @Test(arguments: TestEngines.all)
    func
        `five wrong passwords lock the login, the sixth right one waits, and a quarter of an hour later it opens`(
            engine: Engine
        ) async throws
    {
        try await withPeople(engine) { control, door, clock in
            for _ in 0..<5 {
                await #expect(throws: ControlRefusal.signInFailed) {
                    try await door.signIn(login: "clerk", password: "wrong password", code: "", address: "a")
                }
            }
            await #expect(throws: ControlRefusal.signInThrottled(seconds: 900)) {
                try await door.signIn(login: "clerk", password: Self.password, code: "", address: "b")
            }
            let head = try await door.signIn(
                login: "head", password: Self.password,
                code: SecondFactor.code(seed: Array(1...20), step: SecondFactor.step(at: clock.now)),
                address: "b")
            #expect(head.principal.login == "head")
            clock.move(seconds: 901)
            _ = try await door.signIn(login: "clerk", password: Self.password, code: "", address: "a")
            let failures = try await control.house.database.read {
                try $0.one(
                    "SELECT COUNT(*) FROM control_audit WHERE action = 'control.signInFailed' /*scatter: a test counts*/"
                ) { try $0.int(0) }
            }
            #expect(failures == 5)
        }
    }

    @Test(arguments: TestEngines.all)
    func `an unknown login is refused in the same words as a wrong password`(engine: Engine) async throws {
        try await withPeople(engine) { _, door, _ in
            for login in ["nobody", "clerk"] {
                await #expect(throws: ControlRefusal.signInFailed) {
                    try await door.signIn(login: login, password: "wrong password", code: "", address: "a")
                }
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a one-time code is asked of a station head, works once, and not two steps late`(engine: Engine)
        async throws
    {
        try await withPeople(engine) { _, door, clock in
            let seed = Array(1...20).map(UInt8.init)
            let step = SecondFactor.step(at: clock.now)
            for code in ["", "000000", SecondFactor.code(seed: seed, step: step - 2)] {
                await #expect(throws: ControlRefusal.signInFailed) {
                    try await door.signIn(login: "head", password: Self.password, code: code, address: "a")
                }
            }
            let code = SecondFactor.code(seed: seed, step: step)
            _ = try await door.signIn(login: "head", password: Self.password, code: code, address: "a")
            await #expect(throws: ControlRefusal.signInFailed) {
                try await door.signIn(login: "head", password: Self.password, code: code, address: "a")
            }
        }
    }

    @Test func `the codes are those of RFC 6238`() {
        let seed = Array("12345678901234567890".utf8)
        #expect(SecondFactor.code(seed: seed, step: 59 / 30) == "287082")
        #expect(SecondFactor.code(seed: seed, step: 1_111_111_109 / 30) == "081804")
        #expect(SecondFactor.base32(seed) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    }

    @Test(arguments: TestEngines.all)
    func `a session ends when idle, after eight hours, on signing out, and when its user is disabled`(
        engine: Engine
    ) async throws {
        try await withPeople(engine) { control, door, clock in
            func open() async throws -> SignedIn {
                try await door.signIn(login: "clerk", password: Self.password, code: "", address: "a")
            }
            let idle = try await open()
            clock.move(seconds: 14 * 60)
            #expect(try await door.session(token: idle.token, address: "a") != nil)
            clock.move(seconds: 14 * 60)
            #expect(try await door.session(token: idle.token, address: "a") != nil)
            clock.move(seconds: 16 * 60)
            #expect(try await door.session(token: idle.token, address: "a") == nil)

            let long = try await open()
            for _ in 0..<48 {
                clock.move(seconds: 10 * 60)
                if clock.now < long.expiresAt {
                    #expect(try await door.session(token: long.token, address: "a") != nil)
                }
            }
            #expect(try await door.session(token: long.token, address: "a") == nil)

            let left = try await open()
            try await door.signOut(token: left.token, address: "a")
            #expect(try await door.session(token: left.token, address: "a") == nil)

            let disabled = try await open()
            try await control.disableUser(disabled.principal.user, by: control.systemPrincipal())
            #expect(try await door.session(token: disabled.token, address: "a") == nil)
            await #expect(throws: ControlRefusal.signInFailed) { try await open() }
        }
    }

    @Test func `a sealed value opens with its key only, and tampering shows`() throws {
        let ring = KeyRing(master: Array(repeating: 1, count: 32))
        var sealed = try ring.seal("13812345678")
        #expect(try ring.open(sealed) == "13812345678")
        #expect(
            try ring.seal("13812345678") != sealed && ring.digest("13812345678") == ring.digest("13812345678")
        )
        #expect(throws: (any Error).self) { try KeyRing(master: Array(repeating: 2, count: 32)).open(sealed) }
        sealed[20] ^= 1
        #expect(throws: (any Error).self) { try ring.open(sealed) }
    }
}
