internal import Crypto
package import Kernel
package import Store

/// One thing done: who, when, from where, what, and the values before and after.
package struct AuditEntry: Sendable {
    package let bucket: Bucket
    package let day: Day
    package let at: Instant
    package let user: UserID
    package let organisation: OrganisationID
    package let address: String
    package let action: String
    package let subject: String
    package let before: String?
    package let after: String?
}

/// The audit log: a SHA-256 chain a bucket and day, so that a change, removal, insertion or reordering of any row shows.
///
/// One global chain would make every writer wait for every other; a chain a bucket and day makes only writers of the
/// same bucket wait, and the days' roots are chained into one (`closeDay`).
package enum AuditChain {
    /// Where a chain begins: the hash of its bucket and day.
    static func genesis(_ bucket: Bucket, _ day: Day) -> [UInt8] {
        Array(SHA256.hash(data: Array("lamplight audit \(bucket) \(day)".utf8)))
    }

    static func hash(_ fields: AuditFields, previous: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: fields.canonical(previous: previous)))
    }

    /// Appends to the chain of the entry's bucket and day; the head row's lock orders concurrent writers.
    /// - Returns: the entry's place in its chain.
    @discardableResult
    static func append(_ entry: AuditEntry, in transaction: any Transaction) throws -> Int64 {
        let head = try AuditRows.lockHead(
            entry.bucket, entry.day, genesis: genesis(entry.bucket, entry.day), in: transaction)
        let sequence = head.sequence + 1
        let hash = hash(AuditFields(entry, sequence: sequence), previous: head.hash)
        try AuditRows.insert(entry, sequence: sequence, hash: hash, in: transaction)
        try AuditRows.moveHead(entry.bucket, entry.day, sequence: sequence, hash: hash, in: transaction)
        return sequence
    }

    /// Chains a finished day's heads into the day's root: SHA-256 over the root before and every (bucket, sequence, hash).
    /// Doing it twice changes nothing.
    package static func closeDay(_ day: Day, in transaction: any Transaction) throws -> [UInt8] {
        if let root = try AuditRows.root(day, in: transaction) { return root }
        let root = try computeRoot(day, previous: AuditRows.rootBefore(day, in: transaction), in: transaction)
        try AuditRows.insertRoot(day, root, in: transaction)
        return root
    }

    static func computeRoot(_ day: Day, previous: [UInt8]?, in transaction: any Transaction) throws -> [UInt8]
    {
        var heads: [SignedDay.Head] = []
        try AuditRows.eachHead(day, in: transaction) { bucket, sequence, hash in
            heads.append(SignedDay.Head(bucket: Int64(bucket.number), sequence: sequence, hash: hash))
        }
        return root(heads, previous: previous)
    }

    /// SHA-256 over the root before and every (bucket, sequence, hash), by bucket.
    static func root(_ heads: [SignedDay.Head], previous: [UInt8]?) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: previous ?? [])
        for head in heads {
            withUnsafeBytes(of: head.bucket.bigEndian) { hasher.update(bufferPointer: $0) }
            withUnsafeBytes(of: head.sequence.bigEndian) { hasher.update(bufferPointer: $0) }
            hasher.update(data: head.hash)
        }
        return Array(hasher.finalize())
    }
}

/// An entry's fields as they stand in its row.
struct AuditFields {
    let bucket: Int64
    let day: Int64
    let sequence: Int64
    let at: Int64
    let user: Int64
    let organisation: Int64
    let address: String
    let action: String
    let subject: String
    let before: String?
    let after: String?

    /// The bytes that are hashed: every field led by its length, so that no two entries have the same bytes.
    func canonical(previous: [UInt8]) -> [UInt8] {
        var bytes = previous
        func add(_ field: some Sequence<UInt8>) {
            let field = Array(field)
            withUnsafeBytes(of: UInt32(field.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: field)
        }
        for number in [bucket, day, sequence, at, user, organisation] {
            withUnsafeBytes(of: number.bigEndian) { add($0) }
        }
        add(address.utf8)
        add(action.utf8)
        add(subject.utf8)
        for values in [before, after] {
            add([values == nil ? 0 : 1])
            add((values ?? "").utf8)
        }
        return bytes
    }
}

extension AuditFields {
    init(_ entry: AuditEntry, sequence: Int64) {
        bucket = Int64(entry.bucket.number)
        day = Int64(entry.day.yyyymmdd)
        self.sequence = sequence
        at = entry.at.milliseconds
        user = entry.user.number
        organisation = entry.organisation.number
        address = entry.address
        action = entry.action
        subject = entry.subject
        before = entry.before
        after = entry.after
    }
}
