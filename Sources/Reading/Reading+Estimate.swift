package import Control
package import Kernel
import Records
import Store

extension Reading {
    /// Estimates an account's readings of a month (估抄): each register moves as it did per day in the same month last
    /// year, else over the last periods (`reading.averageMonths`); the energy is marked estimated, and the next real reading settles it, for
    /// its difference simply continues.
    ///
    /// - Throws: `ReadingRefusal.tooManyEstimates` (`reading.estimates` in a row), `.noBasisForEstimate`, and what `enter`
    ///   throws.
    @discardableResult
    package func estimate(
        _ account: AccountID, _ month: BillingMonth, on day: Day, version: Int64 = 0, by principal: Principal
    ) async throws -> LoadResult {
        let readings = try await control.read("reading.enter", by: principal) { transaction in
            let found = try self.account(account, under: principal.scope, in: transaction)
            let past =
                try pastReadings(of: [account], before: month, in: transaction)[account] ?? PastReadings()
            let rules = try ReadingRules.inForce(
                for: found.organisationPath, on: month.lastDay, control: control, in: transaction)
            let year = try EnergyRows.periods(
                account, from: month.adding(months: -12), to: month.adding(months: -1), in: transaction)
            let streak = (1...12).prefix { back in
                year.contains { $0.month == month.adding(months: -back) && $0.isEstimated }
            }.count
            guard Int64(streak) < rules.estimates else {
                throw ReadingRefusal.tooManyEstimates(most: rules.estimates)
            }
            let lastYear = year.filter { $0.month == month.adding(months: -12) }
            let basis =
                lastYear.isEmpty
                ? year.filter { $0.month >= month.adding(months: -Int(rules.averageMonths)) } : lastYear
            guard let last = past.lastDay, basis.contains(where: { $0.days > 0 }) else {
                throw ReadingRefusal.noBasisForEstimate(account: found.consumerNo)
            }
            let days = Int64(day.days(since: last))
            let values = found.meters.filter { $0.isInPlace(on: day) }.flatMap { meter in
                meter.registers.map { register in
                    Self.estimate(register, of: meter, from: past, basis: basis, days: days)
                }
            }
            return AccountReadings(account, on: day, values)
        }
        return try await enter(readings, month, version: version, by: principal)
    }

    private static func estimate(
        _ register: Register, of meter: Installation, from past: PastReadings, basis: [PointEnergy],
        days: Int64
    ) -> RegisterReading {
        let previous = past.row(meter.id, register.kind)?.value ?? register.installValue
        let points = basis.filter { $0.usagePoint == meter.usagePoint }
        let stretches = points.flatMap { RegisterEvidence.unpack($0.evidence) ?? [] }
            .filter { $0.register == register.kind }
        let resolution = (0..<max(0, RegisterValue.decimals - register.decimals)).reduce(Int64(1)) {
            unit, _ in unit * 10
        }
        guard !register.kind.isDemand else {
            let watts = Int128(stretches.map(\.amount).max() ?? 0)
            let units = Int64(clamping: watts * 10_000 / Int128(max(meter.multiplier.units, 1)))
            return RegisterReading(
                register.kind, RegisterValue(units: units / resolution * resolution), assetNo: meter.assetNo,
                status: .estimated)
        }
        let span = Int128(max(points.reduce(0) { $0 + $1.days }, 1))
        let amount = stretches.reduce(Int128(0)) { $0 + Int128($1.amount) }
        // Wh × 1e4 / 1e3 is the register's unit; divided by the multiplier's thousandths.
        let moved = Rounding.halfUp.quotient(
            amount * Int128(max(days, 0)) * 10_000, span * Int128(max(meter.multiplier.units, 1)))
        let turn = Int128((0..<register.digits).reduce(RegisterValue.unitsPerWhole) { turn, _ in turn * 10 })
        let value = Int64(clamping: (Int128(previous.units) + moved) % turn) / resolution * resolution
        return RegisterReading(
            register.kind, RegisterValue(units: value), assetNo: meter.assetNo,
            status: value < previous.units ? .estimatedRollover : .estimated)
    }
}
