import Hummingbird

/// All routes, found by number of parts, words before parameters.
struct RouteTable: Sendable {
    /// What a path and method lead to.
    enum Match {
        case found(Route, [String: String])
        case wrongMethod(allowed: [HTTPRequest.Method])
        case nothing
    }

    let routes: [Route]
    private let byCount: [Int: [Route]]

    /// - Precondition: no two routes share a method and a form of path.
    init(_ routes: [Route]) {
        var seen: Set<String> = []
        for route in routes {
            let form = route.path.segments.map { if case .word(let word) = $0 { word } else { "{}" } }
            let line = "\(route.method) /\(form.joined(separator: "/"))"
            precondition(seen.insert(line).inserted, "two routes for \(line)")
        }
        self.routes = routes
        byCount = Dictionary(grouping: routes) { $0.path.segments.count }
            .mapValues { $0.sorted { Self.rank($0) < Self.rank($1) } }
    }

    /// `HEAD` is answered by the route for `GET`.
    func match(_ method: HTTPRequest.Method, _ parts: [String]) -> Match {
        let wanted = method == .head ? .get : method
        var allowed: [HTTPRequest.Method] = []
        for route in byCount[parts.count] ?? [] {
            guard let parameters = route.path.match(parts) else { continue }
            if route.method == wanted { return .found(route, parameters) }
            if !allowed.contains(route.method) { allowed.append(route.method) }
        }
        return allowed.isEmpty ? .nothing : .wrongMethod(allowed: allowed)
    }

    /// Sorts `/bills/new` before `/bills/{bill}`: a word at an earlier place wins.
    private static func rank(_ route: Route) -> String {
        String(route.path.segments.map { if case .word = $0 { "0" } else { "1" } })
    }
}
