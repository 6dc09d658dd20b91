package import Control
package import Kernel
package import Store

/// The front door of the ledger 账: double entry, append only; receivables and what was applied to them.
///
/// It has no permissions of its own: other rooms call it inside their commands, with their act.
/// - Postings: `post` (whole entries, bulk), `reverse`; `totals` of days; `verify`.
/// - Receivables: `raise` (bulk), `open`, `receivables`, `apply`, `applied`, `paid`, `takeBack`; `void` (`Ledger+Void.swift`).
/// - The journal in plain text: `Ledger+Journal.swift`.
package struct Ledger: Sendable {
    let control: Control

    package init(control: Control) { self.control = control }

    /// What control does on the ledger's behalf.
    package static let room = Room(
        name: "ledger",
        closingChecks: [
            ClosingCheck("ledger.unbalanced") { control, place, month, transaction in
                try Ledger(control: control).unbalanced(month, place, in: transaction)
            }
        ], migrations: LedgerSchema.migrations)

    /// Writes whole journal entries, the lines of an entry next to each other; fastest in key order (bucket, account,
    /// entry, line). Adds them to the day's totals in `bucket`: one row each organisation, day and code of the batch.
    /// - Throws: `LedgerRefusal` before anything is written where an entry does not sum to zero, is of two accounts,
    ///   days or kinds, or has a line without an amount; `MonthRefusal.closed` where an entry's month or its day's is
    ///   closed; `StoreFault.unique` where an entry is there already.
    package func post(_ postings: [Posting], rollup bucket: Bucket, in act: Act) throws {
        if postings.isEmpty { return }
        let totals = try DayTotals(checking: postings)
        try control.requireOpen(totals.months, in: act.transaction)
        try LedgerRows.insert(postings, in: act.transaction)
        try LedgerRows.add(totals, bucket: bucket, in: act.transaction)
    }

    /// Takes an entry back by a new one with every sign turned. Nothing is removed. Where the entry's month is closed, the
    /// new one stands in the open month as a difference.
    /// - Parameter reversal: the new entry's id.
    /// - Throws: `LedgerRefusal.entryUnknown`, `.alreadyReversed`.
    package func reverse(entry: Int64, of account: AccountID, as reversal: Int64, in act: Act) throws {
        let lines = try LedgerRows.entry(entry, of: account, in: act.transaction)
        if lines.isEmpty { throw LedgerRefusal.entryUnknown(entry) }
        do {
            try act.transaction.savepoint {
                try LedgerRows.insertReversal(of: entry, account, reversal, in: act.transaction)
            }
        } catch StoreFault.unique {
            throw LedgerRefusal.alreadyReversed(entry)
        }
        let turned = try lines.map { line in
            Posting(
                account: account, entry: reversal, line: line.line, code: line.code,
                organisation: line.organisation,
                amount: -line.amount, day: act.today,
                month: try line.month.map {
                    try control.accountingMonth(of: $0, organisation: line.organisation, in: act.transaction)
                }, kind: .reversal)
        }
        try post(turned, rollup: account.bucket, in: act)
    }

    /// An account's postings, in order of entry and line.
    package func postings(of account: AccountID, in transaction: any Transaction) throws -> [Posting] {
        try LedgerRows.postings(of: account, in: transaction)
    }

    /// What was posted by organisation, day and code, under `path`; crosses buckets. In order of organisation, day, code.
    package func totals(under path: OrganisationPath, days: ClosedRange<Day>) async throws -> [LedgerTotal] {
        try await control.house.database.read { [control] transaction in
            let organisations = Set(try control.organisations(under: path, in: transaction).map(\.id))
            return try LedgerRows.totals(days, in: transaction).filter {
                organisations.contains($0.organisation)
            }
        }
    }

    /// The days of a month whose totals do not sum to zero in an organisation: there must be none.
    private func unbalanced(_ month: BillingMonth, _ place: Organisation, in transaction: any Transaction)
        throws
        -> [OpenItem]
    {
        let under = Set(try control.organisations(under: place.path, in: transaction).map(\.id))
        let totals = try LedgerRows.totals(month.firstDay...month.lastDay, in: transaction).filter {
            under.contains($0.organisation)
        }
        return Dictionary(grouping: totals, by: \.day).sorted { $0.key < $1.key }.compactMap { day, totals in
            let sum = totals.map(\.amount).total()
            if sum.isZero { return nil }
            return OpenItem(
                id: day.description, text: "ledger.closing.unbalanced.item",
                arguments: ["day": day.description, "amount": sum.description], mayBeCarried: false)
        }
    }

    /// Checks the books: every bucket and every organisation sums to zero, and the day's totals are those of the postings. Reads everything.
    package func verify() async throws -> LedgerCheck {
        try await control.house.database.read { transaction in
            let sums = try LedgerRows.bucketSums(in: transaction)
            let posted = try LedgerRows.postedTotals(in: transaction)
            let books = Dictionary(grouping: posted, by: \.organisation).mapValues {
                $0.map(\.amount).total()
            }
            return LedgerCheck(
                lopsided: books.filter { !$0.value.isZero }.keys.sorted(),
                unbalanced: sums.filter { !$0.amount.isZero }.map(\.bucket),
                total: sums.map(\.amount).total(),
                differing: Set(posted)
                    .symmetricDifference(try LedgerRows.totals(LedgerRows.allDays, in: transaction)).count)
        }
    }
}

/// What a check of the books found.
package struct LedgerCheck: Sendable, Hashable {
    /// Organisations whose own books do not sum to zero.
    package let lopsided: [OrganisationID]
    /// Buckets whose postings do not sum to zero.
    package let unbalanced: [Bucket]
    /// The sum of all postings.
    package let total: Money
    /// Day's totals that are not the sum of their postings, or the other way round.
    package let differing: Int
    package var isClean: Bool { lopsided.isEmpty && unbalanced.isEmpty && total.isZero && differing == 0 }
}

extension Ledger {
    /// Raises receivables, in key order where there are many.
    /// - Throws: `MonthRefusal.closed`; `StoreFault.unique` where one is there already.
    package func raise(_ receivables: [Receivable], in act: Act) throws {
        if receivables.isEmpty { return }
        try control.requireOpen(
            Set(receivables.map { MonthPlace($0.organisation, $0.month) }), in: act.transaction)
        try LedgerRows.insert(receivables, in: act.transaction)
    }

    /// What an account has to pay, the oldest month first, then the earliest due day.
    package func open(account: AccountID, in transaction: any Transaction) throws -> [OpenReceivable] {
        try receivables(of: account, in: transaction).filter(\.isOpen)
    }

    /// Everything ever raised on an account with what was applied to it, the oldest month first.
    package func receivables(of account: AccountID, in transaction: any Transaction) throws
        -> [OpenReceivable]
    {
        let raised = try LedgerRows.receivables(of: account, in: transaction)
        if raised.isEmpty { return [] }
        let applied = Dictionary(
            grouping: try LedgerRows.applications(of: account, in: transaction), by: \.receivable)
        return raised.map { OpenReceivable(receivable: $0, applications: applied[$0.id] ?? []) }
    }

    /// Sets parts of payments off against receivables.
    /// - Throws: `StoreFault.unique` where another payment was applied since the receivable was read; the caller reads
    ///   again.
    package func apply(_ applications: [Application], in act: Act) throws {
        if applications.isEmpty { return }
        try LedgerRows.insert(applications, in: act.transaction)
    }

    /// Takes back what a payment was set off against: each receivable is open again as it was before it. The rows stay;
    /// opposite ones are added, and `OpenReceivable.standing` leaves both out.
    /// - Returns: the receivables as they were, the oldest month first.
    /// - Throws: `LedgerRefusal.appliedAfter` where a later payment was set off against one of them, whose penalty was
    ///   worked out on what this one had left: that one is taken back first. `.changedMeanwhile` where one came now.
    @discardableResult
    package func takeBack(_ payment: PaymentID, of account: AccountID, in act: Act) throws -> [OpenReceivable]
    {
        let paid = try paid(by: payment, account: account, in: act.transaction)
        let rows = paid.compactMap { open -> Application? in
            guard let last = open.standing.last else { return nil }
            let before = open.standing.dropLast().last
            return Application(
                receivable: last.receivable, account: account, payment: payment,
                sequence: open.nextSequence, principal: -last.principal, penalty: -last.penalty,
                accrued: before?.accrued ?? .zero, fixed: before?.fixed ?? .zero, day: act.today)
        }
        do {
            try act.transaction.savepoint { try LedgerRows.insert(rows, in: act.transaction) }
        } catch StoreFault.unique {
            throw LedgerRefusal.changedMeanwhile
        }
        return paid
    }

    /// The receivables that a payment still settles, as they are now, the oldest month first.
    /// - Throws: `LedgerRefusal.appliedAfter` where a later payment stands on one of them.
    package func paid(
        by payment: PaymentID, account: AccountID, in transaction: any Transaction
    ) throws -> [OpenReceivable] {
        try receivables(of: account, in: transaction).filter { open in
            guard open.standing.contains(where: { $0.payment == payment }) else { return false }
            if let last = open.standing.last, last.payment != payment {
                throw LedgerRefusal.appliedAfter(last.payment)
            }
            return true
        }
    }

    /// What a payment was set off against, the oldest month first; each receivable with the applications up to this
    /// payment's, so that its state is that of the moment.
    package func applied(
        by payment: PaymentID, account: AccountID, in transaction: any Transaction
    ) throws -> [OpenReceivable] {
        try receivables(of: account, in: transaction).compactMap { open in
            guard let index = open.applications.firstIndex(where: { $0.payment == payment }) else {
                return nil
            }
            return OpenReceivable(
                receivable: open.receivable, applications: Array(open.applications[...index]))
        }
    }
}
