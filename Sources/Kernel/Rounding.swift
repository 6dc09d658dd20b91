/// A named rounding rule. Every place that rounds names one; tariffs and parameters carry it as data.
///
/// Ties and signs: `halfUp` rounds half away from zero (四舍五入 as the trade applies it to refunds too),
/// `halfEven` half to the even neighbour, `down` towards zero, `up` away from zero.
@frozen
public enum Rounding: String, Sendable, Hashable, Codable, CaseIterable {
    case halfUp = "HALF_UP"
    case halfEven = "HALF_EVEN"
    case down = "DOWN"
    case up = "UP"

    /// The quotient `numerator / denominator` rounded to a whole number by this rule.
    /// - Precondition: `denominator > 0`.
    @inlinable
    public func quotient(_ numerator: Int128, _ denominator: Int128) -> Int128 {
        precondition(denominator > 0, "a rounding denominator is positive")
        let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
        if rest == 0 { return whole }
        let step: Int128 = numerator < 0 ? -1 : 1
        switch self {
        case .down: return whole
        case .up: return whole + step
        case .halfUp, .halfEven:
            let twice = rest.magnitude * 2
            let limit = denominator.magnitude
            if twice > limit { return whole + step }
            if twice < limit { return whole }
            return self == .halfUp || whole % 2 != 0 ? whole + step : whole
        }
    }
}
