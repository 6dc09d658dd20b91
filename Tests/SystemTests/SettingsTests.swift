import Foundation
import TestSupport
import Testing

/// What can be set for an installation: flags over environment over the file.
@Suite struct `Settings of an installation` {
    private struct Line: Decodable, Equatable {
        let name: String
        let flag: String
        let environment: String
        let isInFile: Bool
        let `default`: String
        let value: String
    }

    private struct Ended: Error { let lines: [String] }

    private static func settings(
        _ arguments: [String] = [], environment: [String: String] = [:]
    ) async throws -> [Line] {
        let child = try ChildProcess(
            .init(fileURLWithPath: ChildProcess.lamplight.path),
            ["settings", "--output", "json"] + arguments, environment: environment)
        let status = try await child.status(withinSeconds: 20)
        guard status == 0 else { throw Ended(lines: child.lines) }
        return try JSONDecoder().decode([Line].self, from: Data((child.lines.last ?? "").utf8))
    }

    private static func database(of lines: [Line]) -> String? { lines.first { $0.name == "database" }?.value }

    @Test
    func `a flag wins over the environment, the environment over the file, the file over what else holds`()
        async throws
    {
        let folder = try TemporaryFolder()
        let data = ["--data", folder.path]
        #expect(Self.database(of: try await Self.settings(data)) == "sqlite:\(folder.path)/lamplight.sqlite")
        _ = try folder.write("# where it is\nLAMPLIGHT_DATABASE = sqlite:/file\n\n", to: "lamplight.conf")
        #expect(Self.database(of: try await Self.settings(data)) == "sqlite:/file")
        let environment = ["LAMPLIGHT_DATABASE": "sqlite:/environment", "LAMPLIGHT_DATA": folder.path]
        #expect(
            Self.database(of: try await Self.settings(environment: environment)) == "sqlite:/environment")
        #expect(
            Self.database(
                of: try await Self.settings(["--database", "sqlite:/flag"], environment: environment))
                == "sqlite:/flag")
    }

    @Test func `a password in an address is not shown`() async throws {
        let lines = try await Self.settings(["--database", "postgres://lamplight:secret@db/lamplight"])
        #expect(Self.database(of: lines) == "postgres://lamplight:…@db/lamplight")
    }

    @Test(arguments: ["DATABASE=sqlite:/a", "LAMPLIGHT_DATABSE=sqlite:/a", "nonsense", "LAMPLIGHT_DATA=/a"])
    func `a line of the file that says no setting is refused with its number`(_ line: String) async throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("LAMPLIGHT_PORT=9000\n\(line)\n", to: "lamplight.conf")
        let ended = await #expect(throws: Ended.self) {
            _ = try await Self.settings(["--data", folder.path])
        }
        #expect(ended?.lines.contains { $0.contains("lamplight.conf line 2:") } == true)
    }

    @Test func `the reference page lists every setting as the program knows it`() async throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/configuration.md")
        let rows = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("| `--") || $0.hasPrefix("| — |") }
            .map { $0.split(separator: "|").prefix(4).map { $0.trimmingCharacters(in: .whitespaces) } }
        let wanted = try await Self.settings().map { line in
            [
                line.flag.isEmpty ? "—" : "`\(line.flag)`", "`\(line.environment)`",
                line.isInFile ? "`\(line.environment)`" : "—",
                line.default.isEmpty ? "—" : "`\(line.default)`",
            ]
        }
        #expect(rows == wanted)
        #expect(wanted.count >= 5)
    }
}
