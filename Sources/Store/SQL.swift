package import Kernel

/// One value bound to a statement or read from a row: the four types both engines share.
package enum SQLValue: Sendable, Hashable {
    case null
    case int64(Int64)
    case text(String)
    case blob([UInt8])
}

/// A type that binds as one SQL argument.
package protocol SQLBindable {
    var sqlValue: SQLValue { get }
}

/// A statement: text in the dialect both engines share, and its typed arguments in order.
///
/// Written as a string literal; an interpolation binds its value as `$n`, it never splices text. The text is the key
/// of the prepared-statement cache, so statements that run often have text that does not vary.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    package private(set) var text: String
    package private(set) var arguments: [SQLValue]

    package init(stringLiteral value: String) {
        text = value
        arguments = []
    }

    package init(stringInterpolation built: Interpolation) {
        text = built.text
        arguments = built.arguments
    }

    /// Text written in source with its arguments listed; for statements kept as constants.
    package init(_ text: StaticString, _ arguments: [SQLValue]) {
        self.text = text.description
        self.arguments = arguments
    }

    /// The same text with another first argument.
    package func with(first argument: SQLValue) -> SQL {
        var other = self
        other.arguments[0] = argument
        return other
    }

    /// This statement followed by another, whose arguments are renumbered.
    package static func + (a: SQL, b: SQL) -> SQL {
        var joined = a
        joined.append(b)
        return joined
    }

    package mutating func append(_ other: SQL) {
        if other.arguments.isEmpty {
            text += other.text
            return
        }
        var number = ""
        var inNumber = false
        for character in other.text.unicodeScalars {
            if inNumber, ("0"..."9").contains(character) {
                number.unicodeScalars.append(character)
                continue
            }
            if inNumber {
                text += String((Int(number) ?? 0) + arguments.count)
                inNumber = false
            }
            text.unicodeScalars.append(character)
            if character == "$" {
                inNumber = true
                number = ""
            }
        }
        if inNumber { text += String((Int(number) ?? 0) + arguments.count) }
        arguments += other.arguments
    }

    /// Builds the text with `$1`, `$2` … in place of values.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var arguments: [SQLValue] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 3)
            arguments.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }

        package mutating func appendInterpolation(_ value: some SQLBindable) {
            arguments.append(value.sqlValue)
            text += "$\(arguments.count)"
        }

        package mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            arguments.append(value?.sqlValue ?? .null)
            text += "$\(arguments.count)"
        }

        /// A range of whole buckets: an equality where it is one bucket, so that a sharded engine sends it to one node.
        package mutating func appendInterpolation(
            bucket column: StaticString = "bucket", in range: BucketRange
        ) {
            appendLiteral(column.description)
            if range.first == range.last {
                appendLiteral(" = ")
                appendInterpolation(range.first)
            } else {
                appendLiteral(" BETWEEN ")
                appendInterpolation(range.first)
                appendLiteral(" AND ")
                appendInterpolation(range.last)
            }
        }
    }
}

extension SQLValue: SQLBindable { package var sqlValue: SQLValue { self } }
extension Int64: SQLBindable { package var sqlValue: SQLValue { .int64(self) } }
extension Int: SQLBindable { package var sqlValue: SQLValue { .int64(Int64(self)) } }
extension Int32: SQLBindable { package var sqlValue: SQLValue { .int64(Int64(self)) } }
extension Bool: SQLBindable { package var sqlValue: SQLValue { .int64(self ? 1 : 0) } }
extension String: SQLBindable { package var sqlValue: SQLValue { .text(self) } }
extension [UInt8]: SQLBindable { package var sqlValue: SQLValue { .blob(self) } }
extension Day: SQLBindable { package var sqlValue: SQLValue { .int64(Int64(yyyymmdd)) } }
extension BillingMonth: SQLBindable { package var sqlValue: SQLValue { .int64(Int64(yyyymm)) } }
extension Instant: SQLBindable { package var sqlValue: SQLValue { .int64(milliseconds) } }
extension Bucket: SQLBindable { package var sqlValue: SQLValue { .int64(Int64(number)) } }
extension Identifier: SQLBindable { package var sqlValue: SQLValue { .int64(number) } }
extension Money: SQLBindable {}
extension Energy: SQLBindable {}
extension ReactiveEnergy: SQLBindable {}
extension Power: SQLBindable {}
extension ApparentPower: SQLBindable {}
extension Price: SQLBindable {}
extension CapacityPrice: SQLBindable {}
extension Percent: SQLBindable {}
extension PowerFactor: SQLBindable {}
extension Multiplier: SQLBindable {}
extension RegisterValue: SQLBindable {}
extension Quantity { package var sqlValue: SQLValue { .int64(units) } }
