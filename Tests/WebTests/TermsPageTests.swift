import Control
import Foundation
import Kernel
import Records
import Testing
import Web
import WebRecords

@Suite struct `Terms on the console` {
    private func with(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with({ WebRecords(control: $0.control, records: $0.records).pages }, work)
    }

    private func fields(_ values: [String: String]) -> String {
        values.map { "\($0.key)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }

    private func terms(_ changed: [String: String] = [:]) -> String {
        var values = [
            "day": "2026-09-15", "tariff": "SH-RES-TOU", "settlements": "1", "persons": "5",
            "households": "1", "mode": "NONE", "reason": "增加户籍人口", "version": "1", "step": "preview",
        ]
        for (name, value) in changed { values[name] = value }
        return fields(values)
    }

    /// What the preview that a page shows carries along.
    private func token(of page: Answer) throws -> String {
        let found = try #require(
            page.body.range(of: #"name="previewed" value="[^"]*""#, options: .regularExpression))
        return String(page.body[found].dropFirst(#"name="previewed" value=""#.count).dropLast())
            .replacing("&amp;", with: "&").replacing("&#38;", with: "&")
    }

    @Test func `a change is previewed with the bills it reaches, written, told in words and taken back`()
        async throws
    {
        try await with { house in
            let account = "/records/accounts/\(house.accounts[0])"
            let path = "\(account)/terms"
            #expect(try await house.get(path, as: "b").status == 404)
            #expect(try await house.get(path, as: "looker").status == 403)
            #expect(try await !house.get(account, as: "looker").body.contains(path))
            #expect(try await house.get(account).body.contains(path))
            #expect(try await house.get(path).body.contains("SH-RES-TOU"))
            let preview = try await house.post(path, terms())
            #expect(preview.status == 200)
            // September is billed by what held before.
            for text in ["2026年9月", "户籍人数", "<b>5</b>", "确认变更"] {
                #expect(preview.body.contains(text), "\(text) \(preview.body)")
            }
            #expect(try await house.count("records_term") == 12)
            let previewed = try token(of: preview)
            // A field that changed after the preview is previewed before it is written.
            let other = try await house.post(
                path, terms(["step": "confirm", "previewed": previewed, "persons": "7"]))
            #expect(other.status == 200 && other.body.contains("<b>7</b>"))
            #expect(try await house.count("records_term") == 12)
            let done = try await house.post(path, terms(["step": "confirm", "previewed": previewed]))
            #expect(done.status == 303)
            let shown = try await house.get(account)
            #expect(shown.body.contains("户籍 5 人") && shown.body.contains("增加户籍人口"))
            // Somebody who looked before that is told.
            let late = try await house.post(
                path, terms(["step": "confirm", "previewed": previewed, "persons": "5", "day": "2026-10-01"]))
            #expect(late.status == 422 || late.status == 200)
            let undo = try await house.post(
                "\(path)/undo", fields(["undoWhich": "2026-09-15.1", "undoReason": "材料有误", "version": "2"]))
            #expect(undo.status == 303)
            let record = try await house.records.account(
                house.accounts[0], by: house.control.systemPrincipal())
            #expect(record.terms.term(on: WebHouse.today)?.values.householdPersons == 3)
            #expect(record.terms.revisions.count == 3)
        }
    }

    @Test func `what no terms can be is told at its field`() async throws {
        try await with { house in
            let path = "/records/accounts/\(house.accounts[0])/terms"
            let wrong: [([String: String], String)] = [
                (["tariff": "NO-SUCH"], "没有执行中的电价"), (["day": "2020-01-01"], "日期不得早于 2026-08-31"),
                (["persons": "3"], "没有任何改动"), (["mode": "CAPACITY"], "按容量计收须填运行容量"),
                (["households": "0"], "99"), (["until": "2026-09-01", "persons": "5"], "到期日不得早于"),
            ]
            for (changed, text) in wrong {
                let page = try await house.post(path, terms(changed))
                #expect([409, 422].contains(page.status) && page.body.contains(text), "\(changed) \(text)")
            }
            #expect(try await house.count("records_term") == 12)
        }
    }

    @Test func `a program previews, changes and takes back the same`() async throws {
        try await with { house in
            let path = "/api/v1/accounts/\(house.accounts[0])/terms"
            let order =
                #"{"from":"2026-10-01","settlements":2,"households":4,"firstTierMonth":"2026-09","reason":"合表","version":"1"}"#
            let preview = try await house.send("POST", "\(path)/preview", order)
            #expect(preview.status == 200 && preview.body.contains(#""billedMonths":[]"#), "\(preview.body)")
            let done = try await house.send("POST", path, order)
            #expect(done.status == 200 && done.body.contains(#""households":4"#), "\(done.body)")
            let values = try await house.records.account(
                house.accounts[0], by: house.control.systemPrincipal()
            ).terms.term(on: WebHouse.today)?.values
            // What was left out stays.
            #expect(values?.householdPersons == 3 && values?.settlements == 2)
            #expect(values?.firstTierMonth == BillingMonth(year: 2026, month: 9))
            let back = try await house.send(
                "POST", "\(path)/undo", #"{"from":"2026-10-01","revision":1,"reason":"错","version":"2"}"#)
            #expect(back.status == 200 && back.body.contains(#""isVoid":true"#), "\(back.body)")
            #expect(try await house.get(path).body.contains(#""version":"3""#))
        }
    }
}
