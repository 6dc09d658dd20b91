package import Control
internal import Kernel
package import Records
internal import Store
internal import Tariff

/// Whom a change of a price would hit, before anything is rehearsed or saved.
package struct TariffReach: Sendable, Hashable {
    /// The tariffs that the draft changes: its own, or all that name the calendar it is; for power-factor tables and loss
    /// rules their own code.
    package let codes: [String]
    /// Accounts by class; classes without any are left out.
    package let classes: [AccountClass: Int]
    package var accounts: Int { classes.values.reduce(0, +) }
}

extension Billing {
    /// How many accounts are billed today by what a draft changes, in the scope of whoever set it up.
    /// - Throws: `TariffRefusal.draftUnknown` outside the scope too.
    package func reach(of draft: Int64, by principal: Principal) async throws -> TariffReach {
        let sketch = try await self.draft(draft, by: principal)
        return try await control.read("tariff.read", by: principal) {
            try reach(of: sketch, scope: sketch.organisationPath, in: $0)
        }
    }

    func reach(of sketch: TariffSketch, scope: OrganisationPath, in transaction: any Transaction) throws
        -> TariffReach
    {
        let today = control.house.clock.today
        switch sketch.kind {
        case .powerFactor:
            return TariffReach(
                codes: [sketch.code],
                classes: try records.heldToPowerFactor(on: today, scope: scope, in: transaction))
        case .loss:
            return TariffReach(
                codes: [sketch.code],
                classes: try records.followingLosses(
                    sketch.code, on: today, scope: scope, in: transaction))
        case .tariff, .calendar: break
        }
        let catalogue = try tariffs.catalogue(in: transaction)
        let naming = catalogue.tariffs.filter { tariff in
            tariff.versions.contains { $0.particulars.calendar == sketch.code }
        }
        let codes = naming.isEmpty ? [sketch.code] : naming.map(\.code)
        return TariffReach(
            codes: codes,
            classes: try records.onTariffs(codes, on: today, scope: scope, in: transaction))
    }
}
