import Foundation
import TestSupport
import Testing

/// The benchmarks at small sizes: that they run, and that what they say of themselves holds.
@Suite struct BenchTests {
    private func answer(_ arguments: [String]) async throws -> [String: Any] {
        let child = try ChildProcess(ChildProcess.lamplight, ["bench"] + arguments)
        let status = try await child.status(withinSeconds: 300)
        #expect(status == 0, "\(arguments): \(child.lines.suffix(3))")
        let line = try #require(child.lines.last { $0.hasPrefix("{") })
        return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test
    func `the month's benchmark bills every account beside its floor`() async throws {
        let month = try await answer(["month", "--accounts", "300"])
        #expect(month["bills"] as? Int == 300)
        #expect(month["floorSeconds"] as? Double ?? 0 > 0)
    }

    @Test
    func `a rehearsal of many months says to the fen what its runs bill`() async throws {
        let rehearsal = try await answer(["rehearsal", "--accounts", "200", "--months", "3"])
        #expect(rehearsal["bills"] as? Int == 600)
        #expect(rehearsal["sumsAgree"] as? Bool == true)
        let (before, after) = (rehearsal["beforeFen"] as? Int ?? 0, rehearsal["afterFen"] as? Int ?? 0)
        #expect(before > 0 && after > before)
    }

    @Test
    func `the search benchmark finds people of every kind of query`() async throws {
        let search = try await answer(["search", "--accounts", "500"])
        let kinds = try #require(search["kinds"] as? [String: [String: Any]])
        for kind in ["number", "meter", "phone", "name"] {
            #expect(kinds[kind]?["hits"] as? Int ?? 0 > 0, "\(kind)")
        }
    }
}
