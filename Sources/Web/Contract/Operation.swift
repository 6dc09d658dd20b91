package import Hummingbird

/// What one route of the machine's door takes and gives, for the description that programs are written from.
package struct Operation: Sendable {
    /// A value in the query.
    package struct Parameter: Sendable {
        let name: String
        let schema: JSONSchema
        let about: String
        let isRequired: Bool

        package init(_ name: String, _ schema: JSONSchema, _ about: String, isRequired: Bool = false) {
            self.name = name
            self.schema = schema
            self.about = about
            self.isRequired = isRequired
        }

        package static func text(_ name: String, _ about: String) -> Parameter {
            Parameter(name, .text(), about)
        }
        package static func day(_ name: String, _ about: String) -> Parameter { Parameter(name, .day, about) }
        package static func month(_ name: String, _ about: String) -> Parameter {
            Parameter(name, .month, about)
        }
    }

    /// The room's word and what is done there: `records.accounts.list`. No two routes share one.
    package let id: String
    /// One line.
    package let summary: String
    /// More, where a line does not say it all.
    package let note: String
    let query: [Parameter]
    var takes: JSONSchema?
    var answers: [Int: JSONSchema?]
    /// Of a good answer.
    var media = "application/json"
    /// Whether the order is carried out once for a header `Idempotency-Key`.
    package let isKeyed: Bool
    /// Whether the header may be left out, because the order's own state keeps it from being done twice.
    package let mayLackKey: Bool

    /// The room's word.
    var tag: String { String(id.prefix { $0 != "." }) }
}

/// No body at all.
package struct NoBody: Codable, Sendable {}

extension Route {
    /// The route with its description. What it takes and gives is read off the types.
    ///
    /// - Parameters:
    ///   - gives: what a good answer of `status` holds; nothing with 204.
    ///   - otherwise: what an answer of another status holds, such as a proposal with 202 where a second person must
    ///     agree first. Problems need no word.
    package func described<Taken: Decodable, Given: Decodable>(
        _ id: String, _ summary: String, _ note: String = "", query: [Operation.Parameter] = [],
        takes: Taken.Type = NoBody.self, gives: Given.Type = NoBody.self, status: HTTPResponse.Status = .ok,
        otherwise: [HTTPResponse.Status: any Decodable.Type] = [:], keyed: Bool = false,
        mayBeKeyed: Bool = false
    ) -> Route {
        var route = self
        var answers: [Int: JSONSchema?] = [
            status.code: given(Given.self)
        ]
        for (status, type) in otherwise { answers[status.code] = given(type) }
        route.operation = Operation(
            id: id, summary: summary, note: note, query: query, takes: given(Taken.self), answers: answers,
            isKeyed: keyed || mayBeKeyed, mayLackKey: !keyed)
        return route
    }

    /// Says in words of its own what a good answer holds, where no type can be read off.
    ///
    /// - Precondition: the route is described.
    package func answering(_ schema: JSONSchema, status: HTTPResponse.Status = .ok) -> Route {
        var route = self
        route.operation?.answers[status.code] = schema
        return route
    }

    /// Says that a good answer is a CSV file.
    ///
    /// - Precondition: the route is described.
    package func answeringCSV(_ about: String) -> Route { answering("text/csv", about) }

    /// Says that a good answer is a file of another type than JSON.
    ///
    /// - Precondition: the route is described.
    package func answering(_ media: String, _ about: String) -> Route {
        var route = answering(.text(about: about))
        route.operation?.media = media
        return route
    }

    /// Says in words of its own what the order holds, where no type can be read off.
    ///
    /// - Precondition: the route is described.
    package func taking(_ schema: JSONSchema) -> Route {
        var route = self
        route.operation?.takes = schema
        return route
    }

    private func given<Value: Decodable>(_ type: Value.Type) -> JSONSchema? {
        type == NoBody.self ? nil : SchemaProbe.schema(of: type)
    }
}
