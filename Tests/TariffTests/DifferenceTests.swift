import Tariff
import Testing

/// What differs between two files of a code.
@Suite struct `The difference of two files` {
    private static func file(_ version: String, kind: String = "TARIFF") -> String {
        #"{"kind":"\#(kind)","code":"X-1","versions":[{"effectiveFrom":"2027-01-01",\#(version)}]}"#
    }

    private static func changes(_ before: String, _ after: String) -> [String] {
        TariffChange.between(file(before), file(after)).map {
            let path = $0.path.replacing("versions[2027-01-01].", with: "")
            return "\(path) \($0.before ?? "–") \($0.after ?? "–")"
        }
    }

    @Test func `is one more value where a tier is put between others, and one less where it goes`() {
        let three = #""tiers":{"limitsKwh":[100,300]},"prices":{"TOTAL":["0.5","0.6","0.7"]}"#
        let four = #""tiers":{"limitsKwh":[100,200,300]},"prices":{"TOTAL":["0.5","0.55","0.6","0.7"]}"#
        #expect(
            Self.changes(three, four) == ["prices.TOTAL[1] – 0.55", "tiers.limitsKwh[1] – 200"])
        #expect(
            Self.changes(four, three) == ["prices.TOTAL[1] 0.55 –", "tiers.limitsKwh[1] 200 –"])
        // A price that changes beside the new tier is told beside what it was.
        #expect(
            Self.changes(
                #""prices":{"TOTAL":["0.5","0.6","0.7"]}"#, #""prices":{"TOTAL":["0.51","0.55","0.6","0.7"]}"#
            )
                == ["prices.TOTAL[0] 0.5 0.51", "prices.TOTAL[1] – 0.55"])
        #expect(
            Self.changes(#""prices":{"TOTAL":["0.5","0.6"]}"#, #""prices":{"TOTAL":["0.5","0.7"]}"#)
                == ["prices.TOTAL[1] 0.6 0.7"])
        #expect(Self.changes(#""a":["x","x"]"#, #""a":["x","x","x"]"#) == ["a[2] – x"])
    }

    @Test func `knows a run by its first factor and a window by its period and beginning`() {
        let run = #"{"from":"1.00","to":"0.95","first":"-0.75"}"#
        let next = #"{"from":"0.94","to":"0.90","first":"-0.60"}"#
        func standards(_ runs: String) -> String { #""standards":[{"standard":"0.90","runs":[\#(runs)]}]"# }
        #expect(
            Self.changes(standards(next), standards("\(run),\(next)")) == [
                "standards[0.90].runs[1.00].first – -0.75", "standards[0.90].runs[1.00].from – 1.00",
                "standards[0.90].runs[1.00].to – 0.95",
            ])
        func window(_ period: String, _ from: String, _ to: String) -> String {
            #"{"period":"\#(period)","from":"\#(from)","to":"\#(to)"}"#
        }
        let day = window("FLAT", "06:00", "22:00")
        let night = window("VALLEY", "22:00", "06:00")
        #expect(
            Self.changes(
                #""windows":[\#(day),\#(night)]"#,
                #""windows":[\#(window("PEAK", "10:00", "12:00")),\#(day),\#(night)]"#
            ).allSatisfy { $0.hasPrefix("windows[PEAK 10:00]") })
        // Two that are known by the same are compared by their places: neither hides the other.
        #expect(
            Self.changes(
                #""windows":[\#(day),\#(day)]"#,
                #""windows":[\#(day),\#(window("FLAT", "06:00", "21:00"))]"#) == ["windows[1].to 22:00 21:00"]
        )
    }

    @Test func `knows a transformer by its type and capacity and a row of its table by its energy`() {
        func plate(_ type: String, _ kva: Any, _ loss: String) -> String {
            #"{"type":"\#(type)","ratedKva":\#(kva),"noLoadKw":"\#(loss)"}"#
        }
        func file(_ plates: [String]) -> String {
            #""transformer":{"transformers":[\#(plates.joined(separator: ","))]}"#
        }
        let at = "transformer.transformers"
        #expect(
            Self.changes(
                file([plate("S9", 315, "0.67")]),
                file([plate("S11", #""12.5""#, "0.1"), plate("S9", 315, "0.7")])) == [
                    "\(at)[S11 12.5 kVA].noLoadKw – 0.1", "\(at)[S11 12.5 kVA].ratedKva – 12.5",
                    "\(at)[S11 12.5 kVA].type – S11", "\(at)[S9 315 kVA].noLoadKw 0.67 0.7",
                ])
        func rows(_ rows: String) -> String { #""tables":[{"type":"S9","ratedKva":315,"rows":[\#(rows)]}]"# }
        #expect(
            Self.changes(
                rows(#"{"toKwh":8000,"lossKwh":200},{"lossKwh":300}"#),
                rows(#"{"toKwh":4000,"lossKwh":100},{"toKwh":8000,"lossKwh":200},{"lossKwh":310}"#)
            ).filter {
                $0.contains("lossKwh")
            } == [
                "tables[S9 315 kVA].rows[4000 kWh].lossKwh – 100",
                "tables[S9 315 kVA].rows[∞ kWh].lossKwh 300 310",
            ])
        // A name that would end the path, and one that stands twice, are told by their places.
        #expect(
            Self.changes(file([plate("S[9]", 315, "1")]), file([plate("S[9]", 315, "2")])) == [
                "\(at)[0].noLoadKw 1 2"
            ])
    }
}
