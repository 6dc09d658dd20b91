package import Kernel

/// A month's run over an organisation's accounts, from calculation through check to release.
package struct BillRun: Sendable, Hashable {
    /// Where it stands. What one may do next follows from it.
    package enum State: String, Sendable, Hashable {
        /// Working the bills out; nothing is posted.
        case calculating = "CALCULATING"
        /// Worked out; its exceptions wait for the auditor.
        case calculated = "CALCULATED"
        /// Passed by the auditor.
        case checked = "CHECKED"
        /// Writing bills, receivables and postings.
        case releasing = "RELEASING"
        case released = "RELEASED"
        /// A unit failed; `resume` goes on with what is left.
        case failed = "FAILED"
        /// Stands still at somebody's wish, until it is resumed.
        case paused = "PAUSED"
        /// Ended for good before its release was done; its month can be run again.
        case cancelled = "CANCELLED"

        /// Whether the month is still in this run's hands: nothing else may run it.
        package var isOpen: Bool { self != .released && self != .cancelled }
    }

    /// Also the id of the job that calculates it.
    package let id: JobID
    package let month: BillingMonth
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPathText
    package let state: State
    package let releaseJob: JobID?
    package let checkedBy: UserID?
    package let releaseDay: Day?
    package let dueDay: Day?
    package let createdAt: Instant
}

/// An organisation path as stored.
package typealias OrganisationPathText = String

/// What a run came to.
package struct BillRunTotals: Sendable, Hashable {
    package var bills = 0
    package var energy = Energy.zero
    package var amount = Money.zero
    package var exceptions: [String: Int] = [:]
}

/// One account that a run's checks found worth a look, or could not bill.
package struct BillException: Sendable, Hashable {
    package let account: AccountID
    /// `ZERO_ENERGY`, `SUDDEN_RISE`, …, `LOSS_WAITS` or the code of a rating refusal.
    package let code: String
    /// The account has no bill in this run.
    package let isBlocking: Bool
    package let organisation: OrganisationID
    /// What was found and what was expected, in the smallest unit of the check (Wh or fen).
    package let found: Int64
    package let expected: Int64

    /// Its place in a run's list: blocking ones first, then by code and account.
    package struct Place: Sendable, Hashable {
        let isBlocking: Bool
        let code: String
        let account: AccountID

        /// As `text` writes it; nil for anything else.
        package init?(_ text: String) {
            let parts = text.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "0" || parts[0] == "1",
                let account = AccountID(text: String(parts[2]))
            else { return nil }
            isBlocking = parts[0] == "1"
            code = String(parts[1])
            self.account = account
        }
    }

    /// Its place in a run's list, as text.
    package var place: String { "\(isBlocking ? 1 : 0) \(code) \(account)" }
}
