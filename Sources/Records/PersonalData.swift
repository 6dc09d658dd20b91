internal import Control

/// Personal data as it is stored: sealed, with keyed digests of the whole and of the last four to find it by.
struct SealedField: Sendable, Hashable {
    let sealed: [UInt8]
    let digest: [UInt8]
    let tail: [UInt8]

    /// How much of a digest is kept: 128 bits tell any two values apart, 64 bits any two of 10,000 tails.
    static let digestBytes = 16
    static let tailBytes = 8

    init(_ value: String, _ kind: PersonalData, keys: KeyRing, nonce: [UInt8]?) throws {
        sealed = try keys.seal(value, nonce: nonce)
        digest = Self.digest(value, kind, keys: keys)
        tail = Self.tail(String(value.suffix(4)), kind, keys: keys)
    }

    /// The kind is in the digest, so that a phone number never matches a bank account.
    static func digest(_ value: String, _ kind: PersonalData, keys: KeyRing) -> [UInt8] {
        Array(keys.digest("\(kind.rawValue):\(value)").prefix(digestBytes))
    }

    static func tail(_ lastFour: String, _ kind: PersonalData, keys: KeyRing) -> [UInt8] {
        Array(keys.digest("\(kind.rawValue).tail:\(lastFour)").prefix(tailBytes))
    }
}

/// The kinds of personal data and how each is shown.
package enum PersonalData: String, Sendable, Codable, CaseIterable {
    case identity
    case phone
    case bankAccount = "bank"

    /// `3201**********1234`, `138****5678`, `***************1234`. A value too short to hide anything is hidden whole.
    package func masked(_ value: String) -> String {
        let (front, back) =
            switch self {
            case .identity: (4, 4)
            case .phone: (3, 4)
            case .bankAccount: (0, 4)
            }
        let count = value.count
        guard count >= front + back + 3 else { return String(repeating: "*", count: count) }
        return value.prefix(front) + String(repeating: "*", count: count - front - back) + value.suffix(back)
    }

    /// The digits of a phone or account number as people write it, with spaces, dashes and `+86`.
    package static func digits(_ written: String) -> String {
        let bare = written.hasPrefix("+86") ? String(written.dropFirst(3)) : written
        return String(bare.filter { $0 != " " && $0 != "-" && $0 != "－" && $0 != "(" && $0 != ")" })
    }
}

/// Where the nonces of sealed values come from.
package enum SealNonces: Sendable {
    /// The system's random source: for everything real.
    case random
    /// The account's id and the field's number, never twice under one key: for demo data, whose key is made with it,
    /// so that the same seed gives the same bytes.
    case byAccount

    func nonce(_ account: Int64, field: UInt8) -> [UInt8]? {
        switch self {
        case .random: nil
        case .byAccount: withUnsafeBytes(of: account.bigEndian) { Array($0) } + [0, 0, 0, field]
        }
    }
}
