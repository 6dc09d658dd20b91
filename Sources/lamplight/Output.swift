import ArgumentParser
import Foundation
import Synchronization

/// How a command answers: for a person, or as one JSON object for a program.
struct OutputOptions: ParsableArguments {
    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(name: .long, help: "text, or json: one object on standard output.")
    var output: Form = .text

    /// Writes the answer.
    func answer(_ value: some Encodable, text: String) throws {
        switch output {
        case .text: Console.line(text)
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            Console.line(String(decoding: try encoder.encode(value), as: UTF8.self))
        }
    }
}

/// Standard output and error.
enum Console {
    static func line(_ text: String) { write(text + "\n") }
    static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
    static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

/// A bar on standard error while something long goes on: a line that moves on a terminal, a line a tenth elsewhere.
final class ProgressBar: Sendable {
    private let isTerminal = isatty(STDERR_FILENO) != 0
    private let shown = Mutex((label: "", tenth: -1))

    func show(_ label: String, _ done: Int, of total: Int) {
        let share = total > 0 ? min(100, done * 100 / total) : 100
        let isNew = shown.withLock { shown in
            let tenth = isTerminal ? share : share / 10
            if shown.label == label, shown.tenth == tenth { return false }
            shown = (label, tenth)
            return true
        }
        guard isNew else { return }
        let bar = String(repeating: "█", count: share / 4) + String(repeating: "░", count: 25 - share / 4)
        let text = "\(bar) \(share) %  \(label) \(done)/\(total)"
        FileHandle.standardError.write(Data((isTerminal ? "\r\u{1B}[2K\(text)" : "\(text)\n").utf8))
    }

    func finish() {
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8)) }
    }
}
