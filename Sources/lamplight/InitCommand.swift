import ArgumentParser
import Control
import Foundation
import Kernel
import Tariff

/// Makes an empty installation: schema, keys, roles, the company and its first administrator.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make an empty installation: database, keys, company, first administrator.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions

    @Option(help: "The company's name.")
    var company = "供电公司"

    private struct Answer: Encodable {
        let data: String
        let database: String
        let signIns: String
    }

    func run() async throws {
        let installation = try await Installation.create(settings)
        try await installation.control.installRoles()
        try await installation.control.installCodes()
        try await installation.tariff.install(TariffCatalogue.bundledFiles())
        let existing = try await installation.control.organisations(under: OrganisationPath("/"))
        if existing.isEmpty {
            try await installation.control.addOrganisation(
                id: OrganisationID(1), code: "HQ", name: company, kind: .company, parent: nil)
            // Three people from the first day on: none of them can do the others' office.
            let administrators: [(String, String, RoleCode)] = [
                ("admin", "系统管理员", .systemAdministrator), ("secadmin", "安全管理员", .securityAdministrator),
                ("auditor", "审计管理员", .auditAdministrator),
            ]
            var lines = SignInsFile.header
            for (login, name, role) in administrators {
                let password = RandomToken.password()
                let seed = RandomToken.bytes(20)
                try await installation.control.addUser(
                    login: login, name: name, organisation: OrganisationID(1), roles: [role],
                    password: password, secondFactor: seed, mustChange: true)
                lines +=
                    "\(login)\t\(password)\t\(SecondFactor.base32(seed))\t\(role.rawValue)\t\(name)\t\(company)\n"
            }
            try Installation.writePrivately(lines, to: settings.signInsFile)
        }
        try output.answer(
            Answer(
                data: settings.data.path, database: try settings.database(),
                signIns: settings.signInsFile.path),
            text: [
                output.text("cli.init.data", [("path", settings.data.path)]),
                output.text("cli.init.database", [("address", try settings.database())]),
                output.text("cli.signIns", [("file", settings.signInsFile.path)]),
            ].joined(separator: "\n"))
    }
}
