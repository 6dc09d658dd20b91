import ArgumentParser
import Control
import Kernel

/// Closes a billing month 关账.
struct CloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close a billing month, or open one; names what is still open where it cannot be closed.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @Option(help: "The billing month, such as 2026-10.", transform: Argument.month) var month: BillingMonth
    @Option(help: "The organisation's code; the company where none is given.") var organisation: String?
    @Flag(help: "Open the month instead 开账: it is then closed before any later one.") var open = false

    private struct Answer: Encodable {
        let organisation: String
        let month: String
        let state: String
        let open: [String]
    }

    func run() async throws {
        let installation = try await Installation.open(settings)
        let (control, principal) = (installation.control, installation.principal)
        let place = try await installation.organisation(organisation)
        var fault: MonthRefusal?
        do {
            if open {
                try await control.openMonth(month, organisation: place.id, by: principal)
            } else {
                try await control.closeMonth(month, organisation: place.id, by: principal)
            }
        } catch let refusal as MonthRefusal {
            guard case .itemsOpen = refusal else { throw refusal }
            fault = refusal
        }
        let sheet = try await control.closingSheet(month, organisation: place.id, by: principal)
        let left = sheet.lines.filter { !$0.isSettled }.map { line in
            output.text(line.item.text, line.item.arguments.map { ($0.key, $0.value) })
        }
        try output.answer(
            Answer(
                organisation: place.code, month: month.description, state: sheet.state.rawValue, open: left),
            text: """
                \(place.code)  \(month)  \(sheet.state.rawValue)
                \(left.joined(separator: "\n"))
                """)
        if fault != nil { throw ExitCode.failure }
    }
}
