import Kernel
import Language
import Web

/// One field of a draft as its template shows it (partial `tariff.box`).
struct Box: Sendable {
    let name: String
    let label: String
    let value: String
    let error: String?
    let isLine: Bool
    let isArea: Bool
    let isTick: Bool
    let isSelect: Bool
    let isSeveral: Bool
    let ticked: Bool
    let options: [Option]
    let type: String
    let inputMode: String
    let describedBy: String?
    /// Narrow for a price or a time, wide for a name.
    let width: String

    struct Option: Sendable {
        let value: String
        let label: String
        let chosen: Bool
    }

    /// - Parameters:
    ///   - form: what was typed, where the page comes back; its values stand instead of the file's.
    ///   - error: what the check says of this field.
    init(_ cell: Sheet.Cell, _ words: Words, form: Form?, error: String?) {
        name = cell.path
        label = cell.label
        self.error = error
        let typed = form.flatMap { $0.all(cell.path).first } ?? cell.value
        value = typed
        var options: [Option] = []
        isTick = cell.kind == .truth
        if let form, isTick {
            ticked =
                form.all("shown:\(cell.path)").isEmpty ? cell.value == "true" : form.ticked(cell.path)
        } else {
            ticked = cell.value == "true"
        }
        switch cell.kind {
        case .choice(let codes):
            let known =
                codes.contains(typed) || typed.isEmpty
                ? codes : codes + [typed]
            if typed.isEmpty || cell.isOptional {
                options = [Option(value: "", label: "—", chosen: typed.isEmpty)]
            }
            options += known.map {
                Option(value: $0, label: words.choice($0, key: cell.path), chosen: $0 == typed)
            }
        case .several(let codes):
            let chosen =
                form.flatMap { $0.all("shown:\(cell.path)").isEmpty ? nil : $0.all(cell.path) }
                ?? cell.value.split(separator: ", ").map(String.init)
            options = codes.map {
                Option(value: $0, label: words.choice($0, key: cell.path), chosen: chosen.contains($0))
            }
        default: break
        }
        self.options = options
        isSelect = if case .choice = cell.kind { true } else { false }
        isSeveral = if case .several = cell.kind { true } else { false }
        isArea = cell.kind == .area
        isLine = !isTick && !isSelect && !isSeveral && !isArea
        type = cell.kind == .day ? "date" : "text"
        inputMode =
            switch cell.kind {
            case .decimal: "decimal"
            case .whole: "numeric"
            default: "text"
            }
        let key = cell.path.split(separator: ".").last ?? ""
        width =
            switch cell.kind {
            case .whole where key == "rank": "rank"
            case .decimal, .whole: "number"
            case .line: "list"
            case .choice: "choice"
            case .several: "several"
            case .text where key == "from" || key == "to": "time"
            default: "word"
            }
        describedBy = error == nil ? nil : "\(cell.path)-error"
    }
}

extension Words {
    /// A code of a choice: a class, a voltage and a period have names of their own.
    func choice(_ code: String, key path: String) -> String {
        let key = path.split(separator: ".").last.map(String.init) ?? path
        switch key {
        case "classes" where path.contains("windows["): return shortClass(code)
        case "class", "classes": return tariffClass(code)
        case "voltage": return voltage(code)
        case "period", "periodOrder": return period(code)
        case "holidaySets", "holidays": return value(code)
        case "restDay": return language.text(code == "true" ? "tariff.hours.rest" : "tariff.hours.working")
        default: return value(code)
        }
    }

    /// A cell's value for reading.
    func shown(_ cell: Sheet.Cell) -> String {
        switch cell.kind {
        case .truth: language.flag(cell.value == "true")
        case .choice: cell.value.isEmpty ? "—" : choice(cell.value, key: cell.path)
        case .several:
            language.list(
                cell.value.split(separator: ", ").map { choice(String($0), key: cell.path) })
        case .day: Day(text: cell.value).map(language.day) ?? cell.value
        case .line: cell.value.isEmpty ? "—" : language.list(cell.value.components(", "))
        default: cell.value.isEmpty ? "—" : cell.value
        }
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] {
        split(separator: separator).map(String.init)
    }
}
