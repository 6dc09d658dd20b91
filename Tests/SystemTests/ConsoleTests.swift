import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct `The console in a browser` {
    @Test
    func
        `a newcomer runs the month live, releases it, takes a payment by keyboard, and the board moves by itself`()
        async throws
    {
        let server = try await DemoServer(accounts: 300, months: 3)
        let auditor = try await Browser(.desktop)
        let counter = try await Browser(.desktop)
        defer {
            auditor.close()
            counter.close()
        }

        // The billing clerk runs the waiting month and watches it.
        try await server.signIn("hs", auditor)
        try auditor.open(server.base + "/billing")
        try await auditor.click("form.run-start button[type=submit]")
        try await auditor.wait(
            for: "the run's page", until: { try auditor.address().contains("/billing/runs/") })
        let run = try auditor.address()
        // Nothing is reloaded: the page marks itself, and the mark stays while the run goes on to be checked.
        _ = try auditor.run("window.lamplightMark = 'first'; return 1")
        _ = try await auditor.find("#check", withinSeconds: 30)
        #expect(try auditor.run("return window.lamplightMark") == "\"first\"")
        try await auditor.click("#check")
        try await auditor.click("#release")
        try await auditor.wait(for: "已发行", in: "#run", withinSeconds: 30)
        let link = try #require(
            try await auditor.attribute("href", of: "#run td a[href^='/billing/bills/']"))

        // The board stands open in the first window.
        try auditor.open(server.base + "/board")
        let before = try await auditor.text("#board")
        _ = try auditor.run("window.lamplightMark = 'board'; return 1")

        // The counter clerk takes a payment with the keyboard alone.
        try await server.signIn("kf.laocheng", counter)
        try counter.open(server.base + "/payment")
        let number = try await Self.debtor(counter)
        try counter.press(number + Browser.Key.enter)
        try await counter.wait(
            for: "the debt", until: { try counter.address().contains("/payment/accounts/") })
        let due = try await counter.text("#due")
        try counter.press(Browser.Key.enter)
        try await counter.wait(
            for: "the receipt", until: { try counter.address().contains("/payment/receipts/") })
        let figure = due.trimmingCharacters(in: CharacterSet(charactersIn: "¥ \n"))
        try await counter.wait(for: figure, in: "main")
        try await counter.wait(for: "人民币", in: "main")

        // The first window's board changes without a reload.
        try await auditor.wait(
            for: "the board to move",
            until: {
                let text = (try? await auditor.text("#board")) ?? before
                return text != before && text.contains(figure)
            })
        #expect(try auditor.run("return window.lamplightMark") == "\"board\"")

        // The bill opens into its numbers.
        try auditor.open(server.base + link)
        try await auditor.wait(for: "kWh", in: "main")
        try await auditor.wait(for: "人民币", in: "main")
        #expect(run.contains("/billing/runs/"))
    }

    /// The consumer number of an account of the counter's own station that owes something.
    static func debtor(_ counter: Browser) async throws -> String {
        // 660101… are the old town's numbers in the demo utility.
        for number in 1...60 {
            let consumer = "660101" + String(repeating: "0", count: 7 - String(number).count) + "\(number)"
            let text = try counter.run(
                """
                const request = new XMLHttpRequest();
                request.open('GET', '/payment?q=\(consumer)', false);
                request.send();
                return request.responseURL + ' ' + (request.responseText.match(/data-owed="([^"]*)"/) || ['', ''])[1];
                """)
            let words = text.replacingOccurrences(of: "\\/", with: "/")
                .trimmingCharacters(in: CharacterSet(charactersIn: "\"")).split(separator: " ")
            if words.count == 2, words[0].contains("/payment/accounts/"), words[1] != "0.00", words[1] != "0"
            {
                return consumer
            }
        }
        throw DemoServer.Failure(what: "nobody of the old town owes anything")
    }
}
