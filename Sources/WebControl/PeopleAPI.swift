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
            login: order.login, name: order.name, organisation: order.organisation,
            position: order.position, by: visit.principal)
        return try visit.json(Made(id: made.user, password: made.text), status: .created)
    }

    struct NewUser: Codable {
        let login: String
        let name: String
        let organisation: OrganisationID
        let position: PositionID?
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
            return try visit.json(ProposalAnswer(proposal, visit), status: .accepted)
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

    struct SessionsEnded: Codable { let ended: Int }

    static func endSessions(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let ended = try await room.control.revokeSessions(of: try visit.id("user"), by: visit.principal)
        return try visit.json(SessionsEnded(ended: ended))
    }

    static func liftLock(_ visit: Visit, _ room: WebControl) async throws -> Response {
        try await room.control.unlock(try visit.id("user"), by: visit.principal)
        return Response(status: .noContent)
    }

    struct UserChange: Codable {
        let name: String
        let organisation: OrganisationID
        /// Of that organisation; none where it is missing.
        let position: PositionID?
        /// Of the user as it was read.
        let version: Int64
    }

    /// Gives a user this name, place and position.
    static func edit(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let id: UserID = try visit.id("user")
        let order = try visit.decode(UserChange.self)
        try await room.control.editUser(
            id, version: order.version, name: order.name, organisation: order.organisation,
            position: order.position, by: visit.principal)
        return try visit.json(UserAnswer(try await room.control.user(id, by: visit.principal)))
    }

    /// A one-time password in place of the user's; the answer alone holds it.
    static func resetPassword(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let made = try await room.control.resetPassword(try visit.id("user"), by: visit.principal)
        return try visit.json(Made(id: made.user, password: made.text))
    }

    struct Seed: Codable {
        let id: UserID
        /// Base 32, for the user's own device; told once.
        let seed: String
    }

    /// A seed of one-time codes in place of the user's; the answer alone holds it.
    static func resetSecondFactor(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let made = try await room.control.resetSecondFactor(try visit.id("user"), by: visit.principal)
        return try visit.json(Seed(id: made.user, seed: made.text))
    }

    struct PositionAnswer: Codable, Sendable {
        let id: PositionID
        let organisation: OrganisationID
        let organisationName: String
        let name: String
        /// The code of the role that goes with it.
        let role: String?

        init(_ position: Position) {
            id = position.id
            organisation = position.organisation
            organisationName = position.organisationName
            name = position.name
            role = position.role
        }
    }

    static func positions(_ visit: Visit, _ room: WebControl) async throws -> Response {
        try visit.json(
            whole: try await room.control.positions(by: visit.principal).map(PositionAnswer.init),
            of: try visit.page(), key: \.id.description)
    }

    struct NewPosition: Codable {
        let organisation: OrganisationID
        let name: String
        let role: String?
    }

    struct PositionMade: Codable { let id: PositionID }

    static func addPosition(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(NewPosition.self)
        let id = try await room.control.addPosition(
            order.name, at: order.organisation, role: order.role, by: visit.principal)
        return try visit.json(PositionMade(id: id), status: .created)
    }

    struct PlaceName: Codable { let name: String }
    struct PlaceParent: Codable { let parent: OrganisationID }

    static func renamePlace(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(PlaceName.self)
        try await room.control.renamePlace(
            try visit.id("organisation"), order.name, by: visit.principal)
        return Response(status: .noContent)
    }

    static func movePlace(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(PlaceParent.self)
        try await room.control.movePlace(
            try visit.id("organisation"), under: order.parent, by: visit.principal)
        return Response(status: .noContent)
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
                    code: $0.code, name: $0.name, needsSecondFactor: room.control.needsSecondFactor($0),
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
    let position: PositionID?
    let positionName: String?
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
        position = user.position
        positionName = user.positionName
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
