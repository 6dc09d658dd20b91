package import Kernel
package import Store

/// An account of the customer who is signed in. Only a session makes one, so whatever shows or does something for it
/// needs no other proof that it is the customer's own.
package struct CustomerAccount: Sendable, Hashable {
    package let id: AccountID
    package let customer: CustomerID

    init(id: AccountID, customer: CustomerID) {
        self.id = id
        self.customer = customer
    }
}

/// A customer's session: no user, no role, no permission, only what is theirs.
package struct CustomerSession: Sendable {
    /// The reference token; only its SHA-256 is stored. Empty where a session was found again.
    package let token: String
    /// The token every form carries.
    package let csrf: String
    package let customer: CustomerID
    /// All of the customer's accounts, in order of their 户号; those closed too.
    package let accounts: [CustomerAccount]
    package let expiresAt: Instant

    /// The account, where it is the customer's; nil for anyone else's and for none at all.
    package func own(_ id: AccountID) -> CustomerAccount? { accounts.first { $0.id == id } }
}

/// Whom a 户号 leads to.
package struct CustomerContact: Sendable {
    package let account: AccountID
    package let customer: CustomerID
    /// The telephone on record, in clear; nil where there is none.
    package let phone: String?
    /// Whether it is supplied: a closed account opens nothing.
    package let isOpen: Bool
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath

    package init(
        account: AccountID, customer: CustomerID, phone: String?, isOpen: Bool, organisation: OrganisationID,
        organisationPath: OrganisationPath
    ) {
        self.account = account
        self.customer = customer
        self.phone = phone
        self.isOpen = isOpen
        self.organisation = organisation
        self.organisationPath = organisationPath
    }
}

/// What signing customers in asks of the archive, which stands to the right and hands this in.
package struct CustomerDirectory: Sendable {
    /// Whom a 户号 as it was typed leads to; nil where there is no such number.
    package typealias Find = @Sendable (String, any Transaction) throws -> CustomerContact?
    /// A customer's accounts in order of their 户号, those closed too.
    package typealias Accounts = @Sendable (CustomerID, any Transaction) throws -> [AccountID]

    let find: Find
    let accounts: Accounts

    package init(find: @escaping Find, accounts: @escaping Accounts) {
        self.find = find
        self.accounts = accounts
    }
}

/// What came of asking for a code: the same for every number.
package struct CodeAsked: Sendable {
    /// What the browser that asked brings with the code; in no other one is the code good (OWASP ASVS 6.6.2).
    package let challenge: String
    package let minutes: Int
    package let digits: Int
}
