import Control
import Hummingbird
import Kernel
import Language

/// Customers' way in and out of their own pages: a 户号, then the code that was sent.
enum PortalSignIn {
    private static let numberLink = "/portal/sign-in"
    private static let codeLink = "/portal/sign-in/code"

    static func routes(_ customers: CustomerSignIn) -> [Route] {
        [
            .get(numberLink, .anyone) { visit in
                visit.customerSession == nil
                    ? try ask(visit, status: .ok) : visit.redirect(to: PortalPath.home)
            },
            .post(numberLink, .anyone) { visit in try await sendCode(visit, customers) },
            .get(codeLink, .anyone) { visit in
                guard let asked = CodeCookie(visit) else { return visit.redirect(to: numberLink) }
                return try visit.show(PortalCodePage(visit, visit.emptyForm(), asked))
            },
            .post(codeLink, .anyone) { visit in try await signIn(visit, customers) },
            .post("/portal/sign-out", .customer) { visit in try await signOut(visit, customers) },
            .post("/portal/preferences", .anyone, prefer),
        ] + PortalAPI.routes(customers)
    }

    /// The first step, also in place of a page that wants a customer's session.
    static func ask(_ visit: Visit, status: HTTPResponse.Status) throws -> Response {
        let again = status == .unauthorized && visit.sessionToken != nil
        return try visit.show(PortalNumberPage(visit, visit.emptyForm(), again: again), status: status)
    }

    private static func sendCode(_ visit: Visit, _ customers: CustomerSignIn) async throws -> Response {
        var form = try visit.form()
        let number = form.required("number", error: "web.portal.number.invalid", CodeCookie.number)
        guard let number else {
            return try visit.show(
                PortalNumberPage(visit, form, again: false), status: .unprocessableContent)
        }
        do {
            let asked = try await customers.ask(
                number: number, language: visit.language, address: visit.address)
            var response = visit.redirect(to: codeLink)
            let cookie = CodeCookie(
                number: number, challenge: asked.challenge, minutes: asked.minutes, digits: asked.digits)
            Preferences.set(cookie.cookie, on: &response, visit.shell.configuration)
            return response
        } catch let refusal as CustomerRefusal {
            form.refuse(refusal)
            return try visit.show(
                PortalNumberPage(visit, form, again: false), status: refusal.httpStatus)
        }
    }

    private static func signIn(_ visit: Visit, _ customers: CustomerSignIn) async throws -> Response {
        guard let asked = CodeCookie(visit) else { return visit.redirect(to: numberLink) }
        var form = try visit.form()
        let code = form.required("code", limit: 16)
        guard let code else {
            return try visit.show(PortalCodePage(visit, form, asked), status: .unprocessableContent)
        }
        do {
            let session = try await customers.signIn(
                number: asked.number, challenge: asked.challenge, code: code, address: visit.address)
            var response = visit.redirect(to: PortalPath.home)
            let configuration = visit.shell.configuration
            Preferences.set(
                WebCookie(name: Preferences.customer, value: session.token, maxAge: nil), on: &response,
                configuration)
            Preferences.set(CodeCookie.gone, on: &response, configuration)
            return response
        } catch let refusal as CustomerRefusal {
            form.refuse(refusal, on: "code")
            return try visit.show(PortalCodePage(visit, form, asked), status: refusal.httpStatus)
        }
    }

    private static func signOut(_ visit: Visit, _ customers: CustomerSignIn) async throws -> Response {
        if let token = visit.sessionToken {
            try await customers.signOut(token: token, address: visit.address)
        }
        var response = visit.redirect(to: numberLink, notice: "web.portal.signedOut")
        Preferences.set(
            WebCookie(name: Preferences.customer, value: "", maxAge: 0), on: &response,
            visit.shell.configuration)
        response.headers[.init("Clear-Site-Data")!] = "\"cache\", \"storage\""
        return response
    }

    /// As the staff's, but under customers' own paths, where their session's token is known.
    private static func prefer(_ visit: Visit) async throws -> Response {
        let form = try visit.form()
        let back = form.text("return") ?? PortalPath.home
        var response = visit.redirect(to: Preferences.isLocal(back) ? back : PortalPath.home)
        for cookie in Preferences.cookies(for: form) {
            Preferences.set(cookie, on: &response, visit.shell.configuration)
        }
        return response
    }
}

/// What a browser keeps between the two steps: the 户号 it typed and what binds the code to it. No other browser can use
/// the code, whoever reads it (OWASP ASVS 6.6.2).
struct CodeCookie {
    let number: String
    let challenge: String
    let minutes: Int
    let digits: Int

    init(number: String, challenge: String, minutes: Int, digits: Int) {
        self.number = number
        self.challenge = challenge
        self.minutes = minutes
        self.digits = digits
    }

    /// Nil where the browser asked for no code, or it is no longer good.
    init?(_ visit: Visit) {
        let name = WebCookie.wireName(Preferences.customerCode, visit.shell.configuration)
        guard let value = Preferences.cookies(of: visit.request)[name], value.utf8.count <= 200 else {
            return nil
        }
        let parts = value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let number = Self.number(parts[0]), let minutes = Int(parts[2]),
            let digits = Int(parts[3]), (1...60).contains(minutes), (4...10).contains(digits)
        else { return nil }
        self.init(number: number, challenge: parts[1], minutes: minutes, digits: digits)
    }

    var cookie: WebCookie {
        WebCookie(
            name: Preferences.customerCode, value: "\(number).\(challenge).\(minutes).\(digits)",
            maxAge: minutes * 60)
    }

    static var gone: WebCookie { WebCookie(name: Preferences.customerCode, value: "", maxAge: 0) }

    /// A 户号 as people write it: blanks and dashes do not count; letters, digits and `-` are all it may hold.
    static func number(_ typed: String) -> String? {
        let number = typed.filter { $0 != " " && $0 != "-" }
        guard (4...32).contains(number.utf8.count),
            number.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            })
        else { return nil }
        return number
    }
}

/// The first step: which 户号.
struct PortalNumberPage: Page {
    static let template = "web.portal-number"
    static let layout = Layout.portal
    let title: String
    let again: Bool
    let summary: FormSummary?
    let number: Field

    init(_ visit: Visit, _ form: Form, again: Bool) {
        title = visit.text("web.portal.number.title")
        self.again = again
        summary = form.summary
        number = form.field(
            "number", label: "web.portal.number", .whole, hint: "web.portal.number.hint", focus: true,
            longest: 40, autocomplete: "username")
    }
}

/// The second step: the code.
struct PortalCodePage: Page {
    static let template = "web.portal-code"
    static let layout = Layout.portal
    let title: String
    let lead: String
    let account: String
    let code: Field

    init(_ visit: Visit, _ form: Form, _ asked: CodeCookie) {
        title = visit.text("web.portal.code.title")
        lead = visit.text(
            "web.portal.code.lead",
            [("number", asked.number), ("minutes", visit.language.number(asked.minutes))])
        account = asked.number
        code = form.field(
            "code", label: "web.portal.code", .code, focus: true, longest: asked.digits + 2,
            autocomplete: "one-time-code")
    }
}
