package import Control
package import Kernel
package import Store

/// For the rooms to the right, inside transactions of their own. They keep to the scope they are given.
extension Records {
    /// The account with this 户号, or with it as its old number; nil where there is none.
    package func accountID(consumerNo: String, in transaction: any Transaction) throws -> AccountID? {
        let owner =
            try NameRegistry.owner(kind: RecordsName.consumerNo, name: consumerNo, in: transaction)
            ?? NameRegistry.owner(kind: RecordsName.oldNo, name: consumerNo, in: transaction)
        return owner.map { AccountID($0) }
    }

    /// The account's row; nil where there is none.
    package func row(_ id: AccountID, in transaction: any Transaction) throws -> Account? {
        try AccountRows.account(id, in: transaction)
    }

    /// The account's row.
    /// - Throws: `RecordsRefusal.accountUnknown` where there is none or it lies outside `scope`.
    package func row(_ id: AccountID, scope: OrganisationPath, in transaction: any Transaction) throws
        -> Account
    {
        guard let account = try AccountRows.account(id, in: transaction),
            scope.contains(account.organisationPath)
        else { throw RecordsRefusal.accountUnknown(id.description) }
        return account
    }

    package func terms(of account: AccountID, in transaction: any Transaction) throws -> TermHistory {
        try TermRows.history(account, in: transaction)
    }

    package func usagePoints(of account: AccountID, in transaction: any Transaction) throws -> [UsagePoint] {
        try MeterRows.points(account, in: transaction)
    }

    /// By usage point, then by the day they were put up; those taken down too.
    package func installations(of account: AccountID, in transaction: any Transaction) throws
        -> [Installation]
    {
        try MeterRows.installations(account, in: transaction)
    }

    /// The accounts of whole buckets with the terms that hold on a day, in order of bucket and id: the month's run.
    package func billable(
        in range: BucketRange, on day: Day, scope: OrganisationPath, in transaction: any Transaction
    ) throws -> [BillableAccount] {
        try BillableRows.accounts(in: range, on: day, scope: scope, transaction)
    }

    /// One account as a month's run reads it, with the terms that hold on a day; nil where there is none.
    package func billable(_ id: AccountID, on day: Day, in transaction: any Transaction) throws
        -> BillableAccount?
    {
        guard let account = try AccountRows.account(id, in: transaction) else { return nil }
        return BillableAccount(
            id: id, organisation: account.organisation, organisationPath: account.organisationPath,
            accountClass: account.accountClass, openedOn: account.openedOn, closedOn: account.closedOn,
            terms: try TermRows.history(id, in: transaction).term(on: day)?.values)
    }

    /// How many accounts a scope has, closed ones too: what a run is cut by.
    package func count(scope: OrganisationPath, in transaction: any Transaction) throws -> Int {
        try AccountRows.count(scope: scope, in: transaction)
    }
}
