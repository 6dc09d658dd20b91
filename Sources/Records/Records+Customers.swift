package import Control
package import Kernel
internal import Store

/// An account as its own customer is shown it: a telephone may lie open on a table, so name, address and number are
/// masked.
package struct MaskedAccount: Sendable, Hashable {
    /// 户号
    package let consumerNo: String
    package let name: String
    package let address: String
    /// `138****5678`; nil where none is on record.
    package let phone: String?
    package let state: AccountState
    package let accountClass: AccountClass
    /// The class of use with its names; nil where its table does not have it.
    package let useClass: CodeRow?
    package let organisationName: String
    package let openedOn: Day
    package let closedOn: Day?
}

/// For customers' own pages: whom a 户号 leads to, and what they are shown.
extension Records {
    /// What signing customers in asks of the archive. The 户号 or the number before it leads to the customer.
    package var customerDirectory: CustomerDirectory {
        let keys = control.house.keys
        let records = self
        return CustomerDirectory(
            find: { number, transaction in
                guard let id = try records.accountID(consumerNo: number, in: transaction),
                    let account = try AccountRows.account(id, in: transaction)
                else { return nil }
                let written = try AccountRows.sealed(id, in: transaction).phone.map { try keys.open($0) }
                // A number with a trunk code in front is a landline: no text message reaches it.
                let phone = written.map(PersonalData.digits).flatMap { $0.hasPrefix("0") ? nil : $0 }
                return CustomerContact(
                    account: id, customer: account.customer, phone: phone, isOpen: account.state == .active,
                    organisation: account.organisation, organisationPath: account.organisationPath)
            },
            accounts: { try AccountRows.ids(of: $0, in: $1) })
    }

    /// A customer's own account, masked.
    /// - Throws: `RecordsRefusal.accountUnknown` where there is none any more.
    package func account(of own: CustomerAccount) async throws -> MaskedAccount {
        let control = control
        return try await control.house.database.read { transaction in
            guard let account = try AccountRows.account(own.id, in: transaction),
                account.customer == own.customer
            else { throw RecordsRefusal.accountUnknown(own.id.description) }
            let phone = try AccountRows.sealed(own.id, in: transaction).phone
            return MaskedAccount(
                consumerNo: account.consumerNo, name: NarrowView.name(account.name),
                address: NarrowView.address(account.address),
                phone: try phone.map { PersonalData.phone.masked(try control.house.keys.open($0)) },
                state: account.state, accountClass: account.accountClass,
                useClass: try control.codeBook(RecordsCodes.useClasses, in: transaction)
                    .row(account.useClass, on: control.house.clock.today),
                organisationName: try control.organisation(account.organisation, in: transaction)?.name ?? "",
                openedOn: account.openedOn, closedOn: account.closedOn)
        }
    }
}
