package import Kernel

/// What was entered on a phone, perhaps long before it could be sent.
package struct FieldEntry: Sendable, Hashable {
    /// Made on the phone, unguessable, one an entry: sent again it is answered again and not done again.
    package let key: String
    /// A `FieldKind`'s word.
    package let kind: String
    /// The task's id, the form that was filled in and the version it was based on.
    package let task: String
    package let form: String
    package let version: String
    /// As typed, by field.
    package let values: [String: String]
    /// By the phone's clock.
    package let enteredAt: Instant

    package init(
        key: String, kind: String, task: String, form: String, version: String, values: [String: String],
        enteredAt: Instant
    ) {
        self.key = key
        self.kind = kind
        self.task = task
        self.form = form
        self.version = version
        self.values = values
        self.enteredAt = enteredAt
    }

    static let keyLengths = 16...64
    /// The most text of one entry, in bytes, all parts together.
    static let most = 64 << 10

    /// - Throws: `FieldRefusal.keyInvalid`, `.entryTooLarge`.
    func check() throws(FieldRefusal) {
        guard Self.keyLengths.contains(key.utf8.count), key.utf8.allSatisfy(Self.isOfKey) else {
            throw .keyInvalid
        }
        let parts = [kind, task, form, version] + values.flatMap { [$0.key, $0.value] }
        guard parts.reduce(0, { $0 + $1.utf8.count }) <= Self.most else { throw .entryTooLarge }
    }

    private static func isOfKey(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Tells an entry sent again from another under the same key.
    var digest: [UInt8] {
        var hash = ContentHash()
        for part in [kind, task, form, version] { hash.add(part) }
        hash.add(Int64(values.count))
        for (field, value) in values.sorted(by: { $0.key < $1.key }) {
            hash.add(field)
            hash.add(value)
        }
        return hash.finalized()
    }
}

/// The answer to an entry.
package struct FieldReceipt: Sendable, Hashable {
    package enum Outcome: String, Sendable {
        case accepted = "ACCEPTED", refused = "REFUSED", conflict = "CONFLICT"
    }

    package let outcome: Outcome
    /// When it was first taken.
    package let at: Instant
    /// Why it was refused.
    package let reason: Reason?
    /// What stands there now, where it was in conflict.
    package let standing: FieldStanding?

    /// A refusal as it is kept: its message and the fields that are wrong.
    package struct Reason: Sendable, Hashable, Codable {
        package let code: String
        package let arguments: [String: String]
        /// The key of what is wrong, by field.
        package let faults: [String: String]

        init(_ refusal: any Refusal) {
            code = refusal.code
            arguments = Dictionary(refusal.arguments, uniquingKeysWith: { first, _ in first })
            if case .formInvalid(let found) = refusal as? WorkRefusal {
                faults = Dictionary(
                    found.map { ($0.field, $0.code) }, uniquingKeysWith: { first, _ in first })
            } else {
                faults = [:]
            }
        }
    }
}

/// Every way an entry from the field is turned away before any kind has seen it.
package enum FieldRefusal: Refusal, Equatable {
    case keyInvalid
    case entryTooLarge
    /// No kind of that word, or none for this person.
    case kindUnknown(String)

    package var code: String {
        switch self {
        case .keyInvalid: "field.refusal.keyInvalid"
        case .entryTooLarge: "field.refusal.entryTooLarge"
        case .kindUnknown: "field.refusal.kindUnknown"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .keyInvalid, .entryTooLarge: .invalid
        case .kindUnknown: .notFound
        }
    }

    package var arguments: [(String, String)] {
        if case .kindUnknown(let word) = self { [("name", word)] } else { [] }
    }
}
