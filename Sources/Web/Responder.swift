import Control
import Hummingbird
import Language
import Logging
import NIOCore

/// The context of one request: the logger, and the address of the other end.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let address: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}

/// From request to answer: static files, route, session, right, body, token, handler; errors into pages or problem
/// documents; and on whatever comes out, the security headers.
struct Responder: HTTPResponder {
    let shell: Shell

    func respond(to request: Request, context: WebContext) async throws -> Response {
        var cached = false
        var response: Response
        if let parts = Self.parts(of: Self.path(of: request)), parts.first == "static" {
            (response, cached) = asset(request, parts)
        } else {
            response = await page(request, context)
        }
        if request.method == .head { response = response.createHeadResponse() }
        SecurityHeaders.add(to: &response, strict: shell.configuration.isStrict, cachedForAYear: cached)
        return response
    }

    /// The path before `?`, as it came.
    private static func path(of request: Request) -> Substring {
        let whole = request.head.path ?? "/"
        return whole.prefix { $0 != "?" && $0 != "#" }
    }

    /// The decoded parts between slashes; nil where the path is malformed. A trailing slash does not matter.
    static func parts(of path: some StringProtocol) -> [String]? {
        guard path.hasPrefix("/"), path.utf8.count <= 2_048 else { return nil }
        var parts: [String] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: true) {
            guard let decoded = PercentCoding.decode(Substring(part), plusIsSpace: false), decoded != "..",
                decoded != ".", !decoded.contains("/")
            else { return nil }
            parts.append(decoded)
        }
        return parts
    }

    private func asset(_ request: Request, _ parts: [String]) -> (Response, Bool) {
        guard request.method == .get || request.method == .head else {
            var response = Response(status: .methodNotAllowed)
            response.headers[.allow] = "GET, HEAD"
            return (response, false)
        }
        guard let file = shell.assets.file(parts) else { return (Response(status: .notFound), false) }
        var response = Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
        response.headers[.contentType] = file.type
        return (response, true)
    }

    private func page(_ request: Request, _ context: WebContext) async -> Response {
        let path = String(Self.path(of: request))
        let address = ForwardedAddress.find(
            peer: context.address, request.headers[values: ForwardedAddress.header],
            trusted: shell.configuration.trustedProxies)
        var visit = Visit(
            opening: request, path: path, cookies: Preferences.cookies(of: request), address: address,
            shell: shell)
        do {
            try await visit.findSession()
            let response = try await answer(&visit)
            return visit.finished(response)
        } catch {
            return visit.finished(await ErrorAnswer.response(to: error, visit: visit, context: context))
        }
    }

    private func answer(_ visit: inout Visit) async throws -> Response {
        guard let parts = Self.parts(of: visit.path) else { throw WebRefusal.badPath }
        let query = (visit.request.head.path ?? "").split(separator: "?", maxSplits: 1)
        if query.count > 1 {
            guard let fields = PercentCoding.decodeFields(query[1], limit: 200) else {
                throw WebRefusal.badPath
            }
            visit.query = fields
        }
        let route: Route
        switch shell.table.match(visit.request.method, parts) {
        case .nothing: throw WebRefusal.notFound
        case .wrongMethod(let allowed):
            throw WebRefusal.methodNotAllowed(visit.request.method, allowed: allowed)
        case .found(let found, let parameters):
            route = found
            visit.parameters = parameters
        }
        if !visit.isRead { try RequestOrigin.check(visit.request, secure: shell.configuration.secure) }
        let isStranger = route.access == .customer ? visit.customerSession == nil : visit.session == nil
        if route.access != .anyone, isStranger { throw WebRefusal.signInFirst }
        if let elsewhere = try visit.keepToDuty(route) { return elsewhere }
        if case .may(let permission) = route.access, !visit.may(route.access) {
            throw WebRefusal.notPermitted(permission)
        }
        try await visit.readBody(route)
        if !visit.isRead { try visit.checkToken(route) }
        do {
            let response = try await handle(visit, route)
            if LookBook.isShown(response, to: visit) { try await shell.looks.note(visit, route) }
            return response
        } catch let changed as Changed where changed.bytes != nil {
            // The answer is the thing as it is now.
            try await shell.looks.note(visit, route)
            throw changed
        }
    }

    private func handle(_ visit: Visit, _ route: Route) async throws -> Response {
        guard let footing = try await visit.checkMatch() else { return try await route.handler(visit) }
        do {
            return try await Footing.$current.withValue(footing) { try await route.handler(visit) }
        } catch is ChangedSince {
            // Somebody was faster between the look and the order: the answer is what a look shows now.
            _ = try await visit.checkMatch()
            throw Changed(bytes: nil, tag: nil)
        }
    }
}
