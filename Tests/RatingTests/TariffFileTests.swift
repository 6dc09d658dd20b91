import Foundation
import Kernel
import Rating
import Tariff
import Testing

@Suite struct `Tariff files` {
    private static let shanghai = "sh-res-tou.json"
    private static let hubei = "hb-ind-10kv-tou.json"
    private static let shenzhen = "sz-res.json"
    private static let summer = "example-summer-peak.json"
    private static let twoPart = "example-two-part.json"
    private static let calendar = "example-calendar.json"
    private static let losses = "example-loss.json"

    /// One change of a good file and the path at which it must be found.
    struct Mutation: Sendable, CustomTestStringConvertible {
        let file: String
        let from: String
        let to: String
        let path: String
        init(_ file: String, _ from: String, _ to: String, _ path: String) {
            self.file = file
            self.from = from
            self.to = to
            self.path = path
        }
        var testDescription: String { "\(from) to \(to) at \(path)" }
    }

    static let mutations = [
        Mutation(shanghai, "\"schemaVersion\": 2", "\"schemaVersion\": 3", "schemaVersion"),
        Mutation(shanghai, "\"schemaVersion\": 2", "\"schemaVersion\": 1", "schemaVersion"),
        Mutation(shanghai, "\"TARIFF\"", "\"TARRIF\"", "kind"),
        Mutation(shanghai, "\"SH-RES-TOU\"", "\"sh res\"", "code"),
        Mutation(shanghai, "\"nameEn\"", "\"nameFr\"", "nameFr"),
        Mutation(shanghai, "\"RESIDENTIAL\"", "\"RESIDENT\"", "class"),
        Mutation(shanghai, "\"BELOW_1KV\"", "380", "voltage"),
        Mutation(shanghai, "\"2013-01-01\"", "\"2013-02-29\"", "versions[0].effectiveFrom"),
        Mutation(shanghai, "\"2013-01-01\"", "\"20130101\"", "versions[0].effectiveFrom"),
        Mutation(shanghai, "\"2013-01-01\"", "\"2342-01-01\"", "versions[0].effectiveFrom"),
        Mutation(shanghai, "\"HALF_UP\"", "\"NEAREST\"", "versions[0].rounding.rule"),
        Mutation(shanghai, "\"0.677\"", "0.677", "versions[0].prices.PEAK[1]"),
        Mutation(shanghai, "\"0.677\"", "\".677\"", "versions[0].prices.PEAK[1]"),
        Mutation(shanghai, "\"0.677\"", "\"+0.677\"", "versions[0].prices.PEAK[1]"),
        Mutation(shanghai, "\"0.677\"", "\"1.\"", "versions[0].prices.PEAK[1]"),
        Mutation(shanghai, "\"0.977\"", "\"0.577\"", "versions[0].prices.PEAK[2]"),
        Mutation(shanghai, "\"0.307\"", "\"0.3070000001\"", "versions[0].prices.VALLEY[0]"),
        Mutation(shanghai, "\"VALLEY\": [", "\"NIGHT\": [", "versions[0].prices.NIGHT"),
        Mutation(shanghai, "\"YEAR\"", "\"QUARTER\"", "versions[0].tiers.basis"),
        Mutation(shanghai, "4800", "3120", "versions[0].tiers.limitsKwh[1]"),
        Mutation(shanghai, "\"combine\"", "\"crossing\"", "versions[0].tiers.crossing"),
        Mutation(shanghai, "\"from\": 5", "\"from\": -5", "versions[0].household.manyPersons[0].from"),
        Mutation(shanghai, "\"PEAK\",", "\"FLAT\",", "versions[0].household.free.periodOrder[0]"),
        Mutation(shenzhen, "          10\n", "          11\n", "versions[0].seasons[1].months[0]"),
        Mutation(hubei, "\"CAPACITY\",", "\"KVA\",", "versions[0].basicCharge.modes[0]"),
        Mutation(
            hubei, "\"abovePercent\": \"105\"", "\"abovePercent\": \"95\"",
            "versions[0].basicCharge.overshoot.abovePercent"),
        Mutation(hubei, "\"26.3\"", "\"-26.3\"", "versions[0].basicCharge.capacityPrice"),
        Mutation(hubei, "\"RENEWABLE\"", "\"LINE_LOSS\"", "versions[0].components[6].code"),
        Mutation(hubei, "\"0.019\"", "\"0.9\"", "versions[0].components"),
        Mutation(hubei, "\"COMMERCIAL_TWO_PART\"", "\"COMMERCIAL_SINGLE\"", "versions[0].basicCharge"),
        Mutation(shanghai, "\"CROSSING_ADDERS\"", "\"ADDERS\"", "versions[0].tiers.combine.rule"),
        Mutation(
            summer, "\"limitsKw\": [", "\"limitsKw\": [500,",
            "versions[0].seasons[0].demand.periods.PEAK.prices"),
        Mutation(summer, "\"code\": \"SUMMER\"", "\"code\": \"warm days\"", "versions[0].seasons[0].code"),
        Mutation(summer, "\"NET_BILLING_CARRIED\"", "\"NET\"", "versions[0].sell.scheme"),
        Mutation(
            summer, "\"PERIOD_6\": \"0.0350\"", "\"PERIOD_7\": \"0.0350\"", "versions[0].sell.prices.PERIOD_7"
        ),
        Mutation(summer, "\"FLAT\": \"0.0610\",", "", "versions[0].sell.prices.FLAT"),
        Mutation(summer, "\"FLAT\": \"0.0710\",", "", "versions[0].seasons[0].sellPrices.FLAT"),
        Mutation(
            twoPart, "\"component\": \"AGENCY_PURCHASE\"", "\"component\": \"X\"",
            "versions[0].agency.component"),
        Mutation(twoPart, "\"PEAK\": \"1.6\"", "\"PEAK\": \"16\"", "versions[0].multipliers.PEAK"),
        Mutation(twoPart, "\"BY_DAYS\"", "\"BY_WEEK\"", "versions[0].change"),
        Mutation(
            twoPart, "\"demandPrice\"", "\"floorPercent\": \"40\", \"demandPrice\"",
            "versions[0].basicCharge.floorPercent"),
        Mutation(
            twoPart, "\"demandPrice\"", "\"suspension\": {\"leastDays\": 15}, \"demandPrice\"",
            "versions[0].basicCharge.suspension"),
        Mutation(
            twoPart, "\"demandPrice\"", "\"partMonth\": {}, \"demandPrice\"",
            "versions[0].basicCharge.partMonth"),
        Mutation(twoPart, "\"place\"", "\"total\": \"YUAN\", \"place\"", "versions[0].rounding.total"),
        Mutation(shanghai, "\"noteZh\"", "\"note\": \"twice\", \"noteZh\"", "versions[0].note"),
        Mutation(calendar, "\"to\": \"24:00\"", "\"to\": \"21:45\"", "versions[0].windows"),
        Mutation(calendar, "\"rank\": 4", "\"rank\": 2", "versions[0].windows"),
        Mutation(
            calendar, "\"classes\": [", "\"classes\": [\"RESIDENTIAL\", \"RESIDENTIAL\",",
            "versions[0].classes[1]"),
        Mutation(calendar, "\"21:30\"", "\"21:60\"", "versions[0].windows[1].to"),
        Mutation(calendar, "\"hotFromCelsius\": 35,", "", "versions[0].windows[3].hotOnly"),
        Mutation(losses, "\"FORMULA\"", "\"GUESS\"", "versions[0].transformer.method"),
        Mutation(
            losses, "\"impedancePercent\": \"4.0\"", "\"impedance\": \"4.0\"",
            "versions[0].transformer.transformers[0].impedance"),
        Mutation(losses, "\"kv\": \"10\"", "\"kv\": \"0\"", "versions[0].line.kv"),
        Mutation(losses, "\"ohmsPerKm\": \"0.45\",", "", "versions[0].line.ohmsPerKm"),
        Mutation(losses, "\"0.45\"", "\"0.4567\"", "versions[0].line.ohmsPerKm"),
        Mutation("power-factor.json", "\"0.94\"", "\"0.93\"", "versions[0].standards[0].runs"),
    ]

    @Test(arguments: mutations)
    func `a wrong file names the path of what is wrong`(mutation: Mutation) throws {
        var files = try TariffCatalogue.bundledFiles() + Making.examples()
        let place = try #require(files.firstIndex { $0.name == mutation.file })
        let text = String(decoding: files[place].content, as: UTF8.self)
        let range = try #require(text.range(of: mutation.from), "the file has no \(mutation.from)")
        files[place] = TariffFile(
            name: mutation.file, content: Data(text.replacingCharacters(in: range, with: mutation.to).utf8))
        let error = #expect(throws: TariffFaults.self) { try TariffCatalogue(files: files) }
        let faults = error?.faults ?? []
        #expect(faults.allSatisfy { $0.file == mutation.file && !$0.mend.isEmpty })
        #expect(faults.map(\.path).contains(mutation.path), "\(faults)")
    }

    @Test func `a file cut short, a twin and a missing table are told`() throws {
        let files = try TariffCatalogue.bundledFiles()
        let one = try #require(files.first { $0.name == Self.shanghai })
        let cut = TariffFile(name: "cut.json", content: one.content.prefix(300))
        let twin = TariffFile(name: "twin.json", content: one.content)
        #expect(throws: TariffFaults.self) { try TariffCatalogue(files: files + [cut]) }
        let error = #expect(throws: TariffFaults.self) { try TariffCatalogue(files: files + [twin]) }
        #expect(error?.faults.map(\.path) == ["code"])
        #expect(throws: TariffFaults.self) { try TariffCatalogue(files: [one]) }
    }

    @Test func `what the house says for every tariff is refused with the name of its parameter`() throws {
        let files = try Making.examples()
        let file = try #require(files.first { $0.name == Self.twoPart })
        let text = String(decoding: file.content, as: UTF8.self)
            .replacing("\"demandPrice\"", with: "\"floorPercent\": \"40\", \"demandPrice\"")
        let error = #expect(throws: TariffFaults.self) {
            try TariffCatalogue(files: [TariffFile(name: file.name, content: Data(text.utf8))])
        }
        #expect(error?.faults.first?.mend.contains("records.capacity.demandFloor") == true)
    }

    @Test func `a file of many faults tells the first thousand, and that there are more`() throws {
        let months = Array(repeating: "13", count: 50_000).joined(separator: ",")
        let version = """
            {"effectiveFrom": "2026-01-01", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
             "seasons": [{"months": [\(months)]}, {"months": [13]}], "prices": {"TOTAL": ["0.5"]}}
            """
        let error = #expect(throws: TariffFaults.self) {
            try Making.catalogue(versions: version + "," + version)
        }
        let faults = error?.faults ?? []
        #expect(faults.count == 1_001 && Set(faults).count == 1_001)
        #expect(faults.last?.mend == "there are more faults than 1000; mend these and check again")
    }

    @Test(arguments: [
        ("transformers", "versions[0].transformer.transformers", 1_000),
        ("tables", "versions[0].transformer.tables", 1_000),
        ("rows", "versions[0].transformer.tables[0].rows", 200),
    ])
    func `a list of losses that is too long is refused, not cut`(key: String, path: String, most: Int) throws
    {
        func file(_ count: Int) -> TariffFile {
            let rows = (1...(key == "rows" ? count : 1)).map {
                #"{"toKwh": \#($0), "lossKwh": 1, "lossKvarh": 1}"#
            }
            func list(_ name: String, _ one: (Int) -> String) -> String {
                (1...(key == name ? count : 1)).map(one).joined(separator: ",")
            }
            return Self.lossFile(
                transformers: list("transformers", { Self.plate("S", $0) }),
                tables: list("tables") {
                    #"{"type": "S", "ratedKva": \#($0), "rows": [\#(rows.joined(separator: ","))]}"#
                })
        }
        _ = try TariffCatalogue(files: [file(most), Making.powerFactors()])
        let error = #expect(throws: TariffFaults.self) {
            try TariffCatalogue(files: [file(most + 1), Making.powerFactors()])
        }
        #expect(error?.faults.map(\.path) == [path])
    }

    private static func plate(_ type: String, _ kva: Any) -> String {
        #"""
        {"type": "\#(type)", "ratedKva": \#(kva), "noLoadKw": "1", "loadKw": "1", "noLoadCurrentPercent": "1",
         "impedancePercent": "4"}
        """#
    }

    private static func lossFile(transformers: String, tables: String) -> TariffFile {
        let text = #"""
            {"schemaVersion": 2, "kind": "LOSS", "code": "LOSS-T", "nameZh": "试", "nameEn": "Test",
             "source": "a test", "versions": [{"effectiveFrom": "2026-01-01", "periodPolicy": "FLAT",
             "transformer": {"method": "TABLE", "transformers": [\#(transformers)], "tables": [\#(tables)]}}]}
            """#
        return TariffFile(name: "loss.json", content: Data(text.utf8))
    }

    @Test func `a transformer's type and capacity stand once each, however the capacity is written`() throws {
        func table(_ type: String, _ kva: Any) -> String {
            #"{"type": "\#(type)", "ratedKva": \#(kva), "rows": [{"lossKwh": 1, "lossKvarh": 1}]}"#
        }
        let good = Self.lossFile(
            transformers: [Self.plate("S9", 315), Self.plate("S9", 400), Self.plate("S11", 315)]
                .joined(separator: ","), tables: [table("S9", 315), table("S9", 400)].joined(separator: ","))
        _ = try TariffCatalogue(files: [good, Making.powerFactors()])
        let twins = Self.lossFile(
            transformers: [Self.plate("S9", 315), Self.plate("S11", 315), Self.plate("S9", #""315.000""#)]
                .joined(separator: ","),
            tables: [table("S9", 400), table("S9", 400)].joined(separator: ","))
        let error = #expect(throws: TariffFaults.self) {
            try TariffCatalogue(files: [twins, Making.powerFactors()])
        }
        #expect(
            error?.faults.map(\.path) == [
                "versions[0].transformer.transformers[2].type", "versions[0].transformer.tables[1].type",
            ])
    }

    @Test(arguments: [
        // A factor that no run has, one that two have, a run upwards, one that ends too far, a standard that is gone.
        (
            #"{"from":"1.00","to":"0.89","first":"0","step":"0"},{"from":"0.87","to":"0.00","first":"0","step":"0"}"#,
            "versions[0].standards[0].runs", "no run has the factor 0.88"
        ),
        (
            #"{"from":"1.00","to":"0.88","first":"0","step":"0"},{"from":"0.88","to":"0.00","first":"0","step":"0"}"#,
            "versions[0].standards[0].runs[1].from", "another run has the factor 0.88"
        ),
        (
            #"{"from":"0.00","to":"1.00","first":"0","step":"0"}"#,
            "versions[0].standards[0].runs[0].to", "a run goes down"
        ),
        (
            #"{"from":"1.00","to":"0.00","first":"1","step":"10"}"#,
            "versions[0].standards[0].runs[0].step", "the run ends beyond 1000 %"
        ),
        ("", "versions[0].standards", "the standard 0.90 is missing"),
    ])
    func `a power-factor table names the factor that is wrong`(runs: String, path: String, mend: String)
        throws
    {
        func standard(_ standard: String, _ runs: String) -> String {
            #"{"standard":"\#(standard)","runs":[\#(runs)]}"#
        }
        let all = #"{"from":"1.00","to":"0.00","first":"0","step":"0"}"#
        let standards =
            (runs.isEmpty ? [] : [standard("0.90", runs)]) + [standard("0.85", all), standard("0.80", all)]
        let text = #"""
            {"schemaVersion":2,"kind":"POWER_FACTOR","source":"x","versions":[{"effectiveFrom":"2026-01-01",
             "standards":[\#(standards.joined(separator: ","))]}]}
            """#
        let file = TariffFile(name: "power-factor.json", content: Data(text.utf8))
        let error = #expect(throws: TariffFaults.self) { try TariffCatalogue(files: [file]) }
        #expect(error?.faults.map(\.path).first == path)
        #expect(error?.faults.first?.mend.hasPrefix(mend) == true)
    }

    @Test func `a note is said in both languages; one of before is English`() throws {
        func note(_ fields: String) throws -> VersionNote? {
            try Making.catalogue(
                versions: """
                    {"effectiveFrom": "2026-01-01", \(fields) "prices": {"TOTAL": ["0.5"]},
                     "rounding": {"rule": "HALF_UP", "place": "PER_LINE"}}
                    """
            ).tariff("T-0")?.versions[0].note
        }
        let both = try note(#""noteZh": "说明", "noteEn": "A note","#)
        #expect(both?.chinese == "说明" && both?.english == "A note")
        let old = try note(#""note": "A note","#)
        #expect(old?.chinese == "" && old?.english == "A note")
        #expect(try note("")?.isEmpty == true)
    }

    @Test func `what is shipped says in both languages what to know of it, and an example where it is one`()
        throws
    {
        let catalogue = try TariffCatalogue.bundled()
        for tariff in catalogue.tariffs {
            for version in tariff.versions {
                #expect(version.note.chinese.isEmpty == version.note.english.isEmpty, "\(tariff.code)")
                if version.isExample { #expect(version.note.chinese.contains("示例"), "\(tariff.code)") }
            }
        }
        let notes =
            catalogue.calendars.flatMap(\.versions).map(\.note) + catalogue.powerFactors.versions.map(\.note)
        #expect(notes.allSatisfy { !$0.chinese.isEmpty && !$0.english.isEmpty })
        // Hubei's table is that of one month; before and after it its numbers are an example.
        let hubei = catalogue.tariffs.filter { $0.code.hasPrefix("HB-") && $0.tariffClass != .agricultural }
        #expect(hubei.count == 14)
        for tariff in hubei {
            #expect(tariff.versions.map(\.isExample) == [true, false, true], "\(tariff.code)")
            #expect(
                tariff.versions.map { "\($0.effectiveFrom)" } == ["2024-01-01", "2026-01-01", "2026-02-01"])
            let compiled = tariff.versions.map(catalogue.compiled)
            #expect(compiled.allSatisfy { $0.agencyPremium == 500_000 }, "\(tariff.code)")
            let isTwoPart = tariff.tariffClass == .commercialTwoPart
            #expect(compiled.allSatisfy { $0.discountFrom == (isTwoPart ? 260 : 0) }, "\(tariff.code)")
            #expect(compiled.allSatisfy { $0.discountShare == (isTwoPart ? 900_000 : 1_000_000) })
        }
    }

    @Test func `a version holds from its day until the next begins`() throws {
        func version(_ day: String, _ price: String) -> String {
            """
            {"effectiveFrom": "\(day)", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"},
             "prices": {"TOTAL": ["\(price)"]}}
            """
        }
        let catalogue = try Making.catalogue(
            versions: version("2025-01-01", "0.5") + "," + version("2026-01-01", "0.6"))
        let (old, new) = (Day(yyyymmdd: 2025_12_31)!, Day(yyyymmdd: 2026_01_01)!)
        #expect(try catalogue.compiled(catalogue.version("T-0", on: old)).price(.total) == Price(text: "0.5"))
        #expect(try catalogue.compiled(catalogue.version("T-0", on: new)).price(.total) == Price(text: "0.6"))
        #expect(throws: TariffRefusal.notInForce(code: "T-0", day: Day(yyyymmdd: 2024_12_31)!)) {
            try catalogue.version("T-0", on: Day(yyyymmdd: 2024_12_31)!)
        }
        #expect(throws: TariffRefusal.unknownTariff(code: "T-9")) { try catalogue.version("T-9", on: new) }
        #expect(catalogue.tariff(index: 1)?.code == "T-0" && catalogue.tariff(index: 2) == nil)
    }

    @Test func `Hubei's published flat prices are the sum of their parts, single-part ones 0.0002 less`()
        throws
    {
        let catalogue = try TariffCatalogue.bundled()
        var seen = 0
        for tariff in catalogue.tariffs where tariff.code.hasPrefix("HB-") && !tariff.code.hasSuffix("AGR") {
            let version = tariff.versions[0]
            let compiled = catalogue.compiled(version)
            let flat = try #require(compiled.price(compiled.isTimeOfUse ? .flat : .total))
            let sum = version.components.map(\.price).total()
            let least = try Price(text: tariff.tariffClass == .commercialSingle ? "0.0002" : "0")
            #expect(sum - flat == least, "\(tariff.code)")
            #expect(version.components.filter(\.isFund).map(\.price).total() == (try Price(text: "0.0452")))
            seen += 1
        }
        #expect(seen == 14)
    }
}
