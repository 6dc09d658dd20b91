import Control
import Foundation
import Kernel
import Logging
import Synchronization
import Web

/// People to sign in as, without a database.
final class FakeSignIn: SignInService {
    private let sessions = Mutex<[String: SignedIn]>([:])

    /// The clerk of the whole company, of station 3, of station 4; one without any permission.
    static let people: [String: (name: String, scope: String, permissions: Set<Permission>)] = [
        "clerk": ("陈洁", "/1/", ["web.try", "web.look"]),
        "three": ("Three", "/1/3/", ["web.look"]),
        "four": ("Four", "/1/4/", ["web.look"]),
        "counter": ("陈柜员", "/1/2/", ["payment.read", "payment.take", "records.read"]),
        "elsewhere": ("林柜员", "/1/3/", ["payment.read", "payment.take", "records.read"]),
        "accountant": ("黄会计", "/1/", ["payment.read", "records.read"]),
        "lamps": (
            "梁灯", "/1/2/",
            [
                "streetlamps.read", "streetlamps.write", "streetlamps.mend", "control.workbench",
                "control.health",
            ]
        ),
        "otherLamps": ("钟灯", "/1/3/", ["streetlamps.read", "streetlamps.write"]),
        "bare": ("Bare", "/1/", []),
        "attacker": ("\"\u{301} onclick=\"x\" <b>\u{301}'\u{308}&\u{301}", "/1/", ["web.look"]),
    ]

    func signIn(login: String, password: String, code: String, address: String) async throws -> SignedIn {
        guard let person = Self.people[login], password == "correct" else {
            throw ControlRefusal.signInFailed
        }
        let session = SignedIn(
            token: WebConfiguration.randomToken(), csrf: WebConfiguration.randomToken(),
            principal: Principal(
                user: UserID(1), login: login, name: person.name, organisation: OrganisationID(3),
                organisationName: "港城供电公司", scope: OrganisationPath(person.scope),
                roles: [], permissions: person.permissions, address: address),
            expiresAt: Instant(milliseconds: 0))
        sessions.withLock { $0[session.token] = session }
        return session
    }

    func session(token: String, address: String) async throws -> SignedIn? {
        // As Control does: a session found again does not tell its token.
        sessions.withLock { $0[token] }.map {
            SignedIn(token: "", csrf: $0.csrf, principal: $0.principal, expiresAt: $0.expiresAt)
        }
    }

    func signOut(token: String, address: String) async throws {
        _ = sessions.withLock { $0.removeValue(forKey: token) }
    }
}

/// The console on a free loopback port, and a hand to try it with.
struct Console: Sendable {
    let web: Web
    let fan: EventFan
    let signIn: FakeSignIn
    let client: LoopbackClient

    /// Someone signed in: what a browser would send.
    struct Someone: Sendable {
        let session: SignedIn
        var cookie: (String, String) { ("Cookie", "lamplight-session=\(session.token)") }
        /// The headers of a form sent by a page of ours.
        var form: [(String, String)] {
            [cookie, ("Content-Type", "application/x-www-form-urlencoded")]
        }
        var token: String { "_csrf=\(session.csrf)" }
    }

    func someone(_ login: String) async throws -> Someone {
        Someone(
            session: try await signIn.signIn(
                login: login, password: "correct", code: "", address: "127.0.0.1"))
    }

    /// Starts the console, runs `work`, stops it.
    static func with(
        groups: [PageGroup] = [], _ change: (inout WebConfiguration) -> Void = { _ in },
        _ work: @Sendable (Console) async throws -> Void
    ) async throws {
        var configuration = WebConfiguration { Instant(milliseconds: 1_795_305_600_000) }
        configuration.port = 0
        configuration.development = true
        configuration.heartbeat = .milliseconds(50)
        change(&configuration)
        let fan = EventFan()
        let signIn = FakeSignIn()
        let web = try Web(
            configuration: configuration, groups: groups, signIn: signIn, fan: fan, looks: { _, _ in })
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "console")
        logger.logLevel = .error
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [logger] in
                try await web.run(logger: logger) { number in
                    port.yield(number)
                    port.finish()
                }
            }
            for await number in ports {
                try await work(
                    Console(
                        web: web, fan: fan, signIn: signIn,
                        client: LoopbackClient(port: number, contract: Contract(web))))
            }
            group.cancelAll()
        }
    }
}
