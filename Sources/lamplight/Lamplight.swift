import ArgumentParser

/// The command line of Lamplight.
@main
struct Lamplight: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lamplight",
        abstract: "灯火用电管理系统 — customer information and billing of a power-supply company.",
        version: "0.1.0",
        subcommands: [
            InitCommand.self, DemoCommand.self, ImportCommand.self, RunCommand.self, CheckCommand.self,
            ReleaseCommand.self, CancelCommand.self, TakeBackCommand.self, CloseCommand.self, PayCommand.self,
            ExplainCommand.self, TariffCommand.self, RateCommand.self,
            ExportCommand.self,
            ServeCommand.self,
            WorkCommand.self, DrillCommand.self, BackupCommand.self, MessageCommand.self,
            WebhookCommand.self,
            AuditCommand.self,
            SettingsCommand.self,
            BenchCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Failure(error: error, arguments: CommandLine.arguments).end()
        }
    }
}
