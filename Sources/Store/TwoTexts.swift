/// A statement whose text differs between the engines, under a name of its own.
///
/// SQL is written once wherever it can be. Each exception is one of these, kept as a constant beside its use; a test
/// lists them all by name, so that a new one is a decision and not an accident.
package struct TwoTexts: Sendable {
    /// `room.what it asks`.
    package let name: String
    private let sqlite: StaticString
    private let postgres: StaticString

    package init(_ name: StaticString, sqlite: StaticString, postgres: StaticString) {
        self.name = name.description
        self.sqlite = sqlite
        self.postgres = postgres
    }

    /// The statement for `engine`; both texts take the same arguments, `$1` … `$n`.
    package func callAsFunction(_ engine: Engine, _ arguments: any SQLBindable...) -> SQL {
        SQL(engine == .sqlite ? sqlite : postgres, arguments.map(\.sqlValue))
    }
}
