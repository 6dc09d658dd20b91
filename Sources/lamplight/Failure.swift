import ArgumentParser
import Control
import Foundation
import Language
import Store
import Tariff

/// How a command ends that could not do what it was asked: a sentence on standard error, or where the answer was to be
/// JSON an object on standard output. The exit status is the same either way.
struct Failure {
    private struct Answer: Encodable {
        struct Body: Encodable {
            let code: String
            let detail: String
        }
        let error: Body
    }

    let error: any Error
    /// The words the program was started with; what is wrong may be the very options that say how to answer.
    let arguments: [String]

    private var isJSON: Bool { value(of: "--output") == "json" }
    var language: Language { value(of: "--language").flatMap(Language.init(rawValue:)) ?? .zh }

    private func value(of option: String) -> String? {
        if let place = arguments.firstIndex(of: option), place + 1 < arguments.count {
            return arguments[place + 1]
        }
        return arguments.first { $0.hasPrefix(option + "=") }.map { String($0.dropFirst(option.count + 1)) }
    }

    /// What the error is in words.
    static func sentence(_ error: any Error, in language: Language) -> String {
        switch error {
        case let refusal as any Refusal: language.text(refusal.code, refusal.arguments)
        case StoreFault.schema(let text): text
        case let faults as TariffFaults: faults.told(in: language)
        default: Lamplight.message(for: error)
        }
    }

    /// A refusal's own code; `usage` for what was wrong with the command itself, `fault` for all else.
    private var code: String {
        if let refusal = error as? any Refusal { return refusal.code }
        return Lamplight.exitCode(for: error) == .validationFailure || error is ValidationError
            ? "usage" : "fault"
    }

    func end() -> Never {
        let status = Lamplight.exitCode(for: error)
        // What was asked for, such as help; and a command that has answered already.
        if status.isSuccess || error is ExitCode { Lamplight.exit(withError: error) }
        if isJSON {
            let detail = Self.sentence(error, in: language)
            do {
                Console.line(try OutputOptions.json(Answer(error: .init(code: code, detail: detail))))
            } catch {
                Console.note("\(error)")
            }
        } else if error is any Refusal || error is StoreFault || error is TariffFaults {
            Console.note("Error: \(Self.sentence(error, in: language))")
        } else {
            Lamplight.exit(withError: error)
        }
        exit(status.rawValue)
    }
}
