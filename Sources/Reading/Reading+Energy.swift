package import Control
package import Kernel
import Records
package import Store

extension Reading {
    /// The approved energy of a month in one bucket, by account and usage point: what the month run reads. Points that
    /// wait for approval are not among it, those that wait for their losses are (`lossWaits`): their account has no bill
    /// yet. How it came about stays unread: `evidence` is empty.
    package func approved(
        _ month: BillingMonth, in bucket: Bucket, _ transaction: any Transaction
    ) throws -> [PointEnergy] {
        try EnergyRows.approved(month, BucketRange(bucket), in: transaction)
    }

    /// The same of a range of whole buckets, by bucket first.
    ///
    /// On SQLite the month's rows of each bucket are read by key, one bucket after the other; a range over buckets would
    /// walk through every month of the range.
    package func approved(
        _ month: BillingMonth, in range: BucketRange, _ transaction: any Transaction
    ) throws -> [PointEnergy] {
        try EnergyRows.approved(month, range, in: transaction)
    }

    /// The periods of one account from a month on, oldest first, pending ones too: its consumption, and with
    /// `RegisterEvidence.unpack` how each came about.
    /// - Parameter months: how many at most, 1…36.
    /// - Throws: `ReadingRefusal.accountUnknown` outside the principal's scope.
    package func periods(
        _ account: AccountID, from month: BillingMonth, months: Int, by principal: Principal
    ) async throws -> [PointEnergy] {
        try await control.read("reading.read", by: principal) { transaction in
            _ = try self.account(account, under: principal.scope, in: transaction)
            return try EnergyRows.periods(
                account, from: month, to: month.adding(months: min(max(months, 1), 36) - 1), in: transaction)
        }
    }

    /// What was found at an account's meters in some months: at most one a month, the newest where it still stands.
    /// - Throws: `ReadingRefusal.accountUnknown` outside the principal's scope.
    package func siteNotes(
        _ account: AccountID, from month: BillingMonth, months: Int, by principal: Principal
    ) async throws -> [SiteNote] {
        try await control.read("reading.read", by: principal) { transaction in
            _ = try self.account(account, under: principal.scope, in: transaction)
            let last = month.adding(months: min(max(months, 1), 36) - 1)
            let notes = try SiteNoteRows.notes(of: account, from: month, to: last, in: transaction)
            let periods = try EnergyRows.periods(account, from: month, to: last, in: transaction)
            return notes.filter { note in
                periods.filter { $0.month == note.month }.map(\.version).max() == note.version
            }
        }
    }

    /// The code table of what is found at meters, with its history.
    package func exceptionCodes() async throws -> CodeBook {
        let control = control
        return try await control.house.database.read {
            try control.codeBook("\(ReadingCodes.exceptions)", in: $0)
        }
    }

    /// One account's energy of a month, for a bill's explanation.
    package func energy(
        _ account: AccountID, _ month: BillingMonth, in transaction: any Transaction
    ) throws -> [PointEnergy] {
        try EnergyRows.periods(account, from: month, to: month, in: transaction)
    }
}
