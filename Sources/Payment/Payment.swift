package import Control
package import Kernel
package import Ledger
package import Records
import Store

/// The front door of the payment subsystem 收费: money at the counter, set off against what an account owes.
///
/// - Before: `quote`, the debt on a day with its late penalty.
/// - Taking: `take`, each request booked once (`Payment+Take.swift`).
/// - After: `receipt`, `payments(of:)`, `payments(on:)`.
/// - Taking back: `reverse` (`Payment+Reverse.swift`).
/// - Before a close: reversals that wait (`Payment+Closing.swift`).
/// - Rules: `PaymentRules`, from control's parameters.
package struct Payment: Sendable {
    let control: Control
    let ledger: Ledger
    let records: Records

    package init(control: Control, ledger: Ledger, records: Records) {
        self.control = control
        self.ledger = ledger
        self.records = records
    }

    /// What control does on payment's behalf.
    package static let room = Room(
        name: "payment",
        permissions: [
            PermissionDefinition(
                "payment.read", .counterClerk, .stationHead, .accountant, .collector, .callOperator),
            PermissionDefinition("payment.take", .counterClerk),
            PermissionDefinition("payment.company", .counterClerk, .callOperator),
            PermissionDefinition("payment.reverse", .counterClerk, .stationHead, .accountant),
            PermissionDefinition("payment.reverse.approve", .stationHead, .accountant),
            PermissionDefinition("payment.reverse.approveLarge", .accountant),
        ],
        parameters: PaymentRules.parameters + [reversalParameter],
        commands: [reversal], approvals: [reversalRule], closingChecks: [waitingReversals],
        codes: PaymentCodes.tables,
        migrations: PaymentSchema.migrations)

    /// The most rows of one page of a list.
    package static let pageLimit = 500

    /// What an account owes on `day` (today where nil), penalty counted to that day.
    /// - Throws: `PaymentRefusal.accountUnknown` where there is none in the principal's scope; with `payment.company`,
    ///   none in the company. Another station's account is seen narrowly.
    package func quote(_ account: AccountID, on day: Day? = nil, by principal: Principal) async throws
        -> Quote
    {
        let day = day ?? control.house.clock.today
        return try await control.read("payment.read", by: principal) { transaction in
            let summary = try payable(account, by: principal, in: transaction)
            return try quote(summary, rules(for: summary, on: day, in: transaction), on: day, in: transaction)
        }
    }

    /// What a customer's own account owes today, penalty counted to today.
    package func quote(of own: CustomerAccount) async throws -> Quote {
        let day = control.house.clock.today
        return try await control.house.database.read { transaction in
            guard let account = try records.row(own.id, in: transaction) else {
                throw PaymentRefusal.accountUnknown(own.id.description)
            }
            return try quote(account, rules(for: account, on: day, in: transaction), on: day, in: transaction)
        }
    }

    /// The receipt of a payment of an account, the same at every reading.
    /// - Throws: `PaymentRefusal.paymentUnknown` where there is none in the principal's scope.
    package func receipt(_ id: PaymentID, account: AccountID, by principal: Principal) async throws -> Receipt
    {
        try await control.read("payment.read", by: principal) { transaction in
            guard
                let receipt = try receipt(id, account: account, in: transaction)?.seen(from: principal.scope)
            else { throw PaymentRefusal.paymentUnknown(id.description) }
            return receipt
        }
    }

    /// The receipt of a payment, by its number alone.
    /// - Throws: `PaymentRefusal.paymentUnknown` where there is none in the principal's scope.
    package func receipt(_ id: PaymentID, by principal: Principal) async throws -> Receipt {
        try await control.read("payment.read", by: principal) { transaction in
            guard let account = try PaymentRows.account(of: id, in: transaction),
                let receipt = try receipt(id, account: account, in: transaction)?.seen(from: principal.scope)
            else { throw PaymentRefusal.paymentUnknown(id.description) }
            return receipt
        }
    }

    /// The receipt of the payment that was booked under an idempotency key; nil where none was.
    /// - Throws: `PaymentRefusal.accountUnknown` where the account is not in the principal's scope.
    package func receipt(key: String, account: AccountID, by principal: Principal) async throws -> Receipt? {
        try await control.read("payment.read", by: principal) { transaction in
            _ = try payable(account, by: principal, in: transaction)
            guard let earlier = try PaymentRows.key(key, of: account, in: transaction) else { return nil }
            return try receipt(earlier.payment, account: account, in: transaction)?.seen(
                from: principal.scope)
        }
    }

    /// The account of the company with this 户号, in the principal's scope or, with `payment.company`, anywhere.
    package func find(consumerNo: String, by principal: Principal) async throws -> AccountFound? {
        try await control.read("payment.read", by: principal) { transaction in
            guard let id = try records.accountID(consumerNo: consumerNo, in: transaction) else { return nil }
            do {
                let account = try payable(id, by: principal, in: transaction)
                return AccountFound(
                    id: id, consumerNo: account.consumerNo, name: account.name, address: account.address,
                    organisationPath: account.organisationPath,
                    isForeign: !principal.scope.contains(account.organisationPath))
            } catch PaymentRefusal.accountUnknown {
                return nil
            }
        }
    }

    /// An account's payments, the newest first; of another station's account, those taken in the principal's scope.
    /// - Throws: `PaymentRefusal.accountUnknown`.
    package func payments(of account: AccountID, by principal: Principal) async throws -> [TakenPayment] {
        try await control.read("payment.read", by: principal) { transaction in
            _ = try payable(account, by: principal, in: transaction)
            return try PaymentRows.payments(of: account, in: transaction).compactMap {
                $0.seen(from: principal.scope)
            }
        }
    }

    /// The payments that a scope's counters took on a day, the newest first, with the sum over all of them.
    /// - Parameters:
    ///   - clerk: only theirs; nil for everybody's.
    ///   - station: only its counters' and those under it; nil for the whole scope. One outside the scope gives nothing.
    ///   - before: where the page before this one ended.
    package func payments(
        on day: Day, clerk: UserID? = nil, station: OrganisationPath? = nil, before: PaymentID? = nil,
        limit: Int = 100, by principal: Principal
    ) async throws -> DayPayments {
        let path = station ?? principal.scope
        return try await control.read("payment.read", by: principal) { transaction in
            guard principal.scope.contains(path) else {
                return DayPayments(payments: [], count: 0, amount: .zero, reversals: 0, reversed: .zero)
            }
            let sum = try PaymentRows.sum(on: day, under: path, clerk: clerk?.number ?? 0, in: transaction)
            let payments = try PaymentRows.payments(
                on: day, under: path, clerk: clerk?.number ?? 0, before: before?.number ?? .max,
                limit: max(0, min(limit, Self.pageLimit)), in: transaction)
            let back = try PaymentRows.takenBack(
                on: day, under: path, clerk: clerk?.number ?? 0, in: transaction)
            return DayPayments(
                payments: payments.compactMap { $0.seen(from: principal.scope) }, count: sum.count,
                amount: sum.amount, reversals: back.count, reversed: back.amount)
        }
    }
}

/// A page of a day's payments.
package struct DayPayments: Sendable, Hashable {
    package let payments: [TakenPayment]
    /// Of the whole day, not of the page.
    package let count: Int
    package let amount: Money
    /// How many payments, of this or an earlier day, were taken back on the day.
    package let reversals: Int
    package let reversed: Money
    /// What the drawers have more at the day's end.
    package var net: Money { amount - reversed }
}

extension Receipt {
    /// As `TakenPayment.seen`.
    func seen(from scope: OrganisationPath) -> Receipt? {
        payment.seen(from: scope).map { Receipt(payment: $0, lines: lines) }
    }
}

extension Payment {
    /// The account, where it is in the principal's scope; masked, where it is elsewhere in the company and the principal
    /// may reach it for payment.
    func payable(
        _ account: AccountID, by principal: Principal, in transaction: any Transaction
    ) throws -> Account {
        guard let summary = try records.row(account, in: transaction) else {
            throw PaymentRefusal.accountUnknown(account.description)
        }
        if principal.scope.contains(summary.organisationPath) { return summary }
        guard principal.may("payment.company"),
            principal.scope.company.contains(summary.organisationPath)
        else { throw PaymentRefusal.accountUnknown(account.description) }
        return summary.narrow
    }

    func rules(for account: Account, on day: Day, in transaction: any Transaction) throws -> PaymentRules {
        try PaymentRules.inForce(control, organisation: account.organisationPath, on: day, in: transaction)
    }

    func quote(
        _ account: Account, _ rules: PaymentRules, on day: Day, in transaction: any Transaction
    ) throws -> Quote {
        Quote(
            account: account, day: day,
            items: try ledger.open(account: account.id, in: transaction).map { open in
                Quote.Item(open: open, penalty: try rules.penalty(on: open, day: day))
            })
    }

    func receipt(_ id: PaymentID, account: AccountID, in transaction: any Transaction) throws -> Receipt? {
        guard let payment = try PaymentRows.payment(id, account: account, in: transaction) else { return nil }
        let lines = try ledger.applied(by: id, account: account, in: transaction).compactMap { open in
            open.applications.last.map { application in
                Receipt.Line(
                    receivable: open.receivable.id, month: open.receivable.month, kind: open.receivable.kind,
                    principal: application.principal, penalty: application.penalty,
                    remaining: open.outstanding)
            }
        }
        return Receipt(payment: payment, lines: lines)
    }
}
