/// What a table's rows belong to; decides its key, its place on a sharded engine, and what the lint asks of statements.
package enum TableKind: String, Sendable {
    /// Rows of one account; `bucket` of the account first in the key.
    case account
    /// Rows of no account; `bucket` of their own id first in the key.
    case own
    /// Small, seldom written, copied to every node.
    case reference

    package var isDistributed: Bool { self != .reference }
}

/// A table, written once: columns in the common dialect (INTEGER, BIGINT, TEXT, BLOB), rendered for each engine.
package struct Table: Sendable {
    package let name: String
    package let kind: TableKind
    /// Rows are never updated or deleted.
    package let isAppendOnly: Bool
    /// Column and constraint lines; each column `NOT NULL` unless it says otherwise.
    package let body: String
    /// Extra lines after the table: indices, each with the query it serves in a comment.
    package let indices: [String]

    package init(
        _ name: StaticString, _ kind: TableKind, appendOnly: Bool = false, _ body: StaticString,
        indices: [StaticString] = []
    ) {
        self.name = name.description
        self.kind = kind
        isAppendOnly = appendOnly
        self.body = body.description
        self.indices = indices.map(\.description)
    }

    /// The statements that make this table on `engine`.
    package func statements(_ engine: Engine) -> [String] {
        switch engine {
        case .sqlite:
            // Rows lie in the order of their key.
            var made = ["CREATE TABLE \(name) (\n\(TableBody(body).sqlite)\n) STRICT, WITHOUT ROWID"]
            made += indices.map { $0 }
            if isAppendOnly {
                for verb in ["UPDATE", "DELETE"] {
                    made.append(
                        """
                        CREATE TRIGGER \(name)_no_\(verb.lowercased()) BEFORE \(verb) ON \(name)
                        BEGIN SELECT RAISE(ABORT, '\(name) is append only'); END
                        """)
                }
            }
            return made
        case .postgres:
            var made = ["CREATE TABLE \(name) (\n\(TableBody(body).postgres)\n)"]
            made += indices.map { $0 }
            if isAppendOnly { made.append("REVOKE UPDATE, DELETE, TRUNCATE ON \(name) FROM PUBLIC") }
            return made
        }
    }
}

/// One step of one room's schema. Never edited once released; a later step changes what an earlier one made.
package struct Migration: Sendable {
    /// The room's word, also the prefix of its tables.
    package let room: String
    /// 1, 2, 3 … within the room.
    package let number: Int
    /// What it does, a sentence.
    package let sentence: String
    package let tables: [Table]
    /// Further statements for one engine: a full-text table differs between them.
    package let extra: [Engine: [String]]
    /// Tables of earlier migrations that `extra` takes away, once it has carried their rows elsewhere.
    package let drops: Set<String>

    package init(
        room: StaticString, _ number: Int, _ sentence: StaticString, tables: [Table] = [],
        extra: [Engine: [String]] = [:], drops: Set<String> = []
    ) {
        self.drops = drops
        self.room = room.description
        self.number = number
        self.sentence = sentence.description
        self.tables = tables
        self.extra = extra
    }

    package func statements(_ engine: Engine) -> [String] {
        tables.flatMap { $0.statements(engine) } + (extra[engine] ?? [])
    }
}
