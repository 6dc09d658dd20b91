import Foundation
import TestSupport
import Testing

/// `lamplight rate` as anyone outside uses it to check us: files in, lines out.
@Suite struct `Rating from files` {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let catalogue = root.appendingPathComponent("Sources/Tariff/Catalogue")

    private static func golden(_ id: String) throws -> GoldenCase {
        let file = root.appendingPathComponent("Tests/RatingTests/Golden/bills.json")
        let cases = try JSONDecoder().decode([GoldenCase].self, from: try Data(contentsOf: file))
        return try #require(cases.first { $0.id == id }, "\(id) is not in the file")
    }

    private static func answers(
        _ tariffs: [String], _ usage: String, status wanted: Int32 = 0
    ) async throws -> [RateAnswer] {
        let folder = try TemporaryFolder()
        let file = try folder.write(usage + "\n", to: "usage.jsonl")
        let child = try ChildProcess(
            ChildProcess.lamplight,
            ["rate"] + tariffs.flatMap { ["--tariff", $0] } + ["--usage", file.path, "--output", "json"])
        let status = try await child.status(withinSeconds: 60)
        try #require(status == wanted, "\(child.lines.suffix(5).joined(separator: "\n"))")
        return try child.lines.filter { $0.hasPrefix("{") }.map {
            try JSONDecoder().decode(RateAnswer.self, from: Data($0.utf8))
        }
    }

    private static func answer(_ tariff: String, _ usage: String) async throws -> RateAnswer {
        let answers = try await answers([tariff], usage)
        return try #require(answers.first)
    }

    /// A bundled tariff file with some of its text changed, as a user's own file.
    private static func edited(
        _ name: String, _ changes: [String: String], in folder: TemporaryFolder
    ) throws -> String {
        var text = try String(contentsOf: catalogue.appendingPathComponent(name), encoding: .utf8)
        for (old, new) in changes {
            try #require(text.contains(old), "\(name) has no \(old)")
            text = text.replacing(old, with: new)
        }
        return try folder.write(text, to: name).path
    }

    private static func number(_ text: String?) -> Decimal? { text.flatMap { Decimal(string: $0) } }

    @Test(arguments: [("RES-SH-01", "SH-RES"), ("RES-SH-05", "SH-RES"), ("RES-ZJ-01", "ZJ-RES")])
    func `a household's year through its tiers, to the fen`(id: String, tariff: String) async throws {
        let golden = try Self.golden(id)
        let persons = golden.inputs["householdPersons"].text
        let bill = try await Self.answer(
            tariff,
            #"{"month": "2026-01", "kwh": \#(golden.inputs["kwh"].text), "persons": \#(persons.isEmpty ? "0" : persons)}"#
        )
        for (place, tier) in golden.expected["tiers"].list.enumerated() {
            let line = bill.lines?.first { $0.tier == place + 1 }
            #expect((Self.number(line?.quantity) ?? 0) == tier["kwh"].number)
            #expect((Self.number(line?.amount) ?? 0) == tier["amount"].number)
            if let line { #expect(Self.number(line.price) == tier["price"].number) }
        }
        #expect(bill.total == golden.expected["total"].text)
    }

    @Test(arguments: ["RES-SH-02", "RES-SH-04"])
    func `a month inside a tier, by period`(id: String) async throws {
        let golden = try Self.golden(id)
        let (peak, valley) = (golden.inputs["peakKwh"].text, golden.inputs["valleyKwh"].text)
        let bill = try await Self.answer(
            "SH-RES-TOU",
            #"{"month": "2026-01", "periodsKwh": {"PEAK": \#(peak), "VALLEY": \#(valley)}, "yearToDateKwh": \#(golden.inputs["yearToDateBefore"].text)}"#
        )
        #expect(
            bill.lines?.map(\.amount) == [
                golden.expected["peakAmount"].text, golden.expected["valleyAmount"].text,
            ])
        #expect(
            bill.lines?.map { Self.number($0.price) } == [
                golden.inputs["peakPrice"].number, golden.inputs["valleyPrice"].number,
            ])
        #expect(bill.total == golden.expected["total"].text)
    }

    @Test(arguments: [("RES-SH-06", 9, "tierLimitsYear"), ("RES-SH-07", 6, "tierLimits")])
    func `limits of a part of the year`(id: String, months: Int, key: String) async throws {
        let golden = try Self.golden(id)
        let bill = try await Self.answer(
            "SH-RES", #"{"month": "2026-04", "kwh": 5000, "tierMonths": \#(months)}"#)
        let limits = golden.expected[key].list.compactMap(\.number)
        try #require(limits.count == 2)
        #expect(
            bill.lines?.prefix(2).map { Self.number($0.quantity) } == [limits[0], limits[1] - limits[0]])
    }

    @Test func `RES-SZ-01: only the total is rounded`() async throws {
        let golden = try Self.golden("RES-SZ-01")
        let bill = try await Self.answer(
            "SZ-RES", #"{"month": "2026-07", "kwh": \#(golden.inputs["kwh"].text)}"#)
        let lines = bill.lines?.filter { $0.kind == "ENERGY" } ?? []
        #expect(
            lines.map { Self.number($0.quantity) } == golden.expected["tierKwh"].list.map { $0.number })
        let exact = lines.compactMap { line in
            Self.number(line.quantity).flatMap { quantity in Self.number(line.price).map { $0 * quantity } }
        }.reduce(0, +)
        #expect(exact == golden.expected["exact"].number)
        #expect(bill.total == golden.expected["total"].text)
    }

    @Test func `TAR-HB-01: published prices by period`() async throws {
        let golden = try Self.golden("TAR-HB-01")
        let bill = try await Self.answer(
            "HB-IND-10KV-TOU",
            #"{"month": "2026-01", "periodsKwh": {"SHARP": 1, "PEAK": 1, "FLAT": 1, "VALLEY": 1}, "basicChargeMode": "ACTUAL_DEMAND", "demandKw": 0}"#
        )
        #expect(
            bill.lines?.filter { $0.kind == "ENERGY" }.map { Self.number($0.price) }
                == ["sharp", "peakPublished", "flat", "valley"].map { golden.expected[$0].number })
    }

    @Test func `COM-HB-01: a shop`() async throws {
        let golden = try Self.golden("COM-HB-01")
        let bill = try await Self.answer(
            "HB-COM-LV", #"{"month": "2026-01", "kwh": \#(golden.expected["kwh"].text)}"#)
        #expect(Self.number(bill.lines?.first?.price) == golden.inputs["price"].number)
        #expect(bill.energyAmount == golden.expected["energyAmount"].text)
        #expect(bill.powerFactorAdjustment == golden.expected["powerFactorAdjustment"].text)
        #expect(bill.total == golden.expected["total"].text)
    }

    @Test func `IND-HB-01: two-part with a reward for the power factor`() async throws {
        let golden = try Self.golden("IND-HB-01")
        let (inputs, expected) = (golden.inputs, golden.expected)
        let periods = inputs["energy"].list.map { "\"\($0["period"].text.uppercased())\": \($0["kwh"].text)" }
        let bill = try await Self.answer(
            "HB-IND-10KV-TOU",
            #"{"month": "2026-01", "periodsKwh": {\#(periods.joined(separator: ","))}, "reactiveKvarh": \#(inputs["reactiveKvarh"].text), "capacityKva": \#(inputs["capacityKva"].text), "basicChargeMode": "CAPACITY", "powerFactorStandard": "\#(inputs["powerFactorStandard"].text)"}"#
        )
        #expect(expected["lines"].list.count == 4 && bill.lines?.count == 6)
        for (line, row) in zip(bill.lines ?? [], expected["lines"].list) {
            #expect(line.period.lowercased() == row["period"].text && line.amount == row["amount"].text)
            #expect(Self.number(line.quantity) == row["kwh"].number)
            #expect(Self.number(line.price) == row["price"].number)
        }
        #expect(bill.energyAmount == expected["energyAmount"].text)
        #expect(bill.fundsIncluded == expected["fundsIncluded"].text)
        #expect(bill.basicCharge == expected["basicCharge"].text)
        #expect(bill.powerFactor == expected["powerFactor"].text)
        #expect(Self.number(bill.adjustmentPercent) == expected["adjustmentPercent"].number)
        #expect(bill.adjustmentBase == expected["adjustmentBase"].text)
        #expect(bill.powerFactorAdjustment == expected["powerFactorAdjustment"].text)
        #expect(bill.total == expected["total"].text)
    }

    @Test func `DEM-02 and DEM-03: contract and actual demand`() async throws {
        let (contract, actual) = (try Self.golden("DEM-02"), try Self.golden("DEM-03"))
        let folder = try TemporaryFolder()
        let own = try Self.edited(
            "hb-ind-10kv.json", [#""42.0""#: "\"\(contract.inputs["demandPrice"].text)\""], in: folder)
        let first = try await Self.answer(
            own,
            #"{"month": "2026-01", "kwh": 0, "basicChargeMode": "CONTRACT_DEMAND", "contractDemandKw": \#(contract.inputs["contractKw"].text), "demandKw": \#(contract.inputs["actualKw"].text)}"#
        )
        #expect(first.basicCharge == contract.expected["basicCharge"].text)
        #expect(actual.inputs["demandPrice"].text == "42.0")
        let second = try await Self.answer(
            "HB-IND-10KV",
            #"{"month": "2026-01", "kwh": "0", "basicChargeMode": "ACTUAL_DEMAND", "demandKw": \#(actual.inputs["actualKw"].text)}"#
        )
        #expect(second.basicCharge == actual.expected["basicCharge"].text)
    }

    @Test func `DEM-05: many kWh per kVA make the demand price 90 percent`() async throws {
        let golden = try Self.golden("DEM-05")
        let inputs = golden.inputs
        let bill = try await Self.answer(
            "HB-IND-10KV",
            #"{"month": "2026-01", "kwh": \#(inputs["kwh"].text), "basicChargeMode": "ACTUAL_DEMAND", "contractCapacityKva": \#(inputs["contractKva"].text), "demandKw": \#(inputs["demandKw"].text)}"#
        )
        let line = bill.lines?.first { $0.kind == "BASIC" }
        #expect(Self.number(line?.price) == golden.expected["demandPriceApplied"].number)
        #expect(bill.basicCharge == golden.expected["basicCharge"].text)
    }

    @Test(arguments: ["BASIC-01", "BASIC-02"])
    func `a transformer sealed on the eleventh pays its share of the days left`(id: String) async throws {
        let golden = try Self.golden(id)
        let inputs = golden.inputs
        let folder = try TemporaryFolder()
        let own = try Self.edited(
            "hb-ind-10kv.json", [#""26.3""#: "\"\(inputs["price"].text)\""], in: folder)
        let kVA = inputs["transformersKva"].list.map(\.text)
        #expect(inputs["suspended"]["kva"].text == kVA[0] && inputs["suspended"]["sealedOn"].text == "06-11")
        let share = try #require(inputs["suspendedPartRate"].number) * 100
        let bill = try await Self.answer(
            own,
            #"{"month": "2026-06", "kwh": 0, "basicChargeMode": "CAPACITY", "capacityStates": [{"kva": \#(kVA[1]), "days": 30}, {"kva": \#(kVA[0]), "days": 10}, {"kva": \#(kVA[0]), "days": 20, "sharePercent": "\#(share)"}]}"#
        )
        #expect(bill.basicCharge == golden.expected["basicCharge"].text)
    }

    @Test func `SUB-01: fixed quantity, then fixed ratio, then sub-meter, and the bill says so`() async throws
    {
        let golden = try Self.golden("SUB-01")
        let (inputs, expected) = (golden.inputs, golden.expected)
        let bill = try await Self.answer(
            "HB-COM-LV",
            #"{"month": "2026-01", "kwh": \#(inputs["mainKwh"].text), "deductions": {"fixedKwh": [\#(inputs["fixedQuantityKwh"].text)], "fixedPercent": [\#(inputs["fixedRatioPercent"].text)], "subMeterKwh": [\#(inputs["subMeterKwh"].text)]}}"#
        )
        #expect(bill.kwh == expected["mainBilled"].text && bill.meteredKwh == inputs["mainKwh"].text)
        #expect(
            bill.deductions?.map { "\($0.kind) \($0.kwh)" } == [
                "FIXED_QUANTITY \(expected["fixedQuantity"].text)",
                "FIXED_RATIO \(expected["fixedRatio"].text)",
                "SUB_METER \(expected["subMeter"].text)",
            ])
        #expect(bill.lines?.map(\.quantity) == [expected["mainBilled"].text])
    }

    @Test func `LOSS-01: a transformer's loss is billed and enters the power factor`() async throws {
        let golden = try Self.golden("LOSS-01")
        let (inputs, expected) = (golden.inputs, golden.expected)
        let plate = [
            ("ratedKva", "ratedKva"), ("noLoadKw", "noLoadKw"), ("loadKw", "loadKw"),
            ("noLoadCurrentPercent", "noLoadCurrentPercent"), ("impedancePercent", "impedancePercent"),
            ("energisedHours", "energisedHours"), ("runningHours", "runningHours"), ("kFactor", "kFactor"),
        ].map { "\"\($0)\": \"\(inputs[$1].text)\"" }.joined(separator: ",")
        let bill = try await Self.answer(
            "HB-IND-10KV",
            #"{"month": "2026-01", "kwh": \#(inputs["activeKwh"].text), "reactiveKvarh": \#(inputs["reactiveKvarh"].text), "basicChargeMode": "ACTUAL_DEMAND", "demandKw": 0, "powerFactorStandard": "0.90", "transformer": {\#(plate)}}"#
        )
        #expect(bill.transformerLossKwh == expected["activeLossKwh"].text)
        #expect(bill.transformerLossKvarh == expected["reactiveLossKvarh"].text)
        #expect(bill.kwh == expected["billedActiveKwh"].text)
        #expect(bill.reactiveKvarh == expected["billedReactiveKvarh"].text)
        #expect(bill.powerFactor == expected["powerFactor"].text)
        #expect(Self.number(bill.adjustmentPercent) == expected["adjustmentPercentStd090"].number)
    }

    @Test func `LOSS-02: loss is billed at the flat price`() async throws {
        let golden = try Self.golden("LOSS-02")
        let energy = golden.inputs["energy"]
        let bill = try await Self.answer(
            "HB-IND-10KV-TOU",
            #"{"month": "2026-01", "periodsKwh": {"PEAK": \#(energy["peak"].text), "FLAT": \#(energy["flat"].text), "VALLEY": \#(energy["valley"].text)}, "basicChargeMode": "ACTUAL_DEMAND", "demandKw": 0, "transformerLossKwh": \#(golden.inputs["activeLossKwh"].text)}"#
        )
        #expect(
            bill.lines?.filter { $0.kind == "ENERGY" }.map { Self.number($0.quantity) }
                == ["peak", "flat", "valley"].map { golden.expected["billed"][$0].number })
    }

    @Test(arguments: ["PF-01", "PF-02", "PF-03", "PF-05", "PF-06", "PF-08", "PF-09", "PF-10", "PF-12"])
    func `the power-factor table`(id: String) async throws {
        let golden = try Self.golden(id)
        let factor = try #require(Double(golden.inputs["powerFactor"].text))
        // As much reactive energy as gives the factor to far more than two decimals.
        let reactive = Int((1_000_000 * (1 / (factor * factor) - 1).squareRoot()).rounded())
        let bill = try await Self.answer(
            "HB-IND-10KV",
            #"{"month": "2026-01", "kwh": 1000000, "reactiveKvarh": \#(reactive), "basicChargeMode": "ACTUAL_DEMAND", "demandKw": 0, "powerFactorStandard": "\#(golden.inputs["standard"].text)"}"#
        )
        #expect(bill.powerFactor == golden.inputs["powerFactor"].text)
        #expect(Self.number(bill.adjustmentPercent) == golden.expected["percent"].number)
    }

    @Test func `ten thousand random bills are worked out again from their printed lines alone`() async throws
    {
        let seed = ProcessInfo.processInfo.environment["LAMPLIGHT_SEED"] ?? "20261123"
        let folder = try TemporaryFolder()
        let python = URL(fileURLWithPath: "/usr/bin/env")
        let script = Self.root.appendingPathComponent("scripts/rework").path
        let folders = [Self.catalogue, Self.root.appendingPathComponent("Tests/RatingTests/Tariffs")]
        let maker = try ChildProcess(
            python, ["python3", script, "usage", seed, "10000"] + folders.map(\.path))
        try #require(try await maker.status(withinSeconds: 60) == 0, "\(maker.lines.suffix(3))")
        let usage = try folder.write(maker.lines.joined(separator: "\n") + "\n", to: "usage.jsonl")
        let codes = try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
                .map { folder.appendingPathComponent($0).path }
        }
        let rated = try ChildProcess(
            ChildProcess.lamplight,
            ["rate", "--usage", usage.path, "--output", "json"] + codes.flatMap { ["--tariff", $0] })
        let status = try await rated.status(withinSeconds: 120)
        #expect(status == 0, "seed \(seed): \(rated.lines.suffix(1))")
        let answers = try folder.write(rated.lines.joined(separator: "\n") + "\n", to: "answers.jsonl")
        let rework = try ChildProcess(python, ["python3", script, answers.path])
        let agreed = try await rework.status(withinSeconds: 120)
        #expect(agreed == 0, "seed \(seed): \(rework.lines.joined(separator: "\n"))")
        #expect(
            rework.lines.last == "10000 bills worked out again, 0 disagree, 0 lines were not priced",
            "seed \(seed)")
        let other = rated.lines.map { $0.replacing("\"price\":\"0.617\"", with: "\"price\":\"0.618\"") }
        let changed = try folder.write(other.joined(separator: "\n") + "\n", to: "changed.jsonl")
        let refused = try ChildProcess(python, ["python3", script, changed.path])
        #expect(
            try await refused.status(withinSeconds: 120) == 1, "a price changed by a mill was not noticed")
    }

    @Test func `what cannot be read or written is said in a sentence, and a pipe is read like a file`()
        async throws
    {
        let folder = try TemporaryFolder()
        let usage = try folder.write(
            #"{"id":"1","month":"2026-01","kwh":160}"# + "\n",
            to: "usage.jsonl")
        func run(_ text: String) async throws -> (status: Int32, text: String) {
            let child = try ChildProcess(
                URL(filePath: "/bin/bash"),
                ["-c", text, "bash", ChildProcess.lamplight.path, usage.path, folder.file("").path]
                    + [Self.catalogue.appendingPathComponent("sh-res.json").path])
            return (try await child.status(withinSeconds: 60), child.lines.joined(separator: "\n"))
        }
        let full = try await run(#""$1" rate --tariff SH-RES --usage "$2" --output json >/dev/full"#)
        #expect(full.status == 1 && full.text.contains("写不出结果：No space left"), "\(full)")
        for words in [#"--tariff SH-RES --usage "$3""#, #"--tariff "$3" --usage "$2""#] {
            let folder = try await run(#""$1" rate --language en \#(words)"#)
            #expect(
                folder.status == 64 && folder.text.contains("cannot be read: Is a directory"), "\(folder)")
        }
        let piped = try await run(#""$1" rate --tariff <(cat "$4") --usage "$2""#)
        #expect(piped.status == 0 && piped.text.contains("98.72"), "\(piped)")
        let twice = try await run(
            #""$1" rate --tariff <(sed 's/"kind"/"code": "A", "kind"/' "$4") --usage "$2" --language en"#)
        #expect(
            twice.status == 64 && twice.text.contains("code: this key stands twice in its object"), "\(twice)"
        )
    }

    @Test func `a bad line is answered in its place and the others are priced`() async throws {
        let good = #"{"id": "good", "month": "2026-01", "kwh": 100}"#
        let answers = try await Self.answers(
            ["SH-RES"],
            [
                good, #"{"id": "bad", "month": "2026-01", "kwh": "1,5"}"#, "", "nonsense",
                #"{"id": "zeros", "month": "2026-01", "kwh": 0100}"#, good,
            ].joined(separator: "\n"), status: 1)
        #expect(answers.map(\.line) == [1, 2, 4, 5, 6])
        #expect(answers.map(\.id) == ["good", "bad", nil, "zeros", "good"])
        #expect(answers.map { $0.error?.code } == [nil, "BAD_VALUE", "NOT_JSON", "BAD_VALUE", nil])
        #expect(answers.map(\.total) == ["61.70", nil, nil, nil, "61.70"])
        #expect(answers[1].error?.mend == "不是数量：请填不小于零的数，最多 3 位小数，不用指数")
    }

    @Test func `a tariff that is neither a file nor a code, and one with faults, end the command`()
        async throws
    {
        let folder = try TemporaryFolder()
        let faulty = try Self.edited("sh-res.json", ["\"HALF_UP\"": "\"SOMEHOW\""], in: folder)
        let usage = try folder.write(#"{"month": "2026-01", "kwh": 1}"#, to: "usage.jsonl").path
        for (tariff, language, words) in [
            ("NOWHERE", "en", "neither a file"), ("NOWHERE", "zh", "既不是文件也不是电价代码"),
            (faulty, "en", "rounding.rule: write one of"), (faulty, "zh", "rounding.rule: 此处没有这个值：请填下列之一"),
        ] {
            let child = try ChildProcess(
                ChildProcess.lamplight,
                ["rate", "--tariff", tariff, "--usage", usage, "--language", language])
            #expect(try await child.status(withinSeconds: 30) == 64)
            #expect(child.lines.contains { $0.contains(words) }, "\(child.lines)")
        }
    }

    @Test(arguments: ["usage", "rated", "tariff"])
    func `the schemas are printed`(name: String) async throws {
        let child = try ChildProcess(ChildProcess.lamplight, ["rate", "--schema", name])
        #expect(try await child.status(withinSeconds: 30) == 0)
        struct Schema: Decodable { let title: String }
        let schema = try JSONDecoder().decode(
            Schema.self, from: Data(child.lines.joined(separator: "\n").utf8))
        #expect(!schema.title.isEmpty)
    }
}
