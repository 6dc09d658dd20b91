import Foundation
import TestSupport

/// The pages of the console, the field and the portal, each with what it shows best.
struct ScreenshotList {
    let server: DemoServer

    /// The pages, with the waiting month run and released, a payment taken and a price rehearsed first.
    func shots() async throws -> [Screenshot] {
        let (run, bill, job) = try await releaseMonth()
        let (receipt, debt) = try await takePayment()
        let (draft, rehearsal, drill) = try await rehearse()
        return Self.pages + [
            Screenshot("run", .user("hs"), run), Screenshot("bill", .user("hs"), bill),
            Screenshot("job", .user("hs"), job),
            Screenshot("debt", .user("kf.laocheng"), debt),
            Screenshot("receipt", .user("kf.laocheng"), receipt),
            Screenshot("tariff-draft", .user("dj"), draft),
            Screenshot("tariff-difference", .user("dj"), draft + "?tab=difference"),
            Screenshot("tariff-check", .user("dj"), draft + "?tab=check"),
            Screenshot("tariff-publish", .user("dj"), draft + "?tab=publish"),
            Screenshot("rehearsal", .user("dj"), rehearsal),
            Screenshot("rehearsal-drill", .user("dj"), drill),
        ]
    }

    /// The pages that are there on a demo utility as it was made.
    static var pages: [Screenshot] { work + records + waiting + control + tariff + customers }

    private static let work = [
        Screenshot("sign-in", .nobody, "/sign-in"),
        Screenshot("workbench", .user("hs"), "/"),
        Screenshot("billing", .user("hs"), "/billing"),
        Screenshot("board", .user("hs"), "/board"),
        Screenshot("board-days", .user("hs"), "/board/days"),
        Screenshot("account-bills", .user("hs"), "/billing/accounts/1"),
        Screenshot("payment", .user("kf.laocheng"), "/payment"),
        Screenshot("today", .user("kf.laocheng"), "/payment/today"),
        Screenshot(
            "field", .user("cb.laocheng"), "/field/",
            prepare: { browser in _ = try await browser.find("main h1") }),
    ]

    private static let records = [
        Screenshot("records", .user("da"), "/records?q=%E7%8E%8B"),
        Screenshot("accounts", .user("da"), "/records/accounts"),
        Screenshot("account", .user("da"), "/records/accounts/1"),
        Screenshot("account-edit", .user("da"), "/records/accounts/1/edit"),
        Screenshot("account-close", .user("da"), "/records/accounts/1/close"),
        Screenshot("account-terms", .user("da"), "/records/accounts/1/terms"),
        Screenshot("account-metering", .user("da"), "/records/accounts/1/metering"),
        Screenshot("shared-transformers", .user("da"), "/records/shared-transformers"),
        Screenshot("grid", .user("da"), "/records/grid"),
        Screenshot("grid-import", .user("da"), "/records/grid/import"),
        Screenshot("records-import", .user("da"), "/records/import"),
        // The last accounts of the demo utility are its industry.
        Screenshot("equipment", .user("da"), "/records/accounts/290/equipment"),
    ]

    /// The month before today's, as the demo utility has it: it waits to be run.
    private static var lastMonth: String { DemoServer.today("yyyy-MM", monthsBefore: 1) }

    private static let waiting = [
        Screenshot("reading", .waiting("cb.laocheng"), "/reading"),
        Screenshot("entry", .waiting("cb.laocheng"), "/reading/accounts/1"),
        Screenshot("import", .waiting("cb.laocheng"), "/reading/import"),
        Screenshot(
            "import-problems", .waiting("cb.laocheng"), "/reading/import",
            prepare: { browser in try await giveBadFile(browser) }),
        Screenshot("worklist", .waiting("hs"), "/reading/worklist"),
        Screenshot("month-close", .waiting("hs"), "/control/months/1/\(lastMonth)"),
        Screenshot("running", .waiting("hs"), "/billing", prepare: { browser in try catchRun(browser) }),
    ]

    private static let control = [
        Screenshot("jobs", .user("hs"), "/control/jobs"),
        Screenshot("me", .user("hs"), "/control/me"),
        Screenshot("control", .user("admin"), "/control"),
        Screenshot("schedules", .user("admin"), "/control/schedules"),
        Screenshot("exports", .user("admin"), "/control/exports"),
        Screenshot("users", .user("admin"), "/control/users"),
        Screenshot("organisations", .user("admin"), "/control/organisations"),
        Screenshot("codes", .user("admin"), "/control/codes"),
        Screenshot("parameters", .user("admin"), "/control/parameters"),
        Screenshot("webhooks", .user("admin"), "/control/webhooks"),
        Screenshot("templates", .user("admin"), "/control/templates"),
        Screenshot("roles", .user("secadmin"), "/control/roles"),
        Screenshot("tokens", .user("secadmin"), "/control/tokens"),
        Screenshot("audit", .user("auditor"), "/control/audit"),
        Screenshot("unmaskings", .user("auditor"), "/control/unmaskings"),
        Screenshot("months", .user("cw"), "/control/months"),
        Screenshot("cases", .user("cw"), "/control/cases?list=open"),
        Screenshot("new-case", .user("cw"), "/control/cases/new"),
        Screenshot("workflow", .user("cw"), "/control/workflows/control.contactSheet"),
        Screenshot("calendar", .user("cw"), "/control/calendar"),
        Screenshot("proposals", .user("secadmin"), "/control/proposals"),
        Screenshot("messages", .user("zz.laocheng"), "/control/messages"),
        Screenshot("notices", .user("zz.laocheng"), "/control/notices"),
        Screenshot("evidence", .user("zz.laocheng"), "/control/evidence?about=account%20103"),
        Screenshot("hand", .user("zz.laocheng"), "/control/hand"),
        Screenshot("covers", .user("zz.gangqu"), "/control/covers"),
    ]

    private static let tariff = [
        Screenshot("tariffs", .user("dj"), "/tariff"),
        Screenshot("tariff", .user("dj"), "/tariff/HB-IND-35KV-TOU"),
        Screenshot("tariff-new", .user("dj"), "/tariff/drafts/new"),
        Screenshot("tariff-uptake", .user("dj"), "/billing/uptake"),
        Screenshot("tariff-compare", .user("dj"), "/billing/accounts/1/tariffs"),
        Screenshot("tariff-notice", .user("dj"), "/tariff/SH-RES-TOU/print"),
        Screenshot("power-factor", .user("dj"), "/tariff/POWER-FACTOR"),
        Screenshot("loss", .user("dj"), "/tariff/LOSS-EXAMPLE"),
        Screenshot("tariff-grid", .user("dj"), "/tariff/grid?area=HB"),
    ]

    private static let customers = [
        Screenshot("portal", .nobody, "/portal/sign-in"),
        Screenshot("prices", .nobody, "/portal/prices"),
        Screenshot("portal-accounts", .customer, "/portal"),
        Screenshot("portal-account", .customer, "/portal/accounts/1"),
        Screenshot("portal-compare", .customer, "/portal/accounts/1/compare"),
    ]

    /// A run of the waiting month, one of its bills, and its job.
    private func releaseMonth() async throws -> (run: String, bill: String, job: String) {
        let browser = try await Browser(.desktop)
        defer { browser.close() }
        try await server.signIn("hs", browser)
        try browser.open(server.base + "/billing")
        try await browser.click("form.run-start button[type=submit]")
        _ = try await browser.find("#check", withinSeconds: 60)
        let run = try path(browser)
        try await browser.click("#check")
        try await browser.click("#release")
        try await browser.wait(for: "已发行", in: "#run", withinSeconds: 60)
        let bill =
            try browser.attribute("href", of: await browser.find("#run td a[href^='/billing/bills/']")) ?? ""
        try browser.open(server.base + "/control/jobs")
        let job = try browser.attribute("href", of: await browser.find("main tbody a")) ?? ""
        return (run, bill, job)
    }

    /// A receipt, and the page of the next one who still owes.
    private func takePayment() async throws -> (receipt: String, debt: String) {
        let counter = try await Browser(.desktop)
        defer { counter.close() }
        try await server.signIn("kf.laocheng", counter)
        let number = try await `The console in a browser`.debtor(counter)
        try counter.open(server.base + "/payment?q=\(number)")
        _ = try await counter.find("#due")
        try counter.press(Browser.Key.enter)
        try await counter.wait(
            for: "the receipt", until: { try counter.address().contains("/payment/receipts/") })
        let receipt = try path(counter)
        try counter.open(
            server.base + "/payment?q=\(try await `The console in a browser`.debtor(counter))")
        _ = try await counter.find("#due")
        return (receipt, try path(counter))
    }

    /// A draft, its rehearsal and one account's bill before and after.
    private func rehearse() async throws -> (draft: String, rehearsal: String, drill: String) {
        let browser = try await Browser(.desktop)
        defer { browser.close() }
        try await server.signIn("dj", browser)
        let draft = try await openDraft(browser)
        try browser.open(server.base + draft + "?tab=rehearsal")
        try await browser.click("#rehearse")
        try await browser.click("#start")
        let account = try await browser.find(
            "main tr[data-row] a.code[href^='/billing/rehearsals/']", withinSeconds: 60)
        let rehearsal = try path(browser)
        return (draft, rehearsal, try browser.attribute("href", of: account) ?? "")
    }

    /// The draft that the clerk works at, opened; another was dropped.
    func openDraft(_ browser: Browser) async throws -> String {
        try browser.open(server.base + "/tariff")
        _ = try await browser.find("#drafts")
        _ = try browser.run(
            """
            const rows = [...document.querySelectorAll('#drafts tbody tr')];
            rows.find((row) => row.innerText.includes('HB-COM-LV')).querySelector('a').click();
            """)
        _ = try await browser.find("#edit")
        return try path(browser)
    }

    private func path(_ browser: Browser) throws -> String {
        String(try browser.address().dropFirst(server.base.count))
    }

    /// Pastes a readings file in which everything is wrong, and shows what came of it.
    static func giveBadFile(_ browser: Browser) async throws {
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
    static func catchRun(_ browser: Browser) throws {
        let caught = try browser.run(
            """
            const token = document.querySelector('meta[name=csrf]').content;
            const month = document.querySelector('input[name=month]').value;
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
                const { id } = JSON.parse(ask('POST', runs, JSON.stringify({ month, organisation: '1' })));
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
}
