internal import Control
package import Kernel
package import Store

/// Where accounts stand in the grid, many at once.
extension Records {
    /// The area 台区, or for 专变 customers the feeder, that each account of whole buckets stands under on a day: that of
    /// its first usage point. Accounts that stand nowhere are left out.
    package func nodes(in range: BucketRange, on day: Day, in transaction: any Transaction) throws
        -> [AccountID: GridNodeID]
    {
        var found: [AccountID: GridNodeID] = [:]
        try transaction.each(
            """
            SELECT account_id, node_id FROM records_area_membership
            WHERE \(bucket: "bucket", in: range) AND from_day <= \(day) AND COALESCE(to_day, \(day)) >= \(day)
            ORDER BY bucket, account_id, usage_point_id
            """
        ) { row in
            let account: AccountID = try row.id(0)
            if found[account] == nil { found[account] = try row.id(1) }
        }
        return found
    }

    /// A node of the grid by its number; nil where there is none.
    package func gridNode(_ id: GridNodeID, in transaction: any Transaction) throws -> GridNode? {
        try GridRows.node(id, in: transaction)
    }
}
