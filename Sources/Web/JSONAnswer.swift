import Control
import Foundation
import Hummingbird
import Language

/// Answers to machines.
enum JSONAnswer {
    static func response(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json"
    ) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = try encoder.encode(value)
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
