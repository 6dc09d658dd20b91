import Control
import Kernel
import Records
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct SearchTests {
    /// Six accounts with what each kind of search needs.
    static func withAccounts(_ engine: Engine, _ body: (RecordsWorld) async throws -> Void) async throws {
        try await RecordsWorld.with(engine) { world in
            var batch = [
                world.account(1, name: "张伟", address: "海港市老城区灯塔路12号3幢", phone: "13812345678"),
                world.account(2, name: "张伟强", address: "海港市老城区灯塔路128号", phone: "13987655678"),
                world.account(3, name: "李建国", address: "海港市港区望海街5号", station: 3, phone: "13700001111"),
                world.account(4, name: "单小伟", address: "海港市老城区张伟巷1号"),
                world.account(5, name: "海港东方水产有限公司", address: "海港市港区码头一路8号", station: 3),
                world.account(6, name: "王芳", address: "海港市老城区和平里２２栋"),
            ]
            batch[4].kind = .company
            batch[0].oldNo = "00007788"
            try await world.records.load(batch, by: world.clerk)
            try await body(world)
        }
    }

    @Test(arguments: TestEngines.all)
    func `every way of searching finds its account, the best first`(_ engine: Engine) async throws {
        let cases: [(String, [Int64], SearchHit.Match)] = [
            ("0032000003", [3], .number),
            ("00007788", [1], .oldNumber),
            ("0032000", [1, 2, 3, 4, 5, 6], .numberBeginning),
            ("M000006", [6], .meter),
            ("m00000", [1, 2, 3, 4, 5, 6], .meterBeginning),
            ("13987655678", [2], .phone),
            ("139-8765-5678", [2], .phone),
            ("5678", [1, 2], .phone),
            ("张伟", [1, 2, 4], .name),
            ("伟", [1, 2, 4], .name),
            ("建国", [3], .name),
            ("东方水产", [5], .name),
            ("zw", [1], .initials),
            ("sxw", [4], .initials),
            ("zwq", [2], .initials),
            ("dfsc", [5], .initials),
            ("灯塔路128", [2], .address),
            ("灯塔路", [1, 2], .address),
            ("和平里22栋", [6], .address),
            ("张伟 灯塔路", [1, 2], .address),
            ("灯塔路 12", [1], .address),
            ("灯塔路 12 号", [1], .address),
            ("灯塔路 128 号", [2], .address),
            ("3 幢 灯塔", [1], .address),
            ("张 1", [4], .address),
            ("张伟　巷 1 号", [4], .address),
            ("和平里 22", [6], .address),
            ("栋 老城区", [6], .address),
            ("海港市", [1, 2, 3, 4, 5, 6], .address),
        ]
        try await Self.withAccounts(engine) { world in
            for (text, ids, match) in cases {
                let hits = try await world.records.search(text, limit: 50, by: world.clerk)
                let found =
                    text == "zw"
                    ? Array(hits.map(\.account.id.number).prefix(1)) : hits.map(\.account.id.number).sorted()
                #expect(found == ids, "\(text)")
                #expect(hits.first?.matched == match, "\(text)")
            }
            for text in ["", "  ", "，", "市海", "港张", "9999999", "qqq", "灯塔路13", "灯塔路 13", "灯塔路 1", "巷 12"] {
                #expect(try await world.records.search(text, by: world.clerk).isEmpty, "\(text)")
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `names come before addresses, and a search sees its scope only`(_ engine: Engine) async throws {
        try await Self.withAccounts(engine) { world in
            let hits = try await world.records.search("张伟", by: world.clerk)
            #expect(hits.map(\.matched) == [.name, .name, .address])
            #expect(hits.map(\.organisationName) == Array(repeating: "老城供电所", count: 3))
            let harbour = RecordsWorld.principal(RecordsWorld.stationB)
            for text in ["张伟", "0032000001", "00007788", "M000001", "13812345678", "zw", "灯塔路"] {
                #expect(try await world.records.search(text, by: harbour).isEmpty, "\(text)")
            }
            for text in ["海港市", "003200", "M0000", "李建国", "ljg"] {
                let found = try await world.records.search(text, by: harbour)
                #expect(!found.isEmpty, "\(text)")
                #expect(found.allSatisfy { $0.account.organisation.number == 3 }, "\(text)")
            }
            #expect(try await world.records.search("海港市", limit: 2, by: world.clerk).count == 2)
            await #expect(throws: ControlRefusal.forbidden("records.read")) {
                try await world.records.search(
                    "张伟", by: RecordsWorld.principal(RecordsWorld.company, without: "records.read"))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `what a person types is never syntax`(_ engine: Engine) async throws {
        try await Self.withAccounts(engine) { world in
            for text in [
                "\"", "'", "张\" OR name:\"李", "张*", "NEAR(张 伟)", "name : 张",
                "'); DROP TABLE records_account; --",
                "张' <-> '伟", "%", "\u{0}", String(repeating: "张", count: 5_000), "🙂", "-伟", "𠮷", "AND",
                "OR NOT",
            ] {
                _ = try await world.records.search(text, by: world.clerk)
            }
            #expect(try await world.count("records_account") == 6)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a changed name is found, the old one no more`(_ engine: Engine) async throws {
        try await Self.withAccounts(engine) { world in
            try await world.records.change(
                AccountID(6), AccountChange(name: "欧阳震华", address: "海港市老城区桃园9号"), version: 1, by: world.clerk)
            func find(_ text: String) async throws -> [Int64] {
                try await world.records.search(text, by: world.clerk).map(\.account.id.number)
            }
            #expect(try await find("震华") == [6])
            #expect(try await find("oyzh") == [6])
            #expect(try await find("桃园") == [6])
            #expect(try await find("王芳") == [])
            #expect(try await find("wf") == [])
            #expect(try await find("和平里") == [])
        }
    }

    @Test(arguments: TestEngines.only(.sqlite))
    func `no page or search scans a table that grows with customers`(_ engine: Engine) async throws {
        let schema = Schema(Control.room.migrations + Records.room.migrations)
        try await withPlace(engine) { place in
            let heard = HeardStatements()
            let database = try await place.open { heard.add($0) }
            try await schema.apply(to: database)
            let world = try await RecordsWorld.build(on: database)
            try await world.records.load(
                (1...30).map { world.account($0, phone: "13812345678") }, by: world.clerk)
            heard.clear()
            for scope in [RecordsWorld.company, RecordsWorld.stationA] {
                let person = RecordsWorld.principal(scope)
                for text in [
                    "张伟", "zw", "0032000001", "00320", "5678", "13812345678", "M000001", "灯塔路 张伟", "A-1",
                ] {
                    _ = try await world.records.search(text, by: person)
                }
                for filter in [
                    AccountFilter(), AccountFilter(route: "R2"), AccountFilter(node: world.area.id),
                    AccountFilter(accountClass: .residential),
                    AccountFilter(route: "R2", accountClass: .commercial),
                ] {
                    _ = try await world.records.accounts(filter, limit: 5, by: person)
                }
                _ = try await world.records.account(consumerNo: "0032000001", by: person)
            }
            let statements = heard.all.filter { $0.contains("records_") && !$0.contains("records_grid_node") }
            #expect(statements.count >= 15)
            for statement in statements {
                let plan = try await database.read { transaction in
                    var sql = SQL(stringLiteral: "EXPLAIN QUERY PLAN ")
                    // The statement again with arguments of its own: each place gets a text.
                    for (index, piece) in statement.split(separator: "$", omittingEmptySubsequences: false)
                        .enumerated()
                    {
                        if index > 0 { sql.append("\("1")") }
                        sql.append(SQL(stringLiteral: String(index > 0 ? piece.drop { $0.isNumber } : piece)))
                    }
                    return try transaction.all(sql) { try $0.text(3) }
                }
                let scans = plan.filter {
                    $0.hasPrefix("SCAN records_") && !$0.contains("VIRTUAL TABLE INDEX")
                }
                #expect(scans.isEmpty, "\(statement)\n\(plan)")
                #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(statement)\n\(plan)")
            }
            try await database.close()
        }
    }
}

/// Remembers the texts of statements.
private final class HeardStatements: Sendable {
    private let heard = Mutex<Set<String>>([])
    func add(_ text: String) { heard.withLock { _ = $0.insert(text) } }
    func clear() { heard.withLock { $0 = [] } }
    var all: [String] { heard.withLock { $0.sorted() } }
}
