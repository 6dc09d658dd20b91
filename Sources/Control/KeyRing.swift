internal import Crypto
internal import Foundation

/// The keys that personal data is sealed with: AES-256-GCM, the key's id in front of every sealed value, and a keyed
/// HMAC-SHA-256 for looking values up without opening them.
package struct KeyRing: Sendable {
    private let id: UInt8
    private let sealing: SymmetricKey
    private let indexing: SymmetricKey

    /// - Parameter master: 32 random bytes, kept in a 0600 file outside the database.
    package init(id: UInt8 = 1, master: [UInt8]) {
        let key = SymmetricKey(data: master)
        self.id = id
        sealing = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Data("lamplight seal".utf8), outputByteCount: 32)
        indexing = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Data("lamplight index".utf8), outputByteCount: 32)
    }

    /// A new master key from the system's random source.
    package static func randomMaster() -> [UInt8] {
        SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    }

    /// Key id, nonce, ciphertext and tag.
    /// - Parameter nonce: 12 bytes that are never used twice under one key; nil takes random ones. A seeded builder of
    ///   demo data hands in its own so that the same seed gives the same bytes.
    package func seal(_ text: String, nonce: [UInt8]? = nil) throws -> [UInt8] {
        let nonce = try nonce.map { try AES.GCM.Nonce(data: $0) } ?? AES.GCM.Nonce()
        let box = try AES.GCM.seal(Data(text.utf8), using: sealing, nonce: nonce)
        return [id] + Array(box.combined ?? Data())
    }

    /// The text that was sealed.
    /// - Throws: where the bytes were changed or sealed with another key.
    package func open(_ sealed: [UInt8]) throws -> String {
        guard sealed.first == id else { throw KeyRingFault.foreignKey(sealed.first ?? 0) }
        let box = try AES.GCM.SealedBox(combined: Data(sealed.dropFirst()))
        return String(decoding: try AES.GCM.open(box, using: sealing), as: UTF8.self)
    }

    /// The keyed digest by which a sealed value is found: 32 bytes.
    package func digest(_ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: indexing))
    }
}

/// A value sealed with a key this ring does not have.
package enum KeyRingFault: Error, Sendable { case foreignKey(UInt8) }

/// Random text and bytes for tokens, passwords and seeds; from the system's random source.
package enum RandomToken {
    private static let readable = Array("abcdefghjkmnpqrstuvwxyz23456789".utf8)

    package static func bytes(_ count: Int) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// 256 bits in base64url without padding.
    package static func session() -> String {
        Data(bytes(32)).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    /// A password a person can type: 16 letters and digits without look-alikes, 79 bits.
    package static func password() -> String {
        var random = SystemRandomNumberGenerator()
        let letters = (0..<16).map { _ in readable[Int.random(in: 0..<readable.count, using: &random)] }
        return String(decoding: letters, as: UTF8.self)
    }
}
