import ArgumentParser
import Billing
import Control
import Foundation
import Kernel
import Language
import Logging
import Records
import Reports
import ServiceLifecycle
import Store
import Tariff
import Web
import WebBilling
import WebControl
import WebField
import WebPayment
import WebPortal
import WebReading
import WebRecords
import WebTariff

/// Serves the console, works jobs, carries events.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the console, work the jobs, carry the events.")

    @OptionGroup var settings: Settings
    @OptionGroup var output: OutputOptions
    @Option(name: .customLong(Setting.host.rawValue), help: .init(Setting.host.help)) var hostFlag: String?
    @Option(name: .customLong(Setting.port.rawValue), help: .init(Setting.port.help)) var portFlag: Int?

    @Flag(name: .customLong(Setting.tlsSelfSigned.rawValue), help: .init(Setting.tlsSelfSigned.help))
    var isSelfSigned = false
    @Option(name: .customLong(Setting.tlsCertificate.rawValue), help: .init(Setting.tlsCertificate.help))
    var certificateFlag: String?
    @Option(name: .customLong(Setting.tlsKey.rawValue), help: .init(Setting.tlsKey.help)) var keyFlag: String?
    @Option(name: .customLong(Setting.trustedProxy.rawValue), help: .init(Setting.trustedProxy.help))
    var proxyFlag: String?

    func run() async throws {
        var flags: [Setting: String] = [:]
        flags[.host] = hostFlag
        flags[.port] = portFlag?.description
        if isSelfSigned { flags[.tlsSelfSigned] = "yes" }
        flags[.tlsCertificate] = certificateFlag
        flags[.tlsKey] = keyFlag
        flags[.trustedProxy] = proxyFlag
        let host = try settings.value(.host, flags)
        let port = try settings.number(.port, flags)
        let installation = try await Installation.open(settings)
        var logger = Logger(label: "lamplight")
        logger.logLevel = .notice
        let fan = EventFan()
        var configuration = WebConfiguration(clock: installation.control.house.clock.now)
        configuration.host = host
        configuration.port = port
        configuration.trustedProxies = try Self.ranges(settings.value(.trustedProxy, flags))
        let tls = try ServeTLS(settings, flags, now: installation.control.house.clock.now())
        configuration.tls = tls.web
        configuration.secure = tls.web != nil
        let web = try Web(
            configuration: configuration,
            groups: installation.pages
                + WebField(control: installation.control, certificate: tls.root).pages,
            signIn: SignIn(control: installation.control),
            customers: CustomerSignIn(
                control: installation.control, directory: installation.records.customerDirectory),
            fan: fan, looks: { try await installation.control.note($0, by: $1) })
        _ = installation.control.pump.listen { event in
            fan.publish(
                LiveEvent(
                    topic: event.topic, organisationPath: OrganisationPath(event.organisation),
                    payload: Self.payload(event)))
        }
        let (settings, output) = (settings, output)
        let application = try web.application(logger: logger) { port in
            let ready = ServeAnswer(
                addresses: tls.links(host: host, port: port),
                signIns: SignInsFile(settings.signInsFile))
            do {
                try output.answer(ready, text: ready.text(tls.lines, output))
            } catch {
                Console.note(Failure.sentence(error, in: output.language))
            }
        }
        let control = installation.control
        // What a new version brings; what is there already stays as it is.
        try await control.installRoles()
        try await control.installCodes()
        try await installation.tariff.install(TariffCatalogue.bundledFiles())
        _ = try await installation.tariff.catalogue()
        if let backups = try await control.backupStanding(by: installation.principal), backups.isStale {
            let sentence = backups.sentence
            Console.note(output.text(sentence.key ?? "", sentence.arguments.map { ($0.key, $0.value) }))
        }
        let workers = try installation.workers(
            CarrierSettings(settings: settings), lanes: 1, language: output.language)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await control.pump.run(control: control) }
            for worker in workers { group.addTask { try await worker() } }
            group.addTask { try await application.run() }
            try await group.next()
            group.cancelAll()
        }
        try await installation.database.close()
    }

    /// Addresses and ranges with commas between.
    private static func ranges(_ text: String) throws -> [AddressRange] {
        try text.split { $0 == "," || $0 == " " }.map { part in
            guard let range = AddressRange(text: part) else {
                throw ValidationError("\(Setting.trustedProxy.environment) has no address in \(part)")
            }
            return range
        }
    }

    /// An event's small JSON object as words, for open pages.
    private static func payload(_ event: Event) -> [String: String] {
        guard let object = try? JSONSerialization.jsonObject(with: Data(event.payload.utf8)) as? [String: Any]
        else {
            return [:]
        }
        return object.mapValues { "\($0)" }
    }
}

extension Installation {
    /// What works beside the pages: jobs and schedules, messages, webhooks. Each runs until its task is cancelled.
    /// - Parameter language: of what goes wrong, on standard error.
    func workers(
        _ carriers: CarrierSettings, lanes: Int, language: Language
    ) throws -> [@Sendable () async throws -> Void] {
        @Sendable func note(_ word: String, _ error: any Error) {
            Console.note("\(word): \(Failure.sentence(error, in: language))")
        }
        let jobs = JobWorker(control: control, lanes: lanes) { note("job", $0) }
        let messages = MessageWorker(control: control, carriers: try carriers.carriers(control.house.keys)) {
            note("message", $0)
        }
        let webhooks = WebhookWorker(control: control) { note("webhook", $0) }
        let exports = ExportWorker(control: control) { note("export", $0) }
        return [
            { try await jobs.run() }, { try await exports.run() }, { try await messages.run() },
            { try await webhooks.run() },
        ]
    }

    /// Every subsystem's pages.
    var pages: [PageGroup] {
        WebBilling(
            control: control, billing: billing, reading: reading, records: records,
            reports: Reports(control: control),
            tariffs: tariff.shelf
        ).pages
            + WebPayment(payment: payment, records: records) { [billing] in
                try await billing.examples(among: $0)
            }
            .pages
            + WebTariff(
                control: control, tariff: tariff,
                rehearse: { [billing] draft, months, principal in
                    _ = try await billing.rehearse(draft: draft, months: months, by: principal)
                }
            ) { [billing] draft, principal in
                let classes = try await billing.reach(of: draft, by: principal).classes
                return AccountClass.allCases.compactMap { kind in classes[kind].map { (kind.rawValue, $0) } }
            }.pages
            + WebRecords(control: control, records: records) { [tariff] in tariff.isExample($0, on: $1) }
            .pages
            + WebReading(control: control, records: records, reading: reading).pages
            + WebControl(control: control).pages + control.pagesOfRooms
            + WebPortal(records: records).pages
    }
}
