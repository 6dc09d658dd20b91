import Foundation
import TestSupport
import Testing

/// The tariff clerk rehearses a price in a browser.
@Suite struct `A rehearsal in a browser` {
    /// What was billed under a tariff in the twelve months before the waiting one, in fen, by the bills themselves.
    private static func billed(_ tariff: String, _ server: DemoServer) async throws -> Int {
        let child = try ChildProcess(
            ChildProcess.lamplight,
            [
                "export", "bills", "--data", server.folder.file("data").path,
                "--from", DemoServer.today("yyyy-MM", monthsBefore: 13),
                "--to", DemoServer.today("yyyy-MM", monthsBefore: 2),
            ])
        let status = try await child.status(withinSeconds: 60)
        try #require(status == 0, "\(child.lines.suffix(3))")
        return child.lines.reduce(into: 0) { sum, line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            if fields.count > 5, fields[3] == tariff { sum += fen(String(fields[5])) }
        }
    }

    private static func fen(_ text: String) -> Int {
        Int(text.filter { $0.isNumber || $0 == "-" }) ?? 0
    }

    @Test func `moves by itself, and its sum at the price in force is what the runs billed, to the fen`()
        async throws
    {
        let server = try await DemoServer(accounts: 300, months: 14, today: DemoServer.today())
        let browser = try await Browser(.desktop)
        defer { browser.close() }
        try await server.signIn("dj", browser)
        try browser.open(server.base + (try await ScreenshotList(server: server).openDraft(browser)))
        try browser.open(try browser.address() + "?tab=rehearsal")
        try await browser.click("#rehearse")
        _ = try await browser.find("#start")
        _ = try browser.run(
            """
            document.querySelector('select[name=months]').value = '12';
            document.querySelector('#start').click();
            """)
        _ = try await browser.find(".stats .stat-figure", withinSeconds: 120)
        try await browser.wait(
            for: "the end of the work", withinSeconds: 120,
            until: { try browser.findAll("#rehearsal-meter").isEmpty })
        let figures = try browser.run(
            "return [...document.querySelectorAll('.stats .stat-figure')].map((one) => one.innerText).join(';')"
        ).trimmingCharacters(in: CharacterSet(charactersIn: "\"")).split(separator: ";").map(String.init)
        try #require(figures.count >= 5, "\(figures)")
        let (before, after, change) = (
            Self.fen(figures[2]), Self.fen(figures[3]), Self.fen(figures[4].filter { $0 != "+" })
        )
        let billed = try await Self.billed("HB-COM-LV", server)
        #expect(before == billed, "\(figures)")
        #expect(before > 0 && after > before && after - before == change, "\(figures)")
    }
}
