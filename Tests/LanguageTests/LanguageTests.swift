import Kernel
import Language
import Testing

@Suite struct `The catalogue` {
    @Test func `each key is entered once, under its subsystem's word, in both languages`() {
        var seen: Set<String> = []
        for (prefix, entries) in Catalogue.tables {
            for entry in entries {
                #expect(seen.insert(entry.key).inserted, "\(entry.key) twice")
                #expect(entry.key.hasPrefix(prefix + "."), "\(entry.key) in the table of \(prefix)")
                #expect(!entry.zh.isEmpty && !entry.en.isEmpty, "\(entry.key) without a text")
                #expect(
                    Placeholder.names(in: entry.zh) == Placeholder.names(in: entry.en)
                        || entry.key == "web.workbench.lead", "placeholders of \(entry.key)")
            }
        }
        #expect(seen.count > 50)
    }

    @Test func `English texts hold no Chinese`() {
        for entry in Catalogue.tables.flatMap(\.entries) {
            #expect(
                !entry.en.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(entry.key)")
        }
    }

    @Test func `arguments fill their places and are not read for places themselves`() {
        #expect(Placeholder.fill("{a} and {b}", [("a", "{b}"), ("b", "2")]) == "{b} and 2")
        #expect(Placeholder.fill("{count} {count|bill|bills}", [("count", "1")]) == "1 bill")
        #expect(Placeholder.fill("{count} {count|bill|bills}", [("count", "12")]) == "12 bills")
        #expect(Placeholder.fill("{unknown} {open", [("a", "1")]) == "{unknown} {open")
        #expect(Placeholder.names(in: "{a} {b|x|y} {c@t}") == ["a", "b", "c"])
        let words = ["t.RED": "red"]
        #expect(Placeholder.fill("{c@t}", [("c", "RED")], word: { words[$0] }) == "red")
        #expect(Placeholder.fill("{c@t}", [("c", "BLUE")], word: { words[$0] }) == "BLUE")
    }

    @Test func `an unknown key shows itself`() {
        #expect(Language.zh.text("web.no.such") == "⟦web.no.such⟧")
        #expect(Language.zh.text("web.product") == "灯火")
        #expect(Language.en.text("web.product") == "Lamplight")
    }
}

@Suite struct `Values in a language` {
    @Test func `days, months and instants`() throws {
        let day = try #require(Day(yyyymmdd: 2026_11_22))
        #expect(Language.zh.day(day) == "2026年11月22日")
        #expect(Language.en.day(day) == "22 Nov 2026")
        #expect(Language.zh.weekday(day) == "星期日")
        #expect(Language.en.weekday(day) == "Sunday")
        #expect(Language.zh.month(day.billingMonth) == "2026年11月")
        #expect(Language.en.month(day.billingMonth) == "Nov 2026")
        let instant = Instant(startOf: day).adding(seconds: 8 * 3600 + 5 * 60 + 59)
        #expect(Language.zh.instant(instant) == "2026年11月22日 08:05")
        #expect(Language.en.instant(instant) == "22 Nov 2026, 08:05")
    }

    @Test func `amounts and quantities`() throws {
        #expect(Language.zh.money(Money(fen: 123_456_789)) == "¥1,234,567.89")
        #expect(Language.zh.money(Money(fen: -5)) == "−¥0.05")
        #expect(Language.zh.energy(Energy(wattHours: 1_234_500)) == "1,234.5 kWh")
        #expect(Language.zh.price(try Price(text: "0.617")) == "0.6170 元/kWh")
        #expect(Language.en.price(try Price(text: "0.66286875")) == "¥0.66286875/kWh")
        #expect(Language.en.number(-1_234_567) == "-1,234,567")
    }
}

@Suite struct `Pinyin initials` {
    @Test(arguments: [
        ("灯火公司", "dhgs"), ("单春华", "sch"), ("简单", "jd"), ("曾国藩", "zgf"), ("解放路", "xfl"), ("仇英", "qy"),
        ("区伯", "ob"), ("开发区", "kfq"), ("查良镛", "zly"), ("朴树", "ps"), ("尉迟恭", "ycg"), ("重庆火锅店", "cqhgd"),
        ("长江造船厂", "cjzcc"), ("中国银行A座12号", "zgyhaz12h"), ("厦门港务", "xmgw"), ("Lamp 灯", "lampd"), ("", ""),
        ("😀—·", ""),
    ])
    func `of names and firms`(text: String, initials: String) {
        #expect(PinyinInitials.of(text) == initials)
    }

    @Test func `the ends of the table are in their places`() {
        #expect(PinyinInitials.of("一丁") == "yd")
        #expect(PinyinInitials.of("龠龥") == "yy")
    }
}
