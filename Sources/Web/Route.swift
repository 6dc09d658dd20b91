package import Control
package import Hummingbird

/// Who may use a route. There is no default: a route without an answer to "who may?" cannot be written.
package enum Access: Sendable, Hashable {
    /// Without signing in: the sign-in page itself, preferences.
    case anyone
    /// Anyone of the staff with a session.
    case signedIn
    /// Those whose role includes the permission.
    case may(Permission)
    /// A customer who is signed in to their own pages, and nobody of the staff. Only what is theirs is there.
    case customer
}

/// What a request to a route may carry.
package enum BodyRule: Sendable, Hashable {
    /// Nothing; what comes is not read.
    case none
    /// `application/x-www-form-urlencoded`, up to the configured limit, with the session's token in it.
    case form
    /// `application/json`, up to the configured limit, with the session's token in a header.
    case json
    /// Raw bytes of one of `types` (`text/csv`), at most `limit` bytes, read by the handler as a stream.
    case upload(types: [String], limit: Int)
}

/// Answers one visit.
package typealias Handler = @Sendable (Visit) async throws -> Response

/// One line of the route table: method, path, who may, what it carries, what answers.
package struct Route: Sendable {
    package let method: HTTPRequest.Method
    package let path: PathTemplate
    package let access: Access
    package let body: BodyRule
    let handler: Handler
    /// Its description, where it is of the machine's door (`described`).
    package var operation: Operation?

    /// Whether this is the machine's door (`/api/…`): errors are problem documents, not pages.
    package var isAPI: Bool { path.description.hasPrefix("/api/") }

    /// A page or other look-up. It changes nothing.
    package static func get(_ path: String, _ access: Access, _ handler: @escaping Handler) -> Route {
        Route(.get, path, access, .none, handler)
    }

    /// A command: a form, or JSON under `/api/`.
    package static func post(_ path: String, _ access: Access, _ handler: @escaping Handler) -> Route {
        Route(.post, path, access, path.hasPrefix("/api/") ? .json : .form, handler)
    }

    /// A file sent as it is.
    package static func upload(
        _ path: String, _ access: Access, types: [String], limit: Int, _ handler: @escaping Handler
    ) -> Route {
        Route(.put, path, access, .upload(types: types, limit: limit), handler)
    }

    /// A removal by the machine's door.
    package static func delete(_ path: String, _ access: Access, _ handler: @escaping Handler) -> Route {
        Route(.delete, path, access, .none, handler)
    }

    private init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, _ body: BodyRule,
        _ handler: @escaping Handler
    ) {
        self.method = method
        self.path = PathTemplate(path)
        self.access = access
        self.body = body
        self.handler = handler
    }
}
