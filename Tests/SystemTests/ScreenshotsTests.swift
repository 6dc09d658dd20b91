import Foundation
import TestSupport
import Testing

/// Photographs each page; runs only where LAMPLIGHT_SCREENSHOTS names a folder (`make screenshots`).
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["LAMPLIGHT_SCREENSHOTS"] != nil))
struct Screenshots {
    private struct Shot {
        let name: String
        let login: String
        let path: String
    }

    @Test func `each page, desktop and phone, both languages, both themes`() async throws {
        let folder = URL(
            fileURLWithPath: try #require(ProcessInfo.processInfo.environment["LAMPLIGHT_SCREENSHOTS"]))
        let server = try await DemoServer(accounts: 300, months: 13)
        let shots = try await Self.shots(server)
        for window in Browser.Window.allCases {
            for (language, isDark) in [("zh-CN", false), ("zh-CN", true), ("en", false), ("en", true)] {
                let place = "\(window.rawValue)-\(language.prefix(2))-\(isDark ? "dark" : "light")"
                for login in Set(shots.map(\.login)).sorted() {
                    let browser = try await Browser(window, language: language, isDark: isDark)
                    // Pages are Chinese first whatever the browser asks for; English is the reader's own switch.
                    try browser.open(server.base + "/")
                    _ = try browser.run(
                        "document.cookie = 'lamplight-language=\(language.prefix(2)); path=/'; return 1")
                    if login == shots[0].login {
                        try browser.open(server.base + "/")
                        try browser.screenshot().write(
                            to: folder.appendingPathComponent("sign-in-\(place).png"))
                    }
                    try await server.signIn(login, browser)
                    for shot in shots where shot.login == login {
                        try browser.open(server.base + shot.path)
                        _ = try await browser.find("main")
                        try browser.screenshot().write(
                            to: folder.appendingPathComponent("\(shot.name)-\(place).png"))
                    }
                    browser.close()
                }
            }
        }
    }

    /// The pages, with a run of the waiting month made through the console first.
    private static func shots(_ server: DemoServer) async throws -> [Shot] {
        let browser = try await Browser(.desktop)
        try await server.signIn("hs", browser)
        try browser.open(server.base + "/billing")
        try await browser.click("form.run-start button[type=submit]")
        _ = try await browser.find("#check", withinSeconds: 60)
        let run = try path(browser.address(), server)
        try await browser.click("#check")
        try await browser.click("#release")
        try await browser.wait(for: "已发行", in: "#run", withinSeconds: 60)
        let bill =
            try browser.attribute("href", of: await browser.find("#run td a[href^='/billing/bills/']")) ?? ""
        browser.close()
        return [
            Shot(name: "workbench", login: "hs", path: "/"),
            Shot(name: "billing", login: "hs", path: "/billing"),
            Shot(name: "run", login: "hs", path: run), Shot(name: "bill", login: "hs", path: bill),
            Shot(name: "board", login: "hs", path: "/board"),
            Shot(name: "records", login: "da", path: "/records?q=%E7%8E%8B"),
            Shot(name: "accounts", login: "da", path: "/records/accounts"),
            Shot(name: "account", login: "da", path: "/records/accounts/1"),
            Shot(name: "grid", login: "da", path: "/records/grid"),
            Shot(name: "reading", login: "hs", path: "/reading"),
            Shot(name: "entry", login: "hs", path: "/reading/accounts/1"),
            Shot(name: "payment", login: "kf.laocheng", path: "/payment"),
            Shot(name: "debt", login: "kf.laocheng", path: "/payment/accounts/1"),
            Shot(name: "today", login: "kf.laocheng", path: "/payment/today"),
        ]
    }

    private static func path(_ address: String, _ server: DemoServer) throws -> String {
        String(address.dropFirst(server.base.count))
    }
}
