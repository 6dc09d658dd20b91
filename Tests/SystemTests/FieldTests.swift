import Foundation
import Store
import TestSupport
import Testing

/// Work in the field, by a phone in the hand: over TLS with a certificate of our own, with and without a line.
@Suite(.serialized) struct `Work in the field` {
    @Test
    func
        `a form is filled in without a line, kept over a reload, sent once when the line is back, and a conflict is shown`()
        async throws
    {
        let server = try await DemoServer(accounts: 60, months: 2, serve: ["--tls-self-signed"])
        #expect(server.base.hasPrefix("https://"))
        let phone = try await Browser(.phone, trustsAll: true)
        let second = try await Browser(.phone, trustsAll: true)
        defer {
            phone.close()
            second.close()
        }
        for browser in [phone, second] {
            try await server.signIn("cb.laocheng", browser)
            try browser.open(server.base + "/field/")
            try await browser.wait(for: "核实表箱封印", in: ".phone-card")
            try await browser.wait(for: "the worker") {
                try browser.run("return navigator.serviceWorker.controller !== null") == "true"
            }
        }
        // Nobody is told never to come without TLS again by a certificate that is known by hand only.
        _ = try phone.run(
            "fetch('/').then(a => { window.strict = a.headers.get('strict-transport-security') })")
        try await phone.wait(for: "an answer") { try phone.run("return window.strict") == "null" }

        // The server is gone: the worker shows the page, and what is typed outlives a reload.
        try await server.goAway()
        try phone.open(server.base + "/field/")
        try await phone.wait(for: "离线", in: "#line")
        try await Self.open("核实表箱封印", phone)
        try await phone.type("已重新施封", into: "#field-report")
        try await phone.wait(for: "已存在本机", in: "#kept")
        try phone.open(server.base + "/field/#/")
        try phone.open("about:blank")
        try phone.open(server.base + "/field/")
        try await phone.wait(for: "填写中", in: ".phone-card")
        try await Self.open("核实表箱封印", phone)
        try await phone.wait(for: "what was typed") {
            try phone.run("return document.querySelector('#field-report')?.value") == "\"已重新施封\""
        }
        // Only the page sends here: the worker, which the browser wakes when it likes, would get the answer the page is to
        // lose.
        _ = try phone.run("SyncManager.prototype.register = () => Promise.resolve()")
        // Without a day it is not entered; with one it waits.
        try await phone.click("#form button[type=submit]")
        try await phone.wait(for: "请更正", in: "#notice")
        try Self.fill(phone, day: "2026-11-22")
        try await phone.click("#form button[type=submit]")
        try await phone.wait(for: "待发送", in: ".phone-card")
        #expect(try await phone.text("#waiting") == "1")

        // The line is back, but the answers are lost on the way for as long as the test says, however often the page asks
        // by itself meanwhile: the entry is sent again and done once.
        _ = try phone.run(
            """
            const real = window.fetch;
            window.losesAnswers = true;
            window.fetch = async (...given) => {
              const answer = await real(...given);
              if (window.losesAnswers && String(given[0]).endsWith("/entries")) throw new TypeError("lost");
              return answer;
            };
            """)
        try await server.comeBack()
        try await phone.click("#send")
        try await phone.wait(for: "the entry to be there", until: { try await Self.entries(server) == 1 })
        try await phone.wait(for: "试过", in: ".phone-card")
        _ = try phone.run("window.losesAnswers = false")
        try await phone.click("#send")
        try await phone.wait(for: "已收下", in: ".phone-card")
        #expect(try await Self.entries(server) == 1)
        #expect(try phone.run("return document.getElementById('waiting').hidden") == "true")

        // Another phone of the same person does the other order while this one is filling it in.
        try phone.open(server.base + "/field/#/")
        try await Self.open("补抄锁门户示数", phone)
        try await phone.type("示数 5231", into: "#field-report")
        try second.open("about:blank")
        try second.open(server.base + "/field/")
        try await second.wait(for: "one order less") {
            try second.run(
                "const list = document.querySelector('.phone-list')?.textContent ?? '封印'; return list.includes('封印')"
            )
                == "false"
        }
        try await Self.open("补抄锁门户示数", second)
        try await second.type("门锁未开", into: "#field-report")
        try Self.fill(second, day: "2026-11-21")
        try await second.click("#form button[type=submit]")
        try await second.wait(for: "已收下", in: ".phone-card")
        try Self.fill(phone, day: "2026-11-22")
        try await phone.click("#form button[type=submit]")
        try await phone.click(".phone-card[data-state=conflict]")
        try await phone.wait(for: "示数 5231", in: ".versus-row[data-differs=true]")
        try await phone.wait(for: "门锁未开", in: ".versus-row[data-differs=true]")
        try await phone.click(".phone-actions .button")
        try await phone.wait(for: "以对方为准", in: ".phone-card")
        #expect(try await Self.entries(server) == 3)
    }

    @Test func `what waits stays under its person when somebody else signs in on the phone`() async throws {
        let server = try await DemoServer(accounts: 60, months: 2)
        let phone = try await Browser(.phone)
        defer { phone.close() }
        try await server.signIn("cb.gangqu", phone)
        try phone.open(server.base + "/field/")
        try await phone.wait(for: "核实表箱封印", in: ".phone-card")
        // Nothing gets through from here on.
        _ = try phone.run(
            """
            const real = window.fetch;
            window.tries = 0;
            window.fetch = (...given) => {
              if (!String(given[0]).endsWith("/entries")) return real(...given);
              window.tries += 1;
              return Promise.reject(new TypeError("no line"));
            };
            """)
        try await Self.open("核实表箱封印", phone)
        try await phone.type("港区的事", into: "#field-report")
        try Self.fill(phone, day: "2026-11-22")
        try await phone.click("#form button[type=submit]")
        // As often as it was tried, once or, where the page came back to it by itself meanwhile, once more.
        try await phone.wait(for: "each trial to be told") {
            try phone.run(
                "return document.querySelector('.phone-card')?.textContent.includes(`试过 ${window.tries} 次`) ?? false"
            )
                == "true"
        }
        #expect(try ["1", "2"].contains(phone.run("return window.tries")))
        try await phone.click("[data-tab=phone]")
        try await phone.wait(for: "汪潮生", in: "#main")
        try await phone.click("#sign-out")
        _ = try await phone.find("input[name=login]")

        try await server.signIn("kf.gangqu", phone)
        try phone.open(server.base + "/field/#/queue")
        try await phone.wait(for: "没有待发送", in: "#main")
        #expect(try phone.findAll(".phone-card").isEmpty)
        try await phone.click("[data-tab=phone]")
        try await phone.wait(for: "其他人员待发送 1 条", in: "#main")
        #expect(try await Self.entries(server) == 0)
        #expect(try await !phone.text("#main").contains("港区的事"))
        try await phone.click("#sign-out")
        _ = try await phone.find("input[name=login]")

        try await server.signIn("cb.gangqu", phone)
        try phone.open(server.base + "/field/#/queue")
        try await phone.wait(for: "已收下", in: ".phone-card")
        #expect(try await Self.entries(server) == 1)

        // The other order is suspended and resumed while its form is being filled in: it is still this person's, so mine
        // can be taken on what it has become.
        try await phone.click("[data-tab=work]")
        try await Self.open("补抄锁门户示数", phone)
        try await phone.type("示数 880", into: "#field-report")
        _ = try phone.run(
            """
            const ask = (method, path, csrf, body) => {
              const request = new XMLHttpRequest();
              request.open(method, path, false);
              if (body) request.setRequestHeader("Content-Type", "application/json");
              if (csrf) request.setRequestHeader("X-CSRF-Token", csrf);
              request.send(body ? JSON.stringify(body) : null);
              return request;
            };
            const work = JSON.parse(ask("GET", "/api/v1/field/work").responseText);
            const task = work.kinds[0].tasks.find((task) => task.title === "补抄锁门户示数");
            const path = "/api/v1/control/cases/" + task.id;
            const version = Number(task.version);
            const answers = [ask("POST", path + "/suspend", work.csrf, { version, reason: "等客户开门" }),
              ask("POST", path + "/resume", work.csrf, { version: version + 1 })];
            if (answers.some((answer) => answer.status >= 300)) throw new Error(answers.map((a) => a.responseText).join());
            """)
        try Self.fill(phone, day: "2026-11-22")
        try await phone.click("#form button[type=submit]")
        try await phone.click(".phone-card[data-state=conflict]")
        try await phone.wait(for: "恢复办理", in: "#main")
        try await phone.click(".phone-actions .button.primary")
        try await phone.wait(for: "已重新提交", in: ".phone-list")
        try await phone.wait(for: "both orders taken") {
            try phone.findAll(".phone-card[data-state=accepted]").count == 2
        }
        #expect(try await Self.entries(server) == 3)
    }

    @Test func `a certificate of our own is made once, kept from others, and one that was given is used`()
        async throws
    {
        let server = try await DemoServer(accounts: 60, months: 2, serve: ["--tls-self-signed"])
        let folder = server.folder.file("data").appendingPathComponent("tls")
        let names = ["root.key", "root.pem", "server.key", "server.pem"]
        func contents() throws -> [Data] {
            try names.map { try Data(contentsOf: folder.appendingPathComponent($0)) }
        }
        let made = try contents()
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: folder.appendingPathComponent(name).path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
        }
        try await server.goAway()
        try await server.comeBack()
        #expect(try contents() == made)
        // What is lost or spoilt is made anew, the root only where it was the root.
        try await server.goAway()
        try FileManager.default.removeItem(at: folder.appendingPathComponent("server.key"))
        try await server.comeBack()
        let mended = try contents()
        #expect(mended[0...1] == made[0...1] && mended[2] != made[2] && mended[3] != made[3])
        try await server.goAway()

        // One that has 40 days left serves on, one that has 20 is made anew under the root that phones trust.
        for (days, isKept) in [(40, true), (20, false)] {
            try Self.shorten(to: days, in: folder)
            let short = try contents()
            try await server.comeBack()
            try await server.goAway()
            let after = try contents()
            #expect(after[0...1] == made[0...1])
            #expect((after[2...3] == short[2...3]) == isKept, "\(days) days left")
        }

        let data = server.folder.file("data").path
        let (certificate, key) = (
            folder.appendingPathComponent("server.pem").path, folder.appendingPathComponent("server.key").path
        )
        func serve(_ flags: [String]) throws -> ChildProcess {
            try ChildProcess(ChildProcess.lamplight, ["serve", "--data", data, "--port", "0"] + flags)
        }
        let given = try serve(["--tls-certificate", certificate, "--tls-key", key])
        _ = try await given.line { $0.contains("https://127.0.0.1:") }
        #expect(!given.lines.contains { $0.contains("SHA-256") })
        _ = try await given.stop()
        for (flags, part) in [
            (["--tls-certificate", certificate], "go together"),
            (["--tls-certificate", certificate, "--tls-key", folder.path + "/root.key"], "no certificate"),
            (["--tls-certificate", certificate, "--tls-key", key, "--tls-self-signed"], "names one"),
        ] {
            let refused = try serve(flags)
            #expect(try await refused.status() != 0)
            #expect(refused.lines.contains { $0.contains(part) }, "\(flags)")
        }
    }

    /// Puts in the server's place a certificate of its own key and names that ends so many days from now.
    private static func shorten(to days: Int, in folder: URL) throws {
        func file(_ name: String) -> String { folder.appendingPathComponent(name).path }
        try openssl(
            [
                "x509", "-x509toreq", "-copy_extensions", "copy", "-in", file("server.pem"), "-signkey",
                file("server.key"), "-out", file("request"),
            ])
        try openssl([
            "x509", "-req", "-in", file("request"), "-copy_extensions", "copy", "-CA", file("root.pem"),
            "-CAkey", file("root.key"), "-days", String(days), "-out", file("server.pem"),
        ])
        for name in ["request", "root.srl"] { try? FileManager.default.removeItem(atPath: file(name)) }
    }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments.joined(separator: " "))")
    }

    /// Goes to the form of the order of that title.
    private static func open(_ title: String, _ phone: Browser) async throws {
        try await phone.wait(for: title, in: ".phone-card")
        _ = try phone.run(
            """
            [...document.querySelectorAll(".phone-card")].find((card) => card.textContent.includes("\(title)")).click();
            """)
    }

    /// Sets the day as a phone's own picker does.
    private static func fill(_ phone: Browser, day: String) throws {
        _ = try phone.run(
            """
            const field = document.getElementById("field-doneOn");
            field.value = "\(day)";
            field.dispatchEvent(new Event("input", { bubbles: true }));
            """)
    }

    /// How many entries the house has taken, looked up behind its back.
    private static func entries(_ server: DemoServer) async throws -> Int64 {
        let path = server.folder.file("data").appendingPathComponent("lamplight.sqlite").path
        let database = try await TestPlace(engine: .sqlite, name: path).open()
        let count = try await database.read { transaction in
            try transaction.one(
                "SELECT COUNT(*) FROM control_field_entry /*scatter: a test counts every row*/"
            ) { try $0.int64(0) }
        }
        try await database.close()
        return count
    }
}
