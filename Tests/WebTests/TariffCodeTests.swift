import Control
import Foundation
import Kernel
import Store
import Tariff
import TestSupport
import Testing
import Web
import WebTariff

/// 另立新编码: codes of their own, begun without a file.
@Suite struct `A tariff under a new code` {
    @Test func `is begun as a copy with its own code, names, class and day, and nothing of the past`()
        async throws
    {
        try await Self.with { house in
            let page = try await house.get("/tariff/drafts/new?from=HB-COM-LV").body
            #expect(try await house.get("/tariff/HB-COM-LV").body.contains("new?from=HB-COM-LV#new-code"))
            var form = FormFields(page, form: "begin")
            #expect(form["from"] == "HB-COM-LV" && form["class"] == "COMMERCIAL_SINGLE")
            #expect(form["begins"] == "2026-12-01" && form["voltage"] == "BELOW_1KV")
            form.set("code", "HB-COM-NEW")
            form.set("nameZh", "湖北新电价")
            form.set("nameEn", "New Hubei")
            form.set("voltage", "1_TO_20KV")
            let sketch = try await Self.begin(form, house)
            let (old, new) = (
                try Self.file(try await Self.standing("HB-COM-LV", house)), try Self.file(sketch.content)
            )
            #expect(sketch.code == "HB-COM-NEW" && sketch.base == 0)
            #expect(new["nameZh"] as? String == "湖北新电价" && new["nameEn"] as? String == "New Hubei")
            #expect(
                new["voltage"] as? String == "1_TO_20KV"
                    && new["source"] as? String == old["source"] as? String)
            let versions = try #require(new["versions"] as? [[String: Any]])
            #expect(versions.map { $0["effectiveFrom"] as? String } == ["2026-12-01"])
            let last = try #require((old["versions"] as? [[String: Any]])?.last)
            #expect(versions[0]["prices"] as? NSDictionary == last["prices"] as? NSDictionary)
            #expect(last["noteZh"] != nil && last["noteEn"] != nil)
            #expect(!versions[0].keys.contains { $0.hasPrefix("note") })
            #expect(try await house.tariff.check(sketch.id, by: Self.person).faults.map(\.description) == [])
            // The code is taken now, by the draft; and a published one is.
            for code in ["HB-COM-NEW", "SH-RES"] {
                form.set("code", code)
                let taken = try await house.post("/tariff/drafts", form.encoded)
                #expect(taken.status == 409 && taken.body.contains("编码 \(code) 已有"))
                #expect(taken.body.contains("value=\"湖北新电价\""))
            }
        }
    }

    @Test func `is begun blank and typed whole in forms: a tariff, a calendar, losses`() async throws {
        try await Self.with { house in
            let fields: [(kind: String, typed: [String: String])] = [
                ("TARIFF", ["prices.TOTAL[0]": "0.52"]),
                (
                    "LOSS",
                    ["line.method": "PERCENT"]
                ),
                (
                    "CALENDAR",
                    ["windows[0].period": "FLAT", "windows[0].from": "00:00", "windows[0].to": "24:00"]
                ),
            ]
            for (kind, typed) in fields {
                var form = FormFields(try await house.get("/tariff/drafts/new").body, form: "begin")
                form.set("from", "blank:\(kind)")
                form.set("code", "NEW-\(kind)")
                form.set("nameZh", "新")
                form.set("nameEn", "New")
                form.set("source", "发改价格〔2026〕1号")
                if kind == "TARIFF" {
                    let refused = try await house.post("/tariff/drafts", form.encoded)
                    #expect(refused.status == 422 && refused.body.contains("class-error"))
                    form.set("class", "RESIDENTIAL")
                    form.set("voltage", "ANY")
                }
                let sketch = try await Self.begin(form, house)
                #expect(sketch.code == "NEW-\(kind)" && sketch.kind.rawValue == kind)
                var edit = FormFields(try await house.get("/tariff/drafts/\(sketch.id)").body, form: "edit")
                for (path, value) in typed { edit.set("versions[0].\(path)", value) }
                if kind == "CALENDAR" { edit.set("versions[0].classes", "AGRICULTURAL") }
                edit.set("do", "save")
                let saved = try await house.post("/tariff/drafts/\(sketch.id)", edit.encoded)
                #expect(saved.status == 303, "\(kind): \(saved.body.prefix(300))")
                if kind == "LOSS" {
                    // The rate of the line loss is a part of its own.
                    var add = FormFields(
                        try await house.get("/tariff/drafts/\(sketch.id)").body, form: "edit")
                    add.set("part", "line.percent")
                    add.set("do", "addPart")
                    #expect(try await house.post("/tariff/drafts/\(sketch.id)", add.encoded).status == 303)
                    var rate = FormFields(
                        try await house.get("/tariff/drafts/\(sketch.id)").body, form: "edit")
                    rate.set("versions[0].line.percent", "1.5")
                    rate.set("do", "save")
                    #expect(try await house.post("/tariff/drafts/\(sketch.id)", rate.encoded).status == 303)
                }
                let faults = try await house.tariff.check(sketch.id, by: Self.person).faults
                #expect(faults.map(\.description) == [], "\(kind)")
            }
        }
    }

    @Test func `the one power-factor table gets a blank next version, with every standard to fill`()
        async throws
    {
        try await Self.with { house in
            var form = FormFields(try await house.get("/tariff/drafts/new").body, form: "begin")
            form.set("from", "blank:POWER_FACTOR")
            form.set("source", "新办法")
            form.set("begins", "2027-03-01")
            let sketch = try await Self.begin(form, house)
            #expect(sketch.code == "POWER-FACTOR" && sketch.base == 1)
            #expect(sketch.content.contains("功率因数调整电费办法；新办法"))
            #expect(sketch.days == [Day(yyyymmdd: 1983_12_02)!, Day(yyyymmdd: 2027_03_01)!])
            let page = try await house.get("/tariff/drafts/\(sketch.id)").body
            #expect(page.contains("versions[1].standards[2].runs[0].first"))
            let faults = try await house.tariff.check(sketch.id, by: Self.person).faults
            #expect(
                faults.map(\.path) == (0..<3).map { "versions[1].standards[\($0)].runs" }
                    && faults.allSatisfy { $0.mend.hasPrefix("no run has the factor") }, "\(faults)")
        }
    }

    @Test func `says what is missing field by field and keeps what was typed`() async throws {
        try await Self.with { house in
            let refused = try await house.post(
                "/tariff/drafts", "from=SH-RES&code=sh-res&nameZh=%E6%96%B0&nameEn=&begins=2027-02-30")
            #expect(refused.status == 422)
            for field in ["code", "nameEn", "begins"] {
                #expect(refused.body.contains("\(field)-error"), "\(field)")
            }
            #expect(refused.body.contains("value=\"sh-res\"") && refused.body.contains("value=\"新\""))
            #expect(try await house.tariff.drafts(by: Self.person).isEmpty)
            let unknown = try await house.post(
                "/tariff/drafts", "from=NO-SUCH&code=NEW-1&nameZh=a&nameEn=b&begins=2027-02-01")
            #expect(unknown.status == 404 && unknown.body.contains("from-error"))
        }
    }

    @Test func `is begun by a program too, which is told the place of what is wrong`() async throws {
        try await Self.with { house in
            func send(_ new: String) async throws -> Answer {
                try await house.send("POST", "/api/v1/tariff/drafts", #"{"new":\#(new)}"#)
            }
            let copy = try await send(
                #"{"copy":"SH-RES","code":"SH-RES-27","nameZh":"新","nameEn":"New","effectiveFrom":"2027-01-01"}"#
            )
            #expect(copy.status == 201 && copy.body.contains("SH-RES-27"), "\(copy.body)")
            let blank = try await send(
                #"{"kind":"TARIFF","code":"NEW-T","nameZh":"新","nameEn":"New","class":"AGRICULTURAL","voltage":"ANY","source":"x","effectiveFrom":"2027-01-01"}"#
            )
            #expect(blank.status == 201, "\(blank.body)")
            for (wrong, place) in [
                (#"{"code":"A-1","effectiveFrom":"2027-01-01"}"#, "/new/copy or /new/kind"),
                (
                    #"{"kind":"LOSS","code":"a","nameZh":"x","nameEn":"y","source":"z","effectiveFrom":"2027-01-01"}"#,
                    "/new/code"
                ),
                (
                    #"{"copy":"SH-RES","code":"A-1","nameZh":"x","nameEn":"y","effectiveFrom":"soon"}"#,
                    "/new/effectiveFrom"
                ),
            ] {
                let refused = try await send(wrong)
                #expect(refused.status == 400 && refused.body.contains(place), "\(refused.body)")
            }
            let taken = try await send(
                #"{"copy":"SH-RES","code":"SH-RES-27","nameZh":"新","nameEn":"New","effectiveFrom":"2027-01-01"}"#
            )
            #expect(taken.status == 409 && taken.body.contains("tariff.refusal.codeTaken"))
        }
    }

    // MARK: -

    private static func begin(_ form: FormFields, _ house: WebHouse) async throws -> TariffSketch {
        let begun = try await house.post("/tariff/drafts", form.encoded)
        #expect(begun.status == 303, "\(begun.body.prefix(400))")
        let id = try #require(begun["location"].flatMap { Int64($0.split(separator: "/").last ?? "") })
        return try await house.tariff.draft(id, by: person)
    }

    private static func standing(_ code: String, _ house: WebHouse) async throws -> String {
        try await house.tariff.standing(by: person).first { $0.code == code }?.content ?? ""
    }

    private static func file(_ content: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any])
    }

    private static let person = Principal(
        user: UserID(901), login: "clerk", name: "clerk", organisation: OrganisationID(1),
        organisationName: "", scope: OrganisationPath("/1/"), roles: [],
        permissions: ["tariff.read", "tariff.draft", "tariff.publish"], address: "127.0.0.1")

    private static func with(_ body: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with(on: .sqlite, { WebTariff(control: $0.control, tariff: $0.tariff).pages }) {
            house in
            try await house.tariff.install(TariffCatalogue.bundledFiles())
            try await body(house)
        }
    }
}
