package import Control
internal import Kernel
package import Records
internal import Tariff

/// Whom a change of a price would hit, before anything is rehearsed or saved.
package struct TariffReach: Sendable, Hashable {
    /// The tariffs that the draft changes: its own, or all that name the calendar it is.
    package let codes: [String]
    /// Accounts by class; classes without any are left out.
    package let classes: [AccountClass: Int]
    package var accounts: Int { classes.values.reduce(0, +) }
}

extension Billing {
    /// How many accounts pay today by what a draft changes, in the scope of whoever set it up.
    /// - Throws: `TariffRefusal.draftUnknown` outside the scope too.
    package func reach(of draft: Int64, by principal: Principal) async throws -> TariffReach {
        let sketch = try await self.draft(draft, by: principal)
        let today = control.house.clock.today
        return try await control.read("tariff.read", by: principal) { transaction in
            let catalogue = try tariffs.catalogue(in: transaction)
            let naming = catalogue.tariffs.filter { tariff in
                tariff.versions.contains { $0.particulars.calendar == sketch.code }
            }
            let codes = naming.isEmpty ? [sketch.code] : naming.map(\.code)
            return TariffReach(
                codes: codes,
                classes: try records.onTariffs(
                    codes, on: today, scope: sketch.organisationPath, in: transaction))
        }
    }
}
