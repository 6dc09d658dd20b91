internal import Control
internal import Kernel

/// Reads the fields of one row and keeps what is wrong with them.
struct RowReader {
    let row: CSVForm.Row
    let form: CSVForm
    private(set) var found: [FieldProblem] = []

    init(_ row: CSVForm.Row, of form: CSVForm) {
        self.row = row
        self.form = form
    }

    var fields: Set<String> { Set(found.map(\.field)) }

    /// In the order of the form's columns.
    var sorted: [ImportProblem] {
        let places = Dictionary(
            form.columns.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        return found.enumerated()
            .sorted {
                (places[$0.element.field] ?? 99, $0.offset) < (places[$1.element.field] ?? 99, $1.offset)
            }
            .map { _, problem in
                ImportProblem(
                    line: row.line, column: problem.field, code: problem.code, arguments: problem.arguments)
            }
    }

    mutating func add(_ problem: FieldProblem) { found.append(problem) }

    mutating func required(_ column: String) -> String {
        let text = row[column]
        if text.isEmpty { add(FieldProblem(column, "missing")) }
        return text
    }

    func optional(_ column: String) -> String? {
        let text = row[column]
        return text.isEmpty ? nil : text
    }

    mutating func choice<Value>(_ column: String, _ values: [String: Value], default standard: Value?)
        -> Value?
    {
        let text = row[column]
        if text.isEmpty {
            if standard == nil { add(FieldProblem(column, "missing")) }
            return standard
        }
        if let value = values[text] ?? values[text.uppercased()] { return value }
        add(
            FieldProblem(
                column, "choice", ["value": text, "choices": values.keys.sorted().joined(separator: " ")]))
        return nil
    }

    mutating func whole(_ column: String, orElse standard: Int32 = 0) -> Int32 {
        let text = row[column]
        if text.isEmpty { return standard }
        if FieldRules.isNumber(text, digits: 1...9), let number = Int32(text) { return number }
        add(FieldProblem(column, "number", ["value": text]))
        return standard
    }

    mutating func quantity<Q: Quantity>(_ column: String, as: Q.Type = Q.self) -> Q {
        let text = row[column]
        if text.isEmpty { return .zero }
        do {
            return try Q(text: text)
        } catch {
            add(FieldProblem(column, error == .tooPrecise ? "tooPrecise" : "number", ["value": text]))
            return .zero
        }
    }

    mutating func day(_ column: String) -> Day? {
        required(column).isEmpty ? nil : optionalDay(column)
    }

    mutating func optionalDay(_ column: String) -> Day? {
        let text = row[column]
        if text.isEmpty { return nil }
        if let day = Day(text: text.replacing("/", with: "-")), (1949...2099).contains(day.year) {
            return day
        }
        add(FieldProblem(column, "day", ["value": text]))
        return nil
    }

    mutating func month(_ column: String) -> BillingMonth? {
        let text = row[column]
        if text.isEmpty { return nil }
        if let month = BillingMonth(text: text) { return month }
        add(FieldProblem(column, "month", ["value": text]))
        return nil
    }

    mutating func organisation(_ places: LoadPlaces) -> Organisation? {
        let text = required("organisation")
        if text.isEmpty { return nil }
        if let found = places.organisationsByCode[text] { return found }
        let named = places.organisations.values.filter { $0.name == text }
        if named.count == 1 { return named.first }
        add(
            FieldProblem(
                "organisation", named.isEmpty ? "organisation" : "organisationAmbiguous", ["value": text]))
        return nil
    }
}
