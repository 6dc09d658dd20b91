/// Why a piece of text is not an exact decimal.
public enum DecimalTextError: String, Error, Sendable, Hashable {
    /// No digits at all.
    case empty
    /// A character that is neither an ASCII digit, one point, nor a leading sign.
    case notANumber
    /// More digits after the point than the unit holds; rounding on input is refused.
    case tooPrecise
    /// Larger than 64 bits hold.
    case tooLarge
}

/// Exact decimal text to scaled integers and back.
public enum DecimalText {
    /// Reads ASCII decimal text into `10^-decimals` units.
    public static func read(_ text: some StringProtocol, decimals: Int) throws(DecimalTextError) -> Int64 {
        var negative = false
        var seenPoint = false
        var seenDigit = false
        var fraction = 0
        var value: Int64 = 0
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where index == 0: negative = true
            case UInt8(ascii: "+") where index == 0: break
            case UInt8(ascii: ".") where !seenPoint: seenPoint = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                seenDigit = true
                let digit = Int64(byte - UInt8(ascii: "0"))
                if seenPoint {
                    fraction += 1
                    if fraction > decimals {
                        if digit != 0 { throw .tooPrecise }
                        continue
                    }
                }
                value = try push(value, digit)
            default: throw .notANumber
            }
        }
        guard seenDigit else { throw text.isEmpty ? .empty : .notANumber }
        for _ in 0..<Swift.max(0, decimals - fraction) { value = try push(value, 0) }
        return negative ? -value : value
    }

    private static func push(_ value: Int64, _ digit: Int64) throws(DecimalTextError) -> Int64 {
        let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
        let (sum, over) = product.addingReportingOverflow(digit)
        if overflowed || over { throw .tooLarge }
        return sum
    }

    /// Writes scaled units; keeps at least `least` decimals, all of them where `least` is nil.
    public static func write(_ units: Int64, decimals: Int, least: Int? = nil) -> String {
        var digits = String(units.magnitude)
        if digits.utf8.count <= decimals {
            digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
        }
        var fraction = String(digits.suffix(decimals))
        let whole = String(digits.dropLast(decimals))
        if let least {
            while fraction.utf8.count > least, fraction.hasSuffix("0") { fraction.removeLast() }
        }
        return (units < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// The written form with a comma every three digits of the whole part, such as `"1,234,567.80"`.
    public static func grouped(_ written: String) -> String {
        let negative = written.hasPrefix("-")
        let body = negative ? written.dropFirst() : written[...]
        let parts = body.split(separator: ".", maxSplits: 1)
        var whole = ""
        for (index, digit) in parts[0].enumerated() {
            if index > 0, (parts[0].count - index) % 3 == 0 { whole.append(",") }
            whole.append(digit)
        }
        return (negative ? "-" : "") + whole + (parts.count > 1 ? "." + parts[1] : "")
    }
}
