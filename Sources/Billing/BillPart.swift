package import Kernel

/// One part of a bill inside whose period a tariff version began: what was rated on one version.
package struct BillPart: Sendable, Hashable, Codable {
    /// How the parts' energy was told apart.
    package enum Method: String, Sendable, Hashable, Codable {
        /// By the registers frozen at 00:00 of the day.
        case frozen = "BY_FROZEN"
        /// In proportion to the days.
        case days = "BY_DAYS"
    }

    /// From when the part's version is in force.
    package let tariffFrom: Day
    package let firstDay: Day
    package let lastDay: Day
    package let method: Method
    package let energy: Energy
    package let amount: Money
    /// Which of the bill's lines are the part's.
    package let firstLine: Int
    package let lineCount: Int

    package var lines: Range<Int> { firstLine..<firstLine + lineCount }
}
