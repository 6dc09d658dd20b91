import Hummingbird

extension OpenAPI {
    /// Where the description is served, to anyone: it tells nothing that the documents do not.
    static let routes: [Route] = [
        .get("/api/openapi.json", .anyone) { visit in
            visit.tagged(JSONAnswer.response(visit.shell.openAPI, status: .ok), visit.shell.openAPI)
        }
        .described("web.openapi", "This document.", gives: Document.self)
    ]

    /// The document itself is of the form that the OpenAPI specification gives it.
    struct Document: Codable, Sendable, SelfDescribed {
        static let schema = JSONSchema.map(.anything)
        static let blank = Document()
    }
}
