package import Control
package import Kernel
internal import Ledger
internal import Records
internal import Store

/// Taking released bills back 撤回发行, before anything was paid on them and while their month is open.
///
/// A second person approves, from an amount on a senior one (《企业内部控制应用指引第9号——销售业务》: receivables are
/// written and corrected by different people). Everything is added, nothing changed: a row beside the bill, opposite
/// postings, and a set-off that makes the receivable void. The account counts as unbilled from then on: its readings
/// can be corrected and the month's next run bills it anew under the next sequence of the bill's number.
extension Billing {
    /// The command's name.
    package static let takeBackCommand = "billing.takeBack"

    static func takeBackHandler(_ door: @Sendable @escaping (Control) -> Billing) -> CommandHandler {
        CommandHandler(
            name: "billing.takeBack", permission: "billing.takeBack", input: TakeBack.self,
            picture: { input, act in try door(act.control).takeBackPicture(input, act) },
            perform: { input, act in try door(act.control).performTakeBack(input, act) })
    }

    static let takeBackRule = ApprovalRule(
        command: "billing.takeBack", approver: "billing.takeBack.approve",
        senior: "billing.takeBack.approveLarge", seniorFromFen: 500_000, workingDays: 3,
        clause: "《企业内部控制应用指引第9号——销售业务》：应收款项的更正按权限审批")

    /// How often an order that lost the race for an account is tried again.
    private static let takeBackAttempts = 20

    /// Takes released bills back, or proposes it where a second person is needed. Without `onlyGood` one bill that
    /// cannot be taken back refuses all, and each is named. An order with a key is carried out once: the same person
    /// asking again under it gets the same answer; proposed again while it waits, it is the proposal that waits.
    /// - Throws: `BillingRefusal`: `.billUnknown`, `.runUnknown`, `.organisationUnknown` outside the scope too;
    ///   `.billPaid`, `.billMonthClosed`, `.laterBill`, `.billInRun`, `.billTakenBack`, `.billTooOften` for one bill,
    ///   `.notTakenBack` for several; `.nothingToTakeBack`, `.tooManyToTakeBack`, `.takeBackUnclear`,
    ///   `.reasonUnknown`, `.accountBusy`; `ControlRefusal.keyReused`, `.forbidden`; `ApprovalRefusal.reasonMissing`;
    ///   `MonthRefusal.closed` where today's month is closed.
    package func takeBack(_ input: TakeBack, by principal: Principal) async throws -> Control.Submission {
        let reason = input.reason.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...500).contains(reason.count) else { throw ApprovalRefusal.reasonMissing }
        if let key = input.key, !(1...100).contains(key.utf8.count) { throw BillingRefusal.takeBackUnclear }
        let order = TakeBack(
            bills: input.bills, run: input.run, place: input.place, reasonCode: input.reasonCode,
            reason: reason, onlyGood: input.onlyGood, key: input.key)
        for attempt in 1... {
            if let told = try await earlier(order, by: principal) { return .done(told) }
            do {
                return try await control.submit(Self.takeBackCommand, order, reason: reason, by: principal)
            } catch BillingRefusal.accountBusy where attempt < Self.takeBackAttempts {
                // A payment or another order was first: looked at anew, it is told what stands in the way.
                continue
            } catch StoreFault.unique where attempt < Self.takeBackAttempts {
                // The very same order, given twice at once.
                continue
            }
        }
        throw BillingRefusal.accountBusy
    }

    /// What the order under this key was answered before.
    private func earlier(_ order: TakeBack, by principal: Principal) async throws -> String? {
        guard let key = order.key else { return nil }
        let input = try CommandInput.encode(order)
        return try await control.read("billing.takeBack", by: principal) { transaction in
            guard let earlier = try TakenBackRows.order(key, by: principal.user, in: transaction) else {
                return nil
            }
            guard earlier.input == input else { throw ControlRefusal.keyReused }
            return earlier.result
        }
    }

    private func takeBackPicture(_ order: TakeBack, _ act: Act) throws -> CommandPicture {
        let plan = try checked(order, holds: false, act)
        let reason = try control.codes("billing.withdrawalReason", on: act.today, in: act.transaction)
            .first { $0.code == order.reasonCode }
        guard let reason else { throw BillingRefusal.reasonUnknown(order.reasonCode) }
        let months = Set(plan.good.map(\.bill.month)).sorted().map(\.description).joined(separator: ", ")
        var lines: [CommandPicture.Line] = []
        var title = "billing.command.takeBack.titleMany"
        var arguments = ["count": String(plan.good.count), "amount": plan.amount.grouped, "month": months]
        var subject = order.run.map { "run \($0)" } ?? "month \(months)"
        var bucket = order.run?.bucket ?? plan.good[0].bill.account.bucket
        if plan.good.count == 1, order.bills != nil {
            let bill = plan.good[0].bill
            let account = try records.row(bill.account, in: act.transaction)
            let name = account?.name ?? ""
            title = "billing.command.takeBack.title"
            arguments["name"] = name
            subject = "bill \(bill.id)"
            bucket = bill.account.bucket
            lines += [
                .init("billing.command.takeBack.account", .text("\(name)（\(account?.consumerNo ?? "")）")),
                .init("billing.command.takeBack.bill", .text(bill.id.description)),
            ]
        }
        lines += [
            .init("billing.command.takeBack.month", .text(months)),
            .init("billing.command.takeBack.reason", .text(reason.zh)),
            .init(
                "billing.command.takeBack.bills", before: .number(Int64(plan.good.count)), after: .number(0)),
            .init(
                "billing.command.takeBack.energy", before: .text("\(plan.energy.text()) kWh"),
                after: .text("0 kWh")),
            .init("billing.command.takeBack.receivable", before: .money(plan.amount), after: .money(.zero)),
        ]
        if plan.good.count == 1 {
            let bill = plan.good[0].bill
            lines.append(
                .init(
                    "billing.command.takeBack.yearToDate", before: .text("\(bill.yearToDate.text()) kWh"),
                    after: .text("\((bill.yearToDate - bill.energy).text()) kWh")))
        }
        if !plan.blocked.isEmpty {
            lines.append(
                .init("billing.command.takeBack.leftOut", .number(Int64(plan.blocked.count))))
        }
        return try CommandPicture(
            title: title, arguments: arguments, subject: subject, bucket: bucket, organisation: plan.place,
            lines: lines, amount: plan.amount.isNegative ? -plan.amount : plan.amount
        ) { hash in
            for good in plan.good {
                hash.add(good.bill.id.number)
                hash.add(good.bill.amount.fen)
            }
        }
    }

    /// The plan of an order that may go on.
    private func checked(_ order: TakeBack, holds: Bool, _ act: Act) throws -> TakeBackPlan {
        let plan = try plan(order, holds: holds, act)
        guard !plan.good.isEmpty, plan.blocked.isEmpty || order.onlyGood else {
            if plan.blocked.count == 1, plan.good.isEmpty {
                throw BillingRefusal.hurdle(plan.blocked[0].why, plan.blocked[0].bill)
            }
            throw BillingRefusal.notTakenBack(
                Dictionary(grouping: plan.blocked, by: \.why).mapValues { $0.map(\.bill.id) })
        }
        return plan
    }

    private func performTakeBack(_ order: TakeBack, _ act: Act) throws -> String {
        let plan = try checked(order, holds: true, act)
        let asked = act.proposal
        var rows: [(bill: Bill, taken: TakenBack)] = []
        var voided: [VoidedReceivable] = []
        for good in plan.good {
            let entry = good.open.map { open in
                let reversal = act.house.ids.nextNumber()
                voided.append(VoidedReceivable(open, reversal: reversal))
                return reversal
            }
            rows.append(
                (
                    good.bill,
                    TakenBack(
                        entry: entry, reasonCode: order.reasonCode, reason: order.reason,
                        by: asked?.proposer ?? act.principal.user,
                        byName: asked?.proposerName ?? act.principal.name,
                        approvedBy: asked == nil ? nil : act.principal.user,
                        approvedByName: asked == nil ? nil : act.principal.name, day: act.today, at: act.now)
                ))
        }
        do {
            try act.transaction.savepoint { try TakenBackRows.insert(rows, in: act.transaction) }
            try ledger.void(voided, rollup: plan.good[0].bill.account.bucket, in: act)
        } catch StoreFault.unique {
            throw BillingRefusal.accountBusy
        } catch LedgerRefusal.changedMeanwhile {
            throw BillingRefusal.accountBusy
        }
        for (bill, taken) in rows {
            try act.audit(
                bucket: bill.account.bucket, action: Self.takeBackCommand, subject: "bill \(bill.id)",
                before: CommandInput.encode([
                    "account": bill.account.description, "amount": bill.amount.description,
                ]),
                after: CommandInput.encode([
                    "code": taken.reasonCode, "reason": taken.reason,
                    "reversal": taken.entry.map { String($0) } ?? "",
                ]))
        }
        try announceTakenBack(plan, in: act)
        let told = try CommandInput.encode([
            "amount": plan.amount.description, "bills": String(plan.good.count),
            "leftOut": String(plan.blocked.count),
        ])
        if let key = order.key {
            try TakenBackRows.insertOrder(
                key, by: asked?.proposer ?? act.principal.user, input: CommandInput.encode(order),
                result: told, at: act.now, in: act.transaction)
        }
        return told
    }

    /// An event a station; it names the bill where it is one alone.
    private func announceTakenBack(_ plan: TakeBackPlan, in act: Act) throws {
        for (path, good) in Dictionary(grouping: plan.good, by: \.path).sorted(by: {
            $0.key.text < $1.key.text
        }) {
            let bill = good[0].bill
            var payload = [
                "amount": good.lazy.map(\.bill.amount).total().description, "bills": String(good.count),
                "month": bill.month.description, "run": bill.run.description,
            ]
            if good.count == 1 {
                payload["bill"] = bill.id.description
                payload["account"] = bill.account.description
            }
            try act.publish(
                BillingTopic.takenBack, bucket: bill.account.bucket, organisation: path,
                payload: CommandInput.encode(payload))
        }
    }

    /// How many of a run's bills were taken back, and what they came to.
    package func takenBack(of run: BillRun, by principal: Principal) async throws -> (
        bills: Int, amount: Money
    ) {
        try await control.read("billing.read", by: principal) { try TakenBackRows.sum(of: run.id, in: $0) }
    }
}
