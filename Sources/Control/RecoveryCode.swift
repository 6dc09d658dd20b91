internal import Kernel

/// Ways in for whoever has lost the telephone: ten codes, shown once, each good once; only a keyed digest is kept.
package enum RecoveryCode {
    package static let count = 10
    /// Letters and digits without look-alikes: 49 bits, behind the same lock as the password.
    static let length = 10

    /// New codes, as they are shown: `abcde-fghij`.
    static func make() -> [String] {
        (0..<count).map { _ in
            let code = RandomToken.password().prefix(length)
            return "\(code.prefix(length / 2))-\(code.suffix(length / 2))"
        }
    }

    /// A code as it was typed, without blanks, dashes and capitals.
    static func plain(_ typed: String) -> String {
        String(typed.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }

    static func digest(_ plain: String, of user: UserID, keys: KeyRing) -> [UInt8] {
        keys.digest("recovery:\(user):\(plain)")
    }
}
