package import Control
import Foundation
package import Web

/// The pages of the control subsystem 系统控制.
///
/// - `SystemPage`: the rooms of the house, each joined to control and through it to the one database.
/// - `JobsPage`, `JobPage`: long work; `SchedulesPage`: what runs by the clock.
/// - `ParametersPage`, `ParameterPage`: numbers set by law and by the company; `CodesPage`: code tables as dated data.
/// - `MonthsPage`, `MonthPage`: billing months, opened and closed.
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
                routes: systemRoutes + jobRoutes + scheduleRoutes + parameterRoutes + codeRoutes
                    + monthRoutes,
                navigation: [
                    NavigationEntry(
                        label: "control.system.title", hint: "control.system.hint", icon: "board",
                        link: Self.systemLink, access: .may("control.users"), order: 900),
                    NavigationEntry(
                        label: "control.jobs.title", hint: "control.jobs.hint", icon: "run",
                        link: Self.jobsLink,
                        access: .may("control.jobs"), order: 910, inBar: false),
                    NavigationEntry(
                        label: "control.months.title", hint: "control.months.hint", icon: "journal",
                        link: Self.monthsLink, access: .may("control.months"), order: 920, inBar: false),
                    NavigationEntry(
                        label: "control.parameters.title", hint: "control.parameters.hint", icon: "tariff",
                        link: Self.parametersLink, access: .may("control.parameters.read"), order: 930,
                        inBar: false),
                    NavigationEntry(
                        label: "control.codes.title", hint: "control.codes.hint", icon: "grid",
                        link: Self.codesLink, access: .may("control.parameters.read"), order: 940,
                        inBar: false),
                ])
        ]
    }
}
