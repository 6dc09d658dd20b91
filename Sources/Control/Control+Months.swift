package import Kernel
package import Store

/// The guard that every room calls before it writes for a month.
extension Control {
    /// Refuses where a month is closed, and keeps it from being closed until the transaction ends. In a write only.
    /// - Throws: `MonthRefusal.closed`; `ControlRefusal.organisationUnknown`.
    package func requireOpen(_ places: some Sequence<MonthPlace>, in transaction: any Transaction) throws {
        guard let least = places.min(by: { $0.month < $1.month })?.month else { return }
        try MonthRows.hold(toClose: false, in: transaction)
        let closed = try MonthRows.closed(from: least, in: transaction)
        if closed.isEmpty { return }
        for place in Set(places) {
            guard let path = try organisation(place.organisation, in: transaction)?.path else {
                throw ControlRefusal.organisationUnknown(place.organisation.description)
            }
            if Self.isClosed(place.month, path, closed) { throw MonthRefusal.closed(place.month) }
        }
    }

    /// The same of one month of one organisation.
    package func requireOpen(
        _ month: BillingMonth, organisation: OrganisationID, in transaction: any Transaction
    ) throws {
        try requireOpen(CollectionOfOne(MonthPlace(organisation, month)), in: transaction)
    }

    /// Refuses where the month is closed in an organisation or anywhere under it: what is done for all of them at once.
    /// - Throws: `MonthRefusal.closed`.
    package func requireOpen(
        _ month: BillingMonth, throughout path: OrganisationPath, in transaction: any Transaction
    ) throws {
        try MonthRows.hold(toClose: false, in: transaction)
        let closed = try MonthRows.closed(from: month, in: transaction)
        if closed.contains(where: { path.contains($0.path) || $0.path.contains(path) }) {
            throw MonthRefusal.closed(month)
        }
    }

    /// The month that an entry about `month` is written for: itself while it is open, else the first open month, in
    /// which a correction of a closed one stands as a difference.
    package func accountingMonth(
        of month: BillingMonth, organisation: OrganisationID, in transaction: any Transaction
    ) throws -> BillingMonth {
        guard let path = try self.organisation(organisation, in: transaction)?.path else { return month }
        let closed = try MonthRows.closed(from: month, in: transaction)
        return closed.filter { $0.path.contains(path) }.map(\.through).max()?.adding(months: 1) ?? month
    }

    /// The first open month of an organisation: the one after the last closed, where none was closed the one that was
    /// opened first, else today's.
    /// - Throws: `ControlRefusal.organisationUnknown`.
    package func openMonth(for organisation: OrganisationID, in transaction: any Transaction) throws
        -> BillingMonth
    {
        guard let path = try self.organisation(organisation, in: transaction)?.path else {
            throw ControlRefusal.organisationUnknown(organisation.description)
        }
        let closed = try MonthRows.closed(from: BillingMonth(year: 2000, month: 1), in: transaction)
        if let last = closed.filter({ $0.path.contains(path) }).map(\.through).max() {
            return last.adding(months: 1)
        }
        let opened = try MonthRows.states(in: transaction).filter { $0.organisation == organisation }
        return opened.map(\.month).min() ?? house.clock.today.billingMonth
    }

    static func isClosed(
        _ month: BillingMonth, _ path: OrganisationPath,
        _ closed: [(path: OrganisationPath, through: BillingMonth)]
    ) -> Bool {
        closed.contains { $0.path.contains(path) && $0.through >= month }
    }
}
