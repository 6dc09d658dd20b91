internal import Control
internal import Foundation
internal import Hummingbird
internal import Kernel
package import Records
package import Web

/// Customers' own pages 网上营业厅: their accounts, and one of them.
///
/// Signing in is the shell's (`PortalSignIn`). What an account owes and was billed is not known here: the subsystems say
/// it through `PortalCard`.
package struct WebPortal: Sendable {
    let records: Records

    package init(records: Records) { self.records = records }

    static let home = "/portal"
    static let accountPath = PathTemplate("/portal/accounts/{account}")
    /// Accounts on a page of the list.
    static let page = 20

    /// What the shell is handed.
    package var pages: [PageGroup] {
        [
            PageGroup(
                word: "portal", templates: Bundle.module.url(forResource: "Templates", withExtension: nil),
                routes: [
                    .get(Self.home, .customer) { visit in
                        try visit.show(try await OwnAccountsPage(visit, records))
                    },
                    .get(Self.accountPath.description, .customer) { visit in
                        try visit.show(try await OwnAccountPage(visit, visit.ownAccount("account"), records))
                    },
                ])
        ]
    }
}

/// A masked account in words.
struct AccountHeading {
    let account: MaskedAccount
    let state: Badge

    init(_ account: MaskedAccount, _ visit: Visit) {
        self.account = account
        state = Badge(
            visit.text("records.state.\(account.state.rawValue)"),
            account.state == .active ? .good : .plain)
    }
}
