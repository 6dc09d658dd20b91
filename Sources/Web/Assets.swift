import Crypto
package import Foundation

/// The files pages are made up with, read once at the start and served from memory under a name that holds the hash
/// of them all, so that a browser may keep them for a year and modules may import each other by relative name.
package struct Assets: Sendable {
    /// One file: its bytes and its type.
    struct File: Sendable {
        let bytes: [UInt8]
        let type: String
    }

    /// `/static/0123456789abcdef`.
    package let prefix: String
    private let files: [String: File]
    /// The symbols of `icons.svg`.
    let icons: Set<String>

    /// Why the assets cannot be served. Stops the start.
    enum Fault: Error { case unknownType(String) }

    /// Reads the folder; names are flat. An ending it has no type for stops the start.
    package init(folder: URL) throws {
        var files: [String: File] = [:]
        var hash = SHA256()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        where !name.hasPrefix(".") {
            guard let ending = name.split(separator: ".").last, let type = Self.types[String(ending)] else {
                throw Fault.unknownType(name)
            }
            let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
            hash.update(data: Array(name.utf8) + [0])
            hash.update(data: bytes)
            files[name] = File(bytes: bytes, type: type)
        }
        let digest = hash.finalize().prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        prefix = "/static/\(digest)"
        self.files = files
        icons = Self.symbols(of: files["icons.svg"].map { String(decoding: $0.bytes, as: UTF8.self) } ?? "")
    }

    /// The address of an asset; nil where there is none of that name.
    package func address(of name: String) -> String? { files[name] == nil ? nil : "\(prefix)/\(name)" }

    /// The file under `/static/hash/name`. Only names of the folder are known, so no path leads elsewhere; an old
    /// hash finds nothing rather than other contents.
    func file(_ parts: [String]) -> File? {
        guard parts.count == 3, "/\(parts[0])/\(parts[1])" == prefix else { return nil }
        return files[parts[2]]
    }

    private static func symbols(of sprite: String) -> Set<String> {
        Set(
            sprite.components(separatedBy: "<symbol id=\"").dropFirst().compactMap { part in
                part.split(separator: "\"", maxSplits: 1).first.map(String.init)
            })
    }

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "png": "image/png", "webmanifest": "application/manifest+json", "woff2": "font/woff2",
    ]
}
