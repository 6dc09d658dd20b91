package import Control
package import Kernel
internal import Records

/// An account of the company as a counter finds it by its number.
package struct AccountFound: Sendable, Hashable {
    package let id: AccountID
    package let consumerNo: String
    package let name: String
    package let address: String
    package let organisationPath: OrganisationPath
    /// Another station's, seen narrowly.
    package let isForeign: Bool
}

extension Account {
    /// The same account with its name and address masked and nothing of what it is.
    var narrow: Account {
        narrowed(name: NarrowView.name(name), address: NarrowView.address(address))
    }
}
