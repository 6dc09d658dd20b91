package import Kernel
internal import Store

/// What an administrator does with another person's way in.
extension Control {
    /// Ends every session of a person; gives how many there were.
    @discardableResult
    package func revokeSessions(of id: UserID, by principal: Principal) async throws -> Int {
        try await command("control.users", by: principal) { act in
            let place = try Self.user(id, in: act).place
            let ended = try SessionRows.endAll(of: id, at: act.now, in: act.transaction)
            try act.audit(
                bucket: id.bucket, action: "control.revokeSessions", subject: "user \(id)",
                after: "{\"ended\":\(ended)}")
            try act.control.publishEnd(of: id, at: place.path, in: act)
            return ended
        }
    }

    /// Opens a locked login before its time.
    package func unlock(_ id: UserID, by principal: Principal) async throws {
        try await command("control.users", by: principal) { act in
            let (user, place) = try Self.user(id, in: act)
            try SessionRows.forget(SignIn.subject(login: user.login), in: act.transaction)
            try act.audit(bucket: id.bucket, action: "control.unlock", subject: "user \(id)")
            try act.publish(ControlEvents.people, bucket: id.bucket, organisation: place.path)
        }
    }

    private static func user(_ id: UserID, in act: Act) throws -> (
        user: PeopleRows.StoredUser, place: Organisation
    ) {
        guard let user = try PeopleRows.user(id, in: act.transaction),
            let place = try PeopleRows.organisation(user.organisation, in: act.transaction),
            act.principal.scope.contains(place.path)
        else { throw SignInRefusal.userUnknown }
        return (user, place)
    }
}
