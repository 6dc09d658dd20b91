package import Control
package import Kernel
package import Records
import Store

/// One account's month as the entry form shows it.
package struct EntryForm: Sendable {
    package struct Line: Sendable, Hashable {
        package let usagePoint: UsagePointID
        package let assetNo: String
        package let multiplier: Multiplier
        package let register: RegisterKind
        package let digits: Int
        package let decimals: Int
        package let previousDay: Day
        package let previous: RegisterValue
        /// What was read this month already.
        package let current: RegisterValue?
    }

    package let account: AccountID
    package let consumerNo: String
    package let month: BillingMonth
    /// What a re-entry must name: 0 before the first entry.
    package let version: Int64
    package let isBilled: Bool
    package let lines: [Line]
    /// What was found at the meter this month, a code of `reading.exception`.
    package let exception: String?
}

extension Reading {
    /// What the entry form of an account and month shows: each register in place at `day` with its reading before.
    /// - Throws: `ReadingRefusal.accountUnknown` outside the principal's scope.
    package func form(
        _ account: AccountID, _ month: BillingMonth, on day: Day, by principal: Principal
    ) async throws -> EntryForm {
        try await control.read("reading.read", by: principal) { transaction in
            let owner = try self.account(account, under: principal.scope, in: transaction)
            let past =
                try pastReadings(of: [account], before: month, in: transaction)[account] ?? PastReadings()
            let present = try ReadingRows.readings(of: [account], month: month, in: transaction)[account]
            let histories =
                try ReadingRows.histories(of: [account], month: month, in: transaction)[account] ?? []
            let version = histories.filter { $0.month == month }.map(\.version).max() ?? 0
            let lines = owner.meters.filter { $0.isInPlace(on: day) }.flatMap { meter in
                meter.registers.map { register in
                    let before = past.row(meter.id, register.kind)
                    return EntryForm.Line(
                        usagePoint: meter.usagePoint, assetNo: meter.assetNo, multiplier: meter.multiplier,
                        register: register.kind, digits: register.digits, decimals: register.decimals,
                        previousDay: before?.day ?? meter.installedOn,
                        previous: before?.value ?? register.installValue,
                        current: present?.row(meter.id, register.kind)?.value)
                }
            }
            let found = try SiteNoteRows.notes(of: account, from: month, to: month, in: transaction)
            return EntryForm(
                account: account, consumerNo: owner.consumerNo, month: month, version: version,
                isBilled: version > 0 ? try billed([account], month, transaction).contains(account) : false,
                lines: lines, exception: found.last { $0.version == version }?.code)
        }
    }

    /// Takes one account's readings from the console; again before the month is billed makes a further revision.
    ///
    /// - Parameter version: what `form` gave; another person's entry in between is refused.
    /// - Returns: what was found that is no error (warnings, and what now waits for approval).
    /// - Throws: `ReadingRefusal.notTaken` with every error, `.accountUnknown`, `ControlRefusal.changedMeanwhile`;
    ///   `PeopleRefusal.samePerson` where the person approved this account's readings of the month.
    @discardableResult
    package func enter(
        _ readings: AccountReadings, _ month: BillingMonth, version: Int64, source: ReadingSource = .console,
        by principal: Principal
    ) async throws -> LoadResult {
        try await taking {
            try await control.command("reading.enter", by: principal) { act in
                let account = try self.account(readings.account, under: principal.scope, in: act.transaction)
                let result = try take(
                    [readings], month, source: source, permission: "reading.enter", approvesReviews: false,
                    version: version, by: act)
                guard result.taken == 1 else { throw ReadingRefusal.notTaken(result.errors) }
                try act.perform(
                    .read, on: DutyMatter.reading(account.account, month), at: account.organisationPath)
                return result
            }
        }
    }

    /// An account under a scope; another station's looks like an unknown one.
    func account(
        _ id: AccountID, under scope: OrganisationPath, in transaction: any Transaction
    ) throws -> ReadableAccount {
        guard let found = try records.readableAccounts([id], in: transaction)[id],
            scope.contains(found.organisationPath)
        else { throw ReadingRefusal.accountUnknown(id.description) }
        return found
    }
}
