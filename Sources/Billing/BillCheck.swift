package import Kernel
internal import Rating

/// The automatic conditions that a calculated bill is held against before its release (电费审核).
///
/// Which they are: the trade's list of conditions for checking electricity fees (zero energy, sudden increase or
/// decrease, abnormal power factor, abnormal amount); the numbers are parameters.
package struct BillCheck: Sendable {
    package var suddenPercent: [Bool: Int64]
    package var suddenFloor: [Bool: Energy]
    package var leastPowerFactor: PowerFactor
    package var amountMultiple: Int64

    /// What is worth a look about one bill; `before` is the last month's bill where there is one.
    func findings(
        isResidential: Bool, usage: Usage, bill: RatedBill, before: BillRows.Trace?
    ) -> [(code: String, found: Int64, expected: Int64)] {
        var findings: [(String, Int64, Int64)] = []
        if usage.total.isZero { findings.append(("ZERO_ENERGY", 0, before?.energy.wattHours ?? 0)) }
        if let factor = bill.powerFactor, factor < leastPowerFactor {
            findings.append(("LOW_POWER_FACTOR", factor.hundredths, leastPowerFactor.hundredths))
        }
        if usage.powerFactorStandard != .none, usage.reactive.isZero, !usage.total.isZero {
            findings.append(("NO_REACTIVE", 0, usage.total.wattHours))
        }
        guard let before else { return findings }
        let change = usage.total.wattHours - before.energy.wattHours
        let floor = suddenFloor[isResidential]?.wattHours ?? 0
        let percent = suddenPercent[isResidential] ?? 100
        if change.magnitude >= UInt64(max(0, floor)), !before.energy.isZero,
            Int128(change.magnitude) * 100 >= Int128(before.energy.wattHours) * Int128(percent)
        {
            findings.append(
                (change > 0 ? "SUDDEN_RISE" : "SUDDEN_FALL", usage.total.wattHours, before.energy.wattHours))
        }
        if before.amount.fen > 0, Int128(bill.total.fen) > Int128(before.amount.fen) * Int128(amountMultiple)
        {
            findings.append(("HIGH_AMOUNT", bill.total.fen, before.amount.fen))
        }
        return findings
    }
}
