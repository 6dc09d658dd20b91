package import Foundation

/// Headless Chromium with a profile of its own, driven through chromedriver (W3C WebDriver) on loopback.
///
/// Two browsers are two people: they share no cookie. `close` ends both programs; so does letting go of the value.
package final class Browser: Sendable {
    /// The sizes that pages are looked at in, in CSS pixels.
    package enum Window: String, Sendable, CaseIterable {
        case desktop, phone

        package var width: Int { self == .desktop ? 1280 : 390 }
        package var height: Int { self == .desktop ? 800 : 844 }
    }

    /// An element of the page that is open now.
    package struct Element: Sendable { let id: String }

    /// What the driver refuses, in its own words.
    package struct Refusal: Error, CustomStringConvertible {
        package let code: String
        package let message: String
        package var description: String { "\(code): \(message)" }
    }

    private let driver: ChildProcess
    private let client: HTTPClient
    private let session: String
    private let profile: TemporaryFolder

    /// Starts chromedriver and one Chromium; `language` is what the browser asks pages for, `isDark` its theme,
    /// `trustsAll` whether it takes any certificate, as if each had been installed, `isTranslated` whether its own
    /// words (a file's button, a month's name) are in that language too, where it has them.
    package init(
        _ window: Window = .desktop, language: String = "zh-CN", isDark: Bool = false,
        trustsAll: Bool = false, isTranslated: Bool = false
    ) async throws {
        let port = try freePort()
        profile = try TemporaryFolder()
        let program = try Self.program("chromedriver")
        driver = try ChildProcess(
            program, ["--port=\(port)", "--allowed-ips=127.0.0.1", "--log-level=SEVERE"],
            environment: [
                "LANGUAGE": isTranslated ? language.replacingOccurrences(of: "-", with: "_") : "en"
            ])
        let client = HTTPClient(port: port, timeoutSeconds: 60)
        self.client = client
        _ = try await Deadline(seconds: 20).wait(for: "chromedriver") {
            (try? client.get("/status")).flatMap { $0.status == 200 ? true : nil }
        }
        var arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--force-color-profile=srgb", "--lang=\(language)",
            "--user-data-dir=\(profile.path)",
            "--window-size=\(window.width),\(window.height)",
        ]
        if isDark { arguments.append("--blink-settings=preferredColorScheme=0") }
        let options: [String: Any] = [
            "binary": try Self.program("chromium").path, "args": arguments,
            "prefs": ["intl.accept_languages": language],
        ]
        let answer = try Self.value(
            client, "POST", "/session",
            [
                "capabilities": [
                    "alwaysMatch": [
                        "browserName": "chrome", "acceptInsecureCerts": trustsAll,
                        "goog:chromeOptions": options,
                    ] as [String: Any]
                ]
            ])
        guard let session = (answer as? [String: Any])?["sessionId"] as? String else {
            throw Refusal(code: "no session", message: "\(answer)")
        }
        self.session = session
        try resize(window)
        try bringToFront()
        if isDark {
            try command(
                "Emulation.setEmulatedMedia",
                ["features": [["name": "prefers-color-scheme", "value": "dark"]]])
        }
    }

    deinit { close() }

    /// Ends the browser and its driver; a second call does nothing.
    package func close() {
        if driver.isRunning { _ = try? client.send("DELETE", "/session/\(session)") }
        driver.kill()
    }

    // MARK: The window

    /// Sets the viewport to exactly this size, as a phone's where it is one.
    package func resize(_ window: Window) throws {
        try command(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": window.width, "height": window.height, "deviceScaleFactor": 1,
                "mobile": window == .phone,
            ])
    }

    /// Opens an address and waits until it is loaded.
    package func open(_ address: String) throws { _ = try call("POST", "/url", ["url": address]) }

    /// The address that is open now.
    package func address() throws -> String { try text("GET", "/url") }

    /// Opens an empty tab beside the others and goes to it.
    package func newTab() throws {
        let made = try call("POST", "/window/new", ["type": "tab"]) as? [String: Any]
        guard let handle = made?["handle"] as? String else {
            throw Refusal(code: "no tab", message: "the driver named none")
        }
        try go(toTab: handle)
    }

    /// The tabs' names, as the driver gives them.
    package func tabs() throws -> [String] { try call("GET", "/window/handles") as? [String] ?? [] }

    /// Goes to a tab and brings it to the front: what follows is about it. A tab behind another is not drawn, and
    /// a page that is not drawn gives no field the focus.
    package func go(toTab handle: String) throws {
        _ = try call("POST", "/window", ["handle": handle])
        try bringToFront()
    }

    /// Waits until the element of the selector is the one that keys go to.
    package func focused(_ selector: String) async throws {
        try await wait(for: "the focus on \(selector)") {
            try run("return document.activeElement?.matches('\(selector)') ?? false") == "true"
        }
    }

    /// The title of the page.
    package func title() throws -> String { try text("GET", "/title") }

    /// The page as PNG, as much as the window shows.
    package func screenshot() throws -> Data {
        guard let data = Data(base64Encoded: try text("GET", "/screenshot")) else {
            throw Refusal(code: "screenshot", message: "is no base64")
        }
        return data
    }

    /// A cookie of the open page's address, those that scripts cannot see too.
    package func cookie(_ name: String) throws -> String? {
        (try? call("GET", "/cookie/\(name)")).flatMap { ($0 as? [String: Any])?["value"] as? String }
    }

    /// Gives the open page's address a cookie that scripts cannot see.
    package func setCookie(_ name: String, _ value: String) throws {
        let cookie: [String: Any] = ["name": name, "value": value, "path": "/", "httpOnly": true]
        _ = try call("POST", "/cookie", ["cookie": cookie])
    }

    // MARK: Elements

    /// The elements that `css` selects, in document order; none is an empty answer.
    package func findAll(_ css: String) throws -> [Element] {
        let found =
            try call("POST", "/elements", ["using": "css selector", "value": css]) as? [[String: String]]
        return (found ?? []).compactMap { $0.values.first }.map(Element.init)
    }

    /// The first element that `css` selects, waiting for it to appear.
    package func find(_ css: String, withinSeconds seconds: Double = 30) async throws -> Element {
        try await Deadline(seconds: seconds).wait(for: css) { try findAll(css).first }
    }

    /// Clicks in the middle of an element, scrolling it into view.
    package func click(_ element: Element) throws {
        _ = try call("POST", "/element/\(element.id)/click", [:])
    }

    /// Waits for an element and clicks it.
    package func click(_ css: String) async throws { try await current(css) { try click($0) } }

    /// Waits for an element and does something with it; one that the page replaces between the look and the deed, as
    /// live pages do, is looked up again.
    private func current<T>(_ css: String, _ body: (Element) throws -> T) async throws -> T {
        try await Deadline(seconds: 30).wait(for: css) { () -> T? in
            do {
                return try findAll(css).first.map(body)
            } catch let refusal as Refusal where refusal.code == "stale element reference" {
                return nil
            }
        }
    }

    /// Types into an element; special keys are those of `Key`.
    package func type(_ text: String, into element: Element) throws {
        _ = try call("POST", "/element/\(element.id)/value", ["text": text])
    }

    /// Waits for an element and types into it.
    package func type(_ text: String, into css: String) async throws {
        try await current(css) { try type(text, into: $0) }
    }

    /// Presses keys where the focus is, as a person at the keyboard does.
    package func press(_ keys: String) throws {
        let strokes = keys.flatMap { key in
            [["type": "keyDown", "value": String(key)], ["type": "keyUp", "value": String(key)]]
        }
        _ = try call(
            "POST", "/actions", ["actions": [["type": "key", "id": "keyboard", "actions": strokes]]])
    }

    /// Special keys, as WebDriver writes them.
    package enum Key {
        package static let enter = "\u{E007}"
        package static let tab = "\u{E004}"
        package static let escape = "\u{E00C}"
        package static let backspace = "\u{E003}"
        package static let up = "\u{E013}"
        package static let down = "\u{E015}"
    }

    /// Empties a field.
    package func clear(_ element: Element) throws {
        _ = try call("POST", "/element/\(element.id)/clear", [:])
    }

    /// The visible text of an element.
    package func text(_ element: Element) throws -> String { try text("GET", "/element/\(element.id)/text") }

    /// The visible text of the first element that `css` selects, waiting for it.
    package func text(_ css: String) async throws -> String { try await current(css) { try text($0) } }

    /// An attribute of the first element that `css` selects, waiting for it.
    package func attribute(_ name: String, of css: String) async throws -> String? {
        try await current(css) { try attribute(name, of: $0) }
    }

    /// An attribute as written in the page; nil where there is none.
    package func attribute(_ name: String, of element: Element) throws -> String? {
        try call("GET", "/element/\(element.id)/attribute/\(name)") as? String
    }

    /// A live property, such as a field's `value`, as text; nil where there is none.
    package func property(_ name: String, of element: Element) throws -> String? {
        let value = try call("GET", "/element/\(element.id)/property/\(name)")
        return value is NSNull ? nil : "\(value)"
    }

    // MARK: Scripts and waiting

    /// Runs the body of a function in the page and answers what it returns, as JSON text (`null`, `3`, `"a"`).
    package func run(_ script: String) throws -> String {
        let value = try call("POST", "/execute/sync", ["script": script, "args": [String]()])
        return String(
            decoding: try JSONSerialization.data(
                withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys]), as: UTF8.self)
    }

    /// Asks every 20 ms until `condition` holds; throws `DeadlinePassed` with `what` when it never does.
    package func wait(
        for what: String, withinSeconds seconds: Double = 30, until condition: () async throws -> Bool
    ) async throws {
        _ = try await Deadline(seconds: seconds).wait(for: what) { try await condition() ? true : nil }
    }

    /// Waits until the visible text of `css` contains `part`; an element replaced meanwhile is looked up again.
    package func wait(for part: String, in css: String, withinSeconds seconds: Double = 30) async throws {
        try await wait(for: "“\(part)” in \(css)", withinSeconds: seconds) {
            do {
                return try findAll(css).contains { try text($0).contains(part) }
            } catch let refusal as Refusal where refusal.code == "stale element reference" {
                return false
            }
        }
    }

    /// Keeps what pages save as files in a folder.
    package func saveFiles(in folder: URL) throws {
        try command("Browser.setDownloadBehavior", ["behavior": "allow", "downloadPath": folder.path])
    }

    // MARK: The wire

    private func bringToFront() throws {
        try command("Page.bringToFront", [:])
        try command("Emulation.setFocusEmulationEnabled", ["enabled": true])
    }

    private func command(_ name: String, _ parameters: [String: Any]) throws {
        _ = try call("POST", "/goog/cdp/execute", ["cmd": name, "params": parameters])
    }

    private func text(_ method: String, _ path: String) throws -> String {
        try call(method, path) as? String ?? ""
    }

    private func call(_ method: String, _ path: String, _ body: [String: Any]? = nil) throws -> Any {
        try Self.value(client, method, "/session/\(session)\(path)", body)
    }

    private static func value(
        _ client: HTTPClient, _ method: String, _ path: String, _ body: [String: Any]?
    ) throws -> Any {
        let data = try body.map { try JSONSerialization.data(withJSONObject: $0) }
        let answer = try client.send(
            method, path, headers: [("Content-Type", "application/json")], body: data)
        let object = try JSONSerialization.jsonObject(with: answer.body) as? [String: Any]
        let value = object?["value"] ?? NSNull()
        if answer.status != 200 {
            let refusal = value as? [String: Any]
            throw Refusal(
                code: refusal?["error"] as? String ?? "status \(answer.status)",
                message: refusal?["message"] as? String ?? answer.text)
        }
        return value
    }

    private static func program(_ name: String) throws -> URL {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        for folder in folders + ["/usr/bin"] {
            let path = "\(folder)/\(name)"
            if FileManager.default.isExecutableFile(atPath: path) { return URL(fileURLWithPath: path) }
        }
        throw Refusal(code: "\(name) is missing", message: "scripts/prerequisites test installs it")
    }
}
