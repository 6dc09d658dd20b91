package import Kernel

/// A place in the company: the company itself, a department, a station, a business hall.
package struct Organisation: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case company = "COMPANY", department = "DEPARTMENT", station = "STATION", hall = "HALL"
    }
    package let id: OrganisationID
    package let parent: OrganisationID?
    package let path: OrganisationPath
    /// A short code people and files name it by.
    package let code: String
    package let name: String
    package let kind: Kind
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
