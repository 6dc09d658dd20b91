import Control
import Foundation
import Kernel
import Language
import Payment
import Records
import Store
import TestSupport
import Testing
import Web
import WebControl

/// A customer at their own pages, with nothing but a browser and a telephone.
struct PortalGuest: Sendable {
    let house: WebHouse
    var cookies: [String: String] = [:]

    init(_ house: WebHouse) { self.house = house }

    private var header: [(String, String)] {
        [("Cookie", cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; "))]
    }

    mutating func get(_ path: String) async throws -> Answer {
        let answer = try await house.client.send("GET", path, header)
        keep(answer)
        return answer
    }

    /// Sends a form with the token of the page it is on.
    mutating func post(_ path: String, _ fields: String, on page: Answer) async throws -> Answer {
        let token = page.body.components(separatedBy: "name=\"_csrf\" value=\"").dropFirst().first ?? ""
        let answer = try await house.client.send(
            "POST", path, header + [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("_csrf=\(token.prefix { $0 != "\"" })&\(fields)".utf8))
        keep(answer)
        return answer
    }

    private mutating func keep(_ answer: Answer) {
        for name in [
            "lamplight-visitor", "lamplight-customer", "lamplight-customer-code", "lamplight-language",
        ] {
            if let value = answer.cookie(name) { cookies[name] = value.isEmpty ? nil : value }
        }
    }

    /// The code in the newest message, as a newcomer reads it on a machine that sends nothing out.
    func code() async throws -> String {
        let folder = Carrier(name: "folder", channels: [.sms]) { _ in CarrierAnswer(detail: "a file") }
        _ = try await MessageWorker(control: house.control, carriers: [folder]) { Issue.record("\($0)") }
            .round()
        let system = house.control.systemPrincipal()
        guard let newest = try await house.control.messages(by: system).first else { return "" }
        let message = try await house.control.message(newest.id, by: system).0
        return String(message.body.drop { !$0.isNumber }.prefix { $0.isNumber })
    }

    /// Both steps; then the browser has the session's cookie.
    mutating func signIn(_ number: String) async throws {
        let first = try await get("/portal/sign-in")
        _ = try await post("/portal/sign-in", "number=\(number)", on: first)
        let second = try await get("/portal/sign-in/code")
        _ = try await post("/portal/sign-in/code", "code=\(try await code())", on: second)
    }

    var session: String? { cookies["lamplight-customer"] }
}

@Suite(.serialized) struct `The customers' own pages` {
    @Test(arguments: TestEngines.all)
    func `let a program in by the same two steps, to the customer's own accounts and no others`(
        _ engine: Engine
    ) async throws {
        try await WebHouse.with(on: engine, RefusalHouse.groups) { house in
            let door = "/api/v1/portal"
            func send(_ method: String, _ path: String, _ token: String? = nil, _ body: String = "")
                async throws -> Answer
            {
                try await house.client.send(
                    method, door + path,
                    [("Content-Type", "application/json")]
                        + (token.map { [("Authorization", "Bearer \($0)")] } ?? []), body: Array(body.utf8))
            }
            func text(_ answer: Answer, _ field: String) throws -> String {
                let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
                return try #require(object?[field] as? String)
            }
            let number = "\(WebHouse.number(0))"
            let asked = try await send("POST", "/sign-in/code", nil, #"{"number":"\#(number)"}"#)
            #expect(asked.status == 202)
            let challenge = try text(asked, "challenge")
            func enter(_ code: String) async throws -> Answer {
                try await send(
                    "POST", "/sign-in", nil,
                    #"{"number":"\#(number)","challenge":"\#(challenge)","code":"\#(code)"}"#)
            }
            #expect(try await enter("12").status == 422)
            let opened = try await enter(try await PortalGuest(house).code())
            #expect(opened.status == 201)
            let token = try text(opened, "token")
            let own = "/accounts/\(house.accounts[0])"
            let accounts = try await send("GET", "/accounts", token)
            #expect(accounts.status == 200 && accounts.body.contains(number))
            #expect(!accounts.body.contains("陈洁") && !accounts.body.contains(WebHouse.number(1)))
            #expect(try await send("GET", own, token).status == 200)
            #expect(try await send("GET", own + "/bills", token).body.contains("\"month\":\"2026-09\""))
            let quote = try await house.payment.quote(
                house.accounts[0], by: house.control.systemPrincipal())
            let debt = try await send("GET", own + "/debt", token)
            #expect(debt.body.contains("\"total\":\"\(quote.total)\""))
            for foreign in ["", "/bills", "/debt"] {
                let path = "/accounts/\(house.accounts[1])" + foreign
                #expect(try await send("GET", path, token).status == 404)
            }
            // It is no clerk's, and a clerk's is no customer's.
            let clerk = try await house.client.send(
                "GET", "/api/v1/accounts", [("Authorization", "Bearer \(token)")])
            #expect(clerk.status == 401)
            #expect(try await send("GET", "/accounts", WebHouse.token("clerk")).status == 401)
            #expect(try await send("DELETE", "/session", token).status == 204)
            #expect(try await send("GET", "/accounts", token).status == 401)
        }
    }

    @Test(arguments: TestEngines.all)
    func `let a customer in by number and code, show what is theirs, and let them out`(_ engine: Engine)
        async throws
    {
        try await WebHouse.with(on: engine, RefusalHouse.groups) { house in
            var customer = PortalGuest(house)
            let first = try await customer.get("/portal")
            #expect(first.status == 401 && first.body.contains("户号"))
            let asked = try await customer.post("/portal/sign-in", "number=1000+0000-00", on: first)
            #expect(asked.status == 303 && asked["location"] == "/portal/sign-in/code")
            let second = try await customer.get("/portal/sign-in/code")
            #expect(second.status == 200 && !second.body.contains("138*") && !second.body.contains("1380000"))
            // Somebody of the staff finds the message where all messages are.
            #expect(try await house.get("/control/messages", as: "clerk").body.contains("138****1000"))
            let code = try await customer.code()
            let wrong = try await customer.post("/portal/sign-in/code", "code=12", on: second)
            #expect(wrong.status == 422 && wrong.body.contains("验证码不正确或已失效"))
            let entered = try await customer.post("/portal/sign-in/code", "code=\(code)", on: second)
            #expect(entered.status == 303 && entered["location"] == "/portal")
            #expect(customer.session != nil && customer.cookies["lamplight-customer-code"] == nil)

            let accounts = try await customer.get("/portal")
            #expect(accounts.status == 200)
            #expect(accounts.body.contains("1000000000") && !accounts.body.contains("1000000001"))
            // What billing and payment say of it comes by the seam.
            for text in ["陈*", "应缴电费", "最近一期电费", "2026年9月"] {
                #expect(accounts.body.contains(text), "\(text)")
            }
            #expect(!accounts.body.contains("陈洁") && !accounts.body.contains("东港前路 1 号"))
            let account = try await customer.get("/portal/accounts/\(house.accounts[0])")
            #expect(account.status == 200)
            for text in ["近一年电费", "2026年9月", "138****1000", "东港供电所"] {
                #expect(account.body.contains(text), "\(text)")
            }
            let quote = try await house.payment.quote(
                house.accounts[0], by: house.control.systemPrincipal())
            #expect(quote.total > .zero && account.body.contains(quote.total.grouped))

            let english = try await customer.post(
                "/portal/preferences", "language=en&return=/portal", on: accounts)
            #expect(english.status == 303)
            #expect(try await customer.get("/portal").body.contains("My accounts"))
            let session = try #require(customer.session)
            let out = try await customer.post("/portal/sign-out", "", on: accounts)
            #expect(out["location"] == "/portal/sign-in" && customer.session == nil)
            customer.cookies["lamplight-customer"] = session
            #expect(try await customer.get("/portal").status == 401)
        }
    }

    @Test func `mark bills at example prices, and only those`() async throws {
        try await WebHouse.with(RefusalHouse.groups) { house in
            for (place, says) in [(0, false), (6, true)] {
                var customer = PortalGuest(house)
                try await customer.signIn(WebHouse.number(place))
                let page = try await customer.get("/portal/accounts/\(house.accounts[place])").body
                #expect(page.contains("2026年9月") && page.contains(">示例</span>") == says, "\(place)")
                #expect(try await customer.get("/portal").body.contains(" · 示例") == says, "\(place)")
            }
        }
    }

    @Test func `show all accounts of one customer, closed ones too, and nobody else's`() async throws {
        try await WebHouse.with(RefusalHouse.groups) { house in
            // The second account is the first customer's too; the third belongs to somebody else.
            try await house.control.house.database.write { transaction in
                let mine = try transaction.one(
                    """
                    SELECT customer_id FROM records_account
                    WHERE bucket = \(house.accounts[0].bucket) AND id = \(house.accounts[0])
                    """
                ) { try $0.int64(0) }
                try transaction.run(
                    """
                    UPDATE records_account SET customer_id = \(mine), state = 'CLOSED', closed_on = \(WebHouse.today)
                    WHERE bucket = \(house.accounts[1].bucket) AND id = \(house.accounts[1])
                    """)
            }
            var customer = PortalGuest(house)
            try await customer.signIn("1000000000")
            let accounts = try await customer.get("/portal")
            #expect(accounts.body.contains("1000000000") && accounts.body.contains("1000000001"))
            #expect(accounts.body.contains("已销户") && !accounts.body.contains("1000000002"))
            #expect(try await customer.get("/portal/accounts/\(house.accounts[1])").status == 200)
            for other in ["\(house.accounts[2])", "999999", "x"] {
                #expect(try await customer.get("/portal/accounts/\(other)").status == 404, "\(other)")
            }
            // A closed account opens nothing, and its page says what every other says.
            var late = PortalGuest(house)
            let before = try await house.count("control_message")
            try await late.signIn("1000000001")
            #expect(late.session == nil)
            #expect(try await house.count("control_message") == before)
        }
    }

    @Test func `answer a number that nobody has as they answer any other`() async throws {
        try await WebHouse.with(RefusalHouse.groups) { house in
            var bodies: [String] = []
            for number in ["1000000000", "9000000000"] {
                var customer = PortalGuest(house)
                let first = try await customer.get("/portal/sign-in")
                let asked = try await customer.post("/portal/sign-in", "number=\(number)", on: first)
                #expect(asked.status == 303 && asked["location"] == "/portal/sign-in/code")
                let second = try await customer.get("/portal/sign-in/code")
                let wrong = try await customer.post("/portal/sign-in/code", "code=000", on: second)
                #expect(wrong.status == 422)
                let token = customer.cookies["lamplight-visitor"] ?? "none"
                bodies += [second.body, wrong.body].map {
                    $0.replacingOccurrences(of: number, with: "N").replacingOccurrences(of: token, with: "T")
                }
            }
            #expect(bodies[0] == bodies[2] && bodies[1] == bodies[3])
        }
    }

    @Test func `know no clerk, and the clerks' pages no customer`() async throws {
        try await WebHouse.with(RefusalHouse.groups) { house in
            var customer = PortalGuest(house)
            try await customer.signIn("1000000000")
            let session = try #require(customer.session)
            let clerk = WebHouse.token("clerk")
            func status(_ path: String, _ cookie: String) async throws -> Int {
                try await house.client.send("GET", path, [("Cookie", cookie)]).status
            }
            let own = "/portal/accounts/\(house.accounts[0])"
            for path in ["/portal", own, "/portal/", "//portal", "/%70ortal"] {
                #expect(try await status(path, "lamplight-customer=\(session)") == 200, "\(path)")
                #expect(try await status(path, "lamplight-session=\(clerk)") == 401, "\(path)")
                #expect(try await status(path, "lamplight-session=\(session)") == 401, "\(path)")
                #expect(try await status(path, "lamplight-customer=\(clerk)") == 401, "\(path)")
            }
            for path in [
                "/", "/records/accounts/\(house.accounts[0])", "/payment", "/api/v1/board", "/events",
            ] {
                #expect(try await status(path, "lamplight-customer=\(session)") == 401, "\(path)")
                #expect(try await status(path, "lamplight-session=\(session)") == 401, "\(path)")
            }
            // Nor by the machine's door.
            let bearer = try await house.client.send(
                "GET", "/api/v1/board", [("Authorization", "Bearer \(session)")])
            #expect(bearer.status == 401)
        }
    }
}
