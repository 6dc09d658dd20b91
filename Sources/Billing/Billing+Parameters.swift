package import Control
package import Kernel
internal import Reading
internal import Store

/// The parameter values that a run was released with, kept for its bills.
extension Billing {
    /// What enters a bill: its term, its checks, how registers became energy.
    private static let keys =
        BillingParameters.definitions.map(\.key) + ReadingRules.energyKeys
        + ["leastDays", "yearMonths", "shareYears", "suspendedShare", "sealDay", "unsealDay", "remainder"]
        .map { "records.capacity.\($0)" }

    /// What a run's bills are checked by: kept when the run begins, for that is when they are.
    func keepChecks(of run: JobID, month: BillingMonth, organisation: Organisation, in act: Act) throws {
        for key in Self.keys where key.hasPrefix("billing.check.") {
            let value = try control.parameter(
                key, organisation: organisation.path, on: month.lastDay, in: act.transaction)
            try BillRunRows.keep(value, of: run, organisation.path, in: act.transaction)
        }
    }

    /// Keeps the values in force for the run's organisation, and where one under it has others, those too.
    func keepParameters(
        of run: JobID, month: BillingMonth, organisation: Organisation, in act: Act
    ) throws {
        // Runs that began before checks were kept have none yet.
        let checked = try BillRunRows.kept(of: run, in: act.transaction).map(\.value.key)
        let places = try control.organisations(under: organisation.path, in: act.transaction)
        for key in Self.keys where !checked.contains(key) {
            // The term is counted from the release, all else goes by the month.
            let isTerm = key.hasPrefix("billing.due")
            let day = isTerm ? act.today : month.lastDay
            let own = try control.parameter(
                key, organisation: organisation.path, on: day, in: act.transaction)
            try BillRunRows.keep(own, of: run, organisation.path, in: act.transaction)
            for place in places where place.id != organisation.id {
                // One run has one term.
                if isTerm || key.hasPrefix("billing.check.") { continue }
                let value = try control.parameter(key, organisation: place.path, on: day, in: act.transaction)
                if value != own { try BillRunRows.keep(value, of: run, place.path, in: act.transaction) }
            }
        }
    }

    /// The parameter values that a released bill was made with, in the order of their keys. Empty for bills released
    /// before values were kept.
    /// - Throws: `BillingRefusal.billUnknown`, also for a bill outside the principal's scope.
    package func parameters(of bill: BillID, by principal: Principal) async throws -> [ParameterValue] {
        try await control.read("billing.read", by: principal) { transaction in
            guard let bill = try BillRows.find(bill, in: transaction),
                let place = try control.organisation(bill.organisation, in: transaction),
                principal.scope.contains(place.path)
            else { throw BillingRefusal.billUnknown }
            let kept = try BillRunRows.kept(of: bill.run, in: transaction)
            return Dictionary(grouping: kept.filter { $0.path.contains(place.path) }, by: \.value.key)
                .values.compactMap { $0.max { $0.path.text.utf8.count < $1.path.text.utf8.count }?.value }
                .sorted { $0.key < $1.key }
        }
    }
}
