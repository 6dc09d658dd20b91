internal import Crypto
internal import Foundation
package import Kernel
internal import Store

/// What a session must do before anything else.
package enum SignInDuty: String, Sendable, CaseIterable {
    /// The password is the first one, was reset, or has had its time.
    case changePassword
    /// The role asks for a second factor and the person has none yet.
    case enrolSecondFactor
    /// The screen is locked: whoever sits there shows the password first.
    case unlock
}

/// Whose session it is.
package enum SessionKind: Sendable {
    case person
    /// A program's token: the machine's door only.
    case machine
    /// A wall board's token: it opens the board to look at, and nothing else.
    case board
}

/// A session just opened, or found again.
package struct SignedIn: Sendable {
    /// The reference token; only its SHA-256 is stored. Empty where a session was found again.
    package let token: String
    /// The token every form carries.
    package let csrf: String
    package let principal: Principal
    package let expiresAt: Instant
    package let kind: SessionKind
    /// Where this is set, the principal has no permission until it is done.
    package let duty: SignInDuty?
    /// After so many minutes without a touch the screen locks; 0: never.
    package let lockMinutes: Int64

    package init(
        token: String, csrf: String, principal: Principal, expiresAt: Instant, kind: SessionKind = .person,
        duty: SignInDuty? = nil, lockMinutes: Int64 = 0
    ) {
        self.token = token
        self.csrf = csrf
        self.principal = principal
        self.expiresAt = expiresAt
        self.kind = kind
        self.duty = duty
        self.lockMinutes = lockMinutes
    }
}

/// Signing in and out: password, second factor, throttling, sessions. Every failure is audited.
///
/// What a person does with their own password, second factor and sessions is in `SignIn+Own.swift`; what an administrator
/// does with another's, in `Control+SignIn.swift`.
package struct SignIn: Sendable {
    let control: Control
    var house: House { control.house }
    private let gate = TokenGate()

    private static let touchMs: Int64 = 30_000
    /// Failures further apart than this do not add up.
    private static let windowMs: Int64 = 15 * 60_000
    /// An address that failed often waits for one second, two, four, and so on up to this.
    private static let slowestMs: Int64 = 30_000

    package init(control: Control) { self.control = control }

    /// What the person showed besides the password.
    enum Proof: Sendable {
        case none
        case step(Int64)
        case recovery([UInt8])
    }

    private struct Found {
        var user: PeopleRows.StoredUser?
        var needsSecondFactor = false
        var mustChange = false
        var lockedUntil: Instant?
        let limits: SignInLimits
    }

    /// Opens a session.
    /// - Parameter code: a one-time code, or a recovery code in its place.
    /// - Throws: `ControlRefusal.signInFailed` whatever of login, password or code is wrong, after the same time;
    ///   `.signInThrottled` while the login or the address is locked, whether such a login exists or not.
    package func signIn(login: String, password: String, code: String, address: String) async throws
        -> SignedIn
    {
        let now = house.clock.now()
        let control = control
        let subjects = [Self.subject(login: login), "address:\(address)"]
        let found = try await house.database.read { transaction -> Found in
            var found = Found(limits: try SignInLimits(control, on: now.day, in: transaction))
            found.lockedUntil = try subjects.compactMap {
                try SessionRows.lockedUntil($0, in: transaction)
            }.max()
            let policy = try PasswordPolicy.inForce(control, on: now.day, in: transaction)
            guard let owner = try NameRegistry.owner(kind: "control.login", name: login, in: transaction),
                let user = try PeopleRows.user(UserID(owner), in: transaction)
            else { return found }
            found.user = user
            let roles = try PeopleRows.roles(of: user.id, in: transaction)
            found.needsSecondFactor = try PeopleRows.needsSecondFactor(roles, in: transaction)
            if let age = try CredentialRows.age(user.id, in: transaction) {
                found.mustChange = age.mustChange || policy.isExpired(setAt: age.setAt, now: now)
            }
            return found
        }
        if let locked = found.lockedUntil, locked > now {
            throw ControlRefusal.signInThrottled(
                seconds: max(1, (locked.milliseconds - now.milliseconds) / 1_000))
        }
        // A login that does not exist costs the same hash as one that does.
        let isRight = await Password.verify(password, found.user?.passwordHash ?? Password.decoy)
        guard let user = found.user, user.isActive, isRight else {
            try await fail(subjects, login: login, address: address, found.limits, reason: "password")
            throw ControlRefusal.signInFailed
        }
        guard let proof = try proof(code, of: user, at: now) else {
            try await fail(subjects, login: login, address: address, found.limits, reason: "second factor")
            throw ControlRefusal.signInFailed
        }
        let duty: SignInDuty? =
            found.mustChange
            ? .changePassword : found.needsSecondFactor && user.secondFactor == nil ? .enrolSecondFactor : nil
        do {
            return try await open(
                user, proof: proof, duty: duty, limits: found.limits, address: address, at: now)
        } catch ControlRefusal.signInFailed {
            try await fail(subjects, login: login, address: address, found.limits, reason: "code used")
            throw ControlRefusal.signInFailed
        }
    }

    static func subject(login: String) -> String { "login:\(login)" }

    /// What the code proves; nil where one is asked for and this is none.
    private func proof(_ code: String, of user: PeopleRows.StoredUser, at now: Instant) throws -> Proof? {
        guard let sealed = user.secondFactor else { return Proof.none }
        let seed = Self.unhex(try house.keys.open(sealed))
        if let step = SecondFactor.accept(code: code, seed: seed, at: now, after: user.lastStep) {
            return .step(step)
        }
        let written = RecoveryCode.plain(code)
        return written.count == RecoveryCode.length
            ? .recovery(RecoveryCode.digest(written, of: user.id, keys: house.keys)) : nil
    }

    private func open(
        _ user: PeopleRows.StoredUser, proof: Proof, duty: SignInDuty?, limits: SignInLimits, address: String,
        at now: Instant
    ) async throws -> SignedIn {
        let token = RandomToken.session()
        let csrf = RandomToken.session()
        let hash = Self.hash(token)
        let expires = now.adding(milliseconds: limits.absoluteMs)
        let principal = try await house.database.read {
            try control.principal(user.id, address: address, in: $0)
        }
        guard let principal else { throw ControlRefusal.signInFailed }
        try await control.record(as: principal) { act in
            // A code works once, also when two requests bring it at the same moment.
            switch proof {
            case .none: break
            case .step(let step):
                guard try PeopleRows.setLastStep(user.id, step, in: act.transaction) else {
                    throw ControlRefusal.signInFailed
                }
            case .recovery(let digest):
                guard
                    try CredentialRows.useRecoveryCode(
                        user.id, digest: digest, at: act.now, in: act.transaction)
                else { throw ControlRefusal.signInFailed }
                try act.audit(
                    bucket: user.id.bucket, action: "control.useRecoveryCode", subject: "user \(user.id)")
            }
            try SessionRows.insert(
                hash, user: user.id, csrf: csrf, address: address, at: now, expires: expires,
                idleMs: limits.idleMs, duty: duty?.rawValue ?? "", in: act.transaction)
            // The address keeps its count: whoever has one password of their own must not try others without end.
            try SessionRows.forget(Self.subject(login: user.login), in: act.transaction)
            try act.audit(bucket: user.id.bucket, action: "control.signIn", subject: "user \(user.id)")
        }
        return SignedIn(
            token: token, csrf: csrf, principal: Self.held(principal, by: duty), expiresAt: expires,
            duty: duty)
    }

    /// The session of a token; nil where there is none, or it has ended or expired, or its user is disabled. A machine's
    /// token is found here too.
    /// - Throws: `SignInRefusal.tokenTooOften`.
    package func session(token: String, address: String) async throws -> SignedIn? {
        if token.hasPrefix(Token.mark) {
            return try await control.session(token: token, address: address, gate: gate)
        }
        let hash = Self.hash(token)
        let now = house.clock.now()
        let control = control
        let found = try await house.database.read { transaction -> (SignedIn, Instant)? in
            guard let stored = try SessionRows.find(hash, in: transaction), !stored.isEnded,
                stored.expiresAt > now, stored.stands(at: now),
                let principal = try control.principal(stored.user, address: address, in: transaction)
            else { return nil }
            let duty = SignInDuty(rawValue: stored.duty)
            let signedIn = SignedIn(
                token: "", csrf: stored.csrf, principal: Self.held(principal, by: duty),
                expiresAt: stored.expiresAt, duty: duty,
                lockMinutes: try control.lockMinutes(of: principal, on: now.day, in: transaction))
            return (signedIn, stored.seenAt)
        }
        guard let found else { return nil }
        if found.1.adding(milliseconds: Self.touchMs) < now {
            try await house.database.write(.grouped) { try SessionRows.touch(hash, at: now, in: $0) }
        }
        return found.0
    }

    /// A principal with a duty still to do may nothing else.
    private static func held(_ principal: Principal, by duty: SignInDuty?) -> Principal {
        duty == nil ? principal : principal.with(permissions: [])
    }

    /// Ends the session of a token at once.
    package func signOut(token: String, address: String) async throws {
        guard let session = try await session(token: token, address: address), session.kind == .person
        else { return }
        let hash = Self.hash(token)
        try await control.record(as: session.principal) { act in
            guard try SessionRows.end(hash, at: act.now, in: act.transaction) else { return }
            try act.audit(
                bucket: session.principal.user.bucket, action: "control.signOut",
                subject: "user \(session.principal.user)")
        }
    }

    /// Notes a failure on the login and on the address. Too many lock; an address is slowed well before that.
    func fail(
        _ subjects: [String], login: String, address: String, _ limits: SignInLimits, reason: String
    ) async throws {
        try await control.record(as: Control.system(address: address)) { act in
            for subject in subjects {
                let isLogin = subject.hasPrefix("login:")
                let count = try SessionRows.fail(
                    subject, at: act.now, windowMs: Self.windowMs,
                    limit: isLogin ? limits.failures : limits.addressFailures, lockMs: limits.lockMs,
                    in: act.transaction)
                if !isLogin, count >= limits.addressSlowAfter {
                    let doublings = min(count - limits.addressSlowAfter, 10)
                    let wait = min(1_000 << doublings, Self.slowestMs)
                    try SessionRows.hold(
                        subject, until: act.now.adding(milliseconds: wait), in: act.transaction)
                }
            }
            // The login as typed may be a password typed into the wrong field: only its beginning is kept.
            try act.audit(
                bucket: NameRegistry.bucket(of: subjects[0]), action: "control.signInFailed",
                subject: "login \(login.prefix(3))…", after: "{\"reason\":\"\(reason)\"}")
        }
    }

    static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

    /// Seeds are sealed as hexadecimal text.
    static func hex(_ bytes: [UInt8]) -> String { ContentHash.hex(bytes) }

    static func unhex(_ text: String) -> [UInt8] {
        let nibbles = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
        return stride(from: 0, to: nibbles.count - 1, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }
}

extension Principal {
    /// The same person with other permissions.
    func with(permissions: Set<Permission>) -> Principal {
        Principal(
            user: user, login: login, name: name, organisation: organisation,
            organisationName: organisationName, scope: scope, roles: roles, permissions: permissions,
            address: address,
            // Who may do less than is theirs decides for nobody else.
            standsInFor: permissions.isSuperset(of: self.permissions) ? standsInFor : [])
    }
}
