package import Kernel

/// The row a statement stands on. Valid only inside the closure it is handed to; read it by column, take what you keep.
///
/// Reading a NULL through a non-optional accessor, or text as a number, is a bug of the statement's author and throws
/// `StoreFault.column`.
package protocol Row: AnyObject {
    func isNull(_ column: Int) -> Bool
    func int64(_ column: Int) throws(StoreFault) -> Int64
    func text(_ column: Int) throws(StoreFault) -> String
    func blob(_ column: Int) throws(StoreFault) -> [UInt8]
    /// Reads text into `known`, which stays as it is where the row says the same; gives whether it changed. For columns
    /// of few words over many rows.
    @discardableResult func text(_ column: Int, into known: inout String) throws(StoreFault) -> Bool
}

extension Row {
    @discardableResult
    package func text(_ column: Int, into known: inout String) throws(StoreFault) -> Bool {
        let text = try text(column)
        if text == known { return false }
        known = text
        return true
    }

    package func optionalInt64(_ column: Int) throws(StoreFault) -> Int64? {
        isNull(column) ? nil : try int64(column)
    }
    package func optionalText(_ column: Int) throws(StoreFault) -> String? {
        isNull(column) ? nil : try text(column)
    }
    package func optionalBlob(_ column: Int) throws(StoreFault) -> [UInt8]? {
        isNull(column) ? nil : try blob(column)
    }
    package func int(_ column: Int) throws(StoreFault) -> Int { Int(try int64(column)) }
    package func bool(_ column: Int) throws(StoreFault) -> Bool { try int64(column) != 0 }
    package func id<Kind>(_ column: Int) throws(StoreFault) -> Identifier<Kind> {
        Identifier(try int64(column))
    }
    package func optionalID<Kind>(_ column: Int) throws(StoreFault) -> Identifier<Kind>? {
        isNull(column) ? nil : Identifier(try int64(column))
    }
    package func quantity<Q: Quantity>(_ column: Int, as: Q.Type = Q.self) throws(StoreFault) -> Q {
        Q(units: try int64(column))
    }
    package func optionalQuantity<Q: Quantity>(_ column: Int, as: Q.Type = Q.self) throws(StoreFault) -> Q? {
        isNull(column) ? nil : Q(units: try int64(column))
    }
    package func instant(_ column: Int) throws(StoreFault) -> Instant {
        Instant(milliseconds: try int64(column))
    }
    package func optionalInstant(_ column: Int) throws(StoreFault) -> Instant? {
        isNull(column) ? nil : Instant(milliseconds: try int64(column))
    }
    package func day(_ column: Int) throws(StoreFault) -> Day {
        guard let day = Day(yyyymmdd: try int(column)) else { throw .column(column, "is not a day") }
        return day
    }
    package func optionalDay(_ column: Int) throws(StoreFault) -> Day? {
        isNull(column) ? nil : try day(column)
    }
    package func month(_ column: Int) throws(StoreFault) -> BillingMonth {
        guard let month = BillingMonth(yyyymm: try int(column)) else {
            throw .column(column, "is not a month")
        }
        return month
    }
    package func bucket(_ column: Int) throws(StoreFault) -> Bucket {
        guard let bucket = Bucket(number: try int(column)) else { throw .column(column, "is not a bucket") }
        return bucket
    }
}
