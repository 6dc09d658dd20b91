/// What can go wrong below the seam. None of these is a person's mistake; a room turns the ones it expects (a unique
/// key taken) into its own refusal, the rest become 500 or 503.
package enum StoreFault: Error, Sendable, Equatable {
    /// A unique key is taken; the engine's name for it (SQLite: `table.column, …`; PostgreSQL: the constraint's name).
    case unique(String)
    /// Another constraint (NOT NULL, CHECK, foreign key, append-only trigger) refused the row.
    case constraint(String)
    /// Locked or serialisation failure; the whole transaction may be tried again.
    case busy(String)
    /// The disk is full; nothing was written.
    case full(String)
    /// The connection was lost before COMMIT was sent; nothing was written.
    case connectionLost(String)
    /// The connection was lost while COMMIT was under way and no key could tell what came of it.
    case outcomeUnknown(String)
    /// A column that does not hold what the statement's author said.
    case column(Int, String)
    /// A statement that must return one row returned none.
    case noRow(String)
    /// The schema on disk is newer than this program, or a migration's check failed.
    case schema(String)
    /// Anything else the engine says.
    case engine(code: String, message: String)

    /// Whether the transaction may be tried again as a whole.
    package var isTransient: Bool {
        switch self {
        case .busy, .connectionLost: true
        default: false
        }
    }
}
