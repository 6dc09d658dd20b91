import Control
import Hummingbird
import Kernel

/// The machine's door of customers' way in and out: the same two steps, the same limits, a bearer token at the end.
enum PortalAPI {
    struct CodeWish: Codable {
        /// 户号
        let number: String
    }

    struct CodeSent: Codable {
        /// Goes back with the code; with no other is it good.
        let challenge: String
        let minutes: Int
        let digits: Int
    }

    struct CodeEntry: Codable {
        let number: String
        let challenge: String
        let code: String
    }

    struct SessionOpened: Codable {
        /// A bearer token for what lies under `/api/v1/portal`.
        let token: String
        let accounts: [AccountID]
        /// Milliseconds since 1970, UTC.
        let expiresAtMs: String
    }

    static func routes(_ customers: CustomerSignIn) -> [Route] {
        [
            .post("/api/v1/portal/sign-in/code", .anyone) { visit in
                let wish = try visit.decode(CodeWish.self)
                guard let number = CodeCookie.number(wish.number) else {
                    throw WebRefusal.badJSON("/number malformed")
                }
                let asked = try await customers.ask(
                    number: number, language: visit.language, address: visit.address)
                return try visit.json(
                    CodeSent(challenge: asked.challenge, minutes: asked.minutes, digits: asked.digits),
                    status: .accepted)
            }
            .described(
                "portal.codes.ask", "Sends a one-time code to the telephone on record.",
                "The answer is the same for a number that there is none of.", takes: CodeWish.self,
                gives: CodeSent.self, status: .accepted),
            .post("/api/v1/portal/sign-in", .anyone) { visit in
                let entry = try visit.decode(CodeEntry.self)
                guard let number = CodeCookie.number(entry.number) else {
                    throw WebRefusal.badJSON("/number malformed")
                }
                let session = try await customers.signIn(
                    number: number, challenge: entry.challenge, code: entry.code, address: visit.address)
                return try visit.json(
                    SessionOpened(
                        token: session.token, accounts: session.accounts.map(\.id),
                        expiresAtMs: String(session.expiresAt.milliseconds)), status: .created)
            }
            .described(
                "portal.signIn", "Opens a customer's session by the code that was sent.",
                takes: CodeEntry.self, gives: SessionOpened.self, status: .created),
            .delete("/api/v1/portal/session", .customer) { visit in
                if let token = visit.sessionToken {
                    try await customers.signOut(token: token, address: visit.address)
                }
                return Response(status: .noContent)
            }
            .described("portal.signOut", "Ends the customer's session.", status: .noContent),
        ]
    }
}
