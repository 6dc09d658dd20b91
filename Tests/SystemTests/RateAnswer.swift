import Foundation

/// An answer line of `lamplight rate`.
struct RateAnswer: Decodable, Sendable {
    struct Line: Decodable, Sendable {
        let kind: String
        let period: String
        let tier: Int
        let quantity: String
        let price: String
        let amount: String
    }
    struct Deduction: Decodable, Sendable {
        let kind: String
        let kwh: String
    }
    struct Failure: Decodable, Sendable {
        let code: String
        let mend: String
        let field: String
    }
    let line: Int
    let id: String?
    let error: Failure?
    let kwh: String?
    let reactiveKvarh: String?
    let transformerLossKwh: String?
    let transformerLossKvarh: String?
    let meteredKwh: String?
    let deductions: [Deduction]?
    let lines: [Line]?
    let energyAmount: String?
    let fundsIncluded: String?
    let basicCharge: String?
    let powerFactor: String?
    let adjustmentPercent: String?
    let adjustmentBase: String?
    let powerFactorAdjustment: String?
    let total: String?
}

/// The golden file's cases, as much of them as prices need.
struct GoldenCase: Decodable {
    let id: String
    let inputs: GoldenValue
    let expected: GoldenValue
}

/// Any value of the golden file; numbers as they are written.
enum GoldenValue: Decodable {
    case object([String: GoldenValue])
    case list([GoldenValue])
    case text(String)
    case other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let values = try? container.decode([String: GoldenValue].self) {
            self = .object(values)
        } else if let values = try? container.decode([GoldenValue].self) {
            self = .list(values)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let number = try? container.decode(Decimal.self) {
            self = .text("\(number)")
        } else {
            self = .other
        }
    }

    subscript(key: String) -> GoldenValue {
        if case .object(let values) = self { values[key] ?? .other } else { .other }
    }
    var list: [GoldenValue] { if case .list(let values) = self { values } else { [] } }
    var text: String { if case .text(let text) = self { text } else { "" } }
    var number: Decimal? { Decimal(string: text) }
}
