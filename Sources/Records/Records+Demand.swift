package import Control
package import Kernel
internal import Store

/// A new contract demand, or a new mode of basic charge, that a customer applied for.
package struct DemandOrder: Sendable, Hashable {
    package var account: AccountID
    /// The mode from then on; nil leaves it.
    package var mode: BasicMode?
    /// The contract demand from then on; nil leaves it.
    package var contractDemand: Power?
    /// The first day it holds.
    package var from: Day
    /// Nil for what was on paper before, whose notice is not checked.
    package var appliedOn: Day?
    package var reason: String
    /// Of the account as it was read.
    package var version: Int64

    package init(
        account: AccountID, mode: BasicMode? = nil, contractDemand: Power? = nil, from: Day,
        appliedOn: Day? = nil, reason: String, version: Int64
    ) {
        self.account = account
        self.mode = mode
        self.contractDemand = contractDemand
        self.from = from
        self.appliedOn = appliedOn
        self.reason = reason
        self.version = version
    }
}

extension Records {
    /// Changes contract demand or mode of the basic charge as the customer applied for.
    ///
    /// A contract demand holds from the first of a month, applied for five working days before, and is at least 40 % of
    /// the capacity in service; a mode holds from the first of a quarter, three months after the last change, applied for
    /// fifteen working days before (发改办价格〔2016〕1583号; each number a parameter).
    /// - Throws: `EquipmentRefusal.notMonthStart`, `.notQuarterStart`, `.notice`, `.demandFloor`, `.notByDemand`, and what
    ///   `amend` throws.
    @discardableResult
    package func requestDemand(_ order: DemandOrder, by principal: Principal) async throws -> Term {
        let values = try await control.read("records.edit", by: principal) { transaction in
            let account = try row(order.account, scope: principal.scope, in: transaction)
            let history = try TermRows.history(order.account, in: transaction)
            guard let before = history.term(on: order.from)?.values else {
                throw RecordsRefusal.dayTooEarly(least: account.openedOn.description)
            }
            var values = before
            values.basicMode = order.mode ?? before.basicMode
            values.contractDemand = order.contractDemand ?? before.contractDemand
            let rules = try CapacityRules.inForce(
                for: account.organisationPath, on: order.from, control: control, in: transaction)
            let changesMode = values.basicMode != before.basicMode
            guard order.from.day == 1 else {
                throw changesMode ? EquipmentRefusal.notQuarterStart : EquipmentRefusal.notMonthStart
            }
            if changesMode {
                let last = Self.lastModeChange(history, before: order.from)
                let next = last.map { $0.billingMonth.adding(months: 3).firstDay }
                guard order.from.month % 3 == 1, next.map({ order.from >= $0 }) ?? true else {
                    throw EquipmentRefusal.notQuarterStart
                }
            }
            if let applied = order.appliedOn {
                let days = changesMode ? rules.modeNoticeDays : rules.demandNoticeDays
                let first = try control.calendar(in: transaction).day(days, workingDaysAfter: applied)
                guard order.from >= first else {
                    throw EquipmentRefusal.notice(days: days, first: first.description)
                }
            }
            if order.contractDemand != nil, values.basicMode != .contractDemand {
                throw EquipmentRefusal.notByDemand
            }
            if values.basicMode == .contractDemand {
                let equipment = try EquipmentRows.equipment(of: order.account, in: transaction)
                let running =
                    equipment.isEmpty
                    ? values.capacity
                    : CapacityMonth(
                        order.from.billingMonth, equipment, rules: rules, openedOn: account.openedOn,
                        closedOn: account.closedOn
                    ).runningAtEnd
                let least = rules.leastDemand(of: running)
                guard values.contractDemand >= least else {
                    throw EquipmentRefusal.demandFloor(least: least.text())
                }
            }
            return values
        }
        return try await amend(
            order.account, from: order.from, values, reason: order.reason, version: order.version,
            by: principal)
    }

    /// The first day of the mode that held before `day`, where it was not the account's first.
    private static func lastModeChange(_ history: TermHistory, before day: Day) -> Day? {
        let terms = history.inForce.filter { $0.effectiveFrom < day }
        var found: Day?
        for (earlier, later) in zip(terms, terms.dropFirst())
        where earlier.values.basicMode != later.values.basicMode {
            found = later.effectiveFrom
        }
        return found
    }
}
