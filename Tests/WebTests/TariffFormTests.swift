import Control
import Foundation
import Kernel
import Store
import Tariff
import TestSupport
import Testing
import Web
import WebTariff

/// The whole tariff file in forms: nothing of it is lost by a save, and every part can be added, changed and removed.
@Suite struct `The tariff's forms` {
    @Test func `saved unchanged leave every file with the product as it was, to the byte`() async throws {
        try await Self.with { house in
            let files = try TariffCatalogue.bundledFiles()
            #expect(files.count > 20)
            for file in files {
                let draft = try await house.tariff.createDraft(.content(file.text), by: Self.person)
                // Published versions are past; one that may be changed is begun, with all that the last one has.
                let begun = try await house.post(
                    "/tariff/drafts/\(draft.id)", "do=addVersion&version=1&begins=2027-01-01")
                #expect(begun.status == 303, "\(file.name): \(begun.body.prefix(300))")
                let before = try await house.tariff.draft(draft.id, by: Self.person)
                let form = FormFields(
                    try await house.get("/tariff/drafts/\(draft.id)").body, form: "edit")
                #expect(form.fields.count > 5, "\(file.name)")
                let saved = try await Self.save(form, draft.id, house)
                #expect(saved.content == before.content, "\(file.name)")
            }
        }
    }

    @Test func `write seasons, period tiers, demand, charges and what is fed back as the example has them`()
        async throws
    {
        try await Self.with { house in
            let id = try await house.tariff.createDraft(.content(Self.bare), by: Self.person).id
            let at = "versions[0]"
            try await Self.add(
                "seasons",
                ["seasons[1].code": "REST", "seasons[1].nameEn": "Rest of the year", "prices.TOTAL[0]": ""],
                id, house)
            for season in 0...1 { try await Self.add("seasons[\(season)].prices", [:], id, house) }
            try await Self.add("tiers", ["tiers.basis": "MONTH"], id, house)
            let prices = [
                [
                    ("PEAK", "0.3120", "0.3480"), ("FLAT", "0.2010", "0.2210"),
                    ("VALLEY", "0.1105", "0.1105"),
                    ("PERIOD_6", "0.0890", "0.0990"),
                ],
                [
                    ("PEAK", "0.2120", "0.2380"), ("FLAT", "0.1810", "0.1960"),
                    ("VALLEY", "0.1005", "0.1005"),
                    ("PERIOD_6", "0.0850", "0.0900"),
                ],
            ]
            // The first prices say which periods there are; their tiers come with the limits.
            for (season, rows) in prices.enumerated() {
                for (period, first, _) in rows {
                    let new = "seasons[\(season)].prices.+"
                    try await Self.change([new + "code": period, new + "[0]": first], id, house)
                }
            }
            for (period, limit) in [
                ("PEAK", "200"), ("FLAT", "400"), ("VALLEY", "300"), ("PERIOD_6", "150.5"),
            ] {
                let path = "tiers.periodLimitsKwh.\(period)"
                try await Self.add(path, [path: limit], id, house)
            }
            try await Self.add("tiers.combine", ["tiers.combine.rule": "PERIOD_TIERS"], id, house)
            for (season, rows) in prices.enumerated() {
                for (period, _, second) in rows {
                    try await Self.change(["seasons[\(season)].prices.\(period)[1]": second], id, house)
                }
            }
            try await Self.add("demand.flat", ["demand.flat.prices": "3.10"], id, house)
            try await Self.add("demand.ratchetPercent", ["demand.ratchetPercent": "80"], id, house)
            let summer = "seasons[0].demand"
            try await Self.add("\(summer).flat", ["\(summer).flat.prices": "4.20"], id, house)
            try await Self.add(
                "\(summer).periods.PEAK", ["\(summer).periods.PEAK.prices": "9.10, 11.40, 12.75"], id, house)
            try await Self.add(
                "\(summer).periods.PEAK.limitsKw", ["\(summer).periods.PEAK.limitsKw": "50, 120.5"], id, house
            )
            try await Self.add("fixedMonthly", ["fixedMonthly": "24.50"], id, house)
            try await Self.add("minimumMonthly", ["minimumMonthly": "40"], id, house)
            try await Self.add("sell", ["sell.scheme": "NET_BILLING_CARRIED"], id, house)
            for (period, price) in [
                ("PEAK", "0.0900"), ("FLAT", "0.0610"), ("VALLEY", "0.0400"), ("PERIOD_6", "0.0350"),
            ] { try await Self.add("sell.prices.\(period)", ["sell.prices.\(period)": price], id, house) }
            for (period, price) in [
                ("PEAK", "0.1200"), ("FLAT", "0.0710"), ("VALLEY", "0.0400"), ("PERIOD_6", "0.0350"),
            ] {
                let path = "seasons[0].sellPrices.\(period)"
                try await Self.add(path, [path: price], id, house)
            }
            try await Self.add("sell.yearEnd", ["sell.yearEnd.rule": "FORFEIT"], id, house)

            let sketch = try await house.tariff.draft(id, by: Self.person)
            #expect(try await house.tariff.check(id, by: Self.person).faults.map(\.description) == [])
            var expected = try Self.version(String(contentsOf: Self.example, encoding: .utf8))
            expected["effectiveFrom"] = "2027-01-01"
            expected["example"] = nil
            (expected["noteZh"], expected["noteEn"]) = (nil, nil)
            #expect(try Self.version(sketch.content) as NSDictionary == expected as NSDictionary)

            // Each goes again; what is empty above it goes with it.
            for path in [
                "seasons[0].demand.periods.PEAK", "seasons[0].demand.flat", "seasons[0].sellPrices",
                "sell.yearEnd", "sell", "demand", "tiers", "seasons[1]", "seasons[0]",
            ] { try await Self.change(["remove:\(at).\(path)": "1"], id, house, below: "") }
            try await Self.change(["fixedMonthly": "", "minimumMonthly": ""], id, house)
            let bare = try Self.version(try await house.tariff.draft(id, by: Self.person).content)
            #expect(bare.keys.sorted() == ["effectiveFrom", "rounding"])
        }
    }

    @Test func `write a line's loss by formula`() async throws {
        try await Self.with { house in
            let file = try #require(
                try TariffCatalogue.bundledFiles().first { $0.name == "loss-example.json" })
            let content = file.text.replacing("2020-01-01", with: "2027-01-01")
                .replacing("LOSS-EXAMPLE", with: "LOSS-OTHER")
            let id = try await house.tariff.createDraft(.content(content), by: Self.person).id
            try await Self.change(["line.method": "FORMULA"], id, house)
            for (key, value) in [("ohmsPerKm", "0.45"), ("kv", "10"), ("km", "3.25")] {
                try await Self.add("line.\(key)", ["line.\(key)": value], id, house)
            }
            #expect(try await house.tariff.check(id, by: Self.person).faults.map(\.description) == [])
            let saved = try Self.version(try await house.tariff.draft(id, by: Self.person).content)
            let line = try #require(saved["line"] as? [String: String])
            #expect(
                line == [
                    "method": "FORMULA", "percent": "1.5", "ohmsPerKm": "0.45", "kv": "10", "km": "3.25",
                ])
        }
    }

    @Test func `hold twelve periods of six tiers`() async throws {
        try await Self.with { house in
            let id = try await house.tariff.createDraft(.content(Self.bare), by: Self.person).id
            try await Self.add(
                "tiers",
                [
                    "tiers.basis": "MONTH", "tiers.limitsKwh": "100, 200, 300, 400, 500",
                    "prices.TOTAL[0]": "0.1",
                ],
                id, house)
            let periods =
                ["SHARP", "PEAK", "FLAT", "VALLEY", "DEEP_VALLEY"] + (6...12).map { "PERIOD_\($0)" }
            var expected: [String: [String]] = [:]
            for (number, period) in periods.enumerated() {
                let row = (1...6).map { "0.\(number + 10)\($0)" }
                expected[period] = row
                var values = ["prices.+code": period]
                for (tier, price) in row.enumerated() { values["prices.+[\(tier)]"] = price }
                try await Self.change(values, id, house)
            }
            try await Self.change(["prices.TOTAL[0]": ""], id, house)
            try await Self.add("tiers.combine", ["tiers.combine.rule": "PROPORTIONAL"], id, house)
            let sketch = try await house.tariff.draft(id, by: Self.person)
            #expect(try Self.version(sketch.content)["prices"] as? [String: [String]] == expected)
            #expect(try await house.tariff.check(id, by: Self.person).faults.map(\.description) == [])
            let page = try await house.get("/tariff/drafts/\(id)").body
            #expect(page.contains("versions[0].prices.PERIOD_12[5]") && page.contains("0.216"))
        }
    }

    @Test func `change a calendar's windows, and the clock face follows`() async throws {
        try await Self.with { house in
            let id = try await house.tariff.createDraft(.copy(of: "SH-TOU"), by: Self.person).id
            _ = try await house.post("/tariff/drafts/\(id)", "do=addVersion&version=1&begins=2027-01-01")
            let before = try await house.tariff.draft(id, by: Self.person).content
            let place = (try Self.version(before)["windows"] as? [Any])?.count ?? 0
            let page = try await house.get("/tariff/drafts/\(id)").body
            #expect(page.contains("data-clock-preview") && page.contains("id=\"hours\""))
            // A window of a holiday, across midnight, of one class.
            let row = "windows[\(place)]"
            var form = FormFields(page, form: "edit")
            let at = "versions[1].\(row)"
            form.set("\(at).period", "DEEP_VALLEY")
            form.set("\(at).from", "23:30")
            form.set("\(at).to", "04:15")
            form.set("\(at).holidays", "NATIONAL_DAY")
            form.set("\(at).restDay", "true")
            form.set("\(at).classes", "COMMERCIAL_SINGLE")
            form.set("\(at).rank", "5")
            let saved = try await Self.save(form, id, house)
            let rows = try #require(try Self.version(saved.content)["windows"] as? [[String: Any]])
            let expected: [String: Any] = [
                "period": "DEEP_VALLEY", "from": "23:30", "to": "04:15", "holidays": ["NATIONAL_DAY"],
                "restDay": true, "classes": ["COMMERCIAL_SINGLE"], "rank": 5,
            ]
            #expect(rows.count == place + 1 && rows[place] as NSDictionary == expected as NSDictionary)
            #expect(try await house.tariff.check(id, by: Self.person).faults.map(\.description) == [])
            let after = try await house.get("/tariff/drafts/\(id)").body
            #expect(after.contains("23:30–04:15") && after.contains("国庆节"))
            // Emptied, the row goes.
            var empty = FormFields(after, form: "edit")
            for key in ["period", "from", "to", "restDay", "rank", "holidays"] {
                empty.set("\(at).\(key)", "")
            }
            empty.drop("\(at).classes")
            let gone = try await Self.save(empty, id, house)
            #expect(gone.content == before)
        }
    }

    @Test func `the tariff's page, the public's and the notice show the hours of its calendar`() async throws
    {
        try await Self.with { house in
            for path in ["/tariff/SH-RES-TOU", "/tariff/SH-RES-TOU/print", "/tariff/SH-TOU"] {
                let page = try await house.get(path).body
                #expect(page.contains("dial-arc") && page.contains("year-strip"), "\(path)")
            }
            for path in ["/portal/prices", "/portal/prices/SH-RES-TOU"] {
                let page = try await house.client.send("GET", path).body
                #expect(page.contains("dial-arc") && page.contains("分时时段"), "\(path)")
                #expect(!page.contains("href=\"/tariff/SH-RES-CALENDAR"), "\(path)")
            }
            #expect(try await !house.get("/tariff/SH-RES").body.contains("dial-arc"))
        }
    }

    @Test func `an example is said version by version, and notes in the reader's language`() async throws {
        try await Self.with { house in
            func page(_ path: String, _ language: String = "zh") async throws -> String {
                try await house.client.send("GET", path, [("Cookie", "lamplight-language=\(language)")]).body
            }
            let prices = "/portal/prices/HB-COM-LV?from="
            let january = try await page(prices + "2026-01-01")
            #expect(january.contains("2026年1月一个月的价格") && !january.contains("notice-example"))
            #expect(january.contains("xgszsj.xiaogan.gov.cn"))
            let february = try await page(prices + "2026-02-01")
            #expect(february.contains("notice-example") && february.contains("2月及以后的价格未收录"))
            let english = try await page(prices + "2026-02-01", "en")
            #expect(english.contains("An example: agency prices") && !english.contains("以后的价格未收录"))
        }
    }

    @Test func `a day's hours are those of its holiday, by the house's calendar`() async throws {
        try await Self.with { house in
            // Monday 16 February 2026 is of the Spring Festival: deep valley until six.
            let festival = try await house.get("/tariff/SH-TOU?on=2026-02-16").body
            #expect(festival.contains("2026年2月16日 星期一 · 休息日、春节"), "\(festival.prefix(200))")
            func panel(_ page: String) -> String {
                page.components(separatedBy: "id=\"day\"").last?.components(separatedBy: "</section>").first
                    ?? ""
            }
            let day = panel(festival)
            #expect(day.contains("深谷") && day.contains("value=\"2026-02-16\""))
            let work = try await house.get("/tariff/SH-TOU?on=2026-03-16").body
            let plain = panel(work)
            #expect(plain.contains("2026年3月16日 星期一 · 工作日") && !plain.contains("深谷"))
            let unknown = try await house.get("/tariff/SH-TOU?on=2033-03-16").body
            #expect(unknown.contains("2033"))
            let tariff = try await house.get("/tariff/SH-RES-TOU").body
            #expect(tariff.contains("id=\"day\""))
            #expect(try await !house.get("/tariff/SH-RES").body.contains("id=\"day\""))
        }
    }

    @Test func `a county company reads prices set above it, and is told who may change them`() async throws {
        try await Self.with { house in
            let all = try await house.get("/tariff").body
            #expect(all.contains("id=\"owners\"") && !all.contains("此处只读"))
            try await house.control.record(as: house.control.systemPrincipal()) { act in
                try act.audit(bucket: OrganisationID(1).bucket, action: "test", subject: "parameter")
                try act.transaction.run(
                    """
                    INSERT INTO control_parameter_value (key, organisation_path, effective_from, sequence, value, clause,
                      set_by, set_at)
                    VALUES ('tariff.owner.COMMERCIAL_SINGLE', '/1/2/', 20260101, 1, 'HERE', 'x', 1, 1)
                    """)
            }
            let county = try await house.get("/tariff", as: "county")
            #expect(county.status == 200 && county.body.contains("此处只读"))
            #expect(try await house.get("/tariff/SH-RES", as: "county").body.contains("0.6170"))
            let refused = try await house.post("/tariff/drafts", "copy=SH-RES", as: "county")
            #expect(refused.status == 403, "\(refused.status)")
            #expect(refused.body.contains("居民生活电价由") && !refused.body.contains("RESIDENTIAL）"))
            let others = try await house.post("/tariff/drafts", "copy=HB-COM-LV", as: "county")
            #expect(others.status == 303)
        }
    }

    @Test func `a faulty file is told place by place and nothing of it is saved`() async throws {
        try await Self.with { house in
            let bad = Self.bare.replacing("\"0.5\"", with: "\"much\"").replacing(
                "2027-01-01", with: "2027-13-01")
            var form = FormFields("", form: "")
            form.set("content", bad)
            let refused = try await house.post("/tariff/drafts", form.encoded)
            #expect(refused.status == 422)
            #expect(refused.body.contains("versions[0].effectiveFrom") && refused.body.contains("什么也没有保存"))
            #expect(refused.body.contains("prices.TOTAL[0]") && refused.body.contains("much"))
            #expect(try await house.tariff.drafts(by: Self.person).isEmpty)
            form.set("content", Self.bare)
            #expect(try await house.post("/tariff/drafts", form.encoded).status == 303)
            #expect(try await house.tariff.drafts(by: Self.person).count == 1)
        }
    }

    // MARK: -

    private static let bare = """
        {"schemaVersion": 2, "kind": "TARIFF", "code": "EX-FORMS", "nameZh": "表单", "nameEn": "Forms",
         "class": "COMMERCIAL_SINGLE", "voltage": "BELOW_1KV", "source": "none", "versions": [
         {"effectiveFrom": "2027-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
          "prices": {"TOTAL": ["0.5"]}}]}
        """

    private static var example: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Examples/tariffs/example-summer-peak.json")
    }

    /// The last version of a file.
    private static func version(_ content: String) throws -> [String: Any] {
        let file = try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any]
        return try #require((file?["versions"] as? [[String: Any]])?.last)
    }

    private static func add(
        _ part: String, _ values: [String: String], _ id: Int64, _ house: WebHouse
    ) async throws {
        var form = FormFields(try await house.get("/tariff/drafts/\(id)").body, form: "edit")
        form.set("part", part)
        let before = try await house.tariff.draft(id, by: person)
        let after = try await save(form, id, house, order: "addPart")
        #expect(before.content != after.content, "\(part) can be added")
        if !values.isEmpty { try await change(values, id, house) }
    }

    private static func change(
        _ values: [String: String], _ id: Int64, _ house: WebHouse, below: String = "versions[0]."
    ) async throws {
        var form = FormFields(try await house.get("/tariff/drafts/\(id)").body, form: "edit")
        for (path, value) in values { form.set(below + path, value) }
        _ = try await save(form, id, house)
    }

    private static func save(
        _ form: FormFields, _ id: Int64, _ house: WebHouse, order: String = "save"
    ) async throws -> TariffSketch {
        var form = form
        form.set("do", order)
        let answer = try await house.post("/tariff/drafts/\(id)", form.encoded)
        #expect(answer.status == 303, "\(answer.body.prefix(400))")
        return try await house.tariff.draft(id, by: person)
    }

    private static let person = person("clerk", "/1/", 1)

    private static func person(_ login: String, _ scope: String, _ organisation: Int64) -> Principal {
        Principal(
            user: UserID(901), login: login, name: login, organisation: OrganisationID(organisation),
            organisationName: "", scope: OrganisationPath(scope), roles: [],
            permissions: ["tariff.read", "tariff.draft", "tariff.publish"], address: "127.0.0.1")
    }

    /// The sessions of the house, and a clerk of a station.
    private struct WithCounty: SignInService {
        let people: WebHouse.People

        func signIn(login: String, password: String, code: String, address: String) async throws -> SignedIn {
            try await people.signIn(login: login, password: password, code: code, address: address)
        }
        func session(token: String, address: String) async throws -> SignedIn? {
            guard token == WebHouse.token("county") else {
                return try await people.session(token: token, address: address)
            }
            return SignedIn(
                token: token, csrf: WebHouse.csrf("county"), principal: person("county", "/1/2/", 2),
                expiresAt: Instant(startOf: WebHouse.today).adding(seconds: 86_400))
        }
        func signOut(token: String, address: String) async throws {}
    }

    private static func with(_ body: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with(
            on: .sqlite, { WebTariff(control: $0.control, tariff: $0.tariff).pages },
            signIn: { WithCounty(people: WebHouse.People($0.control)) }
        ) { house in
            try await house.tariff.install(TariffCatalogue.bundledFiles())
            try await body(house)
        }
    }
}
