package import Kernel

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

/// A statement over whole buckets in two texts: of one bucket, and of a range of them in one go.
///
/// SQLite walks the key of one bucket after the other, and does not take a range for the beginning of a key; a server is
/// asked once. A single bucket is an equality on both, so that a sharded engine sends it to one node.
package struct BucketTexts: Sendable {
    /// `room.what it asks`.
    package let name: String
    private let bucket: StaticString
    private let range: StaticString

    /// - Parameters:
    ///   - bucket: `$1` is the bucket, the other arguments follow.
    ///   - range: `$1` is the first bucket and the last argument is the last one; the others stand between as in
    ///     `bucket`. Rows come in the order that the other text gives them in, bucket by bucket.
    package init(_ name: StaticString, bucket: StaticString, range: StaticString) {
        self.name = name.description
        self.bucket = bucket
        self.range = range
    }

    /// Hands over the rows of every bucket of `buckets`, upwards.
    package func each(
        in buckets: BucketRange, _ arguments: [any SQLBindable], in transaction: any Transaction,
        _ body: (any Row) throws -> Void
    ) throws {
        let given = arguments.map(\.sqlValue)
        if transaction.engine == .sqlite || buckets.first == buckets.last {
            try transaction.each(in: buckets, SQL(bucket, [buckets.first.sqlValue] + given), body)
        } else {
            try transaction.each(
                SQL(range, [buckets.first.sqlValue] + given + [buckets.last.sqlValue]), body)
        }
    }
}
