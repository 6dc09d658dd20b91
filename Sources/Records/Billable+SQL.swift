import Control
import Kernel
import Store

/// The accounts of whole buckets with the terms that hold on a day: what the month's run reads of records.
enum BillableRows {
    /// In order of bucket and id. Accounts and terms are read one after the other and laid side by side here: both lie in
    /// this order, and a join would look for each account's terms anew.
    static func accounts(
        in range: BucketRange, on day: Day, scope: OrganisationPath, _ transaction: any Transaction
    ) throws -> [BillableAccount] {
        var accounts = try accounts(in: range, scope: scope, transaction)
        var place = 0
        var terms = TermsOfDay()
        try terms.each(in: range, on: day, transaction) { account, values in
            if place < accounts.count, accounts[place].id != account {
                // Terms of accounts out of scope are passed over.
                let key = (account.bucket, account)
                while place < accounts.count, (accounts[place].id.bucket, accounts[place].id) < key {
                    place += 1
                }
            }
            guard place < accounts.count, accounts[place].id == account else { return }
            accounts[place].terms = values
            place += 1
        }
        return accounts
    }

    private static func accounts(
        in range: BucketRange, scope: OrganisationPath, _ transaction: any Transaction
    ) throws -> [BillableAccount] {
        var accounts: [BillableAccount] = []
        // What follows from account to account mostly has the same words: each is turned into its value once.
        var words = (path: scope.text, kind: AccountClass.residential.rawValue)
        var path = scope
        var kind = AccountClass.residential
        try transaction.each(
            """
            SELECT id, organisation_id, organisation_path, class, opened_on, closed_on FROM records_account
            WHERE \(bucket: "bucket", in: range)
                AND organisation_path >= \(scope.text) AND organisation_path < \(scope.end)
            ORDER BY bucket, id
            """
        ) { row in
            if try row.text(2, into: &words.path) { path = OrganisationPath(words.path) }
            if try row.text(3, into: &words.kind) {
                guard let found = AccountClass(rawValue: words.kind) else {
                    throw StoreFault.column(3, "is not a class of accounts")
                }
                kind = found
            }
            accounts.append(
                BillableAccount(
                    id: try row.id(0), organisation: try row.id(1), organisationPath: path,
                    accountClass: kind, openedOn: try row.day(4), closedOn: try row.optionalDay(5)))
        }
        return accounts
    }
}

/// Finds, revision by revision, which terms hold on a day.
private struct TermsOfDay {
    private var account: AccountID?
    /// The newest revision of the account's day that was read last (nil where that day was taken back), and what held
    /// before that day.
    private var newest: (day: Day, values: TermValues?)?
    private var earlier: TermValues?
    private var words = (mode: BasicMode.none.rawValue, tariff: "")
    private var mode = BasicMode.none

    /// Hands over each account that has terms in force on `day`, in order of bucket and id.
    mutating func each(
        in range: BucketRange, on day: Day, _ transaction: any Transaction,
        _ body: (AccountID, TermValues) -> Void
    ) throws {
        try transaction.each(
            """
            SELECT account_id, effective_from, is_void, tariff_code, household_persons, low_income, capacity_va,
                contract_demand_w, basic_mode, power_factor_standard, first_tier_month,
                settlements, agency_multiple, chooses_surcharge, households, household_until
            FROM records_term WHERE \(bucket: "bucket", in: range) AND effective_from <= \(day)
            ORDER BY bucket, account_id, effective_from, revision
            """
        ) { row in
            let id = AccountID(try row.int64(0))
            if account != id {
                settle(body)
                account = id
            }
            let from = try row.day(1)
            if let newest, newest.day != from { earlier = newest.values ?? earlier }
            newest = (from, try row.bool(2) ? nil : try values(row))
        }
        settle(body)
    }

    private mutating func settle(_ body: (AccountID, TermValues) -> Void) {
        if let account, let values = newest?.values ?? earlier { body(account, values) }
        newest = nil
        earlier = nil
    }

    private mutating func values(_ row: any Row) throws -> TermValues {
        if try row.text(8, into: &words.mode) {
            guard let found = BasicMode(rawValue: words.mode) else {
                throw StoreFault.column(8, "is not a mode of basic charge")
            }
            mode = found
        }
        try row.text(3, into: &words.tariff)
        return TermValues(
            tariffCode: words.tariff, householdPersons: try row.int(4), isLowIncome: try row.bool(5),
            capacity: try row.quantity(6), contractDemand: try row.quantity(7), basicMode: mode,
            powerFactorStandard: try row.quantity(9),
            firstTierMonth: row.isNull(10) ? nil : try row.month(10),
            settlements: try row.int(11), paysAgencyMultiple: try row.bool(12),
            choosesSurcharge: try row.bool(13), households: try row.int(14),
            householdUntil: try row.optionalDay(15))
    }
}
