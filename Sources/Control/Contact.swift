package import Kernel
package import Store

/// Whom a customer's messages reach, as the archive knows them: what control needs to write to an account.
package struct Contact: Sendable, Hashable {
    package let account: AccountID
    package let consumerNo: String
    package let name: String
    package let address: String
    /// In clear; nil where none is on record.
    package let phone: String?
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath

    package init(
        account: AccountID, consumerNo: String, name: String, address: String, phone: String?,
        organisation: OrganisationID, organisationPath: OrganisationPath
    ) {
        self.account = account
        self.consumerNo = consumerNo
        self.name = name
        self.address = address
        self.phone = phone
        self.organisation = organisation
        self.organisationPath = organisationPath
    }

    /// Where a channel reaches them; nil where nothing is on record. E-mail addresses are not.
    func recipient(_ channel: MessageChannel) -> String? {
        switch channel {
        case .sms, .call: phone
        case .letter: address
        case .email: nil
        }
    }
}

/// Which accounts a notice is for.
package struct ContactFilter: Sendable, Hashable, Codable {
    /// They stand in it or under it.
    package let organisation: OrganisationPath
    /// Only of one reading route 抄表段; nil for all.
    package let route: String?
    /// Only of one class, such as `RESIDENTIAL`; nil for all.
    package let category: String?

    package init(organisation: OrganisationPath, route: String? = nil, category: String? = nil) {
        self.organisation = organisation
        self.route = route
        self.category = category
    }
}

/// How control reaches the archive's people without importing it: a room's part, handed in with its `Room`.
package struct ContactBook: Sendable {
    /// The open accounts that a filter takes of a range of whole buckets, in order of bucket and id.
    package let contacts: @Sendable (ContactFilter, BucketRange, Control, any Transaction) throws -> [Contact]
    /// How many there are over all buckets, and how many of them have no telephone.
    package let count: @Sendable (ContactFilter, any Transaction) throws -> (accounts: Int, withoutPhone: Int)
    /// One account's; nil where there is none.
    package let contact: @Sendable (AccountID, Control, any Transaction) throws -> Contact?

    package init(
        contacts:
            @Sendable @escaping (ContactFilter, BucketRange, Control, any Transaction) throws ->
            [Contact],
        count:
            @Sendable @escaping (ContactFilter, any Transaction) throws -> (
                accounts: Int, withoutPhone: Int
            ),
        contact: @Sendable @escaping (AccountID, Control, any Transaction) throws -> Contact?
    ) {
        self.contacts = contacts
        self.count = count
        self.contact = contact
    }
}
