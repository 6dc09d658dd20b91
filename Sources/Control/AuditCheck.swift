internal import Kernel
package import Store

extension AuditChain {
    /// The first row that is not what it was when it was written, by bucket, then day, then sequence.
    package struct Break: Sendable, Equatable {
        /// `control_audit`, `control_audit_head` or `control_audit_root`.
        package let table: String
        package let bucket: Int
        package let day: Int
        package let sequence: Int64
        package let reason: String
    }

    /// Re-computes every chain; nil where all hold. A pure check: it reads, it mends nothing.
    ///
    /// The chains alone show a row changed, missing or out of its order by anybody who does not re-compute what follows.
    /// Whoever re-computes chain, head and root as well, or cuts all of them short, is found by the signed days: those lie
    /// outside the database.
    /// - Parameters:
    ///   - signed: days that were exported; their signatures must have been checked (`SignedDay.read`).
    ///   - progress: hears how many entries of how many were looked at.
    package static func verify(
        against signed: [SignedDay] = [], in transaction: any Transaction,
        progress: ((_ done: Int, _ total: Int) -> Void)? = nil
    ) throws -> (entries: Int, broken: Break?) {
        var check = AuditCheck(signed)
        var total: Int64 = 0
        if progress != nil {
            try AuditRows.eachHead(in: transaction) { _, _, sequence, _ in total += sequence }
        }
        try AuditRows.eachInOrder(in: transaction) { row in
            check.look(at: row)
            if check.entries % progressStep == 0 { progress?(check.entries, Int(total)) }
        }
        check.endChain()
        try AuditRows.eachHead(in: transaction) { check.head(bucket: $0, day: $1, sequence: $2, hash: $3) }
        check.unseen()
        if check.broken == nil { check.broken = try brokenRoot(signed, in: transaction) }
        return (check.entries, check.broken)
    }

    private static let progressStep = 10_000

    private static func brokenRoot(_ signed: [SignedDay], in transaction: any Transaction) throws -> Break? {
        func broken(_ day: Day, _ reason: String) -> Break {
            Break(
                table: "control_audit_root", bucket: -1, day: Int(day.yyyymmdd), sequence: 0, reason: reason)
        }
        var previous: [UInt8]?
        var stored: [Int64: [UInt8]] = [:]
        for (day, root) in try AuditRows.roots(in: transaction) {
            stored[Int64(day.yyyymmdd)] = root
            if try computeRoot(day, previous: previous, in: transaction) != root {
                return broken(day, "day root changed")
            }
            previous = root
        }
        for day in signed where day.isClosed {
            guard let number = Day(yyyymmdd: Int(day.day)) else { continue }
            guard let root = stored[day.day] else { return broken(number, "signed day root missing") }
            if root != day.root { return broken(number, "day root differs from the signed one") }
        }
        return nil
    }
}

/// The state of one verification: rows come in the order of their chains.
private struct AuditCheck {
    var entries = 0
    var broken: AuditChain.Break?
    private var chain: (bucket: Int64, day: Int64, sequence: Int64, hash: [UInt8])?
    private var ends: [Int64: (sequence: Int64, hash: [UInt8])] = [:]
    private let signed: [Int64: (bucket: Int64, day: Int64, sequence: Int64, hash: [UInt8], isClosed: Bool)]

    init(_ days: [SignedDay]) {
        var signed: [Int64: (Int64, Int64, Int64, [UInt8], Bool)] = [:]
        for day in days {
            for head in day.heads {
                // A day exported while it ran is there again once it was closed: the later line stands.
                signed[Self.key(head.bucket, day.day)] =
                    (head.bucket, day.day, head.sequence, head.hash, day.isClosed)
            }
        }
        self.signed = signed.mapValues {
            (bucket: $0.0, day: $0.1, sequence: $0.2, hash: $0.3, isClosed: $0.4)
        }
    }

    private static func key(_ bucket: Int64, _ day: Int64) -> Int64 { bucket << 32 | day }

    private mutating func note(
        _ bucket: Int64, _ day: Int64, _ sequence: Int64, _ reason: String, table: String = "control_audit"
    ) {
        if broken == nil {
            broken = AuditChain.Break(
                table: table, bucket: Int(bucket), day: Int(day), sequence: sequence, reason: reason)
        }
    }

    mutating func look(at row: AuditRows.Stored) {
        entries += 1
        guard broken == nil else { return }
        if chain.map({ $0.bucket != row.bucket || $0.day != row.day }) ?? true {
            endChain()
            guard broken == nil else { return }
            guard let bucket = Int(exactly: row.bucket).flatMap({ Bucket(number: $0) }),
                let day = Int(exactly: row.day).flatMap({ Day(yyyymmdd: $0) })
            else { return note(row.bucket, row.day, row.sequence, "entry out of any chain") }
            chain = (row.bucket, row.day, 0, AuditChain.genesis(bucket, day))
        }
        guard let link = chain else { return }
        if row.sequence != link.sequence + 1 {
            return note(row.bucket, row.day, link.sequence + 1, "entry missing")
        }
        guard let fields = row.fields, let hash = row.hash,
            AuditChain.hash(fields, previous: link.hash) == hash
        else { return note(row.bucket, row.day, row.sequence, "entry changed") }
        if let wanted = signed[Self.key(row.bucket, row.day)] {
            if wanted.sequence == row.sequence, wanted.hash != hash {
                return note(row.bucket, row.day, row.sequence, "chain differs from the signed head")
            }
            if wanted.isClosed, row.sequence > wanted.sequence {
                return note(row.bucket, row.day, row.sequence, "entry added after the day was signed")
            }
        }
        chain = (row.bucket, row.day, row.sequence, hash)
    }

    /// What was walked to its end must reach as far as it was signed.
    mutating func endChain() {
        guard let link = chain else { return }
        ends[Self.key(link.bucket, link.day)] = (link.sequence, link.hash)
        if let wanted = signed[Self.key(link.bucket, link.day)], link.sequence < wanted.sequence {
            note(link.bucket, link.day, link.sequence + 1, "signed chain cut short")
        }
        chain = nil
    }

    mutating func head(bucket: Int64, day: Int64, sequence: Int64, hash: [UInt8]) {
        guard broken == nil else { return }
        guard let end = ends.removeValue(forKey: Self.key(bucket, day)) else {
            if sequence > 0 { note(bucket, day, 1, "chain missing") }
            return
        }
        if end.sequence < sequence { return note(bucket, day, end.sequence + 1, "chain cut short") }
        if end.sequence != sequence || end.hash != hash {
            note(bucket, day, sequence, "head changed", table: "control_audit_head")
        }
        seen.insert(Self.key(bucket, day))
    }

    private var seen: Set<Int64> = []

    /// Chains without a head, and signed chains of which nothing is left.
    mutating func unseen() {
        guard broken == nil else { return }
        if let (key, end) = ends.min(by: { $0.key < $1.key }) {
            note(key >> 32, key & 0xffff_ffff, end.sequence, "head missing", table: "control_audit_head")
        } else if let lost = signed.filter({ !seen.contains($0.key) }).min(by: { $0.key < $1.key })?.value {
            note(lost.bucket, lost.day, 1, "signed chain missing")
        }
    }
}
