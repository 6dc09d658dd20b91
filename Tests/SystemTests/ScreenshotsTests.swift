import Foundation
import TestSupport
import Testing

/// Photographs each page; runs only where LAMPLIGHT_SCREENSHOTS names a folder (`make screenshots`).
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["LAMPLIGHT_SCREENSHOTS"] != nil))
struct Screenshots {
    @Test func `each page, desktop and phone, both languages, both themes`() async throws {
        let folder = URL(
            fileURLWithPath: try #require(ProcessInfo.processInfo.environment["LAMPLIGHT_SCREENSHOTS"]))
        let server = try await DemoServer(accounts: 300, months: 13, today: DemoServer.today())
        // The month of this one is run again and again, so that each picture catches it under way.
        let running = try await DemoServer(accounts: 300, months: 3, today: DemoServer.today())
        try await Self.readFar(running)
        let wanted = ProcessInfo.processInfo.environment["LAMPLIGHT_SCREENSHOTS_ONLY"]?.split(separator: ",")
        let shots = try await ScreenshotList(server: server).shots().filter { shot in
            wanted?.contains { $0 == shot.name } ?? true
        }
        // Everybody signs in once: a one-time code works for one browser alone.
        var sessions: [String: Screenshot.Session] = [:]
        for visitor in Set(shots.map(\.visitor)) {
            sessions[visitor.name] = try await Screenshot.session(
                of: visitor, visitor.isWaiting ? running : server)
        }
        for window in Browser.Window.allCases {
            for (language, isDark) in [("zh-CN", false), ("zh-CN", true), ("en", false), ("en", true)] {
                let place = "\(window.rawValue)-\(language.prefix(2))-\(isDark ? "dark" : "light")"
                for (name, session) in sessions.sorted(by: { $0.key < $1.key }) {
                    let browser = try await Browser(
                        window, language: language, isDark: isDark, isTranslated: true)
                    defer { browser.close() }
                    // Pages are Chinese first whatever the browser asks for; English is the reader's own switch.
                    try browser.open(session.base + session.door)
                    _ = try browser.run(
                        "document.cookie = 'lamplight-language=\(language.prefix(2)); path=/'; return 1")
                    if let (cookie, value) = session.cookie { try browser.setCookie(cookie, value) }
                    for shot in shots where shot.visitor.name == name {
                        try browser.open(session.base + shot.path)
                        _ = try await browser.find("main")
                        try await shot.prepare?(browser)
                        try await Self.settle(browser)
                        try browser.screenshot().write(
                            to: folder.appendingPathComponent("\(shot.name)-\(place).png"))
                    }
                }
            }
        }
    }

    /// Waits until the page hears the server, where it listens to it, and its letters are there.
    private static func settle(_ browser: Browser) async throws {
        try await browser.wait(
            for: "the page to be at rest",
            until: {
                try browser.run(
                    """
                    const banner = document.querySelector('.connection');
                    return (!banner || banner.hidden) && document.fonts.status === 'loaded';
                    """) == "true"
            })
    }

    /// Reads a few accounts far above their habit, so that their energy waits to be checked.
    private static func readFar(_ server: DemoServer) async throws {
        let browser = try await Browser(.desktop)
        defer { browser.close() }
        try await server.signIn("cb.laocheng", browser)
        try browser.open(server.base + "/reading")
        _ = try browser.run(
            """
            const token = document.querySelector('meta[name=csrf]').content;
            let taken = 0;
            for (let account = 1; account < 200 && taken < 6; account++) {
                const ask = (method, body) => {
                    const request = new XMLHttpRequest();
                    request.open(method, `/api/v1/accounts/${account}/readings`, false);
                    request.setRequestHeader('Content-Type', 'application/json');
                    request.setRequestHeader('X-CSRF-Token', token);
                    request.send(body);
                    return request;
                };
                const { month, version, registers } = JSON.parse(ask('GET').responseText);
                if (registers.length !== 1) continue;
                const [{ register, previous, current }] = registers;
                const far = Number(previous) + 3 * (Number(current) - Number(previous));
                const order = { month, version, day: `${month}-28`, values: [{ register, value: far.toFixed(2) }] };
                if (ask('POST', JSON.stringify(order)).status < 300) taken++;
            }
            return taken;
            """)
    }
}
