import Control
import Foundation
import Kernel
import Store
import TestSupport
import Testing
import Web

@Suite struct `The proof of delivery` {
    private static func send(to recipient: String, about: String, at organisation: Int64, _ control: Control)
        async throws -> MessageID
    {
        try #require(
            try await control.record(as: control.systemPrincipal()) { act in
                try act.send(
                    OutgoingMessage(
                        template: "control.message.trial", to: recipient,
                        values: [("name", "梁守灯"), ("at", "九时")], about: about,
                        organisation: OrganisationID(organisation),
                        organisationPath: OrganisationPath("/1/\(organisation)/")))
            })
    }

    @Test(arguments: TestEngines.all)
    func `of one account is a paper with each message and what became of it, for its own station`(
        engine: Engine
    ) async throws {
        try await RefusalHouse.with(engine) { console in
            let house = console.house
            let account = house.accounts[0]
            let about = "account \(account)"
            let told = try await Self.send(to: "13800138000", about: about, at: 2, house.control)
            _ = try await Self.send(to: "13900139000", about: "account 999", at: 2, house.control)
            _ = try await Self.send(to: "13700137000", about: about, at: 3, house.control)
            for (outcome, detail) in [("ACCEPTED", ""), ("DELIVERED", "stat:DELIVRD")] {
                try await house.control.carrierReport(
                    told, carrier: "kannel", outcome: outcome, detail: detail)
            }
            let link = "/control/evidence?about=account%20\(account)"
            let paper = try await house.get(link, as: "a")
            #expect(paper.status == 200 && paper.body.contains("用户 \(account)：共 1 条"))
            for text in ["138****8000", "短信中心已接收", "stat:DELIVRD", "已送达", "data-print", told.description] {
                #expect(paper.body.contains(text), "\(text)")
            }
            #expect(!paper.body.contains("13800138000") && !paper.body.contains("139****9000"))
            #expect(!paper.body.contains("137****7000"), "another station's is another's evidence")
            #expect(try await house.get(link).body.contains("共 2 条"))
            #expect(try await house.get(link, as: "b").body.contains("共 1 条"))
            #expect(try await house.get("/control/evidence", as: "a").status == 404)
            #expect(try await house.get(link, as: "bare").status == 403)
            let answer = try await house.get("/api/v1/control/evidence?about=account%20\(account)", as: "a")
            let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
            let items = try #require(object?["items"] as? [[String: Any]])
            let proof = items.first?["proof"] as? [[String: Any]]
            #expect(items.count == 1 && items.first?["id"] as? String == told.description)
            #expect(proof?.map { $0["outcome"] as? String } == ["ACCEPTED", "DELIVERED"])
            let contact = try await house.get("/control/contacts/\(account)", as: "a").body
            #expect(contact.contains("href=\"/control/evidence?about=account%20\(account)\""))
        }
    }

    @Test func `the audit log calls its subjects by words and people by name`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let user = try #require(UserID(text: console.samples["user"] ?? ""))
            try await house.control.record(as: house.control.systemPrincipal()) { act in
                for subject in ["user \(user)", "account 7 usage point 8", "grid node 9", "strange thing"] {
                    try act.audit(bucket: Bucket(of: 7), action: "test.look", subject: subject)
                }
            }
            let page = try await house.get("/control/audit?action=test.look").body
            for text in ["人员 外人", "用户 7 计量点 8", "电网节点 9", "strange thing"] {
                #expect(page.contains("<span>\(text)<br>"), "\(text)")
            }
            #expect(page.contains("<small class=\"code\">user \(user)</small>"), "as it is looked for")
            let english = try await house.client.send(
                "GET", "/control/audit?action=test.look",
                [("Cookie", "lamplight-session=\(WebHouse.token("clerk")); lamplight-language=en")]
            ).body
            #expect(english.contains("<span>Account 7 usage point 8<br>"))
        }
    }
}
