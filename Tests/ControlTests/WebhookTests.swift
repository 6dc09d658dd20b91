import Control
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Webhooks' queue` {
    /// Publishes one event as `system` and lets the pump hand it on.
    private static func publish(_ topic: String, in path: String = "/1/2/", _ control: Control) async throws {
        try await control.record(as: control.systemPrincipal()) { act in
            try act.audit(bucket: Bucket(of: 7), action: "test", subject: "test")
            try act.publish(
                topic, bucket: Bucket(of: 7), organisation: OrganisationPath(path), payload: "{\"n\":\"1\"}")
        }
        try await control.pump.deliver(control: control)
    }

    @Test(arguments: TestEngines.all)
    func `an event waits for those who asked for its topic, within their organisation, from then on`(
        engine: Engine
    )
        async throws
    {
        try await withControl(engine) { control, _ in
            let system = control.systemPrincipal()
            try await Self.publish("payment.applied", control)
            let payments = try await control.addWebhook(
                url: "http://127.0.0.1:9/hook", topics: ["payment."], by: system)
            let all = try await control.addWebhook(url: "https://example.com/", topics: ["*"], by: system)
            try await Self.publish("payment.applied", control)
            try await Self.publish("billing.released", control)
            let first = try await control.webhookDeliveries(payments.id, by: system)
            #expect(first.map(\.topic) == ["payment.applied"])
            #expect(first.allSatisfy { $0.state == .waiting && $0.attempts == 0 })
            let second = try await control.webhookDeliveries(all.id, by: system).map(\.topic)
            #expect(second.contains("payment.applied") && second.contains("billing.released"))
            // What happens while it is off is not sent later.
            try await control.setWebhook(payments.id, isOn: false, by: system)
            try await Self.publish("payment.applied", control)
            try await control.setWebhook(payments.id, isOn: true, by: system)
            try await Self.publish("payment.reversed", control)
            let topics = try await control.webhookDeliveries(payments.id, by: system).map(\.topic)
            #expect(topics == ["payment.reversed", "payment.applied"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `another station's webhook is unknown`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            let system = control.systemPrincipal()
            let clerk = Principal(
                user: UserID(9), login: "x", name: "x", organisation: OrganisationID(3), organisationName: "",
                scope: OrganisationPath("/1/3/"), roles: [], permissions: system.permissions, address: "test")
            let made = try await control.addWebhook(url: "https://example.com/", topics: ["*"], by: system)
            #expect(try await control.webhookList(by: clerk).isEmpty)
            await #expect(throws: MessageRefusal.webhookUnknown) {
                try await control.setWebhook(made.id, isOn: false, by: clerk)
            }
            await #expect(throws: MessageRefusal.webhookUnknown) {
                _ = try await control.webhookDeliveries(made.id, by: clerk)
            }
            let own = try await control.addWebhook(url: "https://example.com/", topics: ["*"], by: clerk)
            try await Self.publish("payment.applied", in: "/1/2/", control)
            let heard = try await control.webhookDeliveries(own.id, by: clerk).filter {
                $0.topic == "payment.applied"
            }
            #expect(heard.isEmpty, "an event of station 2 is not told to station 3")
        }
    }

    @Test(arguments: ["ftp://x/", "http://", "javascript:alert(1)", "https://a b/", "http://x\r\nHost: y/"])
    func `an address that is not of the web is refused`(url: String) async throws {
        try await withControl(.sqlite) { control, _ in
            await #expect(throws: MessageRefusal.webhookURL) {
                _ = try await control.addWebhook(url: url, topics: ["*"], by: control.systemPrincipal())
            }
        }
    }
}
