import ArgumentParser
import Foundation

/// Prints every setting as it holds.
struct SettingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract:
            "Print every setting as it holds here: flag, environment, file, default (docs/configuration.md).")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions

    private struct Line: Encodable {
        let name: String
        let flag: String
        let environment: String
        let isInFile: Bool
        let `default`: String
        let value: String
    }

    func run() async throws {
        let lines = try Setting.allCases.map { setting in
            Line(
                name: setting.rawValue, flag: setting.flag, environment: setting.environment,
                isInFile: setting.isInFile, default: setting.standard,
                value: Self.withoutPassword(try value(of: setting)))
        }
        try output.answer(
            lines, text: lines.map { "\($0.environment)=\($0.value)" }.joined(separator: "\n"))
    }

    /// As it holds; where the data folder lies is put in.
    private func value(of setting: Setting) throws -> String {
        switch setting {
        case .database: try settings.database()
        case .auditRoots: try settings.auditRoots().path
        default: try settings.value(setting)
        }
    }

    /// An address as it may be shown.
    private static func withoutPassword(_ address: String) -> String {
        if address.hasPrefix("kannel:") { return "kannel:" + withoutPassword(String(address.dropFirst(7))) }
        guard var parts = URLComponents(string: address), parts.password != nil else { return address }
        parts.password = "…"
        return parts.string?.removingPercentEncoding ?? ""
    }
}
