internal import Kernel
internal import Store

/// A transaction of a command, watched for what it changes: a change without an audit entry is refused as a whole, and
/// one that nobody told of is told of by its entries.
///
/// Rows of the audit itself, of events, of consumers' places and of how far a job is do not count: they tell of changes.
final class WatchedTransaction: Transaction {
    private let transaction: any Transaction
    /// The first statement that changed something; nil as long as nothing did.
    private(set) var change: String?

    /// Audit entries written so far, and events published.
    private(set) var entries = 0
    var events = 0
    /// The first entry of each action, in their order.
    private(set) var told: [(action: String, bucket: Bucket, subject: String)] = []

    func note(action: String, bucket: Bucket, subject: String) {
        entries += 1
        if !told.contains(where: { $0.action == action }) { told.append((action, bucket, subject)) }
    }

    init(_ transaction: any Transaction) { self.transaction = transaction }

    var engine: Engine { transaction.engine }

    func run(_ sql: SQL) throws -> Int {
        note(sql.text)
        return try transaction.run(sql)
    }

    func each(_ sql: SQL, _ body: (any Row) throws -> Void) throws {
        note(sql.text)
        try transaction.each(sql, body)
    }

    func each(in range: BucketRange, _ sql: SQL, _ body: (any Row) throws -> Void) throws {
        note(sql.text)
        try transaction.each(in: range, sql, body)
    }

    func eachPaged(_ sql: SQL, _ body: (any Row) throws -> Void) throws {
        note(sql.text)
        try transaction.eachPaged(sql, body)
    }

    func bulk(_ insert: BulkInsert, _ body: (any BulkWriter) throws -> Void) throws -> Int {
        if change == nil, !Self.tells(of: insert.table) { change = "many rows of \(insert.table)" }
        return try transaction.bulk(insert, body)
    }

    func savepoint<T>(_ body: () throws -> T) throws -> T { try transaction.savepoint(body) }

    private func note(_ text: String) {
        guard change == nil else { return }
        let words = text.split(maxSplits: 3, whereSeparator: \.isWhitespace)
        let table: Substring? =
            switch words.first {
            case "INSERT", "DELETE": words.count > 2 ? words[2] : nil
            case "UPDATE": words.count > 1 ? words[1] : nil
            default: nil
            }
        if let table, !Self.tells(of: String(table)) { change = text }
    }

    private static func tells(of table: String) -> Bool {
        ["control_audit", "control_event", "control_cursor", "control_job"].contains { table.hasPrefix($0) }
    }
}

/// A command changed something and wrote no audit entry. Nothing of it was kept.
struct UnauditedChange: Error, CustomStringConvertible {
    let statement: String
    var description: String { "a change without an audit entry: \(statement)" }
}

/// Whether what is done leaves a trail of its own.
package enum Trail: Sendable {
    /// Where anything is changed, there is an audit entry.
    case audited
    /// No change of the business: why.
    case untold(StaticString)
}
