internal import Kernel
internal import Store

/// Locking a screen that nobody sits at (GB/T 22239—2019 8.1.4.1 b): the session stays, and can do nothing until its
/// person has shown the password.
extension SignIn {
    /// Locks the session of a token. One that has a duty still to do has no permission anyway and stays as it is.
    package func lock(token: String, by principal: Principal) async throws {
        let hash = Self.hash(token)
        try await control.record(as: principal) { act in
            guard let stored = try SessionRows.find(hash, in: act.transaction), stored.duty.isEmpty else {
                return
            }
            try SessionRows.setDuty(hash, SignInDuty.unlock.rawValue, in: act.transaction)
            try act.audit(
                bucket: principal.user.bucket, action: "control.lock", subject: "user \(principal.user)")
        }
    }

    /// Opens a locked session again.
    /// - Throws: `SignInRefusal.currentWrong`, which counts as a failed sign-in; `ControlRefusal.signInThrottled`.
    package func unlock(_ password: String, token: String, by principal: Principal) async throws {
        try await confirm(password, of: principal)
        let hash = Self.hash(token)
        try await control.record(as: principal) { act in
            guard let stored = try SessionRows.find(hash, in: act.transaction),
                stored.duty == SignInDuty.unlock.rawValue
            else { return }
            try SessionRows.setDuty(hash, "", in: act.transaction)
            try SessionRows.touch(hash, at: act.now, in: act.transaction)
            try act.audit(
                bucket: principal.user.bucket, action: "control.unlockScreen",
                subject: "user \(principal.user)")
        }
    }
}

extension Control {
    /// After how many minutes without a touch a person's screen locks; 0: never.
    func lockMinutes(of principal: Principal, on day: Day, in transaction: any Transaction) throws -> Int64 {
        try parameter(
            "control.idleLockMinutes", organisation: principal.scope, on: day, in: transaction
        ).number
    }
}
