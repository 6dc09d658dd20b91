import Foundation

/// The files of this package, found from where this file was compiled.
struct House {
    let root: URL

    init(file: String = #filePath) {
        root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Paths relative to the package of all Swift files and templates below `folder`, sorted.
    func files(below folder: String) throws -> [String] {
        let start = root.appendingPathComponent(folder).path
        let found = FileManager.default.enumerator(atPath: start)?.compactMap { $0 as? String } ?? []
        return found.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".mustache") }.map { "\(folder)/\($0)" }
            .sorted()
    }

    func folders(in folder: String) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path))
            .filter { !$0.hasPrefix(".") }
    }
}
