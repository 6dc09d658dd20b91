import Control
import Hummingbird
import Kernel
import Language
import Web

/// A locked session that opened a page of its own: the password, and on to where it wanted.
struct LockPage: Page {
    static let template = "control.lock"
    static let layout = Layout.bare
    let title: String
    let name: String
    let login: String
    let back: String
    let summary: FormSummary?
    let password: Field

    init(_ visit: Visit, _ form: Form) {
        title = visit.text("web.lock.title")
        name = visit.principal.name
        login = visit.principal.login
        back = form.typed("return")
        summary = form.summary
        password = form.field(
            "password", label: "web.signIn.password", .password, focus: true, longest: 128,
            autocomplete: "current-password")
    }
}

extension WebControl {
    static let lockLink = "/control/me/lock"
    static let unlockLink = "/control/me/unlock"

    var lockRoutes: [Route] {
        [
            .get(Self.lockLink, .signedIn) { visit in
                try visit.json(
                    LockState(
                        login: visit.principal.login, isLocked: visit.session?.duty == .unlock,
                        csrf: visit.formToken))
            },
            .post(Self.lockLink, .signedIn) { visit in
                try await door.lock(token: visit.sessionToken ?? "", by: visit.principal)
                return visit.wantsFragment
                    ? Response(status: .noContent) : visit.redirect(to: Self.unlockLink)
            },
            .get(Self.unlockLink, .signedIn) { visit in
                let back = visit.query("return") ?? "/"
                if visit.session?.duty != .unlock {
                    return visit.redirect(to: Preferences.isLocal(back) ? back : "/")
                }
                return try visit.show(LockPage(visit, visit.emptyForm(["return": back])))
            },
            .post(Self.unlockLink, .signedIn) { try await unlock($0) },
        ]
    }

    private var door: SignIn { SignIn(control: control) }

    private struct LockState: Encodable {
        let login: String
        let isLocked: Bool
        /// A page kept open over a new sign-in puts it into its forms.
        let csrf: String
    }

    private func unlock(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        do {
            try await door.unlock(
                form.typed("password"), token: visit.sessionToken ?? "", by: visit.principal)
        } catch let refusal as any Refusal {
            guard visit.wantsFragment else {
                form.refuse(refusal)
                return try visit.show(LockPage(visit, form), status: refusal.httpStatus)
            }
            var response = Response(
                status: refusal.httpStatus,
                body: ResponseBody(byteBuffer: ByteBuffer(string: visit.sentence(refusal))))
            response.headers[.contentType] = "text/plain; charset=utf-8"
            return response
        }
        if visit.wantsFragment { return Response(status: .noContent) }
        let back = form.text("return") ?? "/"
        return visit.redirect(to: Preferences.isLocal(back) ? back : "/")
    }
}
