import Control
import Hummingbird
import Kernel
import Web

/// The machine's door of people and places. Ids are decimal strings.
enum PeopleAPI {
    static func users(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let wish = try visit.page()
        let users = try await room.control.users(
            UserFilter(
                text: visit.query("q"),
                organisation: visit.query("place").flatMap { OrganisationID(text: $0) },
                role: visit.query("role"), after: wish.after, limit: wish.limit),
            by: visit.principal)
        // The room gives at most as many as one may ask for; a full piece may be followed by an empty one.
        return try visit.json(
            items: users.map(UserAnswer.init), next: users.count == wish.limit ? users.last?.login : nil)
    }

    static func user(_ visit: Visit, _ room: WebControl) async throws -> Response {
        try visit.json(UserAnswer(try await room.control.user(visit.id("user"), by: visit.principal)))
    }

    /// Makes a user; the answer alone holds the one-time password.
    static func create(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(NewUser.self)
        let made = try await room.control.createUser(
            login: order.login, name: order.name, organisation: order.organisation, by: visit.principal)
        return try visit.json(Made(id: made.user, password: made.text), status: .created)
    }

    struct NewUser: Codable {
        let login: String
        let name: String
        let organisation: OrganisationID
    }

    struct Made: Codable {
        let id: UserID
        /// Told once: it is stored hashed.
        let password: String
    }

    struct Grant: Codable {
        let roles: [String]
        let reason: String
    }

    static func grant(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(Grant.self)
        let id: UserID = try visit.id("user")
        let submission = try await room.control.submit(
            "control.grantRoles", ControlCommands.GrantRoles(user: id, roles: order.roles),
            reason: order.reason,
            by: visit.principal)
        if case .proposed(let proposal) = submission {
            return try visit.json(ProposalAnswer(proposal, visit.today), status: .accepted)
        }
        return try visit.json(UserAnswer(try await room.control.user(id, by: visit.principal)))
    }

    static func disable(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let id: UserID = try visit.id("user")
        try await room.control.disableUser(id, by: visit.principal)
        return try visit.json(UserAnswer(try await room.control.user(id, by: visit.principal)))
    }

    static func enable(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let id: UserID = try visit.id("user")
        try await room.control.enableUser(id, by: visit.principal)
        return try visit.json(UserAnswer(try await room.control.user(id, by: visit.principal)))
    }

    static func places(_ visit: Visit, _ room: WebControl) async throws -> Response {
        try visit.json(
            whole: try await room.control.places(by: visit.principal).map {
                PlaceAnswer($0.organisation, people: $0.people)
            }, of: try visit.page()
        ) { $0.id.description }
    }

    struct NewPlace: Codable {
        let code: String
        let name: String
        let kind: String
        let parent: OrganisationID
    }

    static func createPlace(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(NewPlace.self)
        guard let kind = Organisation.Kind(rawValue: order.kind) else { throw WebRefusal.badJSON("kind") }
        let place = try await room.control.createPlace(
            code: order.code, name: order.name, kind: kind, parent: order.parent, by: visit.principal)
        return try visit.json(
            PlaceAnswer(place, people: 0), status: .created)
    }

    struct RoleAnswer: Codable, Sendable {
        let code: String
        let name: String?
        let needsSecondFactor: Bool
        let permissions: [String]
        let people: Int
    }

    static func roles(_ visit: Visit, _ room: WebControl) async throws -> Response {
        try visit.json(
            whole: try await room.control.roles(by: visit.principal).map {
                RoleAnswer(
                    code: $0.code, name: $0.name, needsSecondFactor: $0.needsSecondFactor,
                    permissions: $0.permissions.map(\.code), people: $0.people)
            }, of: try visit.page(), key: \.code)
    }
}

struct UserAnswer: Codable, Sendable {
    let id: UserID
    let login: String
    let name: String
    let organisation: OrganisationID
    let organisationName: String
    let roles: [String]
    let isActive: Bool
    let hasSecondFactor: Bool
    let mustChangePassword: Bool
    let version: Int64

    init(_ user: UserRecord) {
        id = user.id
        login = user.login
        name = user.name
        organisation = user.organisation
        organisationName = user.organisationName
        roles = user.roles
        isActive = user.isActive
        hasSecondFactor = user.hasSecondFactor
        mustChangePassword = user.mustChangePassword
        version = user.version
    }
}

struct PlaceAnswer: Codable, Sendable {
    let id: OrganisationID
    let parent: OrganisationID?
    let path: String
    let code: String
    let name: String
    let kind: String
    let people: Int

    init(_ place: Organisation, people: Int) {
        id = place.id
        parent = place.parent
        path = place.path.text
        code = place.code
        name = place.name
        kind = place.kind.rawValue
        self.people = people
    }
}
