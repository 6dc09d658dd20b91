import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct `The second person in a browser` {
    @Test func `two quick clicks on approve take a payment back once, and the receipt is void`() async throws
    {
        let server = try await DemoServer(accounts: 120, months: 3)
        let clerk = try await Browser(.desktop)
        let head = try await Browser(.desktop)
        defer {
            clerk.close()
            head.close()
        }
        // A clerk asks for a payment that somebody took on an earlier day.
        try await server.signIn("kf.laocheng", clerk)
        let number = try await PaidReceipt.paid(clerk, server.base)
        try clerk.open(server.base + number)
        let receipt = try clerk.address()
        try await clerk.click("button[data-open=reverse]")
        try await clerk.type("户号报错一位", into: "#reason")
        try await clerk.click("#reverse button.primary")
        try await clerk.wait(
            for: "the proposal", until: { try clerk.address().contains("/control/proposals/") })
        let proposal = try clerk.address()
        #expect(try clerk.findAll("#approve").isEmpty)

        // The station's head clicks twice as fast as a hand can.
        try await server.signIn("zz.laocheng", head)
        try head.open(proposal)
        _ = try await head.find("#approve")
        _ = try head.run(
            """
            const button = document.querySelector('#approve');
            button.click(); button.click();
            return 1
            """)
        try await head.wait(for: "已执行", in: "#proposal")
        try head.open(receipt)
        try await head.wait(for: "已冲正", in: "main")
        try head.open(server.base + "/payment/today?all=1")
        try await head.wait(for: "1 笔", in: "#day")
        // The clerk's page has moved by itself.
        try await clerk.wait(for: "已执行", in: "#proposal")
    }
}

/// Finds a receipt that the counter's own station took on another day, of an amount that its head may approve.
enum PaidReceipt {
    static func paid(_ counter: Browser, _ base: String) async throws -> String {
        for number in 1...60 {
            let consumer = "660101" + String(repeating: "0", count: 7 - String(number).count) + "\(number)"
            let text = try counter.run(
                """
                const request = new XMLHttpRequest();
                request.open('GET', '/payment?q=\(consumer)', false);
                request.send();
                const row = /href="(\\/payment\\/receipts\\/[0-9]+)">[^<]*<\\/a><\\/td><td[^>]*>[^<]*<\\/td><td[^>]*>([0-9.,]+)</g;
                for (const found of request.responseText.matchAll(row)) {
                  if (Number(found[2].replace(/,/g, '')) < 5000) return found[1];
                }
                return '';
                """)
            let link = text.replacingOccurrences(of: "\\/", with: "/").trimmingCharacters(
                in: CharacterSet(charactersIn: "\""))
            if link.hasPrefix("/payment/receipts/") { return link }
        }
        throw DemoServer.Failure(what: "nobody has paid")
    }
}
