import Foundation
import Kernel
import Tariff
import Testing

/// Usage lines and answers of `lamplight rate` held to their published schemas, to the innermost field.
@Suite struct `The schemas of rate` {
    /// Lines that have every field of the format between them, and some that are refused.
    private static let lines = [
        #"{"id": "a", "tariff": "SH-RES-TOU", "month": "2026-01", "date": "2026-01-31", "kwh": "320", "periodsKwh": {"PEAK": 200, "VALLEY": "120"}, "yearToDateKwh": 3000, "monthsCovered": 1, "tierMonths": 12, "persons": 5, "households": 1, "lowIncome": true, "choosesSurcharge": false, "days": 31, "daysInService": 31}"#,
        #"{"id": "b", "tariff": "HB-IND-10KV-TOU", "month": "2026-01", "periodsKwh": {"SHARP": 1, "PEAK": 2, "FLAT": 3000.5, "VALLEY": 4}, "reactiveKvarh": 900, "powerFactorStandard": "0.90", "basicChargeMode": "CONTRACT_DEMAND", "capacityKva": 400, "contractCapacityKva": 500, "contractDemandKw": 200, "demandKw": 260, "transformerLossKwh": 12, "transformerLossKvarh": 30, "lineLossKwh": 4, "lossPolicy": "PROPORTIONAL", "lastSettlement": true, "monthSoFar": {"kwh": 1, "reactiveKvarh": 2, "demandKw": 3, "freeKwh": 0, "energyBase": "1.00", "charges": "-1.00"}}"#,
        #"{"id": "c", "tariff": "HB-IND-10KV", "month": "2026-01", "kwh": 40000, "basicChargeMode": "CAPACITY", "capacityStates": [{"kva": 630, "days": 10}, {"kva": 400, "days": 20, "sharePercent": 50}], "transformer": {"ratedKva": 630, "noLoadKw": 1, "loadKw": 6, "noLoadCurrentPercent": 1, "impedancePercent": 4, "energisedHours": 720, "runningHours": 700, "kFactor": 1, "chargesNoLoadWhenIdle": true}, "line": {"ohmsPerKm": 0.2, "km": 1.5, "kv": 10, "runningHours": 720}}"#,
        #"{"id": "d", "tariff": "HB-COM-LV", "month": "2026-01", "kwh": 10000, "deductions": {"fixedKwh": ["500"], "fixedPercent": ["10"], "subMeterKwh": [3000]}, "line": {"percent": 1}}"#,
        #"{"id": "e", "tariff": "EX-NET-METERING", "month": "2026-01", "periodsKwh": {"PEAK": 375, "VALLEY": 125}, "fedBackKwh": {"PEAK": 900}, "carriedKwh": {"VALLEY": 3}, "lastOfYear": false}"#,
        #"{"id": "f", "tariff": "EX-SUMMER-PEAK", "month": "2026-07", "periodsKwh": {"PEAK": 260, "FLAT": 300, "VALLEY": 100, "PERIOD_6": 200}, "demandKw": 90, "periodDemandKw": {"PEAK": 150}, "highestDemandKw": {"TOTAL": 200, "PEAK": 100}, "yearAmount": "-3.50", "yearMonths": 7, "lastOfYear": true, "finalBill": true}"#,
        #"{"id": "g", "tariff": "EX-NET-MONEY", "month": "2026-01", "kwh": 100, "fedBackKwh": {"TOTAL": 5000}, "carriedMoney": "12.30"}"#,
        #"{"id": "h", "tariff": "EX-TWO-PART", "month": "2026-01", "periodsKwh": {"FLAT": 3000}, "basicChargeMode": "ACTUAL_DEMAND", "demandKw": 100, "agencyMultiple": true}"#,
    ]

    private func schema(_ name: String) throws -> SmallSchema { try SmallSchema(RatingDesk.schema(name)) }

    private func answers(_ lines: [String]) throws -> [[String: Any]] {
        var stream = RateStream(
            desk: try RatingDesk(
                files: Making.examples(),
                codes: ["SH-RES-TOU", "HB-IND-10KV-TOU", "HB-IND-10KV", "HB-COM-LV"]),
            form: .json)
        var input = Array((lines.joined(separator: "\n") + "\n").utf8)[...]
        var output: [UInt8] = []
        _ = try stream.run { buffer in
            let part = input.prefix(buffer.count)
            buffer.copyBytes(from: part)
            input = input.dropFirst(part.count)
            return part.count
        } write: {
            output += $0
        }
        return try output.split(separator: UInt8(ascii: "\n")).map {
            try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
        }
    }

    @Test func `every field of a usage line is in its schema, and no other`() throws {
        let usage = try schema("usage")
        var seen = Set<String>()
        for line in Self.lines {
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            #expect(usage.faults(value).isEmpty, "\(line): \(usage.faults(value))")
            seen.formUnion((value as? [String: Any])?.keys.map { $0 } ?? [])
        }
        let text = try JSONSerialization.jsonObject(with: RatingDesk.schema("usage")) as? [String: Any]
        let known = Set((text?["properties"] as? [String: Any])?.keys.map { $0 } ?? [])
        #expect(known.subtracting(seen).isEmpty, "\(known.subtracting(seen)) are in no line of this test")
        for wrong in [
            #"{"month": "2026-01", "kwh": 1, "colour": 1}"#, #"{"kwh": 1}"#,
            #"{"month": "2026-01", "kwh": 1, "deductions": {"fixed": [1]}}"#,
            #"{"month": "2026-01", "kwh": 1, "yearMonths": 13}"#,
            #"{"month": "2026-01", "kwh": 1, "monthSoFar": {"kwh": "x"}}"#,
        ] {
            #expect(
                !usage.faults(try JSONSerialization.jsonObject(with: Data(wrong.utf8))).isEmpty, "\(wrong)")
            #expect(try answers([wrong]).first?["error"] != nil, "\(wrong)")
        }
    }

    @Test func `every answer is as its schema says, bills with all they can hold and refusals`() throws {
        let rated = try schema("rated")
        let found = try answers(
            Self.lines + ["nonsense", #"{"month": "2026-01", "kwh": 1, "tariff": "NONE"}"#])
        #expect(found.count == Self.lines.count + 2)
        for answer in found { #expect(rated.faults(answer).isEmpty, "\(rated.faults(answer)) in \(answer)") }
        #expect(found.prefix(Self.lines.count).allSatisfy { $0["error"] == nil }, "\(found)")
        #expect(found.suffix(2).allSatisfy { $0["error"] != nil })
        let keys = Set(found.flatMap(\.keys))
        for key in ["vat", "deductions", "carriedKwh", "carriedMoney", "powerFactor", "lineLossKwh"] {
            #expect(keys.contains(key), "no answer had \(key)")
        }
        var broken = found[1]
        var lines = try #require(broken["lines"] as? [[String: Any]])
        var parts = try #require(lines[0]["components"] as? [[String: Any]])
        parts[0]["amount"] = 1
        lines[0]["components"] = parts
        broken["lines"] = lines
        #expect(!rated.faults(broken).isEmpty, "a component's amount that is no text was let through")
    }
}
