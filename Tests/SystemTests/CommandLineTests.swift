import Foundation
import Store
import TestSupport
import Testing

/// Commands as an operator gives them, on a small demo utility.
@Suite struct `The command line` {
    private struct Failed: Error { let lines: [String] }

    private struct Receipt: Decodable, Equatable {
        let receipt: String
        let payment: String
        let amount: String
        let change: String
    }

    @discardableResult
    private static func lamplight(_ arguments: [String]) async throws -> [String] {
        let child = try ChildProcess(ChildProcess.lamplight, arguments)
        guard try await child.status(withinSeconds: 120) == 0 else { throw Failed(lines: child.lines) }
        return child.lines
    }

    private static func demo(_ place: [String]) async throws {
        try await lamplight(["demo", "--accounts", "40", "--months", "3", "--today", "2026-11-22"] + place)
    }

    /// Bills the waiting month, so that accounts owe something.
    private static func month(_ place: [String]) async throws {
        struct Run: Decodable { let run: String }
        let line = try await lamplight(["run", "--month", "2026-10", "--output", "json"] + place).last
        let run = try JSONDecoder().decode(Run.self, from: Data((line ?? "").utf8)).run
        try await lamplight(["check", run] + place)
        try await lamplight(["release", run] + place)
    }

    private static func pay(_ number: String, _ more: [String], _ place: [String]) async throws -> Receipt {
        let line = try await lamplight(["pay", "--account", number, "--output", "json"] + more + place).last
        return try JSONDecoder().decode(Receipt.self, from: Data((line ?? "").utf8))
    }

    /// Pays all that is owed by the first of the old town's accounts that owes anything.
    private static func payFirst(key: String, _ place: [String]) async throws -> (number: String, Receipt) {
        for number in 1...40 {
            let consumer = "660101" + String(repeating: "0", count: 7 - "\(number)".count) + "\(number)"
            do {
                return (consumer, try await pay(consumer, ["--key", key], place))
            } catch is Failed {
                continue
            }
        }
        throw Failed(lines: ["nobody of the old town owes anything"])
    }

    @Test func `a tariff is tried on one account, under one that fits and under no other`() async throws {
        struct Tried: Decodable {
            struct Tariff: Decodable {
                let tariff: String
                let isOwn: Bool
                let months: Int
                let own: String
                let other: String
                let difference: String
            }
            struct Month: Decodable { let billed: String? }
            let tariffs: [Tariff]
            let months: [Month]
        }
        let folder = try TemporaryFolder()
        let place = ["--data", folder.file("data").path]
        try await Self.demo(place)
        let asked = ["tariff", "try", "--account", "6601010000001"]
        let line = try await Self.lamplight(asked + ["--output", "json"] + place).last
        let tried = try JSONDecoder().decode(Tried.self, from: Data((line ?? "").utf8))
        let own = try #require(tried.tariffs.first { $0.isOwn })
        #expect(own.months == tried.months.count && own.months > 0 && own.difference == "0.00")
        #expect(own.other == own.own && tried.months.allSatisfy { $0.billed != nil })
        let lines = try await Self.lamplight(asked + ["--tariff", own.tariff] + place)
        #expect(lines.count == own.months + 1 && lines.last?.contains(own.tariff) == false)
        #expect(lines.last?.contains("金额相同") == true)
        for wrong in [["--tariff", "NO-SUCH"], ["--months", "13"], ["--valley", "101"]] {
            await #expect(throws: Failed.self) { try await Self.lamplight(asked + wrong + place) }
        }
    }

    @Test func `a payment's key asked again gives the first receipt, with the amount or without`()
        async throws
    {
        let folder = try TemporaryFolder()
        let place = ["--data", folder.file("data").path]
        try await Self.demo(place)
        try await Self.month(place)
        let (number, first) = try await Self.payFirst(key: "k1", place)
        #expect(try await Self.pay(number, ["--key", "k1"], place) == first)
        #expect(try await Self.pay(number, ["--key", "k1", "--amount", first.amount], place) == first)
        await #expect(throws: Failed.self) {
            try await Self.pay(number, ["--key", "k1", "--amount", "0.01"], place)
        }
        await #expect(throws: Failed.self) { try await Self.pay(number, ["--key", "k2"], place) }
    }

    @Test(arguments: [
        ["--accounts", "39"], ["--accounts", "5001"], ["--months", "1"], ["--months", "61"],
        ["--months", "60", "--today", "2024-12-31"],
    ])
    func `a demo of a size there is none of is refused before anything is made`(size: [String]) async throws {
        let folder = try TemporaryFolder()
        let data = folder.file("data").path
        let child = try ChildProcess(ChildProcess.lamplight, ["demo", "--data", data] + size)
        #expect(try await child.status(withinSeconds: 60) == 64)
        #expect(
            child.lines.contains {
                $0.contains("Error:") && $0.contains("months") || $0.contains("--accounts")
            })
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test func `a file with bad rows is given back with a verdict on each of them`() async throws {
        let folder = try TemporaryFolder()
        let place = ["--data", folder.file("data").path]
        try await Self.demo(place)
        let file = folder.file("accounts.csv")
        let heading = "户号,户名,用电地址,供电单位,台区,用电类别,电价码,立户日期"
        let rows = ["9001,甲,新街,没有这个所,T99,居民,SH-RES,2026-01-01", "\"9002,乙", "9003,丙"]
        try Data(([heading] + rows).joined(separator: "\n").utf8).write(to: file)
        let marked = folder.file("marked.csv")
        let child = try ChildProcess(
            ChildProcess.lamplight,
            ["import", "accounts", file.path, "--errors", marked.path, "--encoding", "utf-8"] + place)
        #expect(try await child.status(withinSeconds: 60) == 1)
        #expect(child.lines.contains { $0.hasPrefix("共 3 行，写入 0 行") }, "\(child.lines)")
        let lines = try String(contentsOf: marked, encoding: .utf8).split(separator: "\r\n").map {
            String($0)
        }
        #expect(lines.count == 4 && lines.dropFirst().allSatisfy { $0.contains("\"错误\"") }, "\(lines)")
        #expect(lines[1].contains("organisation: ") && lines[1].contains("没有这个所"))
        #expect(lines[2].contains("引号没有结束") && lines[2].hasSuffix("\"\"\"9002,乙\""))
    }

    @Test(arguments: TestEngines.only(.postgres))
    func `a month runs under a role that can change nothing that is append only`(_ engine: Engine)
        async throws
    {
        try await withTwoRoles { roles in
            let folder = try TemporaryFolder()
            let place = ["--data", folder.file("data").path, "--database", roles.program]
            await #expect(throws: Failed.self) { try await Self.lamplight(["init"] + place) }
            try await Self.demo(place + ["--migrate-as", roles.owner])
            try await Self.month(place)
            _ = try await Self.payFirst(key: "k1", place)
            #expect(
                try await Self.lamplight(["audit", "--language", "en"] + place).last?.hasSuffix(
                    "every chain holds") == true)
            let program = try await roles.open(roles.program)
            for statement in ["UPDATE control_audit SET action = 'x'", "DELETE FROM control_audit"] {
                let refusal = await #expect(throws: StoreFault.self) {
                    try await program.write { try $0.run(SQL(stringLiteral: statement)) }
                }
                guard case .engine(code: "42501", _) = refusal else {
                    Issue.record("\(statement): \(String(describing: refusal))")
                    continue
                }
            }
            try await program.close()
        }
    }
}
