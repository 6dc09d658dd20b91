package import Kernel

/// What a person may do, such as `billing.run`; its first word is the room's.
package struct Permission: Hashable, Sendable, Codable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let code: String
    package init(_ code: String) { self.code = code }
    package init(stringLiteral value: String) { code = value }
    package var description: String { code }
}

/// Where an organisation stands in the tree: the ids from the company down, such as `/1/3/`.
package struct OrganisationPath: Hashable, Sendable, Codable, CustomStringConvertible {
    package let text: String

    /// - Precondition: the text begins and ends with a slash.
    package init(_ text: String) {
        precondition(text.hasPrefix("/") && text.hasSuffix("/"), "an organisation path is /…/")
        self.text = text
    }

    /// Whether `other` is this organisation or lies under it.
    package func contains(_ other: OrganisationPath) -> Bool { other.text.hasPrefix(text) }
    package var description: String { text }
    /// The ids on the way, the company's first.
    var ids: [OrganisationID] { text.split(separator: "/").compactMap { OrganisationID(text: String($0)) } }
    /// The organisation's own id; nil for the root.
    package var last: OrganisationID? { ids.last }
    /// The company's own path; the root's where this is the root.
    package var company: OrganisationPath {
        text.split(separator: "/").first.map { OrganisationPath("/\($0)/") } ?? self
    }
    /// The end of the range of paths under this one, for `path >= text AND path < end`.
    package var end: String { text + "~" }
}

/// Who acts: a signed-in person, or the system itself on a command line. Everything a room needs to decide and record.
package struct Principal: Sendable {
    package let user: UserID
    package let login: String
    package let name: String
    package let organisation: OrganisationID
    package let organisationName: String
    /// Data scope: this organisation and everything under it.
    package let scope: OrganisationPath
    package let roles: [String]
    package let permissions: Set<Permission>
    /// Where the request came from.
    package let address: String
    /// Those who are away today and whose work this person does: what they may decide on, this person decides on for them.
    package let standsInFor: [StandIn]

    /// Who is away, and what they may do.
    package struct StandIn: Sendable {
        package let user: UserID
        package let name: String
        package let scope: OrganisationPath
        package let permissions: Set<Permission>

        package init(
            user: UserID, name: String, scope: OrganisationPath, permissions: Set<Permission>
        ) {
            self.user = user
            self.name = name
            self.scope = scope
            self.permissions = permissions
        }
    }

    package init(
        user: UserID, login: String, name: String, organisation: OrganisationID, organisationName: String,
        scope: OrganisationPath, roles: [String], permissions: Set<Permission>, address: String,
        standsInFor: [StandIn] = []
    ) {
        self.standsInFor = standsInFor
        self.user = user
        self.login = login
        self.name = name
        self.organisation = organisation
        self.organisationName = organisationName
        self.scope = scope
        self.roles = roles
        self.permissions = permissions
        self.address = address
    }

    package func may(_ permission: Permission) -> Bool { permissions.contains(permission) }
}
