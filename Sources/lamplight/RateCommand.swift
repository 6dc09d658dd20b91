import ArgumentParser
import Foundation
import Language
import Tariff

/// Prices usage from a file, outside any database.
struct RateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate",
        abstract: "Price usage from a file under a tariff from a file, outside any database.",
        discussion: "The formats are told in docs/rate.md; --schema prints them as JSON Schema.")

    enum SchemaName: String, ExpressibleByArgument, CaseIterable { case usage, rated, tariff }

    @Option(
        help:
            "A tariff file, or the code of a tariff that comes with the product; again for each further one.")
    var tariff: [String] = []
    @Option(help: "JSON Lines, one account and period a line; - is standard input.") var usage: String?
    @Option(help: "Print a JSON Schema and end: usage, rated or tariff.") var schema: SchemaName?
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if schema == nil, tariff.isEmpty || usage == nil {
            throw ValidationError("name the tariff and the usage: --tariff FILE --usage FILE")
        }
    }

    func run() throws {
        if let schema {
            Console.write(bytes: try RatingDesk.schema(schema.rawValue))
            return
        }
        var stream = RateStream(
            desk: try desk(), form: output.output == .json ? .json : .text, told: output.language.mend)
        let input = try usageFile()
        let tally = try stream.run { buffer in
            while true {
                let count = read(input.fileDescriptor, buffer.baseAddress, buffer.count)
                if count >= 0 { return count }
                if errno != EINTR { throw unreadable(usage ?? "-", String(cString: strerror(errno))) }
            }
        } write: { bytes in
            Console.write(bytes: bytes)
        }
        if tally.failed > 0 {
            Console.note(
                "\(tally.failed) of \(tally.failed + tally.rated) lines could not be priced; their answers say why"
            )
            throw ExitCode(1)
        }
    }

    private func desk() throws -> RatingDesk {
        var files: [TariffFile] = []
        var codes: [String] = []
        for name in tariff {
            if FileManager.default.fileExists(atPath: name) {
                files.append(TariffFile(name: name, content: try content(of: name)))
            } else {
                codes.append(name)
            }
        }
        do {
            return try RatingDesk(files: files, codes: codes)
        } catch {
            throw ValidationError(error.told(in: output.language))
        }
    }

    /// A file or a pipe, as far as any tariff file goes.
    private func content(of name: String) throws -> Data {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: name))
            return try file.read(upToCount: TariffFile.greatestSize + 1) ?? Data()
        } catch {
            throw unreadable(name, Console.why(error))
        }
    }

    private func usageFile() throws -> FileHandle {
        guard let usage, usage != "-" else { return .standardInput }
        do {
            return try FileHandle(forReadingFrom: URL(fileURLWithPath: usage))
        } catch {
            throw unreadable(usage, Console.why(error))
        }
    }

    private func unreadable(_ name: String, _ why: String) -> ValidationError {
        ValidationError(output.text("cli.file.unreadable", [("file", name), ("why", why)]))
    }
}
