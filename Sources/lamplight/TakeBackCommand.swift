import ArgumentParser
import Billing
import Control
import Kernel

/// Takes released bills back 撤回发行.
struct TakeBackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take-back",
        abstract: "Take released bills back that nothing was paid on; a second person approves.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @ArgumentParser.Argument(help: "The bills' numbers; or give --run, or --month.") var bills: [String] = []
    @Option(help: "All bills of this run.") var run: String?
    @Option(help: "All bills of this month, such as 2026-10.", transform: Argument.month)
    var month: BillingMonth?
    @Option(help: "With --month: the organisation's code; the company where none is given.")
    var organisation: String?
    @Option(help: "With --month: only this route.") var route: String?
    @Option(help: "A code of the table billing.withdrawalReason.") var code = "MISREAD"
    @Option(help: "What happened, in words.") var reason: String
    @Flag(help: "Leave out those that cannot be taken back; else one of them refuses all.") var onlyGood =
        false
    @Option(help: "A key of your own: the same key is carried out once.") var key: String?

    private struct Answer: Encodable {
        let state: String
        let proposal: String?
    }

    func run() async throws {
        let installation = try await Installation.open(settings)
        let ids = try bills.map { text in
            guard let id = BillID(text: text) else { throw ValidationError("\(text) is not a bill's number") }
            return id
        }
        let job = try run.map { text in
            guard let id = JobID(text: text) else { throw ValidationError("\(text) is not a run's number") }
            return id
        }
        var place: TakeBack.Place?
        if let month {
            place = TakeBack.Place(
                month: month, organisation: try await installation.organisation(organisation).id, route: route
            )
        }
        let order = TakeBack(
            bills: ids.isEmpty ? nil : ids, run: job, place: place, reasonCode: code, reason: reason,
            onlyGood: onlyGood, key: key)
        let answer: Answer
        switch try await installation.billing.takeBack(order, by: installation.principal) {
        case .done: answer = Answer(state: "DONE", proposal: nil)
        case .proposed(let proposal):
            answer = Answer(state: "PROPOSED", proposal: proposal.id.description)
        }
        try output.answer(
            answer,
            text: answer.proposal.map { output.text("cli.proposed", [("proposal", $0)]) }
                ?? output.text("cli.takeBack.done"))
    }
}
