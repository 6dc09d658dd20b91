import Control
import Foundation
import Kernel
import Records
import Store
import Testing
import Web
import WebRecords

@Suite struct `Shared transformers on the console` {
    private func with(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with({ WebRecords(control: $0.control, records: $0.records).pages }, work)
    }

    private func fields(_ values: [String: String]) -> String {
        values.map { "\($0.key)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }

    private static let path = "/records/shared-transformers"

    private let percent = [
        "shareMethod": "ENERGY", "lossMethod": "PERCENT", "lossPercent": "1.5", "lossShift": "CONTINUOUS",
    ]

    @Test func `one is entered, joined by an account and changed from a day on by forms`() async throws {
        try await with { house in
            var new = percent.merging(["code": "GB-01", "name": "港前公用变", "organisation": "2"]) { $1 }
            #expect(try await !house.get(Self.path, as: "looker").body.contains("登记共用变压器"))
            #expect(try await house.post(Self.path, fields(new), as: "looker").status == 403)
            new["lossPercent"] = "70"
            let wrong = try await house.post(Self.path, fields(new))
            #expect(wrong.status == 422 && wrong.body.contains("0.0001"))
            new["lossPercent"] = "1.5"
            #expect(try await house.post(Self.path, fields(new)).status == 303)
            let twice = try await house.post(Self.path, fields(new))
            #expect(twice.status == 409 && twice.body.contains("GB-01"))
            let system = house.control.systemPrincipal()
            let shared = try #require(try await house.records.sharedTransformers(by: system).first)
            let own = "\(Self.path)/\(shared.id)"
            #expect(try await house.get(Self.path).body.contains(own))
            #expect(try await house.get(own, as: "b").status == 404)
            #expect(try await house.get(own).body.contains("还没有用电点参与分摊"))

            let record = try await house.records.account(house.accounts[0], by: system)
            let joined = [
                "lossPoint": record.usagePoints[0].id.description, "lossDay": "2026-11-02",
                "lossArrangement": "HIGH_LOW", "lossMethod": "NONE", "lossShift": "CONTINUOUS",
                "lossLine": "NONE", "lossShared": String(shared.id), "lossReason": "公用变", "version": "1",
            ]
            let account = "/records/accounts/\(house.accounts[0])/equipment"
            #expect(try await house.post("\(account)/loss", fields(joined)).status == 303)
            let page = try await house.get(own)
            for text in ["按电量分摊", "1.5%", record.account.consumerNo, account, "登记之初"] {
                #expect(page.body.contains(text), "\(text)")
            }

            let change = percent.merging(
                [
                    "shareMethod": "CAPACITY", "day": "2026-12-01", "reason": "协议改按容量", "version": "1",
                ]) { $1 }
            #expect(try await house.post(own, fields(change), as: "looker").status == 403)
            #expect(try await house.post(own, fields(change)).status == 303)
            #expect(try await house.post(own, fields(change)).status == 409)
            let changed = try await house.get(own)
            #expect(changed.body.contains("协议改按容量") && changed.body.contains("按容量分摊"))
        }
    }

    @Test func `a program gives the same orders, and each is written down and told`() async throws {
        try await with { house in
            let path = "/api/v1" + Self.path
            let added = try await house.send(
                "POST", path,
                #"{"code":"GB-02","name":"东街公用变","organisation":"2","method":"ENERGY","transformer":{"method":"PERCENT","percent":"1.5"}}"#
            )
            #expect(added.status == 200 && added.body.contains(#""version":"1""#), "\(added.body)")
            let shared = try #require(
                try await house.records.sharedTransformers(by: house.control.systemPrincipal()).first)
            let body =
                #"{"from":"2026-12-01","method":"CAPACITY","transformer":{"method":"PERCENT","percent":"2"},"reason":"协议","version":"1"}"#
            let changed = try await house.send("POST", "\(path)/\(shared.id)", body)
            #expect(changed.status == 200 && changed.body.contains(#""version":"2""#), "\(changed.body)")
            #expect(try await house.send("POST", "\(path)/\(shared.id)", body).status == 409)
            #expect(try await house.send("POST", "\(path)/7", body).status == 404)
            #expect(try await house.get(path).body.contains("GB-02"))
            #expect(try await house.get("\(path)/\(shared.id)").body.contains(#""pointsOutside":0"#))
            let told = try await house.control.house.database.read { transaction in
                try transaction.all(
                    """
                    /*scatter: test*/ SELECT topic FROM control_event
                    WHERE topic LIKE 'records.sharedTransformer%' ORDER BY topic
                    """
                ) { try $0.text(0) }
            }
            #expect(told == ["records.sharedTransformerAdded", "records.sharedTransformerChanged"])
            let audited = try await house.control.house.database.read { transaction in
                try transaction.all(
                    """
                    /*scatter: test*/ SELECT action FROM control_audit
                    WHERE action LIKE 'records.%SharedTransformer' ORDER BY action
                    """
                ) { try $0.text(0) }
            }
            #expect(audited == ["records.addSharedTransformer", "records.changeSharedTransformer"])
        }
    }
}
