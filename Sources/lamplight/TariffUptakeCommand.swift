import ArgumentParser
import Billing
import Control
import Kernel
import Language
import Tariff
import WebBilling

extension TariffCommand {
    /// Who took a published price.
    struct Uptake: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Who was billed at a tariff's version and who was not and why; exits 1 where it reached nobody."
        )
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @ArgumentParser.Argument(help: "The tariff's code.") var code: String
        @Option(
            help: "The version's first day; the one in force where none is given.", transform: Argument.day)
        var from: Day?
        @Option(help: "The billing month, such as 2026-10.", transform: Argument.month)
        var month: BillingMonth?

        func run() async throws {
            let installation = try await Installation.open(settings)
            let today = installation.control.house.clock.today
            let versions = try await installation.tariff.catalogue().tariff(code)?.versions ?? []
            guard let day = from ?? versions.last(where: { $0.effectiveFrom <= today })?.effectiveFrom else {
                throw TariffRefusal.unknownTariff(code: code)
            }
            let found = try await installation.billing.uptake(
                code, from: day, month: month, by: installation.principal)
            let states = TariffUptake.State.allCases.compactMap { state in
                found.counts[state].map { "\(output.text("billing.uptake.state.\(state.rawValue)"))  \($0)" }
            }
            try output.answer(
                UptakeAnswer(found, on: today),
                text: ([
                    output.text(
                        "cli.tariff.uptake",
                        [
                            ("code", code), ("day", day.description), ("month", found.month.description),
                            ("accounts", String(found.accounts)),
                        ])
                ] + states).joined(separator: "\n"))
            if found.concern(on: today) == .nobody { throw ExitCode.failure }
        }
    }
}
