import Foundation
import Store
import TestSupport
import Testing

/// What every command has in common: how it answers, in which language, and how it is refused.
@Suite struct `Every command` {
    private struct Help: Decodable {
        struct Command: Decodable {
            struct Argument: Decodable {
                struct Name: Decodable { let name: String }
                let names: [Name]?
            }
            let commandName: String
            let subcommands: [Command]?
            let arguments: [Argument]?

            var leaves: [(path: [String], options: Set<String>)] {
                let below = (subcommands ?? []).filter { $0.commandName != "help" }
                if below.isEmpty {
                    return [([commandName], Set((arguments ?? []).flatMap { $0.names ?? [] }.map(\.name)))]
                }
                return below.flatMap(\.leaves).map { ([commandName] + $0.path, $0.options) }
            }
        }
        let command: Command
    }

    private struct Refused: Decodable {
        struct Body: Decodable {
            let code: String
            let detail: String
        }
        let error: Body
    }

    private struct Ready: Decodable {
        struct SignIns: Decodable {
            struct Person: Decodable {
                let login: String
                let roles: [String]
            }
            let file: String
            let people: [Person]
        }
        let address: String
        let signIns: SignIns
    }

    private static func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> (status: Int32, lines: [String]) {
        let child = try ChildProcess(
            URL(fileURLWithPath: ChildProcess.lamplight.path), arguments, environment: environment)
        return (try await child.status(withinSeconds: 120), child.lines)
    }

    /// The whole tree of commands, as the program tells it of itself; without the program's own name.
    private static func leaves() async throws -> [(path: [String], options: Set<String>)] {
        let dump = try await run(["--experimental-dump-help"])
        let help = try JSONDecoder().decode(Help.self, from: Data(dump.lines.joined(separator: "\n").utf8))
        return help.command.leaves.map { (Array($0.path.dropFirst()), $0.options) }
    }

    private static func refusal(_ lines: [String]) throws -> Refused.Body {
        let line = try #require(lines.count == 1 ? lines[0] : nil, "\(lines)")
        return try JSONDecoder().decode(Refused.self, from: Data(line.utf8)).error
    }

    @Test
    func `has --output, --language and --progress, and is refused as an object where JSON is asked for`()
        async throws
    {
        let leaves = try await Self.leaves()
        #expect(leaves.count > 30)
        for name in ["serve", "work", "audit export-roots", "export journal", "bench month", "rate"] {
            #expect(leaves.contains { $0.path.joined(separator: " ") == name }, "\(name)")
        }
        for leaf in leaves {
            let name = leaf.path.joined(separator: " ")
            for option in ["output", "language", "progress"] {
                #expect(leaf.options.contains(option), "\(name) lacks --\(option)")
            }
            let wrong = try await Self.run(leaf.path + ["--no-such-option", "--output", "json"])
            #expect(wrong.status == 64, "\(name)")
            let body = try Self.refusal(wrong.lines)
            #expect(body.code == "usage" && body.detail.count > 10, "\(name): \(body)")
        }
    }

    @Test func `without an installation says what to do, as text and as JSON, with one status`() async throws
    {
        let folder = try TemporaryFolder()
        let place = ["settings", "--data", folder.path]
        #expect(try await Self.run(place).status == 0)
        let asked = ["export", "journal", "--data", folder.file("none").path]
        let text = try await Self.run(asked)
        let json = try await Self.run(asked + ["--output=json"])
        #expect(text.status == json.status && json.status == 64)
        #expect(text.lines.contains { $0.contains("lamplight init") })
        #expect(try Self.refusal(json.lines).detail.contains("lamplight init"))
    }

    @Test func `tells a refusal of a room in the reader's language, never by its name in the program`()
        async throws
    {
        let folder = try TemporaryFolder()
        let place = ["--data", folder.file("data").path]
        #expect(try await Self.run(["init"] + place).status == 0)
        let asked = ["close", "--month", "2088-01"] + place
        let (chinese, english) = (
            try await Self.run(asked), try await Self.run(asked + ["--language", "en"])
        )
        #expect(chinese.status == 1 && english.status == 1)
        let said = try #require(chinese.lines.last), other = try #require(english.lines.last)
        #expect(said.hasPrefix("Error: ") && said.unicodeScalars.contains { $0.value > 0x4E00 }, "\(said)")
        #expect(other.hasPrefix("Error: ") && other.contains(" ") && !other.contains("("), "\(other)")
        #expect(!said.contains("notOver") && !other.contains("notOver"))
        let json = try await Self.run(asked + ["--output", "json", "--language", "en"])
        #expect(json.status == 1)
        let body = try Self.refusal(json.lines)
        #expect("Error: " + body.detail == other && body.code.hasPrefix("control."), "\(body)")
    }

    @Test func `tells imports in either language, and how far it is where it is asked to`() async throws {
        let folder = try TemporaryFolder()
        let place = ["--data", folder.file("data").path]
        #expect(try await Self.run(["init"] + place).status == 0)
        let file = try folder.write(
            "code,name,kind,parent,organisation\nB1,港站,SUBSTATION,,HQ\nX1,港线,FEEDER,B1,HQ\n", to: "grid.csv")
        let bad = try folder.write("code,name\nB1,港站\n", to: "bad.csv")
        let (zh, en) = (
            try await Self.run(["import", "grid", bad.path] + place),
            try await Self.run(["import", "grid", bad.path, "--language", "en"] + place)
        )
        #expect(zh.status == 1 && zh.lines.contains { $0.contains("缺少列") }, "\(zh.lines)")
        #expect(en.status == 1 && en.lines.contains { $0.contains("is missing") }, "\(en.lines)")
        // 0x80 is no beginning of a character in UTF-8; by itself the file would be read as GB 18030.
        let raw = folder.file("raw.csv")
        try Data(
            Array("code,name,kind,parent,organisation\nB9,".utf8) + [0xB8, 0xDB]
                + Array(",SUBSTATION,,HQ\n".utf8)
        ).write(
            to: raw)
        let wrong = try await Self.run(
            ["import", "grid", raw.path, "--encoding", "utf-8", "--language", "en"] + place)
        #expect(wrong.status == 1 && wrong.lines.contains { $0.contains("not UTF-8") }, "\(wrong.lines)")
        let shown = try await Self.run(
            ["import", "grid", file.path, "--progress", "--language", "en"] + place)
        #expect(shown.status == 0, "\(shown.lines)")
        #expect(shown.lines.contains { $0.contains("100 %  written 2/2") }, "\(shown.lines)")
        let silent = try await Self.run(["backup", "--output", "json"] + place)
        #expect(silent.lines.count == 1 && silent.lines[0].hasPrefix("{"), "\(silent.lines)")
        let told = try await Self.run(["audit", "verify", "--progress"] + place)
        #expect(told.status == 0)
        let copied = try await Self.run(["backup", "--progress"] + place)
        #expect(copied.lines.contains { $0.contains("100 %") }, "\(copied.lines)")
    }

    @Test func `that streams or stays gives one object too`() async throws {
        let folder = try TemporaryFolder()
        let place = ["--data", folder.file("data").path]
        let made = try await Self.run(
            ["demo", "--accounts", "40", "--months", "2", "--today", "2026-11-22", "--output", "json"] + place
        )
        #expect(made.status == 0 && made.lines.count == 1)
        let journal = try await Self.run(["export", "journal"] + place)
        let object = try await Self.run(["export", "journal", "--output", "json"] + place)
        struct Text: Decodable { let text: String }
        let text = try JSONDecoder().decode(Text.self, from: Data((object.lines.first ?? "").utf8)).text
        #expect(object.lines.count == 1 && journal.lines.count > 100)
        #expect(text == journal.lines.joined(separator: "\n") + "\n")
        struct Days: Decodable {
            struct Day: Decodable {}
            let days: [Day]
        }
        let roots = try await Self.run(["audit", "export-roots", "--output", "json"] + place)
        #expect(
            try JSONDecoder().decode(Days.self, from: Data((roots.lines.first ?? "").utf8)).days.count > 1)
        let server = try ChildProcess(
            ChildProcess.lamplight, ["serve", "--port", "0", "--output", "json"] + place)
        let line = try await server.line { $0.hasPrefix("{") }
        let ready = try JSONDecoder().decode(Ready.self, from: Data(line.utf8))
        #expect(ready.address.hasPrefix("http://127.0.0.1:"))
        #expect(ready.signIns.file.hasSuffix("sign-ins.txt"))
        #expect(ready.signIns.people.contains { $0.login == "hs" && $0.roles == ["billingClerk"] })
        let secrets = try String(contentsOfFile: ready.signIns.file, encoding: .utf8).split(separator: "\n")
            .dropFirst().map { String($0.split(separator: "\t")[1]) }
        #expect(secrets.count > 10 && !secrets.contains { line.contains($0) })
        #expect(server.lines.count == 1)
        let worker = try ChildProcess(ChildProcess.lamplight, ["work", "--output", "json"] + place)
        #expect(try await worker.line { $0.hasPrefix("{") } == "{\"lanes\":1}")
        // Both write on one database: each with a node number of its own.
        let database = try await TestPlace(engine: .sqlite, name: folder.file("data/lamplight.sqlite").path)
            .open()
        let nodes = try await database.read { transaction in
            try transaction.all("SELECT node FROM control_node WHERE ceiling_at > 0 ORDER BY node") {
                try $0.int(0)
            }
        }
        try await database.close()
        #expect(nodes.count >= 2)
        worker.kill()
        server.kill()
    }
}
