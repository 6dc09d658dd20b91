import Crypto
import Foundation
import TestSupport
import Testing

@Suite struct `A month under SIGKILL` {
    /// Kills that strike a running command.
    static var kills: Int {
        switch ProcessInfo.processInfo.environment["LAMPLIGHT_LONG"] {
        case "torture": 1_000
        case "nightly": 200
        default: 20
        }
    }

    @Test
    func `run and release are killed at random moments, go on when called again, and bill exactly once`()
        async throws
    {
        let seed =
            ProcessInfo.processInfo.environment["LAMPLIGHT_SEED"].flatMap(UInt64.init)
            ?? .random(in: 0...99_999)
        print("kills of a month: seed \(seed)")
        let town = try await KillTown()
        let begun = ContinuousClock.now
        let undisturbed = try await town.month { _ in }
        // Six commands make a month.
        let commandMs = Int(begun.duration(to: .now) / .milliseconds(6))
        #expect(undisturbed.bills.count > 250)
        var killer = Killer(random: SplitMix(state: seed), commandMs: commandMs)
        while killer.struck < Self.kills {
            let round = try await town.month { try await killer.disturb($0) }
            try #require(round == undisturbed, "seed \(seed), after \(killer.struck) kills")
        }
        // Kills that only ever hit a program starting or ending would prove nothing.
        #expect(killer.midway >= Self.kills / 10, "seed \(seed)")
        try Figures.keep(
            "kills-\(ProcessInfo.processInfo.environment["LAMPLIGHT_LONG"] ?? "short")",
            [
                "kills": killer.struck, "midway": killer.midway, "billsEachTime": undisturbed.bills.count,
                "seed": Int(seed), "seconds": Int(begun.duration(to: .now) / .seconds(1)),
            ])
    }
}

/// Kills a command once or twice, at a random moment of its life.
private struct Killer {
    var random: SplitMix
    /// About how long an undisturbed command takes.
    private var commandMs: Int
    /// Kills that found the command running.
    private(set) var struck = 0
    /// Those between its first unit and its last.
    private(set) var midway = 0

    init(random: SplitMix, commandMs: Int) {
        self.random = random
        self.commandMs = commandMs
    }

    mutating func disturb(_ command: [String]) async throws {
        for _ in 0..<Int.random(in: 1...2, using: &random) { try await kill(command) }
    }

    private mutating func kill(_ command: [String]) async throws {
        let child = try ChildProcess(.lamplight, command + ["--progress"])
        // By the clock it is often still starting; by its own progress it is at work.
        let units = Bool.random(using: &random) ? Int.random(in: 1...8, using: &random) : 0
        let wait = Int.random(in: 0...(units == 0 ? commandMs * 1_000 : 8_000), using: &random)
        while child.isRunning, child.lines.count < units { try await Task.sleep(for: .microseconds(200)) }
        try await Task.sleep(for: .microseconds(wait))
        child.kill()
        guard try await child.status() == -SIGKILL else {
            // It was over before: commands are quicker than when they were measured, as on a machine that is busy no more.
            if units == 0 { commandMs = Swift.max(20, commandMs * 3 / 4) }
            return
        }
        struck += 1
        if let last = child.lines.last, !last.contains("100 %") { midway += 1 }
    }
}

/// The demo utility with one month that waits, built once; each month is lived on a copy of its folder.
private final class KillTown: Sendable {
    /// What came of a month, in digests.
    struct Outcome: Equatable {
        let released: Answer
        let bills: [String]
        let billsDigest: String
        let journalDigest: String
    }

    struct Answer: Decodable, Equatable {
        let run: String
        let state: String
        let bills: Int
        let amount: String
        let energyKwh: String

        static func == (one: Self, other: Self) -> Bool {
            // The number of a run is drawn anew each time.
            (one.state, one.bills, one.amount, one.energyKwh)
                == (other.state, other.bills, other.amount, other.energyKwh)
        }
    }

    struct Failed: Error {
        let command: [String]
        let lines: [String]
    }

    private let folder: TemporaryFolder

    init() async throws {
        folder = try TemporaryFolder()
        _ = try await Self.lamplight([
            "demo", "--data", folder.file("prepared").path, "--accounts", "300", "--months", "3", "--today",
            "2026-11-22",
        ])
    }

    /// Runs, checks and releases the waiting month on a fresh copy. `disturb` is given run and release first, and may
    /// do with the command what it likes; then the command is called once more and must come to its end.
    func month(disturb: ([String]) async throws -> Void) async throws -> Outcome {
        let data = folder.file(UUID().uuidString)
        try FileManager.default.copyItem(at: folder.file("prepared"), to: data)
        defer { try? FileManager.default.removeItem(at: data) }
        let place = ["--data", data.path]
        let run = ["run", "--month", "2026-10", "--output", "json"] + place
        try await disturb(run)
        let calculated = try await Self.answer(run)
        _ = try await Self.lamplight(["check", calculated.run] + place)
        let release = ["release", calculated.run, "--output", "json"] + place
        try await disturb(release)
        let released = try await Self.answer(release)
        let audit = try await Self.lamplight(["audit", "--language", "en"] + place)
        #expect(audit.last?.hasSuffix("every chain holds") == true, "\(audit)")
        let bills = try await Self.lamplight(
            ["export", "bills", "--from", "2026-08", "--to", "2026-10"] + place)
        #expect(Set(bills).count == bills.count)
        // The day of the release is the machine's own, and a long test may see midnight: an entry's day is left out.
        let journal = try await Self.lamplight(["export", "journal"] + place).map { line in
            line.hasPrefix("20") ? String(line.drop { $0 != " " }) : line
        }
        return Outcome(
            released: released, bills: bills.filter { $0.hasPrefix("2026-10\t") },
            billsDigest: Self.digest(bills),
            journalDigest: Self.digest(journal))
    }

    /// What a command wrote, once it has ended well.
    @discardableResult
    static func lamplight(_ arguments: [String]) async throws -> [String] {
        let child = try ChildProcess(.lamplight, arguments)
        guard try await child.status(withinSeconds: 120) == 0 else {
            throw Failed(command: arguments, lines: child.lines)
        }
        return child.lines
    }

    private static func answer(_ command: [String]) async throws -> Answer {
        let line = try await lamplight(command).last { $0.hasPrefix("{") }
        return try JSONDecoder().decode(Answer.self, from: Data((line ?? "").utf8))
    }

    private static func digest(_ lines: [String]) -> String {
        SHA256.hash(data: Data(lines.joined(separator: "\n").utf8)).description
    }
}

extension URL {
    fileprivate static var lamplight: URL { ChildProcess.lamplight }
}

/// SplitMix64.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
