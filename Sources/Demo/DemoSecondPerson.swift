internal import Billing
internal import Control
internal import Kernel
internal import Payment
internal import Records

/// What two people did together: proposals that wait, were approved, refused or have expired, a payment taken back, and
/// what the town's people were told of late.
extension DemoLife {
    /// Somebody who is not the system: a second person is another one than the first. Nobody signs in as them.
    private func person(_ id: Int64, _ name: String, _ place: DemoTown.Place) -> Principal {
        let system = principal(place, name: name)
        return Principal(
            user: UserID(id), login: system.login, name: name, organisation: system.organisation,
            organisationName: system.organisationName, scope: system.scope, roles: [],
            permissions: system.permissions, address: system.address)
    }

    private var station: DemoTown.Place { DemoTown.stations[0] }
    private var clerk: Principal { person(901, "何静", station) }
    private var head: Principal { person(902, "梁守灯", station) }
    private var administrator: Principal { person(903, "系统管理员", DemoTown.company) }
    private var tariffClerk: Principal { person(905, "电价 方圆", DemoTown.company) }
    private var security: Principal { person(904, "安全管理员", DemoTown.company) }

    /// On the month's first morning somebody proposes what nobody will decide on.
    func proposeAndForget() async throws {
        try await doors.control.propose(
            "control.setParameter", quietHours("1260", from: 20), reason: "夏季客户休息较早", by: administrator)
    }

    private func quietHours(_ minute: String, from days: Int) -> ControlCommands.SetParameter {
        ControlCommands.SetParameter(
            key: "control.quietFrom", organisation: DemoTown.company.path,
            from: plan.scale.today.adding(days: days), value: minute, clause: "公司营销例会纪要")
    }

    /// On the morning of the last release, before anybody has paid: one household's bill is taken back by two people and
    /// released anew.
    func billOneAnew(_ bills: inout [AccountID: Bill], _ month: BillingMonth) async throws {
        let (billing, control) = (doors.billing, doors.control)
        let place = station.organisation
        guard
            let bill = bills.values.filter({
                $0.organisation == place && $0.isResidential && $0.amount > .zero && $0.month == month
            }).min(by: { $0.id < $1.id })
        else { return }
        try await control.installCodes()
        let order = TakeBack(
            bills: [bill.id], reasonCode: "RECORDS", reason: "户内人口资料漏核，撤回后重新审核发行")
        guard case .proposed(let proposal) = try await billing.takeBack(order, by: clerk) else { return }
        _ = try await control.approve(proposal.id, hash: proposal.hashText, by: head)
        let run = try await billing.start(month: month, organisation: place, by: company)
        try await billing.work(run, by: company)
        try await billing.check(run, by: company)
        try await billing.release(run, by: company)
        try await billing.work(run, by: company)
        for anew in try await billing.bills(of: billing.run(run, by: company), by: company) {
            bills[anew.account] = anew
        }
    }

    /// Yesterday afternoon: one payment is taken back, another's reversal is refused, a third waits.
    mutating func decideTogether() async throws {
        let control = doors.control
        clock.move(to: plan.scale.today.adding(days: -1), hour: 16, minute: 40)
        var turn = 0
        for payment in try await latePayments() where turn < 3 {
            let words = ["同一笔电费收了两次", "客户称交错户，未带身份证明", "收费时户号少输一位"][turn]
            let order = ReversePayment(
                payment: payment.id, reasonCode: turn == 0 ? "TWICE" : "WRONG_ACCOUNT", reason: words)
            do {
                guard case .proposed(let proposal) = try await doors.payment.reverse(order, by: clerk) else {
                    continue
                }
                switch turn {
                case 0:
                    _ = try await control.approve(proposal.id, hash: proposal.hashText, by: head)
                    counts.paid = counts.paid - payment.amount
                    if let place = ids.firstIndex(of: payment.account) {
                        debts[place] = DemoDebt(amount: debts[place].amount + payment.amount)
                    }
                case 1:
                    _ = try await control.reject(
                        proposal.id, hash: proposal.hashText, reason: "请客户带身份证明来办理", by: head)
                default: break
                }
                turn += 1
            } catch PaymentRefusal.laterPayment {
                continue
            }
        }
        try await draftTariffs(by: tariffClerk)
        let change = try await control.propose(
            "control.setParameter", quietHours("1290", from: 30), reason: "冬季客户休息较晚", by: administrator)
        _ = try await control.approve(change.id, hash: change.hashText, by: security)
        try await control.propose(
            "control.setParameter",
            ControlCommands.SetParameter(
                key: "control.message.attempts", organisation: DemoTown.company.path,
                from: plan.scale.today.adding(days: 7), value: "4", clause: "公司营销例会纪要"),
            reason: "短信通道稳定，减少重发", by: administrator)
    }

    /// The newest payments of the station's counters, an account once.
    private func latePayments() async throws -> [TakenPayment] {
        var payments: [TakenPayment] = []
        for days in 1...60 where payments.count < 6 {
            let day = try await doors.payment.payments(
                on: plan.scale.today.adding(days: -days), station: station.path, limit: 6, by: company)
            for payment in day.payments where !payments.contains(where: { $0.account == payment.account }) {
                payments.append(payment)
            }
        }
        return payments
    }

    /// The smallest round of a dozen or more of the station is told of an interruption by text and of a visit by telephone.
    func tellPeople() async throws {
        let control = doors.control
        let routes = Dictionary(
            grouping: plan.accounts.filter { $0.station.place.path == station.path }, by: \.account.route)
        let rounds = routes.sorted { ($0.value.count, $0.key) < ($1.value.count, $1.key) }
        guard let route = (rounds.first { $0.value.count >= 12 } ?? rounds.last)?.key else { return }
        let filter = ContactFilter(organisation: station.path, route: route)
        let one = try await control.startNotice(
            NoticeOrder(
                template: "control.notice.outage", filter: filter,
                values: ["from": "后日8时", "until": "17时", "reason": "10千伏线路检修"]), key: "demo-1", by: head)
        let other = try await control.startNotice(
            NoticeOrder(
                template: "control.notice.call", filter: filter, values: ["text": "请确认检修当日有人在家配合换表。"]),
            key: "demo-2", by: head)
        for job in [one, other] {
            try await control.runJob(job, by: control.systemPrincipal(address: "job"))
        }
        try await carry(by: control)
        for (number, message) in try await control.handList(.call, by: head).prefix(2).enumerated() {
            try await control.recordByHand(
                message.id, delivered: number == 0, note: number == 0 ? "本人接听，知道了" : "三次无人接听", by: head)
        }
    }

    /// As the folder carrier, but for numbers that end in 7 or 8, where the gateway does not answer; the first of them
    /// turns out to be no number.
    private func carry(by control: Control) async throws {
        struct Silent: Error, CustomStringConvertible { let description = "503 gateway busy" }
        let folder = Carrier(name: "folder", channels: [.sms, .email]) { parcel in
            if parcel.recipient.hasSuffix("7") || parcel.recipient.hasSuffix("8") { throw Silent() }
            return CarrierAnswer(isDelivered: true, detail: "\(parcel.id).txt")
        }
        let worker = MessageWorker(control: control, carriers: [folder], onFault: { _ in })
        var rounds = 0
        while rounds < 10, try await worker.round() > 0 { rounds += 1 }
        if let waiting = try await control.messages(state: .waiting, by: head).first(where: {
            $0.channel == .sms
        }) {
            try await control.carrierReport(
                waiting.id, carrier: "folder", outcome: "FAILED", detail: "no such subscriber")
        }
    }
}
