/// Small line drawings for tiles and table cells: text for the `points` of a `<polyline>`.
package enum Spark {
    /// The points of a line through `values` in a box of 100 × 24, the least value at the bottom.
    package static func points(_ values: [Int64]) -> String {
        guard values.count > 1, let least = values.min(), let most = values.max() else { return "" }
        let span = Int128(most) - Int128(least)
        return values.enumerated().map { index, value in
            let x = index * 1000 / (values.count - 1)
            let y = span == 0 ? Int128(120) : 230 - (Int128(value) - Int128(least)) * 220 / span
            return "\(x / 10).\(x % 10),\(y / 10).\(y % 10)"
        }.joined(separator: " ")
    }
}

/// Bars for table cells: rectangles in a box of 100 × 24, to be drawn as `<rect>`s.
package struct Bar: Sendable {
    package let x: String
    package let y: String
    package let width: String
    package let height: String

    /// One bar a value, the greatest as high as the box; negative values as zero.
    package static func all(_ values: [Int64]) -> [Bar] {
        guard !values.isEmpty else { return [] }
        let most = max(values.max() ?? 1, 1)
        let step = 1000 / values.count
        return values.enumerated().map { index, value in
            let height = Int(Int128(max(value, 0)) * 230 / Int128(most)) + 10
            func tenths(_ number: Int) -> String { "\(number / 10).\(number % 10)" }
            return Bar(
                x: tenths(index * step), y: tenths(240 - height), width: tenths(max(step * 7 / 10, 1)),
                height: tenths(height))
        }
    }
}
