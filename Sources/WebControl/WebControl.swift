package import Control
import Foundation
package import Web

/// The pages of the control subsystem 系统控制.
///
/// - `SystemPage`: the rooms of the house, each joined to control and through it to the one database.
/// - `JobsPage`, `JobPage`: long work; `SchedulesPage`: what runs by the clock.
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
                routes: systemRoutes + jobRoutes + scheduleRoutes + proposalRoutes,
                navigation: [
                    NavigationEntry(
                        label: "control.proposals.title", hint: "control.proposals.hint", icon: "board",
                        link: Self.proposalsLink, access: .may("control.workbench"), order: 890, inBar: false),
                    NavigationEntry(
                        label: "control.system.title", hint: "control.system.hint", icon: "board",
                        link: Self.systemLink, access: .may("control.users"), order: 900),
                    NavigationEntry(
                        label: "control.jobs.title", hint: "control.jobs.hint", icon: "run",
                        link: Self.jobsLink,
                        access: .may("control.jobs"), order: 910, inBar: false),
                ],
                cards: [
                    WorkbenchCard(access: .may("control.workbench"), order: 50) { try await proposalCard($0) }
                ])
        ]
    }
}
