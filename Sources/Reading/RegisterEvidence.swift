package import Kernel
package import Records

/// How one register's share of a month's energy came about: what a bill is explained with.
///
/// Packed as text, a register a line of comma-separated whole numbers:
/// `kind,installation,fromDay,from,toDay,to,multiplier,flags,energy,carriedIn,carriedOut`.
package struct RegisterEvidence: Sendable, Hashable {
    package struct Flags: OptionSet, Sendable, Hashable {
        package let rawValue: Int64
        package init(rawValue: Int64) { self.rawValue = rawValue }
        package static let rolledOver = Flags(rawValue: 1)
        package static let estimated = Flags(rawValue: 2)
        /// The stretch ends with the meter's removal.
        package static let removed = Flags(rawValue: 4)
        /// Readings were cut to whole register units; otherwise the remainder was carried.
        package static let cut = Flags(rawValue: 8)
        /// The stretch begins with the meter's installation.
        package static let installed = Flags(rawValue: 16)
    }

    package let register: RegisterKind
    package let installation: Int64
    package let fromDay: Day
    package let previous: RegisterValue
    package let toDay: Day
    package let current: RegisterValue
    package let multiplier: Multiplier
    package let flags: Flags
    /// Wh, varh or W by the register: this stretch's share before periods are balanced.
    package let amount: Int64
    /// What the bill before handed on to this register (Wh), and what this one hands on.
    package let carriedIn: Energy
    package let carriedOut: Energy

    /// Packs the stretches of a usage point.
    static func pack(_ stretches: [RegisterEvidence]) -> String {
        var text = ""
        text.reserveCapacity(stretches.count * 72)
        for (index, stretch) in stretches.enumerated() {
            if index > 0 { text += ";" }
            let numbers: [Int64] = [
                Int64(stretch.register.rawValue), stretch.installation, Int64(stretch.fromDay.yyyymmdd),
                stretch.previous.units, Int64(stretch.toDay.yyyymmdd), stretch.current.units,
                stretch.multiplier.units,
                stretch.flags.rawValue, stretch.amount, stretch.carriedIn.units, stretch.carriedOut.units,
            ]
            for (place, number) in numbers.enumerated() {
                if place > 0 { text += "," }
                text += String(number)
            }
        }
        return text
    }

    /// Reads what `pack` wrote; nil for anything else.
    package static func unpack(_ text: String) -> [RegisterEvidence]? {
        var stretches: [RegisterEvidence] = []
        for line in text.split(separator: ";") {
            let numbers = line.split(separator: ",").compactMap { Int64($0) }
            guard numbers.count == 11, let register = RegisterKind(rawValue: Int(numbers[0])),
                let fromDay = Day(yyyymmdd: Int(numbers[2])), let toDay = Day(yyyymmdd: Int(numbers[4]))
            else { return nil }
            stretches.append(
                RegisterEvidence(
                    register: register, installation: numbers[1], fromDay: fromDay,
                    previous: RegisterValue(units: numbers[3]), toDay: toDay,
                    current: RegisterValue(units: numbers[5]),
                    multiplier: Multiplier(units: numbers[6]), flags: Flags(rawValue: numbers[7]),
                    amount: numbers[8],
                    carriedIn: Energy(units: numbers[9]), carriedOut: Energy(units: numbers[10])))
        }
        return stretches
    }
}
