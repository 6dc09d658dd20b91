import Control
import Hummingbird
import Kernel
import Language
import Web

extension WebControl {
    static let placesLink = "/control/organisations"
    static let usersLink = "/control/users"
    static let newUserLink = "/control/users/new"
    static let userPath = PathTemplate("/control/users/{user}")
    static let rolesLink = "/control/roles"
    static let newRoleLink = "/control/roles/new"
    static let conflictsLink = "/control/roles/conflicts"
    static let conflictEndPath = PathTemplate("/control/roles/conflicts/{conflict}/end")
    static let rolePath = PathTemplate("/control/roles/{role}")

    static let roleNamePath = PathTemplate("/control/roles/{role}/rename")
    static let roleFactorPath = PathTemplate("/control/roles/{role}/second-factor")
    static let roleEndPath = PathTemplate("/control/roles/{role}/retire")

    static let looking = Access.may("control.people")
    static let keeping = Access.may("control.users")
    static let granting = Access.may("control.roles")

    static let secondPersonNote =
        "202 with a proposal where a second person must agree; it is carried out when they do."

    var peopleRoutes: [Route] {
        [
            .get(Self.placesLink, Self.looking) { try await PlacesPage.answer($0, self) },
            .post(Self.placesLink, Self.keeping) { try await PlacesPage.change($0, self) },
            .get(Self.usersLink, Self.looking) { try await UsersPage.answer($0, self) },
            .get(Self.newUserLink, Self.keeping) { try await UserPage.answerNew($0, self) },
            .post(Self.newUserLink, Self.keeping) { try await UserPage.create($0, self) },
            .get(Self.userPath.description, Self.looking) { try await UserPage.answer($0, self) },
            .post(Self.userPath.description, Self.looking) { try await UserPage.change($0, self) },
            .get(Self.rolesLink, Self.looking) { try await RolesPage.answer($0, self) },
            .get(Self.newRoleLink, Self.granting) { try await RolePage.answerNew($0, self) },
            .post(Self.newRoleLink, Self.granting) { try await RolePage.create($0, self) },
            .post(Self.conflictsLink, Self.granting) { try await RolesPage.addConflict($0, self) },
            .post(Self.conflictEndPath.description, Self.granting) {
                try await RolesPage.endConflict($0, self)
            },
            .get(Self.rolePath.description, Self.looking) { try await RolePage.answer($0, self) },
            .post(Self.rolePath.description, Self.granting) { try await RolePage.change($0, self) },
            .post(Self.roleNamePath.description, Self.granting) { try await OwnRoleForms.rename($0, self) },
            .post(Self.roleFactorPath.description, Self.granting) {
                try await SecondFactorForm.change($0, self)
            },
            .post(Self.roleEndPath.description, Self.granting) { try await OwnRoleForms.retire($0, self) },
            .get("/api/v1/control/users", Self.looking) { try await PeopleAPI.users($0, self) }
                .listed(
                    "control.users.list", "The users of the reader's scope.",
                    query: [
                        .text("q", "Part of a login or name."), .text("place", "An organisation's id."),
                        .text("role", "A role's code."),
                    ], of: UserAnswer.self),
            .post("/api/v1/control/users", Self.keeping) { try await PeopleAPI.create($0, self) }
                .described(
                    "control.users.create", "Makes a user without roles, with a password for the first time.",
                    takes: PeopleAPI.NewUser.self, gives: PeopleAPI.Made.self, status: .created),
            .get("/api/v1/control/users/{user}", Self.looking) { try await PeopleAPI.user($0, self) }
                .described("control.users.get", "One user.", gives: UserAnswer.self),
            .post("/api/v1/control/users/{user}/roles", Self.granting) {
                try await PeopleAPI.grant($0, self)
            }
            .described(
                "control.users.grant", "Gives a user these roles in place of those they have.",
                Self.secondPersonNote, takes: PeopleAPI.Grant.self, gives: UserAnswer.self,
                otherwise: [.accepted: ProposalAnswer.self]),
            .post("/api/v1/control/users/{user}/disable", Self.keeping) {
                try await PeopleAPI.disable($0, self)
            }
            .described(
                "control.users.disable", "Ends a user's sessions and lets them in no more.",
                gives: UserAnswer.self),
            .post("/api/v1/control/users/{user}/enable", Self.keeping) {
                try await PeopleAPI.enable($0, self)
            }
            .described("control.users.enable", "Lets a user in again.", gives: UserAnswer.self),
            .get("/api/v1/control/organisations", Self.looking) { try await PeopleAPI.places($0, self) }
                .listed(
                    "control.organisations.list", "The tree of organisations within the reader's scope.",
                    of: PlaceAnswer.self),
            .post("/api/v1/control/organisations", Self.keeping) {
                try await PeopleAPI.createPlace($0, self)
            }
            .described(
                "control.organisations.create", "Makes an organisation under another.",
                takes: PeopleAPI.NewPlace.self, gives: PlaceAnswer.self, status: .created),
            .get("/api/v1/control/roles", Self.looking) { try await PeopleAPI.roles($0, self) }
                .listed(
                    "control.roles.list", "The roles and their permissions.", of: PeopleAPI.RoleAnswer.self),
            .post("/api/v1/control/roles", Self.granting) { try await RolesAPI.create($0, self) }
                .described(
                    "control.roles.create", "Makes a role of an organisation's own.",
                    takes: RolesAPI.NewRole.self, gives: RolesAPI.RoleMade.self, status: .created),
            .post("/api/v1/control/roles/{role}/permissions", Self.granting) {
                try await RolesAPI.change($0, self)
            }
            .described(
                "control.roles.change", "Gives a role these permissions and no others.",
                "Widening a role that people carry needs a second person.",
                takes: RolesAPI.RoleChange.self, gives: RolesAPI.RoleMade.self,
                otherwise: [.accepted: ProposalAnswer.self]),
            .get("/api/v1/control/duty-conflicts", Self.looking) { try await RolesAPI.conflicts($0, self) }
                .listed(
                    "control.dutyConflicts.list", "Which roles and duties are kept apart.",
                    of: RolesAPI.ConflictAnswer.self),
            .post("/api/v1/control/duty-conflicts", Self.granting) {
                try await RolesAPI.addConflict($0, self)
            }
            .described(
                "control.dutyConflicts.create", "Keeps two roles, or two duties on one matter, apart.",
                takes: RolesAPI.NewConflict.self, gives: RolesAPI.ConflictAdded.self, status: .created),
            .post("/api/v1/control/duty-conflicts/{conflict}/end", Self.granting) {
                try await RolesAPI.endConflict($0, self)
            }
            .described(
                "control.dutyConflicts.end", "Proposes the end of an own rule.",
                takes: RolesAPI.ConflictEnd.self, gives: ProposalAnswer.self, status: .accepted),
        ] + userTwins + placeTwins + ownRoleTwins
    }

    private var userTwins: [Route] {
        let path = "/api/v1/control/users/{user}"
        return [
            .post(path, Self.keeping) { try await PeopleAPI.edit($0, self) }
                .described(
                    "control.users.edit", "Gives a user this name, place and position.",
                    "A new place is a new data scope. 409 where somebody changed the user since the version.",
                    takes: PeopleAPI.UserChange.self, gives: UserAnswer.self),
            .post(path + "/password", Self.keeping) { try await PeopleAPI.resetPassword($0, self) }
                .described(
                    "control.users.password", "Gives a user a one-time password, told this once.",
                    "Ends their sessions; they choose their own at the next sign-in.",
                    gives: PeopleAPI.Made.self),
            .post(path + "/second-factor", Self.granting) {
                try await PeopleAPI.resetSecondFactor($0, self)
            }
            .described(
                "control.users.secondFactor", "Gives a user a new seed of one-time codes, told this once.",
                "Ends their sessions.", gives: PeopleAPI.Seed.self),
            .post(path + "/sign-out", Self.keeping) { try await PeopleAPI.endSessions($0, self) }
                .described(
                    "control.users.signOut", "Ends a user's sessions at once.",
                    gives: PeopleAPI.SessionsEnded.self),
            .post(path + "/lift-lock", Self.keeping) { try await PeopleAPI.liftLock($0, self) }
                .described(
                    "control.users.liftLock", "Lets a login that wrong passwords locked try again at once.",
                    status: .noContent),
        ]
    }

    private var placeTwins: [Route] {
        [
            .get("/api/v1/control/positions", Self.looking) { try await PeopleAPI.positions($0, self) }
                .listed(
                    "control.positions.list", "The positions of the places in the reader's scope.",
                    of: PeopleAPI.PositionAnswer.self),
            .post("/api/v1/control/positions", Self.keeping) { try await PeopleAPI.addPosition($0, self) }
                .described(
                    "control.positions.create", "Adds a position at a place.",
                    takes: PeopleAPI.NewPosition.self, gives: PeopleAPI.PositionMade.self, status: .created),
            .post("/api/v1/control/organisations/{organisation}/rename", Self.keeping) {
                try await PeopleAPI.renamePlace($0, self)
            }
            .described(
                "control.organisations.rename", "Gives a place another name; its code stays.",
                takes: PeopleAPI.PlaceName.self, status: .noContent),
            .post("/api/v1/control/organisations/{organisation}/move", Self.keeping) {
                try await PeopleAPI.movePlace($0, self)
            }
            .described(
                "control.organisations.move", "Moves a place that holds no records under another.",
                takes: PeopleAPI.PlaceParent.self, status: .noContent),
        ]
    }

    private var ownRoleTwins: [Route] {
        let path = "/api/v1/control/roles/{role}"
        return [
            .post(path + "/rename", Self.granting) { try await RolesAPI.rename($0, self) }
                .described(
                    "control.roles.rename", "Gives an own role another name.", takes: RolesAPI.RoleName.self,
                    status: .noContent),
            .post(path + "/second-factor", Self.granting) { try await RolesAPI.secondFactor($0, self) }
                .described(
                    "control.roles.secondFactor", "Asks a role's people for a second factor, or for none.",
                    "That none is needed is proposed to a second person: 202.",
                    takes: RolesAPI.FactorOrder.self, status: .noContent,
                    otherwise: [.accepted: ProposalAnswer.self]),
            .post(path + "/retire", Self.granting) { try await RolesAPI.retire($0, self) }
                .described(
                    "control.roles.retire", "Ends an own role; refused while somebody carries it, by name.",
                    "With a replacement, those who carry it get that one, once a second person agrees: 202.",
                    takes: RolesAPI.RoleEnd.self, status: .noContent,
                    otherwise: [.accepted: ProposalAnswer.self]),
        ]
    }

    var peopleNavigation: [NavigationEntry] {
        [
            NavigationEntry(
                label: "control.places.title", hint: "control.places.hint", icon: "station",
                link: Self.placesLink, access: Self.looking, order: 910, inBar: false),
            NavigationEntry(
                label: "control.users.title", hint: "control.users.hint", icon: "people",
                link: Self.usersLink,
                access: Self.looking, order: 920),
            NavigationEntry(
                label: "control.roles.title", hint: "control.roles.hint", icon: "lock", link: Self.rolesLink,
                access: Self.looking, order: 930, inBar: false),
        ]
    }

    /// A value of a query, percent-encoded.
    static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { out, byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
                || (0x61...0x7a).contains(byte)
            if isPlain {
                out.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                out += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
    }
}

extension Visit {
    /// A role's name: a template's in the reader's language, one's own as it was given.
    func name(of role: Role) -> String { role.name ?? text("control.role.\(role.code)") }

    /// A text in the path.
    func word(_ name: String) throws -> String {
        guard let text = parameters[name] else { throw WebRefusal.notFound }
        return text
    }

    /// Notes a refusal on a form, the codes in it told as people know them.
    func note(_ refusal: PeopleRefusal, on form: inout Form) {
        let prefix =
            switch refusal {
            case .dutiesConflict: ["control.role."]
            case .samePerson: ["control.duty."]
            case .placeUnfit: ["control.place."]
            case .permissionsConflict, .permissionNeeded: ["permission."]
            default: [String]()
            }
        form.refuse(
            "", refusal.code,
            refusal.arguments.map { name, value in
                guard let prefix = prefix.first, name != "clause" else { return (name, value) }
                return (name, text(prefix + value))
            })
    }
}
