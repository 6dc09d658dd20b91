package import Control
package import Hummingbird

/// Every way the shell itself says no. Rooms have refusals of their own.
package enum WebRefusal: Refusal {
    /// No such page, or outside the reader's data scope: the two are never told apart.
    case notFound
    case notPermitted(Permission)
    case signInFirst
    case badToken
    /// The password must be changed, a second factor enrolled, or the screen unlocked, before anything else.
    case dutyFirst(SignInDuty)
    case methodNotAllowed(HTTPRequest.Method, allowed: [HTTPRequest.Method])
    case tooLarge(limit: Int)
    case contentType(expected: String)
    case badForm
    case badJSON(String)
    case badPath
    case busy
    /// A value of the query under this name cannot be.
    case badQuery(String)
    /// The thing is not as `If-Match` said.
    case changed

    package var code: String {
        let name =
            switch self {
            case .notFound: "notFound"
            case .notPermitted: "notPermitted"
            case .signInFirst: "signInFirst"
            case .badToken: "badToken"
            case .dutyFirst(.changePassword): "passwordFirst"
            case .dutyFirst(.enrolSecondFactor): "secondFactorFirst"
            case .dutyFirst(.unlock): "unlockFirst"
            case .methodNotAllowed: "methodNotAllowed"
            case .tooLarge: "tooLarge"
            case .contentType: "contentType"
            case .badForm: "badForm"
            case .badJSON: "badJSON"
            case .badPath: "badPath"
            case .busy: "busy"
            case .badQuery: "badQuery"
            case .changed: "changed"
            }
        return "web.refusal.\(name)"
    }

    package var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .notPermitted, .signInFirst, .badToken, .dutyFirst: .forbidden
        case .busy: .throttled
        case .changed: .conflict
        default: .invalid
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .notPermitted(let permission): [("permission", permission.code)]
        case .methodNotAllowed(let method, let allowed):
            [("method", method.rawValue), ("allowed", allowed.map(\.rawValue).joined(separator: ", "))]
        case .tooLarge(let limit): [("limit", String(limit))]
        case .contentType(let expected): [("expected", expected)]
        case .badJSON(let detail): [("detail", detail)]
        case .badQuery(let name): [("name", name)]
        default: []
        }
    }

    /// The status of the shell's own refusals is finer than their kind.
    var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .notPermitted, .badToken, .dutyFirst: .forbidden
        case .signInFirst: .unauthorized
        case .methodNotAllowed: .methodNotAllowed
        case .tooLarge: .contentTooLarge
        case .contentType: .unsupportedMediaType
        case .badForm, .badJSON, .badPath, .badQuery: .badRequest
        case .changed: .preconditionFailed
        case .busy: .tooManyRequests
        }
    }
}

extension SignInDuty {
    /// The page where it is done.
    package var link: String {
        switch self {
        case .changePassword: "/control/me/password"
        case .enrolSecondFactor: "/control/me/second-factor"
        case .unlock: "/control/me/unlock"
        }
    }
}

extension RefusalKind {
    /// The status a room's refusal of this kind is answered with.
    package var status: HTTPResponse.Status {
        switch self {
        case .invalid: .unprocessableContent
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .conflict: .conflict
        case .throttled: .tooManyRequests
        }
    }
}

extension Refusal {
    /// The status this refusal is answered with.
    package var httpStatus: HTTPResponse.Status {
        if let refusal = self as? WebRefusal { return refusal.status }
        return self as? ControlRefusal == .signInFailed ? .unauthorized : kind.status
    }
}
