import Language
import Testing
import Web

@Suite struct `The clock face of price periods` {
    private func spans(_ day: DayHours) -> [String] {
        day.stretches.map { "\($0.period ?? "-") \($0.from) \($0.to)" }
    }

    @Test func `a stretch across midnight is one`() {
        let day = DayHours { $0 < 360 || $0 >= 1_320 ? "VALLEY" : $0 < 480 ? "FLAT" : "PEAK" }
        #expect(spans(day) == ["FLAT 360 480", "PEAK 480 1320", "VALLEY 1320 1800"])
        #expect(day.stretches.reduce(0) { $0 + $1.to - $1.from } == 1_440)
    }

    @Test func `one period all day is the whole ring, and a minute alone or without a period is kept`() {
        #expect(spans(DayHours { _ in "TOTAL" }) == ["TOTAL 0 1440"])
        #expect(spans(DayHours { _ in nil }) == ["- 0 1440"])
        let odd = DayHours { $0 == 600 ? nil : $0 == 1_439 ? "PEAK" : "FLAT" }
        #expect(spans(odd) == ["FLAT 0 600", "- 600 601", "FLAT 601 1439", "PEAK 1439 1440"])
    }

    @Test(arguments: [
        ([7, 8, 9], "7月–9月", "Jul–Sep"), ([12, 1, 2, 2], "1月–2月、12月", "Jan–Feb, Dec"),
        ([5], "5月", "May"), (Array(1...12), "全年", "All year"), ([], "", ""),
    ])
    func `months are told as runs`(months: [Int], chinese: String, english: String) {
        #expect(YearStrip.months(months, .zh) == chinese)
        #expect(YearStrip.months(months, .en) == english)
    }

    @Test func `the face and its table say the same, in both languages`() async throws {
        try await Console.with { console in
            let clerk = try await console.someone("clerk")
            let page = try await console.client.send("GET", "/design", [clerk.cookie]).body
            let spans = ["08:00–12:00、", "14:00–15:00、", "18:00–21:00"].map {
                "<span class=\"dial-span\">\($0)</span>"
            }.joined()
            // Sharp from 12:00, a half turn from midnight, for two of the 24 hours.
            #expect(
                page.contains(
                    "data-period=\"SHARP\" cx=\"120\" cy=\"120\" r=\"84\" pathLength=\"1440\" "
                        + "stroke-dasharray=\"120 1320\" transform=\"rotate(180.00 120 120) rotate(-90 120 120)\""
                ))
            // Valley across midnight is one arc.
            #expect(page.contains("stroke-dasharray=\"480 960\" transform=\"rotate(330.00 120 120)"))
            #expect(
                page.contains(
                    "</span>尖峰</th><td><span class=\"dial-span\">12:00–14:00</span></td><td class=\"number\">2 小时</td>"
                ))
            #expect(
                page.contains(
                    "</span>高峰</th><td>" + spans + "</td><td class=\"number\">8 小时</td>"
                ))
            #expect(
                page.contains(
                    "</span>低谷</th><td><span class=\"dial-span\">22:00–06:00</span></td><td class=\"number\">8 小时</td>"
                ))
            // Months that are alike stand together; across midnight a band has both ends.
            #expect(page.contains("<th scope=\"row\">1月–6月、10月–12月</th>"))
            #expect(page.contains("<rect data-period=\"VALLEY\" x=\"0\" y=\"0\" width=\"360\""))
            #expect(page.contains("<rect data-period=\"VALLEY\" x=\"1320\" y=\"0\" width=\"120\""))
            let english = try await console.client.send(
                "GET", "/design", [("Cookie", "\(clerk.cookie.1); lamplight-language=en")]
            ).body
            #expect(
                english.contains(
                    "</span>Sharp</th><td><span class=\"dial-span\">12:00–14:00</span></td><td class=\"number\">2 h</td>"
                ))
            #expect(english.contains("<th scope=\"row\">Jan–Jun, Oct–Dec</th>"))
        }
    }
}
