internal import Kernel
internal import Store

/// Rows of `billing_basis`.
enum BasisRows {
    private static let insert = BulkInsert(
        into: "billing_basis", ["bucket", "month", "account_id", "sequence", "kind", "number", "data"])

    static func write(_ bases: [(bill: BillID, texts: BasisTexts)], in transaction: any Transaction) throws {
        guard !bases.isEmpty else { return }
        try transaction.bulk(insert) { writer in
            for (bill, texts) in bases {
                func row(_ kind: String, _ number: Int, _ data: String) throws {
                    writer.value(bill.accountBucket)
                    writer.value(bill.month)
                    writer.value(bill.account)
                    writer.int64(Int64(bill.sequence))
                    writer.text(kind)
                    writer.int64(Int64(number))
                    writer.text(data)
                    try writer.endRow()
                }
                if !texts.capacity.isEmpty { try row("CAPACITY", 0, texts.capacity) }
                for (number, loss) in texts.losses.enumerated() { try row("LOSS", number, loss) }
            }
        }
    }

    static func find(_ bill: BillID, in transaction: any Transaction) throws -> BasisTexts {
        var texts = BasisTexts()
        try transaction.each(
            """
            SELECT kind, data FROM billing_basis
            WHERE bucket = \(bill.accountBucket) AND month = \(bill.month) AND account_id = \(bill.account)
              AND sequence = \(bill.sequence)
            ORDER BY kind, number
            """
        ) { row in
            if try row.text(0) == "CAPACITY" {
                texts.capacity = try row.text(1)
            } else {
                texts.losses.append(try row.text(1))
            }
        }
        return texts
    }
}
