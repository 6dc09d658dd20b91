package import Control
import Kernel
import Ledger
import Records
import Store

/// Taking a payment back 冲正.
///
/// The clerk who took it does so alone on the day of taking; on a later day, or for another's payment, a second person
/// approves, from an amount on a senior one (《企业内部控制应用指引第6号——资金活动》: who takes money does not correct it alone).
/// Everything is added, nothing changed: opposite postings in the books of the day, opposite applications, and a row
/// that makes the receipt void. What it had settled is open again with the penalty as if it had never been paid.
extension Payment {
    /// The command's name.
    package static let reverseCommand = "payment.reverse"

    static let reversal = CommandHandler(
        name: "payment.reverse", permission: "payment.reverse", input: ReversePayment.self,
        picture: { input, act in try Payment(on: act.control).picture(input, act) },
        perform: { input, act in try Payment(on: act.control).perform(input, act) })

    static let reversalRule = ApprovalRule(
        command: "payment.reverse", approver: "payment.reverse.approve",
        senior: "payment.reverse.approveLarge",
        seniorFromFen: 500_000, workingDays: 3, clause: "《企业内部控制应用指引第6号——资金活动》：资金收付按权限审批")

    static let reversalParameter = ParameterDefinition(
        "payment.reverse.ownSameDay", .choice(["ALLOWED", "NEVER"]), standard: "ALLOWED",
        clause: "企业标准：当日收款由原收费员在日结前冲正，隔日冲正须经审批")

    /// Takes a payment back, or proposes it where a second person is needed. The same person asking again in the same
    /// words gets the same answer.
    /// - Throws: `PaymentRefusal.paymentUnknown` outside the scope too; `.alreadyReversed`, `.laterPayment`,
    ///   `.reasonUnknown`, `.accountBusy`; `MonthRefusal.closed` where today's month is closed;
    ///   `ApprovalRefusal.reasonMissing`; `ControlRefusal.forbidden`.
    package func reverse(_ input: ReversePayment, by principal: Principal) async throws -> Control.Submission
    {
        let reason = input.reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...500).contains(reason.count) else { throw ApprovalRefusal.reasonMissing }
        let order = ReversePayment(payment: input.payment, reasonCode: input.reasonCode, reason: reason)
        for attempt in 1... {
            do {
                return try await control.submit(Self.reverseCommand, order, reason: reason, by: principal)
            } catch PaymentRefusal.accountBusy where attempt < Self.attempts {
                // Another order on the account was first, perhaps this very one asked twice: looked at anew.
                continue
            } catch let refusal as PaymentRefusal {
                guard case .alreadyReversed = refusal, let told = try await earlier(order, by: principal)
                else { throw refusal }
                return .done(told)
            }
        }
        throw PaymentRefusal.accountBusy
    }

    /// What the very same request was answered before, by the same person with the same words.
    private func earlier(_ order: ReversePayment, by principal: Principal) async throws -> String? {
        try await control.house.database.read { transaction in
            guard let account = try PaymentRows.account(of: order.payment, in: transaction),
                let payment = try PaymentRows.payment(order.payment, account: account, in: transaction),
                let reversal = payment.reversal, reversal.by == principal.user,
                reversal.reasonCode == order.reasonCode, reversal.reason == order.reason
            else { return nil }
            return try told(payment, reversal.entry)
        }
    }

    private func told(_ payment: TakenPayment, _ entry: Int64) throws -> String {
        try CommandInput.encode([
            "account": payment.account.description, "amount": payment.amount.description,
            "payment": payment.id.description, "reversal": String(entry),
        ])
    }

    /// Where control runs a command of this room.
    private init(on control: Control) {
        self.init(control: control, ledger: Ledger(control: control), records: Records(control: control))
    }

    /// The payment, where its counter is in the person's scope and it was not taken back yet.
    private func reversible(_ id: PaymentID, _ act: Act) throws -> TakenPayment {
        guard let account = try PaymentRows.account(of: id, in: act.transaction),
            let payment = try PaymentRows.payment(id, account: account, in: act.transaction),
            act.principal.scope.contains(payment.counterPath)
        else { throw PaymentRefusal.paymentUnknown(id.description) }
        guard payment.reversal == nil else { throw PaymentRefusal.alreadyReversed(payment.receiptNo) }
        return payment
    }

    private func picture(_ input: ReversePayment, _ act: Act) throws -> CommandPicture {
        let payment = try reversible(input.payment, act)
        let reason = try control.codes("payment.reversalReason", on: act.today, in: act.transaction)
            .first { $0.code == input.reasonCode }
        guard let reason else { throw PaymentRefusal.reasonUnknown(input.reasonCode) }
        let paid = try settled(by: payment, act)
        let parts = paid.compactMap { open in open.standing.last.map { (open, $0) } }
        let owed = paid.map(\.outstanding).total()
        let principal = parts.map(\.1.principal).total()
        let penalty = parts.map(\.1.penalty).total()
        // Another station's account is told of as its counter sees it.
        let shown = payment.seen(from: payment.counterPath) ?? payment
        return try CommandPicture(
            title: "payment.command.reverse.title",
            arguments: ["name": shown.accountName, "amount": payment.amount.grouped],
            subject: "payment \(payment.id)", bucket: payment.account.bucket,
            organisation: payment.counterPath,
            lines: [
                .init("payment.command.reverse.receipt", .text(payment.receiptNo)),
                .init(
                    "payment.command.reverse.account", .text("\(shown.accountName)（\(payment.consumerNo)）")),
                .init("payment.command.reverse.day", .day(payment.day)),
                .init("payment.command.reverse.clerk", .text(payment.clerkName)),
                .init(
                    "payment.command.reverse.months",
                    .text(parts.map(\.0.receivable.month.description).joined(separator: ", "))),
                .init("payment.command.reverse.reason", .text(reason.zh)),
                .init(
                    "payment.command.reverse.taken", before: .money(payment.amount), after: .money(.zero)),
                .init(
                    "payment.command.reverse.owed", before: .money(owed), after: .money(owed + principal)),
                .init(
                    "payment.command.reverse.penalty", before: .money(penalty), after: .money(.zero)),
            ], amount: payment.amount, involved: [payment.clerk],
            isForOne: try isForOne(payment, act) ? true : nil
        ) { hash in
            hash.add(payment.id.number)
            for (open, part) in parts {
                hash.add(open.receivable.id)
                hash.add(Int64(part.sequence))
            }
        }
    }

    /// A clerk's own payment on its own day, while the drawer is theirs.
    private func isForOne(_ payment: TakenPayment, _ act: Act) throws -> Bool {
        guard payment.clerk == act.principal.user, payment.day == act.today else { return false }
        return try control.parameter(
            Self.reversalParameter.key, organisation: payment.counterPath, on: act.today,
            in: act.transaction
        ).text == "ALLOWED"
    }

    private func settled(by payment: TakenPayment, _ act: Act) throws -> [OpenReceivable] {
        do {
            return try ledger.paid(by: payment.id, account: payment.account, in: act.transaction)
        } catch LedgerRefusal.appliedAfter(let later) {
            throw PaymentRefusal.laterPayment(TakenPayment.receiptNo(of: later))
        }
    }

    /// Who agrees neither read nor checked what the money was for: reader, checker and approver of refunds are three.
    private func agree(to payment: TakenPayment, of months: [BillingMonth], _ act: Act) throws {
        let place = payment.organisationPath
        for month in months {
            try act.assertDifferentPerson(
                DutyMatter.readings(payment.organisation, month), .approveRefund, at: place)
            for above in place.ids {
                try act.assertDifferentPerson(DutyMatter.bills(above, month), .approveRefund, at: place)
            }
            try act.perform(.approveRefund, on: DutyMatter.reading(payment.account, month), at: place)
        }
    }

    private func perform(_ input: ReversePayment, _ act: Act) throws -> String {
        let payment = try reversible(input.payment, act)
        let entry = act.house.ids.nextNumber()
        do {
            let open = try settled(by: payment, act)
            if act.proposal != nil {
                try agree(to: payment, of: Set(open.map(\.receivable.month)).sorted(), act)
            }
            try ledger.takeBack(payment.id, of: payment.account, in: act)
            try ledger.reverse(entry: payment.id.number, of: payment.account, as: entry, in: act)
        } catch LedgerRefusal.alreadyReversed {
            throw PaymentRefusal.alreadyReversed(payment.receiptNo)
        } catch LedgerRefusal.changedMeanwhile {
            throw PaymentRefusal.accountBusy
        }
        let asked = act.proposal
        try PaymentRows.insert(
            PaymentReversal(
                entry: entry, reasonCode: input.reasonCode, reason: input.reason,
                by: asked?.proposer ?? act.principal.user, byName: asked?.proposerName ?? act.principal.name,
                approvedBy: asked == nil ? nil : act.principal.user,
                approvedByName: asked == nil ? nil : act.principal.name, day: act.today, at: act.now),
            of: payment, in: act.transaction)
        let told = try told(payment, entry)
        try act.audit(
            bucket: payment.account.bucket, action: Self.reverseCommand, subject: "payment \(payment.id)",
            before: CommandInput.encode(["amount": payment.amount.description]),
            after: CommandInput.encode([
                "code": input.reasonCode, "reason": input.reason, "reversal": String(entry),
            ]))
        try act.publish(
            PaymentEvents.reversed, bucket: payment.account.bucket, organisation: payment.organisationPath,
            payload: told)
        if payment.takenAt != nil {
            try act.publish(
                PaymentEvents.reversedElsewhere, bucket: payment.account.bucket,
                organisation: payment.counterPath, payload: told)
        }
        return told
    }
}
