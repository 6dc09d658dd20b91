package import Control
package import Kernel

/// 用电类别 as the archive sorts accounts.
package enum AccountClass: String, Sendable, Hashable, Codable, CaseIterable {
    case residential = "RESIDENTIAL"
    case agricultural = "AGRICULTURAL"
    case commercial = "COMMERCIAL"
    case industrial = "INDUSTRIAL"
}

package enum AccountState: String, Sendable, Hashable, Codable {
    case active = "ACTIVE"
    case closed = "CLOSED"
}

/// A row of an account as lists and searches show it.
package struct Account: Sendable, Hashable {
    package let id: AccountID
    /// 户号
    package let consumerNo: String
    package let oldNo: String?
    package let name: String
    package let customer: CustomerID
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
    package let address: String
    package let state: AccountState
    package let accountClass: AccountClass
    /// The code of the class of use where it is another than the class itself.
    package let useCode: String?
    /// 行业分类, a code of `records.industry`; nil where none is on record.
    package let industry: String?
    /// 供电电压, a code of `records.voltage`; nil where none is on record.
    package let voltage: String?
    /// 抄表段
    package let route: String
    package let openedOn: Day
    package let closedOn: Day?
    /// Counts changes; a change names the version it was made from.
    package let version: Int64

    /// 用电类别, a code of `records.useClass`.
    package var useClass: String { useCode ?? accountClass.rawValue }
}

extension Account {
    /// What may be shown of an account outside the reader's data scope: its number and place, the name and address as
    /// they were masked, and nothing of customer, old number and route.
    package func narrowed(name: String, address: String) -> Account {
        Account(
            id: id, consumerNo: consumerNo, oldNo: nil, name: name, customer: CustomerID(0),
            organisation: organisation, organisationPath: organisationPath, address: address, state: state,
            accountClass: accountClass, useCode: useCode, industry: nil, voltage: nil, route: "",
            openedOn: openedOn, closedOn: closedOn, version: version)
    }
}

package enum CustomerKind: String, Sendable, Hashable, Codable {
    case person = "PERSON"
    case company = "COMPANY"
}

/// Who takes the energy of one or more accounts.
package struct Customer: Sendable, Hashable {
    package let id: CustomerID
    package let kind: CustomerKind
    package let name: String
    /// A person's identity number masked, a company's credit code whole (it is public); nil where none is known.
    package let identity: String?
}

/// One account whole: what the page of an account shows.
package struct AccountRecord: Sendable, Hashable {
    package let account: Account
    package let organisationName: String
    package let customer: Customer
    /// `138****5678`
    package let phone: String?
    /// All but the last four hidden.
    package let bankAccount: String?
    package let terms: TermHistory
    package let usagePoints: [UsagePoint]
    package let memberships: [AreaMembership]
    /// By usage point, then by the day they were put up.
    package let installations: [Installation]
    /// The area or feeder now, and what is above it, from the substation down.
    package let grid: [GridNode]
}

/// Which accounts a list shows; every part narrows it.
package struct AccountFilter: Sendable, Hashable {
    /// Inside this organisation; nil for the whole scope of the person.
    package var organisation: OrganisationPath?
    package var route: String?
    /// Standing under this area or, for 专变 customers, this feeder today.
    package var node: GridNodeID?
    package var accountClass: AccountClass?
    /// A code of `records.useClass`.
    package var useClass: String?
    /// A code of `records.industry`; a section stands for its divisions, and those for what is below them.
    package var industry: String?
    /// A code of `records.voltage`.
    package var voltage: String?

    package init(
        organisation: OrganisationPath? = nil, route: String? = nil, node: GridNodeID? = nil,
        accountClass: AccountClass? = nil, useClass: String? = nil, industry: String? = nil,
        voltage: String? = nil
    ) {
        self.useClass = useClass
        self.industry = industry
        self.voltage = voltage
        self.organisation = organisation
        self.route = route
        self.node = node
        self.accountClass = accountClass
    }
}

/// A piece of a list, and where the next begins.
package struct AccountPage: Sendable, Hashable {
    package let accounts: [Account]
    /// Handed back as `after` for the next piece; nil at the end.
    package let next: String?
}

/// An account as a month's run needs it, in key order.
package struct BillableAccount: Sendable, Hashable {
    package let id: AccountID
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
    package let accountClass: AccountClass
    package let openedOn: Day
    package let closedOn: Day?
    /// What holds on the day that was asked for; nil before the first terms.
    package internal(set) var terms: TermValues?
}
