import ArgumentParser
import Foundation
import Language
import Synchronization

extension Language: ExpressibleByArgument {}

/// How a command answers: for a person in a language, or as one JSON object for a program; and whether it tells how far
/// it is.
struct OutputOptions: ParsableArguments {
    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(name: .long, help: "text, or json: one object on standard output.")
    var output: Form = .text

    @Option(name: .long, help: "The language of sentences: zh or en.")
    var language: Language = .zh

    @Flag(
        inversion: .prefixedNo,
        help: "Show on standard error how far a long command is (by itself: on a terminal only).")
    var progress: Bool?

    /// Writes the answer.
    func answer(_ value: some Encodable, text: String) throws {
        switch output {
        case .text: Console.line(text)
        case .json: Console.line(try Self.json(value))
        }
    }

    /// Writes what is an object in either form.
    func object(_ value: some Encodable) throws { Console.line(try Self.json(value)) }

    /// A value as one line of JSON.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The sentence under a key.
    func text(_ key: String, _ arguments: [(String, String)] = []) -> String {
        language.text(key, arguments)
    }

    /// What shows how far a command is.
    func bar() -> ProgressBar { ProgressBar(isShown: progress ?? ProgressBar.isTerminal) }
}

/// Writes a long text piece by piece: as it stands, or as the one string of a JSON object `{"text": …}`.
struct StreamedText {
    let form: OutputOptions.Form

    func begin() { if form == .json { Console.write("{\"text\":\"") } }

    func write(_ piece: String) throws {
        switch form {
        case .text: Console.write(piece)
        case .json: Console.write(String(try OutputOptions.json(piece).dropFirst().dropLast()))
        }
    }

    func end() { if form == .json { Console.line("\"}") } }
}

/// Standard output and error.
enum Console {
    static func line(_ text: String) { write(text + "\n") }
    static func write(_ text: String) { write(bytes: Data(text.utf8)) }
    static func note(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    /// Ends the program, with a sentence, where nothing more can be written, as on a full disk.
    static func write(bytes: some DataProtocol) {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            let language = Failure(error: error, arguments: CommandLine.arguments).language
            note("Error: " + language.text("cli.output.broken", [("why", Self.why(error))]))
            exit(1)
        }
    }

    /// The system's own words for why a file could not be read or written.
    static func why(_ error: any Error) -> String {
        var error = error as NSError
        while let below = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = below }
        return error.domain == NSPOSIXErrorDomain ? String(cString: strerror(Int32(error.code))) : "\(error)"
    }
}

/// A bar on standard error while something long goes on: a line that moves on a terminal, a line a tenth elsewhere.
final class ProgressBar: Sendable {
    static var isTerminal: Bool { isatty(STDERR_FILENO) != 0 }
    private let isMoving = ProgressBar.isTerminal
    private let isShown: Bool
    private let shown = Mutex((label: "", tenth: -1))

    init(isShown: Bool) { self.isShown = isShown }

    func show(_ label: String, _ done: Int, of total: Int) {
        guard isShown else { return }
        let share = total > 0 ? min(100, done * 100 / total) : 100
        let isNew = shown.withLock { shown in
            let tenth = isMoving ? share : share / 10
            if shown.label == label, shown.tenth == tenth { return false }
            shown = (label, tenth)
            return true
        }
        guard isNew else { return }
        let bar = String(repeating: "█", count: share / 4) + String(repeating: "░", count: 25 - share / 4)
        let text = "\(bar) \(share) %  \(label) \(done)/\(total)"
        try? FileHandle.standardError.write(
            contentsOf: Data((isMoving ? "\r\u{1B}[2K\(text)" : "\(text)\n").utf8))
    }

    /// The same as what a long piece of work tells of itself.
    func teller(_ label: String) -> @Sendable (_ done: Int, _ total: Int) -> Void {
        { [self] done, total in show(label, done, of: total) }
    }

    func finish() {
        if isShown, isMoving { try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[2K".utf8)) }
    }
}
