import ArgumentParser
import Billing
import Control
import Foundation
import Kernel
import Language
import Tariff
import WebTariff

/// Tariffs from the command line. Whoever owns the machine drafts here; who proposes signs in, and nobody publishes alone:
/// a second person approves on the console.
struct TariffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tariff",
        abstract: "List, check, draft and propose tariffs; a second person publishes.",
        subcommands: [
            List.self, Show.self, Check.self, Draft.self, Drafts.self, Difference.self, Rehearse.self,
            Try.self, Uptake.self,
            Propose.self,
            Withdraw.self,
        ])

    /// Reads a tariff file.
    fileprivate static func content(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("cannot read \(path)")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw ValidationError("\(path) is not UTF-8; save it as UTF-8")
        }
        return text
    }

    fileprivate static func draft(_ text: String) throws -> Int64 {
        guard let id = Int64(text) else { throw ValidationError("\(text) is not a draft's number") }
        return id
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The published tariffs and what holds today.")
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions

        private struct Line: Encodable {
            let code: String
            let name: String
            let tariffClass: String
            let voltage: String
            let from: String?
            let next: String?
            let isExample: Bool
        }

        func run() async throws {
            let installation = try await Installation.open(settings)
            let today = installation.control.house.clock.today
            let lines = try await installation.tariff.catalogue().tariffs.map { tariff in
                let now = tariff.versions.last { $0.effectiveFrom <= today }
                let next = tariff.versions.first { $0.effectiveFrom > today }
                return Line(
                    code: tariff.code, name: output.language == .zh ? tariff.nameZh : tariff.nameEn,
                    tariffClass: tariff.tariffClass.rawValue,
                    voltage: tariff.voltage.rawValue, from: now?.effectiveFrom.description,
                    next: next?.effectiveFrom.description, isExample: now?.isExample ?? false)
            }
            try output.answer(
                lines,
                text: lines.map { line in
                    let next = line.next.map { "  " + output.text("cli.tariff.next", [("day", $0)]) } ?? ""
                    let mark = line.isExample ? "  " + output.text("tariff.page.example") : ""
                    return "\(line.code)  \(line.from ?? "—")\(next)  \(line.name)\(mark)"
                }.joined(separator: "\n"))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The published file of a code, as it stands.")
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @ArgumentParser.Argument(help: "The tariff's code.") var code: String

        func run() async throws {
            let installation = try await Installation.open(settings)
            let documents = try await installation.tariff.documents(of: code, by: installation.principal)
            guard let standing = documents.last(where: { $0.withdrawal == nil }) else {
                throw TariffRefusal.unknownTariff(code: code)
            }
            try output.answer(["code": code, "content": standing.content], text: standing.content)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Check a tariff file against the format and against what is published; exits 1 on a fault.")
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @ArgumentParser.Argument(help: "The file.") var file: String

        private struct Answer: Encodable {
            struct Fault: Encodable {
                let path: String
                let mend: String
            }
            struct Note: Encodable {
                let path: String
                let text: String
            }
            let faults: [Fault]
            let notes: [Note]
        }

        func run() async throws {
            let installation = try await Installation.open(settings)
            let found = try await installation.tariff.check(
                TariffCommand.content(file), by: installation.principal)
            let notes = found.notes.map { note in
                Answer.Note(
                    path: note.path,
                    text: output.text(note.code, note.arguments.map { ($0.key, $0.value) }))
            }
            try output.answer(
                Answer(
                    faults: found.faults.map { .init(path: $0.path, mend: output.language.mend($0.mend)) },
                    notes: notes),
                text: (found.faults.map { $0.told(in: output.language) }
                    + notes.map { output.text("cli.tariff.note", [("path", $0.path), ("text", $0.text)]) }
                    + [
                        output.text(
                            "cli.tariff.found",
                            [("faults", String(found.faults.count)), ("notes", String(notes.count))])
                    ]).joined(separator: "\n"))
            if !found.isClean { throw ExitCode.failure }
        }
    }

    struct Draft: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Begin a draft from a file, or write a file into one.")
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @ArgumentParser.Argument(help: "The file.") var file: String
        @Option(help: "Write into this draft instead of beginning one.") var into: String?

        func run() async throws {
            let installation = try await Installation.open(settings)
            let (tariff, principal) = (installation.tariff, installation.principal)
            let content = try TariffCommand.content(file)
            let sketch: TariffSketch
            if let into {
                let known = try await tariff.draft(TariffCommand.draft(into), by: principal)
                sketch = try await tariff.editDraft(
                    known.id, content: content, version: known.version, by: principal)
            } else {
                sketch = try await tariff.createDraft(.content(content), by: principal)
            }
            try output.answer(
                ["draft": String(sketch.id), "code": sketch.code, "version": String(sketch.version)],
                text: output.text(
                    "cli.tariff.draft",
                    [
                        ("draft", String(sketch.id)), ("code", sketch.code),
                        ("version", String(sketch.version)),
                    ]))
        }
    }

    struct Drafts: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The drafts, the newest change first.")
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions

        private struct Line: Encodable {
            let draft: String
            let code: String
            let version: Int
            let state: String
            let isChecked: Bool
            let isRehearsed: Bool
            let by: String
        }

        func run() async throws {
            let installation = try await Installation.open(settings)
            let lines = try await installation.tariff.drafts(by: installation.principal).map {
                Line(
                    draft: String($0.id), code: $0.code, version: $0.version, state: $0.state.rawValue,
                    isChecked: $0.isChecked, isRehearsed: $0.isRehearsed, by: $0.changedName)
            }
            try output.answer(
                lines,
                text: lines.map { line in
                    let marks = [line.isChecked ? "CHECKED" : nil, line.isRehearsed ? "REHEARSED" : nil]
                    let words = ([line.state] + marks.compactMap(\.self)).map {
                        output.text("tariff.state.\($0)")
                    }
                    return
                        "\(line.draft)  \(line.code)  \(line.version)  \(output.language.list(words))  \(line.by)"
                }.joined(separator: "\n"))
        }
    }

    struct Difference: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What a draft changes of what is published, value by value.")
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @ArgumentParser.Argument(help: "The draft's number.") var draft: String

        func run() async throws {
            let installation = try await Installation.open(settings)
            let changes = try await installation.tariff.difference(
                TariffCommand.draft(draft), by: installation.principal)
            try output.answer(
                changes,
                text: changes.map { "\($0.path): \($0.before ?? "—") → \($0.after ?? "—")" }
                    .joined(separator: "\n"))
        }
    }

    struct Rehearse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Rate everybody's real usage under a draft; posts nothing, and lets it be published.")
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @ArgumentParser.Argument(help: "The draft's number.") var draft: String
        @Option(help: "How many of the last released months, 1 to 12.") var months = 1

        private struct Answer: Encodable {
            let accounts: Int
            let bills: Int
            let refused: Int
            let before: Money
            let after: Money
        }

        func validate() throws {
            guard (1...12).contains(months) else {
                throw ValidationError("--months is 1 to 12, not \(months)")
            }
        }

        func run() async throws {
            let installation = try await Installation.open(settings)
            let (billing, principal) = (installation.billing, installation.principal)
            let id = try TariffCommand.draft(draft)
            let job = try await billing.rehearse(draft: id, months: months, by: principal)
            try await billing.workRehearsal(job, by: principal)
            guard let found = try await billing.rehearsal(of: id, by: principal) else {
                throw TariffRefusal.draftUnknown
            }
            try output.answer(
                Answer(
                    accounts: found.accounts, bills: found.bills, refused: found.refused,
                    before: found.before,
                    after: found.after),
                text: output.text(
                    "cli.tariff.rehearsed",
                    [
                        ("accounts", String(found.accounts)), ("bills", String(found.bills)),
                        ("refused", String(found.refused)), ("before", found.before.description),
                        ("after", found.after.description),
                    ]))
        }
    }

    struct Propose: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask a second person to publish a draft that was checked and rehearsed.")
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @OptionGroup var person: PersonOptions
        @ArgumentParser.Argument(help: "The draft's number.") var draft: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            let installation = try await Installation.open(settings)
            let tariff = installation.tariff
            let id = try TariffCommand.draft(draft)
            let proposal = try await person.act(installation.control) { principal in
                let sketch = try await tariff.draft(id, by: principal)
                return try await tariff.proposePublication(
                    of: sketch.id, version: sketch.version, reason: reason, by: principal)
            }
            try output.answer(
                ["proposal": proposal.id.description, "state": "PROPOSED"],
                text: output.text("cli.proposed", [("proposal", proposal.id.description)]))
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask a second person to take back the last publication of a code before it begins.")
        @OptionGroup var settings: Settings
        @OptionGroup var output: OutputOptions
        @OptionGroup var person: PersonOptions
        @ArgumentParser.Argument(help: "The tariff's code.") var code: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            let installation = try await Installation.open(settings)
            let tariff = installation.tariff
            let proposal = try await person.act(installation.control) { principal in
                let documents = try await tariff.documents(of: code, by: principal)
                guard let last = documents.last(where: { $0.withdrawal == nil }) else {
                    throw TariffRefusal.documentUnknown
                }
                return try await tariff.proposeWithdrawal(of: last.id, reason: reason, by: principal)
            }
            try output.answer(
                ["proposal": proposal.id.description, "state": "PROPOSED"],
                text: output.text("cli.proposed", [("proposal", proposal.id.description)]))
        }
    }
}
