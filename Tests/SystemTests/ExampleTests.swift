import Foundation
import TestSupport
import Testing

/// The example that anyone can run, as anyone runs it: scripts/example-real with the program just built.
@Suite struct `The real household` {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func `a real house's year is billed through all three tiers, to the kilowatt-hour`() async throws {
        let folder = try TemporaryFolder()
        let script = try ChildProcess(
            Self.root.appendingPathComponent("scripts/example-real"), [folder.file("example").path],
            environment: ["LAMPLIGHT_BINARY": ChildProcess.lamplight.path])
        let status = try await script.status(withinSeconds: 240)
        let lines = script.lines
        try #require(status == 0, "\(lines.suffix(12).joined(separator: "\n"))")
        // The sums of the file's hours, worked out apart from the program: 9,759.065 kWh.
        #expect(lines.contains("registers  9759 - 0 = 9759 kWh"))
        #expect(lines.contains("billed     9759 kWh in twelve bills"))
        #expect(lines.contains("file       9759.065 kWh"))
        // April crosses the first yearly limit of 3,120 kWh, June the second of 4,800 kWh. What crosses is priced by the
        // lowest tier and an adder for each tier above it (沪发改价管〔2012〕020号), so these months' energy has no tier.
        let bills = try String(contentsOf: folder.file("example/bills.tsv"), encoding: .utf8)
        let tiers = bills.split(separator: "\n").map(Self.tiers)
        #expect(
            tiers == [
                ["1"], ["1"], ["1"], ["0", "2"], ["2"], ["0", "2", "3"], ["3"], ["3"], ["3"], ["3"], ["3"],
                ["3"],
            ])
    }

    @Test func `hours that are missing, twice or no number are refused by line`() async throws {
        let folder = try TemporaryFolder()
        let example = Self.root.appendingPathComponent("Examples/real-household")
        let hours = try String(
            contentsOf: example.appendingPathComponent("household_2007_hourly.csv"), encoding: .utf8
        ).split(separator: "\n").map(String.init)
        let broken: [(String, [String])] = [
            ("line 101: not the next hour", Array(hours[..<100] + hours[101...])),
            ("line 102: not the next hour", Array(hours[...100] + hours[100...])),
            ("line 2: not a plain decimal", [hours[0], "2007-01-01T00:00,"] + hours[2...]),
            (
                "line 2: not kWh with at most three decimals",
                [hours[0], "2007-01-01T00:00,2.5511"] + hours[2...]
            ),
            ("the year is not whole", hours.dropLast()),
        ]
        for (reason, lines) in broken {
            let file = try folder.write(lines.joined(separator: "\n") + "\n", to: "hours.csv")
            let awk = try ChildProcess(
                URL(fileURLWithPath: "/usr/bin/awk"),
                [
                    "-v", "year=2018", "-v", "account=1", "-v", "folder=\(folder.file("").path)", "-f",
                    example.appendingPathComponent("registers.awk").path, file.path,
                ])
            #expect(try await awk.status(withinSeconds: 20) == 1, "\(reason)")
            #expect(awk.lines.contains { $0.hasPrefix(reason) }, "\(reason): \(awk.lines)")
        }
    }

    /// The tiers on a line of the exported bills.
    private static func tiers(_ bill: Substring) -> [String] {
        let lines = bill.split(separator: "\t").dropFirst(13).map { $0.split(separator: "/") }
        return Set(lines.filter { $0.count == 6 }.map { String($0[2]) }).sorted()
    }
}
