package import Control
import Foundation
package import Web

/// The pages of the control subsystem 系统控制.
///
/// - `PlacesPage`, `UsersPage`, `UserPage`, `RolesPage`: people and places, for the three administrators; `PeopleAPI`:
///   the same for programs.
/// - `SystemPage`: the rooms of the house, each joined to control and through it to the one database.
package struct WebControl: Sendable {
    let control: Control

    package init(control: Control) {
        self.control = control
    }

    static let systemLink = "/control"

    /// What the shell is handed: each kind of page brings its routes in a file of its own.
    package var pages: [PageGroup] {
        [
            PageGroup(
                word: "control", templates: Bundle.module.url(forResource: "Templates", withExtension: nil),
                routes: systemRoutes + peopleRoutes,
                navigation: [
                    NavigationEntry(
                        label: "control.system.title", hint: "control.system.hint", icon: "board",
                        link: Self.systemLink, access: .may("control.users"), order: 900)
                ] + peopleNavigation)
        ]
    }
}
