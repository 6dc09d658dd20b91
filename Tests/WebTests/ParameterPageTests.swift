import Control
import Foundation
import Kernel
import Store
import TestSupport
import Testing
import Web

@Suite struct `The page of parameters` {
    @Test func `shows what holds for another organisation on another day, by page and by program`()
        async throws
    {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let tomorrow = WebHouse.today.adding(days: 1)
            try await house.control.setParameter(
                "control.message.attempts", organisation: OrganisationPath("/1/2/"), from: tomorrow,
                value: "11", clause: "东港所决议", by: Control.system())
            func page(_ organisation: Int, _ day: Day, as login: String = "clerk") async throws -> Answer {
                try await house.get("/control/parameters?organisation=\(organisation)&day=\(day)", as: login)
            }
            let there = try await page(2, tomorrow).body
            #expect(there.contains("东港所决议") && there.contains("东港供电所 在"))
            #expect(try await !page(2, WebHouse.today).body.contains("东港所决议"))
            #expect(try await !page(3, tomorrow).body.contains("东港所决议"))
            // Without a wish it is where the reader works, today.
            #expect(try await house.get("/control/parameters", as: "a").body.contains("东港供电所 在"))
            #expect(try await page(3, tomorrow, as: "a").status == 404)
            func value(_ query: String, as login: String = "clerk") async throws -> String? {
                let answer = try await house.get(
                    "/api/v1/control/parameters?limit=200&\(query)", as: login)
                let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
                let items = object?["items"] as? [[String: Any]]
                return items?.first { $0["key"] as? String == "control.message.attempts" }?["value"]
                    as? String
            }
            let codes = try await house.control.organisations(under: OrganisationPath("/1/"))
            let east = try #require(codes.first { $0.id == OrganisationID(2) }).code
            let west = try #require(codes.first { $0.id == OrganisationID(3) }).code
            #expect(try await value("organisation=\(east)&day=\(tomorrow)") == "11")
            #expect(try await value("organisation=\(east)") == "6")
            #expect(try await value("organisation=\(west)&day=\(tomorrow)") == "6")
            #expect(
                try await house.get("/api/v1/control/parameters?organisation=\(west)", as: "a").status == 404)
        }
    }

    @Test func `keeps a value that was set again for the same day, and says so`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            for (value, clause) in [("7", "初次决议"), ("9", "更正决议")] {
                try await house.control.setParameter(
                    "control.message.attempts", organisation: OrganisationPath("/1/"), from: WebHouse.today,
                    value: value, clause: clause, by: Control.system())
            }
            let page = try await house.get("/control/parameters/control.message.attempts").body
            #expect(page.contains("初次决议") && page.contains("更正决议"))
            #expect(page.components(separatedBy: "已被改定").count == 2)
            #expect(page.components(separatedBy: "执行中").count == 2)
        }
    }
}
