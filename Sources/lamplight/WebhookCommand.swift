import ArgumentParser
import Control
import Foundation
import Kernel

/// Tells other systems of events.
struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "Make a webhook (docs/messages.md), or list those there are.",
        subcommands: [Add.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Make a webhook and print its signing secret, this once.")

        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @ArgumentParser.Argument(help: "Where events are posted.") var url: String
        @Option(help: "Topics separated by commas; payment. means all that begin so, * all.") var topics:
            String

        func run() async throws {
            let installation = try await Installation.open(settings)
            let made = try await installation.control.addWebhook(
                url: url, topics: topics.split(separator: ",").map(String.init), by: installation.principal)
            try output.answer(
                ["webhook": made.id.description, "secret": made.secret],
                text: output.text(
                    "cli.webhook.made", [("webhook", made.id.description), ("secret", made.secret)]))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the webhooks.")

        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions

        private struct Line: Encodable {
            let webhook: String
            let url: String
            let topics: [String]
            let isOn: Bool
        }

        func run() async throws {
            let installation = try await Installation.open(settings)
            let lines = try await installation.control.webhookList(by: installation.principal).map {
                Line(webhook: $0.id.description, url: $0.url, topics: $0.topics, isOn: $0.isOn)
            }
            try output.answer(
                lines,
                text: lines.map {
                    let state = output.text($0.isOn ? "control.webhooks.on" : "control.webhooks.off")
                    return "\($0.webhook)  \(state)  \($0.url)  \($0.topics.joined(separator: ","))"
                }
                .joined(separator: "\n"))
        }
    }
}
