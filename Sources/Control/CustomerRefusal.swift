/// Every way a customer's sign-in is refused. None of them tells whether there is such a 户号, or a telephone.
package enum CustomerRefusal: Refusal, Equatable {
    /// Wrong, used, too old, tried too often, or asked for by somebody else.
    case codeWrong
    /// No more codes for this 户号 or to this address before `minutes` have passed.
    case tooManyCodes(minutes: Int64)

    package var code: String {
        switch self {
        case .codeWrong: "control.refusal.customerCodeWrong"
        case .tooManyCodes: "control.refusal.customerTooManyCodes"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .codeWrong: .invalid
        case .tooManyCodes: .throttled
        }
    }

    package var retryAfterSeconds: Int64? {
        guard case .tooManyCodes(let minutes) = self else { return nil }
        return minutes * 60
    }

    package var arguments: [(String, String)] {
        switch self {
        case .codeWrong: []
        case .tooManyCodes(let minutes): [("minutes", String(minutes))]
        }
    }
}
