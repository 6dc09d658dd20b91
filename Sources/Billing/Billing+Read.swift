package import Control
package import Kernel
internal import Ledger
internal import Rating
internal import Records
package import Store
internal import Tariff

extension Billing {
    /// One run as it stands now.
    /// - Throws: `BillingRefusal.runUnknown`, also for a run outside the principal's scope.
    package func run(_ id: JobID, by principal: Principal) async throws -> BillRun {
        let run = try await control.read("billing.read", by: principal) { transaction -> BillRun? in
            try BillRunRows.find(id, in: transaction).map { try picture(of: $0, in: transaction) }
        }
        guard let run, principal.scope.contains(OrganisationPath(run.organisationPath)) else {
            throw BillingRefusal.runUnknown
        }
        return run
    }

    /// The newest runs of the principal's scope, before one where it is named.
    package func runs(
        by principal: Principal, before: JobID? = nil, limit: Int = 24
    ) async throws -> [BillRun] {
        try await control.read("billing.read", by: principal) { transaction in
            try BillRunRows.recent(principal.scope, before: before, limit: limit, in: transaction)
                .map { try picture(of: $0, in: transaction) }
        }
    }

    private func picture(of stored: BillRunRows.Stored, in transaction: any Transaction) throws -> BillRun {
        BillRun(
            id: stored.id, month: stored.month, organisation: stored.organisation,
            organisationPath: stored.path.text, state: try state(of: stored, in: transaction),
            releaseJob: stored.releaseJob, checkedBy: stored.checkedBy,
            releaseDay: stored.releaseDay,
            dueDay: stored.dueDay, createdAt: stored.createdAt)
    }

    /// How far a run's calculation is, and its release once one was asked for.
    package func progress(
        _ run: BillRun
    ) async throws -> (calculation: JobProgress, release: JobProgress?) {
        let calculation = try await control.progress(run.id)
        guard let job = run.releaseJob else { return (calculation, nil) }
        return (calculation, try await control.progress(job))
    }

    /// How far a run is and its exceptions, of one moment: while units come in, the count and the list agree.
    package func picture(
        of run: BillRun, code: String? = nil, limit: Int = 200, by principal: Principal
    ) async throws -> (calculation: JobProgress, release: JobProgress?, exceptions: [BillException]) {
        try await control.read("billing.read", by: principal) { transaction in
            (
                try control.progress(run.id, in: transaction),
                try run.releaseJob.map { try control.progress($0, in: transaction) },
                try BillRunRows.exceptions(of: run.id, code: code, after: nil, limit: limit, in: transaction)
            )
        }
    }

    /// A run's exceptions, blocking ones first, then by code and account.
    /// - Parameter last: where the page before ended.
    package func exceptions(
        of run: JobID, code: String? = nil, after last: BillException.Place? = nil, limit: Int = 200,
        by principal: Principal
    ) async throws -> [BillException] {
        _ = try await self.run(run, by: principal)
        return try await control.read("billing.read", by: principal) {
            try BillRunRows.exceptions(of: run, code: code, after: last, limit: limit, in: $0)
        }
    }

    /// One bill with its lines.
    /// - Throws: `BillingRefusal.billUnknown`, also for a bill outside the principal's scope.
    package func bill(_ id: BillID, by principal: Principal) async throws -> BillDetail {
        try await control.read("billing.read", by: principal) { transaction in
            guard let bill = try BillRows.find(id, in: transaction),
                let organisation = try control.organisation(bill.organisation, in: transaction),
                principal.scope.contains(organisation.path)
            else { throw BillingRefusal.billUnknown }
            // Whoever explains the bill next needs the tariffs as they are published now.
            _ = try tariffs.catalogue(in: transaction)
            let details = try DetailRows.find(id, in: transaction)
            return BillDetail(
                bill: bill, lines: try BillRows.lines(id, in: transaction),
                parts: DetailTexts.value([BillPart].self, details.parts) ?? [],
                state: DetailTexts.value(BillState.self, details.state) ?? BillState())
        }
    }

    /// An account's bills, newest first, taken-back ones among them; the caller has checked the account's scope.
    package func history(
        of account: AccountID, months: Int = 36, by principal: Principal
    ) async throws -> [Bill] {
        let last = control.house.clock.today.billingMonth
        return try await control.read("billing.read", by: principal) { transaction in
            _ = try tariffs.catalogue(in: transaction)
            let bills = try BillRows.history(
                of: account, from: last.adding(months: -min(months, Int(last.number))), to: last,
                in: transaction)
            guard let bill = bills.first else { return [] }
            guard let organisation = try control.organisation(bill.organisation, in: transaction),
                principal.scope.contains(organisation.path)
            else { throw BillingRefusal.billUnknown }
            return bills
        }
    }

    /// A page of a released run's bills, taken-back ones among them, in the order of buckets and accounts.
    package func bills(
        of run: BillRun, after: BillID? = nil, limit: Int = 50, by principal: Principal
    ) async throws -> [Bill] {
        try await control.read("billing.read", by: principal) { transaction in
            _ = try tariffs.catalogue(in: transaction)
            let organisations = try control.organisations(under: principal.scope, in: transaction).map(\.id)
            return try BillRows.page(
                of: run.id, month: run.month, scope: organisations, after: after, limit: limit,
                in: transaction)
        }
    }

    /// Which of the accounts have a bill for a month; readings of a billed month stay as they are.
    package static func billed(
        _ accounts: [AccountID], _ month: BillingMonth, in transaction: any Transaction
    ) throws -> Set<AccountID> {
        Set(
            try accounts.filter {
                try BillRows.exists($0, month, in: transaction)
                    && !DetailRows.isOpen($0, month, in: transaction)
            })
    }

    /// Every bill of a span of months that holds as one line of text each, sorted by month, account and sequence, lines included:
    /// the same bills give the same bytes on every engine.
    package func export(
        from first: BillingMonth, to last: BillingMonth, by principal: Principal,
        progress: (@Sendable (_ month: BillingMonth, _ done: Int, _ total: Int) -> Void)? = nil,
        write: @Sendable @escaping (String) throws -> Void
    ) async throws {
        for number in first.number...last.number {
            guard let month = BillingMonth(number: Int(number)) else { continue }
            let bills = try await control.read("billing.read", by: principal) { transaction in
                var bills: [Bill] = []
                for number in 0..<Bucket.count {
                    bills += try BillRows.month(month, in: Bucket(number: number)!, transaction)
                        .filter { $0.takenBack == nil }
                }
                return bills.sorted { $0.id < $1.id }
            }
            for slice in stride(from: 0, to: bills.count, by: 1_000) {
                let part = Array(bills[slice..<min(slice + 1_000, bills.count)])
                let text = try await control.read("billing.read", by: principal) { transaction in
                    try part.map { bill in
                        try Self.exported(bill, BillRows.lines(bill.id, in: transaction))
                    }.joined()
                }
                try write(text)
                progress?(month, slice + part.count, bills.count)
            }
        }
    }

    private static func exported(_ bill: Bill, _ lines: [RatedLine]) -> String {
        var fields = [
            bill.month.description, bill.account.description, String(bill.id.sequence), bill.tariff,
            bill.energy.description, bill.amount.description, bill.energyAmount.description,
            bill.basicCharge.description, bill.adjustment.description, bill.funds.description,
            bill.yearToDate.description, bill.firstDay.description, bill.lastDay.description,
        ]
        for line in lines {
            fields.append(
                "\(line.kind.code)/\(line.period.code)/\(line.tier)/\(line.quantity)/\(line.unitPrice)/\(line.amount)"
            )
        }
        return fields.joined(separator: "\t") + "\n"
    }
}
