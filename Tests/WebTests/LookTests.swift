import Billing
import Control
import Foundation
import Hummingbird
import Kernel
import Records
import Store
import TestSupport
import Testing
import Web

/// That somebody was shown a customer's data is written down, whichever page or route showed it.
@Suite struct `Looks at customers' data` {
    private struct Entry: Sendable, Equatable {
        let action: String
        let subject: String
        let after: String
    }

    /// The entries of looks so far, in the order of their chains.
    private static func looks(_ control: Control) async throws -> [Entry] {
        try await control.house.database.read { transaction in
            try transaction.all(
                """
                SELECT action, subject, COALESCE(after_values, '') FROM control_audit
                WHERE action IN ('records.view', 'records.list.view')
                ORDER BY at, bucket, sequence /*scatter: a test reads the trail*/
                """
            ) { Entry(action: try $0.text(0), subject: try $0.text(1), after: try $0.text(2)) }
        }
    }

    /// Routes whose path names an account, a bill or a payment and that show nobody of the staff any of it.
    private static let silent: [String: String] = [:]

    @Test func `each route about an account, a bill or a payment is noted with the account, once`()
        async throws
    {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let named: Set = ["account", "bill", "payment"]
            let routes = house.web.routes.filter {
                $0.method == .get && $0.access != .customer
                    && !named.isDisjoint(with: $0.path.parameterNames)
            }
            #expect(routes.count > 15)
            var shown = 0
            for route in routes where Self.silent[route.path.description] == nil {
                let path = try #require(console.path(of: route), "\(route.path)")
                let before = try await Self.looks(house.control).count
                let answer = try await house.get(path)
                let news = try await Self.looks(house.control).dropFirst(before)
                guard answer.status == 200 else {
                    // A sample that a route has nothing for is noted by none.
                    #expect([400, 404].contains(answer.status) && news.isEmpty, "\(path) \(answer.status)")
                    continue
                }
                shown += 1
                #expect(news.count == 1, "\(path): \(Array(news))")
                #expect(news.first?.subject == "account \(house.accounts[0])", "\(path)")
                #expect(news.first?.after.contains("\"page\":\"\(route.path)\"") == true, "\(path)")
            }
            #expect(shown > 15, "\(shown) of \(routes.count)")
            let bare = try await Self.looks(house.control).count
            for route in routes {
                let path = try #require(console.path(of: route))
                // Who may not, and who may not here, was shown nothing.
                #expect(try await house.get(path, as: "bare").status == 403, "\(path)")
            }
            let foreign = try await house.get("/records/accounts/\(house.accounts[0])", as: "b")
            #expect(foreign.status == 404)
            #expect(try await Self.looks(house.control).count == bare)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a list is one entry with all its ids, and what was typed is in none`(engine: Engine) async throws {
        try await RefusalHouse.with(engine) { console in
            let house = console.house
            for path in [
                "/records?q=%E8%B7%AF", "/records/accounts", "/api/v1/accounts",
                "/api/v1/accounts?query=%E8%B7%AF",
            ] {
                let before = try await Self.looks(house.control).count
                let answer = try await house.get(path, as: "a")
                #expect(answer.status == 200)
                let shown = Set(
                    house.accounts.filter {
                        answer.body.contains("/records/accounts/\($0)\"")
                            || answer.body.contains("\"id\":\"\($0)\"")
                    })
                #expect(shown.count > 1, "\(path) finds several")
                let news = try await Self.looks(house.control).dropFirst(before)
                let entry = try #require(news.first, "\(path)")
                #expect(news.count == 1 && entry.action == "records.list.view")
                let fields = try #require(
                    try JSONSerialization.jsonObject(with: Data(entry.after.utf8)) as? [String: String])
                let noted = Set(
                    fields["accounts"]?.split(separator: " ").compactMap { AccountID(text: String($0)) } ?? []
                )
                #expect(noted == shown, "\(path)")
                #expect(!entry.after.contains("路"), "what was typed may be anything")
            }
        }
    }

    @Test func `a refused unmasking shows the page, and is a look`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let path = "/records/accounts/\(house.accounts[0])/unmask"
            let answer = try await house.post(path, "field=phone&reason=x", as: "a")
            #expect(answer.status == 422)
            let looks = try await Self.looks(house.control)
            #expect(looks.map(\.subject) == ["account \(house.accounts[0])"])
            // What was carried out has an entry of its own.
            #expect(
                try await house.post(path, "field=phone&reason=customer+rang", as: "a").status == 200)
            #expect(try await Self.looks(house.control).count == 1)
        }
    }

    @Test func `a part fetched anew is the same look for a while, and another's look is another`()
        async throws
    {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let path = "/records/accounts/\(house.accounts[0])"
            let part = [("X-Fragment", "1")]
            let first = try await house.get(path, as: "a", part)
            let again = try await house.get(path, as: "a", part)
            #expect(first.status == 200 && again.status == 200)
            #expect(try await Self.looks(house.control).count == 1, "a header alone hides no look")
            #expect(try await house.get(path, as: "a").status == 200)
            #expect(try await Self.looks(house.control).count == 2, "a page opened again is looked at again")
            #expect(
                try await house.get("/records/accounts/\(house.accounts[1])", as: "a", part).status == 200)
            #expect(try await Self.looks(house.control).count == 3)
        }
    }

    @Test func `a message about an account shows it too`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let account = house.accounts[0]
            let message = try #require(
                try await house.control.record(as: house.control.systemPrincipal()) { act in
                    try act.send(
                        OutgoingMessage(
                            template: "control.message.trial", to: "13800138000", values: [],
                            about: "account \(account)", organisation: OrganisationID(2),
                            organisationPath: OrganisationPath("/1/2/")))
                })
            #expect(try await house.get("/control/messages/\(message)").status == 200)
            #expect(try await house.get("/api/v1/control/messages").status == 200)
            let looks = try await Self.looks(house.control)
            #expect(looks.count == 2)
            let one = looks.first { $0.after.contains("\"page\":\"/control/messages/{message}\"") }
            #expect(one?.subject == "account \(account)")
            let list = looks.first { $0.after.contains("\"page\":\"/api/v1/control/messages\"") }
            #expect(
                list?.after.range(of: "[\" ]\(account)[\" ]", options: .regularExpression) != nil,
                "with the account's id among the others")
        }
    }
}
