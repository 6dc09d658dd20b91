import Foundation
import TestSupport
import Testing

/// A price from a clerk's form to the public page, in two real browsers and on the command line.
@Suite(.serialized) struct `A tariff of a running company` {
    @Test func `is changed in a form, rehearsed, and published by a second person, never by one alone`()
        async throws
    {
        let server = try await DemoServer(accounts: 120, months: 3)
        let clerk = try await Browser(.desktop)
        let approver = try await Browser(.desktop)
        defer {
            clerk.close()
            approver.close()
        }
        try await server.signIn("dj", clerk)
        try clerk.open(server.base + "/tariff/SH-RES")
        try await clerk.click("#copy")
        try await clerk.wait(for: "the draft", until: { try clerk.address().contains("/tariff/drafts/") })
        let path = try #require(URL(string: try clerk.address())).path
        let draft = try #require(path.split(separator: "/").last.map(String.init))
        let price = "[name=\"versions[1].prices.TOTAL[0]\"]"
        _ = try await clerk.find("[name=begins]")
        _ = try clerk.run("document.querySelector('[name=begins]').value = '2027-01-01'; return 1")
        try await clerk.click("#begin")
        _ = try await clerk.find(price)
        _ = try clerk.run("document.querySelector('\(price)').value = ''; return 1")
        try await clerk.type("0.6200", into: price)
        try await clerk.click("#save")
        try await clerk.wait(for: "已保存", in: "body")
        try clerk.open(server.base + path + "?tab=difference")
        try await clerk.wait(for: "0.6200", in: "main")

        // Not before everybody was rehearsed on it, by no door; by the command line's only for who says who they are.
        let early = try await Self.propose(draft, as: "dj", server)
        #expect(early.status != 0 && early.text.contains("还没有测算"), "\(early.text)")
        #expect(try await Self.lamplight(server, ["propose", draft, "--reason", "文件"]).status == 64)
        #expect(
            try Self.post(clerk, "/api/v1/tariff/drafts/\(draft)/propose", #"{"version":2,"reason":"x"}"#)
                == 409)
        try clerk.open(server.base + path + "?tab=rehearsal")
        try await clerk.click("#rehearse")
        try await clerk.click("#start")
        try await clerk.wait(for: "the rehearsal's end") {
            try !clerk.findAll("#rehearsal .stats").isEmpty && clerk.findAll("#rehearsal-meter").isEmpty
        }

        try clerk.open(server.base + path + "?tab=publish")
        try await clerk.type("沪发改价管〔2026〕1号", into: "#reason")
        try await clerk.click("#propose")
        try await clerk.wait(
            for: "the proposal", until: { try clerk.address().contains("/control/proposals/") })
        let proposal = try clerk.address()
        let number = try #require(proposal.split(separator: "/").last.map(String.init))
        let hash = try #require(
            try Self.get(clerk, "/api/v1/control/proposals/\(number)").firstMatch(of: /"hash":"([0-9a-f]+)"/)?
                .1)
        // The clerk is shown no way to agree, the page and the API refuse it, and the command line has none.
        #expect(try clerk.findAll("#approve").isEmpty)
        let agree = "{\"hash\":\"\(hash)\"}"
        #expect(try Self.post(clerk, "/api/v1/control/proposals/\(number)/approve", agree) == 403)
        _ = try Self.post(clerk, "/control/proposals/\(number)/approve", "hash=\(hash)")
        #expect(try Self.get(clerk, "/api/v1/control/proposals/\(number)").contains("\"state\":\"WAITING\""))
        // Proposed once more, on the command line and by name, it is the same proposal and still waits.
        let again = try await Self.propose(draft, as: "dj", server)
        #expect(again.status == 0 && again.text.contains("审批单 \(number)，等待另一人审批"), "\(again.text)")
        let stranger = try await Self.propose(draft, as: "dj", password: "another", server)
        #expect(stranger.status != 0 && !stranger.text.contains(number), "\(stranger.text)")
        #expect(try await Self.lamplight(server, ["approve", number]).status == 64)
        #expect(try Self.get(clerk, "/api/v1/control/proposals/\(number)").contains("\"state\":\"WAITING\""))
        #expect(try await !Self.lamplight(server, ["show", "SH-RES"]).text.contains("0.6200"))

        try await server.signIn("djsp", approver)
        try approver.open(proposal)
        try await approver.wait(for: "0.6200", in: "main")
        try await approver.click("#approve")
        try await approver.wait(for: "已执行", in: "#proposal")
        #expect(try await Self.lamplight(server, ["show", "SH-RES"]).text.contains("0.6200"))
        // The clerk's page has moved by itself, and anybody may read what comes.
        try await clerk.wait(for: "已执行", in: "#proposal")
        try clerk.open(server.base + "/tariff")
        try await clerk.wait(for: "起有新版本", in: "main")
    }

    private static func lamplight(_ server: DemoServer, _ arguments: [String]) async throws -> (
        status: Int32, text: String
    ) {
        let child = try ChildProcess(
            ChildProcess.lamplight,
            ["tariff"] + arguments + ["--data", server.folder.file("data").path])
        let status = try await child.status(withinSeconds: 60)
        return (status, child.lines.joined(separator: "\n"))
    }

    /// What the command line answers a person who signs in to it, refusals too.
    private static func propose(
        _ draft: String, as login: String, password: String? = nil, _ server: DemoServer
    ) async throws -> (status: Int32, text: String) {
        let child = try ChildProcess(
            URL(filePath: "/bin/sh"),
            [
                "-c",
                #"printf '%s\n\n' "$1" | "$2" tariff propose "$3" --as "$4" --reason 文件 --data "$5" 2>&1"#,
                "sh", password ?? server.password(of: login), ChildProcess.lamplight.path, draft, login,
                server.folder.file("data").path,
            ])
        let status = try await child.status(withinSeconds: 60)
        return (status, child.lines.joined(separator: "\n"))
    }

    private static func get(_ browser: Browser, _ path: String) throws -> String {
        let text = try browser.run(
            "const r = new XMLHttpRequest(); r.open('GET', '\(path)', false); r.send(); return r.responseText"
        )
        return try JSONDecoder().decode(String.self, from: Data(text.utf8))
    }

    /// The status of a write by the browser's own session, as a form or as JSON.
    private static func post(_ browser: Browser, _ path: String, _ body: String) throws -> Int {
        let isForm = !body.hasPrefix("{")
        let status = try browser.run(
            """
            const token = document.querySelector('meta[name=csrf]').content;
            const request = new XMLHttpRequest();
            request.open('POST', '\(path)', false);
            request.setRequestHeader('Content-Type', '\(isForm ? "application/x-www-form-urlencoded" : "application/json")');
            request.setRequestHeader('X-CSRF-Token', token);
            request.setRequestHeader('Idempotency-Key', '\(UUID().uuidString)');
            request.send('\(body)'\(isForm ? " + '&_csrf=' + token" : ""));
            return request.status
            """)
        return try #require(Int(status))
    }
}
