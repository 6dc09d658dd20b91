import Hummingbird
import Kernel
import Language

/// Every part of the design system on one page, for development and for the tests that look at it.
struct DesignPage: Page {
    static let template = "web.design"
    let title: String
    let trail: [Crumb]
    let summary: FormSummary?
    let stats: [Stat]
    let rows: [Row]
    let total: String
    let badges: [Badge]
    let account: Field
    let amount: Field
    let month: Field
    let kind: Field
    let note: Field
    let agreed: Field
    let facts: [Fact]
    let bars: [Bar]
    let steps: [Step]
    let clock: ClockFace
    let year: YearStrip
    let windows: [Window]
    let preview: ClockPreview
    let attack: String
    let done: String

    /// A line of the sample table.
    struct Row: Sendable {
        let number: String
        let name: String
        let status: Badge
        let energy: String
        let amount: String
        let link: String
    }

    /// A name and a value of a definition list.
    struct Fact: Sendable {
        let name: String
        let value: String
    }

    /// A row of the sample windows.
    struct Window: Sendable {
        let place: String
        let periods: [Field.Option]
        let from: String
        let to: String
        let months: String
    }

    /// A step of the sample run.
    struct Step: Sendable {
        let name: String
        let state: String
    }

    static let routes: [Route] = [
        .get("/design", .signedIn) { visit in
            try visit.show(DesignPage(visit, visit.emptyForm(["account": "0000012345", "kind": "b"])))
        },
        .post("/design", .signedIn) { visit in
            var form = try visit.form()
            _ = form.required("account", limit: 16)
            _ = form.amount("amount")
            _ = form.month("month")
            guard form.isValid else {
                return try visit.show(DesignPage(visit, form), status: .unprocessableContent)
            }
            return visit.redirect(to: "/design", notice: "language.save")
        },
    ]
}

extension DesignPage {
    init(_ visit: Visit, _ form: Form) {
        let language = visit.language
        let chinese = language == .zh
        title = chinese ? "设计样张" : "Design sample"
        trail = [Crumb(label: visit.text("web.workbench.title"), link: "/")]
        summary = form.summary
        stats = [
            Stat(
                label: chinese ? "本月电量" : "Energy this month", figure: "1,284,560", unit: "kWh",
                caption: chinese ? "较上月 +3.2%" : "+3.2% on last month",
                spark: Spark.points([8, 9, 7, 11, 12, 10, 13, 14, 12, 15, 17, 16])),
            Stat(
                label: chinese ? "应收电费" : "Billed", figure: language.money(Money(fen: 81_234_550)), unit: nil,
                caption: chinese ? "3,000 户" : "3,000 accounts", tone: .info, link: "/design"),
            Stat(label: chinese ? "回收率" : "Collected", figure: "98.4", unit: "%", caption: nil, tone: .good),
            Stat(
                label: chinese ? "待核异常" : "To check", figure: "17", unit: chinese ? "户" : nil,
                caption: chinese ? "其中 3 户电量突增" : "3 with a sudden rise", tone: .warn),
        ]
        rows = Self.sampleRows(language)
        total = Money(fen: 2_196_327).grouped
        badges = [
            Badge(chinese ? "普通" : "Plain"), Badge(chinese ? "正常" : "Good", .good),
            Badge(chinese ? "注意" : "Mind", .warn), Badge(chinese ? "异常" : "Wrong", .bad),
            Badge(chinese ? "信息" : "Info", .info),
        ]
        account = form.field("account", label: "web.signIn.login", hint: "web.keys.search", longest: 16)
        amount = form.field("amount", label: "language.amount", .amount, hint: "web.field.amount")
        month = form.field("month", label: "language.month", .month, required: false)
        kind = form.field(
            "kind", label: "language.status", .select([("", "—"), ("a", "A"), ("b", "B")]), required: false)
        note = form.field("note", label: "web.account", .area, required: false, longest: 500)
        agreed = form.field("agreed", label: "language.confirm", .tick, required: false)
        facts = [
            Fact(name: chinese ? "户号" : "Account", value: "0000010231"),
            Fact(name: chinese ? "户名" : "Name", value: chinese ? "灯火公司" : "Lamplight Co."),
            Fact(name: chinese ? "用电地址" : "Address", value: chinese ? "港前路 18 号" : "18 Harbour Front"),
            Fact(name: visit.text("language.date"), value: language.day(visit.today)),
        ]
        bars = Bar.all([5, 6, 4, 8, 9, 12, 14, 13, 9, 7, 6, 6])
        steps = [
            Step(name: chinese ? "计算" : "Calculate", state: "done"),
            Step(name: chinese ? "复核" : "Check", state: "now"),
            Step(name: chinese ? "发行" : "Release", state: "next"),
        ]
        clock = ClockFace(
            Self.hours(month: 7), heading: chinese ? "样张 · 7月–9月" : "Sample · Jul–Sep",
            middle: YearStrip.months([7, 8, 9], language), under: chinese ? "工作日" : "working day",
            language: language)
        year = YearStrip(heading: chinese ? "样张 · 各月时段" : "Sample · hours by month", language: language) {
            Self.hours(month: $0)
        }
        windows = Self.sampleWindows(language)
        preview = ClockPreview(month: 7, classes: [], language: language)
        attack = "\"\u{301} onmouseover=\"alert(1)\" <b>\u{301}"
        done = "62"
    }
    private static func hours(month: Int) -> DayHours {
        let isSummer = (7...9).contains(month)
        return DayHours { minute in
            switch minute {
            case 720..<840 where isSummer: "SHARP"
            case 480..<900, 1_080..<1_260: "PEAK"
            case 1_320..., ..<360: minute < 360 && !isSummer ? "DEEP_VALLEY" : "VALLEY"
            default: "FLAT"
            }
        }
    }

    private static func sampleWindows(_ language: Language) -> [Window] {
        let words = PeriodWords(language: language)
        let rows = [
            ("PEAK", "08:00", "15:00", ""), ("PEAK", "18:00", "21:00", ""),
            ("SHARP", "12:00", "14:00", "7, 8"),
            ("VALLEY", "22:00", "06:00", ""), ("FLAT", "00:00", "24:00", ""),
        ]
        return rows.enumerated().map { place, row in
            Window(
                place: String(place),
                periods: DayHours.order.prefix(5).map {
                    Field.Option(value: $0, label: words.name($0), chosen: $0 == row.0)
                }, from: row.1, to: row.2, months: row.3)
        }
    }

    private static func sampleRows(_ language: Language) -> [Row] {
        let chinese: [(String, String, Tone)] = [
            ("灯火公司", "已发行", .good), ("海关新村 3 幢", "已算", .info), ("港务二号泊位", "待核", .warn),
            ("陈洁", "欠费", .bad), ("冷库", "已发行", .good), ("单春华", "草稿", .plain),
        ]
        let english: [(String, String, Tone)] = [
            ("Lamplight Co.", "Released", .good), ("Customs Lane 3", "Calculated", .info),
            ("Berth No. 2", "To check", .warn), ("Chen Jie", "Overdue", .bad),
            ("Cold store", "Released", .good),
            ("Shan Chunhua", "Draft", .plain),
        ]
        return (language == .zh ? chinese : english).enumerated().map { index, sample in
            Row(
                number: "00000\(10_231 + index)", name: sample.0, status: Badge(sample.1, sample.2),
                energy: language.number((index + 1) * 1_733),
                amount: Money(fen: Int64(index + 1) * 104_587).grouped, link: "/design")
        }
    }
}
