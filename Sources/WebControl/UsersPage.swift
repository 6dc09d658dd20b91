import Control
import Hummingbird
import Kernel
import Language
import Web

/// 用户: the people of the reader's scope, searched, filtered, page by page.
struct UsersPage: Page {
    static let template = "control.users"
    let title: String
    let query: String
    let place: Field
    let role: Field
    let rows: [Row]
    let hasRows: Bool
    let next: String?
    let mayAdd: Bool

    struct Row: Sendable {
        let link: String
        let login: String
        let name: String
        let place: String
        let position: String
        let roles: String
        let status: Badge
    }

    private static let pageSize = 50

    static func answer(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let filter = UserFilter(
            text: visit.query("q"),
            organisation: visit.query("place").flatMap { OrganisationID(text: $0) },
            role: visit.query("role"), after: visit.query("after"), limit: pageSize)
        let users = try await room.control.users(filter, by: visit.principal)
        return try visit.show(try await UsersPage(visit, filter, users, room))
    }

    private init(_ visit: Visit, _ filter: UserFilter, _ users: [UserRecord], _ room: WebControl) async throws
    {
        let places = try await room.control.organisations(under: visit.principal.scope)
        let roles = try await room.control.roles(by: visit.principal)
        let names = Dictionary(uniqueKeysWithValues: roles.map { ($0.code, visit.name(of: $0)) })
        let every = [(value: "", label: visit.text("control.people.every"))]
        let form = visit.emptyForm([
            "place": filter.organisation?.description ?? "", "role": filter.role ?? "",
        ])
        title = visit.text("control.users.title")
        query = filter.text ?? ""
        place = form.field(
            "place", label: "control.users.place",
            .select(every + places.map { (value: $0.id.description, label: $0.name) }), required: false)
        role = form.field(
            "role", label: "control.users.role",
            .select(every + roles.map { (value: $0.code, label: visit.name(of: $0)) }), required: false)
        rows = users.map { user in
            Row(
                link: WebControl.userPath.link(user.id), login: user.login, name: user.name,
                place: user.organisationName, position: user.positionName ?? "",
                roles: user.roles.map { names[$0] ?? $0 }.joined(separator: "、"),
                status: Badge(
                    visit.text(user.isActive ? "control.users.active" : "control.users.disabled"),
                    user.isActive ? .good : .bad))
        }
        hasRows = !rows.isEmpty
        var parts: [String] = []
        if let text = filter.text { parts.append("q=" + WebControl.encoded(text)) }
        if let place = filter.organisation { parts.append("place=\(place)") }
        if let role = filter.role { parts.append("role=" + WebControl.encoded(role)) }
        next =
            users.count == Self.pageSize
            ? WebControl.usersLink + "?"
                + (parts + ["after=" + WebControl.encoded(users[users.count - 1].login)]).joined(
                    separator: "&")
            : nil
        mayAdd = visit.may(WebControl.keeping)
    }
}
