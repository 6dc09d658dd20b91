package import Control
package import Kernel
package import Store

/// A household whose standing as a large or low-income one ends, and how it was told.
package struct StandingReminder: Sendable, Hashable {
    package enum Outcome: String, Sendable {
        /// A message went into the queue.
        case sent = "SENT"
        /// They wish no messages.
        case optedOut = "OPTED_OUT"
        /// No telephone, or none that a message reaches.
        case unreachable = "UNREACHABLE"
    }

    package let account: Account
    /// The last day it counts.
    package let until: Day
    package let tariff: String
    /// Of the account; nil where none is on record.
    package let phone: String?
}

extension Records {
    /// Households whose standing ends within a span of days and whom nobody told yet, a piece of the list by account.
    /// A day that was superseded, or that a closed account had, ends nothing and is left out.
    /// - Parameter account: where the piece before ended.
    /// - Returns: The piece, and where it ended; nil at the list's end.
    package func endingStandings(
        from first: Day, to last: Day, after account: AccountID, limit: Int, in transaction: any Transaction
    ) throws -> (piece: [StandingReminder], next: AccountID?) {
        let found = try StandingRows.ending(
            from: first, to: last, after: account, limit: limit, in: transaction)
        let piece = try found.compactMap { id, until -> StandingReminder? in
            guard let account = try AccountRows.account(id, in: transaction), account.state == .active,
                let values = try TermRows.history(id, in: transaction).term(on: until)?.values,
                values.householdUntil == until
            else { return nil }
            let contact = try ContactRows.contact(id, keys: control.house.keys, in: transaction)
            return StandingReminder(
                account: account, until: until, tariff: values.tariffCode, phone: contact?.phone)
        }
        // The last account may have a further day beyond the piece: it is begun with again.
        let end = found.count == limit ? found.last?.account : nil
        let isWhole = Set(found.map(\.account)).count > 1
        return (
            end == nil || !isWhole ? piece : piece.filter { $0.account.id != end },
            end.map { isWhole ? AccountID($0.number - 1) : $0 }
        )
    }

    /// Notes that a household was told, so that it is told once.
    package func noteReminded(
        _ reminder: StandingReminder, _ outcome: StandingReminder.Outcome, in act: Act
    ) throws {
        try StandingRows.note(
            reminder.account.id, until: reminder.until, outcome: outcome, at: act.now, in: act.transaction)
    }
}
