import Control
import Foundation
import Web

/// Writes what a clerk typed into a sheet back into the file.
struct Typed {
    private let form: Form
    private let words: Words
    private(set) var tree: Tree
    /// As it was before.
    private let base: Tree

    init(_ form: Form, into tree: Tree, words: Words) {
        self.form = form
        self.tree = tree
        base = tree
        self.words = words
    }

    /// Every part that the form carried; a sheet's rows last to first, so that a row that goes moves no other.
    mutating func write(_ sheet: Sheet) {
        for part in sheet.parts {
            for cell in part.cells { write(cell) }
            if part.isPrices { writePrices(part) } else if !part.rows.isEmpty { writeRows(part) }
        }
        for part in sheet.parts.reversed() {
            if part.isRemovable, form.ticked("remove:\(part.path)") { tree[part.path] = nil }
            prune(part.path)
        }
    }

    /// What lost the last of its values with this form goes as a whole, up to the version.
    private mutating func prune(_ path: String) {
        var path = path
        while let end = path.lastIndex(where: { $0 == "." || $0 == "[" }), path.contains(".") {
            let hasNothing = tree[path].map { !$0.isScalar && $0.members.isEmpty && $0.elements.isEmpty }
            guard hasNothing ?? true, let before = base[path], before != .list([]), before != .object([])
            else { return }
            tree[path] = nil
            path = String(path[..<end])
        }
    }

    /// Whether the form had the field at all; a tick box that is not there was not ticked where its row was.
    private func carries(_ path: String) -> Bool { !form.all(path).isEmpty }

    /// What was typed in a field; in plain digits where it is a number or a time of day.
    private func text(_ cell: Sheet.Cell) -> String? {
        let isNumber =
            switch cell.kind {
            case .decimal, .whole, .line: true
            default: cell.path.hasSuffix("].from") || cell.path.hasSuffix("].to")
            }
        let typed = form.text(cell.path)
        return isNumber ? typed?.withPlainDigits : typed
    }

    private mutating func write(_ cell: Sheet.Cell) {
        if cell.kind == .truth {
            guard carries("shown:\(cell.path)") else { return }
            let isTicked = form.ticked(cell.path)
            if isTicked != (cell.value == "true") { tree[cell.path] = .truth(isTicked) }
            return
        }
        if case .several = cell.kind {
            guard carries("shown:\(cell.path)") else { return }
            let chosen = form.all(cell.path).filter { !$0.isEmpty }
            // In the order of the file where nothing changed.
            if Set(chosen) == Set(cell.value.split(separator: ", ").map(String.init)) { return }
            tree[cell.path] = chosen.isEmpty && cell.isOptional ? nil : .list(chosen.map { .text($0) })
            return
        }
        guard carries(cell.path) else { return }
        let typed = text(cell) ?? ""
        if typed.isEmpty, cell.isOptional {
            if tree[cell.path] != nil { tree[cell.path] = nil }
            return
        }
        // What was not changed stays as it is written: a number in quotes, a name of no known period.
        guard Self.oneLine(typed) != Self.oneLine(cell.value) || tree[cell.path] == nil else { return }
        tree[cell.path] = value(typed, cell)
    }

    /// A browser sends the lines of an area with a carriage return, and the form drops blanks around.
    private static func oneLine(_ text: String) -> String {
        let trimmed = text.drop { $0.isWhitespace }
        let end = trimmed.lastIndex { !$0.isWhitespace } ?? trimmed.startIndex
        return trimmed.isEmpty ? "" : String(trimmed[...end]).replacing("\r\n", with: "\n")
    }

    private func value(_ typed: String, _ cell: Sheet.Cell) -> Tree {
        switch cell.kind {
        case .whole: Self.whole(typed)
        case .choice(["true", "false"]): .truth(typed == "true")
        case .line(let isWhole):
            .list(codes(typed).map { isWhole ? Self.whole($0) : .text($0) })
        default: .text(typed)
        }
    }

    /// What is no whole number stays the text it is, for the check to point at.
    private static func whole(_ typed: String) -> Tree {
        Int(typed).map { .number(String($0)) } ?? .text(typed)
    }

    /// The words of a list, names in the reader's language as their codes. A name may have blanks in it.
    private func codes(_ typed: String) -> [String] {
        typed.split { ",，、;；".contains($0) }.flatMap { part in
            let whole = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if let code = code(named: whole) { return [code] }
            return whole.split(separator: " ").map { code(named: String($0)) ?? String($0) }
        }
    }

    /// A period or holiday by its name.
    private func code(named word: String) -> String? {
        Sheet.periodOrder.first { words.period($0) == word }
            ?? Holiday.allCases.map(\.rawValue).first {
                words.value($0).caseInsensitiveCompare(word) == .orderedSame
            }
    }

    private mutating func writePrices(_ part: Sheet.Part) {
        for row in part.rows {
            guard let shown = row.period, row.cells.contains(where: { carries($0.path) }) else { continue }
            var prices = row.cells.map { carries($0.path) ? text($0) ?? "" : $0.value }
            while let last = prices.last, last.isEmpty { prices.removeLast() }
            let period = shown.isEmpty ? form.text("\(part.path).+code") ?? "" : shown
            if period.isEmpty || (row.isNew && prices.isEmpty) { continue }
            guard prices != row.cells.map(\.value) || row.isNew else { continue }
            tree["\(part.path).\(period)"] = prices.isEmpty ? nil : .list(prices.map { .text($0) })
        }
    }

    /// Whether nothing stands in a cell any more; choices that are ticked send nothing where none is.
    private func isBlank(_ cell: Sheet.Cell) -> Bool {
        if case .several = cell.kind, carries("shown:\(cell.path)") {
            return form.all(cell.path).allSatisfy(\.isEmpty)
        }
        return carries(cell.path) ? form.text(cell.path) == nil : cell.value.isEmpty
    }

    private mutating func writeRows(_ part: Sheet.Part) {
        for (place, row) in part.rows.enumerated().reversed() {
            let path = "\(part.path)[\(place)]"
            let typed = row.cells.filter { $0.kind != .truth }
            guard typed.contains(where: { carries($0.path) }) else { continue }
            if typed.allSatisfy(isBlank) {
                if !row.isNew { tree[path] = nil }
                continue
            }
            if row.isNew { tree[path] = .object([]) }
            for cell in row.cells { write(cell) }
        }
    }
}
