import Kernel
package import Records

/// One account of the plan: what the archive holds of it, what it draws, and how it pays.
package struct DemoAccount: Sendable, Hashable {
    /// Its number in the plan: every chance it draws is keyed by it.
    let index: Int
    let station: DemoStation
    /// The code of its area, or its feeder where it has a transformer of its own.
    package let place: String
    /// Number of the month it is opened in; nil where it was taken over.
    package let openedIn: Int?
    /// As it is opened; the grid node is filled in once there is one.
    package internal(set) var account: NewAccount
    let load: DemoLoad
    /// Nil where the meter knows no periods.
    let shares: DemoShares?
    var meter: DemoMeterForm
    /// varh per 1,000 Wh; 0 where nobody measures it.
    var reactivePermille: Int64 = 0
    /// Mean power as permille of the greatest demand; 0 where nobody measures it.
    var loadFactor: Int64 = 0
    package internal(set) var events = DemoEvents()
    var payer = DemoPayer()
}

/// The meter of an account.
struct DemoMeterForm: Sendable, Hashable {
    let multiplier: Multiplier
    let kinds: [RegisterKind]
    let digits: Int
    /// What the total register shows at the beginning, in whole kWh at the meter.
    let start: Int64

    static let decimals = 2
}

/// What befalls an account in the demo's months, by their number.
package struct DemoEvents: Sendable, Hashable {
    package internal(set) var meterChange: (month: Int, day: Int)? {
        get { changeMonth.map { ($0, changeDay) } }
        set {
            changeMonth = newValue?.month
            changeDay = newValue?.day ?? 0
        }
    }
    private var changeMonth: Int?
    private var changeDay = 0
    /// It is closed in this month, on this day of it.
    package internal(set) var closing: (month: Int, day: Int)? {
        get { closingMonth.map { ($0, closingDay) } }
        set {
            closingMonth = newValue?.month
            closingDay = newValue?.day ?? 0
        }
    }
    private var closingMonth: Int?
    private var closingDay = 0
    /// Its total register goes past the last digit in this month.
    package internal(set) var rollover: Int?
    /// From this month on only a part of what it draws goes through the meter.
    package internal(set) var theft: Int?

    /// What a thief's meter still sees, in permille.
    static let theftShare: Int64 = 320
}

/// How an account pays.
struct DemoPayer: Sendable, Hashable {
    /// So many of the last billed months are not paid.
    var unpaidMonths = 0
    /// Of a thousand bills, paid after the due day.
    var latePermille = 15
    /// Comes on about this day after the release, when in time.
    var habit = 5
    /// Brings the exact amount; others bring notes.
    var paysExactly = false
}
