import Control
import Hummingbird

/// The description of the machine's door as an OpenAPI 3.1 document, made from the routes themselves.
enum OpenAPI {
    /// The document of those `routes` that are described.
    static func document(of routes: [Route]) -> JSONValue {
        var named: [String: JSONSchema] = [:]
        SchemaProbe.schema(of: Problem.self).collect(into: &named)
        var paths: [String: [String: JSONValue]] = [:]
        var tags: Set<String> = []
        for route in routes {
            guard let operation = route.operation else { continue }
            for schema in ([operation.takes] + operation.answers.values.map { $0 }).compactMap({ $0 }) {
                schema.collect(into: &named)
            }
            tags.insert(operation.tag)
            paths[route.path.description, default: [:]][route.method.rawValue.lowercased()] = value(
                operation, of: route)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Lamplight", "version": "1",
                "summary": "What the console can do, for programs.",
                "description": """
                Ids, amounts, energies and register values are decimal strings; days and months are ISO 8601; \
                instants whose name ends in Ms are milliseconds since 1970-01-01Z, as decimal strings. A field \
                without a value is left out. Whatever lies outside the reader's data scope is not found.
                """,
            ],
            "servers": [["url": "/"]],
            "tags": .list(tags.sorted().map { ["name": .text($0)] }),
            "paths": .object(paths.mapValues { .object($0) }),
            "components": [
                "schemas": .object(named.mapValues(\.value)),
                "responses": ["problem": problem],
                "securitySchemes": schemes,
            ],
        ]
    }

    /// The document's bytes, fields in alphabetical order: the same routes give the same bytes.
    static func bytes(of routes: [Route]) throws -> [UInt8] {
        try JSONAnswer.bytes(document(of: routes))
    }

    private static let problem: JSONValue = [
        "description": "Refused, or failed: problem details (RFC 9457).",
        "content": [
            "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
        ],
    ]

    private static let schemes: JSONValue = [
        "session": [
            "type": "apiKey", "in": "cookie", "name": "lamplight-session",
            "description": """
            A person's session in a browser. What changes something needs the header X-CSRF-Token besides, whose \
            value is in every page.
            """,
        ],
        "customer": [
            "type": "apiKey", "in": "cookie", "name": "lamplight-customer",
            "description": "The session of a customer at their own pages.",
        ],
        "customerBearer": [
            "type": "http", "scheme": "bearer",
            "description": "The token of a customer's session opened by POST /api/v1/portal/sign-in.",
        ],
        "csrf": ["type": "apiKey", "in": "header", "name": "X-CSRF-Token"],
        "bearer": [
            "type": "http", "scheme": "bearer",
            "description": """
            A machine's token with the permissions it was issued for, or the token of a session opened by \
            POST /api/v1/sign-in. The words beside it are the permissions the operation needs.
            """,
        ],
    ]

    private static func value(_ operation: Operation, of route: Route) -> JSONValue {
        var fields: [String: JSONValue] = [
            "operationId": .text(operation.id), "summary": .text(operation.summary),
            "tags": [.text(operation.tag)], "responses": answers(operation, of: route),
            "security": security(route),
        ]
        if !operation.note.isEmpty { fields["description"] = .text(operation.note) }
        if case .may(let permission) = route.access { fields["x-permission"] = .text(permission.code) }
        let parameters = parameters(operation, of: route)
        if !parameters.isEmpty { fields["parameters"] = .list(parameters) }
        if let body = body(operation, of: route) { fields["requestBody"] = body }
        return .object(fields)
    }

    private static func security(_ route: Route) -> JSONValue {
        var needed: JSONValue = []
        switch route.access {
        case .anyone: return []
        case .customer:
            return [
                route.method == .get ? ["customer": []] : ["customer": [], "csrf": []],
                ["customerBearer": []],
            ]
        case .signedIn: break
        case .may(let permission): needed = [.text(permission.code)]
        }
        let session: JSONValue = route.method == .get ? ["session": []] : ["session": [], "csrf": []]
        return [session, ["bearer": needed]]
    }

    private static func parameters(_ operation: Operation, of route: Route) -> [JSONValue] {
        var all = route.path.parameterNames.map { name -> JSONValue in
            [
                "name": .text(name), "in": "path", "required": .flag(true),
                "schema": PathWord.schema(name).value,
            ]
        }
        all += operation.query.map { parameter in
            [
                "name": .text(parameter.name), "in": "query", "required": .flag(parameter.isRequired),
                "description": .text(parameter.about), "schema": parameter.schema.value,
            ]
        }
        all.append(
            route.method == .get
                ? header("If-None-Match", "The ETag of an earlier answer: 304 where nothing changed.")
                : header(
                    "If-Match",
                    "The ETag of the thing this changes, as it was read: 412 with the thing as it is where it changed."
                ))
        if operation.isKeyed {
            all.append([
                "name": "Idempotency-Key", "in": "header", "required": .flag(!operation.mayLackKey),
                "description": """
                Names the order. Sent again with the same body it is answered as the first time and done once; with \
                another body it is refused.
                """,
                "schema": ["type": "string", "minLength": .number(1), "maxLength": .number(100)],
            ])
        }
        return all
    }

    private static func header(_ name: String, _ about: String) -> JSONValue {
        [
            "name": .text(name), "in": "header", "required": .flag(false), "description": .text(about),
            "schema": ["type": "string"],
        ]
    }

    private static func body(_ operation: Operation, of route: Route) -> JSONValue? {
        if case .upload(let types, let limit) = route.body {
            return [
                "required": .flag(true), "description": .text("A file of at most \(limit) bytes."),
                "content": .object(Dictionary(uniqueKeysWithValues: types.map { ($0, [:]) })),
            ]
        }
        guard let schema = operation.takes else { return nil }
        return ["required": .flag(true), "content": ["application/json": ["schema": schema.value]]]
    }

    private static func answers(_ operation: Operation, of route: Route) -> JSONValue {
        var all: [String: JSONValue] = ["default": ["$ref": "#/components/responses/problem"]]
        for (code, schema) in operation.answers {
            var answer: [String: JSONValue] = [
                "description": .text(HTTPResponse.Status(code: code).reasonPhrase)
            ]
            if let schema { answer["content"] = ["application/json": ["schema": schema.value]] }
            all[String(code)] = .object(answer)
        }
        if route.method == .get {
            all["304"] = ["description": "The same as the asker has: If-None-Match named its ETag."]
        }
        return .object(all)
    }
}

/// What stands in a path under a name.
enum PathWord {
    /// Names that are words, not ids.
    private static let words: Set<String> = [
        "key", "table", "code", "role", "schedule", "template", "language", "thing", "workflow", "channel",
    ]

    static func schema(_ name: String) -> JSONSchema {
        if name == "month" { return .month }
        return words.contains(name) ? .text() : .id
    }
}
