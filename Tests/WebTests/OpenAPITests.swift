import Foundation
import Hummingbird
import Store
import TestSupport
import Testing
import Web

/// The description of the machine's door. That answers and orders are as described is held by `LoopbackClient` on every
/// request of every test.
@Suite struct `The OpenAPI document` {
    @Test func `tells of every route of the machine's door and of nothing else`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let routes = console.house.web.routes
            let bare = routes.filter { $0.isAPI && $0.operation == nil }
                .map { "\($0.method) \($0.path)" }
            #expect(bare.isEmpty, "described(…) is missing at: \(bare.joined(separator: ", "))")
            let pages = routes.filter { !$0.isAPI && $0.operation != nil }.map(\.path.description)
            #expect(pages.isEmpty, "a page is no operation: \(pages)")
            let told = try Contract(console.house.web).document()["paths"] as? [String: [String: Any]] ?? [:]
            let lines = told.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } }
            let real = routes.filter(\.isAPI).map { "\($0.method) \($0.path)" }
            #expect(lines.sorted() == real.sorted())
        }
    }

    @Test
    func
        `every order that moves money or starts a case takes a key, and demands one where it may be done twice`()
        async throws
    {
        /// What a second try would do again.
        let demanded: Set = [
            "payment.payments.take", "control.cases.start", "control.notices.start", "billing.bills.takeBack",
            "billing.runs.takeBack", "billing.bills.takeBackMany",
        ]
        /// What its own state keeps from being done twice.
        let taken: Set = ["payment.payments.reverse", "billing.runs.release", "control.proposals.approve"]
        /// Orders by such words that move no money and start no case.
        let others: Set = [
            "billing.runs.start", "billing.rehearsals.start", "control.covers.approve",
            "control.parameters.set", "records.equipment.undo", "control.drills.start",
            "control.exports.start", "tariff.sets.approve",
        ]
        try await RefusalHouse.with(.sqlite) { console in
            let orders = console.house.web.routes.filter { $0.method == .post }.compactMap(\.operation)
            #expect(Set(orders.filter { $0.isKeyed && !$0.mayLackKey }.map(\.id)) == demanded)
            #expect(Set(orders.filter { $0.isKeyed && $0.mayLackKey }.map(\.id)) == taken)
            let words = ["take", "reverse", "release", "refund", "pay", "start", "approve"]
            let such = orders.map(\.id).filter { id in
                let last = id.split(separator: ".").last ?? ""
                return words.contains { last.hasPrefix($0) }
            }
            let undecided = Set(such).subtracting(demanded).subtracting(taken).subtracting(others)
            #expect(undecided.isEmpty, "decide whether it takes a key: \(undecided.sorted())")
        }
    }

    @Test func `is OpenAPI 3.1 in every part that programs are made from`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let document = try Contract(console.house.web).document()
            #expect(document["openapi"] as? String == "3.1.0")
            let components = document["components"] as? [String: [String: Any]] ?? [:]
            let paths = document["paths"] as? [String: [String: [String: Any]]] ?? [:]
            var ids: [String] = []
            for (path, methods) in paths {
                let inPath = Set(
                    path.split(separator: "/").filter { $0.hasPrefix("{") }.map { $0.dropFirst().dropLast() })
                for operation in methods.values {
                    let id = operation["operationId"] as? String ?? ""
                    ids.append(id)
                    let parameters = operation["parameters"] as? [[String: Any]] ?? []
                    let places = parameters.filter { $0["in"] as? String == "path" }
                    #expect(
                        Set(places.compactMap { $0["name"] as? String }) == Set(inPath.map { String($0) }),
                        "\(id)")
                    #expect(places.allSatisfy { $0["required"] as? Bool == true }, "\(id)")
                    #expect(
                        Set(parameters.compactMap { $0["name"] as? String }).count == parameters.count,
                        "\(id)")
                    let answers = operation["responses"] as? [String: [String: Any]] ?? [:]
                    #expect(answers["default"] != nil && answers.count > 1, "\(id)")
                    #expect(
                        answers.values.allSatisfy { $0["description"] != nil || $0["$ref"] != nil }, "\(id)")
                    #expect((operation["summary"] as? String)?.hasSuffix(".") == true, "\(id)")
                    for scheme in operation["security"] as? [[String: Any]] ?? [] {
                        #expect(scheme.keys.allSatisfy { components["securitySchemes"]?[$0] != nil }, "\(id)")
                    }
                }
            }
            #expect(Set(ids).count == ids.count && ids.count > 40, "\(ids.sorted())")
            for reference in Self.references(in: document) {
                let parts = reference.split(separator: "/").dropFirst().map { String($0) }
                #expect(parts.count == 3 && components[parts[1]]?[parts[2]] != nil, "\(reference)")
            }
        }
    }

    @Test func `tells of names in paths what they are: a tariff's code is no number`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let document = try Contract(console.house.web).document()
            let paths = document["paths"] as? [String: [String: [String: Any]]] ?? [:]
            // Every name that a path has, by a value of it that there is.
            let samples = [
                "tariff": "HB-IND-35KV-TOU", "key": "payment.allocationOrder", "table": "records.useClass",
                "code": "RESIDENTIAL", "role": "counterClerk", "schedule": "control.auditRoots",
                "template": "control.message.trial", "language": "zh", "workflow": "control.contactSheet",
                "channel": "LETTER", "month": "2026-10",
            ]
            let check = SchemaCheck(document: document)
            for (path, methods) in paths {
                for operation in methods.values {
                    for parameter in operation["parameters"] as? [[String: Any]] ?? []
                    where parameter["in"] as? String == "path" {
                        let name = parameter["name"] as? String ?? ""
                        let problems = check.problems(
                            of: samples[name] ?? "4611686018427387904", against: parameter["schema"] ?? 0)
                        #expect(problems.isEmpty, "\(path): \(problems)")
                    }
                }
            }
        }
    }

    @Test func `is served to anyone`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let answer = try await console.client.send("GET", "/api/openapi.json")
            #expect(answer.status == 200 && answer["content-type"] == "application/json")
            #expect(answer.body.contains("\"openapi\":\"3.1.0\""))
        }
    }

    @Test func `is held to: what does not fit a form is told with its place`() throws {
        let schema: [String: Any] = [
            "type": "object", "required": ["id", "lines"],
            "properties": [
                "id": ["type": "string", "pattern": "^[0-9]+$"],
                "lines": ["type": "array", "items": ["$ref": "#/components/schemas/Line"]],
                "isGood": ["type": "boolean"],
            ],
        ]
        let line: [String: Any] = [
            "type": "object", "required": ["count"],
            "properties": [
                "count": ["type": "integer", "minimum": 1], "kind": ["type": "string", "enum": ["A"]],
            ],
        ]
        let check = SchemaCheck(document: ["components": ["schemas": ["Line": line]]])
        func problems(_ text: String) throws -> [String] {
            check.problems(of: try JSONSerialization.jsonObject(with: Data(text.utf8)), against: schema)
        }
        #expect(try problems(#"{"id":"12","lines":[{"count":1,"kind":"A"}],"isGood":true}"#).isEmpty)
        #expect(try problems(#"{"id":"1x","lines":[]}"#).count == 1)
        #expect(try problems(#"{"id":12,"lines":[]}"#).count == 1)
        #expect(try problems(#"{"lines":[]}"#) == ["/id: missing"])
        #expect(try problems(#"{"id":"1","lines":[],"more":1}"#) == ["/more: not told of"])
        #expect(try problems(#"{"id":"1","lines":[{"count":0}]}"#) == ["/lines/0/count: below 1"])
        #expect(try problems(#"{"id":"1","lines":[{"count":1.5}]}"#).count == 1)
        #expect(try problems(#"{"id":"1","lines":[{"count":true}]}"#).count == 1)
        #expect(try problems(#"{"id":"1","lines":[{"count":1,"kind":"B"}]}"#).count == 1)
        #expect(try problems(#"{"id":"1","lines":[],"isGood":1}"#).count == 1)
    }

    /// Every `$ref` in a value.
    private static func references(in value: Any) -> [String] {
        if let list = value as? [Any] { return list.flatMap(references) }
        guard let object = value as? [String: Any] else { return [] }
        return (object["$ref"] as? String).map { [$0] } ?? object.values.flatMap(references)
    }
}
