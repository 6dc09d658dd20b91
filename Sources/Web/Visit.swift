package import Control
package import Hummingbird
package import Kernel
package import Language

/// One request as a handler sees it: who, where, in which language, with which fields.
package struct Visit: Sendable {
    let shell: Shell
    package internal(set) var request: Request
    /// The path without the query.
    package let path: String
    /// Whether the path, however it is written, leads to customers' pages.
    let isPortal: Bool
    package internal(set) var parameters: [String: String]
    package internal(set) var query: [(name: String, value: String)]
    /// The session of somebody of the staff, where there is one; never on a customer's page.
    package internal(set) var session: SignedIn?
    /// A customer's session, where there is one; only on customers' pages.
    var customerSession: CustomerSession?
    package internal(set) var language: Language
    package let theme: Theme
    /// The token that forms of this visitor carry.
    package internal(set) var csrf: String
    /// Whether `csrf` is new and its cookie must be set.
    var setsVisitorCookie: Bool
    /// The peer's address, without a port.
    package let address: String
    let notice: Frame.Notice?
    /// A body of a form or JSON request, already read and within the limit.
    var body: ByteBuffer
    /// The most bytes an upload route takes; 0 on other routes.
    var uploadLimit: Int
    /// The token of the session, as it came.
    package internal(set) var sessionToken: String?
    /// Whose data the answer shows.
    let looks = Looks()
    /// Keeps what this visit answers, where it is a look of our own before an order.
    var seen: Seen?
    /// Whether the token came as `Authorization: Bearer`, from a program.
    var isBearer: Bool

    /// Who acts. Only in a handler whose route is not for `.anyone`.
    package var principal: Principal {
        guard let session else { preconditionFailure("a route for anyone has no principal") }
        return session.principal
    }

    /// The customer who is signed in. Only in a handler whose route is `.customer`.
    package var customer: CustomerSession {
        guard let customerSession else { preconditionFailure("a route for others has no customer") }
        return customerSession
    }

    /// The customer's own account that the path names under `name`. Anybody else's is not found.
    package func ownAccount(_ name: String) throws -> CustomerAccount {
        guard let own = customer.own(try id(name)) else { throw WebRefusal.notFound }
        return own
    }

    /// Whether the visitor may use what asks for `access`.
    package func may(_ access: Access) -> Bool {
        switch access {
        case .anyone: true
        case .signedIn: session != nil
        case .may(let permission): session?.principal.may(permission) ?? false
        case .customer: customerSession != nil
        }
    }

    package var now: Instant { shell.configuration.clock() }
    package var today: Day { now.day }

    /// A text of the catalogue in the reader's language.
    package func text(_ key: String, _ arguments: [(String, String)] = []) -> String {
        language.text(key, arguments)
    }

    /// The id in the path under `name`. What is no id is not found.
    package func id<Kind>(_ name: String) throws -> Identifier<Kind> {
        guard let text = parameters[name], let id = Identifier<Kind>(text: text) else {
            throw WebRefusal.notFound
        }
        return id
    }

    /// The first value of the query under `name`, trimmed of blanks; nil where it is missing or empty.
    package func query(_ name: String) -> String? {
        guard let value = query.first(where: { $0.name == name })?.value else { return nil }
        let trimmed = Form.trimmed(value)
        return trimmed.isEmpty ? nil : trimmed
    }

    /// The token that this visitor's forms carry.
    package var formToken: String { csrf }

    /// Whether the request only looks.
    var isRead: Bool { request.method == .get || request.method == .head }

    /// This page's address with its query.
    var here: String { request.head.path ?? path }

    /// Whether the page is fetched by one of our modules, to be put into a page already there.
    package var wantsFragment: Bool { request.headers[.init("X-Fragment")!] != nil }
}
