import Control
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `A locked screen` {
    private static let password = "Harbour-lamp 41"

    private func withClerk<T>(
        _ engine: Engine, mustChange: Bool = false, _ body: (Control, SignIn, MovedClock) async throws -> T
    ) async throws -> T {
        try await withControl(engine) { control, clock in
            try await control.addUser(
                login: "clerk", name: "王芳", organisation: OrganisationID(2), roles: [.counterClerk],
                password: Self.password, secondFactor: nil, mustChange: mustChange)
            return try await body(control, SignIn(control: control), clock)
        }
    }

    @Test(arguments: TestEngines.all)
    func `may nothing until the password is shown, and does not end by standing idle`(engine: Engine)
        async throws
    {
        try await withClerk(engine) { control, door, clock in
            let session = try await door.signIn(
                login: "clerk", password: Self.password, code: "", address: "a")
            let clerk = session.principal
            #expect(try await door.session(token: session.token, address: "a")?.lockMinutes == 10)
            try await door.lock(token: session.token, by: clerk)
            clock.move(seconds: 2 * 3_600)
            let held = try #require(try await door.session(token: session.token, address: "a"))
            #expect(held.duty == .unlock && held.principal.permissions.isEmpty)
            await #expect(throws: SignInRefusal.currentWrong) {
                try await door.unlock("not this one", token: session.token, by: clerk)
            }
            #expect(try await door.session(token: session.token, address: "a")?.duty == .unlock)
            try await door.unlock(Self.password, token: session.token, by: clerk)
            let free = try #require(try await door.session(token: session.token, address: "a"))
            #expect(free.duty == nil && free.principal.permissions == clerk.permissions)
            // Not longer than any session, all the same.
            try await door.lock(token: session.token, by: clerk)
            clock.move(seconds: 6 * 3_600 + 1)
            #expect(try await door.session(token: session.token, address: "a") == nil)
            #expect(try await control.house.database.read { try AuditChain.verify(in: $0).broken } == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `counts wrong passwords as signing in does, and five lock the login`(engine: Engine) async throws {
        try await withClerk(engine) { _, door, clock in
            let session = try await door.signIn(
                login: "clerk", password: Self.password, code: "", address: "a")
            try await door.lock(token: session.token, by: session.principal)
            for _ in 0..<5 {
                await #expect(throws: SignInRefusal.currentWrong) {
                    try await door.unlock("not this one", token: session.token, by: session.principal)
                }
            }
            await #expect(throws: ControlRefusal.signInThrottled(seconds: 900)) {
                try await door.unlock(Self.password, token: session.token, by: session.principal)
            }
            await #expect(throws: ControlRefusal.signInThrottled(seconds: 900)) {
                try await door.signIn(login: "clerk", password: Self.password, code: "", address: "b")
            }
            clock.move(seconds: 901)
            try await door.unlock(Self.password, token: session.token, by: session.principal)
            #expect(try await door.session(token: session.token, address: "a")?.duty == nil)
        }
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `keeps a duty that was there before, and the time is the organisation's own`(engine: Engine)
        async throws
    {
        try await withClerk(engine, mustChange: true) { control, door, _ in
            let session = try await door.signIn(
                login: "clerk", password: Self.password, code: "", address: "a")
            try await door.lock(token: session.token, by: session.principal)
            #expect(try await door.session(token: session.token, address: "a")?.duty == .changePassword)
            try await door.unlock(Self.password, token: session.token, by: session.principal)
            #expect(try await door.session(token: session.token, address: "a")?.duty == .changePassword)
            for (path, minutes) in [("/1/3/", "0"), ("/1/2/", "3")] {
                try await control.setParameter(
                    "control.idleLockMinutes", organisation: OrganisationPath(path),
                    from: Day(yyyymmdd: 2026_01_01)!, value: minutes, clause: "所务会",
                    by: control.systemPrincipal())
            }
            #expect(try await door.session(token: session.token, address: "a")?.lockMinutes == 3)
        }
    }
}
