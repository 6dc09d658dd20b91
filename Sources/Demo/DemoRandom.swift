/// SplitMix64 (Steele, Lea, Flood 2014): the only source of chance of the demo utility, so that one seed gives one
/// utility on every machine.
struct DemoRandom: Sendable {
    private var state: UInt64

    /// A stream of its own for each list of keys: what one account draws never depends on another.
    init(_ seed: UInt64, _ keys: Int...) {
        state = seed
        for key in keys {
            state = next() ^ (UInt64(bitPattern: Int64(key)) &* 0x9e37_79b9_7f4a_7c15)
        }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// 0 ..< `count`.
    mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// True in so many of a thousand.
    mutating func chance(_ permille: Int) -> Bool { below(1_000) < permille }

    mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

    /// `value` give or take at most so many permille; the middle is likelier than the edges.
    mutating func about(_ value: Int64, give permille: Int) -> Int64 {
        let swing = Int64(below(permille + 1) + below(permille + 1) - permille)
        return value + value * swing / 1_000
    }
}
