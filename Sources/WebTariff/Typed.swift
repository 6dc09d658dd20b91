import Web

/// Writes what a clerk typed into a sheet back into the file.
struct Typed {
    private let form: Form
    private let words: Words
    private(set) var tree: Tree

    init(_ form: Form, into tree: Tree, words: Words) {
        self.form = form
        self.tree = tree
        self.words = words
    }

    /// Every part that the form carried; a sheet's rows last to first, so that a row that goes moves no other.
    mutating func write(_ sheet: Sheet) {
        for part in sheet.parts {
            for cell in part.cells { write(cell) }
            if part.isPrices { writePrices(part) } else if !part.rows.isEmpty { writeRows(part) }
        }
        for part in sheet.parts where part.isRemovable && form.ticked("remove:\(part.path)") {
            tree[part.path] = nil
        }
    }

    /// Whether the form had the field at all; a tick box that is not there was not ticked where its row was.
    private func carries(_ path: String) -> Bool { !form.all(path).isEmpty }

    private mutating func write(_ cell: Sheet.Cell) {
        if cell.kind == .truth {
            guard carries("shown:\(cell.path)") else { return }
            let isTicked = form.ticked(cell.path)
            if isTicked || tree[cell.path] != nil { tree[cell.path] = .truth(isTicked) }
            return
        }
        if case .several = cell.kind {
            guard carries("shown:\(cell.path)") else { return }
            tree[cell.path] = .list(form.all(cell.path).map { .text($0) })
            return
        }
        guard carries(cell.path) else { return }
        let typed = form.text(cell.path) ?? ""
        if typed.isEmpty, cell.isOptional {
            if tree[cell.path] != nil { tree[cell.path] = nil }
            return
        }
        tree[cell.path] = value(typed, cell)
    }

    private func value(_ typed: String, _ cell: Sheet.Cell) -> Tree {
        switch cell.kind {
        case .whole: Self.whole(typed)
        case .line(let isWhole):
            .list(
                typed.split { ",，、;； ".contains($0) }.map {
                    let word = String($0)
                    return isWhole ? Self.whole(word) : .text(period(word) ?? word)
                })
        default: .text(typed)
        }
    }

    /// What is no whole number stays the text it is, for the check to point at.
    private static func whole(_ typed: String) -> Tree {
        Int(typed).map { .number(String($0)) } ?? .text(typed)
    }

    /// A period by its name in the reader's language.
    private func period(_ word: String) -> String? { Sheet.periodOrder.first { words.period($0) == word } }

    private mutating func writePrices(_ part: Sheet.Part) {
        for row in part.rows {
            guard let shown = row.period, row.cells.contains(where: { carries($0.path) }) else { continue }
            var prices = row.cells.map { carries($0.path) ? form.text($0.path) ?? "" : $0.value }
            while let last = prices.last, last.isEmpty { prices.removeLast() }
            let period = shown.isEmpty ? form.text("\(part.path).+code") ?? "" : shown
            if period.isEmpty || (row.isNew && prices.isEmpty) { continue }
            tree["\(part.path).\(period)"] = prices.isEmpty ? nil : .list(prices.map { .text($0) })
        }
    }

    private mutating func writeRows(_ part: Sheet.Part) {
        for (place, row) in part.rows.enumerated().reversed() {
            let path = "\(part.path)[\(place)]"
            let typed = row.cells.filter { $0.kind != .truth }
            guard typed.contains(where: { carries($0.path) }) else { continue }
            if typed.allSatisfy({ carries($0.path) ? form.text($0.path) == nil : $0.value.isEmpty }) {
                if !row.isNew { tree[path] = nil }
                continue
            }
            if row.isNew { tree[path] = .object([]) }
            for cell in row.cells { write(cell) }
        }
    }
}
