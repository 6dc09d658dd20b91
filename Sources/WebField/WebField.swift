package import Control
import Foundation
import Hummingbird
import Kernel
package import Web

/// The phone's pages 现场作业: built once, for every kind of work that a room's `FieldKind` brings.
///
/// - `FieldPage`: the one page, the same for everybody, so that a phone may keep it; what is in it comes from
///   `FieldAPI` and from what the phone has stored.
/// - `FieldFiles`: the worker that serves the page without a line, the manifest, the certificate to install.
/// - `FieldAPI`: the day's work down, the entries up.
///
/// The scripts are `field*.js` among the shell's assets; docs/field.md tells how they work together.
package struct WebField: Sendable {
    let control: Control
    let certificate: [UInt8]?

    /// - Parameter certificate: what a phone installs to trust this server (DER), where we made it ourselves.
    package init(control: Control, certificate: [UInt8]? = nil) {
        self.control = control
        self.certificate = certificate
    }

    /// With the slash: the worker's scope is what lies under it.
    static let link = "/field/"
    static let access = Access.may(Control.fieldPermission)

    /// What the shell is handed.
    package var pages: [PageGroup] {
        [
            PageGroup(
                word: "field", templates: Bundle.module.url(forResource: "Templates", withExtension: nil),
                routes: [
                    .get("/field", Self.access) { visit in
                        guard visit.path.hasSuffix("/") else { return visit.redirect(to: Self.link) }
                        var answer = try visit.show(FieldPage(visit, hasCertificate: certificate != nil))
                        // For the worker, beside the page and not in it: the page is kept, this is looked at once.
                        answer.headers[.init("X-Field-User")!] = visit.principal.user.description
                        return answer
                    }
                ] + fileRoutes + apiRoutes,
                navigation: [
                    NavigationEntry(
                        label: "field.title", hint: "field.hint", icon: "station", link: Self.link,
                        access: Self.access, order: 860, inBar: false)
                ])
        ]
    }
}
