/// Makes 63-bit time-ordered ids: 41 bits of milliseconds since 2020-01-01Z (until 2089), 10 bits of node, 12 of
/// counter. It never goes back in time: while the clock stands behind the last id, ids go on from the last one.
public struct IdentifierSequence: Sendable {
    /// 2020-01-01T00:00Z.
    public static let epoch: Int64 = 1_577_836_800_000
    private let node: Int64
    private var last: Int64 = 0

    /// - Parameter start: what an earlier sequence of this node came to: every id is made after it. Nil where there
    ///   was none.
    /// - Precondition: `node` is 0…1023.
    public init(node: Int, after start: Instant? = nil) {
        precondition((0..<1024).contains(node), "a node number has ten bits")
        self.node = Int64(node)
        if let start { last = Swift.max(start.milliseconds - Self.epoch, 0) << 12 | 0xfff }
    }

    /// The next id at `now`; greater than every id given before by this sequence.
    public mutating func next(at now: Instant) -> Int64 {
        let millisecond = Swift.max(now.milliseconds - Self.epoch, 1)
        let earliest = millisecond << 12
        last = Swift.max(last + 1, earliest)
        return (last >> 12) << 22 | node << 12 | (last & 0xfff)
    }

    /// The instant that the last id bears: the clock's, or one ahead of a clock that stood behind.
    public var latest: Instant { Instant(milliseconds: last >> 12 + Self.epoch) }

    /// The instant an id of this form was made at.
    public static func instant(of id: Int64) -> Instant { Instant(milliseconds: id >> 22 + epoch) }
}
