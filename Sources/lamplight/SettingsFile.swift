import ArgumentParser
import Foundation

/// `lamplight.conf`: lines of `NAME=value` with the names of the environment; a line that begins with `#` is a comment.
///
/// A name that is no setting is refused and not passed over, so that a slip of the pen does not leave the default in
/// force unseen.
struct SettingsFile {
    /// By name, as they stand.
    let values: [String: String]

    /// - Throws: `ValidationError` with the line; what cannot be read. A file that is not there says nothing.
    init(_ file: URL) throws {
        guard FileManager.default.fileExists(atPath: file.path) else {
            values = [:]
            return
        }
        let known = Set(Setting.allCases.filter(\.isInFile).map(\.environment))
        var values: [String: String] = [:]
        let lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.isEmpty || text.hasPrefix("#") { continue }
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, known.contains(parts[0]) else {
                throw ValidationError(
                    "\(file.path) line \(index + 1): \(parts[0]) is no setting; there are "
                        + known.sorted().joined(separator: ", "))
            }
            guard values.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw ValidationError("\(file.path) line \(index + 1): \(parts[0]) is said twice")
            }
        }
        self.values = values
    }
}
