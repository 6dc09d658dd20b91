package import Kernel
internal import Store

/// Opening and closing billing months 关账, and what is carried over a close.
extension Control {
    /// Every row of a month in the principal's scope, by organisation and month. A month without one is open.
    package func months(by principal: Principal) async throws -> [MonthState] {
        try await read("control.months", by: principal) { transaction in
            let visible = Set(try organisations(under: principal.scope, in: transaction).map(\.id))
            return try MonthRows.states(in: transaction).filter { visible.contains($0.organisation) }
        }
    }

    /// The last month that an organisation, or one above it, has closed; nil where none was.
    /// - Throws: `ControlRefusal.organisationUnknown` outside the principal's scope.
    package func closedThrough(of organisation: OrganisationID, by principal: Principal) async throws
        -> BillingMonth?
    {
        try await read("control.months", by: principal) { transaction in
            let path = try place(organisation, principal, transaction).path
            return try MonthRows.closed(from: BillingMonth(year: 2000, month: 1), in: transaction)
                .filter { $0.path.contains(path) }.map(\.through).max()
        }
    }

    /// The first open month of an organisation.
    /// - Throws: `ControlRefusal.organisationUnknown` outside the principal's scope.
    package func openMonth(for organisation: OrganisationID, by principal: Principal) async throws
        -> BillingMonth
    {
        try await read("control.months", by: principal) { transaction in
            try openMonth(for: place(organisation, principal, transaction).id, in: transaction)
        }
    }

    /// What every room finds open in a month of an organisation, and how often it was opened and closed.
    /// - Throws: `ControlRefusal.organisationUnknown` outside the principal's scope.
    package func closingSheet(
        _ month: BillingMonth, organisation: OrganisationID, by principal: Principal
    ) async throws -> ClosingSheet {
        try await read("control.months", by: principal) { transaction in
            try sheet(month, place(organisation, principal, transaction), transaction)
        }
    }

    /// Opens a month by command; what has no row is open too, this says since when and by whom. A month opened so must be
    /// closed before a later one. Opened before, it stays as it is.
    /// - Throws: `MonthRefusal.closed`, `.notOver` for a month that has not begun.
    package func openMonth(
        _ month: BillingMonth, organisation: OrganisationID, by principal: Principal
    ) async throws {
        try await command("control.months.close", by: principal) { act in
            try MonthRows.hold(toClose: true, in: act.transaction)
            let place = try place(organisation, principal, act.transaction)
            guard month <= act.today.billingMonth else { throw MonthRefusal.notOver(month) }
            let closed = try MonthRows.closed(from: month, in: act.transaction)
            if Self.isClosed(month, place.path, closed) { throw MonthRefusal.closed(month) }
            // Asked twice, it was opened once.
            let isOpened = try MonthRows.states(in: act.transaction).contains {
                $0.organisation == place.id && $0.month == month && $0.state == .open
            }
            if isOpened { return }
            try set(place, month, .open, "", "control.openMonth", act)
        }
    }

    /// Closes a month and opens the next. The rooms' checks are run again inside, with nobody writing meanwhile.
    /// - Throws: `MonthRefusal.closed`, `.notOver`, `.earlierOpen`, `.itemsOpen`.
    package func closeMonth(
        _ month: BillingMonth, organisation: OrganisationID, by principal: Principal
    ) async throws {
        try await command("control.months.close", by: principal) { act in
            try MonthRows.hold(toClose: true, in: act.transaction)
            let place = try place(organisation, principal, act.transaction)
            guard month < act.today.billingMonth else { throw MonthRefusal.notOver(month) }
            let closed = try MonthRows.closed(from: month, in: act.transaction)
            if Self.isClosed(month, place.path, closed) { throw MonthRefusal.closed(month) }
            let rows = try MonthRows.states(in: act.transaction).filter { $0.organisation == organisation }
            if let earlier = rows.first(where: { $0.month < month && $0.state == .open }) {
                throw MonthRefusal.earlierOpen(earlier.month)
            }
            let sheet = try sheet(month, place, act.transaction)
            guard sheet.open == 0 else { throw MonthRefusal.itemsOpen(month, sheet.open) }
            try set(place, month, .closed, "", "control.closeMonth", act)
            if !rows.contains(where: { $0.month == month.adding(months: 1) }) {
                try set(place, month.adding(months: 1), .open, "", "control.openMonth", act)
            }
        }
    }

    /// Opens the last closed month again, by somebody else than who closed it.
    /// - Throws: `MonthRefusal.notClosed`, `.laterClosed`, `.closedBySamePerson`, `.reasonMissing`.
    package func reopenMonth(
        _ month: BillingMonth, organisation: OrganisationID, reason: String, by principal: Principal
    ) async throws {
        try await command("control.months.reopen", by: principal) { act in
            try MonthRows.hold(toClose: true, in: act.transaction)
            guard !reason.isEmpty else { throw MonthRefusal.reasonMissing }
            let place = try place(organisation, principal, act.transaction)
            let rows = try MonthRows.states(in: act.transaction).filter {
                $0.organisation == organisation && $0.state == .closed
            }
            guard let row = rows.first(where: { $0.month == month }) else {
                throw MonthRefusal.notClosed(month)
            }
            if let later = rows.last, later.month > month { throw MonthRefusal.laterClosed(later.month) }
            guard row.by != principal.user else { throw MonthRefusal.closedBySamePerson }
            try set(place, month, .open, reason, "control.reopenMonth", act)
        }
    }

    /// Names who answers for an open item, so that the month may be closed over it.
    /// - Parameters:
    ///   - key: the line's key on the sheet.
    ///   - login: the person's, of this house and active.
    /// - Throws: `MonthRefusal.itemUnknown`, `.itemMustBeSettled`, `.carrierUnknown`, `.reasonMissing`, `.closed`.
    package func carry(
        _ key: String, of month: BillingMonth, organisation: OrganisationID, carrier login: String,
        reason: String, by principal: Principal
    ) async throws {
        try await command("control.months.close", by: principal) { act in
            guard !reason.isEmpty else { throw MonthRefusal.reasonMissing }
            let place = try place(organisation, principal, act.transaction)
            let sheet = try sheet(month, place, act.transaction)
            guard sheet.state == .open else { throw MonthRefusal.closed(month) }
            guard let line = sheet.lines.first(where: { $0.key == key }) else {
                throw MonthRefusal.itemUnknown(key)
            }
            guard line.item.mayBeCarried else { throw MonthRefusal.itemMustBeSettled }
            guard
                let owner = try NameRegistry.owner(kind: "control.login", name: login, in: act.transaction),
                try PeopleRows.user(UserID(owner), in: act.transaction)?.isActive == true
            else { throw MonthRefusal.carrierUnknown(login) }
            let before = try MonthRows.carries(of: organisation, month, in: act.transaction).filter {
                $0.item == key
            }
            let order: WorkCaseID = act.house.ids.next()
            let stored = MonthRows.StoredCarry(
                item: key, carrier: UserID(owner), reason: reason, by: principal.user, at: act.now,
                text: line.item.text, arguments: line.item.arguments, count: line.item.count, order: order)
            try MonthRows.insert(
                stored, number: before.count + 1, of: organisation, month, in: act.transaction)
            if let last = before.last?.order { try endCarryOrder(last, act) }
            try startCarryOrder(order, stored, month, place, act)
            try act.audit(
                bucket: organisation.bucket, action: "control.carryItem",
                subject: "month \(month) organisation \(organisation)",
                after: try CommandInput.encode(["carrier": login, "item": key, "reason": reason]))
            try publish(place, act)
        }
    }

    func place(
        _ id: OrganisationID, _ principal: Principal, _ transaction: any Transaction
    ) throws -> Organisation {
        guard let found = try organisation(id, in: transaction), principal.scope.contains(found.path) else {
            throw ControlRefusal.organisationUnknown(id.description)
        }
        return found
    }

    private func set(
        _ place: Organisation, _ month: BillingMonth, _ state: MonthState.State, _ reason: String,
        _ action: String, _ act: Act
    ) throws {
        let before = try MonthRows.states(in: act.transaction).first {
            $0.organisation == place.id && $0.month == month
        }
        try MonthRows.set(
            place, month, state, reason: reason, by: act.principal.user, at: act.now, in: act.transaction)
        try act.audit(
            bucket: place.id.bucket, action: action, subject: "month \(month) organisation \(place.id)",
            before: before.map { "{\"state\":\"\($0.state.rawValue)\"}" },
            after: try CommandInput.encode(["reason": reason, "state": state.rawValue]))
        try publish(place, act)
    }

    private func publish(_ place: Organisation, _ act: Act) throws {
        try act.publish("control.month", bucket: place.id.bucket, organisation: place.path)
    }

    /// What a user is called; the system itself where there is no such row.
    func personName(_ id: UserID, in transaction: any Transaction) throws -> String {
        try PeopleRows.user(id, in: transaction)?.name ?? Self.system().name
    }
}
