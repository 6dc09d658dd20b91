internal import Control
internal import Kernel

/// A chunk of new accounts as rows, made outside the transaction: sealed, indexed, sorted by key.
struct LoadRows: Sendable {

    struct AccountRow: Sendable {
        let bucket: Bucket
        let id: Int64
        let account: NewAccount
        let organisation: Organisation
        let node: GridNode
        let initials: String
        /// A new customer's id, used where nobody has this identity yet.
        let customer: Int64
        let identity: SealedField?
        let phone: SealedField?
        let bank: SealedField?
        let usagePoint: Int64
        let meters: [MeterRow]
        /// The ids of its equipment, in its order.
        let equipment: [Int64]
    }

    struct MeterRow: Sendable {
        let meter: Int64
        let installation: Int64
        let values: NewMeter
    }

    /// By bucket, then by account.
    let accounts: [AccountRow]
    /// By account: the full-text index writes in that order.
    let words: [SearchWords.Entry]
    let commonPath: OrganisationPath

    init(
        _ chunk: [NewAccount], first: Int64, places: LoadPlaces, nonces: SealNonces, house: House
    ) throws {
        var rows: [AccountRow] = []
        rows.reserveCapacity(chunk.count)
        var words: [SearchWords.Entry] = []
        words.reserveCapacity(chunk.count)
        var common: [Substring]?
        for (index, account) in chunk.enumerated() {
            let id = first + Int64(index)
            guard let organisation = places.organisations[account.organisation] else {
                throw ControlRefusal.organisationUnknown(account.organisation.description)
            }
            guard let node = places.nodes[account.node] else {
                throw RecordsRefusal.gridNodeUnknown(account.node.description)
            }
            guard node.kind != .substation else { throw RecordsRefusal.placeWrong(node.code) }
            func sealed(_ value: String?, _ kind: PersonalData, _ field: UInt8) throws -> SealedField? {
                try value.map {
                    try SealedField($0, kind, keys: house.keys, nonce: nonces.nonce(id, field: field))
                }
            }
            let initials = SearchWords.initials(of: account.name)
            rows.append(
                AccountRow(
                    bucket: Bucket(of: id), id: id, account: account, organisation: organisation, node: node,
                    initials: initials, customer: house.ids.nextNumber(),
                    identity: try sealed(account.identity, .identity, 1),
                    phone: try sealed(account.phone, .phone, 2),
                    bank: try sealed(account.bankAccount, .bankAccount, 3),
                    usagePoint: house.ids.nextNumber(),
                    meters: account.meters.map {
                        MeterRow(
                            meter: house.ids.nextNumber(), installation: house.ids.nextNumber(), values: $0)
                    }, equipment: account.equipment.map { _ in house.ids.nextNumber() }))
            words.append(
                SearchWords.Entry(
                    account: id, path: organisation.path.text, name: account.name, initials: initials,
                    address: account.address))
            let parts = organisation.path.text.split(separator: "/")
            common = common.map { zip($0, parts).prefix { $0 == $1 }.map(\.0) } ?? parts
        }
        accounts = rows.sorted { ($0.bucket, $0.id) < ($1.bucket, $1.id) }
        self.words = words
        commonPath = OrganisationPath("/" + (common ?? []).map { $0 + "/" }.joined())
    }
}
