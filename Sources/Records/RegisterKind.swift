/// What a register counts 示数类型: direction, function and period in three digits.
package enum RegisterKind: Int32, Sendable, CaseIterable, Codable {
    case forwardTotal = 110
    case peak = 111
    case flat = 112
    case valley = 113
    case sharp = 114
    case reactive = 120
    case demand = 130
}
