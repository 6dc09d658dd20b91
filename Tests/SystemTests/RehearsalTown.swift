import Foundation
import TestSupport

/// Households of one tariff that nobody else pays by, brought to a demo utility by its import files, each year of the same
/// use: what a price does to one year it does to the next.
struct RehearsalTown {
    static let tariff = "ZJ-RES-TOU"
    let accounts: Int
    /// The first year they are read for.
    let year: Int
    let server: DemoServer
    private let folder: TemporaryFolder

    init(accounts: Int, year: Int, server: DemoServer) throws {
        (self.accounts, self.year, self.server) = (accounts, year, server)
        folder = try TemporaryFolder()
    }

    /// Opens everybody on the last day before the year.
    func open() async throws {
        let areas = (accounts + 499) / 500
        try await take(
            "grid",
            "编码,类型,名称,上级,供电单位\nSB1,变电站,测算变电站,,LC\nSX1,线路,测算线,SB1,LC\n"
                + (0..<areas).map { "ST\($0),台区,测算台区\($0),SX1,LC\n" }.joined())
        try await take(
            "accounts",
            "户号,户名,客户类型,用电地址,供电单位,台区,用电类别,电价码,户籍人数,抄表段,表号,示数,立户日期\n"
                + (0..<accounts).map {
                    "\(Self.number($0)),住户\($0),个人,测算路\($0)号,LC,ST\($0 / 500),居民,\(Self.tariff),"
                        + "\(1 + $0 % 6),SR\($0 / 500),SM\($0),110:6.0:0;111:6.0:0;113:6.0:0,\(year - 1)-12-31\n"
                }.joined())
    }

    /// Reads and bills a year, month by month.
    /// - Parameter after: how many years of the same use the meters show already.
    func bill(after years: Int) async throws {
        var peak = (0..<accounts).map { Self.year($0).peak * years }
        var valley = (0..<accounts).map { Self.year($0).valley * years }
        for number in 1...12 {
            let month = String(format: "%d-%02d", year + years, number)
            let day = "\(month)-\(Self.lastDay(year + years, number))"
            var rows = "户号,示数类型,抄表日期,示数\n"
            for account in 0..<accounts {
                let used = Self.use(account, number)
                peak[account] += used.peak
                valley[account] += used.valley
                let head = Self.number(account)
                rows += "\(head),110,\(day),\(peak[account] + valley[account])\n"
                rows += "\(head),111,\(day),\(peak[account])\n\(head),113,\(day),\(valley[account])\n"
            }
            try await take("readings", rows, ["--month", month])
            let begun = try await lamplight(["run", "--month", month, "--output", "json"])
            let run = try found(/"run":"(?<it>[0-9]+)"/, in: begun)
            _ = try await lamplight(["check", run])
            _ = try await lamplight(["release", run])
        }
    }

    /// How many bills of the tariff a year has, and what they come to in fen, by the bills themselves.
    func billed(after years: Int = 0) async throws -> (bills: Int, fen: Int) {
        let file = folder.file("bills-\(years).tsv")
        _ = try await lamplight(
            [
                "export", "bills", "--from", "\(year + years)-01", "--to", "\(year + years)-12",
            ], into: file)
        var (bills, fen) = (0, 0)
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count > 5, fields[3] == Self.tariff else { continue }
            bills += 1
            fen += Self.fen(String(fields[5]))
        }
        return (bills, fen)
    }

    /// An amount as a page or a file writes it.
    static func fen(_ text: String) -> Int { Int(text.filter { $0.isNumber || $0 == "-" }) ?? 0 }

    // MARK: What they use

    private static func number(_ account: Int) -> String { String(format: "77%08d", account) }

    /// From what stays in the first tier the year round to what leaves the third far behind; never so uneven that a reading
    /// waits for somebody's approval.
    private static func use(_ account: Int, _ month: Int) -> (peak: Int, valley: Int) {
        (
            60 + account * 7 % 400 + (account + month * 13) % 40,
            30 + account * 11 % 300 + (account + month * 5) % 40
        )
    }

    private static func year(_ account: Int) -> (peak: Int, valley: Int) {
        (1...12).reduce((0, 0)) { sum, month in
            let used = use(account, month)
            return (sum.0 + used.peak, sum.1 + used.valley)
        }
    }

    private static func lastDay(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // MARK: The program

    private func take(_ kind: String, _ rows: String, _ flags: [String] = []) async throws {
        let file = try folder.write(rows, to: "\(kind).csv")
        _ = try await lamplight(["import", kind, file.path] + flags)
    }

    private func found(_ pattern: Regex<(Substring, it: Substring)>, in text: String) throws -> String {
        guard let match = text.firstMatch(of: pattern) else { throw DemoServer.Failure(what: text) }
        return String(match.output.it)
    }

    /// Calls the program on the server's data, on the server's day.
    @discardableResult
    private func lamplight(_ words: [String], into file: URL? = nil) async throws -> String {
        let order = words + ["--data", server.folder.file("data").path]
        let child =
            if let file {
                try ChildProcess(
                    URL(filePath: "/bin/sh"),
                    [
                        "-c", #"out=$1; shift; exec "$@" >"$out""#, "sh", file.path,
                        ChildProcess.lamplight.path,
                    ]
                        + order, environment: server.environment)
            } else {
                try ChildProcess(ChildProcess.lamplight, order, environment: server.environment)
            }
        let status = try await child.status(withinSeconds: 600)
        let text = child.lines.suffix(20).joined(separator: "\n")
        guard status == 0 else { throw DemoServer.Failure(what: "\(words.prefix(3)): \(status)\n\(text)") }
        return text
    }
}
