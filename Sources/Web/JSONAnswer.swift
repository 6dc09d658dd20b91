import Control
import Foundation
import Hummingbird
import Language

/// Answers to machines.
enum JSONAnswer {
    static func response(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json"
    ) throws -> Response {
        response(try bytes(value), status: status, type: type)
    }

    /// A value's one form: fields in alphabetical order.
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    static func response(
        _ bytes: [UInt8], status: HTTPResponse.Status, type: String = "application/json"
    ) -> Response {
        var response = Response(status: status, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        response.headers[.contentType] = type
        return response
    }

    /// Where in a document a value did not fit, without a word of what it was.
    static func place(of error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "\(path(context.codingPath + [key])) missing"
        case .valueNotFound(_, let context): "\(path(context.codingPath)) null"
        case .typeMismatch(_, let context): "\(path(context.codingPath)) of another type"
        case .dataCorrupted(let context): "\(path(context.codingPath)) malformed"
        @unknown default: "malformed"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "/" : keys.map { "/" + ($0.intValue.map(String.init) ?? $0.stringValue) }.joined()
    }
}

/// An error for machines: RFC 9457, `application/problem+json`.
struct Problem: Codable {
    let type: String
    let title: String
    let status: Int
    let detail: String
    let code: String
    let instance: String
    /// Names the fault in the log; only of faults.
    let reference: String?
    /// The thing as it is; only where it is not as `If-Match` said.
    var current: JSONValue?

    /// The problem as an answer.
    static func response(
        _ refusal: (code: String, arguments: [(String, String)]), _ status: HTTPResponse.Status,
        _ language: Language, path: String, reference: String? = nil
    ) throws -> Response {
        let titleKey = "web.error.title.\(status.code)"
        let problem = Problem(
            type: "urn:lamplight:\(refusal.code)",
            title: Catalogue.has(titleKey) ? language.text(titleKey) : status.reasonPhrase,
            status: status.code, detail: language.text(refusal.code, refusal.arguments), code: refusal.code,
            instance: path, reference: reference)
        return try JSONAnswer.response(problem, status: status, type: "application/problem+json")
    }
}
