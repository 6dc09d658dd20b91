import Control
import Foundation
import Kernel
import Testing
import Web

@Suite struct `Pages of workflows` {
    @Test func `a workflow's next version is written on a page that names what to mend, and where`()
        async throws
    {
        try await BillingHouse.with { house in
            try await house.control.installWorkflows()
            func order(_ text: String, _ order: String = "check") async throws -> Answer {
                try await house.post(
                    "/control/workflows/new",
                    "do=\(order)&reason=why&definition=\(PercentCoding.encode(text))", as: "clerk")
            }
            let page = try await house.get("/control/workflows/new?from=control.contactSheet", as: "clerk")
            #expect(page.status == 200 && page.body.contains("&quot;version&quot; : 2"))
            let now = try #require(
                try await house.control.workflows(by: house.control.systemPrincipal()).first {
                    $0.definition.key == "control.contactSheet"
                }?.definition)
            func written(_ version: Int, _ change: (String) -> String) throws -> String {
                let next = WorkflowDefinition(
                    key: now.key, version: version, name: now.name, start: now.start, steps: now.steps)
                return change(String(decoding: try JSONEncoder().encode(next), as: UTF8.self))
            }
            let right = try await order(try written(2) { $0.replacing("\"limit\":10", with: "\"limit\":12") })
            #expect(right.status == 200 && right.body.contains("steps.execute.clock.limits.2.limit"))
            for (version, old, new, place, mend) in [
                (
                    2, "\"next\":\"accept\"", "\"next\":\"nowhere\"", "/steps/1/branches/0/next",
                    "没有环节“nowhere”"
                ),
                (3, "", "", "/version", "版本号须为 2"),
                (2, "\"limit\":10", "\"limit\":\"ten\"", "/steps/1/clock/limits/1/limit", "类型不对"),
                (
                    2, "\"field\":\"urgency\"", "\"field\":\"hurry\"",
                    "/steps/1/clock/limits/0/condition/field", "没有字段"
                ),
                (2, "control.sheet.execute", "no.such", "/steps/1/permission", "没有权限“no.such”"),
            ] {
                let text = try written(version) { old.isEmpty ? $0 : $0.replacing(old, with: new) }
                let answer = try await order(text, "submit")
                #expect(answer.status == 422 && answer.body.contains(place), "\(place)")
                #expect(answer.body.contains(mend), "\(mend)")
            }
            let asked = try await order(
                try written(2) { $0.replacing("\"limit\":10", with: "\"limit\":12") }, "submit")
            #expect(asked.status == 303 && asked["location"]?.contains("/control/proposals/") == true)
        }
    }
}

extension BillingHouse {
    /// Somebody else of the company, who may everything.
    var second: Principal {
        Principal(
            user: UserID(77), login: "second", name: "second", organisation: OrganisationID(1),
            organisationName: "", scope: OrganisationPath("/1/"), roles: [],
            permissions: control.systemPrincipal().permissions, address: "test")
    }
}
