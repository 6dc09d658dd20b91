package import Control
import Kernel
import Ledger
import Records
import Store

extension Payment {
    /// How often a payment that lost the race for its account is booked anew before its clerk hears of it.
    static let attempts = 100

    /// Takes a payment: applied to the oldest month first, penalty fixed, posted, audited, told, in one transaction that
    /// is committed together with other clerks'.
    ///
    /// The same idempotency key with the same input gives the first receipt again, however often and however
    /// concurrently it is asked. Two payments of one account at once are booked one after the other.
    /// - Throws: `ControlRefusal.keyReused` where the key was used with other input; `PaymentRefusal`.
    package func take(_ order: TakePayment, by principal: Principal) async throws -> Receipt {
        try order.validate()
        for _ in 0..<Self.attempts {
            let id: PaymentID = control.house.ids.next()
            do {
                return try await control.command(
                    "payment.take", by: principal, .grouped,
                    resolve: { try booked(order, by: principal, in: $0) },
                    { act in
                        try booked(order, by: principal, in: act.transaction) ?? book(order, as: id, in: act)
                    })
            } catch StoreFault.unique {
                // Another payment took the key, or the next place on a receivable, while this one was being booked.
                continue
            }
        }
        throw PaymentRefusal.accountBusy
    }

    /// The receipt of this very request, where it was booked before.
    private func booked(
        _ order: TakePayment, by principal: Principal, in transaction: any Transaction
    ) throws -> Receipt? {
        guard let earlier = try PaymentRows.key(order.idempotencyKey, of: order.account, in: transaction)
        else { return nil }
        _ = try payable(order.account, by: principal, in: transaction)
        guard earlier.input == order.input else { throw ControlRefusal.keyReused }
        guard
            let receipt = try receipt(earlier.payment, account: order.account, in: transaction)?.seen(
                from: principal.scope)
        else { throw ControlRefusal.keyReused }
        return receipt
    }

    private func book(_ order: TakePayment, as id: PaymentID, in act: Act) throws -> Receipt {
        _ = try payable(order.account, by: act.principal, in: act.transaction)
        guard let account = try records.row(order.account, in: act.transaction) else {
            throw PaymentRefusal.accountUnknown(order.account.description)
        }
        let counter = try counter(for: account, in: act)
        // First, so that the same request on another connection waits here and then reads the answer.
        try PaymentRows.insertKey(order, id, in: act.transaction)
        let rules = try rules(for: account, on: act.today, in: act.transaction)
        let quote = try quote(account, rules, on: act.today, in: act.transaction)
        guard quote.total > .zero else { throw PaymentRefusal.nothingOwed }
        guard order.amount <= quote.total else { throw PaymentRefusal.moreThanOwed(debt: quote.total) }
        let applications = quote.applications(of: order.amount, order: rules.order, payment: id)
        try ledger.apply(applications, in: act)
        try PaymentRows.insert(
            TakenPayment(
                id: id, account: account.id, channel: order.channel, amount: order.amount,
                tendered: order.tendered,
                clerk: act.principal.user, clerkName: act.principal.name, consumerNo: account.consumerNo,
                accountName: account.name, address: account.address, organisation: account.organisation,
                organisationPath: account.organisationPath, day: act.today, at: act.now,
                takenAt: counter),
            in: act.transaction)
        try post(order, as: id, for: account.organisation, at: counter?.id, applications, in: act)
        try act.audit(
            bucket: account.id.bucket, action: "payment.take", subject: "account \(account.id)",
            after: "{\"payment\":\"\(id)\",\"amount\":\"\(order.amount)\",\"tendered\":\"\(order.tendered)\"}"
        )
        try act.publish(
            PaymentEvents.applied, bucket: account.id.bucket, organisation: account.organisationPath,
            payload: PaymentEvents.payload(id, account.id, order.amount))
        if let counter {
            // The taking station's own pages hear of it too; the account's path would hide it from them.
            try act.publish(
                PaymentEvents.appliedElsewhere, bucket: account.id.bucket, organisation: counter.path,
                payload: PaymentEvents.payload(id, account.id, order.amount))
        }
        guard
            let receipt = try receipt(id, account: account.id, in: act.transaction)?.seen(
                from: act.principal.scope)
        else {
            throw StoreFault.noRow("payment_payment")
        }
        return receipt
    }

    /// The station whose counter takes money for another's account; nil where it is the account's own.
    private func counter(for account: Account, in act: Act) throws -> TakenPayment.Counter? {
        guard let counter = act.principal.scope.last,
            let place = try control.booksPlace(of: counter, in: act.transaction),
            let owner = try control.booksPlace(of: account.organisation, in: act.transaction),
            place.id != owner.id
        else { return nil }
        return TakenPayment.Counter(id: place.id, path: place.path)
    }

    /// Debit where the money stands, credit the receivable and, apart, the penalty. Money taken for another station
    /// stands in the books of the one that took it, which owes it to the other 内部往来: both balance by themselves.
    private func post(
        _ order: TakePayment, as id: PaymentID, for organisation: OrganisationID, at counter: OrganisationID?,
        _ applications: [Application],
        in act: Act
    ) throws {
        var postings: [Posting] = []
        var organisation = organisation
        func line(_ code: LedgerCode, _ amount: Money) {
            if amount.isZero { return }
            postings.append(
                Posting(
                    account: order.account, entry: id.number, line: Int32(postings.count), code: code,
                    organisation: organisation, amount: amount, day: act.today, kind: .payment))
        }
        if let counter {
            let owner = organisation
            organisation = counter
            line(order.channel.ledgerCode, order.amount)
            line(.interStation, -order.amount)
            organisation = owner
            line(.interStation, order.amount)
        } else {
            line(order.channel.ledgerCode, order.amount)
        }
        line(.receivable, -applications.map(\.principal).total())
        line(.penaltyIncome, -applications.map(\.penalty).total())
        try ledger.post(postings, rollup: order.account.bucket, in: act)
    }
}
