package import Kernel
package import Store

/// What a password must be, on a day.
///
/// The two profiles contradict each other, so one is chosen by the parameter `control.password.profile`:
/// `dengbao3` (GB/T 22239-2019 8.1.4.1 a: complexity and regular change) and `asvs` (OWASP ASVS 6.2.5 and 6.2.10: no rules
/// of composition, no forced change, 12 characters at the least where the parameter says fewer). Both refuse common
/// passwords and those that hold the login.
package struct PasswordPolicy: Sendable, Hashable {
    package enum Profile: String, Sendable { case dengbao3, asvs }

    package let profile: Profile
    /// Characters.
    package let least: Int
    /// Days until a password must be changed; nil where it never must.
    package let days: Int64?
    /// So many former passwords may not come back.
    package let history: Int

    package init(profile: Profile, least: Int, days: Int64?, history: Int) {
        self.profile = profile
        self.least = least
        self.days = days
        self.history = history
    }

    /// Of four kinds of character (upper, lower, digit, other) so many must be there under `dengbao3`.
    package static let kinds = 3
    /// ASVS asks for eight characters and prefers more (6.2.1, 6.2.9).
    package static let leastWithoutKinds = 12

    /// The policy in force.
    package static func inForce(_ control: Control, on day: Day, in transaction: any Transaction) throws
        -> Self
    {
        func value(_ key: String) throws -> ParameterValue {
            try control.parameter(key, organisation: SignInRules.company, on: day, in: transaction)
        }
        let profile = Profile(rawValue: try value("control.password.profile").text) ?? .dengbao3
        let least = Int(try value("control.password.length").number)
        guard profile == .dengbao3 else {
            return Self(profile: profile, least: max(least, leastWithoutKinds), days: nil, history: 0)
        }
        let days = try value("control.password.days").number
        return Self(
            profile: profile, least: least, days: days == 0 ? nil : days,
            history: Int(try value("control.password.history").number))
    }

    /// Whether a password set at `instant` has had its time.
    package func isExpired(setAt instant: Instant, now: Instant) -> Bool {
        guard let days else { return false }
        return instant.adding(seconds: days * 86_400) <= now
    }

    /// - Throws: `SignInRefusal` where the password is not good enough.
    package func check(_ password: String, login: String) throws {
        guard password.count >= least else { throw SignInRefusal.passwordShort(least: least) }
        if profile == .dengbao3, Self.kindsOfCharacter(in: password) < Self.kinds {
            throw SignInRefusal.passwordPlain
        }
        if CommonPasswords.isCommon(password, login: login) { throw SignInRefusal.passwordCommon }
    }

    private static func kindsOfCharacter(in password: String) -> Int {
        var found: Set<Int> = []
        for scalar in password.unicodeScalars {
            switch scalar {
            case "a"..."z": found.insert(0)
            case "A"..."Z": found.insert(1)
            case "0"..."9": found.insert(2)
            default: found.insert(3)
            }
        }
        return found.count
    }
}
