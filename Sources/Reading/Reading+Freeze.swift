package import Control
package import Kernel
import Records
package import Store

extension Reading {
    /// Takes what an account's registers showed at 00:00 of a day inside a month's cycle (冻结示数): the energy before
    /// that day is divided from the rest by it where a tariff version begins on the day and says so. Again before the
    /// month is billed makes a further revision.
    ///
    /// - Parameters:
    ///   - readings: its day is the one the registers were frozen for; a demand register need not be among them.
    ///   - month: the billing month in whose cycle the day lies.
    /// - Returns: the energy of each usage point before the day.
    /// - Throws: `ReadingRefusal.notTaken` with every error, `.accountUnknown`, `MonthRefusal.closed`.
    @discardableResult
    package func freeze(_ readings: AccountReadings, _ month: BillingMonth, by principal: Principal)
        async throws
        -> [PointEnergy]
    {
        try await taking {
            try await control.command("reading.enter", by: principal) { act in
                let account = try self.account(readings.account, under: principal.scope, in: act.transaction)
                try control.requireOpen([MonthPlace(account.organisation, month)], in: act.transaction)
                let points = try judgeFrozen(readings, month, account, act)
                let place = account.organisationPath
                try act.perform(.read, on: DutyMatter.reading(account.account, month), at: place)
                try act.perform(.read, on: DutyMatter.readings(account.organisation, month), at: place)
                let day = readings.day
                for point in points {
                    let before = try FrozenRows.revision(
                        of: account.account, day, point.usagePoint, in: act.transaction)
                    try FrozenRows.insert(
                        point, on: day, revision: before + 1, user: act.principal.user, at: act.now,
                        in: act.transaction)
                }
                try act.audit(
                    bucket: account.account.bucket, action: "reading.freeze",
                    subject: "account \(account.account) \(day)",
                    after:
                        "{\"energyWh\":\(points.map(\.total).total().wattHours),\"points\":\(points.count)}")
                return points
            }
        }
    }

    /// Judged as a reading of the day before: what a register shows at 00:00 it showed at that day's end.
    private func judgeFrozen(
        _ readings: AccountReadings, _ month: BillingMonth, _ account: ReadableAccount, _ act: Act
    ) throws -> [PointEnergy] {
        let id = account.account
        let day = readings.day.adding(days: -1)
        var values = readings.values
        for meter in account.meters where meter.isInPlace(on: day) {
            for register in meter.registers where register.kind.isDemand {
                let given = values.contains {
                    $0.register == register.kind && ($0.assetNo == nil || $0.assetNo == meter.assetNo)
                }
                if !given { values.append(RegisterReading(register.kind, .zero, assetNo: meter.assetNo)) }
            }
        }
        var input = AssessmentInput(
            readings: AccountReadings(id, on: day, values), account: account, month: day.billingMonth,
            today: act.today,
            exceptions: try control.codeBook("\(ReadingCodes.exceptions)", in: act.transaction),
            rules: try ReadingRules.inForce(
                for: account.organisationPath, on: month.lastDay, control: control, in: act.transaction))
        input.past = try pastReadings(of: [id], before: month, in: act.transaction)[id] ?? PastReadings()
        input.isBilled = try billed([id], month, act.transaction).contains(id)
        let assessment = Assessment(input)
        guard !assessment.hasErrors, !assessment.points.isEmpty else {
            throw ReadingRefusal.notTaken(assessment.findings.filter { $0.severity == .error })
        }
        return assessment.points
    }

    /// An account's energy before a day by its frozen registers, the newest revision of each usage point; empty where
    /// nobody froze them.
    package func frozen(
        _ account: AccountID, on day: Day, in transaction: any Transaction
    ) throws -> [PointEnergy] {
        try FrozenRows.points(account, day, in: transaction)
    }
}
