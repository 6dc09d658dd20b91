package import Control
package import Kernel
internal import Store

extension Records {
    /// Opens one account; a new household's tiers begin with the next month where nothing else is written.
    /// - Throws: as `load`.
    package func open(_ account: NewAccount, by principal: Principal) async throws -> AccountID {
        try await load(opened([account]), permission: "records.edit", by: principal)[0]
    }

    /// Opens many accounts: import, demo and benchmark come through here. At most `Limit.chunk` accounts a transaction,
    /// each with one audit entry and one event; a chunk is there whole or not at all, those before it stay.
    /// - Returns: The ids in the order of `batch`, running numbers.
    /// - Throws: `RecordsRefusal.invalid` also for a code that is not in use, `.gridNodeUnknown`, `.placeWrong`; `ControlRefusal.organisationUnknown` for
    ///   one outside the scope, `.nameTaken` for a 户号, old number or meter that somebody has.
    @discardableResult
    package func load(
        _ batch: [NewAccount], permission: Permission = "records.import", nonces: SealNonces = .random,
        by principal: Principal, progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> [AccountID] {
        try control.require(permission, principal)
        for account in batch {
            if let problem = account.problems().first { throw problem.refusal }
        }
        let places = try await places(for: principal)
        for account in batch {
            if let problem = places.problems(of: account).first { throw problem.refusal }
        }
        var ids: [AccountID] = []
        ids.reserveCapacity(batch.count)
        for start in stride(from: 0, to: batch.count, by: Limit.chunk) {
            let chunk = Array(batch[start..<min(start + Limit.chunk, batch.count)])
            let first = try await takeNumbers(chunk.count)
            let rows = try LoadRows(chunk, first: first, places: places, nonces: nonces, house: control.house)
            try await control.command(permission, by: principal) { act in
                try write(rows, from: first, count: chunk.count, act)
            }
            ids += (0..<chunk.count).map { AccountID(first + Int64($0)) }
            progress?(ids.count)
        }
        return ids
    }

    /// Writes a chunk, with its audit entry and its event.
    func write(_ rows: LoadRows, from first: Int64, count: Int, further: [(String, String)] = [], _ act: Act)
        throws
    {
        try rows.write(in: act)
        let last = first + Int64(count) - 1
        let values = RecordsEvents.payload(
            [("first", String(first)), ("last", String(last)), ("count", String(count))] + further)
        try act.audit(
            bucket: Bucket(of: first), action: "records.open", subject: "accounts \(first)-\(last)",
            after: values)
        try act.publish(
            RecordsEvents.opened, bucket: Bucket(of: first), organisation: rows.commonPath, payload: values)
    }

    /// The places an account of this person can be at.
    func places(for principal: Principal) async throws -> LoadPlaces {
        try await control.house.database.read {
            try places(under: principal.scope, today: control.house.clock.today, in: $0)
        }
    }

    /// The places an account can be at that somebody of `scope` opens.
    func places(
        under scope: OrganisationPath, today: Day, in transaction: any Transaction
    ) throws -> LoadPlaces {
        LoadPlaces(
            organisations: try control.organisations(under: scope, in: transaction),
            nodes: try GridRows.all(in: transaction),
            codes: try AccountCodes(control: control, today: today, in: transaction),
            published: try outlook.published(on: today, in: transaction))
    }

    /// Takes `count` running numbers for account ids, in a small transaction of its own: a load that fails afterwards
    /// leaves a gap, never a number used twice.
    private func takeNumbers(_ count: Int) async throws -> Int64 {
        let next = try await control.house.database.write { transaction in
            try AccountRows.takeNumbers(count, in: transaction)
        }
        guard next - 1 <= AccountID.greatest else { throw RecordsRefusal.idsExhausted }
        return next - Int64(count)
    }
}

/// Organisations and grid nodes by id and code, and the codes, tariffs and loss rules an account may be given.
struct LoadPlaces: Sendable {
    let codes: AccountCodes
    private let published: Outlook.Published?
    let organisations: [OrganisationID: Organisation]
    let organisationsByCode: [String: Organisation]
    let nodes: [GridNodeID: GridNode]
    let nodesByCode: [String: GridNode]

    /// - Parameter published: nil where the archive stands alone, and takes tariffs as they are written.
    init(
        organisations: [Organisation], nodes: [GridNode], codes: AccountCodes, published: Outlook.Published?
    ) {
        self.codes = codes
        self.published = published
        self.organisations = Dictionary(
            organisations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        organisationsByCode = Dictionary(
            organisations.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        self.nodes = Dictionary(nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        nodesByCode = Dictionary(nodes.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }
    /// What is wrong with the codes of an account that is to be opened.
    func problems(of account: NewAccount) -> [FieldProblem] {
        codes.problems(of: account) + (published?.problems(of: account) ?? [])
    }
}
