package import Kernel

/// A code table as a room brings it; an organisation adds to it and ends codes by command, without a release. Its name
/// for people is the message `control.codes.<key>`.
package struct CodeTable: Sendable {
    /// `records.industry`.
    package let key: String
    /// The standard or notice it comes from.
    package let clause: String
    /// What a code of this table can stand for: the few things the room tells apart. Empty where a code is a name only.
    package let meanings: [String]
    /// In the order they are shown.
    package let codes: [Code]

    /// One code as the room brings it.
    package struct Code: Sendable, Hashable {
        package let code: String
        package let zh: String
        package let en: String
        /// One of the table's meanings; nil where it has none.
        package let means: String?

        package init(_ code: String, _ zh: String, _ en: String, means: String? = nil) {
            self.code = code
            self.zh = zh
            self.en = en
            self.means = means
        }
    }

    package init(
        _ key: StaticString, clause: StaticString, meanings: [String] = [], _ codes: [Code]
    ) {
        self.key = key.description
        self.clause = clause.description
        self.meanings = meanings
        self.codes = codes
    }
}

/// A code as it is stored: with the days it holds.
package struct CodeRow: Sendable, Hashable, Codable {
    package let table: String
    package let code: String
    package let zh: String
    package let en: String
    package let from: Day
    /// The last day it holds; nil where no end is known.
    package let until: Day?
    /// The order it is shown in.
    package let position: Int
    package let clause: String
    /// One of the table's meanings, by which the room acts; nil where the table has none.
    package var means: String?

    package init(
        table: String, code: String, zh: String, en: String, from: Day, until: Day?, position: Int,
        clause: String, means: String? = nil
    ) {
        self.means = means
        self.table = table
        self.code = code
        self.zh = zh
        self.en = en
        self.from = from
        self.until = until
        self.position = position
        self.clause = clause
    }

    package func holds(on day: Day) -> Bool { from <= day && until.map { day <= $0 } ?? true }
}
