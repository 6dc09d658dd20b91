package import Control
package import Kernel
package import Store

extension Installation {
    /// Whether the meter hangs there at the end of `day`: on the day of a change that is the new one.
    package func isInPlace(on day: Day) -> Bool { installedOn <= day && removedOn.map { $0 > day } ?? true }
}

/// An account with every meter it has or had, as reading needs it: nothing of the person.
package struct ReadableAccount: Sendable, Hashable {
    package let account: AccountID
    package let consumerNo: String
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
    package let isResidential: Bool
    /// 抄表段.
    package let route: String
    package let openedOn: Day
    package let closedOn: Day?
    /// By usage point, then day of installation.
    package internal(set) var meters: [Installation]
}

/// How many accounts are to be read in one route of one organisation.
package struct RouteCount: Sendable, Hashable {
    package let organisation: OrganisationID
    package let route: String
    package let accounts: Int64
}

/// An account as lists of reading work show it.
package struct ListedAccount: Sendable, Hashable {
    package let account: AccountID
    package let consumerNo: String
    package let name: String
    package let address: String
    package let organisation: OrganisationID
    package let route: String
}

/// The head of a statement that fetches rows of many accounts at once: a table
/// `name (bucket, id)` of the accounts, named after the room whose statement it is.
package enum WantedAccounts {
    /// Accounts a statement.
    package static let limit = 500

    /// - Precondition: 1 to `limit` ids.
    package static func sql(_ ids: some Collection<AccountID>, as name: StaticString) -> SQL {
        precondition(!ids.isEmpty && ids.count <= limit, "1 to \(limit) accounts a statement")
        var sql: SQL = "/*scatter: one load has accounts of many buckets*/ WITH "
        sql.append(SQL(name, []))
        sql.append(" (bucket, id) AS (VALUES ")
        var isFirst = true
        for id in ids {
            sql.append(
                isFirst
                    ? "(CAST(\(id.bucket) AS BIGINT), CAST(\(id) AS BIGINT))"
                    : ", (CAST(\(id.bucket) AS BIGINT), CAST(\(id) AS BIGINT))")
            isFirst = false
        }
        sql.append(") ")
        return sql
    }
}

extension Array {
    /// The array cut into pieces of at most `size`.
    package func slices(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
