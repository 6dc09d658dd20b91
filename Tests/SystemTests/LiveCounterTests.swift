import Foundation
import TestSupport
import Testing

/// A payment taken at one counter appears on another clerk's open page and on the station's board, without a reload and
/// within a second.
@Suite(.serialized) struct `A payment on other open pages` {
    /// A second, three times: the machines of a test are shared.
    private static let mostSeconds = 3.0

    /// From now until the words of `css` are others than `before`.
    private static func seconds(
        until css: String, isOtherThan before: String, in browser: Browser
    ) async throws -> Double {
        let begun = ContinuousClock.now
        try await browser.wait(for: "\(css) to move") {
            let text = (try? await browser.text(css)) ?? before
            return text != before
        }
        let took = begun.duration(to: .now)
        return Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
    }

    @Test
    func `appears within a second, taken by this server or by another process, and what was typed stays`()
        async throws
    {
        let server = try await DemoServer(accounts: 300, months: 3)
        let clerk = try await Browser(.desktop)
        let head = try await Browser(.desktop)
        defer {
            clerk.close()
            head.close()
        }
        try await server.signIn("kf.laocheng", clerk)
        try clerk.open(server.base + "/payment")
        let number = try await `The console in a browser`.debtor(clerk)
        try clerk.press(number + Browser.Key.enter)
        try await clerk.wait(
            for: "the debt", until: { try clerk.address().contains("/payment/accounts/") })
        let account = try #require(try clerk.address().split(separator: "/").last)
        // The clerk is in the middle of it: what the customer hands over is typed already.
        try await clerk.type("500", into: "input[name=tendered]")
        _ = try clerk.run("window.lamplightMark = 'debt'; return 1")
        try await server.signIn("hs", head)
        try head.open(server.base + "/board")
        let client = HTTPClient(
            port: try #require(server.base.split(separator: ":").last.flatMap { Int($0) }))
        let token = try server.token("kf.laocheng", client)

        // At another counter of the same server.
        let due = try await clerk.text("#due")
        let board = try await head.text("#board")
        let answer = try client.send(
            "POST", "/api/v1/payments",
            headers: [
                ("Content-Type", "application/json"), ("Authorization", "Bearer \(token)"),
                ("Idempotency-Key", "live-1"),
            ], body: Data(#"{"account":"\#(account)","amount":"1.00"}"#.utf8))
        #expect(answer.status == 201, "\(answer.text)")
        async let onPage = Self.seconds(until: "#due", isOtherThan: due, in: clerk)
        async let onBoard = Self.seconds(until: "#board", isOtherThan: board, in: head)
        let (page, shown) = try await (onPage, onBoard)
        #expect(page <= Self.mostSeconds && shown <= Self.mostSeconds, "\(page) s, \(shown) s")
        #expect(try clerk.run("return window.lamplightMark") == "\"debt\"")
        #expect(try clerk.run("return document.querySelector('[name=tendered]').value") == "\"500\"")
        // The amount that nobody touched follows the debt.
        let amount = try clerk.run("return document.querySelector('[name=amount]').value")
        let owed = try clerk.run("return document.querySelector('#owed').getAttribute('value')")
        #expect(amount == owed)

        // By another process on the same database.
        let dueNow = try await clerk.text("#due")
        let boardNow = try await head.text("#board")
        let pay = try ChildProcess(
            ChildProcess.lamplight,
            ["pay", "--data", server.folder.file("data").path, "--account", number, "--amount", "1.00"])
        #expect(try await pay.status(withinSeconds: 60) == 0, "\(pay.lines)")
        async let later = Self.seconds(until: "#due", isOtherThan: dueNow, in: clerk)
        async let laterBoard = Self.seconds(until: "#board", isOtherThan: boardNow, in: head)
        let (second, secondBoard) = try await (later, laterBoard)
        #expect(
            second <= Self.mostSeconds && secondBoard <= Self.mostSeconds, "\(second) s, \(secondBoard) s")
        #expect(try clerk.run("return document.querySelector('[name=tendered]').value") == "\"500\"")
    }
}
