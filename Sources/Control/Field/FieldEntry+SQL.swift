internal import Foundation
internal import Kernel
internal import Store

/// Rows of what came from the field: the key of each entry and the answer it got.
enum FieldEntryRows {
    struct Stored {
        let digest: [UInt8]
        let outcome: FieldReceipt.Outcome
        let reason: FieldReceipt.Reason?
        let takenAt: Instant
    }

    static func find(_ key: String, of user: UserID, in transaction: any Transaction) throws -> Stored? {
        try transaction.first(
            """
            SELECT digest, outcome, reason, taken_at FROM control_field_entry
            WHERE bucket = \(user.bucket) AND user_id = \(user) AND entry_key = \(key)
            """
        ) { row in
            let outcome = try row.text(1)
            guard let outcome = FieldReceipt.Outcome(rawValue: outcome) else {
                throw StoreFault.column(1, outcome)
            }
            return Stored(
                digest: try row.blob(0), outcome: outcome,
                reason: try row.optionalText(2).map {
                    try JSONDecoder().decode(FieldReceipt.Reason.self, from: Data($0.utf8))
                },
                takenAt: try row.instant(3))
        }
    }

    static func insert(
        _ entry: FieldEntry, _ stored: Stored, of user: UserID, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_field_entry (bucket, user_id, entry_key, kind, task, form, version, digest, entered_at,
              taken_at, outcome, reason)
            VALUES (\(user.bucket), \(user), \(entry.key), \(entry.kind), \(entry.task), \(entry.form),
              \(entry.version), \(stored.digest), \(entry.enteredAt), \(stored.takenAt),
              \(stored.outcome.rawValue), \(try stored.reason.map { try CommandInput.encode($0) }))
            """)
    }
}
