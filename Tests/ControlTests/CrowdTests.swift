import Control
import Kernel
import Store
import TestSupport
import Testing

/// Many attempts at the same moment are no more than as many one after the other.
@Suite struct `A crowd at the door` {
    private static let password = "a long enough password"
    private static let many = 50

    private func withDoor<T>(
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

    /// What each of many attempts at once was told.
    private func answers(_ attempt: @Sendable @escaping (Int) async throws -> Void) async -> [String] {
        await withTaskGroup { group in
            for number in 0..<Self.many {
                group.addTask {
                    do {
                        try await attempt(number)
                        return "in"
                    } catch let refusal as any Refusal {
                        return refusal.code
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private static let failed = ControlRefusal.signInFailed.code
    private static let throttled = ControlRefusal.signInThrottled(seconds: 1).code

    @Test(arguments: TestEngines.all)
    func `fifty wrong passwords at once are five guesses, and the right one after them waits`(engine: Engine)
        async throws
    {
        try await withDoor(engine) { control, door, clock in
            // From as many addresses, so that only the login's lock is at work.
            let told = await answers {
                _ = try await door.signIn(
                    login: "clerk", password: "wrong password", code: "", address: "10.0.0.\($0)")
            }
            #expect(told.count { $0 == Self.failed } == 5)
            #expect(told.count { $0 == Self.throttled } == Self.many - 5)
            await #expect(throws: ControlRefusal.signInThrottled(seconds: 900)) {
                try await door.signIn(login: "clerk", password: Self.password, code: "", address: "b")
            }
            clock.move(seconds: 901)
            let session = try await door.signIn(
                login: "clerk", password: Self.password, code: "", address: "b")
            #expect(session.principal.login == "clerk")
            let failures = try await control.house.database.read {
                try $0.one(
                    "SELECT COUNT(*) FROM control_audit WHERE action = 'control.signInFailed' /*scatter: a test counts*/"
                ) { try $0.int(0) }
            }
            #expect(failures == 5)
        }
    }

    @Test(arguments: TestEngines.all)
    func `fifty one-time codes at once are five guesses`(engine: Engine) async throws {
        try await withDoor(engine) { _, door, clock in
            let right = SecondFactor.code(seed: Array(1...20), step: SecondFactor.step(at: clock.now))
            let told = await answers { number in
                let code = String(100_000 + number)
                _ = try await door.signIn(
                    login: "head", password: Self.password, code: code == right ? "999999" : code,
                    address: "10.0.0.\(number)")
            }
            #expect(told.count { $0 == Self.failed } == 5)
            #expect(told.count { $0 == Self.throttled } == Self.many - 5)
        }
    }

    @Test(arguments: TestEngines.all)
    func `fifty wrong confirmations of a session's password at once are five guesses`(engine: Engine)
        async throws
    {
        try await withDoor(engine) { _, door, _ in
            let session = try await door.signIn(
                login: "clerk", password: Self.password, code: "", address: "a")
            let told = await answers { _ in
                try await door.confirm("wrong password", of: session.principal)
            }
            #expect(told.count { $0 == SignInRefusal.currentWrong.code } == 5)
            #expect(told.count { $0 == Self.throttled } == Self.many - 5)
        }
    }

    @Test(arguments: TestEngines.all)
    func `right passwords at once all open, and leave nothing counted`(engine: Engine) async throws {
        try await withDoor(engine) { control, door, _ in
            for _ in 0..<3 {
                for _ in 0..<4 {
                    _ = try await door.signIn(
                        login: "clerk", password: Self.password, code: "", address: "a")
                }
                await #expect(throws: ControlRefusal.signInFailed) {
                    try await door.signIn(login: "clerk", password: "wrong", code: "", address: "b")
                }
            }
            let session = try await door.signIn(
                login: "clerk", password: Self.password, code: "", address: "a")
            for _ in 0..<6 { try await door.confirm(Self.password, of: session.principal) }
            let failures = try await control.house.database.read {
                try $0.first(
                    "SELECT failures FROM control_sign_in_failure WHERE subject = 'login:clerk' /*scatter: a test looks*/"
                ) { try $0.int(0) }
            }
            #expect(failures == 0)
        }
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `how long failures add up and how long an address waits at most are parameters`(engine: Engine)
        async throws
    {
        try await withDoor(engine) { control, door, clock in
            for (key, value) in [
                ("control.signIn.windowMinutes", "2"), ("control.signIn.slowestSeconds", "3"),
                ("control.signIn.addressSlowAfter", "3"),
            ] {
                try await control.setParameter(
                    key, organisation: OrganisationPath("/1/"), from: clock.now.day, value: value,
                    clause: "a decision", by: control.systemPrincipal())
            }
            func fail(_ login: String, _ address: String) async {
                await #expect(throws: ControlRefusal.signInFailed) {
                    try await door.signIn(login: login, password: "wrong", code: "", address: address)
                }
            }
            for _ in 0..<4 {
                await fail("clerk", "a")
                clock.move(seconds: 121)
            }
            // None of the four is within two minutes of the next: a fifth does not lock.
            await fail("clerk", "a")
            _ = try await door.signIn(login: "clerk", password: Self.password, code: "", address: "a")
            for number in 0..<9 {
                await fail("nobody \(number)", "c")
                clock.move(seconds: 3)
            }
            // The ninth failure would have held the address for a minute; three seconds are the most.
            _ = try await door.signIn(login: "clerk", password: Self.password, code: "", address: "c")
        }
    }

    @Test func `a line that is full turns the next one away, and takes one when it has room`() async throws {
        let line = WaitingLine(most: 2)
        let (inside, arrived) = AsyncStream.makeStream(of: Void.self)
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    try await line.admit {
                        arrived.yield()
                        for await _ in gate { break }
                    }
                }
            }
            var count = 0
            for await _ in inside {
                count += 1
                if count == 2 { break }
            }
            await #expect(throws: SignInRefusal.tooBusy) { try await line.admit {} }
            opener.finish()
            try await group.waitForAll()
        }
        try await line.admit {}
    }
}
