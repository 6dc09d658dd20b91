package import Kernel
internal import Store

/// What an administrator does with another person's way in. Each ends that person's sessions at once.
extension Control {
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
