import Control
import Foundation
import Hummingbird
import Kernel
import Store
import TestSupport
import Testing
import Web

/// Orders that say by `If-Match` what their sender knows, over every room.
@Suite(.serialized) struct `An order with If-Match` {
    /// A look at personal data is written down even where the order is then refused.
    private static let looks: Set<String> = ["control_audit", "control_audit_head"]

    @Test(arguments: TestEngines.all)
    func `and a tag of yesterday is refused by every route of every room and changes nothing`(
        _ engine: Engine
    ) async throws {
        try await RefusalHouse.with(engine) { console in
            let house = console.house
            let orders = house.web.routes.filter { route in
                guard route.isAPI, route.method != .get, case .may = route.access else { return false }
                return true
            }
            let before = try await console.digest(besides: Self.looks)
            var shown: Set<String> = []
            for route in orders {
                let path = try #require(console.path(of: route))
                let type =
                    if case .upload(let types, _) = route.body { types[0] } else { "application/json" }
                let answer = try await house.send(
                    route.method.rawValue, path, "", type: type, [("If-Match", "\"yesterday\"")])
                let what = "\(route.method) \(route.path) \(answer.status) \(answer.body.prefix(200))"
                // 404 where the sample names what nobody has.
                #expect([404, 412].contains(answer.status), "\(what)")
                #expect(answer["content-type"] == "application/problem+json", "\(what)")
                if answer.body.contains("\"current\":{") {
                    #expect(answer.status == 412 && answer["etag"] != nil, "\(what)")
                    shown.insert(String(path.split(separator: "/")[2...].prefix(2).joined(separator: "/")))
                }
            }
            #expect(try await console.digest(besides: Self.looks) == before)
            // The thing as it is comes with the refusal, in each room that has one.
            let samples = console.samples
            for place in [
                "accounts/\(samples["account"] ?? "")", "billing/runs",
                "control/cases", "control/jobs", "control/months",
                "control/organisations", "control/proposals", "control/tokens", "control/users",
                "payments/\(samples["payment"] ?? "")", "tariff/drafts",
            ] { #expect(shown.contains(place), "\(place) \(shown.sorted())") }
        }
    }

    /// An update of one thing that two people give at once, standing on the same picture of it. `VERSION` is the version
    /// the picture names, a number or a string as it stands there.
    struct Race: Sendable, CustomTestStringConvertible {
        let thing: String
        var order = ""
        let bodies: [String]
        var testDescription: String { thing + order }
    }

    static let races = [
        Race(
            thing: "/accounts/{account}", order: "/change",
            bodies: [#"{"version":VERSION,"route":"R71"}"#, #"{"version":VERSION,"route":"R72"}"#]),
        Race(
            thing: "/accounts/{account}/equipment", order: "/add",
            bodies: ["甲", "乙"].map {
                #"{"name":"\#($0)","kind":"TRANSFORMER","capacityKva":"100","from":"2026-11-22","version":VERSION}"#
            }),
        Race(
            thing: "/accounts/{account}/terms",
            bodies: [5, 7].map {
                #"{"from":"2026-11-22","householdPersons":\#($0),"reason":"人口","version":VERSION}"#
            }),
        Race(
            thing: "/control/users/{user}",
            bodies: ["甲", "乙"].map { #"{"name":"\#($0)","organisation":"2","version":VERSION}"# }),
        Race(
            thing: "/control/organisations/{organisation}", order: "/rename",
            bodies: [#"{"name":"甲所"}"#, #"{"name":"乙所"}"#]),
        Race(
            thing: "/control/cases/{case}", order: "/claim",
            bodies: [#"{"version":VERSION}"#, #"{"version":VERSION}"#]),
        Race(thing: "/control/jobs/{job}", order: "/pause", bodies: ["", ""]),
        Race(
            thing: "/accounts/{account}/readings?month=2026-10",
            bodies: ["30", "31"].map {
                #"{"month":"2026-10","day":"2026-10-\#($0)","version":VERSION,"values":VALUES}"#
            }),
        Race(thing: "/billing/runs/{run}", order: "/check", bodies: ["", ""]),
        Race(
            thing: "/tariff/drafts/{draft}",
            bodies: ["A", "B"].map {
                #"{"version":VERSION,"content":"{\"kind\":\"TARIFF\",\"code\":\"FOREIGN\",\"note\":\"\#($0)\"}"}"#
            }),
    ]

    @Test(arguments: races)
    func `is won by one of two who give it at once`(_ race: Race) async throws {
        for engine in TestEngines.all {
            try await RefusalHouse.with(engine) { console in
                let house = console.house
                let path = Self.path(of: race.thing, console.samples)
                let first = try await house.get(path)
                let looked = first.status == 200 ? first : try await house.get(Self.above(path))
                let tag = try #require(looked["etag"], "\(looked.status) \(looked.body)")
                let version = try Self.value("version", of: looked.body)
                let values = try Self.readings(of: looked.body)
                let bodies = race.bodies.map {
                    $0.replacing("VERSION", with: version).replacing("VALUES", with: values)
                }
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for order in bodies {
                        group.addTask {
                            let answer = try await house.send(
                                "POST", path + race.order, order, [("If-Match", tag)])
                            return answer.status
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }.sorted()
                }
                #expect(statuses.count == 2 && (200..<300).contains(statuses[0]), "\(statuses)")
                #expect([409, 412].contains(statuses[1]), "\(statuses)")
                let after = try await house.get(first.status == 200 ? path : Self.above(path))
                #expect(after["etag"] != tag)
                // Whoever lost and looks again is held to what is there now, and so is whoever kept the old picture.
                let stale = try await house.send(
                    "POST", path + race.order, bodies[1], [("If-Match", tag)])
                #expect(stale.status == 412 && stale["etag"] == after["etag"])
            }
        }
    }

    private static func path(of thing: String, _ samples: [String: String]) -> String {
        var path = "/api/v1"
        for part in thing.split(separator: "/") {
            let name = String(part.dropFirst().dropLast())
            path += "/" + (part.hasPrefix("{") ? samples[name] ?? "" : String(part))
        }
        return path
    }

    private static func above(_ path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    }

    /// What a month's registers showed, to be read so again.
    private static func readings(of body: String) throws -> String {
        let month = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        let registers = month?["registers"] as? [[String: Any]] ?? []
        let values = registers.compactMap { register -> String? in
            guard let kind = register["register"] as? Int, let value = register["current"] as? String else {
                return nil
            }
            return #"{"register":\#(kind),"value":"\#(value)"}"#
        }
        return "[\(values.joined(separator: ","))]"
    }

    /// A value of an answer as it is written there; nothing where it has none of that name.
    private static func value(_ name: String, of body: String) throws -> String {
        guard let found = body.range(of: #""\#(name)":("[^"]*"|[0-9]+)"#, options: .regularExpression) else {
            return ""
        }
        return String(body[found].dropFirst(name.count + 3))
    }
}
