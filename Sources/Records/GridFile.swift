internal import Control
internal import Kernel

/// The grid file: its columns (docs/import.md) and how a row becomes a node of the grid tree.
enum GridFile {
    static let form = CSVForm([
        .init("code", "编码", required: true), .init("kind", "类型", required: true),
        .init("name", "名称", required: true), .init("parent", "上级"),
        .init("organisation", "供电单位", required: true),
    ])

    /// One row as far as it could be understood.
    struct ReadRow: Sendable {
        let line: Int
        /// Empty where the row has none that could be one.
        let code: String
        let kind: GridNode.Kind?
        let name: String
        /// The code of what it hangs from; empty for a substation, or where that could not be told.
        let parent: String
        let organisation: Organisation?
        /// What is wrong with the row by itself.
        let problems: [ImportProblem]
    }

    /// Reads one row and judges it by itself.
    static func read(_ row: CSVForm.Row, places: LoadPlaces) -> ReadRow {
        var reader = RowReader(row, of: form)
        let code = reader.required("code")
        let isCode = (1...32).contains(code.utf8.count) && FieldRules.isCode(code)
        if !code.isEmpty, !isCode { reader.add(FieldProblem("code", "code")) }
        let kind = reader.choice("kind", kinds, default: nil)
        let name = reader.required("name")
        if !name.isEmpty, !FieldRules.isLine(name, 1...100) {
            reader.add(FieldProblem("name", "text", ["least": "1", "most": "100"]))
        }
        let parent = row["parent"]
        if let kind, kind.parent != nil, parent.isEmpty { reader.add(FieldProblem("parent", "missing")) }
        if kind == .substation, !parent.isEmpty { reader.add(FieldProblem("parent", "gridParentNone")) }
        let organisation = reader.organisation(places)
        return ReadRow(
            line: row.line, code: isCode ? code : "", kind: kind, name: name,
            parent: kind == .substation ? "" : parent, organisation: organisation, problems: reader.sorted)
    }

    private static let kinds: [String: GridNode.Kind] = [
        "SUBSTATION": .substation, "变电站": .substation, "FEEDER": .feeder, "线路": .feeder,
        "AREA": .area, "台区": .area,
    ]
}
