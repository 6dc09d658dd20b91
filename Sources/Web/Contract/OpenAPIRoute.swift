import Hummingbird
import NIOCore

extension OpenAPI {
    /// Where the description is served, to anyone: it tells nothing that the documents do not.
    static let routes: [Route] = [
        .get("/api/openapi.json", .anyone) { visit in
            var response = Response(
                status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: visit.shell.openAPI)))
            response.headers[.contentType] = "application/json"
            return response
        }
        .described("web.openapi", "This document.", gives: Document.self)
    ]

    /// The document itself is of the form that the OpenAPI specification gives it.
    struct Document: Codable, Sendable, SelfDescribed {
        static let schema = JSONSchema.map(.anything)
        static let blank = Document()
    }
}
