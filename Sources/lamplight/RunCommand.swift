import ArgumentParser
import Billing
import Control
import Foundation
import Kernel

/// Reads arguments of the trade's own types.
enum Argument {
    @Sendable static func month(_ text: String) throws -> BillingMonth {
        guard let month = BillingMonth(text: text) else {
            throw ValidationError("\(text) is not a month such as 2026-10")
        }
        return month
    }

    @Sendable static func day(_ text: String) throws -> Day {
        guard let day = Day(text: text) else {
            throw ValidationError("\(text) is not a day such as 2026-11-22")
        }
        return day
    }

    /// `2026-11-22T02:30`, China Standard Time.
    @Sendable static func instant(_ text: String) throws -> Instant {
        let parts = text.split(whereSeparator: { $0 == "T" || $0 == " " })
        let clock = parts.count == 2 ? parts[1].split(separator: ":").compactMap { Int64($0) } : []
        guard let day = parts.first.flatMap({ Day(text: String($0)) }), clock.count == 2,
            (0...23).contains(clock[0]), (0...59).contains(clock[1])
        else { throw ValidationError("\(text) is not a time such as 2026-11-22T02:30") }
        return Instant(startOf: day).adding(seconds: clock[0] * 3_600 + clock[1] * 60)
    }
}

/// What a run came to, as the commands print it.
struct RunAnswer: Encodable {
    let run: String
    let month: String
    let organisation: String
    let state: String
    let bills: Int
    let amount: String
    let energyKwh: String
    let exceptions: [String: Int]
    let seconds: String

    init(_ run: BillRun, organisation: String, _ progress: JobProgress, started: ContinuousClock.Instant) {
        self.run = run.id.description
        month = run.month.description
        self.organisation = organisation
        state = run.state.rawValue
        bills = progress.result.done
        amount = Money(fen: progress.result.totals["amountFen"] ?? 0).description
        energyKwh = Energy(wattHours: progress.result.totals["energyWh"] ?? 0).text()
        exceptions = progress.result.errors
        let elapsed = started.duration(to: .now).components
        seconds = DecimalText.write(
            elapsed.seconds * 1_000 + elapsed.attoseconds / 1_000_000_000_000_000, decimals: 3)
    }

    func text(_ output: OutputOptions) -> String {
        let head = output.text(
            "cli.run.head",
            [("run", run), ("organisation", organisation), ("month", month), ("state", state)])
        let sum = output.text(
            "cli.run.sum",
            [
                ("bills", String(bills)), ("amount", DecimalText.grouped(amount)),
                ("energy", DecimalText.grouped(energyKwh)), ("seconds", seconds),
            ])
        let found = exceptions.sorted { $0.key < $1.key }.map { "  \($0.key)  \($0.value)" }
        return ([head, sum] + found).joined(separator: "\n")
    }
}

/// Works out a month's bills; nothing is posted before `release`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Work out a month's bills (nothing is posted); goes on with one that was stopped.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @Option(help: "The billing month, such as 2026-10.", transform: Argument.month) var month: BillingMonth
    @Option(help: "The organisation's code; the company where none is given.") var organisation: String?

    func run() async throws {
        let installation = try await Installation.open(settings)
        let started = ContinuousClock.now
        let place = try await installation.organisation(organisation)
        let open = try await installation.billing.runs(by: installation.principal, limit: 100).first {
            $0.month == month && $0.organisation == place.id && $0.releaseJob == nil && $0.state.isOpen
        }
        let id: JobID
        if let open {
            // One that is worked out already is the answer; one that stood still goes on.
            id = open.id
            if open.state == .paused || open.state == .failed {
                try await installation.billing.resume(id, by: installation.principal)
            }
        } else {
            id = try await installation.billing.start(
                month: month, organisation: place.id, by: installation.principal)
        }
        let bar = output.bar()
        let output = output
        let progress = try await installation.billing.work(id, by: installation.principal) { progress in
            bar.show(
                output.text("cli.bar.run", [("run", id.description)]), progress.unitsDone,
                of: progress.job.units)
        }
        bar.finish()
        let run = try await installation.billing.run(id, by: installation.principal)
        let answer = RunAnswer(run, organisation: place.name, progress, started: started)
        try output.answer(answer, text: answer.text(output))
    }
}

/// Gives up a run that is not released.
struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Give up a run that is not released; its month can be run again.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @ArgumentParser.Argument(help: "The run's number.") var run: String

    func run() async throws {
        let installation = try await Installation.open(settings)
        guard let id = JobID(text: run) else { throw ValidationError("\(run) is not a run's number") }
        try await installation.billing.cancel(id, by: installation.principal)
        try output.answer(
            ["run": run, "state": "CANCELLED"],
            text: output.text("cli.run.state", [("run", run), ("state", "CANCELLED")]))
    }
}

/// The auditor passes a calculated run.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Pass a calculated run: its exceptions have been looked at.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @ArgumentParser.Argument(help: "The run's number.") var run: String

    func run() async throws {
        let installation = try await Installation.open(settings)
        guard let id = JobID(text: run) else { throw ValidationError("\(run) is not a run's number") }
        try await installation.billing.check(id, by: installation.principal)
        try output.answer(
            ["run": run, "state": "CHECKED"],
            text: output.text("cli.run.state", [("run", run), ("state", "CHECKED")]))
    }
}

/// Writes a checked run's bills, receivables and postings.
struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Release a checked run: bills, receivables, postings; goes on with one stopped.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @ArgumentParser.Argument(help: "The run's number.") var run: String

    func run() async throws {
        let installation = try await Installation.open(settings)
        guard let id = JobID(text: run) else { throw ValidationError("\(run) is not a run's number") }
        let started = ContinuousClock.now
        let before = try await installation.billing.run(id, by: installation.principal)
        if before.releaseJob == nil {
            try await installation.billing.release(id, by: installation.principal)
        } else if before.state == .paused || before.state == .failed {
            try await installation.billing.resume(id, by: installation.principal)
        }
        let bar = output.bar()
        let output = output
        let progress = try await installation.billing.work(id, by: installation.principal) { progress in
            bar.show(
                output.text("cli.bar.release", [("run", id.description)]), progress.unitsDone,
                of: progress.job.units)
        }
        bar.finish()
        let after = try await installation.billing.run(id, by: installation.principal)
        let place = try await installation.control.organisations(
            under: OrganisationPath(after.organisationPath)
        ).first
        let answer = RunAnswer(after, organisation: place?.name ?? "", progress, started: started)
        try output.answer(answer, text: answer.text(output))
    }
}
