package import Foundation
import Glibc
import Synchronization

/// A program started by a test; killed when nobody holds it any more, so that no test leaves one behind.
package final class ChildProcess: Sendable {
    /// What the program wrote so far, and whether it may still write.
    private struct Output {
        var partial: [UInt8] = []
        var lines: [String] = []
        var isOver = false
    }

    private let process: Mutex<Process>
    private let output: Mutex<Output>
    /// The system's number of the process.
    package let number: Int32

    /// Starts `program` with `arguments`; its standard output and error are read as lines, in order of arrival.
    /// `environment` is added to this process's own.
    package init(_ program: URL, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        number = process.processIdentifier
        self.process = Mutex(process)
        output = Mutex(Output())
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            self?.take(data)
        }
    }

    deinit { kill() }

    /// The built program `lamplight`: what LAMPLIGHT_BINARY names, or beside the test program.
    package static var lamplight: URL {
        if let path = ProcessInfo.processInfo.environment["LAMPLIGHT_BINARY"] { return URL(fileURLWithPath: path) }
        return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("lamplight")
    }

    /// All whole lines so far.
    package var lines: [String] { output.withLock { $0.lines } }

    /// Whether it still runs.
    package var isRunning: Bool { process.withLock { $0.isRunning } }

    /// Waits for a line that `matches`, among those already written too. Throws when the program ends without.
    package func line(withinSeconds seconds: Double = 30, where matches: (String) -> Bool) async throws -> String {
        try await Deadline(seconds: seconds).wait(for: "a line of process \(number)") {
            let (found, isOver) = output.withLock { ($0.lines.first(where: matches), $0.isOver) }
            if found == nil, isOver { throw Ended(lines: lines) }
            return found
        }
    }

    /// SIGKILL: no handler runs, no buffer is written. Returns once it is gone.
    package func kill() {
        process.withLock { if $0.isRunning { _ = Glibc.kill(number, SIGKILL); $0.waitUntilExit() } }
    }

    /// SIGTERM, then waits for the end and answers the exit status.
    package func stop(withinSeconds seconds: Double = 30) async throws -> Int32 {
        process.withLock { if $0.isRunning { $0.terminate() } }
        return try await status(withinSeconds: seconds)
    }

    /// Waits for the end and answers the exit status; a signal counts as its number.
    package func status(withinSeconds seconds: Double = 30) async throws -> Int32 {
        try await Deadline(seconds: seconds).wait(for: "the end of process \(number)") {
            let ended = output.withLock { $0.isOver }
            return process.withLock { !$0.isRunning && ended ? $0.terminationStatus : nil }
        }
    }

    /// It ended before it said what was waited for.
    package struct Ended: Error, CustomStringConvertible {
        package let lines: [String]
        package var description: String { "the program ended:\n" + lines.suffix(20).joined(separator: "\n") }
    }

    private func take(_ data: Data) {
        output.withLock { output in
            output.isOver = data.isEmpty
            output.partial += data
            while let end = output.partial.firstIndex(of: 10) {
                output.lines.append(String(decoding: output.partial[..<end], as: UTF8.self))
                output.partial.removeFirst(end + 1)
            }
            if output.isOver, !output.partial.isEmpty {
                output.lines.append(String(decoding: output.partial, as: UTF8.self))
                output.partial = []
            }
        }
    }
}
