import Control
import Hummingbird
import Kernel
import Language
import Web

/// One's own account: password, second factor, sessions.
struct MyAccountPage: Page {
    static let template = "control.me"
    let title: String
    let lead: String
    let password: String
    let passwordNote: Badge
    let secondFactor: Badge
    let secondFactorNote: String
    let sessions: [Line]
    let hasOthers: Bool

    struct Line: Sendable {
        let id: String
        let address: String
        let since: String
        let seen: String
        let isCurrent: Bool
    }

    init(_ visit: Visit, _ own: OwnAccount) {
        let language = visit.language
        title = visit.text("control.me.title")
        lead = "\(visit.principal.name) · \(visit.principal.login) · \(visit.principal.organisationName)"
        password = visit.text("control.me.password.set", [("at", language.instant(own.passwordSetAt))])
        if let until = own.passwordUntil {
            let isNear = until <= visit.now.adding(seconds: 14 * 86_400)
            passwordNote = Badge(
                visit.text("control.me.password.until", [("day", language.day(until.day))]),
                isNear ? .warn : .plain)
        } else {
            passwordNote = Badge(visit.text("control.me.password.noEnd"))
        }
        secondFactor =
            own.hasSecondFactor
            ? Badge(visit.text("control.me.factor.on"), .good)
            : Badge(visit.text("control.me.factor.off"), own.needsSecondFactor ? .bad : .warn)
        secondFactorNote =
            own.hasSecondFactor
            ? visit.text("control.me.factor.codes", [("count", String(own.recoveryCodesLeft))])
            : visit.text(own.needsSecondFactor ? "control.me.factor.needed" : "control.me.factor.advised")
        sessions = own.sessions.map {
            Line(
                id: $0.id, address: $0.address, since: language.instant($0.since),
                seen: language.instant($0.seenAt), isCurrent: $0.isCurrent)
        }
        hasOthers = own.sessions.contains { !$0.isCurrent }
    }
}

/// A new password for oneself.
struct PasswordPage: Page {
    static let template = "control.password"
    let title: String
    let trail: [Crumb]
    let isDuty: Bool
    let rules: [String]
    let summary: FormSummary?
    let current: Field
    let password: Field
    let again: Field

    init(_ visit: Visit, _ policy: PasswordPolicy, _ form: Form) {
        title = visit.text("control.password.title")
        isDuty = visit.session?.duty == .changePassword
        trail = isDuty ? [] : [Crumb(label: visit.text("control.me.title"), link: WebControl.meLink)]
        var rules = [visit.text("control.password.rule.length", [("least", String(policy.least))])]
        if policy.profile == .dengbao3 {
            rules.append(visit.text("control.password.rule.kinds", [("kinds", String(PasswordPolicy.kinds))]))
        }
        rules.append(visit.text("control.password.rule.common"))
        if policy.history > 0 {
            rules.append(visit.text("control.password.rule.history", [("count", String(policy.history))]))
        }
        if let days = policy.days {
            rules.append(visit.text("control.password.rule.days", [("days", String(days))]))
        }
        self.rules = rules
        summary = form.summary
        current = form.field(
            "current", label: "control.password.current", .password, focus: true, longest: 128,
            autocomplete: "current-password")
        password = form.field(
            "password", label: "control.password.new", .password, longest: 128, autocomplete: "new-password")
        again = form.field(
            "again", label: "control.password.again", .password, longest: 128, autocomplete: "new-password")
    }
}

/// A second factor offered to one's telephone.
struct SecondFactorPage: Page {
    static let template = "control.second-factor"
    let title: String
    let trail: [Crumb]
    let isDuty: Bool
    let secret: String
    let link: String
    /// The link as a picture for the telephone's camera.
    let picture: QRCode?
    let sealed: String
    let summary: FormSummary?
    let code: Field
    let password: Field

    init(_ visit: Visit, _ offer: SecondFactorOffer, _ form: Form) {
        title = visit.text("control.factor.title")
        isDuty = visit.session?.duty == .enrolSecondFactor
        trail = isDuty ? [] : [Crumb(label: visit.text("control.me.title"), link: WebControl.meLink)]
        secret = offer.secret
        link = offer.link
        picture = QRCode(offer.link)
        sealed = offer.sealed
        summary = form.summary
        code = form.field(
            "code", label: "control.factor.code", .code, longest: 8, autocomplete: "one-time-code")
        password = form.field(
            "password", label: "control.password.current", .password, longest: 128,
            autocomplete: "current-password")
    }
}

/// Recovery codes, shown this once.
struct RecoveryCodesPage: Page {
    static let template = "control.recovery-codes"
    let title: String
    let codes: [String]

    init(_ visit: Visit, _ codes: [String]) {
        title = visit.text("control.factor.done")
        self.codes = codes
    }
}

extension WebControl {
    static let meLink = "/control/me"
    private var door: SignIn { SignIn(control: control) }

    var myAccountRoutes: [Route] {
        [
            .get(Self.meLink, .signedIn) { visit in
                try visit.show(MyAccountPage(visit, try await own(visit)))
            },
            .get("/control/me/password", .signedIn) { visit in
                try visit.show(PasswordPage(visit, try await own(visit).policy, visit.emptyForm()))
            },
            .post("/control/me/password", .signedIn) { try await changePassword($0) },
            .get("/control/me/second-factor", .signedIn) { visit in
                try visit.show(
                    SecondFactorPage(visit, try door.offerSecondFactor(visit.principal), visit.emptyForm()))
            },
            .post("/control/me/second-factor", .signedIn) { try await enrol($0) },
            .post("/control/me/sessions", .signedIn) { visit in
                let id = try visit.form().text("session")
                try await door.endSession(id, token: visit.sessionToken ?? "", by: visit.principal)
                return visit.redirect(to: Self.meLink, notice: "control.me.session.ended")
            },
        ]
    }

    private func own(_ visit: Visit) async throws -> OwnAccount {
        try await door.own(visit.principal, token: visit.sessionToken ?? "")
    }

    private func changePassword(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        for name in ["current", "password", "again"] where form.typed(name).isEmpty {
            form.refuse(name, "web.field.required")
        }
        if form.isValid, form.typed("password") != form.typed("again") {
            form.refuse("again", "control.password.differ")
        }
        if form.isValid {
            do {
                try await door.changePassword(
                    current: form.typed("current"), new: form.typed("password"),
                    token: visit.sessionToken ?? "", by: visit.principal)
                let link = visit.session?.duty == nil ? Self.meLink : "/"
                return visit.redirect(to: link, notice: "control.password.changed")
            } catch let refusal as any Refusal {
                form.refuse(refusal, on: Self.field(of: refusal, other: "password"))
            }
        }
        return try visit.show(
            PasswordPage(visit, try await own(visit).policy, form), status: .unprocessableContent)
    }

    private func enrol(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        let sealed = form.typed("sealed")
        for name in ["code", "password"] where form.typed(name).isEmpty {
            form.refuse(name, "web.field.required")
        }
        if form.isValid {
            do {
                let codes = try await door.enrol(
                    sealed, code: form.text("code") ?? "", password: form.typed("password"),
                    token: visit.sessionToken ?? "", by: visit.principal)
                return try visit.show(RecoveryCodesPage(visit, codes))
            } catch let refusal as any Refusal {
                form.refuse(refusal, on: Self.field(of: refusal, other: "code"))
            }
        }
        let offer =
            try (try? door.offerAgain(sealed, to: visit.principal))
            ?? door.offerSecondFactor(visit.principal)
        return try visit.show(SecondFactorPage(visit, offer, form), status: .unprocessableContent)
    }

    /// The field a refusal is about; a lock is about the whole form.
    private static func field(of refusal: any Refusal, other: String) -> String {
        switch refusal as? SignInRefusal {
        case .currentWrong: other == "code" ? "password" : "current"
        case .enrolmentExpired, nil: ""
        default: other
        }
    }
}
