import Foundation
import TestSupport
import Testing

/// The small modules of the pages, each as a person's keyboard meets it.
@Suite(.serialized) struct `The modules in a browser` {
    @Test func `results come as one types, and Enter opens the one that was found`() async throws {
        let server = try await DemoServer(accounts: 60, months: 2)
        let browser = try await Browser()
        defer { browser.close() }
        try await server.signIn("da", browser)
        try browser.open(server.base + "/records/accounts/1")
        let number = try await browser.text("main .code")
        try browser.open(server.base + "/records")
        _ = try browser.run("window.lamplightMark = 'finder'; return 1")
        // A station's first digits find many: they are listed without a key that sends anything.
        try await browser.focused("#q")
        try browser.press(String(number.dropLast(2)))
        try await browser.wait(
            for: "several hits", until: { try browser.findAll("#found tbody tr").count > 1 })
        #expect(try browser.run("return window.lamplightMark") == "\"finder\"")
        #expect(try browser.run("return location.search").contains(String(number.dropLast(2))))
        // Among several, Enter goes to the first and the arrows walk.
        try browser.press(Browser.Key.enter)
        try await browser.wait(
            for: "the first hit to have the focus",
            until: { try browser.run("return document.activeElement.matches('#found tbody a')") == "true" })
        let first = try browser.run("return document.activeElement.textContent")
        try browser.press(Browser.Key.down)
        #expect(try browser.run("return document.activeElement.textContent") != first)
        #expect(try browser.run("return window.lamplightMark") == "\"finder\"")
        // The whole number and Enter at once, before any answer is there.
        try browser.clear(await browser.find("#q"))
        try await browser.click("#q")
        try browser.press(number + Browser.Key.enter)
        try await browser.wait(
            for: "the account", until: { try browser.address().hasSuffix("/records/accounts/1") })
        // What nobody is called finds nobody, and Enter stays.
        try browser.open(server.base + "/records")
        try browser.press("zzzzqq" + Browser.Key.enter)
        _ = try await browser.find("#found .empty")
        #expect(try browser.findAll("#found tbody tr").isEmpty)
        #expect(try browser.address().contains("/records?q=zzzzqq"))
    }

    @Test func `a file with bad rows shows every problem and writes nothing; the good one is taken`()
        async throws
    {
        let server = try await DemoServer(accounts: 1_200, months: 2)
        let browser = try await Browser()
        defer { browser.close() }
        try await server.signIn("cb.laocheng", browser)
        let meter = try await Self.singleRegister(browser, server)
        let version = try Self.version(browser, meter.account)
        try browser.open(server.base + "/reading/import")
        let files = try TemporaryFolder()
        func send(_ rows: [String], _ name: String) async throws {
            let text = (["户号,示数类型,抄表日期,示数"] + rows).joined(separator: "\n") + "\n"
            let file = try files.write(text, to: name)
            try await browser.type(file.path, into: "#file")
            try await browser.click("form[data-upload] button[type=submit]")
        }
        let good = "\(meter.number),总,2026-10-31,\(meter.previous + 100)"
        _ = try browser.run("window.lamplightMark = 'upload'; return 1")
        try await send(
            [
                good, "99999999,总,2026-10-31,100", "\(meter.number),无此,2026-10-31,100",
                "\(meter.number),总,2026-10-31,1o3",
            ], "bad.csv")
        try await browser.wait(
            for: "the problems", until: { try browser.findAll("#report tbody tr").count >= 3 })
        let lines = try browser.findAll("#report tbody tr td:first-child").map { try browser.text($0) }
        #expect(Set(["3", "4", "5"]).isSubset(of: Set(lines)))
        #expect(try await browser.attribute("data-tone", of: "#report .callout") == "bad")
        #expect(try Self.version(browser, meter.account) == version)
        // The page stands as it was: another file is chosen and taken.
        #expect(try browser.run("return window.lamplightMark") == "\"upload\"")
        try await send([good], "good.csv")
        try await browser.wait(
            for: "the good file to be taken",
            until: { try await browser.attribute("data-tone", of: "#report .callout") == "good" })
        #expect(try browser.findAll("#report tbody tr").isEmpty)
        #expect(try Self.version(browser, meter.account) == version + 1)
    }

    @Test func `a reading is entered by keyboard, its energy shown as one types`() async throws {
        let server = try await DemoServer(accounts: 1_200, months: 2)
        let browser = try await Browser()
        defer { browser.close() }
        try await server.signIn("cb.laocheng", browser)
        let meter = try await Self.singleRegister(browser, server)
        let version = try Self.version(browser, meter.account)
        let page = server.base + "/reading/accounts/\(meter.account)"
        try browser.open(page)
        // The first register has the focus; what was read before goes first.
        func retype(_ text: String) throws {
            _ = try browser.run("document.activeElement.select(); return 1")
            try browser.press(Browser.Key.backspace + text)
        }
        func energy() async throws -> String { try await browser.text("[data-difference]") }
        try retype("\(meter.previous + 7)")
        #expect(
            try await energy().replacingOccurrences(of: ",", with: "") == "\(7 * meter.multiplier)")
        try retype("x")
        #expect(try await energy() == "—")
        // Below the reading before: the energy says so as it is typed, and the server refuses it at its register.
        try retype("\(meter.previous - 1)")
        #expect(try await energy().hasPrefix("−"))
        try browser.press(Browser.Key.enter)
        _ = try await browser.find(".field.wrong .error")
        #expect(
            try await browser.attribute("value", of: "tr[data-register] input") == "\(meter.previous - 1)")
        #expect(try Self.version(browser, meter.account) == version)
        // The focus is on what is wrong, so the next keys mend it.
        try retype("\(meter.previous + 100)")
        #expect(
            try await energy().replacingOccurrences(of: ",", with: "") == "\(100 * meter.multiplier)")
        try browser.press(Browser.Key.enter)
        try await browser.wait(for: "示数已保存", in: "body")
        #expect(try Self.version(browser, meter.account) == version + 1)
    }

    @Test func `eight tabs of one browser hear of an event, more than it has connections for streams`()
        async throws
    {
        let server = try await DemoServer(accounts: 60, months: 2)
        let browser = try await Browser()
        defer { browser.close() }
        try await server.signIn("hs", browser)
        for number in 0..<8 {
            if number > 0 { try browser.newTab() }
            try browser.open(server.base + "/billing")
            _ = try browser.run("window.lamplightMark = \(number); return 1")
        }
        let tabs = try browser.tabs()
        #expect(tabs.count == 8)
        let rows = try browser.findAll("#runs tbody tr").count
        // A ninth request gets through, since the tabs hold one stream together.
        let status = try browser.run(
            """
            const request = new XMLHttpRequest();
            request.open('POST', '/api/v1/billing/runs', false);
            request.setRequestHeader('Content-Type', 'application/json');
            request.setRequestHeader('X-CSRF-Token', document.querySelector('meta[name=csrf]').content);
            request.send(JSON.stringify({ month: '2026-10', organisation: '1' }));
            return request.status;
            """)
        #expect(status == "202")
        var marks: Set<String> = []
        for tab in tabs {
            try browser.go(toTab: tab)
            try await browser.wait(for: "待审核", in: "#runs tbody tr:first-child", withinSeconds: 20)
            #expect(try browser.findAll("#runs tbody tr").count == rows + 1)
            marks.insert(try browser.run("return window.lamplightMark"))
        }
        // None was loaded again to see it.
        #expect(marks == Set((0..<8).map { "\($0)" }))
    }

    private struct Meter {
        let account: Int
        let number: String
        let previous: Int
        let multiplier: Int
    }

    /// An account with one meter of one register, in the month that is being read.
    private static func singleRegister(_ browser: Browser, _ server: DemoServer) async throws -> Meter {
        try browser.open(server.base + "/reading")
        for account in 1...500 {
            let text = try browser.run(
                """
                const request = new XMLHttpRequest();
                request.open('GET', '/reading/accounts/\(account)', false);
                request.send();
                const page = new DOMParser().parseFromString(request.responseText, 'text/html');
                const rows = [...page.querySelectorAll('tr[data-register]')];
                const lead = page.querySelector('.lead')?.textContent ?? '';
                if (rows.length !== 1 || page.querySelectorAll('[data-reading] tbody tr').length !== 1) return '';
                return [lead.split(' ')[0], rows[0].dataset.previous, rows[0].dataset.multiplier].join(' ');
                """)
            let words = text.trimmingCharacters(in: CharacterSet(charactersIn: "\"")).split(separator: " ")
            guard words.count == 3, let multiplier = Int(words[2]),
                let previous = Int(words[1].prefix { $0 != "." }), previous > 1,
                words[1].drop(while: { $0 != "." }).allSatisfy({ $0 == "." || $0 == "0" })
            else { continue }
            return Meter(
                account: account, number: String(words[0]), previous: previous, multiplier: multiplier)
        }
        throw DemoServer.Failure(what: "nobody has a single register")
    }

    /// How often the month of an account was entered.
    private static func version(_ browser: Browser, _ account: Int) throws -> Int {
        let text = try browser.run(
            """
            const request = new XMLHttpRequest();
            request.open('GET', '/api/v1/accounts/\(account)/readings', false);
            request.send();
            return JSON.parse(request.responseText).version;
            """)
        guard let version = Int(text.trimmingCharacters(in: CharacterSet(charactersIn: "\""))) else {
            throw DemoServer.Failure(what: "no version: \(text)")
        }
        return version
    }
}
