package import Control
package import Kernel
package import Store

/// A change of a piece of equipment that was applied for: sealed, unsealed, reduced, replaced, taken away.
package struct EquipmentOrder: Sendable, Hashable {
    package var account: AccountID
    package var equipment: Int64
    package var state: EquipmentState
    /// The day it is done: of sealing, unsealing, exchange.
    package var day: Day
    /// The last day of the term; nil where none was named.
    package var until: Day?
    /// What goes on counting: nil for nothing (suspended, reduced) or all (running); needed for a replacement.
    package var capacity: ApparentPower?
    package var isPermanent: Bool
    /// When it was applied for; nil for what was on paper before, whose notice is not checked.
    package var appliedOn: Day?
    package var reason: String
    /// Of the account as it was read.
    package var version: Int64

    package init(
        account: AccountID, equipment: Int64, state: EquipmentState, day: Day, until: Day? = nil,
        capacity: ApparentPower? = nil, isPermanent: Bool = false, appliedOn: Day? = nil, reason: String,
        version: Int64
    ) {
        self.account = account
        self.equipment = equipment
        self.state = state
        self.day = day
        self.until = until
        self.capacity = capacity
        self.isPermanent = isPermanent
        self.appliedOn = appliedOn
        self.reason = reason
        self.version = version
    }
}

extension Records {
    /// Puts a transformer or motor on an account, running from its day.
    /// - Throws: `RecordsRefusal.accountUnknown`, `.accountClosed`, `.changedMeanwhile`, `.invalid`, `.dayTooEarly`;
    ///   `EquipmentRefusal.tooMany`.
    @discardableResult
    package func addEquipment(
        _ new: NewEquipment, to id: AccountID, version: Int64, by principal: Principal
    ) async throws -> Int64 {
        if let problem = new.problems().first { throw problem.refusal }
        let equipment = control.house.ids.nextNumber()
        return try await control.command("records.equipment", by: principal) { act in
            let account = try Self.changeable(id, version: version, in: act)
            guard new.from >= account.openedOn else {
                throw RecordsRefusal.dayTooEarly(least: account.openedOn.description)
            }
            guard try EquipmentRows.equipment(of: id, in: act.transaction).count < EquipmentLimit.pieces
            else {
                throw EquipmentRefusal.tooMany(limit: EquipmentLimit.pieces)
            }
            try EquipmentRows.add(equipment, new, to: id, in: act.transaction)
            let change = EquipmentChange(
                from: new.from, revision: 1, state: .running, capacity: new.capacity, reason: "",
                recordedBy: principal.user, recordedAt: act.now)
            try add(
                change, to: equipment, named: new.name, of: account, before: nil, "records.addEquipment", act)
            return equipment
        }
    }

    /// Seals, unseals, reduces, replaces or takes away a piece of equipment from a day on.
    ///
    /// Refused where the rules forbid it: only whole transformers are suspended where the basic charge goes by capacity,
    /// the notice of working days, the year's months and times (供电营业规则 1996, art. 23–24; 发改办价格〔2016〕1583号, each
    /// number a parameter). A suspension shorter than its least days is taken and charged in full.
    /// - Throws: `EquipmentRefusal`, `RecordsRefusal.accountUnknown`, `.accountClosed`, `.changedMeanwhile`, `.invalid`,
    ///   `.dayTooEarly` before its last change.
    package func changeEquipment(_ order: EquipmentOrder, by principal: Principal) async throws {
        guard FieldRules.isLine(order.reason, 1...200) else {
            throw FieldProblem("reason", "text", ["least": "1", "most": "200"]).refusal
        }
        try await control.command("records.equipment", by: principal) { act in
            let account = try Self.changeable(order.account, version: order.version, in: act)
            guard
                let item = try EquipmentRows.equipment(of: account.id, in: act.transaction)
                    .first(where: { $0.id == order.equipment })
            else { throw EquipmentRefusal.unknown(String(order.equipment)) }
            let inForce = item.inForce
            guard let before = inForce.last else { throw EquipmentRefusal.unknown(item.name) }
            guard before.state != .removed else { throw EquipmentRefusal.removed(item.name) }
            guard order.day >= before.from else {
                throw RecordsRefusal.dayTooEarly(least: before.from.description)
            }
            if let until = order.until, until < order.day { throw EquipmentRefusal.untilTooEarly }
            let change = EquipmentChange(
                from: order.day,
                revision: (item.changes.last { $0.from == order.day }?.revision ?? 0) + 1, state: order.state,
                capacity: try Self.counting(order, item), until: order.until,
                isPermanent: order.isPermanent, appliedOn: order.appliedOn, reason: order.reason,
                recordedBy: principal.user, recordedAt: act.now)
            guard
                (before.state, before.capacity, before.until)
                    != (change.state, change.capacity, change.until)
            else { throw EquipmentRefusal.unchanged(item.name) }
            try check(order, change, item, account, act)
            try add(
                change, to: item.id, named: item.name, of: account, before: before, "records.changeEquipment",
                act)
        }
    }

    /// Takes back the newest state of a piece, entered by mistake; what was recorded stays readable.
    /// - Throws: `EquipmentRefusal.unknown`, `RecordsRefusal.onlyTerm` for the day it began to run, and as above.
    package func undoEquipment(
        _ equipment: Int64, of id: AccountID, reason: String, version: Int64, by principal: Principal
    ) async throws {
        guard FieldRules.isLine(reason, 1...200) else {
            throw FieldProblem("reason", "text", ["least": "1", "most": "200"]).refusal
        }
        try await control.command("records.equipment", by: principal) { act in
            let account = try Self.changeable(id, version: version, in: act)
            guard
                let item = try EquipmentRows.equipment(of: id, in: act.transaction)
                    .first(where: { $0.id == equipment }), let newest = item.inForce.last
            else { throw EquipmentRefusal.unknown(String(equipment)) }
            guard item.inForce.count > 1 else { throw RecordsRefusal.onlyTerm }
            let change = EquipmentChange(
                from: newest.from, revision: newest.revision + 1, isVoid: true, state: newest.state,
                capacity: newest.capacity, until: newest.until, isPermanent: newest.isPermanent,
                appliedOn: newest.appliedOn, reason: reason, recordedBy: principal.user, recordedAt: act.now)
            try add(
                change, to: item.id, named: item.name, of: account, before: newest, "records.undoEquipment",
                act)
        }
    }

    /// An account's equipment with all its states.
    /// - Throws: `RecordsRefusal.accountUnknown`, also outside the principal's scope.
    package func equipment(of id: AccountID, by principal: Principal) async throws -> [Equipment] {
        try await control.read("records.read", by: principal) { transaction in
            _ = try row(id, scope: principal.scope, in: transaction)
            return try EquipmentRows.equipment(of: id, in: transaction)
        }
    }

    /// An account's month of equipment under the rules of its organisation; nil where it has none.
    package func capacityMonth(
        _ month: BillingMonth, of id: AccountID, by principal: Principal
    ) async throws -> CapacityMonth? {
        try await control.read("records.read", by: principal) { transaction in
            let account = try row(id, scope: principal.scope, in: transaction)
            let equipment = try EquipmentRows.equipment(of: id, in: transaction)
            guard !equipment.isEmpty else { return nil }
            let rules = try CapacityRules.inForce(
                for: account.organisationPath, on: month.lastDay, control: control, in: transaction)
            return CapacityMonth(
                month, equipment, rules: rules, openedOn: account.openedOn, closedOn: account.closedOn)
        }
    }

    /// The equipment of whole buckets by account, for the month's run.
    package func equipment(
        in range: BucketRange, _ transaction: any Transaction
    ) throws -> [AccountID: [Equipment]] {
        try EquipmentRows.equipment(in: range, transaction)
    }

    /// An account's equipment, inside a transaction of a room to the right.
    package func equipment(of id: AccountID, in transaction: any Transaction) throws -> [Equipment] {
        try EquipmentRows.equipment(of: id, in: transaction)
    }

    /// What counts from the order's day.
    private static func counting(_ order: EquipmentOrder, _ item: Equipment) throws -> ApparentPower {
        func refusal(_ least: String, _ most: ApparentPower) -> RecordsRefusal {
            FieldProblem("capacity_kva", "range", ["least": least, "most": most.text()]).refusal
        }
        switch order.state {
        case .running, .hotStandby: return item.capacity
        case .coldStandby, .removed: return .zero
        case .suspended, .reduced:
            let left = order.capacity ?? .zero
            guard left >= .zero, left < item.capacity else { throw refusal("0", item.capacity) }
            return left
        case .replaced:
            guard let new = order.capacity, (1...EquipmentLimit.capacity).contains(new.units) else {
                throw refusal("0.001", ApparentPower(units: EquipmentLimit.capacity))
            }
            return new
        }
    }

    private func check(
        _ order: EquipmentOrder, _ change: EquipmentChange, _ item: Equipment, _ account: Account, _ act: Act
    ) throws {
        guard order.state.stops else { return }
        let rules = try CapacityRules.inForce(
            for: account.organisationPath, on: order.day, control: control, in: act.transaction)
        if let applied = order.appliedOn, rules.noticeDays > 0 {
            let first = try control.calendar(in: act.transaction)
                .day(rules.noticeDays, workingDaysAfter: applied)
            guard order.day >= first else {
                throw EquipmentRefusal.notice(days: rules.noticeDays, first: first.description)
            }
        }
        guard order.state == .suspended else { return }
        let terms = try TermRows.history(account.id, in: act.transaction).term(on: order.day)?.values
        if terms?.basicMode == .capacity, !change.capacity.isZero { throw EquipmentRefusal.wholeOnly }
        let year = order.day.year
        let earlier = item.inForce.filter { $0.state == .suspended && $0.from.year == year }
        if rules.timesAYear > 0, earlier.count >= rules.timesAYear {
            throw EquipmentRefusal.timesOver(times: rules.timesAYear)
        }
        // The year's thirtieths with this one as far as its term is known; what turns out longer is charged.
        var whole = item
        whole.changes.append(change)
        whole.changes.sort { ($0.from, $0.revision) < ($1.from, $1.revision) }
        let timeline = EquipmentTimeline(whole, rules, openedOn: account.openedOn, closedOn: nil)
        let lastMonth = order.until.map { min($0.billingMonth, BillingMonth(year: year, month: 12)) }
        guard let lastMonth else { return }
        let days = (BillingMonth(year: year, month: 1).number...lastMonth.number).map { number in
            let month = BillingMonth(number: Int(number))!
            return timeline.suspended(month, known: month.lastDay)
        }
        guard days.reduce(0, +) <= rules.yearMonths * 30 else {
            throw EquipmentRefusal.yearOver(months: rules.yearMonths)
        }
    }

    private func add(
        _ change: EquipmentChange, to equipment: Int64, named name: String, of account: Account,
        before: EquipmentChange?, _ action: String, _ act: Act
    ) throws {
        do {
            try EquipmentRows.add(change, to: equipment, of: account.id, in: act.transaction)
        } catch StoreFault.unique {
            throw RecordsRefusal.changedMeanwhile(account.consumerNo)
        }
        try act.audit(
            bucket: account.id.bucket, action: action,
            subject: "account \(account.id) equipment \(equipment)",
            before: before.map { $0.auditText(name) },
            after: change.auditText(name))
        try act.publish(
            RecordsEvents.equipmentChanged, bucket: account.id.bucket, organisation: account.organisationPath,
            payload: RecordsEvents.payload([
                ("account", account.id.description), ("equipment", String(equipment)),
                ("from", change.from.description),
            ]))
    }
}

extension EquipmentChange {
    fileprivate func auditText(_ name: String) -> String {
        RecordsEvents.payload([
            ("name", name), ("from", from.description), ("state", state.rawValue),
            ("capacity", capacity.description), ("until", until?.description ?? ""),
            ("permanent", isPermanent ? "1" : "0"), ("appliedOn", appliedOn?.description ?? ""),
            ("void", isVoid ? "1" : "0"), ("reason", reason),
        ])
    }
}
