import Control
import Foundation
import Kernel
import Language
import Testing
import Web

@Suite struct `Pages` {
    private func assets() throws -> Assets {
        let console = try Web(
            configuration: WebConfiguration { Instant(milliseconds: 0) }, groups: [], signIn: FakeSignIn(),
            fan: EventFan(), looks: { _, _ in })
        return console.assets
    }

    @Test func `a quote with a combining accent does not break out`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let attacker = try await console.someone("attacker")
            let text = PercentCoding.encode("\"\u{301}><script>\u{301}alert(1)")
            let pages = ["/", "/design", "/trial/look?text=\(text)", "/\(text)", "/sign-in"]
            for path in pages {
                let answer = try await console.client.send("GET", path, [attacker.cookie])
                for raw in ["\"\u{301}", "<script>\u{301}", "<b>\u{301}", "'\u{308}", "<b>"] {
                    let found =
                        answer.body.utf8.count >= raw.utf8.count
                        && Data(answer.body.utf8).range(of: Data(raw.utf8)) != nil
                    #expect(!found, "\(raw) in \(path)")
                }
            }
            // The attack did reach the page.
            let seen = try await console.client.send("GET", "/trial/look?text=\(text)", [attacker.cookie])
            #expect(Data(seen.body.utf8).range(of: Data("&quot;\u{301}&gt;&lt;script&gt;".utf8)) != nil)
        }
    }

    @Test func `the five characters are escaped wherever they stand`() {
        #expect(SafeHTML.escape("<a b=\"c\" d='e'>&") == "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;")
        #expect(Array(SafeHTML.escape("\"\u{301}").utf8) == Array("&quot;\u{301}".utf8))
        #expect(SafeHTML.escape("灯火") == "灯火")
    }

    @Test func `every static text of a template is in the catalogue`() throws {
        let web = try Web(
            configuration: WebConfiguration { Instant(milliseconds: 0) }, groups: [], signIn: FakeSignIn(),
            fan: EventFan(), looks: { _, _ in })
        #expect(web.keysInTemplates.count > 20)
        for key in web.keysInTemplates { #expect(Catalogue.has(key), "\(key)") }
    }

    @Test(arguments: [
        ("{{{a}}}", Templates.Fault.forbidden(template: "x", what: "{{{")),
        ("{{& a}}", .forbidden(template: "x", what: "{{&")),
        ("<p class={{a}}>", .forbidden(template: "x", what: "={{")),
        ("<p style=\"color:red\">", .forbidden(template: "x", what: "style=")),
        ("<script>1</script>", .forbidden(template: "x", what: "<script>")),
        ("[[web.no.such]]", .unknownText(template: "x", key: "web.no.such")),
        ("[[web.workbench.greeting]]", .wantsValues(template: "x", key: "web.workbench.greeting")),
        ("[[asset:none.css]]", .unknownAsset(template: "x", name: "asset:none.css")),
        ("[[icon:none]]", .unknownIcon(template: "x", name: "none")),
    ])
    func `a wrong template stops the start`(text: String, fault: Templates.Fault) throws {
        let assets = try assets()
        #expect(throws: fault) {
            _ = try Templates(sources: ["x": try Templates.checked(text, "x")], assets: assets)
        }
    }

    @Test func `a template's names and its page's are compared`() throws {
        let assets = try assets()
        struct Sample: Page {
            static let template = "x"
            let title = "T"
            let rows: [Row] = [Row(name: "a", note: nil)]
            let note = "outer"
            struct Row {
                let name: String
                let note: String?
            }
        }
        func problems(_ text: String) throws -> [String] {
            TemplateCheck.problems(of: Sample(), in: try Templates(sources: ["x": text], assets: assets))
        }
        #expect(try problems("{{title}}{{note}}{{#rows}}{{name}}{{.note}}{{/rows}}").isEmpty)
        #expect(
            try problems("{{title}}{{note}}{{#rows}}{{nme}}{{/rows}}") == [
                "x asks for nme, which is not there"
            ])
        #expect(
            try problems("{{title}}{{note}}{{#rows}}{{note}}{{/rows}}")
                == ["x: note may be nil and something around it is shown"])
        #expect(try problems("{{title}}{{note}}") == ["x never shows rows"])
    }

    @Test func `a form comes back with what was typed and what is wrong`() async throws {
        try await Console.with { console in
            let clerk = try await console.someone("clerk")
            let body = "account=77%22%CC%81&amount=1%2C000&month=2026-13&note=a%0A++b&\(clerk.token)"
            let answer = try await console.client.send("POST", "/design", clerk.form, body: Array(body.utf8))
            #expect(answer.status == 422)
            #expect(answer.body.contains("value=\"1,000\""))
            #expect(answer.body.contains("value=\"2026-13\""))
            #expect(answer.body.contains("\na\n  b</textarea>"))
            #expect(answer.body.contains("有 2 处需要更正"))
        }
    }

    @Test(arguments: ["-1", "0", "1e3", "0.001", "１２", "1,000", "NaN", "99999999999999999999", " ", "+ 5"])
    func `money fields refuse what is not a plain amount`(text: String) {
        var form = Form(fields: [("amount", text)], language: .zh)
        #expect(form.amount("amount") == nil)
        #expect(form.errors["amount"] != nil)
    }

    @Test func `money fields read plain amounts, blanks of any keyboard around them`() {
        var form = Form(fields: [("amount", "\u{3000}123.45 ")], language: .zh)
        #expect(form.amount("amount") == Money(fen: 12_345))
        #expect(form.isValid)
    }

    @Test func `a notice is shown once, and only a text of ours`() async throws {
        try await Console.with { console in
            let clerk = try await console.someone("clerk")
            let set = try await console.client.send(
                "POST", "/design", clerk.form,
                body: Array("account=1&amount=2&month=2026-01&\(clerk.token)".utf8))
            let notice = try #require(set.cookie("lamplight-notice"))
            let next = try await console.client.send(
                "GET", "/design", [("Cookie", "\(clerk.cookie.1); lamplight-notice=\(notice)")])
            #expect(next.body.contains("class=\"toast\"") && next.cookie("lamplight-notice") == "")
            let forged = try await console.client.send(
                "GET", "/design", [("Cookie", "\(clerk.cookie.1); lamplight-notice=key=Pay%20here")])
            #expect(!forged.body.contains("Pay here"))
        }
    }
}

@Suite struct `Static files` {
    @Test func `come only by their own name and hash`() async throws {
        try await Console.with { console in
            let root = console.web.assets.prefix
            func status(_ path: String) async throws -> Int {
                try await console.client.send("GET", path).status
            }
            let found = [
                try await status(root + "/app.css"), try await status(root + "/live.js"),
                try await status("/static/0000000000000000/app.css"),
            ]
            #expect(found == [200, 200, 404])
            for path in [
                "/../Package.swift", "/%2e%2e/Package.swift", "/..%2fPackage.swift", "/", "", "/app.css/x",
            ] {
                #expect(try await status(root + path) != 200, "\(path)")
            }
        }
    }
}

@Suite struct `Live events` {
    @Test func `reach only readers whose scope holds the organisation and who asked for the topic`()
        async throws
    {
        try await Console.with { console in
            let three = try await console.someone("three")
            let four = try await console.someone("four")
            let path = "/events?topic=billing.run"
            async let heardByThree = console.client.stream(path, [three.cookie]) { $0.contains("last") }
            async let heardByFour = console.client.stream(path, [four.cookie]) { $0.contains("last") }
            while console.fan.streamCount < 2 { await Task.yield() }
            func publish(_ topic: String, _ path: String, _ word: String) {
                console.fan.publish(
                    LiveEvent(topic: topic, organisationPath: OrganisationPath(path), payload: ["word": word])
                )
            }
            publish("billing.run.42", "/1/3/9/", "forThree")
            publish("billing.run.42", "/1/4/", "forFour")
            publish("billing.run.42", "/1/", "forCompany")
            publish("billing.running", "/1/3/", "otherTopic")
            publish("billing.run.43", "/1/3/", "last")
            publish("billing.run.43", "/1/4/", "last")
            let (heard, other) = try await (heardByThree, heardByFour)
            #expect(heard.contains("forThree") && other.contains("forFour"))
            for word in ["forFour", "forCompany", "otherTopic"] { #expect(!heard.contains(word)) }
            for word in ["forThree", "forCompany", "otherTopic"] { #expect(!other.contains(word)) }
            #expect(
                heard.contains("content-type: text/event-stream")
                    || heard.contains("Content-Type: text/event-stream"))
        }
    }

    @Test func `end with the session and show signs of life until then`() async throws {
        try await Console.with { console in
            let clerk = try await console.someone("clerk")
            let signIn = console.signIn
            let heard = try await console.client.stream("/events?topic=a", [clerk.cookie]) { text in
                if text.contains(":\n\n") {
                    Task { try await signIn.signOut(token: clerk.session.token, address: "") }
                }
                return false
            }
            #expect(heard.contains("event: ready") && heard.contains(":\n\n"))
            while console.fan.streamCount > 0 { await Task.yield() }
        }
    }

    @Test func `need a session, a topic, and beyond a session's limit its oldest ends`() async throws {
        try await Console.with { console in
            let clerk = try await console.someone("clerk")
            #expect(try await console.client.send("GET", "/events?topic=a").status == 401)
            #expect(try await console.client.send("GET", "/events", [clerk.cookie]).status == 400)
            #expect(try await console.client.send("GET", "/events?topic=a%0ab", [clerk.cookie]).status == 400)
        }
        let fan = EventFan()
        let scope = OrganisationPath("/1/")
        var open: [AsyncStream<EventFan.Item>] = []
        for _ in 0..<EventFan.streamsPerSession {
            open.append(try fan.subscribe(session: "s", scope: scope, topics: ["a"]).0)
        }
        let other = try fan.subscribe(session: "t", scope: scope, topics: ["a"]).0
        // Whoever leafs quickly through pages looks at the newest; those that were left are missed only later.
        let newest = try fan.subscribe(session: "s", scope: scope, topics: ["a"]).0
        #expect(fan.streamCount == open.count + 1)
        fan.publish(LiveEvent(topic: "a", organisationPath: scope))
        var first = open[0].makeAsyncIterator()
        #expect(await first.next() == nil)
        for stream in open.dropFirst() + [other, newest] {
            var iterator = stream.makeAsyncIterator()
            guard case .event = await iterator.next() else {
                Issue.record("a stream that should be open says nothing")
                return
            }
        }
    }

    @Test func `a slow reader loses events and is told so`() async throws {
        let fan = EventFan()
        let scope = OrganisationPath("/1/")
        let (stream, _) = try fan.subscribe(session: "s", scope: scope, topics: ["a"])
        for _ in 0...EventFan.bufferLimit { fan.publish(LiveEvent(topic: "a", organisationPath: scope)) }
        var iterator = stream.makeAsyncIterator()
        for _ in 0..<EventFan.bufferLimit { _ = await iterator.next() }
        fan.publish(LiveEvent(topic: "a", organisationPath: scope))
        guard case .gap = await iterator.next() else {
            Issue.record("no word of the gap")
            return
        }
    }
}
