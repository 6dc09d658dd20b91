internal import Foundation
internal import Kernel
internal import Store

/// The texts of one bill's `billing_detail`; empty for most bills.
struct DetailTexts: Sendable, Hashable {
    var parts = ""
    var state = ""

    var isEmpty: Bool { parts.isEmpty && state.isEmpty }

    /// Sorted keys: the same value is the same text anywhere.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
        text.isEmpty ? nil : try? JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

/// Rows of `billing_detail`.
enum DetailRows {
    private static let insert = BulkInsert(
        into: "billing_detail", ["bucket", "month", "account_id", "sequence", "kind", "data"])

    static func write(_ details: [(bill: BillID, texts: DetailTexts)], in transaction: any Transaction) throws
    {
        guard !details.isEmpty else { return }
        try transaction.bulk(insert) { writer in
            for (bill, texts) in details {
                for (kind, data) in [("PARTS", texts.parts), ("STATE", texts.state)] where !data.isEmpty {
                    writer.value(bill.accountBucket)
                    writer.value(bill.month)
                    writer.value(bill.account)
                    writer.int64(Int64(bill.sequence))
                    writer.text(kind)
                    writer.text(data)
                    try writer.endRow()
                }
            }
        }
    }

    static func find(_ bill: BillID, in transaction: any Transaction) throws -> DetailTexts {
        var texts = DetailTexts()
        try transaction.each(
            """
            SELECT kind, data FROM billing_detail
            WHERE bucket = \(bill.accountBucket) AND month = \(bill.month) AND account_id = \(bill.account)
              AND sequence = \(bill.sequence)
            """
        ) { row in
            if try row.text(0) == "PARTS" {
                texts.parts = try row.text(1)
            } else {
                texts.state = try row.text(1)
            }
        }
        return texts
    }
}
