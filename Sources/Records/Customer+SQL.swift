internal import Kernel
internal import Store

/// Rows of `records_customer`.
enum CustomerRows {
    struct Stored {
        let id: CustomerID
        let kind: CustomerKind
        let name: String
        let identity: [UInt8]?
    }

    /// The customer with this identity number; the eldest where there are several.
    static func find(identity digest: [UInt8], in transaction: any Transaction) throws -> Int64? {
        try transaction.first(
            """
            SELECT id FROM records_customer WHERE identity_digest = \(digest) ORDER BY id LIMIT 1
            /*scatter: a customer is found by identity in any bucket, when accounts are opened*/
            """
        ) { try $0.int64(0) }
    }

    static func customer(_ id: CustomerID, in transaction: any Transaction) throws -> Stored? {
        try transaction.first(
            """
            SELECT kind, name, identity_sealed FROM records_customer WHERE bucket = \(id.bucket) AND id = \(id)
            """
        ) { row in
            guard let kind = CustomerKind(rawValue: try row.text(0)) else {
                throw StoreFault.column(0, "is not a kind of customer")
            }
            return Stored(id: id, kind: kind, name: try row.text(1), identity: try row.optionalBlob(2))
        }
    }
}
