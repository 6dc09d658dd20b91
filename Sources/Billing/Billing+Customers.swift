package import Control
package import Kernel
internal import Ledger
internal import Store
internal import Tariff

/// A bill as its own customer is shown it.
package struct CustomerBill: Sendable, Hashable {
    package let bill: Bill
    /// What is left to pay of its amount, late penalty apart.
    package let outstanding: Money

    /// Whether anything is left to pay after its last day.
    package func isOverdue(on day: Day) -> Bool { outstanding > .zero && bill.dueDay < day }
}

extension Billing {
    /// The newest bills of a customer's own account, at most `limit` of the last three years; what was taken
    /// back is not shown.
    package func bills(of own: CustomerAccount, limit: Int = 12) async throws -> [CustomerBill] {
        let last = control.house.clock.today.billingMonth
        return try await control.house.database.read { transaction in
            // Whoever marks them needs the tariffs as they are published now.
            _ = try tariffs.catalogue(in: transaction)
            let bills = try BillRows.history(
                of: own.id, from: last.adding(months: -min(36, Int(last.number))), to: last, in: transaction
            ).filter { $0.takenBack == nil }
            let raised = Dictionary(
                try ledger.receivables(of: own.id, in: transaction).map {
                    ($0.receivable.id, $0.outstanding)
                }, uniquingKeysWith: { first, _ in first })
            return bills.prefix(limit).map {
                CustomerBill(bill: $0, outstanding: raised[$0.id.number] ?? .zero)
            }
        }
    }
}
