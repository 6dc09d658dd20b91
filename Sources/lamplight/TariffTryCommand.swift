import ArgumentParser
import Billing
import Kernel
import Language
import WebBilling

extension TariffCommand {
    /// Tries a tariff on one account before it is used.
    struct Try: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Rate one account's billed months under another tariff; posts nothing. Without --tariff and --draft: under each that fits."
        )
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @Option(help: "The consumer number 户号.") var account: String
        @Option(help: "The code of a published tariff.") var tariff: String?
        @Option(help: "The number of an open draft.") var draft: String?
        @Option(help: "How many of the last billed months, 1 to 12.") var months = 12
        @Option(help: "The last of them, such as 2026-10.", transform: Argument.month)
        var through: BillingMonth?
        @Option(
            help: "Where only a total was metered: the share used in valley hours, 0 to 100; an estimate.")
        var valley: Int?

        func validate() throws {
            guard (1...12).contains(months) else {
                throw ValidationError("--months is 1 to 12, not \(months)")
            }
            if let valley, !(0...100).contains(valley) {
                throw ValidationError("--valley is 0 to 100, not \(valley)")
            }
            if tariff != nil, draft != nil { throw ValidationError("give --tariff or --draft, not both") }
            if let draft, Int64(draft) == nil { throw ValidationError("\(draft) is not a draft's number") }
        }

        func run() async throws {
            let installation = try await Installation.open(settings)
            let id = try await installation.account(account)
            let choice =
                draft.flatMap { Int64($0) }.map { TariffChoice.draft($0) }
                ?? tariff.map { TariffChoice.published($0) }
            let found = try await installation.billing.compare(
                account: id, with: choice.map { [$0] }, months: months, through: through,
                valleyPercent: valley, by: installation.principal)
            try output.answer(
                ComparisonAnswer(found), text: Self.text(found, output.language))
        }

        private static func signed(_ money: Money) -> String {
            (money > .zero ? "+" : "") + money.description
        }

        private static func text(_ found: TariffComparison, _ language: Language) -> String {
            guard !found.months.isEmpty else { return language.text("billing.compare.none") }
            guard found.candidates.count == 1 else {
                return found.candidates.indices.map { place in
                    let (candidate, total) = (found.candidates[place], found.total(of: place))
                    let mark = candidate.isOwn ? "*" : candidate.isOpen ? "+" : " "
                    let said =
                        total.months > 0
                        ? "\(total.months)  \(total.own)  \(total.other)  \(Self.signed(total.difference))"
                        : total.gap.map { ComparisonText.gap($0, language) } ?? "—"
                    return "\(mark) \(candidate.code)  \(said)"
                }.joined(separator: "\n")
            }
            var lines = found.months.map { month in
                let other = month.others[0]
                let own = month.own.gap == nil ? month.own.amount.description : "—"
                let energy = month.energy.map { $0.text() } ?? "—"
                let said =
                    (month.own.gap ?? other.gap).map { ComparisonText.gap($0, language) }
                    ?? "\(other.amount)  \(Self.signed(other.amount - month.own.amount))"
                return "\(month.month)  \(energy) kWh  \(own)  \(said)"
            }
            lines.append(ComparisonText.sentence(found.total(of: 0), found.candidates[0], language))
            return lines.joined(separator: "\n")
        }
    }
}
