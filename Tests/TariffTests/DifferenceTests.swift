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
}
