import Control
import Foundation
import Kernel
import Testing

@Suite struct `Pages of messages` {
    @Test
    func `a trial is sent by the page, shown masked, and given up ones are sent again`() async throws {
        try await BillingHouse.with { house in
            struct Refused: Error {}
            let bad = try await house.post("/control/messages/trial", "channel=SMS&to=13")
            #expect(bad.status == 422 && bad.body.contains("value=\"13\"") && bad.body.contains("5 至 15 位数字"))
            #expect(
                try await house.post("/control/messages/trial", "channel=SMS&to=13800138000").status == 303)
            let message = try #require(try await house.control.messages(by: try await house.clerk()).first)
            let list = try await house.get("/control/messages").body
            #expect(list.contains("138****8000") && !list.contains("13800138000") && list.contains("待发送"))
            let refusing = Carrier(name: "test", channels: [.sms]) { _ in throw Refused() }
            let worker = MessageWorker(control: house.control, carriers: [refusing]) { Issue.record("\($0)") }
            try await worker.round()
            let path = "/control/messages/\(message.id)"
            let page = try await house.get(path).body
            #expect(page.contains("通道拒绝") && page.contains("下次发送") && !page.contains(path + "/resend"))
            #expect(try await house.post(path + "/resend", "").status == 409)
            #expect(try await house.get(path, as: "station1").status == 404)
            let answer = try await house.json("/api/v1/control/messages/\(message.id)")
            #expect(answer["to"] as? String == "138****8000" && answer["state"] as? String == "WAITING")
        }
    }

    @Test
    func `a template is worded by its page, and a wrong brace comes back with what was typed`() async throws {
        try await BillingHouse.with { house in
            let path = "/control/templates/control.message.trial/zh"
            #expect(try await house.get("/control/templates").body.contains("标准文字"))
            let bad = try await house.post(path, "title=x&body=%E6%82%A8%E5%A5%BD%7Bwho%7D")
            #expect(bad.status == 422 && bad.body.contains("您好{who}") && bad.body.contains("没有字段“who”"))
            #expect(try await house.post(path, "title=x&body=%E6%82%A8%E5%A5%BD%7Bname%7D").status == 303)
            #expect(try await house.get("/control/templates").body.contains("第 1 版"))
            #expect(try await house.get("/control/templates/none/zh").status == 404)
        }
    }

    @Test
    func `a webhook's secret is shown once, and it can be switched off`() async throws {
        try await BillingHouse.with { house in
            let path = "/control/webhooks"
            let bad = try await house.post(path, "url=ftp%3A%2F%2Fx&topics=*")
            #expect(bad.status == 422 && bad.body.contains("ftp://x"))
            let made = try await house.post(
                path, "url=https%3A%2F%2Fexample.com%2Fhook&topics=payment.+billing.released")
            #expect(made.status == 200 && made.body.contains("签名密钥只显示这一次"))
            let list = try await house.get(path).body
            #expect(list.contains("https://example.com/hook") && !list.contains("签名密钥只显示这一次"))
            let id = try #require(try await house.control.webhookList(by: try await house.clerk()).first).id
            #expect(try await house.post("\(path)/\(id)/off", "").status == 303)
            #expect(try await house.control.webhookList(by: try await house.clerk()).first?.isOn == false)
        }
    }
}
