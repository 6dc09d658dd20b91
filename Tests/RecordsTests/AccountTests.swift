import Control
import Kernel
import Records
import Store
import TestSupport
import Testing

@Suite struct AccountTests {
    @Test(arguments: TestEngines.all)
    func `account ids are ours, running, and their rows lie in their buckets`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let first = try await world.records.load((1...7).map { world.account($0) }, by: world.clerk)
            let second = try await world.records.open(world.account(8), by: world.clerk)
            #expect(first.map(\.number) == [1, 2, 3, 4, 5, 6, 7])
            #expect(second.number == 8)
            #expect(second.bucket == Bucket(of: 8))
            let record = try await world.records.account(second, by: world.clerk)
            #expect(record.account.consumerNo == "0032000008")
            #expect(try await world.records.search("张伟", by: world.clerk).count == 8)
        }
    }

    @Test(arguments: TestEngines.all)
    func `one account whole has its customer, terms, meters and grid, personal data masked`(_ engine: Engine)
        async throws
    {
        try await RecordsWorld.with(engine) { world in
            var new = world.account(1, phone: "13812345678")
            new.identity = "11010519491231002X"
            new.bankAccount = "6222020200112233445"
            new.meters = [
                NewMeter(
                    assetNo: "ABC-1", multiplier: Multiplier(40),
                    registers: [
                        .init(.peak, digits: 5, decimals: 1, value: RegisterValue(whole: 2)),
                        .init(.total, digits: 6, decimals: 2, value: RegisterValue(units: 1_234_500)),
                    ])
            ]
            let id = try await world.records.open(new, by: world.clerk)
            let record = try await world.records.account(consumerNo: "0032000001", by: world.clerk)
            #expect(record.account.id == id)
            #expect(record.organisationName == "老城供电所")
            #expect(record.customer.identity == "1101**********002X")
            #expect(record.phone == "138****5678")
            #expect(record.bankAccount == "***************3445")
            #expect(record.terms.term(on: RecordsWorld.today)?.values == new.terms)
            #expect(record.grid.map(\.code) == ["B01", "X01", "T01"])
            #expect(record.memberships.map(\.node) == [world.area.id])
            let installation = try #require(record.installations.first)
            #expect(installation.multiplier == Multiplier(40))
            #expect(installation.registers.map(\.kind) == [.total, .peak])
            #expect(installation.register(.total)?.installValue == RegisterValue(units: 1_234_500))
        }
    }

    @Test(arguments: TestEngines.all)
    func `personal data is nowhere in clear, neither in rows nor in the audit trail`(_ engine: Engine)
        async throws
    {
        try await RecordsWorld.with(engine) { world in
            let id = try await world.records.open(world.account(1, phone: "13812345678"), by: world.clerk)
            try await world.records.change(
                id, AccountChange(phone: "139 8765 4321"), version: 1, by: world.clerk)
            let texts = try await world.database.read { transaction in
                try transaction.all(
                    """
                    SELECT COALESCE(before_values, ''), COALESCE(after_values, '') FROM control_audit
                    /*scatter: a test reads the whole trail*/
                    """
                ) { try $0.text(0) + $0.text(1) }
                    + transaction.all(
                        "SELECT phone_sealed, phone_digest FROM records_account /*scatter: a test reads all*/"
                    ) { String(decoding: try $0.blob(0) + $0.blob(1), as: UTF8.self) }
            }
            #expect(texts.count >= 3)
            #expect(!texts.contains { $0.contains("13812345678") || $0.contains("13987654321") })
            #expect(try await world.records.account(id, by: world.clerk).phone == "139****4321")
        }
    }

    @Test(arguments: TestEngines.all)
    func `a 户号 is unique over all buckets, and nothing of a refused chunk stays`(_ engine: Engine)
        async throws
    {
        try await RecordsWorld.with(engine) { world in
            _ = try await world.records.open(world.account(1), by: world.clerk)
            var again = world.account(1)
            again.meters = []
            let batch = (2...20).map { world.account($0) } + [again]
            await #expect(throws: ControlRefusal.nameTaken(kind: "records.consumerNo", name: "0032000001")) {
                try await world.records.load(batch, by: world.clerk)
            }
            #expect(try await world.count("records_account") == 1)
            #expect(try await world.records.search("张伟", by: world.clerk).count == 1)
            var sameMeter = world.account(2)
            sameMeter.meters = world.account(1).meters
            await #expect(throws: ControlRefusal.nameTaken(kind: "records.meter", name: "M000001")) {
                try await world.records.open(sameMeter, by: world.clerk)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `accounts with one identity number have one customer`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            var accounts = (1...3).map { world.account($0) }
            for index in accounts.indices { accounts[index].identity = "11010519491231002X" }
            let ids =
                try await world.records.load(Array(accounts[..<2]), by: world.clerk)
                + world.records.load([accounts[2]], by: world.clerk)
            var customers: Set<CustomerID> = []
            for id in ids {
                customers.insert(try await world.records.account(id, by: world.clerk).customer.id)
            }
            #expect(customers.count == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `what lies outside the scope is not found, and nobody opens accounts there`(_ engine: Engine)
        async throws
    {
        try await RecordsWorld.with(engine) { world in
            let id = try await world.records.open(world.account(1), by: world.clerk)
            let stranger = RecordsWorld.principal(RecordsWorld.stationB)
            await #expect(throws: RecordsRefusal.accountUnknown("1")) {
                try await world.records.account(id, by: stranger)
            }
            await #expect(throws: RecordsRefusal.accountUnknown("0032000001")) {
                try await world.records.account(consumerNo: "0032000001", by: stranger)
            }
            await #expect(throws: RecordsRefusal.accountUnknown("1")) {
                try await world.records.change(id, AccountChange(name: "李四"), version: 1, by: stranger)
            }
            await #expect(throws: ControlRefusal.organisationUnknown("2")) {
                try await world.records.open(world.account(2), by: stranger)
            }
            #expect(RecordsRefusal.accountUnknown("1").kind == .notFound)
            await #expect(throws: ControlRefusal.forbidden("records.edit")) {
                try await world.records.open(
                    world.account(2),
                    by: RecordsWorld.principal(RecordsWorld.company, without: "records.edit"))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `lists go page by page through scope, route, class and area`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            var batch = (1...25).map { world.account($0, station: $0 % 5 == 0 ? 3 : 2) }
            batch[6].accountClass = .commercial
            try await world.records.load(batch, by: world.clerk)
            func numbers(_ filter: AccountFilter, _ principal: Principal) async throws -> [String] {
                var found: [String] = []
                var after: String?
                repeat {
                    let page = try await world.records.accounts(filter, after: after, limit: 4, by: principal)
                    #expect(page.accounts.count <= 4)
                    found += page.accounts.map(\.consumerNo)
                    after = page.next
                } while after != nil
                return found
            }
            let all = batch.filter { $0.organisation.number == 2 }.map(\.consumerNo)
            let others = batch.filter { $0.organisation.number == 3 }.map(\.consumerNo)
            #expect(try await numbers(AccountFilter(), world.clerk) == all + others)
            #expect(
                try await numbers(AccountFilter(), RecordsWorld.principal(RecordsWorld.stationB)) == others)
            #expect(try await numbers(AccountFilter(route: "R3"), world.clerk) == others)
            #expect(
                try await numbers(AccountFilter(route: "R3"), RecordsWorld.principal(RecordsWorld.stationA))
                    == [])
            #expect(
                try await numbers(AccountFilter(accountClass: .commercial), world.clerk) == [
                    batch[6].consumerNo
                ])
            #expect(try await numbers(AccountFilter(node: world.otherArea.id), world.clerk) == others)
            #expect(
                try await numbers(AccountFilter(organisation: RecordsWorld.stationB), world.clerk) == others)
            await #expect(throws: ControlRefusal.organisationUnknown("/1/3/")) {
                try await world.records.accounts(
                    AccountFilter(organisation: RecordsWorld.stationB),
                    by: RecordsWorld.principal(RecordsWorld.stationA))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `whole buckets come in key order with terms, and many accounts with their meters`(_ engine: Engine)
        async throws
    {
        try await RecordsWorld.with(engine) { world in
            try await world.records.load((1...40).map { world.account($0) }, by: world.clerk)
            let ordered = (1...40).map { AccountID($0) }.sorted { ($0.bucket, $0) < ($1.bucket, $1) }
            let (billable, readable) = try await world.database.read { transaction in
                (
                    try world.records.billable(
                        in: .all, on: RecordsWorld.today, scope: RecordsWorld.company, in: transaction),
                    try world.records.readableAccounts(ordered + [AccountID(41)], in: transaction)
                )
            }
            #expect(billable.map(\.id) == ordered)
            #expect(Set(readable.keys) == Set(ordered))
            #expect(billable.allSatisfy { $0.terms?.tariffCode == "RES" })
            #expect(readable.values.allSatisfy { $0.meters.count == 1 && $0.meters[0].registers.count == 1 })
        }
    }
}
