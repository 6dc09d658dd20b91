import Control
import Hummingbird
import Kernel

/// Signing in and out, and the preferences that one may set before.
enum SignInPages {
    static let routes: [Route] = [
        .get("/sign-in", .anyone) { visit in
            visit.session == nil ? try ask(visit, status: .ok) : visit.redirect(to: "/")
        },
        .post("/sign-in", .anyone, signIn),
        .get("/sign-in/board", .anyone) { visit in try visit.show(BoardSignInPage(visit, visit.emptyForm()))
        },
        .post("/sign-in/board", .anyone, openBoard),
        .post("/sign-out", .signedIn, signOut),
        .post("/preferences", .anyone, prefer),
        .post("/api/v1/sign-in", .anyone, signInByAPI)
            .described(
                "web.signIn", "Opens a session of a person; its token is a bearer token.",
                takes: Credentials.self, gives: Opened.self, status: .created),
        .delete("/api/v1/session", .signedIn) { visit in
            try await end(visit)
            return Response(status: .noContent)
        }
        .described("web.signOut", "Ends the session.", status: .noContent),
    ]

    /// The sign-in page, in place of a page that wants a session: the address stays, and signing in leads to it.
    static func ask(_ visit: Visit, status: HTTPResponse.Status) throws -> Response {
        let form = visit.emptyForm(["return": visit.isRead && visit.path != "/sign-in" ? visit.here : "/"])
        return try visit.show(
            SignInPage(visit, form, again: status == .unauthorized && visit.sessionToken != nil),
            status: status)
    }

    private static func signIn(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        let login = form.required("login", limit: 64)
        // A password is taken as typed: blanks belong to it.
        let password = form.typed("password")
        if password.isEmpty { form.refuse("password", "web.field.required") }
        if let login, form.isValid {
            do {
                let session = try await visit.shell.signIn.signIn(
                    login: login, password: password, code: form.text("code") ?? "", address: visit.address)
                let back = form.text("return") ?? "/"
                var response = visit.redirect(to: Preferences.isLocal(back) ? back : "/")
                Preferences.set(
                    WebCookie(name: Preferences.session, value: session.token, maxAge: nil), on: &response,
                    visit.shell.configuration)
                return response
            } catch let refusal as any Refusal {
                form.refuse(refusal)
                let status = refusal.kind == .throttled ? refusal.httpStatus : .unauthorized
                var response = try visit.show(SignInPage(visit, form, again: false), status: status)
                response.askToWait(refusal)
                return response
            }
        }
        return try visit.show(SignInPage(visit, form, again: false), status: .unprocessableContent)
    }

    /// A wall screen is set up once: the token stays in its browser until it runs out or is revoked.
    private static func openBoard(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        let token = form.text("token") ?? ""
        guard let session = try await visit.shell.signIn.session(token: token, address: visit.address),
            session.kind == .board
        else {
            form.refuse("token", "web.signIn.board.wrong")
            return try visit.show(BoardSignInPage(visit, form), status: .unauthorized)
        }
        var response = visit.redirect(to: "/board")
        let left = (session.expiresAt.milliseconds - visit.now.milliseconds) / 1_000
        Preferences.set(
            WebCookie(name: Preferences.session, value: token, maxAge: max(1, Int(left))), on: &response,
            visit.shell.configuration)
        return response
    }

    private static func signOut(_ visit: Visit) async throws -> Response {
        try await end(visit)
        var response = visit.redirect(to: "/sign-in", notice: "web.signedOut")
        Preferences.set(
            WebCookie(name: Preferences.session, value: "", maxAge: 0), on: &response,
            visit.shell.configuration)
        // Not the storage: what was entered in the field and not sent yet is kept there. The page this leads to wipes
        // the rest (handover.js).
        response.headers[.init("Clear-Site-Data")!] = "\"cache\""
        return response
    }

    private static func end(_ visit: Visit) async throws {
        guard let token = visit.sessionToken else { return }
        try await visit.shell.signIn.signOut(token: token, address: visit.address)
        visit.shell.fan.end(session: token)
    }

    private static func prefer(_ visit: Visit) async throws -> Response {
        let form = try visit.form()
        let back = form.text("return") ?? "/"
        var response = visit.redirect(to: Preferences.isLocal(back) ? back : "/")
        for cookie in Preferences.cookies(for: form) {
            Preferences.set(cookie, on: &response, visit.shell.configuration)
        }
        return response
    }

    struct Credentials: Codable {
        let login: String
        let password: String
        let code: String?
    }

    struct Opened: Codable {
        let token: String
        let user: String
        let organisation: String
        let permissions: [String]
    }

    private static func signInByAPI(_ visit: Visit) async throws -> Response {
        let credentials = try visit.decode(Credentials.self)
        let session = try await visit.shell.signIn.signIn(
            login: credentials.login, password: credentials.password, code: credentials.code ?? "",
            address: visit.address)
        return try visit.json(
            Opened(
                token: session.token, user: session.principal.user.description,
                organisation: session.principal.organisation.description,
                permissions: session.principal.permissions.map(\.code).sorted()),
            status: .created)
    }
}

/// Where a wall screen is given its token.
struct BoardSignInPage: Page {
    static let template = "web.sign-in-board"
    static let layout = Layout.bare
    let title: String
    let token: Field

    init(_ visit: Visit, _ form: Form) {
        title = visit.text("web.signIn.board.title")
        token = form.field(
            "token", label: "web.signIn.board.token", .password, hint: "web.signIn.board.hint", focus: true,
            longest: 128)
    }
}

/// The sign-in form.
struct SignInPage: Page {
    static let template = "web.sign-in"
    static let layout = Layout.bare
    let title: String
    let back: String
    let again: Bool
    let summary: FormSummary?
    let login: Field
    let password: Field
    let code: Field

    init(_ visit: Visit, _ form: Form, again: Bool) {
        title = visit.text("web.signIn.title")
        back = form.typed("return").isEmpty ? "/" : form.typed("return")
        self.again = again
        summary = form.summary
        login = form.field(
            "login", label: "web.signIn.login", focus: form.typed("login").isEmpty, longest: 64,
            autocomplete: "username")
        password = form.field(
            "password", label: "web.signIn.password", .password, focus: !form.typed("login").isEmpty,
            longest: 128, autocomplete: "current-password")
        code = form.field(
            "code", label: "web.signIn.code", .code, hint: "web.signIn.code.hint", required: false,
            longest: 8,
            autocomplete: "one-time-code")
    }
}
