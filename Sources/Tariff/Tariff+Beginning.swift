package import Control
package import Kernel
internal import Store

/// From which day on a version of a draft may begin, and which versions are published.
package struct TariffBeginning: Sendable, Hashable {
    /// The first day that a version may begin on which is not published yet.
    package let earliest: Day
    /// The days of the versions of the published file that stands; empty where none does.
    package let published: [Day]
}

extension Tariff {
    /// By the rules of the draft's organisation today, as `check` holds them.
    /// - Throws: `TariffRefusal.draftUnknown`.
    package func beginning(of id: Int64, by principal: Principal) async throws -> TariffBeginning {
        try await control.read("tariff.read", by: principal) { transaction in
            let sketch = try Self.sketch(id, principal, transaction)
            let today = control.house.clock.today
            let rules = try TariffRules(
                control, organisation: sketch.organisationPath, on: today, in: transaction)
            let standing = try Self.standing(sketch.code, transaction)
            return TariffBeginning(
                earliest: rules.earliestVersion(on: today),
                published: standing.flatMap { try? TariffFace(TariffFile($0)).begins } ?? [])
        }
    }
}

extension TariffRules {
    /// The first day that a new version may begin on: bills stand on what has begun, so tomorrow at the earliest.
    func earliestVersion(on today: Day) -> Day { today.adding(days: Swift.max(noticeDays, 1)) }
}
