package import Kernel
internal import Synchronization

/// A machine's way in: an agency, a telephone robot, a bank, a wall board. It has a scope of its own and only the
/// permissions it was given; it is shown once and stored as its SHA-256.
package struct Token: Sendable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// `Authorization: Bearer` on `/api/…`, never a page.
        case machine = "MACHINE"
        /// Opens the board to look at, never anything else.
        case board = "BOARD"
    }

    package let id: Int64
    package let kind: Kind
    package let name: String
    package let organisation: OrganisationID
    package let permissions: [Permission]
    /// Requests a minute.
    package let eachMinute: Int
    package let issuedBy: UserID
    package let issuedAt: Instant
    package let expiresAt: Instant
    package let revokedAt: Instant?
    package let usedAt: Instant?
    package let usedFrom: String?

    /// How every token begins, so that a scanner finds one that leaked.
    package static let mark = "lpt_"
    package static let eachMinuteRange = 1...6_000

    /// Whether it opens anything now.
    package func stands(at now: Instant) -> Bool { revokedAt == nil && expiresAt > now }
}

/// A token that two persons agreed on. It is made when who asked for it fetches its secret, which happens once: so who
/// agrees never sees the secret, and who asks has none before.
package struct TokenGrant: Sendable {
    /// The number that the token will have.
    package let id: Int64
    package let order: NewToken
    package let askedBy: UserID
    package let agreedBy: UserID
    package let agreedAt: Instant
    package let fetchedAt: Instant?

    /// For so many days the secret waits to be fetched; then the token is asked for anew.
    package static let days: Int64 = 10

    package func waits(at now: Instant) -> Bool {
        fetchedAt == nil && agreedAt.adding(seconds: Self.days * 86_400) > now
    }
}

/// Counts each token's requests of the minute. Each server process counts its own.
final class TokenGate: Sendable {
    /// Above this many tokens the counts of minutes gone by are swept out.
    private static let most = 10_000
    private let counts = Mutex<[Int64: (minute: Int64, count: Int)]>([:])

    /// Whether one request more is within the limit.
    func admits(_ token: Int64, limit: Int, now: Instant) -> Bool {
        let minute = now.milliseconds / 60_000
        return counts.withLock { counts in
            if counts.count > Self.most { counts = counts.filter { $0.value.minute == minute } }
            let before = counts[token].map { $0.minute == minute ? $0.count : 0 } ?? 0
            counts[token] = (minute, before + 1)
            return before < limit
        }
    }
}
