package import Control

/// How the characters of a file are written that goes up: said in the query, `?encoding=gbk`, or found by itself.
extension Visit {
    /// - Throws: `WebRefusal.badForm` for a word that names none.
    package func importEncoding() throws -> ImportEncoding {
        guard let word = query("encoding"), !word.isEmpty else { return .automatic }
        guard let encoding = ImportEncoding(rawValue: word) else { throw WebRefusal.badForm }
        return encoding
    }
}

extension Form {
    /// The choice beside a file.
    package func importEncoding(_ visit: Visit) -> Field {
        field(
            "encoding", label: "web.import.encoding",
            .select(
                ImportEncoding.allCases.map {
                    (value: $0.rawValue, label: visit.text("web.import.encoding.\($0.rawValue)"))
                }),
            hint: "web.import.encoding.hint", required: false)
    }
}

extension Operation.Parameter {
    /// The same of the machine's door.
    package static let importEncoding = text(
        "encoding", "auto: what is valid UTF-8 is read as that, else as GB 18030; or utf-8, or gbk.")
}
