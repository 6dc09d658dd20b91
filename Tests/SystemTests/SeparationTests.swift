import Foundation
import TestSupport
import Testing

/// Two clerks of two stations, signed in at once: each sees their own station's customers by every way there is, and the
/// other's by none.
@Suite(.serialized) struct `Two stations in two browsers` {
    /// A clerk at the counter, with an account of their own station.
    private struct Clerk {
        let browser: Browser
        let token: String
        let id: String
        let number: String
        let address: String
        let bill: String
        /// `11`
        let station: String
        let stationName: String
    }

    private struct Answer {
        let status: Int
        let address: String
        let text: String
    }

    @Test
    func
        `are apart by page, guessed address, search, export, live events and token, and each sees its own by all six`()
        async throws
    {
        let server = try await DemoServer(accounts: 300, months: 3)
        let first = try await Browser()
        let second = try await Browser()
        let security = try await Browser()
        let administrator = try await Browser()
        defer { for browser in [first, second, security, administrator] { browser.close() } }
        try await server.signIn("kf.laocheng", first)
        try await server.signIn("kf.gangqu", second)
        try await server.signIn("secadmin", security)
        try await server.signIn("admin", administrator)
        let two = [security, administrator]
        let one = try await Self.clerk(first, "11", "老城供电所", two, server)
        let other = try await Self.clerk(second, "12", "港区供电所", two, server)
        #expect(one.id != other.id && one.number != other.number)

        for (clerk, far) in [(one, other), (other, one)] {
            try await Self.byPage(clerk, far, server)
            try Self.byGuessedAddress(clerk, far)
            try await Self.bySearch(clerk, far, server)
            try Self.byExport(clerk, far)
            try Self.byToken(clerk, far, server)
        }
        try await Self.byLiveEvents(one, other)
    }

    // MARK: The six ways

    private static func byPage(_ clerk: Clerk, _ far: Clerk, _ server: DemoServer) async throws {
        for path in ["/records/accounts", "/records/grid", "/payment/today", "/", "/board"] {
            let page = try get(path, clerk.browser)
            if path != "/board" { #expect(page.status == 200, "\(path)") }
            for word in [far.number, far.address, far.stationName] {
                #expect(!page.text.contains(word), "\(clerk.stationName) \(path) \(word)")
            }
        }
        try clerk.browser.open(server.base + "/records/accounts")
        try await clerk.browser.wait(for: clerk.stationName, in: "main tbody")
        try clerk.browser.open(server.base + "/records/accounts/\(clerk.id)")
        try await clerk.browser.wait(for: clerk.number, in: "main")
        try clerk.browser.open(server.base + "/records/accounts/\(far.id)")
        _ = try await clerk.browser.find("main .error-page")
    }

    private static func byGuessedAddress(_ clerk: Clerk, _ far: Clerk) throws {
        func paths(_ of: Clerk) -> [String] {
            [
                "/records/accounts/\(of.id)", "/billing/accounts/\(of.id)", "/billing/bills/\(of.bill)",
                "/api/v1/accounts/\(of.id)", "/api/v1/accounts/\(of.id)/bills", "/api/v1/bills/\(of.bill)",
                "/records/accounts?organisation=\(of.station)",
                "/records/accounts.csv?organisation=\(of.station)",
            ]
        }
        for path in paths(clerk) { #expect(try get(path, clerk.browser).status == 200, "\(path)") }
        for path in paths(far) {
            let answer = try get(path, clerk.browser)
            // Not 403: that there is something at all is the other station's to know.
            #expect(answer.status == 404, "\(clerk.stationName) \(path)")
            #expect(!answer.text.contains(far.number) && !answer.text.contains(far.address), "\(path)")
        }
        // Nor does an address that nobody has say anything else.
        let nobody = try get("/records/accounts/9999999999999", clerk.browser)
        let guessed = try get("/records/accounts/\(far.id)", clerk.browser)
        #expect(nobody.status == 404)
        func sentence(_ answer: Answer, _ id: String) -> String? {
            answer.text.components(separatedBy: "<main").last?.components(separatedBy: "</main>").first?
                .replacingOccurrences(of: " \(id)<", with: "<")
        }
        #expect(nobody.text.contains("error-page"))
        #expect(sentence(guessed, far.id) == sentence(nobody, "9999999999999"))
    }

    private static func bySearch(_ clerk: Clerk, _ far: Clerk, _ server: DemoServer) async throws {
        for words in [clerk.number, clerk.address] {
            let found = try get("/api/v1/accounts?query=\(encoded(words))", clerk.browser)
            #expect(found.text.contains("\"id\":\"\(clerk.id)\""), "\(words)")
        }
        for words in [far.number, String(far.number.dropLast(3)), far.address] {
            for path in ["/records?q=", "/api/v1/accounts?query="] {
                let found = try get(path + encoded(words), clerk.browser)
                #expect(found.status == 200)
                #expect(
                    !found.text.contains("/accounts/\(far.id)\"")
                        && !found.text.contains("\"id\":\"\(far.id)\""),
                    "\(path)\(words)")
            }
        }
        try clerk.browser.open(server.base + "/records")
        try await clerk.browser.focused("#q")
        try clerk.browser.press(clerk.number)
        try await clerk.browser.wait(for: clerk.number, in: "#found")
        try clerk.browser.open(server.base + "/records")
        try await clerk.browser.focused("#q")
        try clerk.browser.press(far.number)
        _ = try await clerk.browser.find("#found .empty")
    }

    private static func byExport(_ clerk: Clerk, _ far: Clerk) throws {
        let file = try get("/records/accounts.csv", clerk.browser)
        #expect(file.status == 200)
        let lines = file.text.split(whereSeparator: \.isNewline).dropFirst()
        #expect(lines.count > 10 && lines.contains { $0.contains("\"\(clerk.number)\"") })
        #expect(lines.allSatisfy { $0.contains("\"\(clerk.stationName)\"") })
        #expect(!file.text.contains(far.number))
    }

    private static func byToken(_ clerk: Clerk, _ far: Clerk, _ server: DemoServer) throws {
        let client = HTTPClient(port: try #require(Int(server.base.split(separator: ":").last ?? "")))
        func get(_ path: String) throws -> HTTPClient.Answer {
            try client.get(path, headers: [("Authorization", "Bearer \(clerk.token)")])
        }
        let own = try get("/api/v1/accounts/\(clerk.id)")
        #expect(own.status == 200 && own.text.contains(clerk.number))
        #expect(try get("/api/v1/accounts?query=\(clerk.number)").text.contains(clerk.number))
        for path in [
            "/api/v1/accounts/\(far.id)", "/api/v1/accounts/\(far.id)/bills", "/api/v1/bills/\(far.bill)",
        ] {
            #expect(try get(path).status == 404, "\(path)")
        }
        #expect(try !get("/api/v1/accounts?query=\(far.number)").text.contains(far.number))
        // A machine's token opens the machine's door and no page, file or stream.
        for path in ["/records/accounts", "/records/accounts.csv", "/events?topic=payment"] {
            #expect(try get(path).status == 401, "\(path)")
        }
    }

    private static func byLiveEvents(_ one: Clerk, _ other: Clerk) async throws {
        for clerk in [one, other] {
            _ = try clerk.browser.run(
                """
                window.heard = [];
                window.stream = new EventSource('/events?topic=payment&topic=billing&topic=records');
                window.stream.addEventListener('ready', () => { window.isOpen = true; });
                window.stream.addEventListener('live', (event) => window.heard.push(event.data));
                return 1
                """)
            try await clerk.browser.wait(for: "the stream") {
                try clerk.browser.run("return window.isOpen === true") == "true"
            }
        }
        // Each hears their own after the other's was told, so what they did not hear by then never came.
        for (clerk, key) in [(one, "1"), (other, "2"), (one, "3"), (other, "4")] {
            let taken = try pay(clerk, key: key)
            #expect(taken == 201)
            try await clerk.browser.wait(for: "the payment's event") {
                try clerk.browser.run("return window.heard.join(' ')").contains(clerk.id)
            }
            _ = try clerk.browser.run(
                "window.before = (window.before ?? '') + window.heard.join(' '); window.heard = []; return 1")
        }
        for (clerk, far) in [(one, other), (other, one)] {
            let heard = try clerk.browser.run("return window.before")
            #expect(heard.contains("\\\"account\\\":\\\"\(clerk.id)\\\""))
            #expect(!heard.contains("\\\"account\\\":\\\"\(far.id)\\\""))
        }
    }

    // MARK: What they share

    private static func clerk(
        _ browser: Browser, _ station: String, _ name: String, _ two: [Browser], _ server: DemoServer
    ) async throws -> Clerk {
        struct List: Decodable {
            struct Row: Decodable {
                let id: String
                let consumerNo: String
                let address: String
            }
            let items: [Row]
        }
        struct Bills: Decodable {
            struct Row: Decodable { let id: String }
            let items: [Row]
        }
        struct Debt: Decodable { let total: String }
        let list = try JSONDecoder().decode(
            List.self, from: Data(try get("/api/v1/accounts?limit=200", browser).text.utf8))
        for row in list.items {
            let text = try get("/api/v1/accounts/\(row.id)/bills", browser).text
            let debt = try JSONDecoder().decode(
                Debt.self, from: Data(try get("/api/v1/accounts/\(row.id)/debt", browser).text.utf8))
            // Two payments of one yuan are to be taken.
            guard let bill = try JSONDecoder().decode(Bills.self, from: Data(text.utf8)).items.first,
                let owed = Int(debt.total.prefix { $0 != "." }), owed > 2
            else { continue }
            return Clerk(
                browser: browser, token: try await token(for: station, two[0], two[1], server), id: row.id,
                number: row.consumerNo, address: row.address, bill: bill.id, station: station,
                stationName: name)
        }
        throw DemoServer.Failure(what: "\(name) has nobody who owes anything")
    }

    /// The security administrator asks for a machine's token for a station by its page, the system administrator agrees,
    /// and who asked fetches it.
    private static func token(
        for station: String, _ security: Browser, _ administrator: Browser, _ server: DemoServer
    ) async throws -> String {
        try security.open(server.base + "/control/tokens")
        try await security.type("代收点 \(station)", into: "#name")
        _ = try security.run(
            """
            document.querySelector('#organisation').value = '\(station)';
            for (const code of ['records.read', 'billing.read']) {
              document.querySelector(`input[name=permission][value="${code}"]`).checked = true;
            }
            return 1
            """)
        try await security.type("代收协议", into: "#reason")
        try await security.click("form[action='/control/tokens'] button[type=submit]")
        try await security.wait(for: "代收点 \(station)", in: "main")
        let agreed = try administrator.run(
            """
            const get = new XMLHttpRequest();
            get.open('GET', '/api/v1/control/proposals', false);
            get.send();
            const waiting = JSON.parse(get.responseText).items.find(
              (item) => item.command === 'control.issueToken');
            const request = new XMLHttpRequest();
            request.open('POST', `/api/v1/control/proposals/${waiting.id}/approve`, false);
            request.setRequestHeader('Content-Type', 'application/json');
            request.setRequestHeader('X-CSRF-Token', document.querySelector('meta[name=csrf]').content);
            request.send(JSON.stringify({hash: waiting.hash}));
            return request.status
            """)
        #expect(agreed == "200")
        try security.open(server.base + "/control/tokens")
        try await security.click("form[action$='/secret'] button[type=submit]")
        return try await security.text(".callout .code")
    }

    /// Takes one yuan for the clerk's own account, as the page's form does.
    private static func pay(_ clerk: Clerk, key: String) throws -> Int {
        let status = try clerk.browser.run(
            """
            const request = new XMLHttpRequest();
            request.open('POST', '/api/v1/payments', false);
            request.setRequestHeader('Content-Type', 'application/json');
            request.setRequestHeader('Idempotency-Key', 'separation-\(key)');
            request.setRequestHeader('X-CSRF-Token', document.querySelector('meta[name=csrf]').content);
            request.send('{"account":"\(clerk.id)","amount":"1.00"}');
            return request.status
            """)
        return Int(status) ?? 0
    }

    /// Asks for an address within the browser, with its cookies.
    private static func get(_ path: String, _ browser: Browser) throws -> Answer {
        let text = try browser.run(
            """
            const request = new XMLHttpRequest();
            request.open('GET', '\(path)', false);
            request.send();
            return {status: request.status, address: request.responseURL, text: request.responseText};
            """)
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return Answer(
            status: object?["status"] as? Int ?? 0, address: object?["address"] as? String ?? "",
            text: object?["text"] as? String ?? "")
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}
