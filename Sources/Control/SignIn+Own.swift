internal import Foundation
package import Kernel
internal import Store

/// One of a person's sessions, as they see it.
package struct OwnSession: Sendable {
    /// The first 16 digits of the token's hash: names the session, opens nothing.
    package let id: String
    package let address: String
    package let since: Instant
    package let seenAt: Instant
    package let isCurrent: Bool
}

/// How a person stands: what the page of one's own account shows.
package struct OwnAccount: Sendable {
    package let passwordSetAt: Instant
    /// When the password must be changed; nil where it never must.
    package let passwordUntil: Instant?
    package let policy: PasswordPolicy
    package let hasSecondFactor: Bool
    package let needsSecondFactor: Bool
    package let recoveryCodesLeft: Int
    package let sessions: [OwnSession]
}

/// A second factor offered: its seed in the ways a telephone takes it.
package struct SecondFactorOffer: Sendable {
    /// Base32, in groups of four.
    package let secret: String
    /// `otpauth://totp/…`
    package let link: String
    /// The seed sealed with whose it is and until when; it comes back with the first code.
    package let sealed: String
}

extension SignIn {
    /// An offer must be taken up within this time.
    private static let offerMs: Int64 = 15 * 60_000

    /// The page of one's own account.
    package func own(_ principal: Principal, token: String) async throws -> OwnAccount {
        let now = house.clock.now()
        let control = control
        let current = Self.hash(token)
        return try await house.database.read { transaction in
            guard let user = try PeopleRows.user(principal.user, in: transaction),
                let age = try CredentialRows.age(user.id, in: transaction)
            else { throw SignInRefusal.userUnknown }
            let policy = try PasswordPolicy.inForce(control, on: now.day, in: transaction)
            let sessions = try SessionRows.open(of: user.id, in: transaction).filter {
                $0.1.expiresAt > now && $0.1.stands(at: now)
            }
            return OwnAccount(
                passwordSetAt: age.setAt,
                passwordUntil: policy.days.map { age.setAt.adding(seconds: $0 * 86_400) }, policy: policy,
                hasSecondFactor: user.secondFactor != nil,
                needsSecondFactor: try control.needsSecondFactor(
                    PeopleRows.roles(of: user.id, in: transaction), in: transaction),
                recoveryCodesLeft: try CredentialRows.recoveryCodesLeft(user.id, in: transaction),
                sessions: sessions.map {
                    OwnSession(
                        id: Self.name(of: $0.hash), address: $0.1.address, since: $0.1.createdAt,
                        seenAt: $0.1.seenAt, isCurrent: $0.hash == current)
                })
        }
    }

    private static func name(of hash: [UInt8]) -> String { hex(Array(hash.prefix(8))) }

    /// Changes one's own password; every other session ends.
    /// - Throws: `SignInRefusal.currentWrong` (which counts as a failed sign-in), `.passwordShort`, `.passwordPlain`,
    ///   `.passwordCommon`, `.passwordUsedBefore`, `.tooBusy`; `ControlRefusal.signInThrottled`.
    package func changePassword(
        current: String, new: String, token: String, by principal: Principal
    ) async throws {
        let now = house.clock.now()
        let control = control
        try await confirm(current, of: principal)
        let (user, policy, needsSecondFactor, history) = try await house.database.read { transaction in
            guard let user = try PeopleRows.user(principal.user, in: transaction) else {
                throw SignInRefusal.userUnknown
            }
            let policy = try PasswordPolicy.inForce(control, on: now.day, in: transaction)
            return (
                user, policy,
                try control.needsSecondFactor(
                    PeopleRows.roles(of: user.id, in: transaction), in: transaction),
                try CredentialRows.history(user.id, count: policy.history, in: transaction)
            )
        }
        try policy.check(new, login: user.login)
        // The password now in force is never a new one, whatever the history says.
        let hash = try await control.line.admit {
            for old in [user.passwordHash] + history where await Password.verify(new, old) {
                throw SignInRefusal.passwordUsedBefore(count: max(1, policy.history))
            }
            return await Password.hash(new)
        }
        let session = Self.hash(token)
        let next: SignInDuty? = needsSecondFactor && user.secondFactor == nil ? .enrolSecondFactor : nil
        try await control.record(as: principal) { act in
            try CredentialRows.remember(user.id, hash: user.passwordHash, at: act.now, in: act.transaction)
            try CredentialRows.setPassword(
                user.id, hash: hash, mustChange: false, at: act.now, in: act.transaction)
            try SessionRows.endOthers(of: user.id, but: session, at: act.now, in: act.transaction)
            try SessionRows.setDuty(session, next?.rawValue ?? "", in: act.transaction)
            try act.audit(
                bucket: user.id.bucket, action: "control.changePassword", subject: "user \(user.id)")
            try act.control.publishEnd(of: user.id, at: principal.scope, in: act)
        }
    }

    /// Asks for the password once more, before something that matters. A wrong one counts as a failed sign-in.
    package func confirm(_ password: String, of principal: Principal) async throws {
        let now = house.clock.now()
        let control = control
        let (user, limits) = try await house.database.read { transaction in
            (
                try PeopleRows.user(principal.user, in: transaction),
                try SignInLimits(control, on: now.day, in: transaction)
            )
        }
        guard let user else { throw SignInRefusal.userUnknown }
        let isRight = try await control.line.admit {
            try await claim(login: principal.login, address: nil, limits, at: now)
            return await Password.verify(password, user.passwordHash)
        }
        guard isRight else {
            _ = try await fail(
                login: principal.login, address: principal.address, limits, reason: "confirmation",
                countsAddress: false)
            throw SignInRefusal.currentWrong
        }
        try await forget(login: principal.login)
    }

    /// A new seed, not yet in force: `enrol` puts it there once its first code has come back.
    package func offerSecondFactor(_ principal: Principal) throws -> SecondFactorOffer {
        try offer(RandomToken.bytes(20), to: principal)
    }

    /// The offer of an earlier page, to show it again with what was wrong.
    package func offerAgain(_ sealed: String, to principal: Principal) throws -> SecondFactorOffer {
        try offer(try seed(of: sealed, principal), to: principal)
    }

    private func offer(_ seed: [UInt8], to principal: Principal) throws -> SecondFactorOffer {
        let secret = SecondFactor.base32(seed)
        let until = house.clock.now().adding(milliseconds: Self.offerMs)
        let sealed = try house.keys.seal("\(principal.user) \(until.milliseconds) \(Self.hex(seed))")
        let groups = stride(from: 0, to: secret.count, by: 4).map { secret.dropFirst($0).prefix(4) }
        let login =
            principal.login.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? principal.login
        return SecondFactorOffer(
            secret: groups.joined(separator: " "),
            link: "otpauth://totp/Lamplight:\(login)?secret=\(secret)&issuer=Lamplight",
            sealed: Data(sealed).base64EncodedString())
    }

    private func seed(of sealed: String, _ principal: Principal) throws -> [UInt8] {
        guard let bytes = Data(base64Encoded: sealed), let text = try? house.keys.open(Array(bytes)) else {
            throw SignInRefusal.enrolmentExpired
        }
        let parts = text.split(separator: " ")
        guard parts.count == 3, parts[0] == principal.user.description, let until = Int64(parts[1]),
            until > house.clock.now().milliseconds
        else { throw SignInRefusal.enrolmentExpired }
        return Self.unhex(String(parts[2]))
    }

    /// Puts an offered second factor in force and gives ten recovery codes, which are nowhere else in clear.
    /// - Throws: `SignInRefusal.currentWrong`, `.codeWrong`, `.enrolmentExpired`.
    package func enrol(
        _ sealed: String, code: String, password: String, token: String, by principal: Principal
    ) async throws -> [String] {
        let seed = try seed(of: sealed, principal)
        try await confirm(password, of: principal)
        let last = try await house.database.read {
            try PeopleRows.user(principal.user, in: $0)?.lastStep ?? 0
        }
        guard
            let step = SecondFactor.accept(code: code, seed: seed, at: house.clock.now(), after: last)
        else { throw SignInRefusal.codeWrong }
        let stored = try house.keys.seal(Self.hex(seed))
        let codes = RecoveryCode.make()
        let digests = codes.map {
            RecoveryCode.digest(RecoveryCode.plain($0), of: principal.user, keys: house.keys)
        }
        let session = Self.hash(token)
        try await control.record(as: principal) { act in
            try CredentialRows.setSecondFactor(principal.user, seed: stored, step: step, in: act.transaction)
            try CredentialRows.putRecoveryCodes(principal.user, digests, in: act.transaction)
            try SessionRows.endOthers(of: principal.user, but: session, at: act.now, in: act.transaction)
            try SessionRows.setDuty(session, "", in: act.transaction)
            try act.audit(
                bucket: principal.user.bucket, action: "control.enrolSecondFactor",
                subject: "user \(principal.user)")
            try act.control.publishEnd(of: principal.user, at: principal.scope, in: act)
        }
        return codes
    }

    /// Ends one of one's own sessions.
    /// - Parameter id: of `OwnSession`; nil for every session but the one of `token`.
    /// - Throws: `SignInRefusal.sessionUnknown`, also where it is another person's.
    package func endSession(_ id: String?, token: String, by principal: Principal) async throws {
        let current = Self.hash(token)
        try await control.record(as: principal) { act in
            if let id {
                let mine = try SessionRows.open(of: principal.user, in: act.transaction)
                guard let found = mine.first(where: { Self.name(of: $0.hash) == id }),
                    try SessionRows.end(found.hash, at: act.now, in: act.transaction)
                else { throw SignInRefusal.sessionUnknown }
            } else {
                try SessionRows.endOthers(of: principal.user, but: current, at: act.now, in: act.transaction)
            }
            try act.audit(
                bucket: principal.user.bucket, action: "control.endSession",
                subject: "user \(principal.user)", after: "{\"session\":\"\(id ?? "others")\"}")
            try act.control.publishEnd(of: principal.user, at: principal.scope, in: act)
        }
    }
}
