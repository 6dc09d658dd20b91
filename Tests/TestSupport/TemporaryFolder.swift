package import Foundation

/// A folder of its own for one test, gone when nobody holds it any more.
package final class TemporaryFolder: Sendable {
    /// Where it is; an absolute file URL.
    package let url: URL

    /// The same as a path.
    package var path: String { url.path }

    /// Makes an empty folder below the system's temporary one, readable by this user alone.
    package init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lamplight-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// The path of `name` inside, whether there is such a file or not.
    package func file(_ name: String) -> URL { url.appendingPathComponent(name) }

    /// Writes `text` as UTF-8 to `name` and answers where.
    package func write(_ text: String, to name: String) throws -> URL {
        let place = file(name)
        try Data(text.utf8).write(to: place)
        return place
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
