import Control
import Kernel
import Language
import Reading
import Records
import Web

/// The fields of the entry form: one pair a register, named by its place.
struct EntryFields: Sendable {
    let action: String
    let monthValue: String
    let version: String
    let versionText: String?
    let day: Field
    let lines: [Line]
    let exception: Field

    /// A register to be read.
    struct Line: Sendable {
        let name: String
        let meter: String
        let previous: String
        let previousDay: String
        let multiplier: String
        /// The register rolls over at 10 to this power.
        let digits: String
        /// Whether energy is the difference; a maximum demand is read as it is.
        let isCounting: Bool
        let value: Field
        let status: Field
    }

    init(
        _ entry: EntryForm, _ readOn: Day, _ form: Form?, _ exceptions: CodeBook, _ visit: Visit
    ) {
        action = WebReading.entryPath.link(entry.account)
        monthValue = entry.month.description
        // A form that came back names the version it was drawn from, so that another's entry is not written over.
        version = form.map { $0.typed("version") } ?? String(entry.version)
        versionText =
            entry.version > 0
            ? visit.text("reading.entry.version", [("version", String(entry.version))]) : nil
        var typed = ["day": readOn.description]
        for (place, line) in entry.lines.enumerated() {
            typed["value\(place)"] = line.current.map { $0.text(least: line.decimals) } ?? ""
            typed["status\(place)"] = ReadingStatus.normal.rawValue
        }
        typed["exception"] = entry.exception ?? ""
        let form = form ?? visit.emptyForm(typed)
        // A code that has ended is not given again, not even where it stood before.
        exception = form.field(
            "exception", label: "reading.entry.exception",
            .select(
                [(value: "", label: visit.text("reading.entry.exception.none"))] + exceptions.choices(visit)),
            required: false)
        day = form.field("day", label: "reading.entry.day", .day)
        let statuses = ReadingStatus.allCases.map {
            (value: $0.rawValue, label: visit.text("reading.status.\($0.rawValue)"))
        }
        lines = entry.lines.enumerated().map { place, line in
            Line(
                name: visit.text("records.register.\(line.register.rawValue)"), meter: line.assetNo,
                previous: line.previous.text(least: line.decimals),
                previousDay: visit.language.day(line.previousDay),
                multiplier: line.multiplier.text(), digits: String(line.digits),
                isCounting: line.register != .demand,
                value: form.field(
                    "value\(place)", label: "reading.entry.current", .amount, focus: place == 0, longest: 20),
                status: form.field("status\(place)", label: "reading.entry.status", .select(statuses)))
        }
    }

    /// What was typed as readings; each carries its place as its line, by which findings come back.
    static func values(_ lines: [EntryForm.Line], _ form: inout Form) -> [RegisterReading] {
        var values: [RegisterReading] = []
        for (place, line) in lines.enumerated() {
            let value = form.required("value\(place)", error: "reading.entry.number") {
                try? RegisterValue(text: $0)
            }
            let status = form.choice("status\(place)", ReadingStatus.self)
            if let value, let status {
                values.append(
                    RegisterReading(
                        line.register, value, assetNo: line.assetNo, status: status, line: place + 1))
            }
        }
        return values
    }

    /// Puts each error at its register, or at the day, or above the form.
    static func refuse(_ findings: [ReadingFinding], _ lines: [EntryForm.Line], _ form: inout Form) {
        for finding in findings where finding.severity == .error {
            let arguments = finding.arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            let isDay = finding.rule.rawValue.hasPrefix("day")
            if finding.column == "exception" {
                form.refuse("exception", finding.code, arguments)
                continue
            }
            let place = isDay ? nil : place(of: finding, lines)
            form.refuse(isDay ? "day" : place.map { "value\($0)" } ?? "", finding.code, arguments)
        }
    }

    private static func place(of finding: ReadingFinding, _ lines: [EntryForm.Line]) -> Int? {
        if (1...lines.count).contains(finding.line) { return finding.line - 1 }
        return lines.firstIndex { line in
            finding.arguments["register"] == String(line.register.rawValue)
                && (finding.arguments["meter"] ?? line.assetNo) == line.assetNo
        }
    }
}
