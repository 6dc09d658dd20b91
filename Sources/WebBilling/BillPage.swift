internal import Billing
internal import Kernel
internal import Web

/// One bill opened into how each amount came about: every number can be worked out again by hand from what is shown.
struct BillPage: Page {
    static let template = "billing.bill"
    let title: String
    let trail: [Crumb]
    let lead: String
    let accountLink: String
    let facts: [Fact]
    let total: String
    let capital: String
    let due: String
    let tariff: Tariff
    let registers: [RegisterRow]
    let hasRegisters: Bool
    let energies: [Fact]
    /// How capacity and losses came about; empty for most.
    let basis: [String]
    let hasBasis: Bool
    let tiers: TierPicture?
    let steps: [StepRow]
    /// What its energy lines are made of (其中), component by component; empty where the tariff names none.
    let components: [ComponentRow]
    let hasComponents: Bool
    let sums: [SumRow]
    let factor: Factor?
    let parameters: [Parameter]
    let hasParameters: Bool
    /// How it was taken back; nil for a bill that holds.
    let void: TakenBackFact?
    /// The form that takes it back, for who may.
    let takeBack: TakeBackForm?
    /// A proposal of the reader's to take it back that waits.
    let waiting: String?

    /// A name and a value.
    struct Fact: Sendable {
        let name: String
        let value: String
    }

    /// A parameter value that the bill was made with.
    struct Parameter: Sendable {
        let name: String
        let value: String
        let clause: String
    }

    struct Tariff: Sendable {
        let name: String
        let code: String
        let from: String
        let source: String
        let note: String?
        /// The mark 示例 where no notice supports the numbers.
        let example: String?
    }

    /// One register of one meter between two readings.
    struct RegisterRow: Sendable {
        let register: String
        let meter: String
        let marks: [Badge]
        let previous: String
        let previousDay: String
        let current: String
        let currentDay: String
        let difference: String
        let multiplier: String
        let amount: String
        let unit: String
        let carried: String?
    }

    /// Quantity × price × factor = amount.
    struct StepRow: Sendable {
        let name: String
        let quantity: String
        let unit: String
        let price: String?
        let factor: String?
        let amount: String
    }

    /// A component of the price in one line, or its sum over the lines.
    struct ComponentRow: Sendable {
        let name: String
        let fund: Badge?
        let line: String
        let quantity: String
        let price: String?
        let amount: String
        let isSum: Bool
    }

    struct SumRow: Sendable {
        let name: String
        let amount: String
        /// Inside the line above it (其中), not added.
        let isWithin: Bool
        let isTotal: Bool
    }

    /// The power-factor adjustment 功率因数调整电费.
    struct Factor: Sendable {
        /// What the account is held to, and the table's row.
        let standard: String?
        let text: String
        let energies: String
    }
}
