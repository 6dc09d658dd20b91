package import Control
internal import Foundation
package import Kernel
internal import Store

/// What an organisation may set itself or read as it is set above: the tariffs of a class, or the tables that tariffs
/// share.
package enum TariffSubject: Sendable, Hashable, CaseIterable {
    case tariffs(TariffClass)
    case calendars
    case powerFactors
    case losses

    package static var allCases: [TariffSubject] {
        TariffClass.allCases.map { .tariffs($0) } + [.calendars, .powerFactors, .losses]
    }

    /// The end of its parameter's key: a class, or a kind of file.
    package var code: String {
        switch self {
        case .tariffs(let tariffClass): tariffClass.rawValue
        case .calendars: TariffKind.calendar.rawValue
        case .powerFactors: TariffKind.powerFactor.rawValue
        case .losses: TariffKind.loss.rawValue
        }
    }

    /// What a file is of; nil where it says no class or kind that is known, which the check tells.
    init?(of content: String) {
        guard let node = try? JSONDecoder().decode(TariffNode.self, from: Data(content.utf8)),
            case .object(let values) = node, case .text(let kind)? = values["kind"]
        else { return nil }
        switch TariffKind(rawValue: kind) {
        case .tariff:
            guard case .text(let word)? = values["class"], let found = TariffClass(rawValue: word) else {
                return nil
            }
            self = .tariffs(found)
        case .calendar: self = .calendars
        case .powerFactor: self = .powerFactors
        case .loss: self = .losses
        case nil: return nil
        }
    }
}

/// Who drafts and publishes a subject for an organisation: itself, or one above it, as the parameters
/// `tariff.owner.*` say (《中华人民共和国电力法》第三十五条: one policy, administered by levels).
package struct TariffOwner: Sendable, Hashable {
    package let subject: TariffSubject
    package let organisation: OrganisationID
    package let name: String
    /// Whether it is the principal's own company or station.
    package let isHere: Bool
}

extension Tariff {
    /// The owner of each subject for the principal's company or station: the classes in their order, then the tables.
    package func owners(by principal: Principal) async throws -> [TariffOwner] {
        try await control.read("tariff.read", by: principal) { transaction in
            let place = try owner(principal, transaction)
            return try TariffSubject.allCases.map { subject in
                let found = try Self.owner(
                    of: subject, for: place, on: control.house.clock.today, control, in: transaction)
                return TariffOwner(
                    subject: subject, organisation: found.id, name: found.name,
                    isHere: found.path == place.path)
            }
        }
    }

    /// The first organisation from a place upwards that sets the subject itself; the top one where none says so: a
    /// published file holds for the whole company.
    static func owner(
        of subject: TariffSubject, for place: Organisation, on day: Day, _ control: Control,
        in transaction: any Transaction
    ) throws -> Organisation {
        let above = try control.organisations(under: OrganisationPath("/"), in: transaction)
            .filter { $0.path.contains(place.path) }
            .sorted { $0.path.text.count > $1.path.text.count }
        for one in above
        where try TariffRules.mayDraft(subject, at: one.path, on: day, control, in: transaction) {
            return one
        }
        return above.last ?? place
    }
}
