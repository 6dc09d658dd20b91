internal import Control
internal import Kernel
internal import Reading
internal import Records
internal import Store

/// What a unit is gathered from, each in the order of buckets and accounts.
struct GatherInput {
    var accounts: [BillableAccount]
    var points: [PointEnergy]
    /// The month's bills: their accounts are left out but in a rehearsal.
    var billed: [BillRows.Trace] = []
    /// The bills of the month before.
    var previous: [BillRows.Trace]
    var equipment: [AccountID: [Equipment]]
    /// What the month's own bills hand on, and those of the month before.
    var settled: [AccountID: BillState] = [:]
    var handed: [AccountID: BillState] = [:]
    /// Whether a month that is settled more than once is; else it is taken whole.
    var isSettling = false
    /// The standing bills' energy of a tier year, from a month up to the one before, where others than the account's own
    /// version are asked for.
    var counted: (BillingMonth) throws -> [AccountID: Energy] = { _ in [:] }
    /// What a rehearsal's months before came to, of those for whom it is not what their bills say.
    var pasts: [AccountID: RatedPast] = [:]
}

extension Billing {
    /// What one unit's month is gathered from, bucket by bucket.
    func input(
        _ range: BucketRange, month: BillingMonth, _ scope: OrganisationPath, isSettling: Bool,
        in transaction: any Transaction
    ) throws -> GatherInput {
        let before = month.number > 0 ? month.adding(months: -1) : nil
        return GatherInput(
            accounts: try records.billable(in: range, on: month.lastDay, scope: scope, in: transaction),
            points: try reading.approved(month, in: range, transaction),
            billed: try BillRows.traces(month, in: range, transaction),
            previous: try before.map { try BillRows.traces($0, in: range, transaction) } ?? [],
            equipment: try records.equipment(in: range, transaction),
            settled: try DetailRows.states(month, in: range, transaction),
            handed: try before.map { try DetailRows.states($0, in: range, transaction) } ?? [:],
            isSettling: isSettling
        ) { try BillRows.counted(from: $0, before: month, in: range, transaction) }
    }
}
