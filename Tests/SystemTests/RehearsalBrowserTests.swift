import Foundation
import TestSupport
import Testing

/// The tariff clerk rehearses a price in a browser, two people publish it, and the next year is billed by it.
@Suite struct `A rehearsal in a browser` {
    /// Households, and thereby a twelfth of the bills a year.
    private static var accounts: Int {
        ProcessInfo.processInfo.environment["LAMPLIGHT_LONG"] == nil ? 240 : 100_000
    }

    private static let prices = ["PEAK": "0.588", "VALLEY": "0.300"]

    @Test
    func `moves by itself, and its sum is to the fen what the runs bill once two people have published it`()
        async throws
    {
        // Years whose holidays are known, since days to pay fall on none.
        let year = 2024
        let folder = try TemporaryFolder()
        let january = "2025-01-10"
        let server = try await DemoServer(
            accounts: 40, months: 2, today: january, clock: ShiftedClock(noon: january, in: folder))
        let town = try RehearsalTown(accounts: Self.accounts, year: year, server: server)
        try await town.open()
        try await town.bill(after: 0)
        let billed = try await town.billed()
        #expect(billed.bills == Self.accounts * 12)

        let clerk = try await Browser(.desktop)
        let approver = try await Browser(.desktop)
        defer { for browser in [clerk, approver] { browser.close() } }
        try await server.signIn("dj", clerk)
        let draft = try await Self.draft(from: "2025-01-11", clerk, server)
        let begun = ContinuousClock.now
        let seen = try await Self.rehearse(draft, clerk, server)
        let seconds = begun.duration(to: .now) / .seconds(1)
        let figures = try Self.figures(clerk)
        try #require(figures.count >= 5, "\(figures)")
        let (before, after) = (RehearsalTown.fen(figures[2]), RehearsalTown.fen(figures[3]))
        #expect(RehearsalTown.fen(figures[0]) == Self.accounts, "\(figures)")
        #expect(RehearsalTown.fen(figures[1]) == Self.accounts * 12, "\(figures)")
        #expect(before == billed.fen, "\(figures)")
        #expect(before > 0 && after > before, "\(figures)")
        #expect(RehearsalTown.fen(figures[4].filter { $0 != "+" }) == after - before, "\(figures)")
        #expect(seen == seen.sorted() && !seen.isEmpty, "the progress that was seen: \(seen)")

        try await Self.publish(draft, clerk, approver, server)
        try await server.goAway()
        server.move(to: try await ShiftedClock(noon: "2026-01-05", in: folder))
        try await town.bill(after: 1)
        let then = try await town.billed(after: 1)
        #expect(then.bills == Self.accounts * 12)
        #expect(then.fen == after, "rehearsed \(after), billed \(then.fen)")
        try Figures.keep(
            "rehearsal-console-\(ProcessInfo.processInfo.environment["LAMPLIGHT_LONG"] ?? "short")",
            [
                "accounts": Self.accounts, "bills": billed.bills, "milliseconds": Int(seconds * 1000),
                "timesProgressWasSeenToMove": Set(seen).count, "beforeFen": before,
                "billedBeforeFen": billed.fen,
                "afterFen": after, "billedAfterFen": then.fen,
            ])
    }

    /// A draft of the next version, its prices typed into the form.
    private static func draft(from day: String, _ clerk: Browser, _ server: DemoServer) async throws -> String
    {
        try clerk.open(server.base + "/tariff/\(RehearsalTown.tariff)")
        try await clerk.click("#copy")
        try await clerk.wait(for: "the draft", until: { try clerk.address().contains("/tariff/drafts/") })
        let path = try #require(URL(string: try clerk.address())).path
        _ = try await clerk.find("[name=begins]")
        _ = try clerk.run("document.querySelector('[name=begins]').value = '\(day)'; return 1")
        try await clerk.click("#begin")
        for (period, price) in prices {
            let field = "[name=\"versions[1].prices.\(period)[0]\"]"
            _ = try await clerk.find(field)
            _ = try clerk.run("document.querySelector('\(field)').value = ''; return 1")
            try await clerk.type(price, into: field)
        }
        try await clerk.click("#save")
        try await clerk.wait(for: "已保存", in: "body")
        try clerk.open(server.base + path + "?tab=difference")
        for price in prices.values { try await clerk.wait(for: price, in: "main") }
        return path
    }

    /// Orders a year's rehearsal and watches it to its end.
    /// - Returns: where the page's bar stood, each time it was looked at.
    private static func rehearse(_ draft: String, _ clerk: Browser, _ server: DemoServer) async throws
        -> [Int]
    {
        try clerk.open(server.base + draft + "?tab=rehearsal")
        try await clerk.click("#rehearse")
        _ = try await clerk.find("#start")
        _ = try clerk.run(
            """
            document.querySelector('select[name=months]').value = '12';
            document.querySelector('#start').click();
            return 1
            """)
        var seen: [Int] = []
        try await clerk.wait(for: "the rehearsal's end", withinSeconds: 300) {
            if let bar = try? clerk.run("return document.querySelector('#rehearsal-meter')?.value ?? ''"),
                let value = Int(bar)
            {
                seen.append(value)
            }
            return try !clerk.findAll("#rehearsal .stats").isEmpty
                && clerk.findAll("#rehearsal-meter").isEmpty
        }
        return seen
    }

    private static func figures(_ browser: Browser) throws -> [String] {
        let text = try browser.run(
            "return [...document.querySelectorAll('.stats .stat-figure')].map((one) => one.innerText).join(';')"
        )
        return text.trimmingCharacters(in: CharacterSet(charactersIn: "\"")).split(separator: ";").map(
            String.init)
    }

    private static func publish(_ draft: String, _ clerk: Browser, _ approver: Browser, _ server: DemoServer)
        async throws
    {
        try clerk.open(server.base + draft + "?tab=publish")
        try await clerk.type("测算无误", into: "#reason")
        try await clerk.click("#propose")
        try await clerk.wait(
            for: "the proposal", until: { try clerk.address().contains("/control/proposals/") })
        try await server.signIn("djsp", approver)
        try approver.open(try clerk.address())
        try await approver.click("#approve")
        try await approver.wait(for: "已执行", in: "#proposal")
    }
}
