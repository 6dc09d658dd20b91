internal import Kernel
internal import Records

/// One of a customer's accounts, for programs: masked as on the pages.
struct OwnAccountAnswer: Codable, Sendable {
    let id: AccountID
    /// 户号
    let number: String
    let name: String
    let address: String
    /// Missing where none is on record.
    let phone: String?
    let state: String
    let accountClass: String
    let organisationName: String
    let openedOn: Day
    let closedOn: Day?

    init(_ id: AccountID, _ account: MaskedAccount) {
        self.id = id
        number = account.consumerNo
        name = account.name
        address = account.address
        phone = account.phone
        state = account.state.rawValue
        accountClass = account.accountClass.rawValue
        organisationName = account.organisationName
        openedOn = account.openedOn
        closedOn = account.closedOn
    }
}
