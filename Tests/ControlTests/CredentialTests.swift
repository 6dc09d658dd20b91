import Control
import Foundation
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Passwords and second factors` {
    private static let first = "Harbour-lamp 41"
    private static let second = "Breakwater+Gull 7"

    private func withPeople<T>(
        _ engine: Engine, mustChange: Bool = false,
        _ body: (Control, SignIn, MovedClock) async throws -> T
    ) async throws -> T {
        // Heads of stations agree to what others propose, so they need a second factor.
        let room = Room(
            name: "trade", permissions: [PermissionDefinition("trade.agree", .stationHead)],
            approvals: [ApprovalRule(command: "trade.refund", approver: "trade.agree", clause: "a rule")])
        return try await withControl(engine, rooms: [room]) { control, clock in
            try await control.addUser(
                login: "clerk", name: "王芳", organisation: OrganisationID(2), roles: [.counterClerk],
                password: Self.first, secondFactor: nil, mustChange: mustChange)
            try await control.addUser(
                login: "head", name: "李强", organisation: OrganisationID(3), roles: [.stationHead],
                password: Self.first, secondFactor: nil)
            return try await body(control, SignIn(control: control), clock)
        }
    }

    @Test(arguments: [
        ("Ab3$xyz", false, false), ("harbourlamp quay", false, true), ("HarbourLampQuay", false, true),
        ("Harbour-lamp 41", true, true), ("P@ssw0rd2026!", false, false), ("Qwertyuiop123!", false, false),
        ("Aaaaaaaaaa1!", false, false), ("Gongdian2026!!", false, false), ("wangfang-Quay9", false, false),
        ("港口灯塔Harbour9", true, true), ("correct horse battery staple", false, true),
        ("Denghuo@12345", false, false), ("Tr4wler-Net", true, false),
        ("Very long sentence with 1 digit and nothing common inside it, seventy characters", true, true),
    ])
    func `each profile takes and refuses what it should`(password: String, dengbao: Bool, asvs: Bool) {
        func passes(_ policy: PasswordPolicy) -> Bool {
            (try? policy.check(password, login: "wangfang")) != nil
        }
        #expect(passes(PasswordPolicy(profile: .dengbao3, least: 10, days: 90, history: 5)) == dengbao)
        #expect(passes(PasswordPolicy(profile: .asvs, least: 12, days: nil, history: 0)) == asvs)
    }

    @Test(arguments: TestEngines.all)
    func `a first password leads to a new one before anything else, and ends other sessions`(engine: Engine)
        async throws
    {
        try await withPeople(engine, mustChange: true) { control, door, _ in
            let other = try await door.signIn(login: "clerk", password: Self.first, code: "", address: "a")
            let session = try await door.signIn(login: "clerk", password: Self.first, code: "", address: "a")
            #expect(session.duty == .changePassword && session.principal.permissions.isEmpty)
            let held = try await door.session(token: session.token, address: "a")
            #expect(held?.duty == .changePassword && held?.principal.permissions.isEmpty == true)
            await #expect(throws: SignInRefusal.currentWrong) {
                try await door.changePassword(
                    current: "nonsense", new: Self.second, token: session.token, by: session.principal)
            }
            await #expect(throws: SignInRefusal.passwordUsedBefore(count: 5)) {
                try await door.changePassword(
                    current: Self.first, new: Self.first, token: session.token, by: session.principal)
            }
            try await door.changePassword(
                current: Self.first, new: Self.second, token: session.token, by: session.principal)
            let free = try await door.session(token: session.token, address: "a")
            #expect(free?.duty == nil && free?.principal.permissions.isEmpty == false)
            #expect(try await door.session(token: other.token, address: "a") == nil)
            await #expect(throws: SignInRefusal.passwordUsedBefore(count: 5)) {
                try await door.changePassword(
                    current: Self.second, new: Self.first, token: session.token, by: session.principal)
            }
            await #expect(throws: ControlRefusal.signInFailed) {
                try await door.signIn(login: "clerk", password: Self.first, code: "", address: "b")
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a password of ninety days must be changed, and under the other profile it need not`(engine: Engine)
        async throws
    {
        try await withPeople(engine) { control, door, clock in
            clock.move(seconds: 89 * 86_400)
            #expect(
                try await door.signIn(login: "clerk", password: Self.first, code: "", address: "a").duty
                    == nil)
            clock.move(seconds: 2 * 86_400)
            #expect(
                try await door.signIn(login: "clerk", password: Self.first, code: "", address: "a").duty
                    == .changePassword)
            try await control.setParameter(
                "control.password.profile", organisation: OrganisationPath("/1/"), from: clock.now.day,
                value: "asvs", clause: "a decision", by: control.systemPrincipal())
            #expect(
                try await door.signIn(login: "clerk", password: Self.first, code: "", address: "a").duty
                    == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `how many failures lock is a parameter, and the address slows down for every login`(engine: Engine)
        async throws
    {
        try await withPeople(engine) { control, door, clock in
            let system = control.systemPrincipal()
            for (key, value) in [("control.signIn.failures", "3"), ("control.signIn.lockMinutes", "30")] {
                try await control.setParameter(
                    key, organisation: OrganisationPath("/1/"), from: clock.now.day, value: value,
                    clause: "a decision", by: system)
            }
            for login in ["clerk", "nobody"] {
                for _ in 0..<3 {
                    await #expect(throws: ControlRefusal.signInFailed) {
                        try await door.signIn(login: login, password: "wrong", code: "", address: login)
                    }
                }
                // A login that does not exist is locked in the same words.
                await #expect(throws: ControlRefusal.signInThrottled(seconds: 1_800)) {
                    try await door.signIn(login: login, password: Self.first, code: "", address: "far")
                }
            }
            for number in 0..<6 {
                await #expect(throws: ControlRefusal.signInFailed) {
                    try await door.signIn(login: "x\(number)", password: "wrong", code: "", address: "near")
                }
                if number == 4 { clock.move(seconds: 1) }
            }
            await #expect(throws: ControlRefusal.signInThrottled(seconds: 2)) {
                try await door.signIn(login: "head", password: Self.first, code: "", address: "near")
            }
            _ = try await door.signIn(login: "head", password: Self.first, code: "", address: "elsewhere")
            clock.move(seconds: 2)
            _ = try await door.signIn(login: "head", password: Self.first, code: "", address: "near")
            await #expect(throws: ControlRefusal.signInFailed) {
                try await door.signIn(login: "head", password: "wrong", code: "", address: "near")
            }
            // One right password does not clear what the address has on its account.
            await #expect(throws: ControlRefusal.signInThrottled(seconds: 4)) {
                try await door.signIn(login: "head", password: Self.first, code: "", address: "near")
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a station head enrols a second factor first, and a recovery code stands in for it once`(
        engine: Engine
    )
        async throws
    {
        try await withPeople(engine) { control, door, clock in
            let session = try await door.signIn(login: "head", password: Self.first, code: "", address: "a")
            #expect(session.duty == .enrolSecondFactor && session.principal.permissions.isEmpty)
            let offer = try door.offerSecondFactor(session.principal)
            #expect(offer.link.hasPrefix("otpauth://totp/Lamplight:head?secret="))
            #expect(try door.offerAgain(offer.sealed, to: session.principal).secret == offer.secret)
            let seed = base32(offer.secret.filter { $0 != " " })
            func code() -> String { SecondFactor.code(seed: seed, step: SecondFactor.step(at: clock.now)) }
            await #expect(throws: SignInRefusal.codeWrong) {
                try await door.enrol(
                    offer.sealed, code: "000000", password: Self.first, token: session.token,
                    by: session.principal)
            }
            let clerk = try await door.signIn(login: "clerk", password: Self.first, code: "", address: "a")
            await #expect(throws: SignInRefusal.enrolmentExpired) {
                try await door.enrol(
                    offer.sealed, code: code(), password: Self.first, token: clerk.token, by: clerk.principal)
            }
            let codes = try await door.enrol(
                offer.sealed, code: code(), password: Self.first, token: session.token,
                by: session.principal)
            #expect(codes.count == RecoveryCode.count && Set(codes).count == codes.count)
            #expect(try await door.session(token: session.token, address: "a")?.duty == nil)
            await #expect(throws: ControlRefusal.signInFailed) {
                try await door.signIn(login: "head", password: Self.first, code: "", address: "a")
            }
            _ = try await door.signIn(
                login: "head", password: Self.first, code: codes[3].uppercased(), address: "a")
            await #expect(throws: ControlRefusal.signInFailed) {
                try await door.signIn(login: "head", password: Self.first, code: codes[3], address: "a")
            }
            let stored = try await control.house.database.read {
                try $0.all("SELECT code_digest FROM control_recovery_code /*scatter: a test looks*/") {
                    try $0.blob(0)
                }
            }
            #expect(stored.count == 10 && stored.allSatisfy { $0.count == 32 })
            #expect(try await door.own(session.principal, token: session.token).recoveryCodesLeft == 9)
        }
    }

    @Test(arguments: TestEngines.all)
    func `one sees one's own sessions and ends them, and never another's`(engine: Engine) async throws {
        try await withPeople(engine) { control, door, _ in
            func open(_ address: String) async throws -> SignedIn {
                try await door.signIn(login: "clerk", password: Self.first, code: "", address: address)
            }
            let (one, two, three) = (
                try await open("10.0.0.1"), try await open("10.0.0.2"), try await open("10.0.0.3")
            )
            let head = try await door.signIn(login: "head", password: Self.first, code: "", address: "h")
            let own = try await door.own(one.principal, token: one.token)
            #expect(
                own.sessions.count == 3 && own.sessions.filter(\.isCurrent).map(\.address) == ["10.0.0.1"])
            let second = try #require(own.sessions.first { $0.address == "10.0.0.2" })
            await #expect(throws: SignInRefusal.sessionUnknown) {
                try await door.endSession(second.id, token: head.token, by: head.principal)
            }
            try await door.endSession(second.id, token: one.token, by: one.principal)
            #expect(try await door.session(token: two.token, address: "a") == nil)
            #expect(try await door.session(token: three.token, address: "a") != nil)
            try await door.endSession(nil, token: one.token, by: one.principal)
            #expect(try await door.session(token: three.token, address: "a") == nil)
            #expect(try await door.session(token: one.token, address: "a") != nil)
            #expect(
                try await control.revokeSessions(of: one.principal.user, by: control.systemPrincipal()) == 1)
            #expect(try await door.session(token: one.token, address: "a") == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `an administrator resets password and second factor, and only who may`(engine: Engine) async throws {
        try await withPeople(engine) { control, door, _ in
            let clerk = try await door.signIn(login: "clerk", password: Self.first, code: "", address: "a")
            await #expect(throws: PeopleRefusal.notToOneself) {
                _ = try await control.resetPassword(clerk.principal.user, by: clerk.principal)
            }
            let password = try await control.resetPassword(
                clerk.principal.user, by: control.systemPrincipal()
            ).text
            #expect(try await door.session(token: clerk.token, address: "a") == nil)
            let again = try await door.signIn(login: "clerk", password: password, code: "", address: "a")
            #expect(again.duty == .changePassword)
            try await control.requireSecondFactor(of: "counterClerk", by: control.systemPrincipal())
            try await control.installRoles()
            try await door.changePassword(
                current: password, new: Self.second, token: again.token, by: again.principal)
            #expect(try await door.session(token: again.token, address: "a")?.duty == .enrolSecondFactor)
        }
    }

    private func base32(_ text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var bits = text.compactMap { alphabet.firstIndex(of: $0) }.flatMap { value in
            (0..<5).reversed().map { value >> $0 & 1 }
        }
        var bytes: [UInt8] = []
        while bits.count >= 8 {
            bytes.append(UInt8(bits.prefix(8).reduce(0) { $0 << 1 | $1 }))
            bits.removeFirst(8)
        }
        return bytes
    }
}
