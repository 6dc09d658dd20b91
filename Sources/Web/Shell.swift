/// What every visit has at hand: made once at the start, never changed.
struct Shell: Sendable {
    let configuration: WebConfiguration
    let signIn: any SignInService
    let fan: EventFan
    let assets: Assets
    let templates: Templates
    let table: RouteTable
    let navigation: Navigation
    let cards: [WorkbenchCard]
    let work: [WorkbenchWork]
    /// The description of the machine's door, as it is served.
    let openAPI: [UInt8]
}
