public import Kernel

/// How readings with decimals become whole kWh.
@frozen
public enum RegisterCut: String, Hashable, Sendable, Codable {
    /// Readings are cut to whole register units before they are subtracted (只抄整数), the trade's custom: what
    /// is cut is billed next time, by the register itself.
    case wholeUnits = "WHOLE_UNITS"
    /// Readings are subtracted as they are; what is left below a kWh is handed to the next bill.
    case carryRemainder = "CARRY_REMAINDER"
}

/// Why two readings make no difference.
@frozen
public enum RegisterRefusal: UInt8, Error, Hashable, Sendable {
    /// A reading below zero.
    case negativeReading = 1
    /// A reading with more whole digits than the register has, or a register of no or more than 12 digits.
    case tooManyDigits
    /// The current reading is below the previous one and nobody marked a roll-over (倒走).
    case runsBackwards
    /// Marked as rolled over, though the current reading is not below the previous one.
    case didNotRollOver
    /// A multiplier that is not above zero.
    case multiplierNotPositive
    /// A carried remainder outside 0…1 kWh.
    case remainderOutOfRange
    /// More energy than one bill can have.
    case energyTooLarge

    /// The stable code that exports and messages carry.
    public var code: String {
        switch self {
        case .negativeReading: "NEGATIVE_READING"
        case .tooManyDigits: "TOO_MANY_DIGITS"
        case .runsBackwards: "RUNS_BACKWARDS"
        case .didNotRollOver: "DID_NOT_ROLL_OVER"
        case .multiplierNotPositive: "MULTIPLIER_NOT_POSITIVE"
        case .remainderOutOfRange: "REMAINDER_OUT_OF_RANGE"
        case .energyTooLarge: "ENERGY_TOO_LARGE"
        }
    }
}

/// What a register counted between two readings.
@frozen
public struct RegisterDifference: Hashable, Sendable {
    public let value: RegisterValue
    public let rolledOver: Bool

    /// Current less previous; where the reader marked a roll-over (翻转) 10^digits more, `integerDigits` being
    /// the register's own whole digits (表码位数), never the length of a reading.
    ///
    /// - Parameter rolledOver: the reader's mark. A register that runs backwards without it is
    ///   refused, never rolled.
    public init(
        previous: RegisterValue, current: RegisterValue, integerDigits: Int, rolledOver: Bool = false,
        cut: RegisterCut = .wholeUnits
    ) throws(RegisterRefusal) {
        guard (1...12).contains(integerDigits) else { throw .tooManyDigits }
        let turn = RegisterValue(whole: (0..<integerDigits).reduce(1) { product, _ in product * 10 })
        guard !previous.isNegative, !current.isNegative else { throw .negativeReading }
        guard previous < turn, current < turn else { throw .tooManyDigits }
        let before = cut == .wholeUnits ? previous.wholePart : previous
        let now = cut == .wholeUnits ? current.wholePart : current
        if rolledOver {
            guard current < previous else { throw .didNotRollOver }
            // Cutting may make the two equal; the register still went all the way round.
            value = now + turn - before
        } else {
            guard current >= previous else { throw .runsBackwards }
            value = now - before
        }
        self.rolledOver = rolledOver
    }

    /// Whether a register that seems to run backwards more likely rolled over: the roll-over difference is at
    /// most `times` the recent average. A proposal for a person, never an automatic roll-over.
    public static func suggestsRollOver(
        previous: RegisterValue, current: RegisterValue, integerDigits: Int, recentAverage: RegisterValue,
        times: Int = 3
    ) -> Bool {
        guard current < previous, times > 0, recentAverage.units > 0,
            let rolled = try? RegisterDifference(
                previous: previous, current: current, integerDigits: integerDigits, rolledOver: true)
        else { return false }
        return Int128(rolled.value.units) <= Int128(recentAverage.units) * Int128(times)
    }
}

/// One meter's stretch of a billing period: two readings of one register and the multiplier they were taken
/// under. A meter change makes two stretches, the old meter's to its removal and the new one's from its
/// installation.
@frozen
public struct RegisterStretch: Hashable, Sendable {
    public var previous: RegisterValue
    public var current: RegisterValue
    public var integerDigits: UInt8
    public var multiplier: Multiplier
    public var rolledOver: Bool

    public init(
        previous: RegisterValue, current: RegisterValue, integerDigits: UInt8, multiplier: Multiplier = .one,
        rolledOver: Bool = false
    ) {
        self.previous = previous
        self.current = current
        self.integerDigits = integerDigits
        self.multiplier = multiplier
        self.rolledOver = rolledOver
    }

    /// The stretch's energy: difference × multiplier, rounded half up to whole kWh where readings are cut,
    /// and to whole Wh where the remainder is carried.
    public func energy(cut: RegisterCut = .wholeUnits) throws(RegisterRefusal) -> Energy {
        guard multiplier.units > 0 else { throw .multiplierNotPositive }
        let difference = try RegisterDifference(
            previous: previous, current: current, integerDigits: Int(integerDigits), rolledOver: rolledOver,
            cut: cut)
        let product = Int128(difference.value.units) * Int128(multiplier.units)
        // 1e-4 kWh × 1e-3 is 1e-4 Wh, so 1e7 to the kWh and 1e4 to the Wh.
        let wattHours =
            cut == .wholeUnits
            ? Rounding.halfUp.quotient(product, 10_000_000) * 1_000
            : Rounding.halfUp.quotient(product, 10_000)
        guard wattHours <= Int128(RatingLimit.energy) else { throw .energyTooLarge }
        return Energy(wattHours: Int64(wattHours))
    }
}

/// What a register of a usage point counted over a billing period, meter changes included.
@frozen
public struct RegisterEnergy: Hashable, Sendable {
    /// Billed energy, whole kWh.
    public let energy: Energy
    /// What the next bill is to be handed, less than a kWh; zero where readings are cut.
    public let remainder: Energy

    /// The stretches' energies added; with `carried` from the bill before where remainders are carried.
    public init(
        stretches: [RegisterStretch], cut: RegisterCut = .wholeUnits, carried: Energy = .zero
    ) throws(RegisterRefusal) {
        guard (0..<1_000).contains(carried.wattHours) else { throw .remainderOutOfRange }
        var sum = cut == .carryRemainder ? carried.wattHours : 0
        for stretch in stretches {
            sum += try stretch.energy(cut: cut).wattHours
            guard sum <= RatingLimit.energy else { throw .energyTooLarge }
        }
        energy = Energy(kilowattHours: sum / 1_000)
        remainder = Energy(wattHours: sum % 1_000)
    }
}
