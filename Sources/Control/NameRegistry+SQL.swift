package import Kernel
package import Store

/// Names that are unique over all buckets: the name is claimed first, then its owner is written.
///
/// A name lies in the bucket of its own hash, so that a sharded engine can hold the uniqueness.
package enum NameRegistry {
    /// The bucket of a name: FNV-1a-64 over its UTF-8, then the bucket of that number.
    package static func bucket(of name: String) -> Bucket {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Bucket(of: Int64(bitPattern: hash))
    }

    /// Claims a name for `owner`.
    /// - Throws: `ControlRefusal.nameTaken` where another owner has it; claiming one's own again changes nothing.
    package static func claim(
        kind: String, name: String, owner: Int64, in transaction: any Transaction
    ) throws {
        let holder = try transaction.one(
            """
            INSERT INTO control_name (bucket, kind, name, owner_id) VALUES (\(bucket(of: name)), \(kind), \(name), \(owner))
            ON CONFLICT (bucket, kind, name) DO UPDATE SET owner_id = control_name.owner_id RETURNING owner_id
            """
        ) { try $0.int64(0) }
        if holder != owner { throw ControlRefusal.nameTaken(kind: kind, name: name) }
    }

    /// Claims many names at once; none may be taken (found by the unique key).
    package static func claimAll(
        kind: String, _ names: [(name: String, owner: Int64)], in transaction: any Transaction
    ) throws {
        let rows = names.map { (bucket: bucket(of: $0.name), name: $0.name, owner: $0.owner) }
            .sorted { ($0.bucket, $0.name) < ($1.bucket, $1.name) }
        try transaction.bulk(BulkInsert(into: "control_name", ["bucket", "kind", "name", "owner_id"])) {
            writer in
            for row in rows {
                writer.value(row.bucket)
                writer.text(kind)
                writer.text(row.name)
                writer.int64(row.owner)
                try writer.endRow()
            }
        }
    }

    /// Who has the name; nil where nobody has.
    package static func owner(kind: String, name: String, in transaction: any Transaction) throws -> Int64? {
        try transaction.first(
            """
            SELECT owner_id FROM control_name
            WHERE bucket = \(bucket(of: name)) AND kind = \(kind) AND name = \(name)
            """
        ) { try $0.int64(0) }
    }

    /// Gives a name back.
    package static func release(kind: String, name: String, in transaction: any Transaction) throws {
        try transaction.run(
            "DELETE FROM control_name WHERE bucket = \(bucket(of: name)) AND kind = \(kind) AND name = \(name)"
        )
    }
}
