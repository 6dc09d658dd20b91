package import Kernel

/// A user as administrators see one.
package struct UserRecord: Sendable, Hashable {
    package let id: UserID
    package let login: String
    package let name: String
    package let organisation: OrganisationID
    package let organisationName: String
    package let position: PositionID?
    package let positionName: String?
    /// Codes, in order.
    package let roles: [String]
    package let isActive: Bool
    package let hasSecondFactor: Bool
    /// Whether the password is a one-time one, to be changed at the next sign-in.
    package let mustChangePassword: Bool
    /// Counts changes; a change names the version it was made from.
    package let version: Int64
    package let createdAt: Instant
}

package enum PositionKind {}
package typealias PositionID = Identifier<PositionKind>

/// 岗位: what a place has work for, and the role template that goes with it.
package struct Position: Sendable, Hashable {
    package let id: PositionID
    package let organisation: OrganisationID
    package let organisationName: String
    package let name: String
    /// The role proposed for who holds it; the security administrator grants it.
    package let role: String?
}

/// Which users a list shows.
package struct UserFilter: Sendable, Hashable {
    /// A part of the login or the name.
    package var text: String?
    /// This place and those under it.
    package var organisation: OrganisationID?
    package var role: String?
    /// Nil for both.
    package var isActive: Bool?
    /// The login that the page before this one ended with.
    package var after: String?
    /// At most `UserFilter.most`.
    package var limit: Int

    package static let most = 200

    package init(
        text: String? = nil, organisation: OrganisationID? = nil, role: String? = nil, isActive: Bool? = nil,
        after: String? = nil, limit: Int = 50
    ) {
        self.text = text
        self.organisation = organisation
        self.role = role
        self.isActive = isActive
        self.after = after
        self.limit = limit
    }
}

/// What is shown once and stored nowhere in clear.
package struct OneTimeSecret: Sendable, Hashable {
    package let user: UserID
    /// A password to be changed at the first sign-in, or a seed of one-time codes in base32.
    package let text: String
}
