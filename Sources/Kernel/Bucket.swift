/// The shard a row belongs to, 0…4095: the low 12 bits of FNV-1a-64 over the id's eight big-endian bytes.
/// Computed once from the owning id and stored in every row that it owns, first in every key.
@frozen
public struct Bucket: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int32
    @inlinable public static var count: Int { 4096 }

    @inlinable
    public init(of id: Int64) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        let bits = UInt64(bitPattern: id)
        var shift: UInt64 = 56
        while true {
            hash = (hash ^ ((bits >> shift) & 0xff)) &* 0x0000_0100_0000_01b3
            if shift == 0 { break }
            shift -= 8
        }
        number = Int32(hash & 0xfff)
    }

    /// Nil unless 0…4095.
    @inlinable public init?(number: Int) {
        guard (0..<Self.count).contains(number) else { return nil }
        self.number = Int32(number)
    }

    @inlinable public static func < (a: Bucket, b: Bucket) -> Bool { a.number < b.number }
    public var description: String { String(number) }
}

/// A run of whole neighbouring buckets: the unit of work of a month run on one database.
@frozen
public struct BucketRange: Hashable, Sendable {
    public let first: Bucket
    public let last: Bucket
    /// - Precondition: `first <= last`.
    @inlinable public init(_ first: Bucket, _ last: Bucket) {
        precondition(first <= last, "a bucket range runs upwards")
        self.first = first
        self.last = last
    }
    @inlinable public init(_ only: Bucket) { self.init(only, only) }
    @inlinable public static var all: BucketRange {
        BucketRange(Bucket(number: 0)!, Bucket(number: Bucket.count - 1)!)
    }
}
