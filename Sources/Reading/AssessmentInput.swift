import Control
import Kernel
import Records

/// What was read of an account before: the rows of the last month it was read in.
struct PastReadings: Sendable {
    struct Row: Sendable {
        let installation: Int64
        let register: RegisterKind
        let usagePoint: UsagePointID
        let day: Day
        let value: RegisterValue
        let carried: Energy
        let revision: Int64
    }

    var rows: [Row] = []

    var lastDay: Day? { rows.lazy.map(\.day).max() }

    func row(_ installation: Int64, _ register: RegisterKind) -> Row? {
        rows.first { $0.installation == installation && $0.register == register }
    }

    /// What the point's register of this kind was left owing in Wh, on whichever meter.
    func carried(_ point: UsagePointID, _ register: RegisterKind) -> Energy {
        rows.lazy.filter { $0.usagePoint == point && $0.register == register }.map(\.carried).max() ?? .zero
    }
}

/// Everything an account's readings are judged by; a value, so that the judgement is a pure function.
struct AssessmentInput: Sendable {
    let readings: AccountReadings
    let account: ReadableAccount
    let month: BillingMonth
    let today: Day
    var past = PastReadings()
    /// Energies of the year before, of this month and the next, as far as there are any.
    var energies: [PointHistory] = []
    var isBilled = false
    /// The code table of what is found at meters.
    var exceptions: CodeBook
    let rules: ReadingRules
}

/// What is known of a usage point's month without its evidence.
struct PointHistory: Sendable {
    let month: BillingMonth
    let usagePoint: UsagePointID
    let total: Energy
    let days: Int
    let state: PointEnergy.State
    let isEstimated: Bool
    let version: Int64
}
