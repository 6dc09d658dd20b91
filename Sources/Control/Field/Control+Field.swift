internal import Kernel
internal import Store

/// Work in the field 现场作业: what a phone downloads, and what it sends when it has a line again.
extension Control {
    package static let fieldPermission: Permission = "control.field"

    /// How often an entry is looked at anew where the same one came twice at once.
    private static let entryAttempts = 3

    /// The kinds of field work this person may do, in the order of the rooms.
    package func fieldKinds(for principal: Principal) -> [FieldKind] {
        rooms.flatMap(\.fieldKinds).filter { principal.may($0.permission) }
    }

    /// Takes an entry once, whatever the line does: the kind's own change, the entry's key with the answer, the audit
    /// entry and the event are one transaction. Sent again under its key it gets the same answer and does nothing; of
    /// a conflict it is told what stands there now.
    /// - Throws: `FieldRefusal`; `ControlRefusal.keyReused` where the key came with something else before;
    ///   `.forbidden`. A refusal by the kind is an answer, not an error.
    package func enter(_ entry: FieldEntry, by principal: Principal) async throws -> FieldReceipt {
        try entry.check()
        guard let kind = fieldKinds(for: principal).first(where: { $0.word == entry.kind }) else {
            throw FieldRefusal.kindUnknown(entry.kind)
        }
        for _ in 1..<Self.entryAttempts {
            do {
                return try await take(entry, kind, by: principal)
            } catch StoreFault.unique {
                // The same entry was under way beside this one: its answer is there now.
            }
        }
        return try await take(entry, kind, by: principal)
    }

    private func take(_ entry: FieldEntry, _ kind: FieldKind, by principal: Principal) async throws
        -> FieldReceipt
    {
        try await command(Self.fieldPermission, by: principal) { act in
            if let stored = try FieldEntryRows.find(entry.key, of: principal.user, in: act.transaction) {
                guard stored.digest == entry.digest else { throw ControlRefusal.keyReused }
                return try self.receipt(stored, entry, kind, act)
            }
            var outcome = FieldReceipt.Outcome.accepted
            var reason: FieldReceipt.Reason?
            do {
                let verdict = try act.transaction.savepoint { try kind.take(entry, act) }
                if verdict == .conflict { outcome = .conflict }
            } catch let refusal as any Refusal {
                outcome = .refused
                reason = FieldReceipt.Reason(refusal)
            }
            let stored = FieldEntryRows.Stored(
                digest: entry.digest, outcome: outcome, reason: reason, takenAt: act.now)
            try FieldEntryRows.insert(entry, stored, of: principal.user, in: act.transaction)
            try act.audit(
                bucket: principal.user.bucket, action: "control.field.enter",
                subject: "\(entry.kind) \(entry.task)",
                after: CommandInput.encode([
                    "key": entry.key, "outcome": outcome.rawValue, "version": entry.version,
                    "reason": reason?.code ?? "",
                ]))
            try act.publish(
                "control.fieldEntered", bucket: principal.user.bucket, organisation: principal.scope,
                payload: CommandInput.encode([
                    "kind": entry.kind, "task": entry.task, "outcome": outcome.rawValue,
                ]))
            return try self.receipt(stored, entry, kind, act)
        }
    }

    private func receipt(
        _ stored: FieldEntryRows.Stored, _ entry: FieldEntry, _ kind: FieldKind, _ act: Act
    ) throws -> FieldReceipt {
        guard stored.outcome == .conflict else {
            return FieldReceipt(
                outcome: stored.outcome, at: stored.takenAt, reason: stored.reason, standing: nil)
        }
        do {
            return FieldReceipt(
                outcome: .conflict, at: stored.takenAt, reason: nil, standing: try kind.standing(entry, act))
        } catch let refusal as any Refusal {
            // What it was about is no longer this person's to see: there is nothing to set beside the entry.
            return FieldReceipt(
                outcome: .refused, at: stored.takenAt, reason: FieldReceipt.Reason(refusal), standing: nil)
        }
    }
}
