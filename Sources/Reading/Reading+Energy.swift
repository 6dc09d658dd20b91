package import Control
package import Kernel
import Records
package import Store

extension Reading {
    /// The approved energy of a month in one bucket, by account and usage point: what the month run reads. Points that
    /// wait for approval are not among it. How it came about stays unread: `evidence` is empty.
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

    /// One account's energy of a month, for a bill's explanation.
    package func energy(
        _ account: AccountID, _ month: BillingMonth, in transaction: any Transaction
    ) throws -> [PointEnergy] {
        try EnergyRows.periods(account, from: month, to: month, in: transaction)
    }
}
