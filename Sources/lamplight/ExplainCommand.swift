import ArgumentParser
import Billing
import Foundation
import Kernel
import Language
import Rating
import Reading
import Records
import Store
import Tariff
import WebBilling

/// Opens a bill into how each amount came about.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Open a bill into how each amount came about.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @ArgumentParser.Argument(help: "The bill's number; or give --account and --month.") var bill: String?
    @Option(help: "The consumer number 户号.") var account: String?
    @Option(help: "The billing month.", transform: Argument.month) var month: BillingMonth?

    private struct Answer: Encodable {
        struct Component: Encodable {
            let code: String
            let name: String
            let quantity: String
            let price: String
            let amount: Money
        }
        struct Tax: Encodable {
            let percent: String
            let gross: Money
            let net: Money
            let tax: Money
        }
        struct Line: Encodable {
            let kind: String
            let period: String
            let tier: Int
            let quantity: String
            let unit: String
            let price: String
            let factor: String
            let amount: Money
            let components: [Component]
        }
        let bill: String
        let month: BillingMonth
        let tariff: String
        let example: Bool
        let energyKwh: String
        let yearToDateBeforeKwh: String
        let tierLimitsKwh: [String]
        let readings: [String]
        let basis: [String]
        let lines: [Line]
        let fundsIncluded: Money
        let vat: [Tax]
        let amount: Money
        let inWords: String
    }

    func run() async throws {
        let installation = try await Installation.open(settings)
        let spoken = output.language
        let id = try await billID(installation)
        let basis = try await installation.billing.basis(of: id, by: installation.principal)
        let detail = try await installation.billing.bill(id, by: installation.principal)
        let explanation = installation.billing.explain(detail)
        let reading = installation.reading
        let records = installation.records
        let (points, meters) = try await installation.database.read { transaction in
            (
                try reading.energy(id.account, id.month, in: transaction),
                Dictionary(
                    try records.installations(of: id.account, in: transaction).map { ($0.id, $0.assetNo) },
                    uniquingKeysWith: { first, _ in first })
            )
        }
        var sentences =
            BasisText.balanced(points, in: spoken) + BasisText.parts(detail.parts, in: spoken)
            + BasisText.sentences(basis, detail.lines, in: spoken)
        if let standard = explanation.standard, let factor = detail.bill.powerFactor {
            sentences.append(
                BasisText.standard(standard, detail.bill.adjustmentPercent, factor, in: spoken))
        }
        let answer = Answer(
            bill: id.description, month: id.month, tariff: detail.bill.tariff,
            example: explanation.isExampleTariff,
            energyKwh: detail.bill.energy.text(), yearToDateBeforeKwh: explanation.yearToDateBefore.text(),
            tierLimitsKwh: explanation.tierLimits.map { $0.text() },
            readings: BasisText.readings(points, meters: meters, in: spoken), basis: sentences,
            lines: explanation.steps.map { step in
                Answer.Line(
                    kind: step.kind.code, period: step.period.code, tier: step.tier, quantity: step.quantity,
                    unit: step.unit, price: step.price, factor: step.factor, amount: step.amount,
                    components: step.components.map { part in
                        Answer.Component(
                            code: part.code, name: spoken == .zh ? part.nameZh : part.nameEn,
                            quantity: part.quantity.text(), price: part.price.text(),
                            amount: part.amount)
                    })
            },
            fundsIncluded: detail.bill.funds,
            vat: explanation.taxes.map {
                Answer.Tax(percent: $0.rate.text(), gross: $0.gross, net: $0.net, tax: $0.tax)
            }, amount: detail.bill.amount,
            inWords: detail.bill.amount.chineseCapital)
        try output.answer(answer, text: text(answer))
    }

    private func billID(_ installation: Installation) async throws -> BillID {
        if let bill {
            guard let id = BillID(text: bill) else { throw ValidationError("\(bill) is not a bill's number") }
            return id
        }
        guard let account, let month else {
            throw ValidationError("name the bill: its number, or --account 户号 and --month 2026-10")
        }
        let (billing, principal) = (installation.billing, installation.principal)
        let bills = try await billing.history(
            of: try await installation.account(account), months: .max, by: principal)
        guard let bill = bills.first(where: { $0.month == month && $0.takenBack == nil }) else {
            throw ValidationError("no bill of \(account) for \(month)")
        }
        return bill.id
    }

    private func text(_ answer: Answer) -> String {
        var head = output.text(
            "cli.explain.bill",
            [("bill", answer.bill), ("month", answer.month.description), ("tariff", answer.tariff)])
        if answer.example { head = output.text("cli.explain.example", [("bill", head)]) }
        var energy = output.text(
            "cli.explain.energy", [("energy", answer.energyKwh), ("before", answer.yearToDateBeforeKwh)])
        if !answer.tierLimitsKwh.isEmpty {
            energy = output.text(
                "cli.explain.tiers",
                [("energy", energy), ("limits", answer.tierLimitsKwh.joined(separator: " / "))])
        }
        var lines = [head, energy]
        lines += answer.readings.map { output.text("cli.explain.reading", [("reading", $0)]) }
        lines += answer.basis
        lines += answer.lines.flatMap { line in
            let tier =
                line.tier == 0 ? "" : " " + output.text("cli.explain.tier", [("tier", String(line.tier))])
            let price = line.price.isEmpty ? "" : " × \(line.price)"
            let factor = line.factor.isEmpty ? "" : " × \(line.factor)"
            return [
                "  \(line.kind) \(line.period)\(tier): \(line.quantity) \(line.unit)\(price)\(factor) = \(line.amount)"
            ]
                + line.components.map { part in
                    "    \(part.name): \(part.quantity) kWh × \(part.price) = \(part.amount)"
                }
        }
        lines.append(output.text("cli.explain.funds", [("amount", answer.fundsIncluded.description)]))
        for tax in answer.vat {
            lines.append(
                output.text(
                    "cli.explain.tax",
                    [
                        ("net", tax.net.description), ("percent", tax.percent),
                        ("tax", tax.tax.description),
                    ]))
        }
        lines.append(
            output.text(
                "cli.explain.total", [("amount", answer.amount.description), ("words", answer.inWords)]))
        return lines.joined(separator: "\n")
    }
}
