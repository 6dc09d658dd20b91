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

    /// The bytes that are hashed: every field led by its length, so that no two entries have the same bytes.
    static func canonical(_ entry: AuditEntry, sequence: Int64, previous: [UInt8]) -> [UInt8] {
        var bytes = previous
        func add(_ field: some Sequence<UInt8>) {
            let field = Array(field)
            withUnsafeBytes(of: UInt32(field.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: field)
        }
        for number in [
            Int64(entry.bucket.number), Int64(entry.day.yyyymmdd), sequence, entry.at.milliseconds,
            entry.user.number,
            entry.organisation.number,
        ] {
            withUnsafeBytes(of: number.bigEndian) { add($0) }
        }
        add(entry.address.utf8)
        add(entry.action.utf8)
        add(entry.subject.utf8)
        for values in [entry.before, entry.after] {
            add([values == nil ? 0 : 1])
            add((values ?? "").utf8)
        }
        return bytes
    }

    static func hash(_ entry: AuditEntry, sequence: Int64, previous: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: canonical(entry, sequence: sequence, previous: previous)))
    }

    /// Appends to the chain of the entry's bucket and day; the head row's lock orders concurrent writers.
    static func append(_ entry: AuditEntry, in transaction: any Transaction) throws {
        let head = try AuditRows.lockHead(
            entry.bucket, entry.day, genesis: genesis(entry.bucket, entry.day), in: transaction)
        let sequence = head.sequence + 1
        let hash = hash(entry, sequence: sequence, previous: head.hash)
        try AuditRows.insert(entry, sequence: sequence, hash: hash, in: transaction)
        try AuditRows.moveHead(entry.bucket, entry.day, sequence: sequence, hash: hash, in: transaction)
    }

    /// The first row that is not what it was when it was written.
    package struct Break: Sendable, Equatable {
        package let bucket: Int
        package let day: Int
        package let sequence: Int64
        package let reason: String
    }

    /// Re-computes every chain; nil where all hold. A pure check: it reads, it mends nothing.
    package static func verify(in transaction: any Transaction) throws -> (entries: Int, broken: Break?) {
        var entries = 0
        var broken: Break?
        var chain: (bucket: Bucket, day: Day, sequence: Int64, hash: [UInt8])?
        var ends: [String: (Int64, [UInt8])] = [:]
        try AuditRows.eachInOrder(in: transaction) { entry, sequence, hash in
            entries += 1
            guard broken == nil else { return }
            if chain == nil || chain!.bucket != entry.bucket || chain!.day != entry.day {
                chain = (entry.bucket, entry.day, 0, genesis(entry.bucket, entry.day))
            }
            let place = (bucket: Int(entry.bucket.number), day: Int(entry.day.yyyymmdd))
            if sequence != chain!.sequence + 1 {
                broken = Break(
                    bucket: place.bucket, day: place.day, sequence: chain!.sequence + 1,
                    reason: "entry missing")
            } else if Self.hash(entry, sequence: sequence, previous: chain!.hash) != hash {
                broken = Break(
                    bucket: place.bucket, day: place.day, sequence: sequence, reason: "entry changed")
            }
            chain!.sequence = sequence
            chain!.hash = hash
            ends["\(place.bucket) \(place.day)"] = (sequence, hash)
        }
        if let broken { return (entries, broken) }
        try AuditRows.eachHead(in: transaction) { bucket, day, sequence, hash in
            guard broken == nil else { return }
            let end = ends["\(bucket) \(day.yyyymmdd)"]
            if end == nil ? sequence > 0 : (end!.0 != sequence || end!.1 != hash) {
                broken = Break(
                    bucket: Int(bucket.number), day: Int(day.yyyymmdd), sequence: (end?.0 ?? 0) + 1,
                    reason: "chain cut short")
            }
        }
        if broken == nil { broken = try brokenRoot(in: transaction) }
        return (entries, broken)
    }

    /// Chains a finished day's heads into the day's root: SHA-256 over the root before and every (bucket, sequence, hash).
    /// Doing it twice changes nothing.
    package static func closeDay(_ day: Day, in transaction: any Transaction) throws -> [UInt8] {
        if let root = try AuditRows.root(day, in: transaction) { return root }
        let root = try computeRoot(day, previous: AuditRows.rootBefore(day, in: transaction), in: transaction)
        try AuditRows.insertRoot(day, root, in: transaction)
        return root
    }

    private static func computeRoot(_ day: Day, previous: [UInt8]?, in transaction: any Transaction) throws
        -> [UInt8]
    {
        var hasher = SHA256()
        hasher.update(data: previous ?? [])
        try AuditRows.eachHead(day, in: transaction) { bucket, sequence, hash in
            withUnsafeBytes(of: Int64(bucket.number).bigEndian) { hasher.update(bufferPointer: $0) }
            withUnsafeBytes(of: sequence.bigEndian) { hasher.update(bufferPointer: $0) }
            hasher.update(data: hash)
        }
        return Array(hasher.finalize())
    }

    private static func brokenRoot(in transaction: any Transaction) throws -> Break? {
        var previous: [UInt8]?
        for (day, root) in try AuditRows.roots(in: transaction) {
            if try computeRoot(day, previous: previous, in: transaction) != root {
                return Break(bucket: -1, day: Int(day.yyyymmdd), sequence: 0, reason: "day root changed")
            }
            previous = root
        }
        return nil
    }
}
