import Control
import Hummingbird
import Web

/// One bad request and the status that refuses it.
struct RefusalProbe: Sendable {
    let name: String
    let status: Int
    let method: String
    let path: String
    var headers: [(String, String)]
    var body: [UInt8] = []
    /// Sent instead of the body's own length, with no body at all.
    var announced: Int?

    private static let form = "application/x-www-form-urlencoded"
    private static let methods = ["GET", "POST", "PUT", "DELETE", "PATCH"]

    /// Every bad request that `route` must refuse. `others` are all routes, `path` its path with foreign samples.
    static func all(
        of route: Route, path: String, among others: [Route], bodyLimit: Int, customer: CustomerSession
    ) -> [RefusalProbe] {
        let asker = Asker(route: route, path: path, customer: customer)
        var probes = asker.strangers
        if !route.path.parameterNames.isEmpty {
            probes.append(asker.probe("a foreign station's record", 404, as: "b", asker.foreignBody))
        }
        probes.append(
            RefusalProbe(
                name: "an unknown route", status: 404, method: asker.method,
                path: (path == "/" ? "" : path) + "/no/such/page/any/where", headers: asker.headers("clerk")))
        let known = others.filter { $0.path.segments.count == route.path.segments.count }
            .filter { other in
                zip(other.path.segments, route.path.segments).allSatisfy { mine, its in
                    if case .word(let a) = mine, case .word(let b) = its { return a == b }
                    return true
                }
            }.map(\.method.rawValue)
        if let wrong = methods.first(where: { !known.contains($0) }) {
            probes.append(
                RefusalProbe(
                    name: "a wrong method", status: 405, method: wrong, path: path,
                    headers: asker.headers("clerk")))
        }
        return probes + asker.bodies(limit: bodyLimit)
    }

    /// Makes the requests of one route.
    private struct Asker {
        let route: Route
        let path: String
        let customer: CustomerSession

        var method: String { route.method.rawValue }

        private var type: String? {
            switch route.body {
            case .none: nil
            case .form: RefusalProbe.form
            case .json: "application/json"
            case .upload(let types, _): types[0]
            }
        }

        /// A session's cookie, its token and the route's own content type.
        func headers(_ login: String?, token: Bool = true, type: String? = nil) -> [(String, String)] {
            var headers: [(String, String)] = []
            if login != nil, route.access == .customer {
                headers.append(("Cookie", "lamplight-customer=\(customer.token)"))
                if token { headers.append(("X-CSRF-Token", customer.csrf)) }
            } else if let login {
                headers.append(("Cookie", "lamplight-session=\(WebHouse.token(login))"))
                if token { headers.append(("X-CSRF-Token", WebHouse.csrf(login))) }
            }
            if let type = type ?? self.type { headers.append(("Content-Type", type)) }
            return headers
        }

        func probe(
            _ name: String, _ status: Int, as login: String?, token: Bool = true, type: String? = nil,
            _ text: String = ""
        ) -> RefusalProbe {
            RefusalProbe(
                name: name, status: status, method: method, path: path,
                headers: headers(login, token: token, type: type), body: Array(text.utf8))
        }

        /// Good in itself, so that only the record is wrong.
        var foreignBody: String {
            switch (method, route.path.description) {
            case ("POST", "/reading/accounts/{account}"): "month=2026-10&day=2026-10-31&version=1"
            case ("POST", "/api/v1/billing/rehearsals/{draft}"): #"{"months":1}"#
            case ("POST", "/payment/accounts/{account}"): "amount=1.00&key=foreign"
            case ("POST", "/api/v1/accounts/{account}/readings"):
                #"{"month":"2026-10","day":"2026-10-31","version":"1","values":[]}"#
            case ("POST", "/api/v1/accounts/{account}/frozen"):
                #"{"month":"2026-10","day":"2026-10-11","values":[]}"#
            case ("POST", "/api/v1/control/messages/{message}/by-hand"):
                #"{"delivered":true,"note":"a note"}"#
            case ("POST", "/api/v1/accounts/{account}/change"): #"{"version":"1","name":"外人"}"#
            case ("POST", "/api/v1/control/contacts/{account}"): #"{"channel":"SMS"}"#
            case ("POST", "/payment/receipts/{payment}/reverse"): "code=TWICE&reason=why"
            case ("POST", "/billing/bills/{bill}/take-back"), ("POST", "/billing/runs/{run}/take-back"):
                "code=MISREAD&reason=why"
            case ("POST", "/api/v1/billing/bills/{bill}/take-back"),
                ("POST", "/api/v1/billing/runs/{run}/take-back"):
                #"{"reasonCode":"MISREAD","reason":"a reason"}"#
            case ("POST", "/api/v1/payments/{payment}/reversal"):
                #"{"reasonCode":"TWICE","reason":"a reason"}"#
            case ("POST", "/api/v1/accounts/{account}/unmask"): #"{"field":"phone","reason":"a call"}"#
            case ("POST", "/control/users/{user}"): "do=disable"
            case ("POST", "/api/v1/control/roles/{role}/permissions"):
                #"{"permissions":[],"before":[]}"#
            case ("POST", "/api/v1/control/roles/{role}/rename"): #"{"name":"甲","before":"乙"}"#
            case ("POST", "/api/v1/control/roles/{role}/retire"): #"{"reason":"why"}"#
            case ("POST", "/api/v1/control/roles/{role}/second-factor"):
                #"{"required":false,"reason":"why"}"#
            case ("POST", "/control/roles/{role}/second-factor"): "do=waive&reason=why"
            case ("POST", "/control/roles/{role}/rename"): "name=a&before=b"
            case ("POST", "/control/roles/{role}/retire"): "reason=why"
            case ("POST", "/api/v1/control/users/{user}"):
                #"{"name":"外人","organisation":"3","version":1}"#
            case ("POST", "/api/v1/control/organisations/{organisation}/rename"): #"{"name":"外所"}"#
            case ("POST", "/api/v1/control/organisations/{organisation}/move"): #"{"parent":"3"}"#
            case ("POST", "/api/v1/control/duty-conflicts/{conflict}/end"): #"{"reason":"a rota"}"#
            case ("POST", "/control/roles/conflicts/{conflict}/end"): "reason=a+rota"
            case ("POST", "/api/v1/control/users/{user}/roles"):
                #"{"roles":["stationHead"],"reason":"a rota"}"#
            case ("POST", let path) where path.hasPrefix("/api/v1/control/proposals/"):
                #"{"hash":"00","reason":"a reason"}"#
            case ("POST", let path) where path.hasPrefix("/control/proposals/"): "hash=00&reason=why"
            case ("POST", "/api/v1/control/parameters/{key}"):
                #"{"organisation":"HQ","from":"2026-12-01","value":"1","clause":"a","reason":"a reason"}"#
            case ("POST", "/api/v1/control/codes/{table}"):
                #"{"code":"X","zh":"甲","en":"X","from":"2026-12-01","clause":"a","reason":"a reason"}"#
            case ("POST", "/api/v1/control/codes/{table}/{code}/end"): #"{"reason":"a reason"}"#
            case ("POST", let path) where path.hasPrefix("/api/v1/control/cases/"):
                #"{"version":1,"to":"1","step":"issue","reason":"a reason","values":{}}"#
            case ("POST", let path) where path.hasSuffix("/carry"):
                #"{"item":"a","carrier":"a","reason":"a reason"}"#
            case ("POST", let path) where path.hasSuffix("/reopen"): #"{"reason":"a reason"}"#
            case ("POST", "/api/v1/tariff/drafts/{draft}"): #"{"version":1,"content":"{}"}"#
            case ("POST", "/api/v1/tariff/{tariff}/withdraw"): #"{"document":"1","reason":"a reason"}"#
            case ("POST", let path) where path.hasPrefix("/api/v1/tariff/sets/"):
                #"{"reason":"a reason","months":1,"drafts":[]}"#
            case ("POST", let path) where path.hasPrefix("/api/v1/tariff/drafts/"):
                #"{"version":1,"reason":"a reason"}"#
            default: ""
            }
        }

        /// Those who may not come in, and those whose request is forged.
        var strangers: [RefusalProbe] {
            var probes: [RefusalProbe] = []
            if route.access != .anyone {
                probes.append(probe("signed out", 401, as: nil))
                var bearer = probe("an unknown API token", 401, as: nil)
                bearer.headers.append(("Authorization", "Bearer \(String(repeating: "x", count: 48))"))
                probes.append(bearer)
            }
            if route.access == .customer {
                var clerk = probe("a clerk's session", 401, as: nil)
                clerk.headers.append(("Cookie", "lamplight-session=\(WebHouse.token("clerk"))"))
                probes.append(clerk)
            } else if route.access != .anyone {
                var guest = probe("a customer's session", 401, as: nil)
                guest.headers.append(
                    ("Cookie", "lamplight-customer=\(customer.token); lamplight-session=\(customer.token)"))
                probes.append(guest)
            }
            if case .may = route.access {
                probes.append(probe("a role without the permission", 403, as: "bare"))
            }
            if method != "GET", !(route.access == .anyone && route.body == .json) {
                probes.append(probe("a missing token", 403, as: "clerk", token: false))
                var other = probe("another session's token", 403, as: "clerk", token: false)
                other.headers.append(("X-CSRF-Token", WebHouse.csrf("b")))
                probes.append(other)
            }
            return probes
        }

        /// Bodies too large, of another type, or not to be read.
        func bodies(limit: Int) -> [RefusalProbe] {
            var most = limit
            switch route.body {
            case .none: return []
            case .upload(_, let own): most = own
            case .form, .json: break
            }
            var large = probe("an oversized body", 413, as: "clerk")
            large.announced = most + 1
            var probes = [
                large, probe("a wrong content type", 415, as: "clerk", type: "text/html", "<p>"),
            ]
            if route.body == .json { probes.append(probe("malformed JSON", 400, as: "clerk", "{\"a\":")) }
            if route.body == .form {
                probes.append(probe("a malformed form", 400, as: "clerk", "month=%zz"))
                probes.append(probe("a form that is no text", 400, as: "clerk", "month=%ff"))
            }
            return probes
        }
    }
}
