package import Language

/// A day's price periods as a face of 24 hours 分时钟面, midnight at the top, and as the table that says the same.
/// Shown by `{{#face}}{{> web.clock-face}}{{/face}}`, with `clock.css`.
package struct ClockFace: Sendable {
    /// What the hours are of, such as `大工业 · 7月–9月`.
    let heading: String
    /// Two short lines in the middle of the face.
    let middle: String
    let under: String
    /// `small` or `tiny` where a line would not fit the hole of the face.
    let middleSize: String
    let underSize: String
    let arcs: [Arc]
    let marks: [Mark]
    let joints: [Joint]
    let rows: [Row]

    /// One stretch, as dashes of a circle that is 1440 long.
    struct Arc: Sendable {
        let period: String
        let dash: String
        let turn: String
        let title: String
    }

    /// The short name of a period on its arc; `back` turns it upright again.
    struct Mark: Sendable {
        let period: String
        let text: String
        let turn: String
        let back: String
    }

    /// Where one period ends and the next begins; its time, where there is room for it.
    struct Joint: Sendable {
        let turn: String
        let back: String
        let time: String?
    }

    /// One period of the table: when, and how long in all.
    struct Row: Sendable {
        let period: String
        let name: String
        /// One stretch each, with the comma that follows it: none is broken over lines.
        let hours: [String]
        let length: String
    }

    /// - Parameters:
    ///   - heading: what the hours are of; the name of the drawing and the table's caption.
    ///   - middle: a short line in the middle of the face.
    ///   - under: a smaller one below it; may be empty.
    package init(_ day: DayHours, heading: String, middle: String, under: String = "", language: Language) {
        self.heading = heading
        self.middle = middle
        self.under = under
        middleSize = Self.size(middle, room: 64)
        underSize = Self.size(under, room: 90)
        let words = PeriodWords(language: language)
        arcs = day.stretches.map { stretch in
            Arc(
                period: stretch.period ?? PeriodWords.gap,
                dash: "\(stretch.length) \(1_440 - stretch.length)",
                turn: Self.degrees(stretch.from), title: "\(words.name(stretch.period)) \(stretch.text)")
        }
        marks = day.stretches.filter { $0.length >= 60 && $0.period != nil }.map { stretch in
            let turn = Self.degrees((stretch.from + stretch.to) / 2)
            return Mark(
                period: stretch.period ?? PeriodWords.gap, text: words.mark(stretch.period), turn: turn,
                back: Self.back(turn))
        }
        joints = day.stretches.count > 1 ? Self.joints(day) : []
        rows = day.periods.map { period in
            let mine = day.stretches.filter { $0.period == period }
            return Row(
                period: period ?? PeriodWords.gap, name: words.name(period),
                hours: words.spans(mine),
                length: words.length(mine.reduce(0) { $0 + $1.length }))
        }
    }

    /// A letter or digit is some six tenths of a Chinese character wide; the hole has room between its times for six of
    /// the middle's size and nine of the size under it.
    /// - Parameter room: in tenths of a character at full size.
    private static func size(_ line: String, room: Int) -> String {
        let tenths = line.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 6 : 10) }
        return tenths <= room ? "" : tenths <= room * 13 / 10 ? "small" : "tiny"
    }

    /// A time is written where the one before it leaves room, the last with an eye on the first.
    private static func joints(_ day: DayHours) -> [Joint] {
        var written: [Int] = []
        return day.stretches.map { stretch in
            let isFree = written.allSatisfy { other in
                let apart = abs(stretch.from - other)
                return min(apart, 1_440 - apart) >= 90
            }
            if isFree { written.append(stretch.from) }
            let turn = degrees(stretch.from)
            return Joint(
                turn: turn, back: back(turn), time: isFree ? String(stretch.text.prefix(5)) : nil)
        }
    }

    /// A minute is a quarter of a degree.
    private static func degrees(_ minute: Int) -> String {
        let minute = minute % 1_440
        return "\(minute / 4).\(["00", "25", "50", "75"][minute % 4])"
    }

    private static func back(_ turn: String) -> String { turn == "0.00" ? turn : "-" + turn }
}

/// What periods are called.
struct PeriodWords: Sendable {
    let language: Language
    /// Stands for a stretch without a period.
    static let gap = "NONE"

    /// A further period of a house that has more is called by its code.
    func name(_ period: String?) -> String { word("web.clock.period", period) }

    /// One or two letters that fit on an arc.
    func mark(_ period: String?) -> String { word("web.clock.mark", period) }

    private func word(_ table: String, _ period: String?) -> String {
        let key = "\(table).\(period ?? Self.gap)"
        return Catalogue.has(key) ? language.text(key) : period ?? Self.gap
    }

    /// Stretches as text, each but the last with the comma of the language.
    func spans(_ stretches: [DayHours.Stretch]) -> [String] {
        stretches.enumerated().map { place, stretch in
            stretch.text + (place + 1 == stretches.count ? "" : language == .zh ? "、" : ",")
        }
    }

    func length(_ minutes: Int) -> String {
        let (hours, rest) = (String(minutes / 60), String(minutes % 60))
        if minutes % 60 == 0 { return language.text("web.clock.hours", [("hours", hours)]) }
        return language.text("web.clock.hoursAndMinutes", [("hours", hours), ("minutes", rest)])
    }
}
