internal import Foundation

/// What long runs of the tests measured: a small JSON file a subject, in the folder that LAMPLIGHT_FIGURES names.
/// `scripts/figures` stamps them with commit and day, keeps them in docs/figures and makes the tables of docs of them.
package enum Figures {
    /// Keeps whole numbers of one subject; does nothing where no figures are asked for.
    /// - Parameter subject: the file's name without its ending, such as `kills`.
    package static func keep(_ subject: String, _ numbers: [String: Int]) throws {
        guard let folder = ProcessInfo.processInfo.environment["LAMPLIGHT_FIGURES"] else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        let file = URL(fileURLWithPath: folder, isDirectory: true).appendingPathComponent(subject + ".json")
        try encoder.encode(numbers).write(to: file)
    }
}
