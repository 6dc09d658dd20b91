import Control
import Foundation
import Kernel
import TestSupport
import Testing
import Web
import WebControl

/// Signing in through the pages, with control's own door behind them.
@Suite struct `The way in` {
    private static let password = "Harbour-lamp 41"

    private static func house(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with(
            { WebControl(control: $0.control).pages }, signIn: { SignIn(control: $0.control) }
        ) { house in
            try await house.control.addUser(
                login: "real", name: "陈洁", organisation: OrganisationID(2), roles: [.counterClerk],
                password: password, secondFactor: nil)
            try await house.control.addUser(
                login: "other", name: "林望潮", organisation: OrganisationID(2), roles: [.counterClerk],
                password: password, secondFactor: nil)
            try await work(house)
        }
    }

    /// What a browser that signed in sends from then on.
    private struct Someone {
        let house: WebHouse
        let cookie: String
        let csrf: String

        func get(_ path: String) async throws -> Answer {
            try await house.client.send("GET", path, [("Cookie", "lamplight-session=\(cookie)")])
        }

        func post(_ path: String, _ fields: String, isModule: Bool = false) async throws -> Answer {
            try await house.client.send(
                "POST", path,
                [
                    ("Cookie", "lamplight-session=\(cookie)"),
                    ("Content-Type", "application/x-www-form-urlencoded"),
                ] + (isModule ? [("X-Fragment", "1")] : []),
                body: Array("_csrf=\(csrf)&\(fields)".utf8))
        }
    }

    private static func attempt(_ login: String, _ password: String, _ house: WebHouse) async throws -> Answer
    {
        let visitor = try #require(
            try await house.client.send("GET", "/sign-in").cookie("lamplight-visitor"))
        return try await house.client.send(
            "POST", "/sign-in",
            [
                ("Cookie", "lamplight-visitor=\(visitor)"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ],
            body: Array("login=\(login)&password=\(PercentCoding.encode(password))&_csrf=\(visitor)".utf8))
    }

    private static func signIn(_ login: String, _ house: WebHouse) async throws -> Someone {
        let answer = try await attempt(login, password, house)
        let cookie = try #require(answer.cookie("lamplight-session"))
        let page = try await house.client.send(
            "GET", "/control/me", [("Cookie", "lamplight-session=\(cookie)")])
        return Someone(
            house: house, cookie: cookie, csrf: try #require(between("name=\"csrf\" content=\"", page.body)))
    }

    private static func between(_ start: String, _ text: String, _ end: String = "\"") -> String? {
        guard let from = text.range(of: start),
            let to = text.range(of: end, range: from.upperBound..<text.endIndex)
        else { return nil }
        return String(text[from.upperBound..<to.lowerBound])
    }

    @Test func `says the same to a login that is there and to one that is not, up to the lock and after it`()
        async throws
    {
        let record = Told()
        for login in ["real", "nobd"] {
            try await Self.house { house in
                for number in 0..<7 {
                    let page = try await Self.attempt(
                        login, number == 6 ? Self.password : "wrong \(number)", house)
                    let main = try #require(Self.between("<main", page.body, "</main>"))
                    let sentence = main.replacingOccurrences(of: login, with: "LOGIN")
                        .replacingOccurrences(
                            of: "name=\"_csrf\" value=\"[^\"]*\"", with: "", options: .regularExpression)
                    // The wait is told in seconds, and a second may have gone.
                    let steady = sentence.replacingOccurrences(
                        of: "\\b8[0-9]{2}\\b", with: "900", options: .regularExpression)
                    await record.add("\(page.status) \(steady)", to: login)
                }
            }
        }
        let told = await record.lines
        let real = try #require(told["real"])
        #expect(real.count == 7 && told["nobd"] == real)
        // Five wrong ones are refused as such; from then on it is said to wait, to the right password too.
        #expect(real[..<5].allSatisfy { $0.hasPrefix("401") } && Set(real[..<5]).count == 1)
        #expect(real[5...].allSatisfy { $0.hasPrefix("429") && $0.contains("900") || $0.contains("15 分") })
    }

    private static func statuses(_ people: Someone...) async throws -> [Int] {
        var statuses: [Int] = []
        for one in people { statuses.append(try await one.get("/").status) }
        return statuses
    }

    private actor Told {
        var lines: [String: [String]] = [:]
        func add(_ line: String, to login: String) { lines[login, default: []].append(line) }
    }

    @Test func `lists its sessions to their owner, who ends one and then all others`() async throws {
        try await Self.house { house in
            let desk = try await Self.signIn("real", house)
            let left = try await Self.signIn("real", house)
            let third = try await Self.signIn("real", house)
            let foreign = try await Self.signIn("other", house)
            let page = try await desk.get("/control/me").body
            let ids = page.components(separatedBy: "name=\"session\" value=\"").dropFirst()
                .map { String($0.prefix { $0 != "\"" }) }
            #expect(ids.count == 2 && page.contains("本机"))
            // Another person's session is not there, and stays.
            let theirs = try await foreign.post("/control/me/sessions", "session=\(ids[0])")
            #expect(theirs.status == 404)
            #expect(try await Self.statuses(left, third) == [200, 200])
            #expect(try await desk.post("/control/me/sessions", "session=\(ids[0])").status == 303)
            #expect(try await Self.statuses(left, third).sorted() == [200, 401])
            #expect(try await desk.post("/control/me/sessions", "").status == 303)
            #expect(try await Self.statuses(left, third, desk, foreign) == [401, 401, 200, 200])
        }
    }

    @Test func `locks a session by its page, and leads back to where it wanted`() async throws {
        try await Self.house { house in
            let clerk = try await Self.signIn("real", house)
            #expect(try await clerk.get("/control/me/lock").body.contains("\"isLocked\":false"))
            #expect(try await clerk.post("/control/me/lock", "", isModule: true).status == 204)
            #expect(try await clerk.get("/control/me/lock").body.contains("\"isLocked\":true"))
            let page = try await clerk.get("/control/messages?state=SENT")
            #expect(page.status == 303)
            #expect(
                page["location"] == "/control/me/unlock?return=%2Fcontrol%2Fmessages%3Fstate%3DSENT")
            #expect(try await clerk.get("/control/me").status == 303)
            #expect(try await clerk.get("/api/v1/control/messages").status == 403)
            for path in ["/control/me/password", "/control/me/sessions", "/control/me/second-factor"] {
                #expect(try await clerk.post(path, "a=b").status == 403, "\(path)")
            }
            let wrong = try await clerk.post("/control/me/unlock", "password=wrong", isModule: true)
            #expect(wrong.status == 422 && wrong.body.contains("密码") && !wrong.body.contains("<"))
            let back = PercentCoding.encode("/control/messages")
            let elsewhere = try await clerk.post(
                "/control/me/unlock",
                "password=\(PercentCoding.encode(Self.password))&return=//evil.example/")
            #expect(elsewhere.status == 303 && elsewhere["location"] == "/")
            #expect(try await clerk.post("/control/me/lock", "").status == 303)
            let opened = try await clerk.post(
                "/control/me/unlock", "password=\(PercentCoding.encode(Self.password))&return=\(back)")
            #expect(opened.status == 303 && opened["location"] == "/control/messages")
            #expect(try await clerk.get("/control/messages").status == 200)
        }
    }

    @Test func `shows the key of one-time codes as a picture that another hand's reader reads`() async throws
    {
        try await Self.house { house in
            let clerk = try await Self.signIn("real", house)
            let page = try await clerk.get("/control/me/second-factor").body
            let link = try #require(Self.between("href=\"otpauth", page)).replacingOccurrences(
                of: "&amp;", with: "&")
            let side = try #require(
                Self.between("class=\"qr\" viewBox=\"0 0 ", page, " ").flatMap { Int($0) })
            let path = try #require(Self.between("<path d=\"", page))
            let folder = try TemporaryFolder()
            let file = folder.file("code.pgm")
            try Data(Self.picture(path, side: side)).write(to: file)
            let reader = try ChildProcess(
                URL(fileURLWithPath: "/usr/bin/zbarimg"),
                ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file.path])
            #expect(try await reader.status(withinSeconds: 20) == 0)
            #expect(reader.lines.contains("otpauth" + link))
            // And in words beside it.
            let secret = try #require(Self.between("secret=", link, "&"))
            #expect(page.replacingOccurrences(of: " ", with: "").contains(">\(secret)<"))
        }
    }

    /// A grey picture of the squares, each eight dots wide.
    private static func picture(_ path: String, side: Int) -> [UInt8] {
        let size = 8
        var dots = [UInt8](repeating: 255, count: side * size * side * size)
        for run in path.split(separator: "M") {
            let numbers = run.split { !$0.isNumber }.compactMap { Int($0) }
            for y in numbers[1] * size..<(numbers[1] + 1) * size {
                for x in numbers[0] * size..<(numbers[0] + numbers[2]) * size {
                    dots[y * side * size + x] = 0
                }
            }
        }
        return Array("P5 \(side * size) \(side * size) 255\n".utf8) + dots
    }
}
