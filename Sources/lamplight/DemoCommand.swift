import ArgumentParser
import Control
import Demo
import Foundation
import Kernel
import Reports
import Tariff

/// Makes an installation with the demo utility in it.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make an installation with the demo utility: a port town, 25 months, one to bill.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @Option(help: "Accounts, 40 to 5000.") var accounts = 3_000
    @Option(help: "Months of readings, 2 to 60; the last waits to be run.") var months = 25
    @Option(help: "The seed: the same seed and day give the same utility.") var seed = DemoScale.standardSeed
    @Option(
        help: "The day it is, such as 2026-11-22; the machine's own where none is given.",
        transform: Argument.day) var today: Day?

    private struct Answer: Encodable {
        let data: String
        let signIns: String
        let counts: DemoCounts
    }

    func validate() throws {
        guard DemoScale.accountRange.contains(accounts) else {
            throw ValidationError("--accounts takes 40 to 5000, not \(accounts)")
        }
        guard DemoScale.monthRange.contains(months) else {
            throw ValidationError("--months takes 2 to 60, not \(months)")
        }
        let day = today ?? Installation.systemClock.today
        guard DemoScale.reaches(months: months, today: day) else {
            throw ValidationError(
                "\(months) months before \(day) begin before 2020-02; take fewer months or a later --today")
        }
    }

    func run() async throws {
        let installation = try await Installation.create(settings)
        guard try await installation.control.organisations(under: OrganisationPath("/")).isEmpty else {
            throw ValidationError(
                "\(settings.data.path) holds a company already; name another folder with --data")
        }
        let catalogue = try TariffCatalogue.bundled()
        let scale = DemoScale(
            accounts: accounts, months: months, seed: seed, today: today ?? Installation.systemClock.today)
        let demo = Demo(scale, database: installation.database, keys: try Installation.readKeys(settings)) {
            house in
            let doors = Installation(house: house, catalogue: catalogue)
            return DemoDoors(
                control: doors.control, records: doors.records, reading: doors.reading,
                billing: doors.billing,
                payment: doors.payment, tariff: doors.tariff)
        }
        let (bar, output) = (self.output.bar(), self.output)
        let counts = try await demo.build { progress in
            bar.show(output.text(progress.messageKey), progress.done, of: progress.total)
        }
        let people = try await Demo.addPeople(control: installation.control)
        try await demo.addCases()
        try await demo.addMachines()
        // The board's days of the last month, as the schedule would have kept them.
        try await Reports(control: demo.cases).keepDays(through: scale.today.adding(days: -1))
        bar.finish()
        try Installation.writePrivately(Self.text(people), to: settings.signInsFile)
        try output.answer(
            Answer(data: settings.data.path, signIns: settings.signInsFile.path, counts: counts),
            text: output.text(
                "cli.demo.sum",
                [
                    ("accounts", String(counts.accounts)), ("bills", String(counts.bills)),
                    ("payments", String(counts.payments)), ("month", "\(counts.waitingMonth)"),
                ]) + "\n" + output.text("cli.signIns", [("file", settings.signInsFile.path)]))
    }

    /// One line a person: login, password, second-factor seed, roles, name, organisation.
    private static func text(_ people: [SignInLine]) -> String {
        SignInsFile.header
            + people.map { person in
                [
                    person.login, person.password, person.secondFactor ?? "-",
                    person.roles.joined(separator: ","),
                    person.name, person.organisation,
                ].joined(separator: "\t") + "\n"
            }.joined()
    }
}
