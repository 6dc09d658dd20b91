import Control
import Foundation
import Kernel
import Payment
import Store
import TestSupport
import Testing
import Web
import WebControl
import WebPayment

/// Proposals and reversals as their pages and their API show them.
@Suite struct `The second person's pages` {
    @Test func `a proposal on the wire has plain values`() async throws {
        try await Self.with { house in
            let proposal = try await Self.quietHours(house, "1300")
            let answer = try await house.get("/api/v1/control/proposals/\(proposal.id)")
            #expect(answer.status == 200, "\(answer.body)")
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
            let lines = try #require(json["lines"] as? [[String: Any]])
            let value = try #require(lines.first { $0["label"] as? String == "control.command.value" })
            #expect(value["before"] as? String == "1320" && value["after"] as? String == "1300")
            #expect(value["isChange"] as? Bool == true && !answer.body.contains("_0"))
        }
    }

    @Test
    func `whatever was decided can be proposed again by anyone who may ask for it, and nobody gets a 500`()
        async throws
    {
        try await Self.with { house in
            for (number, word) in ["reject", "withdraw"].enumerated() {
                let by = word == "withdraw" ? Self.person(1) : Self.person(77)
                let proposal = try await Self.quietHours(house, String(1200 + number), by: by)
                if word == "reject" {
                    _ = try await house.control.reject(
                        proposal.id, hash: proposal.hashText, reason: "不同意", by: Self.person(78))
                } else {
                    _ = try await house.control.withdraw(proposal.id, by: by)
                }
                let page = try await house.post(
                    "/control/proposals/\(proposal.id)/again", "reason=核对过", as: "clerk")
                #expect(page.status == 303, "\(word): \(page.status)")
                let wire = try await Self.json(
                    house, "/api/v1/control/proposals/\(proposal.id)/again", #"{"reason":"again"}"#)
                #expect(wire.status == 200, "\(word): \(wire.status) \(wire.body)")
                for body in ["", "{}", #"{"reason":" "}"#, #"{"reason":7}"#] {
                    let bad = try await Self.json(
                        house, "/api/v1/control/proposals/\(proposal.id)/again", body)
                    #expect((400..<500).contains(bad.status), "\(body): \(bad.status)")
                }
            }
        }
    }

    @Test func `who proposed it sees no button to approve it, and is refused`() async throws {
        try await Self.with { house in
            let proposal = try await Self.quietHours(house, "1300", by: Self.person(1))
            let own = try await house.get("/control/proposals/\(proposal.id)")
            #expect(!own.body.contains("id=\"approve\"") && own.body.contains("申请人不能审批本人的申请"))
            let refused = try await Self.json(
                house, "/api/v1/control/proposals/\(proposal.id)/approve",
                #"{"hash":"\#(proposal.hashText)"}"#)
            #expect(refused.status == 403)
            let other = try await Self.quietHours(house, "1301", by: Self.person(77))
            #expect(try await house.get("/control/proposals/\(other.id)").body.contains("id=\"approve\""))
        }
    }

    @Test func `ten approvals at once run it once`() async throws {
        try await Self.with { house in
            let proposal = try await Self.quietHours(house, "1300")
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        number % 2 == 0
                            ? try await house.post(
                                "/control/proposals/\(proposal.id)/approve", "hash=\(proposal.hashText)")
                            : try await Self.json(
                                house, "/api/v1/control/proposals/\(proposal.id)/approve",
                                #"{"hash":"\#(proposal.hashText)"}"#)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.map(\.status)) == [200, 303])
            let ran = try await house.control.house.database.read {
                try $0.one(
                    "/*scatter: a test reads the trail*/ SELECT COUNT(*) FROM control_audit WHERE action = 'control.setParameter'"
                ) { try $0.int(0) }
            }
            #expect(ran == 1)
            #expect(try await house.get("/control/proposals/\(proposal.id)").body.contains("已执行"))
        }
    }

    @Test func `what changed under it is refused and shown, then and now`() async throws {
        try await Self.with { house in
            let proposal = try await Self.quietHours(house, "1300")
            try await house.control.setParameter(
                "control.quietFrom", organisation: OrganisationPath("/1/2/"), from: WebHouse.today,
                value: "1111",
                clause: "另一决议", by: Control.system())
            let answer = try await house.post(
                "/control/proposals/\(proposal.id)/approve", "hash=\(proposal.hashText)")
            #expect(answer.status == 303)
            let page = try await house.get("/control/proposals/\(proposal.id)").body
            let changed = try #require(page.components(separatedBy: "id=\"stale\"").dropFirst().first)
                .components(separatedBy: "</section>")[0]
            #expect(changed.contains("1320") && changed.contains("1111") && changed.contains("另一决议"))
            #expect(!changed.contains("1300") && !page.contains("id=\"approve\""))
            let wire = try await house.get("/api/v1/control/proposals/\(proposal.id)")
            #expect(wire.body.contains("\"state\":\"STALE\"") && wire.body.contains("\"found\":\"1111\""))
            let now = try await house.control.house.database.read {
                try house.control.parameter(
                    "control.quietFrom", organisation: OrganisationPath("/1/2/"), on: WebHouse.today, in: $0)
            }
            #expect(now.text == "1111")
        }
    }

    @Test func `a clerk takes their payment of the day back on its receipt`() async throws {
        try await Self.with { house in
            let receipt = try await Self.pay(house)
            let path = "/payment/receipts/\(receipt.payment.id)"
            let fresh = try await house.get(path, as: "a")
            #expect(
                fresh.status == 200 && fresh.body.contains("id=\"reverse\"") && fresh.body.contains("重复收费"))
            let empty = try await house.post(path + "/reverse", "code=TWICE&reason=", as: "a")
            #expect(empty.status == 422 && empty.body.contains("aria-labelledby=\"reverse-title\" open"))
            let debt = try await house.get("/payment/accounts/\(house.accounts[0])", as: "a").body
            #expect(debt.contains("1.00"))
            let done = try await house.post(path + "/reverse", "code=TWICE&reason=收了两次", as: "a")
            #expect(done.status == 303 && done["location"] == path)
            let void = try await house.get(path, as: "a").body
            #expect(void.contains("已冲正 作废") && void.contains("收了两次") && void.contains("重复收费"))
            #expect(!void.contains("data-open=\"reverse\""))
            // A second click gets the same answer, another reason does not.
            #expect(try await house.post(path + "/reverse", "code=TWICE&reason=收了两次", as: "a").status == 303)
            let other = try await house.post(path + "/reverse", "code=TWICE&reason=别的", as: "a")
            #expect(other.status == 409 && other.body.contains("已经冲正"))
            let day = try await house.get("/payment/today?all=1", as: "a").body
            #expect(day.contains("id=\"reversed\">¥1.00<") && day.contains("id=\"net\">¥0.00<"))
            let wire = try await house.get("/api/v1/payments/\(receipt.payment.id)", as: "a").body
            #expect(wire.contains("\"reasonCode\":\"TWICE\""))
            #expect(try await house.get(path, as: "looker").body.contains("已冲正 作废"))
        }
    }

    @Test func `another's payment waits for a second person, by page and by API`() async throws {
        try await Self.with { house in
            let receipt = try await Self.pay(house, by: Self.person(99, "/1/2/"))
            let path = "/payment/receipts/\(receipt.payment.id)"
            let sent = try await house.post(path + "/reverse", "code=WRONG_ACCOUNT&reason=报错户号", as: "a")
            let link = try #require(sent["location"])
            #expect(sent.status == 303 && link.hasPrefix("/control/proposals/"))
            let receiptPage = try await house.get(path, as: "a").body
            #expect(
                receiptPage.contains("href=\"\(link)\"") && !receiptPage.contains("data-open=\"reverse\""))
            let wire = try await Self.json(
                house, "/api/v1/payments/\(receipt.payment.id)/reversal",
                #"{"reasonCode":"WRONG_ACCOUNT","reason":"报错户号"}"#, as: "a")
            #expect(wire.status == 202 && wire.body.contains("\"state\":\"PROPOSED\""))
            #expect(
                link.hasSuffix(
                    try #require(wire.body.components(separatedBy: "\"proposal\":\"").dropFirst().first)
                        .prefix { $0 != "\"" }))
            let page = try await house.get(link, as: "a").body
            #expect(page.contains("收费冲正") && page.contains("¥1.00"))
        }
    }

    private static func with(_ body: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with(
            on: .sqlite,
            {
                WebControl(control: $0.control).pages
                    + WebPayment(payment: $0.payment, records: $0.records).pages
            }
        ) { house in
            try await house.control.installCodes()
            try await body(house)
        }
    }

    private static func person(_ user: Int64, _ scope: String = "/1/") -> Principal {
        let system = Control.system()
        return Principal(
            user: user == 1 ? system.user : UserID(user), login: "p\(user)", name: "人员\(user)",
            organisation: OrganisationID(scope == "/1/" ? 1 : 2), organisationName: "",
            scope: OrganisationPath(scope),
            roles: [],
            permissions: [
                "control.parameters", "control.parameters.approve", "control.workbench", "payment.take",
                "payment.read",
            ], address: "test")
    }

    private static func quietHours(_ house: WebHouse, _ value: String, by person: Principal? = nil)
        async throws
        -> Proposal
    {
        try await house.control.propose(
            "control.setParameter",
            ControlCommands.SetParameter(
                key: "control.quietFrom", organisation: OrganisationPath("/1/2/"), from: WebHouse.today,
                value: value, clause: "公司决议"), reason: "夏令时间", by: person ?? Self.person(77))
    }

    private static func pay(_ house: WebHouse, by person: Principal? = nil) async throws -> Receipt {
        let clerk =
            person
            ?? Principal(
                user: Control.system().user, login: "a", name: "梁守灯", organisation: OrganisationID(2),
                organisationName: "",
                scope: OrganisationPath("/1/2/"), roles: [], permissions: ["payment.take", "payment.read"],
                address: "test")
        return try await house.payment.take(
            TakePayment(
                idempotencyKey: "one", account: house.accounts[0], amount: Money(fen: 100),
                tendered: Money(fen: 100)),
            by: clerk)
    }

    private static func json(_ house: WebHouse, _ path: String, _ body: String, as login: String = "clerk")
        async throws
        -> Answer
    {
        try await house.client.send(
            "POST", path,
            [
                ("Cookie", "lamplight-session=\(WebHouse.token(login))"),
                ("Content-Type", "application/json"),
                ("X-CSRF-Token", WebHouse.csrf(login)),
            ], body: Array(body.utf8))
    }
}
