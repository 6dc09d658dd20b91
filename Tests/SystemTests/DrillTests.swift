import Foundation
import Store
import TestSupport
import Testing

@Suite struct `A server under SIGKILL` {
    /// How often it is killed, and the units of its job.
    private static var drill: (kills: Int, units: Int) {
        switch ProcessInfo.processInfo.environment["LAMPLIGHT_LONG"] {
        case "torture": (50, 20_000)
        case "nightly": (20, 16_000)
        default: (6, 8_000)
        }
    }

    private struct Started: Decodable { let job: String }
    private struct Verdict: Decodable {
        let units: Int
        let done: Int
        let lost: Int
        let repeated: Int
    }

    @Test
    func `a long job goes on after every kill, and each unit is done exactly once`() async throws {
        let (kills, units) = Self.drill
        let folder = try TemporaryFolder()
        let data = ["--data", folder.file("data").path]
        _ = try await Self.lamplight(["demo", "--accounts", "60", "--months", "2"] + data)
        var jobs = [try await Self.start(units, data)]
        var struck = 0
        var tries = 0
        var done = 0
        var longest = 400
        // A kill counts only where it hit work under way: a machine that is done sooner gets another job, and shorter
        // waits.
        while struck < kills, tries < kills * 10 {
            tries += 1
            let server = try ChildProcess(ChildProcess.lamplight, ["serve", "--port", "0"] + data)
            _ = try await server.line { $0.contains("http://127.0.0.1:") }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...longest)))
            server.kill()
            #expect(try await server.status() == -SIGKILL)
            let reached = try await Self.count(jobs[jobs.count - 1], data).done
            if reached == units {
                jobs.append(try await Self.start(units, data))
                longest = max(longest / 2, 20)
                done = 0
            } else if reached > done {
                struck += 1
                done = reached
            }
        }
        #expect(struck == kills, "\(struck) of \(tries) kills hit work")
        let server = try ChildProcess(ChildProcess.lamplight, ["serve", "--port", "0"] + data)
        var verdicts: [Verdict] = []
        let end = ContinuousClock.now.advanced(by: .seconds(300))
        for job in jobs {
            var verdict = try await Self.count(job, data)
            while verdict.done < units, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(300))
                verdict = try await Self.count(job, data)
            }
            verdicts.append(verdict)
        }
        server.kill()
        for verdict in verdicts {
            #expect(verdict.units == units && verdict.done == units)
            #expect(verdict.lost == 0 && verdict.repeated == 0)
        }
        try Figures.keep(
            "drill-\(ProcessInfo.processInfo.environment["LAMPLIGHT_LONG"] ?? "short")",
            [
                "kills": struck, "jobs": jobs.count, "units": units,
                "lost": verdicts.reduce(0) { $0 + $1.lost },
                "repeated": verdicts.reduce(0) { $0 + $1.repeated },
            ])
        _ = try await Self.lamplight(["audit"] + data)
    }

    @Test
    func `two workers beside a server share one job`() async throws {
        let folder = try TemporaryFolder()
        let data = ["--data", folder.file("data").path]
        _ = try await Self.lamplight(["demo", "--accounts", "60", "--months", "2"] + data)
        let workers = try (0..<2).map { _ in
            try ChildProcess(ChildProcess.lamplight, ["work", "--language", "en"] + data)
        }
        for worker in workers { _ = try await worker.line { $0.contains("working the queue") } }
        let started = try await Self.json(Started.self, ["drill", "--units", "400"] + data)
        var verdict = try await Self.count(started.job, data)
        let end = ContinuousClock.now.advanced(by: .seconds(60))
        while verdict.done < 400, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(200))
            verdict = try await Self.count(started.job, data)
        }
        for worker in workers { worker.kill() }
        #expect(verdict.done == 400 && verdict.lost == 0 && verdict.repeated == 0)
    }

    /// On PostgreSQL a unit is claimed by its row's lock: what a killed worker had in hand is free at once, and what another
    /// has in hand is passed over.
    @Test(arguments: TestEngines.only(.postgres))
    func `of two workers on one PostgreSQL one is killed again and again, and no unit is lost or done twice`(
        _ engine: Engine
    ) async throws {
        let kills = ProcessInfo.processInfo.environment["LAMPLIGHT_LONG"] == nil ? 3 : 20
        let units = 2_000
        try await withTwoRoles { roles in
            let folder = try TemporaryFolder()
            let data = ["--data", folder.file("data").path, "--database", roles.program]
            _ = try await Self.lamplight(
                ["demo", "--accounts", "60", "--months", "2", "--migrate-as", roles.owner] + data)
            let steady = try ChildProcess(ChildProcess.lamplight, ["work", "--language", "en"] + data)
            _ = try await steady.line { $0.contains("working the queue") }
            var jobs: [String] = []
            var struck = 0
            for _ in 0..<(kills * 10) where struck < kills {
                let victim = try ChildProcess(ChildProcess.lamplight, ["work", "--language", "en"] + data)
                _ = try await victim.line { $0.contains("working the queue") }
                jobs.append(try await Self.start(units, data))
                try await Task.sleep(for: .milliseconds(Int.random(in: 50...800)))
                victim.kill()
                #expect(try await victim.status() == -SIGKILL)
                // A kill counts only where the job was under way.
                let reached = try await Self.count(jobs[jobs.count - 1], data).done
                if reached > 0, reached < units { struck += 1 }
            }
            #expect(struck == kills, "\(struck) kills hit work")
            let end = ContinuousClock.now.advanced(by: .seconds(120))
            for job in jobs {
                var verdict = try await Self.count(job, data)
                while verdict.done < units, ContinuousClock.now < end {
                    try await Task.sleep(for: .milliseconds(200))
                    verdict = try await Self.count(job, data)
                }
                #expect(verdict.done == units && verdict.lost == 0 && verdict.repeated == 0)
            }
            steady.kill()
        }
    }

    private static func start(_ units: Int, _ data: [String]) async throws -> String {
        try await json(Started.self, ["drill", "--units", "\(units)"] + data).job
    }

    private static func count(_ job: String, _ data: [String]) async throws -> Verdict {
        // It exits 1 while units are left, which is no fault here.
        let child = try ChildProcess(
            ChildProcess.lamplight, ["drill", "--check", job, "--output", "json"] + data)
        _ = try await child.status(withinSeconds: 60)
        let line = child.lines.last { $0.hasPrefix("{") }
        return try JSONDecoder().decode(Verdict.self, from: Data((line ?? "").utf8))
    }

    private static func json<T: Decodable>(_ type: T.Type, _ arguments: [String]) async throws -> T {
        let line = try await lamplight(arguments + ["--output", "json"]).last { $0.hasPrefix("{") }
        return try JSONDecoder().decode(type, from: Data((line ?? "").utf8))
    }

    private static func lamplight(_ arguments: [String]) async throws -> [String] {
        let child = try ChildProcess(ChildProcess.lamplight, arguments)
        let status = try await child.status(withinSeconds: 120)
        #expect(status == 0, "\(arguments): \(child.lines.suffix(3))")
        return child.lines
    }
}

@Suite struct `A backup` {
    @Test
    func `is a whole copy that only its owner reads, and an installation runs on it`() async throws {
        let folder = try TemporaryFolder()
        let data = folder.file("data")
        try await Self.run(["demo", "--accounts", "60", "--months", "2", "--data", data.path])
        let path = try await Self.run(["backup", "--data", data.path]).last ?? ""
        #expect(path.hasPrefix(data.path + "/backups/lamplight-"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let before = try await Self.run(["export", "journal", "--data", data.path])
        #expect(before.count > 100)
        let restored = folder.file("restored")
        try FileManager.default.createDirectory(at: restored, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: data.appendingPathComponent("keys"), to: restored.appendingPathComponent("keys"))
        try FileManager.default.copyItem(
            atPath: path, toPath: restored.appendingPathComponent("lamplight.sqlite").path)
        #expect(try await Self.run(["export", "journal", "--data", restored.path]) == before)
        let audit = try await Self.run(["audit", "--language", "en", "--data", restored.path])
        #expect(audit.last?.hasSuffix("every chain holds") == true)
    }

    @discardableResult
    private static func run(_ arguments: [String]) async throws -> [String] {
        let child = try ChildProcess(ChildProcess.lamplight, arguments)
        let status = try await child.status(withinSeconds: 120)
        #expect(status == 0, "\(arguments): \(child.lines.suffix(3))")
        return child.lines
    }
}
