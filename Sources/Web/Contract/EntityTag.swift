import Control
import Crypto
import Foundation
import Hummingbird
import NIOCore
import Synchronization

/// Strong entity tags (RFC 9110 section 8.8.3): a digest of the answer's bytes, so that equal tags mean equal answers.
enum EntityTag {
    static func of(_ bytes: some Sequence<UInt8>) -> String {
        let digest = SHA256.hash(data: Data(bytes)).prefix(16)
        return "\""
            + digest.map { byte in
                String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }.joined() + "\""
    }

    /// Whether a list of tags, or `*`, names `tag`. Weak ones name none: ours are strong.
    static func isNamed(_ tag: String, in header: String) -> Bool {
        header.split(separator: ",").contains { part in
            let named = part.trimmingCharacters(in: .whitespaces)
            return named == "*" || named == tag
        }
    }
}

extension Visit {
    /// Puts the tag on what a GET answers; 304 without a body where the asker has it already.
    func tagged(_ response: Response, _ bytes: [UInt8]) -> Response {
        guard isAPI, isRead, response.status == .ok else { return response }
        var response = response
        let tag = EntityTag.of(bytes)
        seen?.keep(bytes, tag)
        if let named = request.headers[.ifNoneMatch], EntityTag.isNamed(tag, in: named) {
            response = Response(status: .notModified)
        }
        response.headers[.eTag] = tag
        return response
    }

    /// Holds an order with `If-Match` to the thing it is about: what the GET of the same path, or of the nearest path
    /// above it, answers now. What is given holds the order's command to it the rest of the way, within its
    /// transaction.
    ///
    /// - Returns: what the asker knew; nil where they said nothing.
    /// - Throws: `Changed` with the thing as it is, where it is not the one the asker knows.
    func checkMatch() async throws -> Footing? {
        guard isAPI, !isRead, let wanted = request.headers[.ifMatch] else { return nil }
        let footing = Footing()
        var parts = Responder.parts(of: path) ?? []
        while !parts.isEmpty {
            if case .found(let route, let parameters) = shell.table.match(.get, parts), route.isAPI {
                guard may(route.access) else { throw WebRefusal.notFound }
                var look = self
                let seen = Seen()
                look.seen = seen
                var head = request.head
                head.method = .get
                look.request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
                look.parameters = parameters
                _ = try await Footing.$current.withValue(footing) { [look] in try await route.handler(look) }
                guard let (bytes, tag) = seen.kept else { break }
                if EntityTag.isNamed(tag, in: wanted) {
                    footing.stand()
                    return footing
                }
                throw Changed(bytes: bytes, tag: tag)
            }
            parts.removeLast()
        }
        throw Changed(bytes: nil, tag: nil)
    }
}

/// What a look at a thing answered.
final class Seen: Sendable {
    private let answer = Mutex<(bytes: [UInt8], tag: String)?>(nil)
    var kept: (bytes: [UInt8], tag: String)? { answer.withLock { $0 } }
    func keep(_ bytes: [UInt8], _ tag: String) { answer.withLock { $0 = (bytes, tag) } }
}

/// The thing is not as the asker knows it.
struct Changed: Error {
    /// As it is now; nil where there is none.
    let bytes: [UInt8]?
    let tag: String?

    /// 412 as a problem document: the thing as it is now in `current`, so that one sees what changed.
    func response(for visit: Visit) throws -> Response {
        let refusal = WebRefusal.changed
        var problem = Problem(
            type: "urn:lamplight:\(refusal.code)", title: visit.text("web.error.title.412"), status: 412,
            detail: visit.sentence(refusal), code: refusal.code, instance: visit.path, reference: nil)
        problem.current = try bytes.map { try JSONDecoder().decode(JSONValue.self, from: Data($0)) }
        var response = try JSONAnswer.response(
            problem, status: .preconditionFailed, type: "application/problem+json")
        response.headers[.eTag] = tag
        return response
    }
}
