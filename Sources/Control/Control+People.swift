package import Kernel
package import Store

extension Control {
    /// The system acting by itself: a command line on the machine, a job, a scheduled task. It may everything.
    package static func system(address: String = "local") -> Principal {
        Principal(
            user: UserID(1), login: "system", name: "系统", organisation: OrganisationID(1),
            organisationName: "",
            scope: OrganisationPath("/"), roles: [], permissions: [], address: address)
    }

    /// The system with every permission of every room; for the command line, whose user owns the machine.
    package func systemPrincipal(address: String = "local") -> Principal {
        let system = Self.system(address: address)
        return Principal(
            user: system.user, login: system.login, name: system.name, organisation: system.organisation,
            organisationName: "", scope: system.scope, roles: [],
            permissions: Set(rooms.flatMap(\.permissions).map(\.permission)), address: address)
    }

    /// Everything the house needs to know of an acting person; nil where there is none or they are disabled.
    func principal(_ id: UserID, address: String, in transaction: any Transaction) throws -> Principal? {
        guard let user = try PeopleRows.user(id, in: transaction), user.isActive,
            let organisation = try PeopleRows.organisation(user.organisation, in: transaction)
        else { return nil }
        return Principal(
            user: user.id, login: user.login, name: user.name, organisation: organisation.id,
            organisationName: organisation.name,
            scope: organisation.dataScope(
                try PeopleRows.organisations(above: organisation.path, in: transaction)),
            roles: try PeopleRows.roles(of: id, in: transaction),
            permissions: try PeopleRows.permissions(of: id, in: transaction), address: address,
            standsInFor: try standsIn(id, in: transaction))
    }

    /// Those who are away today and whose work a person does.
    func standsIn(_ covering: UserID, in transaction: any Transaction) throws -> [Principal.StandIn] {
        try covers(covering, on: house.clock.today, in: transaction).compactMap { cover in
            guard let absent = try PeopleRows.user(cover.absent, in: transaction), absent.isActive,
                let place = try PeopleRows.organisation(absent.organisation, in: transaction)
            else { return nil }
            return Principal.StandIn(
                user: absent.id, name: absent.name,
                scope: place.dataScope(try PeopleRows.organisations(above: place.path, in: transaction)),
                permissions: try PeopleRows.permissions(of: absent.id, in: transaction))
        }
    }

    /// The principal of a login without a session: for a command line told `--as LOGIN`, and for building demo data.
    package func principal(login: String, address: String = "local") async throws -> Principal? {
        try await house.database.read { transaction in
            guard let owner = try NameRegistry.owner(kind: "control.login", name: login, in: transaction)
            else {
                return nil
            }
            return try principal(UserID(owner), address: address, in: transaction)
        }
    }

    /// The organisations in a scope, parents before children.
    package func organisations(under path: OrganisationPath, in transaction: any Transaction) throws
        -> [Organisation]
    {
        try PeopleRows.organisations(under: path, in: transaction)
    }

    package func organisations(under path: OrganisationPath) async throws -> [Organisation] {
        try await house.database.read { try PeopleRows.organisations(under: path, in: $0) }
    }

    package func organisation(_ id: OrganisationID, in transaction: any Transaction) throws -> Organisation? {
        try PeopleRows.organisation(id, in: transaction)
    }

    /// Writes the role templates with every permission the rooms give them, and publishes the rooms' workflows. Doing it
    /// again adds what is new to the program, and never what a security administrator took away.
    package func installRoles() async throws {
        let rooms = rooms
        try await record(as: Self.system()) { act in
            for role in RoleCode.allCases {
                let permissions = rooms.flatMap(\.permissions).filter { $0.roles.contains(role) }
                try PeopleRows.putRole(
                    role.rawValue, needsSecondFactor: role.needsSecondFactor,
                    standard: permissions.map(\.permission.code), in: act.transaction)
            }
            try act.audit(bucket: OrganisationID(1).bucket, action: "control.installRoles", subject: "roles")
        }
        try await installWorkflows()
    }

    /// Adds an organisation under `parent` (nil: the company itself).
    /// - Throws: `ControlRefusal.organisationUnknown`, `.nameTaken`.
    @discardableResult
    package func addOrganisation(
        id: OrganisationID, code: String, name: String, kind: Organisation.Kind, parent: OrganisationID?
    ) async throws -> Organisation {
        try await record(as: Self.system()) { act in
            let above = try parent.map { id in
                guard let found = try PeopleRows.organisation(id, in: act.transaction) else {
                    throw ControlRefusal.organisationUnknown(String(id.number))
                }
                return found
            }
            let organisation = Organisation(
                id: id, parent: parent, path: OrganisationPath((above?.path.text ?? "/") + "\(id)/"),
                code: code,
                name: name, kind: kind)
            do {
                try PeopleRows.insert(organisation, in: act.transaction)
            } catch StoreFault.unique {
                throw ControlRefusal.nameTaken(kind: "organisation", name: code)
            }
            try act.audit(
                bucket: id.bucket, action: "control.addOrganisation", subject: "organisation \(id)",
                after: "{\"code\":\"\(code)\"}")
            return organisation
        }
    }

    /// Adds a user.
    /// - Parameters:
    ///   - secondFactor: the seed of their one-time codes, stored sealed; nil for none.
    ///   - mustChange: the first sign-in leads to a new password: for every password that another person has seen.
    ///
    /// For setting up: whoever calls it checked who may. Administrators go through `createUser`.
    /// - Throws: `ControlRefusal.nameTaken`, `.passwordTooWeak`, `.organisationUnknown`, `.roleUnknown`;
    ///   `PeopleRefusal.dutiesConflict`.
    @discardableResult
    package func addUser(
        login: String, name: String, organisation: OrganisationID, roles: [RoleCode], password: String,
        secondFactor: [UInt8]?, mustChange: Bool = false, by principal: Principal = Control.system()
    ) async throws -> UserID {
        guard password.count >= Password.leastCharacters else {
            throw ControlRefusal.passwordTooWeak(least: Password.leastCharacters)
        }
        let id: UserID = house.ids.next()
        let hash = await Password.hash(password)
        let seed = try secondFactor.map { try house.keys.seal(SignIn.hex($0)) }
        return try await record(as: principal) { act in
            guard let place = try PeopleRows.organisation(organisation, in: act.transaction) else {
                throw ControlRefusal.organisationUnknown(String(organisation.number))
            }
            try refuseConflicts(
                of: roles.map(\.rawValue), at: place.path, on: act.today, in: act.transaction)
            try NameRegistry.claim(kind: "control.login", name: login, owner: id.number, in: act.transaction)
            try PeopleRows.insert(
                PeopleRows.StoredUser(
                    id: id, login: login, name: name, organisation: organisation, passwordHash: hash,
                    secondFactor: seed, lastStep: 0, isActive: true),
                roles: roles.map(\.rawValue), at: act.now, in: act.transaction)
            if mustChange { try CredentialRows.markMustChange(id, in: act.transaction) }
            try act.audit(
                bucket: id.bucket, action: "control.addUser", subject: "user \(id)",
                after: "{\"roles\":\"\(roles.map(\.rawValue).joined(separator: ","))\"}")
            return id
        }
    }

    /// The people in the principal's scope, by login; at most 500.
    package func users(by principal: Principal) async throws -> [User] {
        try await read("control.users", by: principal) { transaction in
            let places = Set(try PeopleRows.organisations(under: principal.scope, in: transaction).map(\.id))
            return try PeopleRows.users(in: transaction).filter { places.contains($0.organisation) }.map {
                user in
                User(
                    id: user.id, login: user.login, name: user.name, organisation: user.organisation,
                    roles: try PeopleRows.roles(of: user.id, in: transaction),
                    hasSecondFactor: user.secondFactor != nil)
            }
        }
    }
}
