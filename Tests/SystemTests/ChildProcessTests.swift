import Foundation
import TestSupport
import Testing

@Suite struct `A child process` {
    private let shell = URL(fileURLWithPath: "/bin/sh")

    @Test func `its lines arrive, its status is told`() async throws {
        let child = try ChildProcess(
            shell, ["-c", "echo one; echo $WORD >&2; printf three; exit 7"], environment: ["WORD": "two"])
        #expect(try await child.line { $0 == "two" } == "two")
        #expect(try await child.status() == 7)
        #expect(child.lines == ["one", "two", "three"])
        await #expect(throws: ChildProcess.Ended.self) { try await child.line { $0 == "four" } }
    }

    @Test func `SIGKILL leaves it no word`() async throws {
        let child = try ChildProcess(
            shell, ["-c", "trap 'echo caught' TERM; echo ready; while :; do sleep 0.01; done"])
        _ = try await child.line { $0 == "ready" }
        child.kill()
        #expect(!child.isRunning)
        #expect(try await child.status() == -SIGKILL)
        #expect(child.lines == ["ready"])
    }

    @Test func `SIGTERM ends it, a program that is not there is told`() async throws {
        let child = try ChildProcess(
            shell, ["-c", "trap 'echo caught; exit 3' TERM; echo ready; while :; do sleep 0.01; done"])
        _ = try await child.line { $0 == "ready" }
        #expect(try await child.stop() == 3)
        #expect(child.lines == ["ready", "caught"])
        #expect(throws: ChildProcess.NotStarted.self) { try ChildProcess(URL(fileURLWithPath: "/absent")) }
    }

    @Test func `letting go of it ends it`() async throws {
        var child: ChildProcess? = try ChildProcess(shell, ["-c", "echo ready; exec sleep 60"])
        _ = try await child?.line { $0 == "ready" }
        let number = try #require(child?.number)
        #expect(kill(number, 0) == 0)
        child = nil
        #expect(kill(number, 0) != 0)
    }
}
