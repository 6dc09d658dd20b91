import Foundation
import TestSupport
import Testing

/// A customer's own pages, and a file that only is checked, in a browser.
@Suite struct `The portal and files in a browser` {
    @Test
    func
        `a customer signs in by number and code, sees their bills and no other account, and compares tariffs`()
        async throws
    {
        let server = try await DemoServer(accounts: 60, months: 4, today: DemoServer.today())
        let session = try await Screenshot.session(of: .customer, server)
        let browser = try await Browser(.phone)
        defer { browser.close() }
        try browser.open(server.base + session.door)
        let cookie = try #require(session.cookie)
        try browser.setCookie(cookie.name, cookie.value)
        try browser.open(server.base + "/portal")
        try await browser.wait(for: "6601010000001", in: "main")
        #expect(try browser.findAll("article.portal-card").count == 1)
        try await browser.click("article.portal-card h2 a")
        try await browser.wait(for: "近一年电费", in: "main")
        #expect(try browser.findAll("ul.portal-rows li").count >= 3)
        try browser.open(try browser.address() + "/compare")
        try await browser.wait(for: "逐月对照", in: "main")
        // Another's account is not there for them, and neither is any page of the company.
        try browser.open(server.base + "/portal/accounts/2")
        try await browser.wait(for: "没有找到", in: "body")
        try browser.open(server.base + "/records/accounts/1")
        _ = try await browser.find("input[name=password]")
        try browser.open(server.base + "/portal")
        _ = try await browser.find("article.portal-card")
    }

    @Test
    func
        `a readings file that only is checked comes back with what is wrong beside each row, and writes nothing`()
        async throws
    {
        let server = try await DemoServer(accounts: 60, months: 4, today: DemoServer.today())
        let folder = try TemporaryFolder()
        let browser = try await Browser(.desktop)
        defer { browser.close() }
        try browser.saveFiles(in: folder.file(""))
        try await server.signIn("cb.laocheng", browser)
        try browser.open(server.base + "/reading/import")
        let rows = "户号,示数类型,抄表日期,示数,抄表状态\n6601010000001,总,2026-02-30,12O3.5,\n99999999,总,2026-10-31,100,\n"
        let file = try folder.write(rows, to: "mine.csv")
        try await browser.type(file.path, into: "#file")
        try await browser.click("form[data-upload] button[formaction]")
        let saved = try await Deadline(seconds: 30).wait(for: "the saved file") { () -> String? in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            return names.first { $0.hasSuffix(".csv") && $0 != "mine.csv" }
        }
        let text = try String(contentsOf: folder.file(saved), encoding: .utf8)
        #expect(
            text.contains("6601010000001") && text.contains("12O3.5") && text.contains("2026-02-30"),
            "\(text)")
        #expect(text.contains("99999999") && text.contains("不存在"), "\(text)")
        #expect(try browser.findAll("#report tbody tr").isEmpty, "nothing was imported")
    }
}
