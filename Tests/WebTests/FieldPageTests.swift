import Control
import Foundation
import Kernel
import Testing
import Web
import WebField

@Suite struct `The field page` {
    private static let certificate: [UInt8] = [0x30, 0x03, 0x02, 0x01, 0x07]

    private func with(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with(
            { WebField(control: $0.control, certificate: Self.certificate).pages }, work)
    }

    /// A work contact sheet of the first station in hand, at version 2.
    private func order(_ house: WebHouse) async throws -> WorkCaseID {
        let people = WebHouse.People(house.control)
        let session = try await people.session(token: WebHouse.token("a"), address: "")
        let person = try #require(session?.principal)
        let id = try await house.control.startCase(
            "control.contactSheet", title: "核实表箱", place: WebHouse.stations[0],
            values: ["matter": "三号楼 <b>", "urgency": "normal"], by: person)
        try await house.control.claimCase(id, version: 1, by: person)
        return id
    }

    private func entry(
        _ order: WorkCaseID, key: String = "0123456789abcdef", version: String = "2",
        _ values: String = #"{"report":"已核实","doneOn":"2026-11-22","cost":"12.5"}"#
    ) -> String {
        #"{"key":"\#(key)","kind":"control.case","task":"\#(order)","form":"execute","version":"\#(version)","#
            + #""values":\#(values),"enteredAtMs":"1795305600000"}"#
    }

    private func json(_ answer: Answer) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
    }

    @Test func `it is the same for everybody who may use it, so that a phone may keep it`() async throws {
        try await with { house in
            let page = try await house.get("/field/", as: "a")
            #expect(page.status == 200)
            #expect(page["x-field-user"] == house.control.systemPrincipal().user.description)
            #expect(page.body == (try await house.get("/field/", as: "b")).body)
            #expect(page.body.contains("rel=\"manifest\""))
            for own in ["梁守灯", "东港供电所", WebHouse.csrf("a")] { #expect(!page.body.contains(own)) }
            let bare = try await house.get("/field", as: "a")
            #expect(bare.status == 303 && bare["location"] == "/field/")
            #expect(try await house.get("/field/", as: "bare").status == 403)
            #expect(try await house.client.send("GET", "/field/").status == 401)
        }
    }

    @Test func `the worker has every file at hand that the page is made of`() async throws {
        try await with { house in
            let worker = try await house.client.send("GET", "/field/worker.js")
            #expect(worker["content-type"] == "text/javascript; charset=utf-8")
            let root = house.web.assets.prefix
            #expect(worker.body.contains("prefix: \"\(root)\""))
            func named(_ text: String, _ pattern: String) throws -> Set<String> {
                let words = try NSRegularExpression(pattern: pattern)
                let range = NSRange(text.startIndex..., in: text)
                return Set(
                    words.matches(in: text, range: range).compactMap {
                        Range($0.range(at: 1), in: text).map { String(text[$0]) }
                    })
            }
            let kept = try named(worker.body, "\"([a-z0-9-]+\\.[a-z]+)\"")
            for name in kept {
                #expect(try await house.client.send("GET", "\(root)/\(name)").status == 200, "\(name)")
            }
            // What the page links, and what each module imports in turn.
            let page = try await house.get("/field/").body
            var wanted = try named(page, "\(root)/([a-z0-9-]+\\.(?:js|css|svg|png))")
            var waiting = Array(wanted)
            while let name = waiting.popLast() {
                guard name.hasSuffix(".js") else { continue }
                let text = try await house.client.send("GET", "\(root)/\(name)").body
                let imported = try named(text, "(?:from|import) \"\\./([a-z0-9-]+\\.js)\"")
                waiting += imported.subtracting(wanted)
                wanted.formUnion(imported)
            }
            #expect(wanted.subtracting(kept) == [])
            #expect(wanted.contains("field-sync.js") && wanted.contains("field.css"))
        }
    }

    @Test func `the manifest and the certificate need no session`() async throws {
        try await with { house in
            let manifest = try await house.client.send("GET", "/field/manifest.webmanifest")
            #expect(manifest["content-type"] == "application/manifest+json")
            let object = try json(manifest)
            #expect(
                object["start_url"] as? String == "/field/" && object["display"] as? String == "standalone")
            for icon in try #require(object["icons"] as? [[String: String]]) {
                let answer = try await house.client.send("GET", try #require(icon["src"]))
                #expect(answer.status == 200 && answer["content-type"] == "image/png")
            }
            let certificate = try await house.client.send("GET", "/field/certificate.crt")
            #expect(certificate["content-type"] == "application/x-x509-ca-cert")
            #expect(Array(certificate.body.utf8) == Self.certificate)
        }
    }

    @Test func `the day's work comes down, an entry goes up once, and is answered the same again`()
        async throws
    {
        try await with { house in
            let id = try await order(house)
            let work = try json(try await house.get("/api/v1/field/work", as: "a"))
            #expect(work["csrf"] as? String == WebHouse.csrf("a"))
            let kind = try #require((work["kinds"] as? [[String: Any]])?.first)
            let task = try #require((kind["tasks"] as? [[String: Any]])?.first)
            #expect(kind["name"] as? String == "工单" && task["id"] as? String == id.description)
            #expect(task["version"] as? String == "2" && task["formName"] as? String == "办理")
            // The limit of ten working days ends with a day, not with the midnight after it.
            #expect(task["due"] as? String == "2026年12月4日")
            let fields = try #require(task["fields"] as? [[String: Any]])
            #expect(fields.compactMap { $0["type"] as? String } == ["text", "day", "money"])
            #expect(try await house.get("/api/v1/field/work", as: "b").body.contains("\"tasks\":[]"))
            for _ in 0..<2 {
                let answer = try await house.send("POST", "/api/v1/field/entries", entry(id), as: "a")
                #expect(answer.status == 200)
                #expect(try json(answer)["outcome"] as? String == "accepted")
            }
            #expect(try await house.count("control_field_entry") == 1)
            let other = try await house.send(
                "POST", "/api/v1/field/entries", entry(id, version: "3"), as: "a")
            #expect(other.status == 409 && other.body.contains("control.refusal.keyReused"))
        }
    }

    @Test func `a conflict shows what stands there now, as one types it`() async throws {
        try await with { house in
            let id = try await order(house)
            _ = try await house.send("POST", "/api/v1/field/entries", entry(id), as: "a")
            let late = entry(id, key: "fedcba9876543210", #"{"report":"另一份","doneOn":"2026-11-21"}"#)
            let answer = try await house.send("POST", "/api/v1/field/entries", late, as: "a")
            let receipt = try json(answer)
            #expect(answer.status == 200 && receipt["outcome"] as? String == "conflict")
            let standing = try #require(receipt["standing"] as? [String: Any])
            #expect(
                standing["values"] as? [String: String]
                    == ["report": "已核实", "doneOn": "2026-11-22", "cost": "12.50"])
            #expect(standing["task"] == nil)
            let lines = try #require(standing["lines"] as? [[String: String]])
            #expect(lines.contains(["label": "当前环节", "value": "验收"]))
        }
    }

    @Test func `a wrong form is refused field by field, in the reader's language`() async throws {
        try await with { house in
            let id = try await order(house)
            let wrong = entry(id, #"{"report":"x","doneOn":"2026-02-30"}"#)
            let zh = try json(try await house.send("POST", "/api/v1/field/entries", wrong, as: "a"))
            #expect(zh["outcome"] as? String == "refused")
            #expect(zh["faults"] as? [String: String] == ["doneOn": "请填写存在的日期。"])
            let answer = try await house.client.send(
                "POST", "/api/v1/field/entries",
                [
                    ("Cookie", "lamplight-session=\(WebHouse.token("a")); lamplight-language=en"),
                    ("Content-Type", "application/json"), ("X-CSRF-Token", WebHouse.csrf("a")),
                ], body: Array(wrong.utf8))
            #expect(try json(answer)["faults"] as? [String: String] == ["doneOn": "Give a day that exists."])
            let lacking = try await house.send("POST", "/api/v1/field/entries", "{}", as: "a")
            #expect(lacking.status == 400 && lacking.body.contains("/key missing"))
        }
    }

    @Test func `signing out leaves what waits in the browser's store`() async throws {
        try await Console.with { console in
            let clerk = try await console.someone("clerk")
            let answer = try await console.client.send(
                "POST", "/sign-out", clerk.form, body: Array(clerk.token.utf8))
            #expect(answer.status == 303 && answer["clear-site-data"] == "\"cache\"")
        }
    }
}
