/// The form of an imported file: its columns by name. The first line of a file names the columns it has, in any order.
package struct CSVForm: Sendable {
    /// One column.
    package struct Column: Sendable {
        /// Its name in documents and problems, such as `consumer_no`.
        package let name: String
        /// What it may also be headed with, such as `户号`.
        package let headings: [String]
        /// Whether a file must have it.
        package let isRequired: Bool

        package init(_ name: StaticString, _ headings: String..., required: Bool = false) {
            self.name = name.description
            self.headings = headings
            isRequired = required
        }
    }

    package let columns: [Column]

    package init(_ columns: [Column]) { self.columns = columns }

    /// A file read into rows by column name.
    package struct Sheet: Sendable {
        package let rows: [Row]
        /// What is wrong with the file's form; rows named here are not among `rows`.
        package let problems: [ImportProblem]
        /// Rows read, broken ones too.
        package let count: Int
    }

    /// One row by column name.
    package struct Row: Sendable {
        package let line: Int
        let places: [String: Int]
        let fields: [String]

        /// The field of a column without spaces around it; empty where the file has no such column.
        package subscript(column: String) -> String {
            guard let place = places[column] else { return "" }
            return fields[place].trimmed
        }
    }

    /// Reads a whole file. Rows that are not of the form come back as problems; the others as rows.
    package func read(_ bytes: [UInt8], encoding: ImportEncoding = .automatic) -> Sheet {
        do throws(ImportProblem) {
            var reader = CSVReader(try ImportText.decode(bytes, as: encoding))
            guard let heading = try reader.next() else {
                throw ImportProblem(line: 1, code: "control.import.empty")
            }
            let places = try self.places(heading)
            var rows: [Row] = []
            var problems: [ImportProblem] = []
            var count = 0
            while true {
                do throws(ImportProblem) {
                    guard let row = try reader.next() else { break }
                    // What a spreadsheet leaves of an emptied row.
                    if row.fields.allSatisfy({ $0.trimmed.isEmpty }) { continue }
                    count += 1
                    guard row.fields.count == heading.fields.count else {
                        problems.append(
                            ImportProblem(
                                line: row.line, code: "control.import.fieldCount",
                                arguments: [
                                    "expected": String(heading.fields.count),
                                    "found": String(row.fields.count),
                                ]))
                        // A quote that was not closed may have swallowed good rows.
                        reader.rewind()
                        continue
                    }
                    rows.append(Row(line: row.line, places: places, fields: row.fields))
                } catch {
                    count += 1
                    problems.append(error)
                }
            }
            return Sheet(rows: rows, problems: problems, count: count)
        } catch {
            return Sheet(rows: [], problems: [error], count: 0)
        }
    }

    /// Every row of a file as it stands, broken ones as one field, their line.
    func lines(_ bytes: [UInt8], encoding: ImportEncoding) -> (
        heading: [String], rows: [(line: Int, fields: [String])]
    ) {
        do throws(ImportProblem) {
            var reader = CSVReader(try ImportText.decode(bytes, as: encoding))
            guard let heading = try reader.next() else { return ([], []) }
            var rows: [(line: Int, fields: [String])] = []
            while true {
                do throws(ImportProblem) {
                    guard let row = try reader.next() else { break }
                    if row.fields.allSatisfy({ $0.trimmed.isEmpty }) { continue }
                    rows.append((row.line, row.fields))
                    if row.fields.count != heading.fields.count { reader.rewind() }
                } catch {
                    rows.append((error.line, [reader.firstLine]))
                }
            }
            return (heading.fields, rows)
        } catch {
            return ([], [])
        }
    }

    private func places(_ heading: CSVReader.Row) throws(ImportProblem) -> [String: Int] {
        var places: [String: Int] = [:]
        for (index, field) in heading.fields.enumerated() {
            let title = field.trimmed
            if title.isEmpty { continue }
            guard
                let column = columns.first(where: {
                    $0.name == title.lowercased() || $0.headings.contains(title)
                })
            else {
                throw ImportProblem(
                    line: heading.line, column: title, code: "control.import.columnUnknown",
                    arguments: ["name": title])
            }
            guard places.updateValue(index, forKey: column.name) == nil else {
                throw ImportProblem(
                    line: heading.line, column: column.name, code: "control.import.columnTwice",
                    arguments: ["name": title])
            }
        }
        for column in columns where column.isRequired && places[column.name] == nil {
            throw ImportProblem(
                line: heading.line, column: column.name, code: "control.import.columnMissing",
                arguments: ["name": column.name])
        }
        return places
    }
}

extension String {
    /// Without ASCII and ideographic spaces around it.
    fileprivate var trimmed: String {
        var scalars = Substring(self).unicodeScalars
        while let first = scalars.first, first.isBlank { scalars.removeFirst() }
        while let last = scalars.last, last.isBlank { scalars.removeLast() }
        return String(scalars)
    }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool { self == " " || self == "\t" || self == "\r" || self == "\u{3000}" }
}
