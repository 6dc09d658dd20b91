import Control

/// What every visit has at hand: made once at the start, never changed.
struct Shell: Sendable {
    let configuration: WebConfiguration
    let signIn: any SignInService
    /// Customers' way in; nil where the installation has no pages for them.
    let customers: CustomerSignIn?
    let fan: EventFan
    let looks: LookBook
    let assets: Assets
    let templates: Templates
    let table: RouteTable
    let navigation: Navigation
    let cards: [WorkbenchCard]
    let work: [WorkbenchWork]
    let portal: [PortalCard]
    /// The description of the machine's door, as it is served.
    let openAPI: [UInt8]
}
