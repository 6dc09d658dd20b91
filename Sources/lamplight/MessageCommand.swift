import ArgumentParser
import Control
import Foundation
import Kernel

/// Tries the carriers of messages from a terminal.
struct MessageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "Send a trial message, or show what became of one.",
        subcommands: [Trial.self, Show.self])

    /// Puts a trial into the queue; a server or worker sends it.
    struct Trial: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "trial", abstract: "Put a trial message into the queue; servers and workers send it."
        )

        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @ArgumentParser.Argument(help: "A mobile number or an e-mail address.") var recipient: String

        func run() async throws {
            let installation = try await Installation.open(settings)
            let channel: MessageChannel = recipient.contains("@") ? .email : .sms
            let id = try await installation.control.sendTrial(
                to: recipient, channel, by: installation.principal)
            guard let id else {
                throw ValidationError(output.text("cli.message.optedOut", [("recipient", recipient)]))
            }
            try output.answer(
                ["message": id.description],
                text: output.text("cli.message.queued", [("message", id.description)]))
        }
    }

    /// What became of a message.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a message's state and its proof.")

        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @ArgumentParser.Argument(help: "The message's number.") var message: String

        struct Answer: Encodable {
            let message: String
            let state: String
            let proof: [String]
        }

        func run() async throws {
            let installation = try await Installation.open(settings)
            guard let id = MessageID(text: message) else {
                throw ValidationError("\(message) is not a message's number")
            }
            let (found, proofs) = try await installation.control.message(id, by: installation.principal)
            let answer = Answer(
                message: message, state: found.state.rawValue,
                proof: proofs.map { "\($0.carrier) \($0.outcome)" })
            try output.answer(
                answer,
                text: ([output.text("control.messageState.\(answer.state)")]
                    + proofs.map { "\($0.at)  \($0.carrier)  \($0.outcome)  \($0.detail)" })
                    .joined(separator: "\n"))
        }
    }
}
