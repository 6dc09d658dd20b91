import Control
import Foundation
import Kernel
import Language
import Testing
import Web

@Suite struct `Every route` {
    @Test func `answers with the security headers`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let clerk = try await console.someone("clerk")
            let paths = console.web.routes.map { route in
                (
                    "\(route.method)",
                    "/"
                        + route.path.segments.map { if case .word(let word) = $0 { word } else { "7" } }
                        .joined(separator: "/")
                )
            }
            let others = [
                ("GET", "/no/such"), ("GET", "/api/v1/no"), ("GET", "/static/0/x.css"), ("TRACE", "/"),
                ("GET", "/.git/config"), ("GET", "/%zz"), ("GET", console.web.assets.address(of: "app.css")!),
            ]
            for (method, path) in paths + others where path != "/events" {
                let answer = try await console.client.send(method, path, [clerk.cookie])
                #expect(answer["content-security-policy"] == SecurityHeaders.policy, "\(method) \(path)")
                #expect(answer["x-content-type-options"] == "nosniff", "\(method) \(path)")
                #expect(answer["referrer-policy"] == "same-origin", "\(method) \(path)")
                #expect(answer["permissions-policy"]?.hasPrefix("camera=(self)") == true, "\(method) \(path)")
                #expect(answer["server"] == nil && answer["strict-transport-security"] == nil)
                if path.hasPrefix("/static"), answer.status == 200 {
                    #expect(answer["cache-control"] == "public, max-age=31536000, immutable")
                    #expect(answer["content-type"] == "text/css; charset=utf-8")
                } else {
                    #expect(answer["cache-control"] == "no-store", "\(method) \(path)")
                }
            }
        }
    }

    @Test func `over TLS asks for TLS again and holds its cookies to the host`() async throws {
        try await Console.with({ $0.secure = true }) { console in
            let answer = try await console.client.send("GET", "/sign-in")
            #expect(answer["strict-transport-security"]?.contains("max-age=31536000") == true)
            let cookie = try #require(answer["set-cookie"])
            #expect(cookie.hasPrefix("__Host-lamplight-visitor="))
            #expect(cookie.hasSuffix("Path=/; HttpOnly; SameSite=Strict; Secure"))
        }
    }

    @Test func `that is not there is not found, for people and for programs`() async throws {
        try await Console.with { console in
            let page = try await console.client.send("GET", "/no/such")
            #expect(page.status == 404)
            #expect(page.body.contains("没有找到"))
            let problem = try await console.client.send("GET", "/api/v1/no")
            #expect(problem.status == 404)
            #expect(problem["content-type"] == "application/problem+json")
            #expect(problem.body.contains("\"code\":\"web.refusal.notFound\""))
        }
    }

    @Test func `by another method is refused with the methods it has`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let clerk = try await console.someone("clerk")
            let answer = try await console.client.send("GET", "/trial/command", [clerk.cookie])
            #expect(answer.status == 405)
            #expect(answer["allow"] == "POST")
        }
    }

    @Test func `asks for a session, then for the permission`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let nobody = try await console.client.send("GET", "/trial/look?text=a")
            #expect(nobody.status == 401)
            #expect(nobody.body.contains("name=\"return\" value=\"/trial/look?text=a\""))
            #expect(try await console.client.send("GET", "/api/v1/trial/broken").status == 401)
            let bare = try await console.someone("bare")
            let refused = try await console.client.send("GET", "/trial/look", [bare.cookie])
            #expect(refused.status == 403)
            #expect(refused.body.contains("web.look"))
            let clerk = try await console.someone("clerk")
            #expect(try await console.client.send("GET", "/trial/look", [clerk.cookie]).status == 200)
            try await console.signIn.signOut(token: clerk.session.token, address: "")
            #expect(try await console.client.send("GET", "/trial/look", [clerk.cookie]).status == 401)
        }
    }

    @Test func `prefers a word to a parameter, and takes only an id for an id`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let clerk = try await console.someone("clerk")
            func body(_ path: String) async throws -> (Int, String) {
                let answer = try await console.client.send("GET", path, [clerk.cookie])
                return (answer.status, answer.body)
            }
            #expect(try await body("/trial/things/new") == (200, "{\"id\":\"new\"}"))
            #expect(try await body("/trial/things/12") == (200, "{\"id\":\"12\"}"))
            #expect(try await body("/trial/things/-1").0 == 404)
            #expect(try await body("/trial/things/%2e%2e").0 == 400)
        }
    }

    @Test func `that fails shows a reference and nothing of the inside`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let clerk = try await console.someone("clerk")
            for path in ["/trial/broken", "/api/v1/trial/broken"] {
                let answer = try await console.client.send("GET", path, [clerk.cookie])
                #expect(answer.status == 500)
                #expect(!answer.body.contains("Broken") && !answer.body.contains("Swift"))
            }
        }
    }
}

@Suite struct `A command` {
    @Test func `needs the token of its session and a page of ours`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let clerk = try await console.someone("clerk")
            let other = try await console.someone("clerk")
            func status(_ body: String, _ headers: [(String, String)] = []) async throws -> Int {
                try await console.client.send(
                    "POST", "/trial/command", clerk.form + headers, body: Array(body.utf8)
                ).status
            }
            #expect(try await status("text=a") == 403)
            #expect(try await status("text=a&_csrf=") == 403)
            #expect(try await status("text=a&\(other.token)") == 403)
            #expect(try await status("text=a&\(clerk.token)", [("Origin", "https://evil.example")]) == 403)
            #expect(try await status("text=a&\(clerk.token)", [("Origin", "null")]) == 403)
            #expect(try await status("text=a&\(clerk.token)", [("Sec-Fetch-Site", "cross-site")]) == 403)
            #expect(try await status("text=a&\(clerk.token)", [("Sec-Fetch-Site", "same-origin")]) == 200)
            let origin = "http://127.0.0.1:\(console.client.port)"
            #expect(try await status("text=a&\(clerk.token)", [("Origin", origin)]) == 200)
            #expect(try await status("text=a", [("X-CSRF-Token", clerk.session.csrf)]) == 200)
        }
    }

    @Test func `of the wrong type, size or form is refused plainly`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let clerk = try await console.someone("clerk")
            let token = [("X-CSRF-Token", clerk.session.csrf)]
            func status(
                _ path: String, _ type: String, _ body: [UInt8], method: String = "POST"
            ) async throws -> Int {
                try await console.client.send(
                    method, path, [clerk.cookie, ("Content-Type", type)] + token, body: body
                ).status
            }
            let form = "application/x-www-form-urlencoded"
            #expect(try await status("/trial/command", "text/plain", Array("text=a".utf8)) == 415)
            #expect(try await status("/trial/command", form, Array("text=%zz".utf8)) == 400)
            #expect(try await status("/trial/command", form, Array("text=%ff".utf8)) == 400)
            #expect(
                try await status("/trial/command", form, [UInt8](repeating: 97, count: (1 << 20) + 1)) == 413)
            let api = "/api/v1/trial/command"
            #expect(try await status(api, form, Array("text=a".utf8)) == 415)
            #expect(try await status(api, "application/json", Array("{".utf8)) == 400)
            #expect(try await status(api, "application/json", Array("{\"amountFen\":\"x\"}".utf8)) == 400)
            #expect(try await status(api, "application/json", Array("{\"amountFen\":5}".utf8)) == 200)
            let csv = [UInt8](repeating: 49, count: 1_001)
            #expect(try await status("/trial/file", "text/csv", csv, method: "PUT") == 413)
            #expect(try await status("/trial/file", "text/html", [49], method: "PUT") == 415)
            #expect(try await status("/trial/file", "text/csv", Array(csv.dropLast()), method: "PUT") == 200)
        }
    }

    @Test func `in chunks beyond the limit is refused though no length was told`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let clerk = try await console.someone("clerk")
            let chunk = "800\r\n" + String(repeating: "7", count: 0x800) + "\r\n0\r\n\r\n"
            let head = """
                PUT /trial/file HTTP/1.1\r\nHost: 127.0.0.1:\(console.client.port)\r\nConnection: close\r
                Cookie: lamplight-session=\(clerk.session.token)\r\nX-CSRF-Token: \(clerk.session.csrf)\r
                Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n
                """
            let answer = String(
                decoding: try await console.client.raw(Array((head + chunk).utf8)), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 413"))
        }
    }

    @Test func `with huge or smuggled headers never reaches a handler`() async throws {
        try await Console.with { console in
            let huge = "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 40_000))\r\n\r\n"
            let both =
                "POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            for request in [huge, both] {
                let answer = String(
                    decoding: try await console.client.raw(Array(request.utf8)), as: UTF8.self)
                #expect(answer.hasPrefix("HTTP/1.1 4"), "\(answer.prefix(40))")
            }
        }
    }

    @Test func `by bearer token needs no other token`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let json = [("Content-Type", "application/json")]
            let opened = try await console.client.send(
                "POST", "/api/v1/sign-in", json,
                body: Array("{\"login\":\"clerk\",\"password\":\"correct\"}".utf8))
            #expect(opened.status == 201)
            let token = try #require(
                (try JSONSerialization.jsonObject(with: Data(opened.body.utf8)) as? [String: Any])?["token"]
                    as? String)
            let answer = try await console.client.send(
                "POST", "/api/v1/trial/command", json + [("Authorization", "Bearer \(token)")],
                body: Array("{\"amountFen\":5}".utf8))
            #expect(answer.body == "{\"amountFen\":5}")
            let wrong = try await console.client.send(
                "POST", "/api/v1/sign-in", json, body: Array("{\"login\":\"clerk\",\"password\":\"x\"}".utf8))
            #expect(wrong.status == 401)
        }
    }
}

@Suite struct `Signing in` {
    @Test func `leads to where one wanted, with a strict cookie, and never elsewhere`() async throws {
        try await Console.with { console in
            let page = try await console.client.send("GET", "/sign-in")
            let visitor = try #require(page.cookie("lamplight-visitor"))
            func send(_ back: String, _ token: String, password: String = "correct") async throws -> Answer {
                try await console.client.send(
                    "POST", "/sign-in",
                    [
                        ("Content-Type", "application/x-www-form-urlencoded"),
                        ("Cookie", "lamplight-visitor=\(visitor)"),
                    ],
                    body: Array("login=clerk&password=\(password)&return=\(back)&_csrf=\(token)".utf8))
            }
            #expect(page.body.contains(visitor))
            #expect(try await send("/", "x").status == 403)
            let wrong = try await send("/", visitor, password: "no")
            #expect(wrong.status == 401)
            #expect(wrong.body.contains("value=\"clerk\""))
            #expect(!wrong.body.contains("value=\"no\""))
            let right = try await send("/design", visitor)
            #expect(right.status == 303)
            #expect(right["location"] == "/design")
            let cookie = try #require(right.all("set-cookie").first { $0.hasPrefix("lamplight-session=") })
            #expect(cookie.hasSuffix("Path=/; HttpOnly; SameSite=Strict"))
            for back in ["//evil.example", "https://evil.example", "/%5Cevil.example", "/a%0d%0aX: 1"] {
                #expect(try await send(back, visitor)["location"] == "/")
            }
        }
    }

    @Test func `out ends the session, its cookie and its streams`() async throws {
        try await Console.with { console in
            let clerk = try await console.someone("clerk")
            let answer = try await console.client.send(
                "POST", "/sign-out", clerk.form, body: Array(clerk.token.utf8))
            #expect(answer.status == 303)
            #expect(answer["clear-site-data"] != nil)
            #expect(answer.cookie("lamplight-session") == "")
            #expect(try await console.client.send("GET", "/", [clerk.cookie]).status == 401)
        }
    }

    @Test func `shows to each what they may do, in their language`() async throws {
        try await Console.with(groups: [Trial.group]) { console in
            let clerk = try await console.someone("clerk")
            let full = try await console.client.send("GET", "/", [clerk.cookie])
            #expect(full.body.contains("4,242") && full.body.contains("/trial/command"))
            let three = try await console.someone("three")
            let part = try await console.client.send("GET", "/", [three.cookie])
            #expect(!part.body.contains("4,242") && !part.body.contains("href=\"/trial/command\""))
            #expect(part.body.contains("<html lang=\"zh-CN\""))
            let english = try await console.client.send(
                "GET", "/", [("Cookie", "\(three.cookie.1); lamplight-language=en; lamplight-theme=dark")])
            #expect(english.body.contains("<html lang=\"en\" data-theme=\"dark\""))
            #expect(english.body.contains("Hello, Three"))
        }
    }
}
