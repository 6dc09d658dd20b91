import Foundation
import TestSupport
import Testing

/// Usage of any size through a pipe.
@Suite struct `Rating a stream` {
    /// MiB of usage; four times as much is the other. 200 MiB and more in long runs.
    private static var size: Int {
        ["nightly", "torture"].contains(ProcessInfo.processInfo.environment["LAMPLIGHT_LONG"]) ? 60 : 1
    }

    /// Pipes so many MiB of usage in, reads every answer, and prints the answers and the most memory (KiB) that there was.
    private static let feeder = """
        import subprocess, sys, threading
        program, size = sys.argv[1], int(sys.argv[2]) << 20
        child = subprocess.Popen([program, "rate", "--tariff", "SH-RES-TOU", "--usage", "-", "--output", "json"],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        sent = [0]
        def feed():
            left, number = size, 0
            while left > 0:
                block = b"".join(
                    b'{"id": "%09d", "month": "2026-01", "periodsKwh": {"PEAK": %d, "VALLEY": %d}, "yearToDateKwh": %d}\\n'
                    % (number + place, place % 900, place % 400, (number + place) % 5000) for place in range(1000))
                number += 1000
                left -= len(block)
                child.stdin.write(block)
            child.stdin.close()
            sent[0] = number
        thread = threading.Thread(target=feed)
        thread.start()
        answers = most = 0
        while chunk := child.stdout.read(1 << 18):
            answers += chunk.count(b"\\n")
            try:
                status = open(f"/proc/{child.pid}/status").read()
            except OSError:
                continue
            for line in status.splitlines():
                if line.startswith("VmHWM:"):
                    most = max(most, int(line.split()[1]))
        thread.join()
        print("fed", sent[0], answers, most, child.wait())
        """

    private func feed(_ size: Int) async throws -> (lines: Int, answers: Int, kibibytes: Int) {
        let child = try ChildProcess(
            URL(fileURLWithPath: "/usr/bin/env"),
            ["python3", "-c", Self.feeder, ChildProcess.lamplight.path, String(size)])
        #expect(try await child.status(withinSeconds: 1_200) == 0, "\(child.lines.suffix(3))")
        let numbers = try #require(child.lines.last { $0.hasPrefix("fed ") }).split(separator: " ")
            .dropFirst()
            .compactMap { Int($0) }
        try #require(numbers.count == 4 && numbers[3] == 0, "\(child.lines.suffix(3))")
        return (numbers[0], numbers[1], numbers[2])
    }

    @Test func `memory stays the same however many lines there are`() async throws {
        let one = try await feed(Self.size)
        let four = try await feed(4 * Self.size)
        #expect(one.answers == one.lines && four.answers == four.lines)
        #expect(one.lines > 8_000 * Self.size && four.lines > 3 * one.lines)
        #expect(one.kibibytes > 0 && four.kibibytes < 256 << 10, "\(four.kibibytes) KiB")
        // What is left of the difference is the allocator's.
        #expect(
            four.kibibytes < one.kibibytes + one.kibibytes / 10 + 4_096,
            "\(one.kibibytes) KiB for \(one.lines) lines, \(four.kibibytes) for \(four.lines)")
        try Figures.keep(
            "rate-memory",
            ["lines": four.lines, "peakKiB": four.kibibytes, "quarterPeakKiB": one.kibibytes])
    }
}
