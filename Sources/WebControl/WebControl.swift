package import Control
import Foundation
package import Web

/// The pages of the control subsystem 系统控制.
///
/// - `PlacesPage`, `UsersPage`, `UserPage`, `RolesPage`: people and places, for the three administrators; `PeopleAPI`:
///   the same for programs.
/// - `SystemPage`: the figure of the running rooms, each joined to control and through it to the one database.
/// - `MessagesPage`, `MessagePage`, `TemplatesPage`: what is sent to customers; `NoticesPage`: to everybody of an area;
///   `HandPage`: by people; `ContactPage`: what they wish; `WebhooksPage`: to other systems.
/// - `JobsPage`, `JobPage`: long work; `ExportsPage`: all data taken out; `SchedulesPage`: what runs by the clock.
/// - `MyAccountPage`, `PasswordPage`, `SecondFactorPage`: one's own way in; `TokensPage`: those of machines.
/// - `AuditPageView`: the audit log and the unmaskings.
/// - `ParametersPage`, `ParameterPage`: numbers set by law and by the company; `CodesPage`: code tables as dated data.
/// - `MonthsPage`, `MonthPage`: billing months, opened and closed.
/// - `CasesPage`, `CasePage`, `NewCasePage`: work orders 工单; `WorkflowsPage`: what they go through; `CalendarPage`: the
///   working days their clocks count; `CoversPage`: leave cover; `CaseAPI`: the same for programs.
package struct WebControl: Sendable {
    let control: Control

    package init(control: Control) {
        self.control = control
    }

    static let systemLink = "/control"

    /// The way to a page of control's begins at the figure of the house, for those who may see it.
    static func systemTrail(_ visit: Visit) -> [Crumb] {
        visit.may(.may("control.health"))
            ? [Crumb(label: visit.text("control.system.title"), link: systemLink)] : []
    }

    /// What the shell is handed: each kind of page brings its routes in a file of its own.
    package var pages: [PageGroup] {
        [
            PageGroup(
                word: "control", templates: Bundle.module.url(forResource: "Templates", withExtension: nil),
                routes: systemRoutes + jobRoutes + exportRoutes + scheduleRoutes + messageRoutes
                    + evidenceRoutes
                    + noticeRoutes
                    + contactRoutes + handRoutes + templateRoutes
                    + webhookRoutes + peopleRoutes + myAccountRoutes + lockRoutes + tokenRoutes + auditRoutes
                    + proposalRoutes + parameterRoutes + codeRoutes + monthRoutes
                    + caseRoutes + workflowRoutes + calendarRoutes + coverRoutes
                    + caseAPIRoutes + workflowAPIRoutes + twinRoutes,
                navigation: [
                    NavigationEntry(
                        label: "control.proposals.title", hint: "control.proposals.hint", icon: "board",
                        link: Self.proposalsLink, access: .may("control.workbench"), order: 890, inBar: false),
                    NavigationEntry(
                        label: "control.system.title", hint: "control.system.hint", icon: "board",
                        link: Self.systemLink, access: .may("control.health"), order: 900),
                    NavigationEntry(
                        label: "control.jobs.title", hint: "control.jobs.hint", icon: "run",
                        link: Self.jobsLink,
                        access: .may("control.jobs"), order: 910, inBar: false),
                    NavigationEntry(
                        label: "control.exports.title", hint: "control.exports.hint", icon: "journal",
                        link: Self.exportsLink, access: .may("control.export"), order: 915, inBar: false),
                    NavigationEntry(
                        label: "control.messages.title", hint: "control.messages.hint", icon: "info",
                        link: Self.messagesLink, access: .may("control.messages"), order: 920, inBar: false),
                    NavigationEntry(
                        label: "control.webhooks.title", hint: "control.webhooks.hint", icon: "bolt",
                        link: Self.webhooksLink, access: .may("control.webhooks"), order: 930, inBar: false),
                    NavigationEntry(
                        label: "control.tokens.title", hint: "control.tokens.hint", icon: "lock",
                        link: Self.tokensLink, access: .may("control.tokens"), order: 930),
                    NavigationEntry(
                        label: "control.audit.title", hint: "control.audit.hint", icon: "journal",
                        link: Self.auditLink, access: .may("control.audit"), order: 940),
                    NavigationEntry(
                        label: "control.unmaskings.title", hint: "control.unmaskings.hint", icon: "lock",
                        link: Self.unmaskingsLink, access: .may("control.audit"), order: 941, inBar: false),
                    NavigationEntry(
                        label: "control.me.title", hint: "control.me.hint", icon: "people",
                        link: Self.meLink, access: .signedIn, order: 990, inBar: false),
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
                ] + peopleNavigation + caseNavigation,
                cards: [
                    WorkbenchCard(access: .may("control.workbench"), order: 50) { try await proposalCard($0) }
                ],
                work: [
                    WorkbenchWork(access: Self.working, topics: Self.workTopics) { try await workList($0) }
                ]),
            PageGroup(word: "hooks", templates: nil, routes: hookRoutes),
        ]
    }
}
