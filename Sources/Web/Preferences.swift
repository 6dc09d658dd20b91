import Hummingbird
import Language

/// A cookie of ours, always `SameSite=Strict`, `HttpOnly` and for the whole site.
struct WebCookie: Sendable {
    let name: String
    let value: String
    /// Seconds to live; nil ends with the browser, 0 takes it away.
    let maxAge: Int?

    /// The name that goes over the wire. Over TLS the browser itself then holds the cookie to this host.
    static func wireName(_ name: String, _ configuration: WebConfiguration) -> String {
        (configuration.secure ? "__Host-" : "") + "lamplight-" + name
    }
}

/// Language and appearance, kept in cookies; and what else the shell keeps there.
package enum Preferences {
    static let session = "session"
    /// A customer's session.
    static let customer = "customer"
    /// What a customer's browser keeps between asking for a code and bringing it.
    static let customerCode = "customer-code"
    static let visitor = "visitor"
    static let language = "language"
    static let theme = "theme"
    static let notice = "notice"
    private static let year = 31_536_000

    /// The cookies of a request by wire name. Of a name that comes twice the first counts.
    static func cookies(of request: Request) -> [String: String] {
        var cookies: [String: String] = [:]
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { continue }
                let name = parts[0].drop { $0 == " " }
                if cookies[String(name)] == nil { cookies[String(name)] = String(parts[1]) }
            }
        }
        return cookies
    }

    static func set(_ cookie: WebCookie, on response: inout Response, _ configuration: WebConfiguration) {
        var text = "\(WebCookie.wireName(cookie.name, configuration))=\(cookie.value); Path=/"
        if let maxAge = cookie.maxAge { text += "; Max-Age=\(maxAge)" }
        text += "; HttpOnly; SameSite=Strict"
        if configuration.secure { text += "; Secure" }
        response.headers.append(.init(name: .setCookie, value: text))
    }

    /// The cookies for the values a preferences form sent; values that are none of ours are left out.
    static func cookies(for form: Form) -> [WebCookie] {
        var cookies: [WebCookie] = []
        if let language = form.text("language").flatMap(Language.init) {
            cookies.append(WebCookie(name: Self.language, value: language.rawValue, maxAge: year))
        }
        if let theme = form.text("theme").flatMap(Theme.init) {
            cookies.append(WebCookie(name: Self.theme, value: theme.rawValue, maxAge: year))
        }
        return cookies
    }

    /// Whether a link stays on this site: one slash first, no backslash, nothing below a blank.
    package static func isLocal(_ link: String) -> Bool {
        link.hasPrefix("/") && !link.hasPrefix("//")
            && link.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }
    }
}

/// A notice travels to the next page in a cookie: a key of the catalogue and its arguments. Whatever a cookie holds,
/// only a text of ours is shown, with arguments escaped like any other.
enum NoticeCookie {
    static func write(_ key: String, _ arguments: [(String, String)], _ tone: Tone) -> WebCookie {
        let fields = [("key", key), ("tone", tone.rawValue)] + arguments.map { ("_" + $0.0, $0.1) }
        let value = fields.map { "\(PercentCoding.encode($0.0))=\(PercentCoding.encode($0.1))" }
            .joined(separator: "&")
        return WebCookie(name: Preferences.notice, value: value, maxAge: 60)
    }

    static func read(_ value: String, _ language: Language) -> Frame.Notice? {
        guard value.utf8.count <= 2_048, let fields = PercentCoding.decodeFields(value[...], limit: 20),
            let key = fields.first(where: { $0.name == "key" })?.value, Catalogue.has(key)
        else { return nil }
        let arguments = fields.filter { $0.name.hasPrefix("_") }.map {
            (String($0.name.dropFirst()), $0.value)
        }
        let tone = fields.first { $0.name == "tone" }.flatMap { Tone(rawValue: $0.value) } ?? .plain
        return Frame.Notice(text: language.text(key, arguments), tone: tone.rawValue)
    }
}
