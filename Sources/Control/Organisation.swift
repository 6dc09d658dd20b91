package import Kernel

/// A place in the company: the company itself, a department, a station, a business hall.
package struct Organisation: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case company = "COMPANY", department = "DEPARTMENT", station = "STATION", hall = "HALL"
    }
    package let id: OrganisationID
    package let parent: OrganisationID?
    package let path: OrganisationPath
    /// A short code people and files name it by.
    package let code: String
    package let name: String
    package let kind: Kind

    /// What the people of this place see: a station or the company sees what lies under it; a department or a business
    /// hall works for the station or company it belongs to, and sees what that one sees.
    /// - Parameter way: this place and those above it, the company first.
    func dataScope(_ way: [Organisation]) -> OrganisationPath {
        way.last { $0.kind.keepsBooks && $0.path.contains(path) }?.path ?? path
    }
}

extension Organisation.Kind {
    /// Whether accounts and books are kept here: at the company and at stations, never at their departments and halls.
    package var keepsBooks: Bool { self == .company || self == .station }

    /// What may lie directly under a place of this kind.
    package func holds(_ kind: Self) -> Bool {
        switch self {
        case .company: kind == .department || kind == .station
        case .station: kind == .department || kind == .hall
        case .department: kind == .department
        case .hall: false
        }
    }

    /// The key of its name for people: `control.place.STATION`.
    package var messageKey: String { "control.place.\(rawValue)" }
}

/// A user as lists show one.
package struct User: Sendable, Hashable {
    package let id: UserID
    package let login: String
    package let name: String
    package let organisation: OrganisationID
    package let roles: [String]
    package let hasSecondFactor: Bool
}
