import Kernel
import Rating
import Testing

@Suite struct `Registers and late money` {
    private func value(_ text: String) throws -> RegisterValue { try RegisterValue(text: text) }

    @Test func `what cutting leaves out of one bill the next one has`() throws {
        let readings = try ["100.9", "180.2", "260.7", "341.1"].map { try value($0) }
        var cutSum = Energy.zero
        var carried = Energy.zero
        var carriedSum = Energy.zero
        for (previous, current) in zip(readings, readings.dropFirst()) {
            let stretch = RegisterStretch(previous: previous, current: current, integerDigits: 5)
            cutSum += try RegisterEnergy(stretches: [stretch]).energy
            let exact = try RegisterEnergy(stretches: [stretch], cut: .carryRemainder, carried: carried)
            carried = exact.remainder
            carriedSum += exact.energy
        }
        #expect(cutSum == Energy(kilowattHours: 241))
        #expect(carriedSum + carried == Energy(wattHours: 240_200))
    }

    @Test func `a register that runs backwards is refused, never rolled`() throws {
        let (high, low) = (try value("990"), try value("10"))
        #expect(throws: RegisterRefusal.runsBackwards) {
            try RegisterDifference(previous: high, current: low, integerDigits: 5)
        }
        #expect(throws: RegisterRefusal.didNotRollOver) {
            try RegisterDifference(previous: low, current: high, integerDigits: 5, rolledOver: true)
        }
        #expect(throws: RegisterRefusal.tooManyDigits) {
            try RegisterDifference(previous: low, current: high, integerDigits: 2)
        }
        // 00990 on five digits rolls over 99 020, not 20: the digits are the register's.
        #expect(
            try RegisterDifference(previous: high, current: low, integerDigits: 5, rolledOver: true).value
                == value("99020"))
        #expect(
            !RegisterDifference.suggestsRollOver(
                previous: high, current: low, integerDigits: 5, recentAverage: try value("100")))
        #expect(
            RegisterDifference.suggestsRollOver(
                previous: try value("99900"), current: low, integerDigits: 5, recentAverage: try value("100"))
        )
    }

    @Test func `periods that miss the total by a kWh are balanced on flat`() throws {
        let periods = PeriodEnergy(peak: .kWh(10), flat: .kWh(5), valley: .kWh(3))
        #expect(try periods.balanced(to: .kWh(19))?.flat == .kWh(6))
        #expect(try periods.balanced(to: .kWh(12)) == nil)
    }

    @Test func `arrears carried over the year's end cost more from 1 January on`() throws {
        let terms = LatePenaltyTerms()
        let (due, paid) = (Day(yyyymmdd: 2025_12_21)!, Day(yyyymmdd: 2026_01_05)!)
        let other = try terms.penalty(on: Money(fen: 1_000_00), class: .other, dueOn: due, paidOn: paid)
        #expect(
            other.daysInYear == 10 && other.daysCarriedOver == 5 && other.amount == Money(fen: 20_00 + 15_00))
        let home = try terms.penalty(on: Money(fen: 1_000_00), class: .residential, dueOn: due, paidOn: paid)
        #expect(home.amount == Money(fen: 15_00))
        #expect(
            try terms.penalty(on: Money(fen: 1_000_00), class: .other, dueOn: paid, paidOn: due).amount
                == .zero)
    }

    @Test func `the cap prevails over the minimum, and nothing owed costs nothing`() throws {
        let terms = LatePenaltyTerms(minimum: Money(fen: 1_00), cap: .whole)
        #expect(try terms.penalty(on: Money(fen: 50), class: .other, daysInYear: 3).amount == Money(fen: 50))
        #expect(
            try terms.penalty(on: Money(fen: 1_00), class: .other, daysInYear: 9_999).amount
                == Money(fen: 1_00))
        #expect(try terms.penalty(on: .zero, class: .other, daysInYear: 3).amount == .zero)
        #expect(try terms.penalty(on: Money(fen: 5_00), class: .other, daysInYear: 0).amount == .zero)
        #expect(throws: LatePenaltyRefusal.negativeArrears) {
            try terms.penalty(on: Money(fen: -1), class: .other, daysInYear: 3)
        }
        #expect(throws: LatePenaltyRefusal.daysOutOfRange) {
            try terms.penalty(on: Money(fen: 1), class: .other, daysInYear: -3)
        }
    }
}
