package import Kernel
internal import Store

/// What an administrator does with another person's way in. Each ends that person's sessions at once.
extension Control {
    /// Gives a person a new password, to be changed at the next sign-in.
    /// - Returns: The password; it is nowhere else in clear.
    /// - Throws: `SignInRefusal.userUnknown`, also outside the administrator's scope.
    package func resetPassword(_ id: UserID, by principal: Principal) async throws -> String {
        let password = RandomToken.password()
        let hash = await Password.hash(password)
        try await command("control.users", by: principal) { act in
            let user = try Self.user(id, in: act)
            try CredentialRows.remember(id, hash: user.passwordHash, at: act.now, in: act.transaction)
            try CredentialRows.setPassword(id, hash: hash, mustChange: true, at: act.now, in: act.transaction)
            try SessionRows.forget(SignIn.subject(login: user.login), in: act.transaction)
            try SessionRows.endAll(of: id, at: act.now, in: act.transaction)
            try act.audit(bucket: id.bucket, action: "control.resetPassword", subject: "user \(id)")
        }
        return password
    }

    /// Takes a person's second factor and recovery codes away; where the role asks for one, the next sign-in leads to a
    /// new one.
    package func resetSecondFactor(_ id: UserID, by principal: Principal) async throws {
        try await command("control.users", by: principal) { act in
            _ = try Self.user(id, in: act)
            try CredentialRows.setSecondFactor(id, seed: nil, step: 0, in: act.transaction)
            try CredentialRows.putRecoveryCodes(id, [], in: act.transaction)
            try SessionRows.endAll(of: id, at: act.now, in: act.transaction)
            try act.audit(bucket: id.bucket, action: "control.resetSecondFactor", subject: "user \(id)")
        }
    }

    /// Ends every session of a person; gives how many there were.
    @discardableResult
    package func revokeSessions(of id: UserID, by principal: Principal) async throws -> Int {
        try await command("control.users", by: principal) { act in
            _ = try Self.user(id, in: act)
            let ended = try SessionRows.endAll(of: id, at: act.now, in: act.transaction)
            try act.audit(
                bucket: id.bucket, action: "control.revokeSessions", subject: "user \(id)",
                after: "{\"ended\":\(ended)}")
            return ended
        }
    }

    /// Opens a locked login before its time.
    package func unlock(_ id: UserID, by principal: Principal) async throws {
        try await command("control.users", by: principal) { act in
            let user = try Self.user(id, in: act)
            try SessionRows.forget(SignIn.subject(login: user.login), in: act.transaction)
            try act.audit(bucket: id.bucket, action: "control.unlock", subject: "user \(id)")
        }
    }

    /// Whether people of a role must sign in with a second factor.
    package func requireSecondFactor(_ isRequired: Bool, of role: String, by principal: Principal)
        async throws
    {
        try await command("control.roles", by: principal) { act in
            guard let before = try PeopleRows.secondFactor(ofRole: role, in: act.transaction) else {
                throw ControlRefusal.roleUnknown(role)
            }
            try PeopleRows.setSecondFactor(ofRole: role, isRequired, in: act.transaction)
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.requireSecondFactor",
                subject: "role \(role)", before: "{\"required\":\(before)}",
                after: "{\"required\":\(isRequired)}")
        }
    }

    private static func user(_ id: UserID, in act: Act) throws -> PeopleRows.StoredUser {
        guard let user = try PeopleRows.user(id, in: act.transaction),
            let place = try PeopleRows.organisation(user.organisation, in: act.transaction),
            act.principal.scope.contains(place.path)
        else { throw SignInRefusal.userUnknown }
        return user
    }
}
