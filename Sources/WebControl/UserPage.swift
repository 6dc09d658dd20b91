import Control
import Hummingbird
import Kernel
import Language
import Web

/// One user, and what the reader's own office may do to them; or the form that makes a new one.
struct UserPage: Page {
    static let template = "control.user"
    let title: String
    let trail: [Crumb]
    let link: String
    let facts: [Fact]
    let status: Badge?
    let summary: FormSummary?
    /// Shown this once: a password or a seed.
    let secret: Secret?
    let edit: [Field]
    let mayEdit: Bool
    let isNew: Bool
    let version: String
    let roles: [Tick]
    /// Why: the second person is told.
    let reason: Field
    let mayGrant: Bool
    let mayDisable: Bool
    let mayEnable: Bool

    struct Fact: Sendable {
        let label: String
        let value: String
    }

    struct Tick: Sendable {
        let code: String
        let name: String
        let ticked: Bool
    }

    struct Secret: Sendable {
        let label: String
        let text: String
    }

    static func answer(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let user = try await room.control.user(visit.id("user"), by: visit.principal)
        return try visit.show(try await UserPage(visit, user, prefilled(visit, user), nil, room))
    }

    static func answerNew(_ visit: Visit, _ room: WebControl) async throws -> Response {
        try visit.show(try await UserPage(visit, nil, visit.emptyForm(), nil, room))
    }

    static func create(_ visit: Visit, _ room: WebControl) async throws -> Response {
        var form = try visit.form()
        let place: OrganisationID? = form.id("organisation")
        let position: PositionID? = form.optional("position") { PositionID(text: $0) }
        let (login, name) = (form.required("login", limit: 40), form.required("name", limit: 60))
        if form.isValid, let place, let login, let name {
            do {
                let made = try await room.control.createUser(
                    login: login, name: name, organisation: place, position: position, by: visit.principal)
                let user = try await room.control.user(made.user, by: visit.principal)
                return try visit.show(
                    try await UserPage(
                        visit, user, prefilled(visit, user),
                        Secret(label: visit.text("control.user.password"), text: made.text), room),
                    status: .created)
            } catch let refusal as PeopleRefusal {
                visit.note(refusal, on: &form)
            } catch ControlRefusal.nameTaken {
                form.refuse("login", "control.user.loginTaken")
            }
        }
        return try visit.show(
            try await UserPage(visit, nil, form, nil, room), status: .unprocessableContent)
    }

    /// Does what the form's field `do` names; each needs the office that it belongs to.
    static func change(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let id: UserID = try visit.id("user")
        var form = try visit.form()
        let (control, who) = (room.control, visit.principal)
        var secret: Secret?
        do {
            switch form.typed("do") {
            case "edit":
                let place: OrganisationID? = form.id("organisation")
                let position: PositionID? = form.optional("position") { PositionID(text: $0) }
                let version = form.number("version", in: 1...Int(Int32.max))
                if let name = form.required("name", limit: 60), let place, let version, form.isValid {
                    try await control.editUser(
                        id, version: Int64(version), name: name, organisation: place, position: position,
                        by: who)
                }
            case "grant":
                if let reason = form.required("reason", limit: 200) {
                    let order = ControlCommands.GrantRoles(user: id, roles: form.all("role"))
                    if case .proposed(let proposal) = try await control.submit(
                        "control.grantRoles", order, reason: reason, by: who)
                    {
                        return visit.redirect(
                            to: WebControl.proposalPath.link(proposal.id),
                            notice: "control.user.grantProposed")
                    }
                }
            case "disable": try await control.disableUser(id, by: who)
            case "signOut": try await control.revokeSessions(of: id, by: who)
            case "unlock": try await control.unlock(id, by: who)
            case "enable": try await control.enableUser(id, by: who)
            case "password":
                secret = Secret(
                    label: visit.text("control.user.password"),
                    text: try await control.resetPassword(id, by: who).text)
            case "factor":
                secret = Secret(
                    label: visit.text("control.user.factor"),
                    text: try await control.resetSecondFactor(id, by: who).text)
            default: throw WebRefusal.badForm
            }
        } catch let refusal as PeopleRefusal where refusal.kind != .notFound {
            visit.note(refusal, on: &form)
        } catch let refusal as ApprovalRefusal where refusal.kind != .notFound {
            form.refuse(refusal)
        } catch let refusal as ControlRefusal where refusal.kind != .forbidden {
            form.refuse(refusal)
        }
        if form.isValid, secret == nil {
            return visit.redirect(to: WebControl.userPath.link(id), notice: "control.people.saved")
        }
        let user = try await control.user(id, by: who)
        let shown = form.isValid ? prefilled(visit, user) : form
        return try visit.show(
            try await UserPage(visit, user, shown, secret, room),
            status: form.isValid ? .ok : .unprocessableContent)
    }

    private static func prefilled(_ visit: Visit, _ user: UserRecord) -> Form {
        visit.emptyForm([
            "name": user.name, "organisation": user.organisation.description,
            "position": user.position?.description ?? "",
        ])
    }

    private init(
        _ visit: Visit, _ user: UserRecord?, _ form: Form, _ secret: Secret?, _ room: WebControl
    ) async throws {
        let places = try await room.control.organisations(under: visit.principal.scope)
        let positions = try await room.control.positions(by: visit.principal)
        let roles = try await room.control.roles(by: visit.principal)
        title = user?.name ?? visit.text("control.user.new")
        trail = [Crumb(label: visit.text("control.users.title"), link: WebControl.usersLink)]
        link = user.map { WebControl.userPath.link($0.id) } ?? WebControl.newUserLink
        status = user.map {
            Badge(
                visit.text($0.isActive ? "control.users.active" : "control.users.disabled"),
                $0.isActive ? .good : .bad)
        }
        facts =
            user.map { user in
                func yes(_ value: Bool) -> String {
                    visit.text(value ? "control.people.yes" : "control.people.no")
                }
                return [
                    Fact(label: visit.text("control.users.login"), value: user.login),
                    Fact(label: visit.text("control.users.place"), value: user.organisationName),
                    Fact(label: visit.text("control.users.position"), value: user.positionName ?? "—"),
                    Fact(label: visit.text("control.user.hasFactor"), value: yes(user.hasSecondFactor)),
                    Fact(label: visit.text("control.user.mustChange"), value: yes(user.mustChangePassword)),
                    Fact(
                        label: visit.text("control.user.created"),
                        value: visit.language.instant(user.createdAt)),
                ]
            } ?? []
        summary = form.summary
        self.secret = secret
        version = String(user?.version ?? 0)
        isNew = user == nil
        mayEdit = visit.may(WebControl.keeping)
        var edit = [form.field("name", label: "control.users.name", longest: 60)]
        if user == nil {
            edit.insert(
                form.field("login", label: "control.users.login", focus: true, longest: 40), at: 0)
        }
        edit.append(
            form.field(
                "organisation", label: "control.users.place",
                .select(places.map { (value: $0.id.description, label: $0.name) })))
        edit.append(
            form.field(
                "position", label: "control.users.position",
                .select(
                    [(value: "", label: visit.text("control.people.none"))]
                        + positions.map {
                            (value: $0.id.description, label: "\($0.organisationName) · \($0.name)")
                        }), required: false))
        self.edit = edit
        let carried = Set(form.isValid ? user?.roles ?? [] : form.all("role") + (user?.roles ?? []))
        self.roles = roles.map {
            Tick(code: $0.code, name: visit.name(of: $0), ticked: carried.contains($0.code))
        }
        reason = form.field("reason", label: "control.user.grantReason")
        mayGrant = user != nil && visit.may(WebControl.granting)
        mayDisable = mayEdit && user?.isActive == true
        mayEnable = mayEdit && user?.isActive == false
    }
}
