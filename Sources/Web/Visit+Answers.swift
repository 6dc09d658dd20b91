package import Control
import Foundation
package import Hummingbird
import Language

extension Visit {
    /// The page in its layout, or its content alone where a module asked for a fragment.
    package func show(_ page: some Page, status: HTTPResponse.Status = .ok) throws -> Response {
        if shell.configuration.development {
            let problems = TemplateCheck.problems(of: page, in: shell.templates)
            guard problems.isEmpty else { throw PageProblems(list: problems) }
        }
        let frame = Frame(self, title: page.title, trail: page.trail)
        let text =
            wantsFragment
            ? shell.templates.renderFragment(page, frame: frame) : shell.templates.render(page, frame: frame)
        var response = Response(status: status, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        response.headers[.contentType] = "text/html; charset=utf-8"
        response.headers[.contentLanguage] = language.tag
        return response
    }

    /// To another page of ours, by GET; `notice` is a key whose text the next page shows once.
    ///
    /// - Precondition: `link` begins with one slash: it is ours, never what somebody sent.
    package func redirect(
        to link: String, notice: String? = nil, _ arguments: [(String, String)] = [], tone: Tone = .good
    ) -> Response {
        precondition(Preferences.isLocal(link), "a redirect stays with us")
        var response = Response(status: .seeOther)
        response.headers[.location] = link
        if let notice {
            Preferences.set(NoticeCookie.write(notice, arguments, tone), on: &response, shell.configuration)
        }
        return response
    }

    /// Something of another type than a page, such as a script (its `utf8`).
    package func file(_ bytes: some Sequence<UInt8>, type: String) -> Response {
        var response = Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        response.headers[.contentType] = type
        return response
    }

    /// A file to be kept, of a length that is known, written piece by piece.
    /// - Parameter name: in ASCII.
    package func download(
        _ name: String, type: String, bytes: Int64,
        _ pieces: @escaping @Sendable (_ write: ([UInt8]) async throws -> Void) async throws -> Void
    ) -> Response {
        var response = Response(
            status: .ok,
            body: ResponseBody(contentLength: Int(bytes)) { writer in
                try await pieces { try await writer.write(ByteBuffer(bytes: $0)) }
                try await writer.finish(nil)
            })
        response.headers[.contentType] = type
        response.headers[.init("Content-Disposition")!] = "attachment; filename=\"\(name)\""
        return response
    }

    /// Where the files that pages are made up with lie: `/static/` and the hash of them all.
    package var assetPrefix: String { shell.assets.prefix }

    /// A value as JSON: keys sorted, ids and amounts as strings.
    package func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let bytes = try JSONAnswer.bytes(value)
        return tagged(JSONAnswer.response(bytes, status: status), bytes)
    }

    /// The JSON body as a value; what does not fit is refused with 400 and the place where it does not.
    package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch let error as DecodingError {
            throw WebRefusal.badJSON(JSONAnswer.place(of: error))
        }
    }

    /// Refuses a body that is no JSON document. An empty one is an order without fields.
    func checkJSON() throws {
        guard body.readableBytes > 0 else { return }
        do {
            _ = try JSONSerialization.jsonObject(
                with: Data(body.readableBytesView), options: .fragmentsAllowed)
        } catch {
            throw WebRefusal.badJSON("/ malformed")
        }
    }

    /// The form that came with the request.
    package func form() throws -> Form {
        let text = String(validating: body.readableBytesView, as: UTF8.self)
        guard let text, let fields = PercentCoding.decodeFields(text[...]) else { throw WebRefusal.badForm }
        return Form(fields: fields, language: language)
    }

    /// A form with no field filled, for a page that is asked for the first time.
    package func emptyForm(_ values: [String: String] = [:]) -> Form {
        Form(fields: values.map { ($0.key, $0.value) }, language: language)
    }

    /// The bytes of an upload, as they come. One more than the route's limit is refused.
    package func upload() -> LimitedBody { LimitedBody(body: request.body, limit: uploadLimit) }

    /// The sentence of a refusal in the reader's language.
    package func sentence(_ refusal: any Refusal) -> String {
        language.text(refusal.code, refusal.arguments)
    }
}

/// A page that does not fit its template; in development it is a fault, so that no such page goes unseen.
struct PageProblems: Error { let list: [String] }

/// The bytes of an upload up to a limit.
package struct LimitedBody: AsyncSequence, Sendable {
    package typealias Element = ByteBuffer
    let body: RequestBody
    let limit: Int

    package struct AsyncIterator: AsyncIteratorProtocol {
        var inner: RequestBody.AsyncIterator
        let limit: Int
        var seen = 0

        /// The next bytes; `WebRefusal.tooLarge` once they are more than the limit.
        package mutating func next() async throws -> ByteBuffer? {
            guard let buffer = try await inner.next() else { return nil }
            seen += buffer.readableBytes
            guard seen <= limit else { throw WebRefusal.tooLarge(limit: limit) }
            return buffer
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(inner: body.makeAsyncIterator(), limit: limit)
    }
}
