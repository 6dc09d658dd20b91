import Foundation
import TestSupport
import Testing

/// The scripts that a newcomer begins with, run as they are.
@Suite struct `The first scripts` {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func start(_ data: URL) throws -> ChildProcess {
        try ChildProcess(
            root.appendingPathComponent("scripts/run"),
            ["--accounts", "40", "--months", "2", "--today", "2026-11-22"],
            environment: [
                "LAMPLIGHT_BINARY": ChildProcess.lamplight.path, "LAMPLIGHT_DATA": data.path,
                "LAMPLIGHT_PORT": "0",
            ])
    }

    @Test func `run makes the demo once, anew where it was broken off, and then just starts`() async throws {
        let folder = try TemporaryFolder()
        let data = folder.file("data")
        let (files, junk) = (FileManager.default, data.appendingPathComponent("half.sqlite"))
        // As a beginning leaves it that was broken off.
        try files.createDirectory(at: data, withIntermediateDirectories: true)
        try Data("half".utf8).write(to: junk)
        let mark = folder.file("data.making")
        try Data().write(to: mark)

        let first = try Self.start(data)
        _ = try await first.line(withinSeconds: 120) { $0.contains("http://127.0.0.1:") }
        _ = try await first.line { $0.contains("sign-ins.txt") }
        #expect(!files.fileExists(atPath: junk.path) && !files.fileExists(atPath: mark.path))
        let signIns = data.appendingPathComponent("sign-ins.txt")
        let mode = try files.attributesOfItem(atPath: signIns.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        // One person of each role is named beside the address, and nobody's password.
        let text = try String(contentsOf: signIns, encoding: .utf8)
        let people = text.split(separator: "\n").dropFirst().map {
            $0.split(separator: "\t").map(String.init)
        }
        #expect(first.lines.contains { $0.contains("hs") && $0.contains("核算员") })
        let clerks = first.lines.filter { $0.contains("收费员") }
        #expect(clerks.count == 1, "\(first.lines)")
        #expect(
            people.count > 10
                && !people.contains { person in first.lines.contains { $0.contains(person[1]) } })
        #expect(try await first.stop() <= 0)

        let kept = try Data(contentsOf: signIns)
        let second = try Self.start(data)
        _ = try await second.line(withinSeconds: 60) { $0.contains("http://127.0.0.1:") }
        #expect(try Data(contentsOf: signIns) == kept)
        _ = try await second.stop()
        // Data that no run began, or that a run has finished, is never made anew.
        #expect(!files.fileExists(atPath: mark.path))
    }

    /// A folder of programs that stand before the system's own: nothing is installed, whatever the test finds.
    private static func programs(_ folder: TemporaryFolder, user: Int, swift: String = "6.3.1") async throws
        -> [String: String]
    {
        let log = folder.file("log").path
        let scripts = [
            "dpkg-query": "echo not-installed", "id": "echo \(user)", "sudo": "exit 1",
            "apt-get": "echo \"$*\" >>'\(log)'",
            "swift": "echo 'Swift version \(swift) (swift-\(swift)-RELEASE)'",
        ]
        let place = folder.file("programs")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        // A shell of its own writes them: a child that another test starts meanwhile would otherwise inherit the
        // open file, and the system refuses to run what someone still holds open for writing ("Text file busy").
        let one = #"printf '%s\n' '#!/bin/sh' "$2" >"$1"; chmod 755 "$1"; shift 2"#
        let loop = "while [ $# -gt 0 ]; do \(one); done"
        let pairs = scripts.flatMap { [place.appendingPathComponent($0.key).path, $0.value] }
        let writer = try ChildProcess(URL(fileURLWithPath: "/bin/sh"), ["-ec", loop, "sh"] + pairs)
        #expect(try await writer.status(withinSeconds: 30) == 0, "\(writer.lines)")
        return ["PATH": "\(place.path):/usr/bin:/bin"]
    }

    @Test func `prerequisites tells the line for root where it may not install, and installs nothing`()
        async throws
    {
        let folder = try TemporaryFolder()
        let script = try ChildProcess(
            Self.root.appendingPathComponent("scripts/prerequisites"), ["run"],
            environment: try await Self.programs(folder, user: 1_000))
        #expect(try await script.status(withinSeconds: 30) == 1)
        let line = script.lines.first { $0.contains("apt-get update && apt-get install") }
        #expect(line?.contains("--no-install-recommends") == true, "\(script.lines)")
        #expect(line?.contains("libsqlite3-dev") == true && line?.contains("postgresql-15") == false)
        #expect(!FileManager.default.fileExists(atPath: folder.file("log").path))
    }

    @Test(arguments: ["run", "test"])
    func `prerequisites installs as root, without what is only recommended`(_ kind: String) async throws {
        let folder = try TemporaryFolder()
        let script = try ChildProcess(
            Self.root.appendingPathComponent("scripts/prerequisites"), [kind],
            environment: try await Self.programs(folder, user: 0))
        let status = try await script.status(withinSeconds: 30)
        #expect(status == 0, "\(script.lines)")
        let done = try String(contentsOf: folder.file("log"), encoding: .utf8).split(separator: "\n")
        #expect(done.count == 2 && done.first?.hasPrefix("update") == true)
        #expect(done.last?.hasPrefix("install --yes --no-install-recommends ") == true)
        #expect(done.last?.contains("postgresql-15") == (kind == "test"))
    }

    @Test func `prerequisites refuses a Swift that is too old`() async throws {
        let folder = try TemporaryFolder()
        var environment = try await Self.programs(folder, user: 0, swift: "5.10")
        environment["DEBIAN_FRONTEND"] = "noninteractive"
        let script = try ChildProcess(
            Self.root.appendingPathComponent("scripts/prerequisites"), ["run"], environment: environment)
        #expect(try await script.status(withinSeconds: 30) == 1)
        #expect(script.lines.contains { $0.contains("too old") }, "\(script.lines)")
    }
}
