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
        /// On the company whose month is not released yet.
        var isWaiting = false
        /// What is done to the page before it is photographed.
        var prepare: (@Sendable (Browser) async throws -> Void)?
    }

    @Test func `each page, desktop and phone, both languages, both themes`() async throws {
        let folder = URL(
            fileURLWithPath: try #require(ProcessInfo.processInfo.environment["LAMPLIGHT_SCREENSHOTS"]))
        let server = try await DemoServer(accounts: 300, months: 13)
        // The month of this one is run again and again, so that each picture catches it under way.
        let running = try await DemoServer(accounts: 300, months: 3)
        try await Self.readFar(running)
        let shots = try await Self.shots(server)
        // Everybody signs in once: a one-time code works for one browser alone.
        var sessions: [String: String] = [:]
        for login in Set(shots.map(\.login)) { sessions[login] = try await Self.session(of: login, server) }
        for window in Browser.Window.allCases {
            for (language, isDark) in [("zh-CN", false), ("zh-CN", true), ("en", false), ("en", true)] {
                let place = "\(window.rawValue)-\(language.prefix(2))-\(isDark ? "dark" : "light")"
                for login in Set(shots.map(\.login)).sorted() {
                    let browser = try await Browser(
                        window, language: language, isDark: isDark, isTranslated: true)
                    // Pages are Chinese first whatever the browser asks for; English is the reader's own switch.
                    try browser.open(server.base + "/")
                    _ = try browser.run(
                        "document.cookie = 'lamplight-language=\(language.prefix(2)); path=/'; return 1")
                    if login == shots[0].login {
                        try browser.open(server.base + "/")
                        try browser.screenshot().write(
                            to: folder.appendingPathComponent("sign-in-\(place).png"))
                    }
                    try browser.setCookie(Self.cookie, try #require(sessions[login]))
                    for shot in shots where shot.login == login && !shot.isWaiting {
                        try browser.open(server.base + shot.path)
                        _ = try await browser.find("main")
                        try await shot.prepare?(browser)
                        try browser.screenshot().write(
                            to: folder.appendingPathComponent("\(shot.name)-\(place).png"))
                    }
                    browser.close()
                }
                let browser = try await Browser(
                    window, language: language, isDark: isDark, isTranslated: true)
                try browser.open(running.base + "/")
                _ = try browser.run(
                    "document.cookie = 'lamplight-language=\(language.prefix(2)); path=/'; return 1")
                try await running.signIn("hs", browser)
                for shot in shots where shot.isWaiting {
                    try browser.open(running.base + shot.path)
                    _ = try await browser.find("main")
                    try await shot.prepare?(browser)
                    try browser.screenshot().write(
                        to: folder.appendingPathComponent("\(shot.name)-\(place).png"))
                }
                try browser.open(running.base + "/billing")
                try Self.catchRun(browser)
                try browser.screenshot().write(to: folder.appendingPathComponent("running-\(place).png"))
                browser.close()
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
        let job = try browser.run(
            """
            const page = new XMLHttpRequest();
            page.open('GET', '/control/jobs', false);
            page.send();
            const found = new DOMParser().parseFromString(page.responseText, 'text/html');
            return found.querySelector('main tbody a').getAttribute('href');
            """
        ).replacingOccurrences(of: "\\/", with: "/").trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        browser.close()
        let counter = try await Browser(.desktop)
        try await server.signIn("kf.laocheng", counter)
        let number = try await `The console in a browser`.debtor(counter)
        try counter.open(server.base + "/payment?q=\(number)")
        _ = try await counter.find("#due")
        try counter.press(Browser.Key.enter)
        try await counter.wait(
            for: "the receipt", until: { try counter.address().contains("/payment/receipts/") })
        let receipt = try path(counter.address(), server)
        // The next one, who still owes.
        try counter.open(
            server.base + "/payment?q=\(try await `The console in a browser`.debtor(counter))")
        _ = try await counter.find("#due")
        let debt = try path(counter.address(), server)
        counter.close()
        return [
            Shot(name: "workbench", login: "hs", path: "/"),
            Shot(name: "billing", login: "hs", path: "/billing"),
            Shot(name: "run", login: "hs", path: run), Shot(name: "bill", login: "hs", path: bill),
            Shot(name: "board", login: "hs", path: "/board"),
            Shot(name: "records", login: "da", path: "/records?q=%E7%8E%8B"),
            Shot(name: "accounts", login: "da", path: "/records/accounts"),
            Shot(name: "account", login: "da", path: "/records/accounts/1"),
            Shot(name: "grid", login: "da", path: "/records/grid"),
            Shot(name: "reading", login: "hs", path: "/reading", isWaiting: true),
            Shot(name: "entry", login: "hs", path: "/reading/accounts/1", isWaiting: true),
            Shot(name: "payment", login: "kf.laocheng", path: "/payment"),
            Shot(name: "debt", login: "kf.laocheng", path: debt),
            Shot(name: "receipt", login: "kf.laocheng", path: receipt),
            Shot(name: "worklist", login: "hs", path: "/reading/worklist", isWaiting: true),
            Shot(name: "import", login: "hs", path: "/reading/import", isWaiting: true),
            Shot(
                name: "import-problems", login: "hs", path: "/reading/import", isWaiting: true,
                prepare: { browser in try await giveBadFile(browser) }),
            Shot(name: "jobs", login: "hs", path: "/control/jobs"),
            Shot(name: "job", login: "hs", path: job),
            Shot(name: "control", login: "admin", path: "/control"),
            Shot(name: "schedules", login: "admin", path: "/control/schedules"),
            Shot(name: "users", login: "admin", path: "/control/users"),
            Shot(name: "roles", login: "secadmin", path: "/control/roles"),
            Shot(name: "tokens", login: "secadmin", path: "/control/tokens"),
            Shot(name: "parameters", login: "admin", path: "/control/parameters"),
            Shot(name: "audit", login: "auditor", path: "/control/audit"),
            Shot(name: "months", login: "cw", path: "/control/months"),
            Shot(name: "proposals", login: "zz.laocheng", path: "/control/proposals"),
            Shot(name: "messages", login: "zz.laocheng", path: "/control/messages"),
            Shot(name: "notices", login: "zz.laocheng", path: "/control/notices"),
            Shot(
                name: "field", login: "cb.laocheng", path: "/field/",
                prepare: { browser in _ = try await browser.find("main h1") }),
            // What anybody sees; no session of a user is looked at.
            Shot(name: "portal", login: "hs", path: "/portal/sign-in"),
            Shot(name: "cases", login: "cw", path: "/control/cases?list=open"),
            Shot(name: "new-case", login: "cw", path: "/control/cases/new"),
            Shot(name: "workflow", login: "cw", path: "/control/workflows/control.contactSheet"),
            Shot(name: "calendar", login: "cw", path: "/control/calendar"),
            Shot(name: "covers", login: "zz.gangqu", path: "/control/covers"),
            Shot(name: "today", login: "kf.laocheng", path: "/payment/today"),
            Shot(name: "tariffs", login: "dj", path: "/tariff"),
            Shot(name: "tariff", login: "dj", path: "/tariff/HB-IND-35KV-TOU"),
            Shot(name: "tariff-uptake", login: "dj", path: "/billing/uptake"),
            Shot(name: "tariff-compare", login: "dj", path: "/billing/accounts/1/tariffs"),
            Shot(name: "account-edit", login: "da", path: "/records/accounts/1/edit"),
            Shot(name: "tariff-notice", login: "dj", path: "/tariff/SH-RES-TOU/print"),
            Shot(
                name: "tariff-draft", login: "dj", path: "/tariff",
                prepare: { browser in
                    try await browser.click("#drafts tbody a")
                    _ = try await browser.find("#edit")
                }),
            Shot(name: "prices", login: "dj", path: "/portal/prices"),
        ]
    }

    private static let cookie = "lamplight-session"

    /// The session of somebody who signs in once: a one-time code works for one browser alone.
    private static func session(of login: String, _ server: DemoServer) async throws -> String {
        let browser = try await Browser(.desktop)
        defer { browser.close() }
        try await server.signIn(login, browser)
        guard let session = try browser.cookie(cookie) else { throw DemoServer.Failure(what: "no session") }
        return session
    }

    /// Reads a few accounts far above their habit, so that their energy waits to be checked.
    private static func readFar(_ server: DemoServer) async throws {
        let browser = try await Browser(.desktop)
        defer { browser.close() }
        try await server.signIn("hs", browser)
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
                const order = { month, version, day: `${month}-31`, values: [{ register, value: far.toFixed(2) }] };
                if (ask('POST', JSON.stringify(order)).status < 300) taken++;
            }
            return taken;
            """)
    }

    /// Pastes a readings file in which everything is wrong, and shows what came of it.
    private static func giveBadFile(_ browser: Browser) async throws {
        let rows = [
            "户号,示数类型,抄表日期,示数,抄表状态", "6601010000001,总,2026-10-31,12O3.5,", "99999999,总,2026-10-31,100,",
            "6601010000002,总,2026-10-31,-4,", "6601010000003,无此,2026-10-31,100,",
            "6601010000004,总,2026-02-30,100,", "6601010000005,总,2027-10-31,100,", ",总,2026-10-31,100,",
        ]
        let folder = try TemporaryFolder()
        let file = try folder.write(rows.joined(separator: "\n") + "\n", to: "readings.csv")
        try await browser.type(file.path, into: "#file")
        try await browser.click("form[data-upload] button[type=submit]")
        _ = try await browser.find("#report tbody tr")
        _ = try browser.run("document.querySelector('#report').scrollIntoView(); return 1")
    }

    /// Starts a run and puts the page of it into the open one as it was between two units: it is over in a moment, so
    /// a run that was missed is cancelled and the next one tried.
    private static func catchRun(_ browser: Browser) throws {
        let caught = try browser.run(
            """
            const token = document.querySelector('meta[name=csrf]').content;
            const ask = (method, path, body) => {
                const request = new XMLHttpRequest();
                request.open(method, path, false);
                if (method === 'POST') {
                    request.setRequestHeader('Content-Type', 'application/json');
                    request.setRequestHeader('X-CSRF-Token', token);
                }
                request.send(body);
                return request.responseText;
            };
            const runs = '/api/v1/billing/runs';
            const over = new Set(['RELEASED', 'CANCELLED']);
            const settle = (id) => {
                while (JSON.parse(ask('GET', `${runs}/${id}`)).state === 'CALCULATING');
                ask('POST', `${runs}/${id}/cancel`);
            };
            for (const run of JSON.parse(ask('GET', runs)).items) if (!over.has(run.state)) settle(run.id);
            for (let round = 0; round < 60; round++) {
                const { id } = JSON.parse(ask('POST', runs, JSON.stringify({ month: '2026-10', organisation: '1' })));
                for (;;) {
                    const page = new DOMParser().parseFromString(ask('GET', '/billing/runs/' + id), 'text/html');
                    const meter = page.querySelector('#run-meter');
                    if (!meter) break;
                    if (meter.value < 3) continue;
                    page.querySelectorAll('[data-live]').forEach((part) => part.removeAttribute('data-live'));
                    document.querySelector('main').replaceWith(page.querySelector('main'));
                    return 'caught';
                }
                settle(id);
            }
            return 'missed';
            """)
        guard caught == "\"caught\"" else { throw DemoServer.Failure(what: "every run was over too soon") }
    }

    private static func path(_ address: String, _ server: DemoServer) throws -> String {
        String(address.dropFirst(server.base.count))
    }
}
