import Testing

@Suite struct `The walls` {
    private let walls = Walls(
        table: RoomTable(
            rooms: [
                .init(name: "Kernel", calls: [], uses: []),
                .init(name: "Rating", calls: ["Kernel"], uses: []),
                .init(name: "Store", calls: ["Kernel"], uses: []),
                .init(name: "StoreSQLite", calls: ["Kernel", "Store"], uses: ["grdb"]),
                .init(name: "Control", calls: ["Kernel", "Store", "CArgon2"], uses: ["crypto"]),
                .init(
                    name: "Billing", calls: ["Kernel", "Store", "Control"], uses: ["grdb", "hummingbird"]),
                .init(name: "Payment", calls: ["Kernel", "Store", "Control"], uses: []),
                .init(name: "Reports", calls: ["Kernel", "Store"], uses: []),
                .init(name: "Web", calls: ["Kernel", "Control"], uses: ["hummingbird", "mustache"]),
            ], tests: [.init(name: "BillingTests", calls: ["Billing"], uses: [])],
            products: [
                "grdb": "GRDB", "crypto": "Crypto", "hummingbird": "Hummingbird", "mustache": "Mustache",
            ]))

    private func rules(_ path: String, _ text: String) -> [Walls.Rule] {
        walls.breaches(path: path, text: text).map(\.rule)
    }

    @Test(arguments: [
        ("Sources/Billing/Bill.swift", "import Payment"),  // a room to the right, or just not declared
        ("Sources/Kernel/Money.swift", "import Store"),
        ("Sources/Store/Store.swift", "private import GRDB"),  // GRDB stays in StoreSQLite
        ("Sources/Billing/Bill.swift", "import GRDB"),  // even where the table were changed to allow it
        ("Sources/Billing/Bill.swift", "package import struct Hummingbird.Request"),
        ("Sources/Payment/Payment.swift", "import Crypto"),  // reachable through Control, never declared
        ("Sources/Store/Store.swift", "import CLibPQ"),
        ("Sources/Web/Web.swift", "import CArgon2"),
        ("Sources/Control/Control.swift", "@preconcurrency import AsyncHTTPClient"),
        ("Tests/BillingTests/BillTests.swift", "@testable import Billing"),
        ("Tests/BillingTests/BillTests.swift", "import Control"),
    ]) func `the walls refuse ten bad imports`(path: String, text: String) {
        #expect(rules(path, "import Kernel\n\n\(text)\nstruct A {}\n").filter { $0 == .imports }.count >= 1)
    }

    @Test func `a declared import is let through`() {
        #expect(
            rules("Sources/StoreSQLite/Pool.swift", "import Foundation\ninternal import GRDB\nimport Store\n")
                == [])
        #expect(
            rules("Sources/Web/Web.swift", "package import Hummingbird\nimport HTTPTypes\nimport Control\n")
                == [])
        #expect(rules("Tests/BillingTests/A.swift", "import Billing\nimport Testing\n") == [])
    }

    @Test func `the table is read from a manifest`() throws {
        let table = try RoomTable(
            manifest: """
                let rooms: [Room] = [
                    Room("A"),  // "X"
                    Room(
                        "B", ["A"],
                        [.grdb, .nio], resources: ["Templates"]),
                ]
                let executable = Room("c", ["A", "B"], [.grdb])
                let tests: [Room] = [ Room("ATests", ["A"]) ]
                        case .grdb: .product(name: "GRDB", package: "GRDB.swift")
                """)
        #expect(table.rooms.map(\.name) == ["A", "B", "c"] && table.tests.map(\.name) == ["ATests"])
        #expect(table.rooms.map(\.calls) == [[], ["A"], ["A", "B"]])
        #expect(table.rooms.map(\.uses) == [[], ["grdb", "nio"], ["grdb"]])
        #expect(table.products == ["grdb": "GRDB"])
        #expect(throws: RoomTable.Unreadable.self) { try RoomTable(manifest: "let package = 1") }
    }

    @Test(arguments: ["Sources/Kernel/Day.swift", "Sources/Rating/Bill.swift"])
    func `Kernel and Rating do without Foundation`(path: String) {
        #expect(rules(path, "import Foundation\n") == [.foundation])
        #expect(rules(path, "internal import FoundationEssentials\n") == [.foundation])
    }

    @Test(arguments: [
        ("public struct A {}", Walls.Rule.access), ("public(set) var a = 1", .access),
        ("let a = try! b()", .safety),
        ("let a = b as! C", .safety), ("final class A: @unchecked Sendable {}", .safety),
        ("open(set) var a = 1", .access), ("nonisolated(unsafe) var a = 1", .safety),
        ("let a = Date()", .clock), ("let a = Date.now", .clock),
        ("throw ControlRefusal.forbidden(permission)", .permission),
        ("print(\"a\")", .output), ("let a = \"{{{name}}}\"", .escaping),
        ("let a = \"\\(try! b())\"", .safety), ("let a = \"SELECT id FROM billing_bill\"", .sqlPlace),
        ("let a = \"\"\"\n    DELETE FROM billing_bill\n    \"\"\"", .sqlPlace),
        ("let a = #\"UPDATE billing_bill SET a = 1\"#", .sqlPlace),
    ]) func `a bad word is refused`(text: String, rule: Walls.Rule) {
        #expect(rules("Sources/Billing/Bill.swift", text + "\n") == [rule])
    }

    @Test(arguments: [
        "// try! print( Date() SELECT id FROM b", "/* public struct /* nested */ as! */ let a = 1",
        "let a = \"try! print(1) as! \\(b)\"", "let a = try b.print(c)", "package func print(_ a: Int) {}",
        "let method = \"DELETE\"", "let title = \"Select a bill to UPDATE\"", "let a = b.public",
        "try control.require(permission, principal)",
        "let a = Date(b)", "let a = try !b()", "let a = try await open(b)",
        "func `public let as! print(1) import Payment`() {}",
        "let a = \"\"\"\n    say \"public struct\" \\(x(\"(\"))\n    \"\"\"",
    ]) func `a good word is let through`(text: String) {
        #expect(rules("Sources/Billing/Bill.swift", text + "\n") == [])
    }

    @Test(arguments: [
        (
            "SELECT a.id FROM billing_bill AS a JOIN ledger_posting AS b ON a.bucket = b.bucket",
            ["ledger_posting"]
        ),
        ("INSERT INTO control_audit (id) VALUES (1)", ["control_audit"]),
        ("UPDATE records_meter SET a = 1 WHERE id = 2", ["records_meter"]),
        ("DELETE FROM payment_payment WHERE id = 1", ["payment_payment"]),
        ("CREATE TABLE IF NOT EXISTS bill (id BIGINT NOT NULL)", ["bill"]),
        ("CREATE UNIQUE INDEX billing_a ON account (id)", ["account"]),
        ("SELECT 1 FROM billing_bill b, billing_line l, tariff_price p", ["tariff_price"]),
        ("SELECT 1 FROM billing_bill WHERE id IN (SELECT id FROM reading_day)", ["reading_day"]),
        ("CREATE TABLE billing_a (id BIGINT REFERENCES control_user (id))", ["control_user"]),
    ]) func `another room's table is refused`(statement: String, foreign: [String]) {
        let text = "let a: SQL = \"\"\"\n    \(statement)\n    \"\"\"\n"
        let found = walls.breaches(path: "Sources/Billing/Bill+SQL.swift", text: text)
        #expect(found.map(\.rule) == foreign.map { _ in .tableOwner })
        for (breach, name) in zip(found, foreign) { #expect(breach.sentence.hasPrefix(name + " ")) }
    }

    @Test(arguments: [
        "SELECT id FROM billing_bill WHERE bucket = 1 FOR UPDATE",
        "INSERT INTO billing_bill (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET a = excluded.a",
        "WITH due AS (SELECT id FROM billing_bill) SELECT id FROM due",
        "WITH due (id) AS (SELECT id FROM billing_bill) SELECT id FROM due",
        "SELECT value FROM json_each(x) /* FROM control_user */ WHERE a = 'from FROM ledger_a'",
        "CREATE TRIGGER billing_keep BEFORE UPDATE ON billing_bill BEGIN SELECT RAISE(ABORT, 'no'); END",
        "SELECT CAST(SUM(a.x) AS BIGINT) FROM billing_bill AS a JOIN billing_line b ON a.bucket = b.bucket",
    ]) func `a room's own tables are let through`(statement: String) {
        let text = "let a: SQL = \"\"\"\n    \(statement)\n    \"\"\"\n"
        #expect(rules("Sources/Billing/BillingSchema.swift", text) == [])
    }

    @Test func `Reports reads across where it says so, and never writes`() {
        let read = "let a: SQL = \"/*reads across: the board*/ SELECT id FROM billing_bill\"\n"
        let silent = "let a: SQL = \"SELECT id FROM billing_bill\"\n"
        let write = "let a: SQL = \"/*reads across: no*/ DELETE FROM billing_bill\"\n"
        #expect(rules("Sources/Reports/Board+SQL.swift", read) == [])
        #expect(rules("Sources/Reports/Board+SQL.swift", silent) == [.tableOwner])
        #expect(rules("Sources/Reports/Board+SQL.swift", write) == [.tableOwner])
    }

    @Test func `a file above 400 lines is refused, a template that does not escape too`() {
        let long = String(repeating: "let a = 1\n", count: 401)
        #expect(rules("Sources/Billing/Bill.swift", long) == [.length])
        #expect(rules("Sources/Billing/Bill.swift", String(long.dropLast(10))) == [])
        #expect(rules("Sources/Web/Templates/a.mustache", "<p>{{a}}</p>\n<p>{{{a}}}</p>\n") == [.escaping])
        #expect(rules("Sources/Web/Templates/a.mustache", "<p>{{& a}}</p>\n") == [.escaping])
    }

    @Test func `an edge to the right is disorder`() {
        let table = RoomTable(rooms: [
            .init(name: "A", calls: ["B"], uses: []), .init(name: "B", calls: [], uses: []),
            .init(name: "B", calls: ["CLibPQ"], uses: []),
        ])
        #expect(table.disorder().count == 2)
    }

    @Test func `a room does not ask for its engine`() {
        let branch = "func a(_ b: any Transaction) { if b.engine == .postgres { return } }\n"
        #expect(rules("Sources/Billing/Bill+SQL.swift", branch) == [.engine])
        #expect(rules("Sources/Control/Month.swift", "switch b.engine { case .sqlite: 1 }\n") == [.engine])
        #expect(rules("Sources/StoreSQLite/Pool.swift", branch) == [])
        #expect(rules("Sources/Billing/RunSchema.swift", "let a = [.sqlite: b]\n") == [])
        #expect(rules("Tests/BillingTests/A.swift", branch) == [])
    }
}
