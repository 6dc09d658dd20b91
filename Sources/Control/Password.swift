internal import CArgon2
internal import Dispatch
internal import Synchronization

/// Who may wait for one of a few lanes: more are turned away at once, so that a flood of sign-ins holds no memory.
package final class WaitingLine: Sendable {
    private let most: Int
    private let inside = Atomic<Int>(0)

    /// - Parameter most: how many may be inside at once, those that wait included.
    package init(most: Int) { self.most = most }

    /// - Throws: `SignInRefusal.tooBusy` where so many are inside already; then `body` was not begun.
    package func admit<T>(_ body: () async throws -> T) async throws -> T {
        defer { inside.subtract(1, ordering: .relaxed) }
        guard inside.add(1, ordering: .relaxed).newValue <= most else { throw SignInRefusal.tooBusy }
        return try await body()
    }
}

/// Passwords as argon2id hashes (PHC strings): 19 MiB, two passes, one lane; the least OWASP asks for, 36 ms here.
package enum Password {
    package static let memoryKiB: UInt32 = 19_456
    package static let passes: UInt32 = 2
    /// At most this many hashes at once: each holds 19 MiB.
    package static let atOnce = 4
    /// At most this many people wait at the door for a hash; another one is told to come again.
    package static let mostWaiting = 128
    /// The shortest password (both policy profiles).
    package static let leastCharacters = 10

    private static let lanes = (0..<atOnce).map { DispatchQueue(label: "lamplight.password.\($0)") }
    private static let turn = Atomic<Int>(0)

    /// The hash to store.
    package static func hash(_ password: String) async -> String {
        await onLane { hashNow(password) }
    }

    /// Whether the password is the one that was hashed.
    package static func verify(_ password: String, _ stored: String) async -> Bool {
        await onLane {
            var bytes = Array(password.utf8)
            if bytes.isEmpty { bytes = [0] }
            return argon2id_verify(stored, bytes, password.utf8.count) == 0
        }
    }

    /// A hash nobody's password has, to spend the same time on logins that do not exist.
    static let decoy = hashNow(RandomToken.password())

    private static func hashNow(_ password: String) -> String {
        let salt = RandomToken.bytes(16)
        var encoded = [CChar](repeating: 0, count: 160)
        let bytes = Array(password.utf8)
        let code = argon2id_hash_encoded(
            passes, memoryKiB, 1, bytes, bytes.count, salt, salt.count, 32, &encoded, encoded.count)
        precondition(code == 0, "argon2id has its memory")
        return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func onLane<T: Sendable>(_ body: @Sendable @escaping () -> T) async -> T {
        let lane = lanes[turn.wrappingAdd(1, ordering: .relaxed).oldValue & (atOnce - 1)]
        return await withCheckedContinuation { continuation in
            lane.async { continuation.resume(returning: body()) }
        }
    }
}
