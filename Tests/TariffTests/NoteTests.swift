import Foundation
import Kernel
import Store
import Tariff
import TestSupport
import Testing

/// What a check tells a person of prices.
@Suite struct `Notes of a check` {
    private static func file(_ first: String, _ next: String? = nil) -> String {
        func version(_ day: String, _ rest: String) -> String {
            #"{"effectiveFrom":"\#(day)","rounding":{"rule":"HALF_UP","place":"PER_LINE"},\#(rest)}"#
        }
        let versions =
            [version("2024-01-01", first)] + (next.map { [version("2027-01-01", $0)] } ?? [])
        return
            #"{"schemaVersion":2,"kind":"TARIFF","code":"EX-NOTES","nameZh":"例","nameEn":"x","class":"COMMERCIAL_SINGLE","voltage":"ANY","source":"x","versions":[\#(versions.joined(separator: ","))]}"#
    }

    private static func part(_ price: String) -> String {
        #""components":[{"code":"FUND","nameZh":"基金","nameEn":"Fund","price":"\#(price)"}]"#
    }

    private static func seasons(_ summer: String) -> String {
        #""seasons":[{"code":"SUMMER","nameZh":"夏","nameEn":"S","months":[6,7,8],"prices":{"TOTAL":["\#(summer)"]}},{"code":"OTHER","nameZh":"其他","nameEn":"O","months":[9,10,11,12,1,2,3,4,5],"prices":{"TOTAL":["0.5"]}}],"#
    }

    @Test(arguments: TestEngines.all)
    func `tell of a price that was nothing before, without a percentage`(engine: Engine) async throws {
        try await TariffHouse.with(engine) { house in
            let before = #""prices":{"TOTAL":["0.5"]},"# + Self.part("0")
            try await house.tariff.install([TariffFile(name: "x", content: Data(Self.file(before).utf8))])
            let after = Self.file(before, #""prices":{"TOTAL":["0.5"]},"# + Self.part("0.02"))
            let check = try await house.tariff.check(after, by: house.clerk)
            #expect(check.faults.map(\.description) == [])
            let note = try #require(check.notes.first { $0.code == "tariff.note.fromZero" })
            #expect(note.path == "versions[2027-01-01].components[FUND].price")
            #expect(note.arguments == ["after": "0.02"])
            #expect(!check.notes.contains { $0.code == "tariff.note.largeChange" })
        }
    }

    @Test(arguments: TestEngines.all)
    func `name the season whose price is not the sum of its parts, and no other`(engine: Engine) async throws
    {
        try await TariffHouse.with(engine) { house in
            let before = Self.seasons("0.5") + Self.part("0.5")
            try await house.tariff.install([TariffFile(name: "x", content: Data(Self.file(before).utf8))])
            let check = try await house.tariff.check(
                Self.file(before, Self.seasons("0.52") + Self.part("0.5")), by: house.clerk)
            #expect(check.faults.map(\.description) == [])
            let sums = check.notes.filter { $0.code == "tariff.note.sumDiffers" }
            #expect(sums.map(\.path) == ["versions[2027-01-01].seasons[SUMMER].prices.TOTAL[0]"])
            #expect(sums.first?.arguments["difference"] == "0.02")
        }
    }

    private static func losses(_ first: String, _ next: String? = nil) -> String {
        func version(_ day: String, _ rest: String) -> String {
            #"{"effectiveFrom":"\#(day)","periodPolicy":"FLAT",\#(rest)}"#
        }
        let versions = [version("2024-01-01", first)] + (next.map { [version("2027-01-01", $0)] } ?? [])
        return
            #"{"schemaVersion":2,"kind":"LOSS","code":"EX-LOSSES","nameZh":"例","nameEn":"x","source":"x","versions":[\#(versions.joined(separator: ","))]}"#
    }

    private static func plates(_ plates: [(type: String, noLoad: String)], line: String) -> String {
        let list = plates.map { type, noLoad in
            #"{"type":"\#(type)","ratedKva":315,"noLoadKw":"\#(noLoad)","loadKw":"3.65","noLoadCurrentPercent":"1.1","impedancePercent":"4"}"#
        }
        return
            #""transformer":{"method":"FORMULA","transformers":[\#(list.joined(separator: ","))]},"line":{"method":"PERCENT","percent":"\#(line)"}"#
    }

    @Test(arguments: TestEngines.all)
    func `tell of a number of a loss that moves tenfold, and of a transformer that is gone`(engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let before = Self.plates([("S9", "0.67"), ("S11", "0.48")], line: "1.50")
            try await house.tariff.install([TariffFile(name: "x", content: Data(Self.losses(before).utf8))])
            let after = Self.plates([("S13", "0.4"), ("S9", "6.7")], line: "1.51")
            let check = try await house.tariff.check(Self.losses(before, after), by: house.clerk)
            #expect(check.faults.map(\.description) == [])
            let at = "versions[2027-01-01].transformer.transformers"
            #expect(
                Set(check.notes.map { "\($0.code) \($0.path)" }) == [
                    "tariff.note.lossChange \(at)[S9 315 kVA].noLoadKw",
                    "tariff.note.transformerRemoved \(at)[S11 315 kVA].ratedKva",
                ])
            #expect(
                check.notes.first { $0.code == "tariff.note.lossChange" }?.arguments == [
                    "before": "0.67", "after": "6.7", "percent": "900",
                ])
        }
    }

    private static func table(_ rows: String) -> String {
        #""transformer":{"method":"TABLE","tables":[{"type":"S9","ratedKva":315,"rows":[\#(rows)]}]},"line":{"method":"NONE"}"#
    }

    @Test(arguments: TestEngines.all)
    func `tell of a loss that moves tenfold though its row reaches another energy than before`(engine: Engine)
        async throws
    {
        try await TariffHouse.with(engine) { house in
            let before = Self.table(
                #"{"toKwh":8000,"lossKwh":200,"lossKvarh":900},{"lossKwh":300,"lossKvarh":1000}"#)
            try await house.tariff.install([TariffFile(name: "x", content: Data(Self.losses(before).utf8))])
            // Up to 4,000 it was 200 and 900; up to 9,000 it was 300 and 1,000; above that nothing moves.
            let after = Self.table(
                #"{"toKwh":4000,"lossKwh":201,"lossKvarh":9000},{"toKwh":9000,"lossKwh":3000,"lossKvarh":1001},"#
                    + #"{"lossKwh":300,"lossKvarh":1000}"#)
            let check = try await house.tariff.check(Self.losses(before, after), by: house.clerk)
            #expect(check.faults.map(\.description) == [])
            let at = "versions[2027-01-01].transformer.tables[S9 315 kVA].rows"
            #expect(
                Set(check.notes.map { "\($0.path) \($0.arguments["before"] ?? "")" }) == [
                    "\(at)[4000 kWh].lossKvarh 900", "\(at)[9000 kWh].lossKwh 300",
                ])
        }
    }
}
