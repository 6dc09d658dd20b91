import Control
import Foundation
import Kernel
import Ledger
import Store
import TestSupport
import Testing
import Web
import WebControl
import WebPayment

/// An agency's machine, from the wish for a token to money in the books.
@Suite struct `An agency with a token of its own` {
    /// Sessions of the house's people, and real tokens of machines.
    private struct Door: SignInService {
        let people: WebHouse.People
        let machines: SignIn

        func signIn(login: String, password: String, code: String, address: String) async throws -> SignedIn {
            try await people.signIn(login: login, password: password, code: code, address: address)
        }
        func session(token: String, address: String) async throws -> SignedIn? {
            token.hasPrefix(Token.mark)
                ? try await machines.session(token: token, address: address)
                : try await people.session(token: token, address: address)
        }
        func signOut(token: String, address: String) async throws {}
    }

    private struct Proposed: Decodable {
        let id: String
        let hash: String
        let result: String?
    }
    private struct Issued: Decodable { let token: String }
    private struct Secret: Decodable {
        let id: String
        let secret: String
    }
    private struct Debt: Decodable { let total: Money }

    private static func read<T: Decodable>(_ answer: Answer) throws -> T {
        try JSONDecoder().decode(T.self, from: Data(answer.body.utf8))
    }

    private static func order(_ permissions: String) -> String {
        #"{"kind":"MACHINE","name":"邮政代收","organisation":"3","permissions":[\#(permissions)],"days":30,"#
            + #""eachMinute":600,"reason":"代收协议"}"#
    }

    @Test(arguments: TestEngines.all)
    func `is given it by two, reads a foreign station's debt, and its money lies between the stations`(
        _ engine: Engine
    ) async throws {
        try await WebHouse.with(
            on: engine,
            {
                WebControl(control: $0.control).pages
                    + WebPayment(payment: $0.payment, records: $0.records).pages
            }, signIn: { Door(people: WebHouse.People($0.control), machines: SignIn(control: $0.control)) }
        ) { house in
            let tokens = "/api/v1/control/tokens"
            let never = try await house.send(
                "POST", tokens, Self.order(#""payment.read","payment.reverse.approve""#))
            #expect(never.status == 422)
            let asked = try await house.send(
                "POST", tokens, Self.order(#""payment.read","payment.take","payment.company""#))
            #expect(asked.status == 202)
            let proposal: Proposed = try Self.read(asked)
            let path = "/api/v1/control/proposals/\(proposal.id)/approve"
            let hash = #"{"hash":"\#(proposal.hash)"}"#
            #expect(try await house.send("POST", path, hash).status != 200)
            // The house's sessions are all of one person; another administrator stands beside them.
            let system = house.control.systemPrincipal()
            let other = Principal(
                user: UserID(78), login: "second", name: "另一位", organisation: system.organisation,
                organisationName: "", scope: OrganisationPath("/1/"), roles: [],
                permissions: system.permissions, address: "test")
            let agreed = try await house.control.approve(
                try #require(ProposalID(text: proposal.id)), hash: proposal.hash, by: other)
            let told = try await house.get("/api/v1/control/proposals/\(proposal.id)")
            let result: Proposed = try Self.read(told)
            #expect(result.result == agreed.decision?.result)
            let issued = try JSONDecoder().decode(Issued.self, from: Data((result.result ?? "").utf8))
            let fetch = tokens + "/\(issued.token)/secret"
            // Who agreed gets nothing; who asked gets it once, by page or here.
            await #expect(throws: SignInRefusal.tokenUnknown) {
                try await house.control.fetchToken(try #require(Int64(issued.token)), by: other)
            }
            #expect(
                try await house.get("/control/tokens").body.contains("/control/tokens/\(issued.token)/secret")
            )
            let fetched = try await house.send("POST", fetch, "")
            #expect(fetched.status == 201)
            let secret: Secret = try Self.read(fetched)
            #expect(secret.id == issued.token)
            #expect(try await house.send("POST", fetch, "").status == 404)

            // The account is the first station's, the token the second's.
            let account = house.accounts[0]
            let bearer = [("Authorization", "Bearer \(secret.secret)")]
            let debt: Debt = try Self.read(
                try await house.client.send("GET", "/api/v1/accounts/\(account)/debt", bearer))
            let owed = debt.total
            #expect(owed > .zero)
            let body = Array(#"{"account":"\#(account)","amount":"\#(debt.total)"}"#.utf8)
            for _ in 0..<2 {
                let paid = try await house.client.send(
                    "POST", "/api/v1/payments",
                    bearer + [("Content-Type", "application/json"), ("Idempotency-Key", "agency-1")],
                    body: body)
                #expect(paid.status == 201)
            }
            let lines = try await house.control.house.database.read {
                try house.ledger.postings(of: account, in: $0).filter { $0.kind == .payment }
            }
            let books = Dictionary(grouping: lines, by: \.organisation)
            #expect(Set(books.keys) == [OrganisationID(2), OrganisationID(3)])
            #expect(books.values.allSatisfy { $0.map(\.amount).total().isZero })
            for place in [OrganisationID(2), OrganisationID(3)] {
                let between = books[place]?.filter { $0.code == .interStation }.map(\.amount).total()
                #expect(between.map { $0 < .zero ? -$0 : $0 } == owed)
            }
            let after: Debt = try Self.read(
                try await house.client.send("GET", "/api/v1/accounts/\(account)/debt", bearer))
            #expect(after.total.isZero)
        }
    }
}
