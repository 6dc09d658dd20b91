import Hummingbird
import Language
import Web

/// What makes the page work without a line. None of it is about anybody, so it needs no session.
extension WebField {
    static let certificateLink = "/field/certificate.crt"

    /// The files that the page is made up of, besides itself.
    private static let files = [
        "app.css", "field.css", "field.js", "field-phone.js", "field-dom.js", "field-forms.js",
        "field-entries.js",
        "field-store.js", "field-sync.js", "icons.svg", "lamp.svg", "lamp-192.png",
    ]

    var fileRoutes: [Route] {
        var routes: [Route] = [
            // Its bytes name the hash of the files, so that a browser installs it anew when any of them changed.
            .get("/field/worker.js", .anyone) { visit in
                let names = Self.files.map { "\"\($0)\"" }.joined(separator: ", ")
                return visit.file(
                    """
                    self.fieldShell = { prefix: "\(visit.assetPrefix)", page: "\(Self.link)", files: [\(names)] };
                    importScripts(...["field-store.js", "field-sync.js", "field-worker.js"]
                      .map((name) => self.fieldShell.prefix + "/" + name));

                    """.utf8, type: "text/javascript; charset=utf-8")
            },
            .get("/field/manifest.webmanifest", .anyone) { visit in
                var answer = try visit.json(Manifest(visit))
                answer.headers[.contentType] = "application/manifest+json"
                return answer
            },
        ]
        if let certificate {
            routes.append(
                .get(Self.certificateLink, .anyone) { visit in
                    visit.file(certificate, type: "application/x-x509-ca-cert")
                })
        }
        return routes
    }

    /// The web application manifest: how the page looks among a phone's programs.
    private struct Manifest: Encodable {
        let id = WebField.link
        let name: String
        let shortName: String
        let lang: String
        let start = WebField.link
        let scope = WebField.link
        let display = "standalone"
        let background = "#f7f4ee"
        let theme = "#191d26"
        let icons: [Icon]

        enum CodingKeys: String, CodingKey {
            case id, name, lang, scope, display, icons
            case shortName = "short_name"
            case start = "start_url"
            case background = "background_color"
            case theme = "theme_color"
        }

        struct Icon: Encodable {
            let src: String
            let sizes: String
            let type: String
            let purpose: String
        }

        init(_ visit: Visit) {
            name = "\(visit.text("web.product")) \(visit.text("field.title"))"
            shortName = visit.text("field.title")
            lang = visit.language.tag
            icons = [192, 512].map {
                Icon(
                    src: "\(visit.assetPrefix)/lamp-\($0).png", sizes: "\($0)x\($0)", type: "image/png",
                    purpose: "any maskable")
            }
        }
    }
}
