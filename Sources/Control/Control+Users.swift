package import Kernel
internal import Store

/// Users and what the three administrators do to them: the system administrator makes and keeps them
/// (`control.users`), the security administrator grants roles and second factors (`control.roles`), the audit
/// administrator only looks (`control.people`). Nobody reaches a user outside their data scope.
extension Control {
    private static let longestLogin = 40
    private static let longestName = 60

    /// - Throws: `ControlRefusal.organisationUnknown` where the filter names a place outside the scope.
    package func users(_ filter: UserFilter, by principal: Principal) async throws -> [UserRecord] {
        try await read("control.people", by: principal) { transaction in
            var path = principal.scope
            if let id = filter.organisation {
                path = try visiblePlace(id, to: principal, in: transaction).path
            }
            var filter = filter
            filter.limit = min(max(filter.limit, 1), UserFilter.most)
            return try UserRows.users(under: path, filter, in: transaction)
        }
    }

    /// - Throws: `PeopleRefusal.userUnknown` where there is none in the scope.
    package func user(_ id: UserID, by principal: Principal) async throws -> UserRecord {
        try await read("control.people", by: principal) {
            try visibleUser(id, to: principal, in: $0)
        }
    }

    /// Makes a user without roles, with a one-time password that is shown once.
    /// - Throws: `ControlRefusal.nameTaken`, `.organisationUnknown`; `PeopleRefusal.nameInvalid`.
    package func createUser(
        login: String, name: String, organisation: OrganisationID, position: PositionID? = nil,
        by principal: Principal
    ) async throws -> OneTimeSecret {
        guard (1...Self.longestLogin).contains(login.utf8.count),
            login.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { throw PeopleRefusal.nameInvalid(longest: Self.longestLogin) }
        try Self.check(name: name)
        let id: UserID = house.ids.next()
        let password = RandomToken.password()
        let hash = await Password.hash(password)
        return try await command("control.users", by: principal) { act in
            let place = try visiblePlace(organisation, to: principal, in: act.transaction)
            try check(position, at: place, in: act.transaction)
            try NameRegistry.claim(kind: "control.login", name: login, owner: id.number, in: act.transaction)
            try PeopleRows.insert(
                PeopleRows.StoredUser(
                    id: id, login: login, name: name, organisation: organisation, passwordHash: hash,
                    secondFactor: nil, lastStep: 0, isActive: true),
                roles: [], at: act.now, in: act.transaction)
            try CredentialRows.setPassword(id, hash: hash, mustChange: true, at: act.now, in: act.transaction)
            if let position {
                _ = try UserRows.edit(
                    id, version: 2, name: name, organisation: organisation, position: position,
                    in: act.transaction)
            }
            try act.audit(
                bucket: id.bucket, action: "control.createUser", subject: "user \(id)",
                after: AuditValues.json([
                    ("login", login), ("name", name), ("organisation", "\(organisation)"),
                ]))
            try act.publish(ControlEvents.people, bucket: id.bucket, organisation: place.path)
            return OneTimeSecret(user: id, text: password)
        }
    }

    /// Changes a user's name, place and position. A new place is a new data scope: open sessions' streams end.
    /// - Throws: `PeopleRefusal.userUnknown`, `.dutiesConflict` where the roles conflict at the new place;
    ///   `ControlRefusal.organisationUnknown`, `.changedMeanwhile`.
    package func editUser(
        _ id: UserID, version: Int64, name: String, organisation: OrganisationID, position: PositionID?,
        by principal: Principal
    ) async throws {
        try Self.check(name: name)
        try await change(id, "control.users", "control.editUser", by: principal) { act, before in
            let place = try visiblePlace(organisation, to: principal, in: act.transaction)
            if place.id != before.organisation, id == principal.user { throw PeopleRefusal.notToOneself }
            try check(position, at: place, in: act.transaction)
            try refuseConflicts(of: before.roles, at: place.path, on: act.today, in: act.transaction)
            guard
                try UserRows.edit(
                    id, version: version, name: name, organisation: organisation, position: position,
                    in: act.transaction)
            else { throw ControlRefusal.changedMeanwhile(before.login) }
            if place.id != before.organisation {
                try publishEnd(of: id, at: place.path, in: act)
            }
        }
    }

    /// Refuses roles that the user may not have where they are, and whoever would give themselves any.
    @discardableResult
    func refuseGrant(of roles: [String], to user: UserRecord, in act: Act) throws -> Organisation {
        if user.id == act.principal.user { throw PeopleRefusal.notToOneself }
        guard let place = try PeopleRows.organisation(user.organisation, in: act.transaction) else {
            throw PeopleRefusal.userUnknown
        }
        var permissions: Set<Permission> = []
        for code in roles {
            guard let role = try RoleRows.role(code, in: act.transaction),
                role.organisation.contains(place.path)
            else { throw ControlRefusal.roleUnknown(code) }
            permissions.formUnion(role.permissions)
        }
        try refuseConflicts(of: roles, at: place.path, on: act.today, in: act.transaction)
        try refuseJoined(permissions)
        return place
    }

    /// Disables a user and ends their sessions and streams at once.
    package func disableUser(_ id: UserID, by principal: Principal) async throws {
        if id == principal.user, principal.organisation.number != 1 || principal.login != "system" {
            throw PeopleRefusal.notToOneself
        }
        try await change(id, "control.users", "control.disableUser", by: principal) { act, before in
            try PeopleRows.setState(id, active: false, in: act.transaction)
            try end(before, in: act)
        }
    }

    /// Lets a disabled user in again, with the roles they had.
    /// - Throws: `PeopleRefusal.dutiesConflict` where a rule made meanwhile forbids those.
    package func enableUser(_ id: UserID, by principal: Principal) async throws {
        try await change(id, "control.users", "control.enableUser", by: principal) { act, before in
            guard let place = try PeopleRows.organisation(before.organisation, in: act.transaction) else {
                throw PeopleRefusal.userUnknown
            }
            try refuseConflicts(of: before.roles, at: place.path, on: act.today, in: act.transaction)
            try PeopleRows.setState(id, active: true, in: act.transaction)
        }
    }

    /// A new one-time password, shown once, to be changed at the first sign-in; ends the user's sessions.
    package func resetPassword(_ id: UserID, by principal: Principal) async throws -> OneTimeSecret {
        if id == principal.user { throw PeopleRefusal.notToOneself }
        let password = RandomToken.password()
        let hash = await Password.hash(password)
        try await change(id, "control.users", "control.resetPassword", by: principal) { act, before in
            if let user = try PeopleRows.user(id, in: act.transaction) {
                try CredentialRows.remember(id, hash: user.passwordHash, at: act.now, in: act.transaction)
            }
            try CredentialRows.setPassword(id, hash: hash, mustChange: true, at: act.now, in: act.transaction)
            try SessionRows.forget(SignIn.subject(login: before.login), in: act.transaction)
            try end(before, in: act)
        }
        return OneTimeSecret(user: id, text: password)
    }

    /// A new seed of one-time codes, shown once; ends the user's sessions. Another administrator's than the password's,
    /// so that nobody alone can become somebody else.
    package func resetSecondFactor(_ id: UserID, by principal: Principal) async throws -> OneTimeSecret {
        if id == principal.user { throw PeopleRefusal.notToOneself }
        let seed = RandomToken.bytes(20)
        let sealed = try house.keys.seal(SignIn.hex(seed))
        try await change(id, "control.roles", "control.resetSecondFactor", by: principal) { act, before in
            try UserRows.setSecondFactor(id, sealed, in: act.transaction)
            try CredentialRows.putRecoveryCodes(id, [], in: act.transaction)
            try end(before, in: act)
        }
        return OneTimeSecret(user: id, text: SecondFactor.base32(seed))
    }

    // MARK: What they share

    /// The user, where the principal's scope holds their place.
    func visibleUser(_ id: UserID, to principal: Principal, in transaction: any Transaction) throws
        -> UserRecord
    {
        guard let user = try UserRows.user(id, in: transaction),
            let place = try PeopleRows.organisation(user.organisation, in: transaction),
            principal.scope.contains(place.path)
        else { throw PeopleRefusal.userUnknown }
        return user
    }

    func visiblePlace(_ id: OrganisationID, to principal: Principal, in transaction: any Transaction) throws
        -> Organisation
    {
        guard let place = try PeopleRows.organisation(id, in: transaction),
            principal.scope.contains(place.path)
        else { throw ControlRefusal.organisationUnknown(String(id.number)) }
        return place
    }

    private func change(
        _ id: UserID, _ permission: Permission, _ action: String, by principal: Principal,
        _ body: @Sendable @escaping (Act, UserRecord) throws -> Void
    ) async throws {
        try await command(permission, by: principal) { act in
            let before = try visibleUser(id, to: principal, in: act.transaction)
            try body(act, before)
            let after = try UserRows.user(id, in: act.transaction) ?? before
            try act.audit(
                bucket: id.bucket, action: action, subject: "user \(id)", before: before.audited,
                after: after.audited)
            if let place = try PeopleRows.organisation(after.organisation, in: act.transaction) {
                try act.publish(ControlEvents.people, bucket: id.bucket, organisation: place.path)
            }
        }
    }

    /// Ends every session of a user, and tells the open streams.
    private func end(_ user: UserRecord, in act: Act) throws {
        try SessionRows.endAll(of: user.id, at: act.now, in: act.transaction)
        if let place = try PeopleRows.organisation(user.organisation, in: act.transaction) {
            try publishEnd(of: user.id, at: place.path, in: act)
        }
    }

    func publishEnd(of user: UserID, at path: OrganisationPath, in act: Act) throws {
        try act.publish(
            ControlEvents.streamsEnd, bucket: user.bucket, organisation: path,
            payload: "{\"user\":\"\(user)\"}")
    }

    private func check(_ position: PositionID?, at place: Organisation, in transaction: any Transaction)
        throws
    {
        guard let position else { return }
        guard let found = try PositionRows.position(position, in: transaction),
            found.organisation == place.id
        else { throw PeopleRefusal.positionUnknown }
    }

    static func check(name: String) throws {
        guard (1...longestName).contains(name.unicodeScalars.count),
            name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f })
        else { throw PeopleRefusal.nameInvalid(longest: longestName) }
    }
}

extension UserRecord {
    fileprivate var audited: String {
        AuditValues.json([
            ("name", name), ("organisation", "\(organisation)"), ("position", position?.description),
            ("roles", roles.joined(separator: ",")), ("state", isActive ? "ACTIVE" : "DISABLED"),
        ])
    }
}
