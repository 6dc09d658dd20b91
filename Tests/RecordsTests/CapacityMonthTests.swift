import Kernel
import Records
import Testing

/// What a month of transformers and motors comes to, without a database.
@Suite struct CapacityMonthTests {
    static let june = BillingMonth(year: 2025, month: 6)
    static let opened = Day(yyyymmdd: 2024_09_01)!

    static func day(_ month: Int, _ day: Int, _ year: Int = 2025) -> Day {
        Day(year: year, month: month, day: day)!
    }

    static func change(
        _ from: Day, _ state: EquipmentState, kva: Int64, until: Day? = nil, permanent: Bool = false
    ) -> EquipmentChange {
        EquipmentChange(
            from: from, revision: 1, state: state, capacity: ApparentPower(voltAmperes: kva * 1_000),
            until: until, isPermanent: permanent, reason: "", recordedBy: UserID(1),
            recordedAt: Instant(startOf: from))
    }

    static func transformer(_ kva: Int64, _ changes: EquipmentChange..., from: Day = opened) -> Equipment {
        Equipment(
            id: kva, name: "\(kva)", kind: .transformer, capacity: ApparentPower(voltAmperes: kva * 1_000),
            changes: [change(from, .running, kva: kva)] + changes)
    }

    /// Yuan for a month at a price, exactly: what the states say, in fen.
    static func charge(_ month: CapacityMonth, yuan price: Int64) -> Int64 {
        month.states.reduce(0) { sum, state in
            // VA × yuan/kVA × days/30 × ppm: fen = VA × price × days × ppm / (30 × 10 000 000).
            sum + state.capacity.units * price * Int64(state.days) / 30 * state.share.ppm / 10_000_000
        }
    }

    func month(
        _ month: BillingMonth = june, _ equipment: Equipment..., rules: CapacityRules = CapacityRules()
    ) -> CapacityMonth {
        CapacityMonth(month, equipment, rules: rules, openedOn: Self.opened)
    }

    @Test
    func `a suspended part pays half within two years, the day of sealing being the first without charge`() {
        // BASIC-01: 630 whole, 1 000 for 10 days whole and 20 days half, at 15 yuan.
        var rules = CapacityRules()
        rules.suspendedShare = Percent(ppm: 500_000)
        let sealed = Self.transformer(1_000, Self.change(Self.day(6, 11), .suspended, kva: 0))
        let half = month(Self.june, sealed, Self.transformer(630), rules: rules)
        #expect(Self.charge(half, yuan: 15) == 1_945_000)
        // BASIC-02: free from the day of sealing.
        let free = month(Self.june, sealed, Self.transformer(630))
        #expect(Self.charge(free, yuan: 15) == 1_445_000)
        #expect(free.runningAtEnd == ApparentPower(voltAmperes: 630_000))
        // More than two years after the supply began nothing is paid.
        rules.shareYears = 0
        #expect(
            Self.charge(month(Self.june, sealed, Self.transformer(630), rules: rules), yuan: 15) == 1_445_000)
        rules.chargesSealDay = true
        rules.suspendedShare = .zero
        let later = month(Self.june, sealed, Self.transformer(630), rules: rules)
        #expect(Self.charge(later, yuan: 15) == 1_495_000)
    }

    @Test func `a suspension of fewer than fifteen days is charged in full`() {
        let short = Self.transformer(
            630, Self.change(Self.day(6, 5), .suspended, kva: 0),
            Self.change(Self.day(6, 17), .running, kva: 630))
        // BASIC-04 at 26.3 yuan: 16 569.00, here in tenths of a yuan of price.
        #expect(Self.charge(month(Self.june, short), yuan: 263) == 16_569_000)
        #expect(month(Self.june, short).parts.map(\.kind) == [.running, .tooShort])
        let enough = Self.transformer(
            630, Self.change(Self.day(6, 5), .suspended, kva: 0),
            Self.change(Self.day(6, 20), .running, kva: 630))
        #expect(Self.charge(month(Self.june, enough), yuan: 263) == 16_569_000 / 2)
    }

    @Test func `what an earlier month left out of a suspension too short is charged when that shows`() {
        let item = Self.transformer(
            600, Self.change(Self.day(6, 25), .suspended, kva: 0),
            Self.change(Self.day(7, 5), .running, kva: 600))
        let june = month(Self.june, item)
        #expect(june.states.first { $0.share == .whole }?.days == 24)
        let july = month(BillingMonth(year: 2025, month: 7), item)
        #expect(july.parts.contains { $0.kind == .backCharge && $0.days == 6 && $0.share == .whole })
        // Both months together come to two whole ones.
        #expect(Self.charge(june, yuan: 10) + Self.charge(july, yuan: 10) == 2 * 600_000)
    }

    @Test func `a whole month is one, whatever its length; who takes the difference is a rule`() {
        for number in 1...12 {
            let whole = month(BillingMonth(year: 2025, month: number), Self.transformer(400))
            #expect(
                whole.states == [
                    CountedCapacity(capacity: ApparentPower(voltAmperes: 400_000), days: 30, share: .whole)
                ])
            #expect(whole.serviceDays == 30)
        }
        let july = BillingMonth(year: 2025, month: 7)
        let item = Self.transformer(400, Self.change(Self.day(7, 16), .suspended, kva: 0))
        func days(_ remainder: CapacityRules.Remainder) -> [Int] {
            var rules = CapacityRules()
            rules.remainder = remainder
            return month(july, item, rules: rules).parts.map(\.days)
        }
        #expect(days(.stopped) == [15, 15])
        #expect(days(.running) == [14, 16])
        #expect(days(.last) == [15, 15])
        let february = month(BillingMonth(year: 2025, month: 2), Self.transformer(400, from: Self.day(2, 15)))
        #expect(february.parts.first { $0.kind == .running }?.days == 14)
        #expect(february.parts.first { $0.kind == .absent }?.days == 16)
        #expect(february.serviceDays == 14)
    }

    @Test func `a replacement counts from its day, cold standby not at all, hot standby in full`() {
        let replaced = Self.transformer(
            500, Self.change(Self.day(6, 21), .replaced, kva: 630, until: Self.day(12, 20)))
        let states = month(Self.june, replaced).states
        #expect(states.map(\.days).sorted() == [10, 20])
        #expect(states.first { $0.days == 10 }?.capacity == ApparentPower(voltAmperes: 630_000))
        let cold = Self.transformer(500, Self.change(Self.day(6, 1), .coldStandby, kva: 0))
        #expect(month(Self.june, cold).states.allSatisfy { $0.share.isZero })
        #expect(month(Self.june, cold).serviceDays == 0)
        let hot = Self.transformer(500, Self.change(Self.day(6, 1), .hotStandby, kva: 500))
        #expect(Self.charge(month(Self.june, hot), yuan: 10) == 500_000)
    }

    @Test func `beyond its term and beyond the year's months a suspension is charged`() {
        let term = Self.transformer(
            300, Self.change(Self.day(5, 1), .suspended, kva: 0, until: Self.day(6, 10)))
        let june = month(Self.june, term)
        #expect(june.parts.map(\.kind) == [.suspended, .termOver])
        #expect(june.parts.map(\.days) == [10, 20])
        let long = Self.transformer(300, Self.change(Self.day(1, 11), .suspended, kva: 0))
        let july = month(BillingMonth(year: 2025, month: 7), long)
        // 20 thirtieths of January and five whole months were free: ten are left.
        #expect(july.parts.map(\.kind) == [.suspended, .yearOver])
        #expect(july.parts.map(\.days) == [10, 20])
        let reduced = Self.transformer(
            300, Self.change(Self.day(1, 11), .reduced, kva: 100, permanent: true))
        let autumn = month(BillingMonth(year: 2025, month: 10), reduced)
        #expect(Self.charge(autumn, yuan: 15) == 150_000)
    }

    @Test func `the thirtieths of all states add up, in any month of any history`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(seed)
        for _ in 0..<3_000 {
            var changes: [EquipmentChange] = []
            var day = Self.opened.adding(days: Int(random.next() % 300))
            let start = day
            for _ in 0..<(random.next() % 8) {
                day = day.adding(days: 1 + Int(random.next() % 60))
                let state = EquipmentState.allCases[Int(random.next() % 7)]
                let kva: Int64 =
                    switch state {
                    case .running, .hotStandby: 800
                    case .suspended, .reduced: [0, 300][Int(random.next() % 2)]
                    case .replaced: 800
                    case .coldStandby, .removed: 0
                    }
                let until = random.next() % 3 == 0 ? day.adding(days: Int(random.next() % 90)) : nil
                changes.append(Self.change(day, state, kva: kva, until: until))
                if state == .removed { break }
            }
            var rules = CapacityRules()
            rules.remainder = CapacityRules.Remainder.allCases[Int(random.next() % 3)]
            rules.chargesSealDay = random.next() % 2 == 0
            rules.chargesUnsealDay = random.next() % 2 == 0
            rules.suspendedShare = Percent(ppm: [0, 500_000][Int(random.next() % 2)])
            let item = Equipment(
                id: 1, name: "T", kind: .transformer, capacity: ApparentPower(voltAmperes: 800_000),
                changes: [Self.change(start, .running, kva: 800)] + changes)
            let month = BillingMonth(year: 2024, month: 9).adding(months: Int(random.next() % 20))
            let result = CapacityMonth(month, [item], rules: rules, openedOn: Self.opened)
            let whole = result.parts.filter { $0.kind != .backCharge }
            let sum = whole.map { $0.capacity.units * Int64($0.days) }.reduce(0, +)
            #expect(sum == 800_000 * 30, "seed \(seed) \(month) \(item.changes)")
            #expect(whole.allSatisfy { (1...30).contains($0.days) })
            // Six at most, and the same amount however they are put together.
            let parts = result.parts.map { $0.capacity.units * Int64($0.days) * $0.share.ppm }.reduce(0, +)
            let states = result.states.map { $0.capacity.units * Int64($0.days) * $0.share.ppm }.reduce(0, +)
            #expect(parts == states)
            #expect(result.states.count <= CapacityMonth.greatestStates)
        }
    }

    @Test func `many pieces with many dates come to six states and the same amount`() {
        let pieces = (0..<20).map { number in
            Equipment(
                id: Int64(number), name: "T\(number)", kind: .transformer,
                capacity: ApparentPower(voltAmperes: Int64(100 + number) * 1_000),
                changes: [
                    Self.change(Self.opened, .running, kva: Int64(100 + number)),
                    Self.change(Self.day(6, number + 2), .suspended, kva: 0),
                ])
        }
        let result = CapacityMonth(Self.june, pieces, rules: CapacityRules(), openedOn: Self.opened)
        #expect(result.states.count <= 6)
        var expected: Int64 = 0
        for number in Int64(0)..<20 { expected += (100 + number) * 1_000 * (number + 1) }
        let found = result.states.filter { $0.share == .whole }.map { $0.capacity.units * Int64($0.days) }
        #expect(found.reduce(0, +) == expected)
    }
}

/// A small seeded source of numbers.
private struct SplitMix {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
