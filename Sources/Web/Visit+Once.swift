package import Control
internal import HTTPTypes
package import Hummingbird

extension Visit {
    private static let keyHeader = HTTPField.Name("Idempotency-Key")!

    /// Carries an order out, and answers it as the first time where it is sent again under the same header
    /// `Idempotency-Key`; without the header it is carried out as it comes.
    ///
    /// - Throws: `ControlRefusal.keyReused` where the key named another order.
    package func once<Value: Encodable>(
        _ control: Control, _ order: () async throws -> (value: Value, status: HTTPResponse.Status)
    ) async throws -> Response {
        guard let key = request.headers[Self.keyHeader] else {
            let (value, status) = try await order()
            return try json(value, status: status)
        }
        let text = "\(request.method) \(path)\n\(String(decoding: body.readableBytesView, as: UTF8.self))"
        if let kept = try await control.keptAnswer(key, order: text, by: principal) {
            return JSONAnswer.response(kept.body, status: HTTPResponse.Status(code: kept.status))
        }
        let (value, status) = try await order()
        let bytes = try JSONAnswer.bytes(value)
        try await control.keep(
            KeptAnswer(status: status.code, body: bytes), key, order: text, by: principal)
        return JSONAnswer.response(bytes, status: status)
    }
}
