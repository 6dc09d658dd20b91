/// Every way a password, a second factor, a session or a token is refused, signing in itself apart.
package enum SignInRefusal: Refusal, Equatable {
    case passwordShort(least: Int)
    /// Fewer kinds of character than the profile asks for.
    case passwordPlain
    /// Known to whoever guesses, or it holds the login.
    case passwordCommon
    case passwordUsedBefore(count: Int)
    /// The password now in force, typed once more, is not right.
    case currentWrong
    /// The one-time code does not fit the seed shown.
    case codeWrong
    /// The page with the seed stood open too long, or was another person's.
    case enrolmentExpired
    case userUnknown
    case sessionUnknown
    case tokenUnknown
    /// A permission no token may have, or that does not exist.
    case tokenPermission(String)
    case tokenDays(most: Int64)
    /// The token asked more often in this minute than it may.
    case tokenTooOften
    /// So many passwords are being looked at that this one would wait too long.
    case tooBusy

    package var code: String {
        switch self {
        case .passwordShort: "control.refusal.passwordShort"
        case .passwordPlain: "control.refusal.passwordPlain"
        case .passwordCommon: "control.refusal.passwordCommon"
        case .passwordUsedBefore: "control.refusal.passwordUsedBefore"
        case .currentWrong: "control.refusal.currentWrong"
        case .codeWrong: "control.refusal.codeWrong"
        case .enrolmentExpired: "control.refusal.enrolmentExpired"
        case .userUnknown: "control.refusal.userUnknown"
        case .sessionUnknown: "control.refusal.sessionUnknown"
        case .tokenUnknown: "control.refusal.tokenUnknown"
        case .tokenPermission: "control.refusal.tokenPermission"
        case .tokenDays: "control.refusal.tokenDays"
        case .tokenTooOften: "control.refusal.tokenTooOften"
        case .tooBusy: "control.refusal.tooBusy"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .userUnknown, .sessionUnknown, .tokenUnknown: .notFound
        case .tokenTooOften, .tooBusy: .throttled
        default: .invalid
        }
    }

    package var retryAfterSeconds: Int64? {
        switch self {
        // The token's minute is over then.
        case .tokenTooOften: 60
        case .tooBusy: 5
        default: nil
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .passwordShort(let least): [("least", String(least))]
        case .passwordPlain: [("kinds", String(PasswordPolicy.kinds))]
        case .passwordUsedBefore(let count): [("count", String(count))]
        case .tokenPermission(let permission): [("permission", permission)]
        case .tokenDays(let most): [("most", String(most))]
        default: []
        }
    }
}
