package import Foundation
import Glibc
import Synchronization

/// A program started by a test; killed when nobody holds it any more, so that no test leaves one behind.
///
/// Spawned and reaped here rather than by Foundation's `Process`, which on Linux now and then never tells of an end.
package final class ChildProcess: Sendable {
    /// The system's number of the process.
    package let number: Int32

    private static let turn = NSLock()

    private let output = Output()
    /// How it ended: the exit status, or the signal's number negated; nil while it runs.
    private let end = Mutex<Int32?>(nil)

    /// Starts `program` with `arguments`; its standard output and error are read as lines, in order of arrival.
    /// `environment` is added to this process's own. Throws `NotStarted`.
    package init(_ program: URL, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
        var ends: [Int32] = [0, 0]
        // One spawn at a time, or a child would inherit another's pipe and hold it open.
        let turn = Self.turn
        turn.lock()
        defer { turn.unlock() }
        guard pipe(&ends) == 0 else { throw NotStarted(program: program.path, code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        let merged = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let words = ([program.path] + arguments).map { strdup($0) } + [nil]
        let variables = merged.map { strdup("\($0.key)=\($0.value)") } + [nil]
        var number: pid_t = 0
        let code = posix_spawn(&number, program.path, &actions, nil, words, variables)
        for text in words + variables { free(text) }
        posix_spawn_file_actions_destroy(&actions)
        close(ends[1])
        self.number = number
        if code != 0 {
            close(ends[0])
            end.withLock { $0 = -1 }
            throw NotStarted(program: program.path, code: code)
        }
        let (output, source) = (output, ends[0])
        Thread.detachNewThread { output.read(from: source) }
    }

    deinit { kill() }

    /// The built program `lamplight`: what LAMPLIGHT_BINARY names, or beside the test program.
    package static var lamplight: URL {
        if let path = ProcessInfo.processInfo.environment["LAMPLIGHT_BINARY"] {
            return URL(fileURLWithPath: path)
        }
        return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("lamplight")
    }

    /// All whole lines so far.
    package var lines: [String] { output.state.withLock { $0.lines } }

    /// Whether it still runs.
    package var isRunning: Bool { reap(WNOHANG) == nil }

    /// Waits for a line that `matches`, among those already written too. Throws `Ended` when none came.
    package func line(withinSeconds seconds: Double = 30, where matches: (String) -> Bool) async throws
        -> String
    {
        try await Deadline(seconds: seconds).wait(for: "a line of process \(number)") {
            let (lines, isOver) = output.state.withLock { ($0.lines, $0.isOver) }
            let found = lines.first(where: matches)
            if found == nil, isOver { throw Ended(lines: lines) }
            return found
        }
    }

    /// SIGKILL: no handler runs, no buffer is written. Returns once it is gone.
    package func kill() {
        if isRunning { send(SIGKILL) }
        _ = reap(0)
    }

    /// Sends a signal, such as SIGTERM or SIGSTOP, to a process that still runs.
    package func send(_ signal: Int32) {
        // Not yet reaped, so the number is still this process's.
        end.withLock { if $0 == nil { _ = Glibc.kill(number, signal) } }
    }

    /// SIGTERM, then waits for the end and answers as `status` does.
    package func stop(withinSeconds seconds: Double = 30) async throws -> Int32 {
        if isRunning { send(SIGTERM) }
        return try await status(withinSeconds: seconds)
    }

    /// Waits for the end, and for its last line, and answers the exit status; for a signal its number negated.
    package func status(withinSeconds seconds: Double = 30) async throws -> Int32 {
        let status = try await Deadline(seconds: seconds).wait(for: "the end of process \(number)") {
            reap(WNOHANG)
        }
        // A program it started itself may hold the pipe open for longer: that is not waited for.
        let last = Deadline(seconds: 1)
        while !output.state.withLock({ $0.isOver }), !last.isPast {
            try await Task.sleep(for: .milliseconds(5))
        }
        return status
    }

    /// It would not start; `code` is the system's.
    package struct NotStarted: Error {
        package let program: String
        package let code: Int32
    }

    /// It ended before it said what was waited for.
    package struct Ended: Error, CustomStringConvertible {
        package let lines: [String]
        package var description: String { "the program ended:\n" + lines.suffix(20).joined(separator: "\n") }
    }

    private func reap(_ options: Int32) -> Int32? {
        end.withLock { end in
            if let end { return end }
            var raw: Int32 = 0
            var found: pid_t
            repeat { found = waitpid(number, &raw, options) } while found < 0 && errno == EINTR
            if found == number { end = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : -(raw & 0x7F) }
            return end
        }
    }
}

/// What a child writes, gathered as lines by a thread of its own.
private final class Output: Sendable {
    struct State {
        var partial: [UInt8] = []
        var lines: [String] = []
        var isOver = false
    }

    let state = Mutex(State())

    /// Blocks until the other end is closed by all who hold it.
    func read(from source: Int32) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(source, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            state.withLock { $0.take(buffer[..<count]) }
        }
        close(source)
        state.withLock { $0.finish() }
    }
}

extension Output.State {
    mutating func take(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            if byte == 10 {
                lines.append(String(decoding: partial, as: UTF8.self))
                partial.removeAll(keepingCapacity: true)
            } else {
                partial.append(byte)
            }
        }
    }

    mutating func finish() {
        isOver = true
        if !partial.isEmpty { take([10]) }
    }
}
