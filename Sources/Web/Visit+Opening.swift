import Control
import Hummingbird
import Language
import NIOCore

extension Visit {
    init(opening request: Request, path: String, cookies: [String: String], address: String, shell: Shell) {
        func cookie(_ name: String) -> String? { cookies[WebCookie.wireName(name, shell.configuration)] }
        self.shell = shell
        self.request = request
        self.path = path
        self.address = address
        parameters = [:]
        query = []
        session = nil
        customerSession = nil
        isPortal = PortalPath.leads(Responder.parts(of: path))
        let reader = cookie(Preferences.language).flatMap(Language.init) ?? .zh
        language = reader
        theme = cookie(Preferences.theme).flatMap(Theme.init) ?? .auto
        notice = cookie(Preferences.notice).flatMap { NoticeCookie.read($0, reader) }
        body = ByteBuffer()
        uploadLimit = 0
        seen = nil
        isBearer = false
        if let visitor = cookie(Preferences.visitor), Self.isToken(visitor) {
            csrf = visitor
            setsVisitorCookie = false
        } else {
            csrf = shell.configuration.token()
            setsVisitorCookie = true
        }
        // The two kinds of session never meet: a customer's cookie is not looked at elsewhere, nor a clerk's here.
        sessionToken = cookie(isPortal ? Preferences.customer : Preferences.session)
        if isPortal, !isAPI { return }
        if let header = request.headers[.authorization], header.hasPrefix("Bearer ") {
            sessionToken = String(header.dropFirst(7))
            isBearer = true
        }
        if let wanted = request.headers[.acceptLanguage], isBearer, wanted.hasPrefix("en") { language = .en }
    }

    /// Looks the session up; from then on the forms of this visitor carry the session's own token.
    mutating func findSession() async throws {
        if isPortal { return try await findCustomer() }
        guard let sessionToken, Self.isToken(sessionToken),
            let found = try await shell.signIn.session(token: sessionToken, address: address)
        else { return }
        switch found.kind {
        case .person: break
        // A machine's token opens the machine's door and nothing a browser could be led to.
        case .machine: guard isBearer, isAPI else { return }
        case .board: guard isRead, isOfTheBoard else { return }
        }
        session = found
        // A board's forms are the visitor's own: with its token nothing can be changed.
        if found.kind == .board { return }
        csrf = found.csrf
        setsVisitorCookie = false
    }

    private mutating func findCustomer() async throws {
        guard let sessionToken, Self.isToken(sessionToken),
            let found = try await shell.customers?.session(token: sessionToken)
        else { return }
        customerSession = found
        csrf = found.csrf
        setsVisitorCookie = false
    }

    /// Whether a wall board may ask for this: what shows the board, and the events that keep it up to date.
    private var isOfTheBoard: Bool {
        guard let parts = Responder.parts(of: path),
            case .found(let route, _) = shell.table.match(.get, parts)
        else { return false }
        return route.access == .may("control.board") || path == "/events"
    }

    /// A session with something to do first goes there, or out; a program is told.
    func keepToDuty(_ route: Route) throws -> Response? {
        guard let duty = session?.duty, route.access != .anyone else { return nil }
        let place = route.path.description
        if place == "/sign-out" || place == "/api/v1/session" { return nil }
        if duty == .unlock {
            // Open pages keep their stream: an event says that something happened, and what it was is asked for.
            if ["/control/me/lock", "/control/me/unlock", "/events"].contains(place) { return nil }
            guard isAPI || wantsFragment || !isRead else {
                return redirect(to: duty.link + "?return=" + PercentCoding.encode(here))
            }
            throw WebRefusal.dutyFirst(duty)
        }
        if place.hasPrefix("/control/me") { return nil }
        guard isAPI || wantsFragment else { return redirect(to: duty.link) }
        throw WebRefusal.dutyFirst(duty)
    }

    /// Reads a form or JSON body, within the limit and of the type that the route says.
    mutating func readBody(_ route: Route) async throws {
        let limit = shell.configuration.bodyLimit
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        switch route.body {
        case .none: return
        case .form:
            guard type == "application/x-www-form-urlencoded" else {
                throw WebRefusal.contentType(expected: "application/x-www-form-urlencoded")
            }
        case .json:
            guard type == "application/json" else {
                throw WebRefusal.contentType(expected: "application/json")
            }
        case .upload(let types, let most):
            guard types.contains(type) else {
                throw WebRefusal.contentType(expected: types.joined(separator: ", "))
            }
            guard length <= most else { throw WebRefusal.tooLarge(limit: most) }
            uploadLimit = most
            return
        }
        guard length <= limit else { throw WebRefusal.tooLarge(limit: limit) }
        do {
            body = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw WebRefusal.tooLarge(limit: limit)
        }
        // Also where the handler looks at no field: what cannot be read is never taken for an order.
        if route.body == .form { _ = try form() }
        if route.body == .json { try checkJSON() }
    }

    /// Asks for the token: a form's hidden field, or the header that a module of ours sends.
    ///
    /// A bearer's token is not sent by a browser on its own, so nothing can be forged with it; and a JSON route for
    /// anyone has no session to misuse and cannot be reached from another site without being asked first.
    func checkToken(_ route: Route) throws {
        if isBearer || (route.access == .anyone && route.body == .json) { return }
        var sent = request.headers[.init("X-CSRF-Token")!]
        if sent == nil, route.body == .form { sent = try form().text("_csrf") }
        guard let sent, !setsVisitorCookie || session != nil || customerSession != nil, Self.equal(sent, csrf)
        else {
            throw WebRefusal.badToken
        }
    }

    /// Adds the cookies this visit calls for.
    func finished(_ response: Response) -> Response {
        var response = response
        let isPage = response.headers[.contentType]?.hasPrefix("text/html") ?? false
        if setsVisitorCookie, isPage {
            Preferences.set(
                WebCookie(name: Preferences.visitor, value: csrf, maxAge: nil), on: &response,
                shell.configuration)
        }
        if notice != nil, isPage, !wantsFragment {
            Preferences.set(
                WebCookie(name: Preferences.notice, value: "", maxAge: 0), on: &response, shell.configuration)
        }
        return response
    }

    /// Whether a cookie has the form of a token: 32 to 128 letters, digits, `-` and `_`.
    private static func isToken(_ text: String) -> Bool {
        (32...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }

    /// Compares in a time that does not tell where they differ.
    private static func equal(_ a: String, _ b: String) -> Bool {
        guard a.utf8.count == b.utf8.count else { return false }
        return zip(a.utf8, b.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Whether a request that changes something comes from a page of ours.
enum RequestOrigin {
    /// Browsers say where a request comes from; what says it comes from elsewhere is refused. Programs that are no
    /// browser say nothing, and need the token or a bearer token all the same.
    static func check(_ request: Request, secure: Bool) throws {
        if let site = request.headers[.init("Sec-Fetch-Site")!], site != "same-origin", site != "none" {
            throw WebRefusal.badToken
        }
        guard let origin = request.headers[.origin] else { return }
        let host = request.head.authority ?? ""
        guard origin == "\(secure ? "https" : "http")://\(host)" else { throw WebRefusal.badToken }
    }
}
