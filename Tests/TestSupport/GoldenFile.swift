package import Foundation

/// A file of the package that tells what a test's outcome must be; the difference is read before it is committed.
package struct GoldenFile: Sendable {
    /// Where it is.
    package let url: URL

    /// - Parameter path: from the package's root, such as `Schema/sqlite.sql`.
    package init(_ path: String) {
        url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(path)
    }

    /// What the file says. Where LAMPLIGHT_REWRITE_GOLDEN is 1 it is first made to say `outcome`.
    package func text(for outcome: String) throws -> String {
        if ProcessInfo.processInfo.environment["LAMPLIGHT_REWRITE_GOLDEN"] == "1" {
            try outcome.write(to: url, atomically: true, encoding: .utf8)
        }
        return try String(contentsOf: url, encoding: .utf8)
    }
}

/// A case of the golden bills.
package struct GoldenBill {
    package let inputs: [String: Any]
    package let expected: [String: Any]

    /// - Throws: `NoSuchCase`.
    package init(_ id: String) throws {
        let all = try JSONSerialization.jsonObject(
            with: Data(contentsOf: GoldenFile("Tests/RatingTests/Golden/bills.json").url))
        guard let found = (all as? [[String: Any]])?.first(where: { $0["id"] as? String == id }) else {
            throw NoSuchCase(id: id)
        }
        inputs = found["inputs"] as? [String: Any] ?? [:]
        expected = found["expected"] as? [String: Any] ?? [:]
    }

    package struct NoSuchCase: Error {
        let id: String
    }
}
