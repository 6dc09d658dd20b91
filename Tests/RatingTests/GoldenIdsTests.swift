import Foundation
import Testing

/// No case of the golden bills is forgotten.
@Suite struct `Golden ids` {
    /// Cases of subsystems that are not built yet; what is on the list may not be exercised, so that the list stays true.
    private static let later = [
        "VIOL-01": "inspection 用电检查: a breach's price difference and penalty",
        "VIOL-02": "inspection 用电检查: a private increase of capacity",
        "THEFT-01": "inspection 用电检查: stolen energy and its penalty",
        "ERR-01": "metering 计量: a wrong wiring's correction",
        "ERR-02": "metering 计量: a meter's error beyond its limit",
        "DATA-03": "meter link: a DL/T 645 request", "DATA-04": "meter link: a DL/T 645 answer",
        "DATA-05": "meter link: a DL/T 645 broadcast", "DATA-08": "meter link: a DL/T 645 abnormal answer",
    ]

    @Test func `every case is named by a test, or waits for its subsystem with a reason`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var tests = ""
        for case let url as URL in files where url.pathExtension == "swift" {
            if url.lastPathComponent != "GoldenIdsTests.swift" {
                tests += try String(contentsOf: url, encoding: .utf8)
            }
        }
        #expect(Golden.cases.count > 40)
        for id in Golden.cases.keys.sorted() {
            // In quotes where it is read, in a comment or a test's name where the number itself is checked.
            let isNamed = tests.contains(id)
            #expect(isNamed != (Self.later[id] != nil), "\(id)")
        }
        #expect(Self.later.keys.allSatisfy { Golden.cases[$0] != nil })
        #expect(Self.later.values.allSatisfy { !$0.isEmpty })
    }
}
