/// A 63-bit id of one kind of thing; ids of two kinds never mix. In JSON an id is a decimal string.
@frozen
public struct Identifier<Kind>: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let number: Int64
    @inlinable public init(_ number: Int64) { self.number = number }
    @inlinable public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
    /// The bucket of rows that this id owns.
    @inlinable public var bucket: Bucket { Bucket(of: number) }
    public var description: String { String(number) }

    /// Reads a positive decimal of at most 19 digits; nil for anything else.
    public init?(text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int64(text), number > 0
        else { return nil }
        self.number = number
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = Self(text: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id: \(text)")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// The kinds of things that have ids in more than one room. A kind has no values; it only tells ids apart.
public enum Kinds {
    public enum Account {}
    public enum Bill {}
    public enum Customer {}
    public enum Organisation {}
    public enum User {}
    public enum UsagePoint {}
    public enum Meter {}
    public enum Payment {}
    public enum Job {}
    public enum Event {}
    public enum GridNode {}
}

/// 账户: our own running number of at most 13 digits. The 户号 a person knows is text and lies beside it.
public typealias AccountID = Identifier<Kinds.Account>
public typealias BillID = Identifier<Kinds.Bill>
public typealias CustomerID = Identifier<Kinds.Customer>
public typealias OrganisationID = Identifier<Kinds.Organisation>
public typealias UserID = Identifier<Kinds.User>
public typealias UsagePointID = Identifier<Kinds.UsagePoint>
public typealias MeterID = Identifier<Kinds.Meter>
public typealias PaymentID = Identifier<Kinds.Payment>
public typealias JobID = Identifier<Kinds.Job>
public typealias EventID = Identifier<Kinds.Event>
public typealias GridNodeID = Identifier<Kinds.GridNode>

extension Identifier where Kind == Kinds.Account {
    /// The greatest account id: 13 digits.
    @inlinable public static var greatest: Int64 { 9_999_999_999_999 }
}

extension Identifier where Kind == Kinds.Bill {
    /// account × 2^18 + months since 2000-01 × 2^6 + sequence. The sequence is 0…63; one more is refused (nil),
    /// and so is a month beyond 12 bits.
    @inlinable
    public init?(account: AccountID, month: BillingMonth, sequence: Int) {
        guard (0...63).contains(sequence), (0...4095).contains(month.number), account.number > 0,
            account.number <= AccountID.greatest
        else { return nil }
        self.init(account.number << 18 | Int64(month.number) << 6 | Int64(sequence))
    }
    @inlinable public var account: AccountID { AccountID(number >> 18) }
    @inlinable public var sequence: Int { Int(number & 63) }
    public var month: BillingMonth { BillingMonth(number: Int(number >> 6 & 4095))! }
    /// A bill lies in its account's bucket.
    @inlinable public var accountBucket: Bucket { account.bucket }
}
