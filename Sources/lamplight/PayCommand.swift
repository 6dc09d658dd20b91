import ArgumentParser
import Control
import Foundation
import Kernel
import Payment
import Records
import Store

/// Takes a payment at the counter.
struct PayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pay",
        abstract: "Take a counter payment: oldest month first, penalty fixed, one booking a key.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @Option(help: "The consumer number 户号.") var account: String
    @Option(help: "Yuan, such as 123.45; everything owed where none is given.") var amount: String?
    @Option(help: "Yuan handed over; the amount where none is given.") var tendered: String?
    @Option(help: "A key of your own: the same key books once.") var key: String?

    private struct Answer: Encodable {
        let receipt: String
        let payment: String
        let account: String
        let amount: Money
        let change: Money
        let inWords: String
    }

    func run() async throws {
        let installation = try await Installation.open(settings)
        let principal = installation.principal
        let id = try await installation.account(account)
        let quote = try await installation.payment.quote(id, by: principal)
        // Asked again without an amount, the key's own booking says how much: nothing is owed any more.
        let earlier =
            if amount == nil, let key {
                try await installation.payment.receipt(key: key, account: id, by: principal)?.payment
            } else {
                TakenPayment?.none
            }
        let due = try amount.map { try Money(text: $0) } ?? earlier?.amount ?? quote.total
        let given = try tendered.map { try Money(text: $0) } ?? earlier?.tendered ?? due
        let receipt = try await installation.payment.take(
            TakePayment(
                idempotencyKey: key ?? UUID().uuidString, account: id, amount: due, tendered: given,
                channel: .counterCash),
            by: principal)
        let answer = Answer(
            receipt: receipt.payment.receiptNo, payment: receipt.payment.id.description, account: account,
            amount: receipt.payment.amount, change: receipt.payment.change, inWords: receipt.amountInCapitals)
        try output.answer(
            answer,
            text: output.text(
                "cli.pay.receipt",
                [
                    ("receipt", answer.receipt), ("account", account), ("amount", answer.amount.grouped),
                    ("change", answer.change.description),
                ]) + "\n" + answer.inWords)
    }
}

extension Installation {
    /// The account with a consumer number.
    func account(_ consumerNo: String) async throws -> AccountID {
        let records = records
        guard let id = try await database.read({ try records.accountID(consumerNo: consumerNo, in: $0) })
        else {
            throw ValidationError("no account with consumer number \(consumerNo)")
        }
        return id
    }
}
