import ArgumentParser
import Control
import Foundation
import Kernel

/// Works the queue without serving pages: one more machine, or one more process, for the long work.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work",
        abstract: "Work the jobs and schedules beside other servers and workers on the same database.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @Option(help: "Units of one job worked at a time; more than one helps on PostgreSQL.") var lanes = 1

    func validate() throws {
        guard (1...64).contains(lanes) else { throw ValidationError("--lanes is 1 to 64, not \(lanes)") }
    }

    func run() async throws {
        let installation = try await Installation.open(settings)
        let control = installation.control
        let workers = try installation.workers(
            CarrierSettings(settings: settings), lanes: lanes, language: output.language)
        try output.answer(
            ["lanes": lanes], text: output.text("cli.work.begin", [("lanes", String(lanes))]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await control.pump.run(control: control) }
            for worker in workers { group.addTask { try await worker() } }
            try await group.next()
            group.cancelAll()
        }
    }
}

/// Puts a crash drill into the queue, or counts its marks.
struct DrillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract:
            "Prove that killed work loses and repeats nothing: start a drill, kill servers, count its marks.",
        discussion: """
            'lamplight drill --units 20000' puts a job of so many units into the queue and prints its number; servers \
            and workers work it. Kill them as you like, start them again, and when it is done \
            'lamplight drill --check JOB' counts: every unit must have left exactly one mark. It exits 1 otherwise.
            """)

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @Option(help: "How many units.") var units = 20_000
    @Option(help: "Count the marks of this drill instead.") var check: String?

    func validate() throws {
        guard (1...1_000_000).contains(units) else {
            throw ValidationError("--units is 1 to 1000000, not \(units)")
        }
    }

    func run() async throws {
        let installation = try await Installation.open(settings)
        guard let check else {
            let job = try await installation.control.startDrill(units: units, by: installation.principal)
            try output.answer(
                ["job": job.description],
                text: output.text("cli.drill.begun", [("job", job.description), ("units", String(units))]))
            return
        }
        guard let job = JobID(text: check) else { throw ValidationError("\(check) is not a job's number") }
        let verdict = try await installation.control.drillVerdict(job, by: installation.principal)
        try output.answer(
            verdict,
            text: output.text(
                "cli.drill.sum",
                [
                    ("done", String(verdict.done)), ("units", String(verdict.units)),
                    ("lost", String(verdict.lost)), ("repeated", String(verdict.repeated)),
                ]))
        guard verdict.holds else { throw ExitCode.failure }
    }
}
