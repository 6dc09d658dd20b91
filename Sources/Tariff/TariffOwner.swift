package import Control
package import Kernel
internal import Store

/// Who drafts and publishes the tariffs of a class for an organisation: itself, or one above it, as the parameters
/// `tariff.owner.*` say (《中华人民共和国电力法》第三十五条: one policy, administered by levels).
package struct TariffOwner: Sendable, Hashable {
    package let tariffClass: TariffClass
    package let organisation: OrganisationID
    package let name: String
    /// Whether it is the principal's own company or station.
    package let isHere: Bool
}

extension Tariff {
    /// The owner of each class for the principal's company or station, in the order of the classes.
    package func owners(by principal: Principal) async throws -> [TariffOwner] {
        try await control.read("tariff.read", by: principal) { transaction in
            let place = try owner(principal, transaction)
            return try TariffClass.allCases.map { tariffClass in
                let found = try Self.owner(
                    of: tariffClass, for: place, on: control.house.clock.today, control, in: transaction)
                return TariffOwner(
                    tariffClass: tariffClass, organisation: found.id, name: found.name,
                    isHere: found.path == place.path)
            }
        }
    }

    /// The first organisation from a place upwards that sets the class itself; the top one where none says so.
    static func owner(
        of tariffClass: TariffClass, for place: Organisation, on day: Day, _ control: Control,
        in transaction: any Transaction
    ) throws -> Organisation {
        let above = try control.organisations(under: OrganisationPath("/"), in: transaction)
            .filter { $0.path.contains(place.path) }
            .sorted { $0.path.text.count > $1.path.text.count }
        for one in above
        where try TariffRules.mayDraft(tariffClass.rawValue, at: one.path, on: day, control, in: transaction)
        {
            return one
        }
        return above.last ?? place
    }
}
