import Control
import Kernel
import Reports
import Tariff
import Testing
import Web
import WebBilling
import WebControl
import WebPayment
import WebReading
import WebRecords

/// Two clerks of two stations are signed in at once; neither sees, finds or guesses what is the other's.
@Suite struct `A station's records` {
    private static func house(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with(
            { doors in
                WebRecords(control: doors.control, records: doors.records).pages
                    + WebReading(control: doors.control, records: doors.records, reading: doors.reading).pages
                    + WebPayment(payment: doors.payment, records: doors.records).pages
                    + WebBilling(
                        control: doors.control, billing: doors.billing, reading: doors.reading,
                        records: doors.records, reports: Reports(control: doors.control),
                        tariffs: doors.tariff.shelf
                    ).pages
                    + WebControl(control: doors.control).pages
            }, work)
    }

    @Test func `are not there for another's clerk, by page, guessed address, search, export or API`()
        async throws
    {
        try await Self.house { house in
            for (clerk, other, own) in [("a", 8, 0), ("b", 0, 8)] {
                let secret = ["陈洁", "", "", "", "", "", "", "", "罗锚"][other]
                let address = other == 0 ? "东港前路 1 号" : "西港前路 9 号"
                let id = house.accounts[other]
                let guesses = [
                    "/records/accounts/\(id)", "/api/v1/accounts/\(id)", "/reading/accounts/\(id)",
                    "/api/v1/accounts/\(id)/readings", "/billing/accounts/\(id)",
                    "/api/v1/accounts/\(id)/bills", "/records/accounts?organisation=\(other == 0 ? 2 : 3)",
                    "/control/users?place=\(other == 0 ? 2 : 3)",
                    "/api/v1/control/users?place=\(other == 0 ? 2 : 3)",
                ]
                for path in guesses {
                    let answer = try await house.get(path, as: clerk)
                    #expect(answer.status == 404, "\(clerk) \(path) \(answer.status)")
                    #expect(
                        !answer.body.contains(secret) && !answer.body.contains(address), "\(clerk) \(path)")
                }
                // What is the clerk's own is there, so that the refusals above mean something.
                for path in [
                    "/records/accounts/\(house.accounts[own])", "/reading/accounts/\(house.accounts[own])",
                ] {
                    #expect(try await house.get(path, as: clerk).status == 200, "\(clerk) \(path)")
                }
                let number = WebHouse.number(other)
                let phone = "1380000\(1_000 + other)"
                for words in [secret, number, phone, "M\(20_000 + other)", address] {
                    let escaped = words.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
                    for path in ["/records?q=\(escaped)", "/api/v1/accounts?query=\(escaped)"] {
                        let found = try await house.get(path, as: clerk)
                        #expect(
                            !found.body.contains("\"id\":\"\(id)\"")
                                && !found.body.contains("/accounts/\(id)\""),
                            "\(path)")
                    }
                }
                for path in [
                    "/records/accounts", "/records/grid", "/reading", "/reading/worklist",
                    "/payment/today?all=1",
                    "/control/organisations", "/api/v1/control/organisations", "/",
                ] {
                    let page = try await house.get(path, as: clerk)
                    #expect(page.status == 200, "\(path)")
                    #expect(!page.body.contains(address) && !page.body.contains(number), "\(clerk) \(path)")
                    #expect(!page.body.contains(WebHouse.names[other == 0 ? 2 : 3]!), "\(clerk) \(path)")
                }
            }
        }
    }

    @Test func `are reached narrowly by a counter for payment, and only by the whole number`() async throws {
        try await Self.house { house in
            let id = house.accounts[8]
            let found = try await house.get("/payment?q=\(WebHouse.number(8))", as: "a")
            #expect(found.status == 303 && found["location"] == "/payment/accounts/\(id)")
            let debt = try await house.get("/payment/accounts/\(id)", as: "a")
            #expect(debt.status == 200 && debt.body.contains("罗*") && debt.body.contains("内部往来"))
            #expect(!debt.body.contains("罗锚") && !debt.body.contains("9 号"))
            let wire = try await house.get("/api/v1/accounts/\(id)/debt", as: "a")
            #expect(wire.status == 200 && !wire.body.contains("罗锚"))
            let byName = try await house.get("/payment?q=%E7%BD%97%E9%94%9A", as: "a")
            #expect(byName.status == 200 && !byName.body.contains("/payment/accounts/\(id)"))
        }
    }

    @Test func `are heard of live only where they belong, and not at all once a person's sessions end`()
        async throws
    {
        let fan = EventFan()
        let (a, _) = try fan.subscribe(
            session: "a", user: "7", scope: OrganisationPath("/1/2/"), topics: ["payment"])
        let (b, _) = try fan.subscribe(
            session: "b", user: "8", scope: OrganisationPath("/1/3/"), topics: ["payment"])
        fan.publish(LiveEvent(topic: "payment.applied", organisationPath: OrganisationPath("/1/3/")))
        fan.publish(
            LiveEvent(
                topic: ControlEvents.streamsEnd, organisationPath: OrganisationPath("/1/2/"),
                payload: ["user": "7"]))
        var heard = 0
        for await _ in a { heard += 1 }
        #expect(heard == 0)
        fan.endAll()
        for await _ in b { heard += 1 }
        #expect(heard == 1)
    }
}
