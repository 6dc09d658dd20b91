internal import Crypto
internal import Foundation
package import Kernel
internal import Store

/// A session just opened, or found again.
package struct SignedIn: Sendable {
    /// The reference token; only its SHA-256 is stored. Empty where a session was found again.
    package let token: String
    /// The token every form carries.
    package let csrf: String
    package let principal: Principal
    package let expiresAt: Instant

    package init(token: String, csrf: String, principal: Principal, expiresAt: Instant) {
        self.token = token
        self.csrf = csrf
        self.principal = principal
        self.expiresAt = expiresAt
    }
}

/// Signing in and out: password, second factor, throttling, sessions. Every failure is audited.
package struct SignIn: Sendable {
    private let control: Control
    private var house: House { control.house }

    /// A session ends after this long without a request.
    package static let idleMs: Int64 = 15 * 60_000
    /// A session ends after this long in any case.
    package static let absoluteMs: Int64 = 8 * 3_600_000
    private static let touchMs: Int64 = 30_000
    private static let windowMs: Int64 = 15 * 60_000
    /// An address may fail this often before it waits, whatever the logins.
    private static let addressLimit: Int64 = 50

    package init(control: Control) { self.control = control }

    /// Opens a session.
    /// - Throws: `ControlRefusal.signInFailed` whatever of login, password or code is wrong, after the same time;
    ///   `.signInThrottled` while the login or the address is locked.
    package func signIn(login: String, password: String, code: String, address: String) async throws
        -> SignedIn
    {
        let now = house.clock.now()
        let subjects = ["login:\(login)", "address:\(address)"]
        let found = try await house.database.read { transaction -> (PeopleRows.StoredUser?, Bool, Instant?) in
            let locked = try subjects.compactMap { try SessionRows.lockedUntil($0, in: transaction) }.max()
            guard let owner = try NameRegistry.owner(kind: "control.login", name: login, in: transaction),
                let user = try PeopleRows.user(UserID(owner), in: transaction)
            else { return (nil, false, locked) }
            let roles = try PeopleRows.roles(of: user.id, in: transaction)
            return (user, try PeopleRows.needsSecondFactor(roles, in: transaction), locked)
        }
        if let locked = found.2, locked > now {
            throw ControlRefusal.signInThrottled(seconds: (locked.milliseconds - now.milliseconds) / 1_000)
        }
        let isRight = await Password.verify(password, found.0?.passwordHash ?? Password.decoy)
        guard let user = found.0, user.isActive, isRight else {
            try await fail(login: login, subjects: subjects, address: address, reason: "password")
            throw ControlRefusal.signInFailed
        }
        var step: Int64?
        if found.1 || user.secondFactor != nil {
            let seed = try user.secondFactor.map {
                Array(try house.keys.open($0).utf8.compactMap(Self.nibble))
            }
            step = seed.flatMap {
                SecondFactor.accept(code: code, seed: Self.bytes($0), at: now, after: user.lastStep)
            }
            guard step != nil else {
                try await fail(login: login, subjects: subjects, address: address, reason: "second factor")
                throw ControlRefusal.signInFailed
            }
        }
        return try await open(user, step: step, subjects: subjects, address: address, at: now)
    }

    private func open(
        _ user: PeopleRows.StoredUser, step: Int64?, subjects: [String], address: String, at now: Instant
    ) async throws -> SignedIn {
        let token = RandomToken.session()
        let csrf = RandomToken.session()
        let hash = Self.hash(token)
        let expires = now.adding(milliseconds: Self.absoluteMs)
        let principal = try await house.database.read {
            try control.principal(user.id, address: address, in: $0)
        }
        guard let principal else { throw ControlRefusal.signInFailed }
        try await control.record(as: principal) { act in
            // A code works once, also when two requests bring it at the same moment.
            if let step, try !PeopleRows.setLastStep(user.id, step, in: act.transaction) {
                throw ControlRefusal.signInFailed
            }
            try SessionRows.insert(
                hash, user: user.id, csrf: csrf, address: address, at: now, expires: expires,
                in: act.transaction)
            for subject in subjects { try SessionRows.forget(subject, in: act.transaction) }
            try act.audit(bucket: user.id.bucket, action: "control.signIn", subject: "user \(user.id)")
        }
        return SignedIn(token: token, csrf: csrf, principal: principal, expiresAt: expires)
    }

    /// The session of a token; nil where there is none, or it has ended or expired, or its user is disabled.
    package func session(token: String, address: String) async throws -> SignedIn? {
        let hash = Self.hash(token)
        let now = house.clock.now()
        let control = control
        let found = try await house.database.read { transaction -> (SignedIn, Instant)? in
            guard let stored = try SessionRows.find(hash, in: transaction), !stored.isEnded,
                stored.expiresAt > now,
                stored.seenAt.adding(milliseconds: Self.idleMs) > now,
                let principal = try control.principal(stored.user, address: address, in: transaction)
            else { return nil }
            let signedIn = SignedIn(
                token: "", csrf: stored.csrf, principal: principal, expiresAt: stored.expiresAt)
            return (signedIn, stored.seenAt)
        }
        guard let found else { return nil }
        if found.1.adding(milliseconds: Self.touchMs) < now {
            try await house.database.write(.grouped) { try SessionRows.touch(hash, at: now, in: $0) }
        }
        return found.0
    }

    /// Ends the session of a token at once.
    package func signOut(token: String, address: String) async throws {
        guard let session = try await session(token: token, address: address) else { return }
        let hash = Self.hash(token)
        try await control.record(as: session.principal) { act in
            guard try SessionRows.end(hash, at: act.now, in: act.transaction) else { return }
            try act.audit(
                bucket: session.principal.user.bucket, action: "control.signOut",
                subject: "user \(session.principal.user)")
        }
    }

    private func fail(login: String, subjects: [String], address: String, reason: String) async throws {
        let limit = control.lockAfterFailures
        let lockMs = control.lockMinutes * 60_000
        try await control.record(as: Control.system(address: address)) { act in
            for subject in subjects {
                let most = subject.hasPrefix("login:") ? limit : Self.addressLimit
                _ = try SessionRows.fail(
                    subject, at: act.now, windowMs: Self.windowMs, limit: most, lockMs: lockMs,
                    in: act.transaction)
            }
            // The login as typed may be a password typed into the wrong field: only its beginning is kept.
            try act.audit(
                bucket: NameRegistry.bucket(of: subjects[0]), action: "control.signInFailed",
                subject: "login \(login.prefix(3))…", after: "{\"reason\":\"\(reason)\"}")
        }
    }

    private static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

    /// Seeds are sealed as hexadecimal text.
    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
    private static func nibble(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.map(UInt8.init)
    }
    private static func bytes(_ nibbles: [UInt8]) -> [UInt8] {
        stride(from: 0, to: nibbles.count - 1, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }
}
