import Foundation
import Kernel
import Rating
import Tariff
import Testing

@Suite struct `The rate stream` {
    private struct Answer: Decodable {
        struct Failure: Decodable {
            let code: String
            let field: String
            let mend: String
        }
        let line: Int
        let id: String?
        let error: Failure?
        let kwh: String?
        let total: String?
    }

    /// Answers as written, the input handed over in pieces of at most `piece` bytes.
    private func output(
        _ input: [UInt8], tariffs: [String] = ["SH-RES"], files: [TariffFile] = [], piece: Int = .max,
        form: RateStream.Form = .json
    ) throws -> (text: String, tally: RateStream.Tally) {
        var stream = RateStream(desk: try RatingDesk(files: files, codes: tariffs), form: form)
        var place = 0
        var written: [UInt8] = []
        let tally = try stream.run { buffer in
            let count = Swift.min(piece, buffer.count, input.count - place)
            buffer.copyBytes(from: input[place..<(place + count)])
            place += count
            return count
        } write: {
            written += $0
        }
        return (String(decoding: written, as: UTF8.self), tally)
    }

    private func answers(
        _ input: String, tariffs: [String] = ["SH-RES"], files: [TariffFile] = []
    ) throws -> [Answer] {
        try output(Array(input.utf8), tariffs: tariffs, files: files).text.split(separator: "\n").map {
            try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
        }
    }

    private func fault(_ fields: String, tariff: String = "HB-IND-10KV-TOU") throws -> (
        code: String, field: String
    ) {
        let answer = try #require(try answers("{\(fields)}", tariffs: [tariff]).first)
        let error = try #require(answer.error, "\(fields) was priced")
        #expect(!error.mend.isEmpty)
        return (error.code, error.field)
    }

    @Test func `whatever the pieces it arrives in, the answers have the same bytes`() throws {
        var input = "\u{feff}"
        for number in 0..<40 {
            input +=
                #"{"id": "号 \#(number) \"\\ \u7535\ud83d\udca1", "month": "2026-01", "kwh": \#(number * 37)}"#
            input += number % 5 == 0 ? "\r\n\n" : "\n"
        }
        input += #"{"month": "2026-01", "kwh": 1}"#
        let whole = try output(Array(input.utf8))
        #expect(whole.tally.rated == 41 && whole.tally.failed == 0)
        for piece in [1, 2, 7, 64, 1_000] {
            #expect(try output(Array(input.utf8), piece: piece).text == whole.text, "pieces of \(piece)")
        }
        #expect(try answers(input).first?.id == "号 0 \"\\ 电💡")
    }

    @Test func `decimals are read digit by digit, text or number`() throws {
        let sums = [
            ("0.1", "0.1"), ("\"0.1\"", "0.1"), ("90071992547.993", "90071992547.993"), ("12.5000", "12.5"),
            ("0", "0"), ("0.5", "0.5"),
        ]
        for (written, read) in sums {
            #expect(
                try answers(#"{"month": "2026-01", "kwh": \#(written)}"#).first?.kwh == read, "\(written)")
        }
        for written in [
            "00012", "\"007\"",
            "0.1234", "1e3", "\"1e3\"", "-1", "\"-0.001\"", "+1", ".5", "\"5.\"", "\"1,5\"", "\" 1\"", "true",
            "null", "99999999999999999999", "\"\"", "NaN", "[1]",
        ] {
            let answer = try #require(try answers(#"{"month": "2026-01", "kwh": \#(written)}"#).first)
            #expect(answer.error != nil && answer.total == nil, "\(written)")
            if written != "NaN" {
                #expect(
                    answer.error.map { ["BAD_VALUE", "NOT_JSON"].contains($0.code) } == true, "\(written)")
            }
        }
    }

    @Test func `each fault names its field`() throws {
        let base = #""month": "2026-01", "periodsKwh": {"FLAT": 100}"#
        let cases: [(String, String, String)] = [
            (#""kwh": 1"#, "MISSING_FIELD", "month"),
            (#""month": "2026-01""#, "MISSING_FIELD", "kwh"),
            (#""month": "2026-13", "kwh": 1"#, "BAD_VALUE", "month"),
            (base + #", "date": "2026-02-30""#, "BAD_VALUE", "date"),
            (base + #", "date": "2001-01-01""#, "NOT_IN_FORCE", "date"),
            (base + #", "tariff": "ELSE""#, "UNKNOWN_TARIFF", "tariff"),
            (base + #", "colour": 1"#, "UNKNOWN_FIELD", "colour"),
            (base + #", "days": 30, "days": 30"#, "REPEATED_FIELD", "days"),
            (base + #", "days": 0"#, "BAD_VALUE", "days"),
            (base + #", "lowIncome": 1"#, "BAD_VALUE", "lowIncome"),
            (base + #", "kwh": 99"#, "PERIODS_DO_NOT_ADD_UP", "periodsKwh"),
            (#""month": "2026-01", "periodsKwh": {"NOON": 1}"#, "UNKNOWN_FIELD", "periodsKwh.NOON"),
            (#""month": "2026-01", "periodsKwh": {"PEAK": "x"}"#, "BAD_VALUE", "periodsKwh.PEAK"),
            (
                #""month": "2026-01", "periodsKwh": {"PEAK": 1, "PEAK": 1}"#, "REPEATED_FIELD",
                "periodsKwh.PEAK"
            ),
            (#""month": "2026-01", "kwh": 5"#, "PERIODS_DO_NOT_ADD_UP", "periodsKwh"),
            (
                #""month": "2026-01", "periodsKwh": {"DEEP_VALLEY": 1}"#, "PERIOD_NOT_PRICED",
                "periodsKwh.DEEP_VALLEY"
            ),
            (base + #", "powerFactorStandard": "0.70""#, "BAD_VALUE", "powerFactorStandard"),
            (base + #", "basicChargeMode": "CAPACITY""#, "BASIC_CHARGE_QUANTITY_MISSING", "basicChargeMode"),
            (base + #", "capacityStates": [{"kva": 1}]"#, "MISSING_FIELD", "capacityStates[0].days"),
            (
                base + #", "capacityStates": [{"kva": 1, "days": 1, "sharePercent": 101}]"#, "BAD_VALUE",
                "capacityStates[0].sharePercent"
            ),
            (base + #", "transformer": {"ratedKva": 1}"#, "MISSING_FIELD", "transformer.noLoadKw"),
            (base + #", "line": {"percent": 1, "fixedKwh": 1}"#, "BAD_VALUE", "line"),
            (base + #", "line": {"percent": 1}, "lineLossKwh": 1"#, "BAD_VALUE", "line"),
            (base + #", "monthSoFar": 3"#, "BAD_VALUE", "monthSoFar"),
        ]
        for (fields, code, field) in cases {
            let found = try fault(fields)
            #expect(found.code == code && found.field == field, "\(fields): \(found)")
        }
    }

    @Test(arguments: [
        "", "[]", "{", "{}}", #"{"month"}"#, #"{"month": "2026-01" "kwh": 1}"#, #"{"kwh": 1,}"#,
        "{\"id\": \"\u{1}\"}",
        #"{"id": "\x"}"#, #"{"id": "\ud800"}"#, "nonsense", "1",
    ])
    func `what is not JSON is answered and the next line is priced`(line: String) throws {
        let found = try answers(line + "\n" + #"{"month": "2026-01", "kwh": 100}"#)
        #expect(found.last?.total == "61.70" && found.last?.line == 2)
        #expect(found.count == (line.isEmpty ? 1 : 2))
        if found.count == 2 {
            #expect(found[0].error.map { ["NOT_JSON", "MISSING_FIELD"].contains($0.code) } == true)
        }
    }

    @Test func `a line cut anywhere, and one of any bytes, is answered and never ends the program`() throws {
        let line = Array(
            #"{"id":"a\u0041","month":"2026-01","kwh":12.5,"capacityStates":[{"kva":1,"days":30}],"monthSoFar":{"kwh":"1"}}"#
                .utf8)
        for count in 1..<line.count {
            #expect(try output(Array(line[..<count])).tally.failed == 1, "cut at \(count)")
        }
        var random = SeededGenerator(seed: 20_261_123)
        for _ in 0..<300 {
            var bytes = line
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            let tally = try output(bytes).tally
            #expect(tally.failed + tally.rated >= 1)
        }
    }

    @Test func `a line without end is refused once and the rest is priced`() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 3 * RateStream.greatestLine)
        let good = Array("\n{\"month\": \"2026-01\", \"kwh\": 100}\n".utf8)
        for piece in [Int.max, 100_000] {
            let found = try output(long + good, piece: piece)
            let lines = found.text.split(separator: "\n")
            #expect(lines.count == 2 && lines[0].contains("LINE_TOO_LONG") && lines[1].contains("\"line\":2"))
            #expect(found.tally.failed == 1 && found.tally.rated == 1)
        }
    }

    @Test func `losses worked out already, and by line, are billed on flat or in proportion`() throws {
        func kwh(_ more: String) throws -> String? {
            try answers(
                #"{"month": "2026-01", "periodsKwh": {"PEAK": 300, "FLAT": 100}, \#(more)}"#,
                tariffs: ["HB-COM-LV-TOU"]
            ).first?.kwh
        }
        #expect(try kwh(#""lineLossKwh": 10, "transformerLossKwh": "5""#) == "415")
        #expect(try kwh(#""line": {"percent": "2.5"}, "lossPolicy": "PROPORTIONAL""#) == "410")
        #expect(try kwh(#""line": {"ohmsPerKm": "0.45", "km": 3, "kv": 10}"#) == "400")
    }

    /// The fault's code and field, `priced` where there is none.
    private func outcome(_ version: String, _ more: String, class kind: String) throws -> String {
        let text = Making.tariff("T-NEEDS", kind, version)
        let file = TariffFile(name: "needs.json", content: Data(text.utf8))
        let line = #"{"month": "2026-01", "periodsKwh": {"PEAK": 60, "VALLEY": 40}\#(more)}"#
        let answer = try #require(try answers(line, tariffs: [], files: [file]).first)
        return answer.error.map { "\($0.code) \($0.field)" } ?? "priced"
    }

    @Test(arguments: [
        (#""demand": {"flat": {"prices": ["10"]}}"#, "", "MISSING_FIELD demandKw"),
        (#""demand": {"flat": {"prices": ["10"]}}"#, #", "demandKw": 0"#, "priced"),
        (#""demand": {"flat": {"prices": ["10"]}}"#, #", "periodDemandKw": {"TOTAL": 0}"#, "priced"),
        (#""demand": {"flat": {"prices": ["10"]}}"#, #", "lastSettlement": false"#, "priced"),
        (
            #""demand": {"periods": {"PEAK": {"prices": ["9"]}, "VALLEY": {"prices": ["3"]}}}"#,
            #", "periodDemandKw": {"PEAK": 5}"#, "PERIOD_DEMAND_MISSING periodDemandKw.VALLEY"
        ),
        (
            #""demand": {"periods": {"PEAK": {"prices": ["9"]}, "VALLEY": {"prices": ["3"]}}}"#,
            #", "periodDemandKw": {"PEAK": 5, "VALLEY": 0}"#, "priced"
        ),
        (
            #""demand": {"periods": {"PEAK": {"prices": ["9"]}, "SHARP": {"prices": ["3"]}}}"#,
            #", "periodDemandKw": {"PEAK": 5}"#, "priced"
        ),
        (#""minimumMonthly": "100""#, #", "monthSoFar": {"kwh": 1}"#, "MISSING_FIELD monthSoFar.charges"),
        (#""minimumMonthly": "100""#, #", "monthSoFar": {"kwh": 1, "charges": 0}"#, "priced"),
    ])
    func `a number that the tariff needs is asked for, and zero is one`(
        terms: String, more: String, outcome: String
    ) throws {
        let version =
            #"{"effectiveFrom": "2020-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"}, "#
            + #""prices": {"SHARP": ["0.9"], "PEAK": ["0.5"], "VALLEY": ["0.2"]}, \#(terms)}"#
        #expect(try self.outcome(version, more, class: "COMMERCIAL_SINGLE") == outcome)
    }

    @Test func `limits per kW and the basic charge by actual demand want the demand`() throws {
        let rounding = #""effectiveFrom": "2020-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"}"#
        let hours =
            #"{\#(rounding), "prices": {"TOTAL": ["0.5", "0.4"]}, "tiers": {"basis": "MONTH", "#
            + #""limitsKwhPerKw": [200], "mayFall": true}}"#
        let actual =
            #"{\#(rounding), "prices": {"TOTAL": ["0.5"]}, "#
            + #""basicCharge": {"modes": ["ACTUAL_DEMAND", "CAPACITY"], "demandPrice": "42", "capacityPrice": "26"}}"#
        let mode = #", "basicChargeMode": "ACTUAL_DEMAND""#
        let capacity = #", "basicChargeMode": "CAPACITY", "capacityKva": 100"#
        let single = "COMMERCIAL_SINGLE"
        let twoPart = "COMMERCIAL_TWO_PART"
        #expect(try outcome(hours, "", class: single) == "MISSING_FIELD demandKw")
        #expect(
            try outcome(hours, #", "lastSettlement": false"#, class: single) == "MISSING_FIELD demandKw")
        #expect(try outcome(hours, #", "demandKw": 0"#, class: single) == "priced")
        #expect(try outcome(actual, mode, class: twoPart) == "MISSING_FIELD demandKw")
        #expect(try outcome(actual, mode + #", "demandKw": 0"#, class: twoPart) == "priced")
        #expect(try outcome(actual, capacity, class: twoPart) == "priced")
    }

    @Test(arguments: ["", #", "lossPolicy": "PROPORTIONAL""#])
    func `losses under a tariff without a flat price are billed in proportion`(policy: String) throws {
        func total(_ kWh: Int) throws -> String? {
            let line =
                #"{"month": "2026-01", "periodsKwh": {"PEAK": 60, "VALLEY": 40}, "lineLossKwh": \#(kWh)\#(policy)}"#
            let answer = try #require(try answers(line, tariffs: ["SH-RES-TOU"]).first)
            #expect(answer.error == nil && answer.kwh == "\(100 + kWh)")
            return answer.total
        }
        // 66 × 0.617 + 44 × 0.307, and 67 of 111 at peak: 6.6 and 4.4 are 6 and 4, the remainder peak's.
        #expect(try total(10) == "54.23")
        #expect(try total(11) == "54.85")
    }

    @Test func `several tariffs in one run, each line names its own`() throws {
        let found = try answers(
            """
            {"month": "2026-01", "kwh": 100, "tariff": "SH-RES"}
            {"month": "2026-01", "kwh": 100, "tariff": "ZJ-RES"}
            {"month": "2026-01", "kwh": 100}
            """, tariffs: ["SH-RES", "ZJ-RES"])
        #expect(found.map(\.total) == ["61.70", "53.80", nil])
        #expect(found[2].error?.code == "MISSING_FIELD" && found[2].error?.field == "tariff")
    }

    @Test func `a bill to read has its lines and its total in words`() throws {
        let text = try output(
            Array(#"{"id": "A", "month": "2026-01", "kwh": 100}"#.utf8), form: .text
        ).text
        #expect(text.contains("ENERGY TOTAL tier 1: 100 kWh × 0.617 = 61.70"))
        #expect(text.contains("total 61.70  " + Money(fen: 6_170).chineseCapital))
    }

    @Test func `a zero that is written is one, and what a tariff does not price is named by its period`()
        throws
    {
        let demand = Self.tariff(
            #""prices": {"PEAK": ["1"], "FLAT": ["1"]}, "demand": {"periods": {"PEAK": {"prices": ["5"]}}}"#)
        func answer(_ line: String, _ file: TariffFile) throws -> Answer {
            try #require(try answers(#"{"month": "2026-01", \#(line)}"#, tariffs: [], files: [file]).first)
        }
        #expect(
            try answer(#""periodsKwh": {"PEAK": "0.3"}, "periodDemandKw": {"PEAK": 0}"#, demand).total
                == "0.30")
        #expect(
            try answer(#""periodsKwh": {"PEAK": "0.3"}"#, demand).error?.field == "periodDemandKw.PEAK")
        let plain = Self.tariff(
            #""prices": {"TOTAL": ["1"]}, "sell": {"scheme": "NET_BILLING", "prices": {"TOTAL": "1"}}"#)
        #expect(
            try answer(#""kwh": 10, "fedBackKwh": {"PEAK": 5}"#, plain).error?.field == "fedBackKwh.PEAK")
        #expect(
            try answer(#""periodsKwh": {"VALLEY": 5}"#, demand).error?.field == "periodsKwh.VALLEY")
        let tiers = Self.tariff(
            #""prices": {"TOTAL": ["0.5", "0.8"]}, "tiers": {"basis": "MONTH", "limitsKwh": ["100"]}"#)
        #expect(try answer(#""kwh": 80, "monthSoFar": {"kwh": 80, "nettedKwh": 80}"#, tiers).total == "40.00")
        #expect(
            try answer(#""kwh": 80, "monthSoFar": {"kwh": 80, "nettedKwh": 81}"#, tiers).error?.field
                == "monthSoFar.nettedKwh")
    }

    private static func tariff(_ terms: String) -> TariffFile {
        let text = """
            {"schemaVersion": 2, "kind": "TARIFF", "code": "TRY", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [
              {"effectiveFrom": "2024-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"}, \(terms)}]}
            """
        return TariffFile(name: "t.json", content: Data(text.utf8))
    }

    @Test func `fields of the usage schema are those that are read`() throws {
        struct Schema: Decodable {
            struct Property: Decodable {}
            let properties: [String: Property]
        }
        let schema = try JSONDecoder().decode(Schema.self, from: RatingDesk.schema("usage"))
        let answer = try #require(try answers(#"{"month": "2026-01", "kwh": 1, "colour": 1}"#).first)
        let mend = try #require(answer.error?.mend)
        let known = mend.split(separator: "known are ")[1].split(separator: ", ").map(String.init)
        #expect(Set(known) == Set(schema.properties.keys))
    }
}
