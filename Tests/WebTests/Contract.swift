import Foundation
import Hummingbird
import TestSupport
import Testing
import Web

/// The served description of the machine's door, and a hand that holds requests and answers to it.
struct Contract: Sendable {
    private let routes: [Route]
    private let bytes: [UInt8]

    init(_ web: Web) {
        routes = web.routes.filter { $0.operation != nil }
        bytes = web.openAPI
    }

    /// The document as it is read by a program.
    func document() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    /// Records an issue where an answer is not as it is described, or where what was taken is not.
    func hold(_ method: String, _ target: String, body: [UInt8], to answer: Answer) throws {
        let path = String(target.prefix { $0 != "?" })
        guard path.hasPrefix("/api/"), let (template, word) = operation(method, path) else { return }
        let document = try document()
        let check = SchemaCheck(document: document)
        let paths = document["paths"] as? [String: Any]
        let operation = try #require((paths?[template] as? [String: Any])?[word] as? [String: Any])
        let what = "\(method) \(target) \(answer.status)"
        let given = String((answer["content-type"] ?? "").prefix { $0 != ";" })
        let answers = operation["responses"] as? [String: Any] ?? [:]
        var described = answers[String(answer.status)] as? [String: Any]
        if described == nil || given == "application/problem+json" {
            #expect(given == "application/problem+json", "\(what) is not described")
            described =
                ((document["components"] as? [String: Any])?["responses"] as? [String: Any])?["problem"]
                as? [String: Any]
        }
        if let content = described?["content"] as? [String: Any] {
            let schema = (content[given] as? [String: Any])?["schema"] ?? [:] as [String: Any]
            let value =
                !given.hasSuffix("json")
                ? answer.body
                : try JSONSerialization.jsonObject(with: Data(answer.body.utf8), options: .fragmentsAllowed)
            let problems = check.problems(of: value, against: schema)
            #expect(content[given] != nil && problems.isEmpty, "\(what): \(given) \(problems)")
        } else {
            #expect(answer.body.isEmpty, "\(what): a body is not described")
        }
        guard answer.status < 300 else { return }
        try hold(body, to: operation, check, what)
        hold(target, under: template, to: operation, check, what)
    }

    /// What was taken from the path and the query must be what the description asks for.
    private func hold(
        _ target: String, under template: String, to operation: [String: Any], _ check: SchemaCheck,
        _ what: String
    ) {
        let parameters = operation["parameters"] as? [[String: Any]] ?? []
        func schema(_ name: String, _ place: String) -> [String: Any]? {
            parameters.first { $0["name"] as? String == name && $0["in"] as? String == place }?["schema"]
                as? [String: Any]
        }
        let halves = target.split(separator: "?", maxSplits: 1)
        let names = template.split(separator: "/")
        for (name, value) in zip(names, halves[0].split(separator: "/")) where name.hasPrefix("{") {
            let text = String(value).removingPercentEncoding ?? ""
            let problems = check.problems(
                of: text, against: schema(String(name.dropFirst().dropLast()), "path") ?? 0)
            #expect(problems.isEmpty, "\(what) took {\(name)}: \(problems)")
        }
        let query = halves.count < 2 ? [] : halves[1].split(separator: "&")
        for pair in query {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0]).removingPercentEncoding ?? ""
            let text = parts.count < 2 ? "" : String(parts[1]).replacing("+", with: " ")
            guard let asked = schema(name, "query"), let value = text.removingPercentEncoding else {
                continue
            }
            let number = asked["type"] as? String == "integer" ? Int(value) : nil
            let problems = check.problems(of: number.map { $0 as Any } ?? value, against: asked)
            #expect(value.isEmpty || problems.isEmpty, "\(what) took \(name): \(problems)")
        }
    }

    /// What was taken must be what the description asks for.
    private func hold(_ body: [UInt8], to operation: [String: Any], _ check: SchemaCheck, _ what: String)
        throws
    {
        let asked = operation["requestBody"] as? [String: Any]
        guard let content = asked?["content"] as? [String: Any],
            let json = content["application/json"] as? [String: Any], let schema = json["schema"]
        else { return }
        let order = try JSONSerialization.jsonObject(with: Data(body), options: .fragmentsAllowed)
        let problems = check.problems(of: order, against: schema)
        #expect(problems.isEmpty, "\(what) took: \(problems)")
    }

    /// The described route that a path leads to: a word at an earlier place wins, as in the route table.
    private func operation(_ method: String, _ path: String) -> (template: String, word: String)? {
        let parts = path.split(separator: "/").map { String($0) }
        let wanted = method == "HEAD" ? "GET" : method
        let fitting = routes.filter { route in
            route.method.rawValue == wanted && route.path.segments.count == parts.count
                && zip(route.path.segments, parts).allSatisfy { segment, part in
                    if case .word(let word) = segment { word == part } else { true }
                }
        }
        let best = fitting.min { $0.path.parameterNames.count < $1.path.parameterNames.count }
        return best.map { ($0.path.description, $0.method.rawValue.lowercased()) }
    }
}
