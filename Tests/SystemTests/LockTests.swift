import Foundation
import TestSupport
import Testing

/// A screen nobody sits at, in a real browser.
@Suite(.serialized) struct `An idle screen` {
    @Test func `locks in every tab, keeps what was typed, and the password opens them all`() async throws {
        let server = try await DemoServer(accounts: 60, months: 2)
        let browser = try await Browser()
        defer { browser.close() }
        try await server.signIn("kf.laocheng", browser)
        let number = try await `The console in a browser`.debtor(browser)
        try browser.open(server.base + "/payment?q=\(number)")
        let name = try await browser.text("main h1")
        _ = try await browser.find("#amount")
        _ = try browser.run(
            "document.getElementById('amount').value = '23.45'; window.lamplightMark = 'kept'; return 1")
        let desk = try #require(try browser.tabs().first)
        try browser.newTab()
        try browser.open(server.base + "/records")
        try await browser.focused("#q")
        try browser.press("港前")
        let archive = try #require(try browser.tabs().last)

        // Eleven minutes pass at the desk, by the page's own clock.
        try browser.go(toTab: desk)
        _ = try browser.run("const now = Date.now.bind(Date); Date.now = () => now() + 11 * 60000; return 1")
        try await Self.covered(browser)
        let visible = try browser.run("return document.body.innerText + document.title")
        #expect(!visible.contains(name) && !visible.contains(number) && visible.contains("屏幕已锁定"))
        try browser.go(toTab: archive)
        try await Self.covered(browser)

        // No mere curtain: the server holds the session.
        try await browser.wait(for: "the server to hold the session") {
            try browser.run(Self.status("GET", "/api/v1/accounts")) == "403"
        }
        #expect(try browser.run(Self.status("POST", "/api/v1/payments")) == "403")
        try browser.newTab()
        try browser.open(server.base + "/records/accounts")
        #expect(try browser.address().contains("/control/me/unlock?return=%2Frecords%2Faccounts"))

        // A wrong password is told and opens nothing; Escape opens nothing.
        try browser.go(toTab: desk)
        try browser.press("not this one" + Browser.Key.enter)
        try await browser.wait(for: "密码", in: "#lock .error")
        try browser.press(Browser.Key.escape + Browser.Key.escape)
        try await Self.covered(browser)
        try browser.press(server.password(of: "kf.laocheng") + Browser.Key.enter)
        try await Self.open(browser)
        #expect(try browser.run("return document.getElementById('amount').value") == "\"23.45\"")
        #expect(try browser.run("return window.lamplightMark") == "\"kept\"")
        #expect(try browser.run("return document.body.innerText").contains(name))
        #expect(try browser.run(Self.status("GET", "/api/v1/accounts")) == "200")
        try browser.go(toTab: archive)
        try await Self.open(browser)
        #expect(try browser.run("return document.getElementById('q').value") == "\"港前\"")
    }

    private static func covered(_ browser: Browser) async throws {
        try await browser.wait(for: "the cover") {
            try browser.run(
                "return document.documentElement.classList.contains('locked') && document.getElementById('lock').open"
            ) == "true"
        }
    }

    private static func open(_ browser: Browser) async throws {
        try await browser.wait(for: "the cover to go") {
            try browser.run(
                "return !document.documentElement.classList.contains('locked') && !document.getElementById('lock').open"
            ) == "true"
        }
    }

    private static func status(_ method: String, _ path: String) -> String {
        """
        const request = new XMLHttpRequest();
        request.open('\(method)', '\(path)', false);
        request.setRequestHeader('Content-Type', 'application/json');
        request.setRequestHeader('X-CSRF-Token', document.querySelector('meta[name=csrf]').content);
        request.send(\(method == "GET" ? "" : "'{}'"));
        return request.status
        """
    }
}
