package import Kernel

/// The right to do one thing: `billing.run`.
package struct Permission: Hashable, Sendable, Codable, ExpressibleByStringLiteral {
    package let code: String
    package init(_ code: String) { self.code = code }
    package init(stringLiteral value: String) { code = value }
}

/// The place of an organisation in the tree: `/1/3/`.
package struct OrganisationPath: Hashable, Sendable {
    package let text: String
    package init(text: String) { self.text = text }
    package func contains(_ other: OrganisationPath) -> Bool { other.text.hasPrefix(text) }
}

/// Who acts.
package struct Principal: Sendable {
    package let user: UserID
    package let login: String
    package let name: String
    package let organisation: OrganisationID
    package let organisationName: String
    package let scope: OrganisationPath
    package let permissions: Set<Permission>
    package let address: String
    package init(
        user: UserID, login: String, name: String, organisation: OrganisationID, organisationName: String,
        scope: OrganisationPath, permissions: Set<Permission>, address: String
    ) {
        self.user = user
        self.login = login
        self.name = name
        self.organisation = organisation
        self.organisationName = organisationName
        self.scope = scope
        self.permissions = permissions
        self.address = address
    }
    package func may(_ permission: Permission) -> Bool { permissions.contains(permission) }
}

/// What kind of no a refusal is.
package enum RefusalKind: Sendable { case invalid, notFound, forbidden, conflict, throttled }

/// The world says no.
package protocol Refusal: Error, Sendable {
    var code: String { get }
    var kind: RefusalKind { get }
    var arguments: [(String, String)] { get }
}

/// A session just opened or found.
package struct SignedIn: Sendable {
    package let token: String
    package let csrf: String
    package let principal: Principal
    package let expires: Instant
    package init(token: String, csrf: String, principal: Principal, expires: Instant) {
        self.token = token
        self.csrf = csrf
        self.principal = principal
        self.expires = expires
    }
}
