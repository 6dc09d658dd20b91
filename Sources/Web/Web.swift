package import Control
import Foundation
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import ServiceLifecycle

/// The shell of the console: sessions, routes, forms, pages, live events, static files. The map of the room:
///
/// - `Route`, `PathTemplate`, `RouteTable`: the route table as data; every route says who may use it.
/// - `Visit`: a request as a handler sees it, and the answers it can give (`show`, `redirect`, `json`).
/// - `Page`, `Templates`, `StaticText`, `TemplateCheck`: a page is a value; its template is filled with it.
/// - `Form`, `Field`: a form read into types, and shown again with what was typed.
/// - `EventFan`, `EventStream`: what happened, told to open pages.
/// - `Operation`, `SchemaProbe`, `OpenAPI`: what the machine's door takes and gives, told to programs.
/// - `Responder`, `SecurityHeaders`, `RequestOrigin`, `ErrorAnswer`: what happens to every request.
/// - `PortalSignIn`, `PortalCard`: customers' own pages 网上营业厅: their way in, and what subsystems add.
/// - `LookBook`: whose data was shown to whom, written down before it is sent.
/// - `PageGroup`: what a subsystem's Web room hands the shell.
package struct Web: Sendable {
    let shell: Shell

    /// Reads templates and assets and lays the route table. Whatever is wrong with them stops the start here.
    /// - Parameter looks: writes down whose data somebody of the staff is shown; nothing is shown before it returns.
    package init(
        configuration: WebConfiguration, groups: [PageGroup], signIn: any SignInService,
        customers: CustomerSignIn? = nil, fan: EventFan,
        looks: @escaping @Sendable (_ look: Look, _ principal: Principal) async throws -> Void
    ) throws {
        guard let assetFolder = Bundle.module.url(forResource: "Assets", withExtension: nil),
            let templateFolder = Bundle.module.url(forResource: "Templates", withExtension: nil)
        else { throw CocoaError(.fileNoSuchFile) }
        let assets = try Assets(folder: assetFolder)
        let folders = groups.compactMap { group in group.templates.map { (group.word, $0) } }
        let design = configuration.development ? DesignPage.routes : []
        let table = RouteTable(
            SignInPages.routes + Workbench.routes + OpenAPI.routes + design
                + (customers.map(PortalSignIn.routes) ?? []) + groups.flatMap(\.routes))
        shell = Shell(
            configuration: configuration, signIn: signIn, customers: customers, fan: fan,
            looks: LookBook(write: looks), assets: assets,
            templates: try Templates(folders: [("web", templateFolder)] + folders, assets: assets),
            table: table,
            navigation: Navigation(groups.flatMap(\.navigation)),
            cards: groups.flatMap(\.cards).sorted { $0.order < $1.order },
            work: groups.flatMap(\.work),
            portal: groups.flatMap(\.portal).sorted { $0.order < $1.order },
            openAPI: try OpenAPI.bytes(of: table.routes))
    }

    /// All routes, for the matrix of routes and roles.
    package var routes: [Route] { shell.table.routes }

    /// The description of the machine's door, as it is served.
    package var openAPI: [UInt8] { shell.openAPI }

    /// The files that pages are made up with.
    package var assets: Assets { shell.assets }

    /// All templates, for the tests that compare them with pages.
    package var templates: Templates { shell.templates }

    /// The keys of static text that templates use.
    package var keysInTemplates: Set<String> {
        Set(shell.templates.sources.values.flatMap(StaticText.keys))
    }

    /// Runs the console until the task is cancelled.
    package func run(
        logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        try await application(logger: logger, onRunning: onRunning).run()
    }

    /// The application, ready to run as a service; `onRunning` hears the port that was taken.
    package func application(
        logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let configuration = shell.configuration
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: configuration.headerFieldLimit,
            maxHeaderListSize: configuration.headerListLimit,
            maxHeaderFieldCount: configuration.headerCountLimit)
        let clear = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                idleTimeout: .seconds(configuration.idleSeconds), httpDecoderConfiguration: decoder))
        return Application(
            responder: Responder(shell: shell),
            server: try configuration.tls.map { try .tls(clear, tlsConfiguration: $0.server) } ?? clear,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.connectionLimit)),
            onServerRunning: { await onRunning($0.localAddress?.port ?? configuration.port) },
            logger: logger)
    }
}
