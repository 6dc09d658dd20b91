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
                    .get("/api/v1/portal/accounts", .customer) { visit in
                        var all: [OwnAccountAnswer] = []
                        for own in visit.customer.accounts {
                            all.append(
                                OwnAccountAnswer(own.id, try await records.account(of: own)))
                        }
                        return try visit.json(whole: all, of: try visit.page(), key: \.number)
                    }
                    .listed(
                        "portal.accounts.list", "The customer's accounts, masked as on their pages.",
                        of: OwnAccountAnswer.self),
                    .get("/api/v1/portal/accounts/{account}", .customer) { visit in
                        let own = try visit.ownAccount("account")
                        return try visit.json(OwnAccountAnswer(own.id, try await records.account(of: own)))
                    }
                    .described(
                        "portal.accounts.get", "One of the customer's accounts.",
                        gives: OwnAccountAnswer.self),
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
