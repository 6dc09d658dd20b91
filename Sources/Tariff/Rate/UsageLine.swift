import Kernel
import Rating

/// One usage line as it was written; under its tariff its losses are worked out and added (docs/rate.md).
struct UsageLine {
    var id: String?
    var tariff: String?
    var date: Day?
    /// Without the tariff's place, which whoever knows the tariffs fills in.
    var usage: Usage
    var losses = LossesFound()
    /// What was taken from the main meter; nil where nothing was.
    var deductions: DeductionsFound?
    fileprivate var written = Written()

    /// What wants the tariff to be worked out.
    fileprivate struct Written {
        var losses = UsageLosses()
        var deductions = UsageDeductions()
        var hasPeriods = false
        var needs = UsageNeeds()
    }

    enum Field: String, CaseIterable {
        case id, tariff, month, date, kwh, periodsKwh, yearToDateKwh, monthsCovered, tierMonths, persons
        case households, lowIncome, choosesSurcharge, agencyMultiple, days, daysInService, lastSettlement
        case lastOfYear, monthSoFar, reactiveKvarh, powerFactorStandard, basicChargeMode, capacityKva
        case contractCapacityKva, contractDemandKw, demandKw, capacityStates, periodDemandKw, highestDemandKw
        case fedBackKwh, carriedKwh, yearAmount, carriedMoney, transformerLossKwh, transformerLossKvarh
        case lineLossKwh, transformer, line, lossPolicy, yearMonths, finalBill, deductions
    }

    /// Reads a line. `id` is set as soon as it was read, so that an answer that tells a fault can give it back.
    init(_ bytes: UnsafeBufferPointer<UInt8>, id: inout String?) throws(UsageFault) {
        var scanner = JSONScanner(bytes)
        var draft = UsageDraft()
        var seen = FieldsSeen()
        var isFirst = true
        while let key = try scanner.key(&isFirst, in: "") {
            let field: Field = try seen.take(key, in: "")
            try draft.read(field, from: &scanner)
            if field == .id { id = draft.id }
        }
        try scanner.end()
        self = try draft.finished(seen: seen)
    }

    fileprivate init(usage: Usage) { self.usage = usage }

    /// Works losses and deductions out, once, with the periods that the tariff prices, where it has all that it reads.
    mutating func settle(under tariff: CompiledTariff) throws(UsageFault) {
        let written = written
        try written.needs.check(usage, under: tariff)
        let metered = usage.total
        try written.losses.add(
            to: &self, hasPeriods: written.hasPeriods,
            among: tariff.isTimeOfUse ? TouPeriod.allCases.filter(tariff.hasPrice) : nil)
        try written.deductions.take(from: &self, metered: metered, hasPeriods: written.hasPeriods)
    }
}

/// Which fields of an object were there, so that none comes twice.
struct FieldsSeen {
    private var keys: [String] = []

    func has(_ field: some RawRepresentable<String>) -> Bool { keys.contains(field.rawValue) }

    mutating func take<Field: RawRepresentable<String> & CaseIterable>(
        _ key: String, in path: String
    ) throws(UsageFault) -> Field {
        let place = path.isEmpty ? key : "\(path).\(key)"
        guard let field = Field(rawValue: key) else {
            let known = Field.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageFault(
                code: "UNKNOWN_FIELD", field: String(place.prefix(100)), mend: "remove it; known are \(known)"
            )
        }
        try note(key, place)
        return field
    }

    mutating func note(_ key: String, _ place: String) throws(UsageFault) {
        if keys.contains(key) {
            throw UsageFault(code: "REPEATED_FIELD", field: place, mend: "write it once")
        }
        keys.append(key)
    }
}

/// A usage line while it is read: fields come in any order.
struct UsageDraft {
    var id: String?
    private var tariff: String?
    private var month: BillingMonth?
    private var date: Day?
    private var total: Energy?
    private var daysInService: UInt16?
    private var losses = UsageLosses()
    private var deductions = UsageDeductions()
    private var needs = UsageNeeds()
    private var usage = Usage(tariff: -1, month: BillingMonth(year: 2000, month: 1), total: .zero)

    mutating func read(_ field: UsageLine.Field, from scanner: inout JSONScanner) throws(UsageFault) {
        let name = field.rawValue
        switch field {
        case .id:
            let text = try scanner.text(name)
            guard text.utf8.count <= 200 else { throw .value(name, "write at most 200 bytes") }
            id = text
        case .tariff: tariff = try scanner.text(name)
        case .month:
            month = BillingMonth(text: try scanner.text(name))
            if month == nil { throw .value(name, "write a month such as 2026-01") }
        case .date:
            date = Day(text: try scanner.text(name))
            if date == nil { throw .value(name, "write a day such as 2026-01-31") }
        case .kwh: total = try scanner.quantity(name)
        case .periodsKwh: usage.energy = try Self.periods(name, without: .total, &scanner)
        case .yearToDateKwh: usage.yearToDate = try scanner.quantity(name)
        case .monthsCovered: usage.monthsCovered = UInt8(try scanner.whole(name, in: 1...12))
        case .tierMonths: usage.tierMonths = UInt8(try scanner.whole(name, in: 0...12))
        case .persons: usage.persons = UInt8(try scanner.whole(name, in: 0...250))
        case .households: usage.households = UInt8(try scanner.whole(name, in: 1...250))
        case .lowIncome: usage.isLowIncome = try scanner.truth(name)
        case .choosesSurcharge: usage.choosesSurcharge = try scanner.truth(name)
        case .agencyMultiple: usage.paysAgencyMultiple = try scanner.truth(name)
        case .days: usage.daysInPeriod = UInt16(try scanner.whole(name, in: 1...366))
        case .daysInService: daysInService = UInt16(try scanner.whole(name, in: 0...366))
        case .lastSettlement: usage.isLastSettlement = try scanner.truth(name)
        case .lastOfYear: usage.isLastOfYear = try scanner.truth(name)
        case .yearMonths: usage.yearMonths = UInt8(try scanner.whole(name, in: 1...12))
        case .deductions: try deductions.read(&scanner)
        case .finalBill: usage.isFinalBill = try scanner.truth(name)
        case .monthSoFar:
            needs.hasMonthSoFar = true
            usage.monthSoFar = try Self.monthSoFar(&scanner, &needs.hasChargesSoFar)
        case .reactiveKvarh: usage.reactive = try scanner.quantity(name)
        case .powerFactorStandard:
            guard let hundredths = try scanner.digits(decimals: 2),
                let standard = PowerFactorStandard(factor: PowerFactor(hundredths: hundredths))
            else { throw .value(name, "write one of 0.90, 0.85, 0.80") }
            usage.powerFactorStandard = standard
        case .basicChargeMode:
            guard let mode = BasicChargeMode(code: try scanner.text(name)) else {
                throw .value(name, "write one of NONE, CAPACITY, CONTRACT_DEMAND, ACTUAL_DEMAND")
            }
            usage.basicChargeMode = mode
        case .capacityKva: usage.capacity = try scanner.quantity(name)
        case .contractCapacityKva: usage.contractCapacity = try scanner.quantity(name)
        case .contractDemandKw: usage.contractDemand = try scanner.quantity(name)
        case .demandKw:
            usage.actualDemand = try scanner.quantity(name)
            needs.hasDemand = true
        case .capacityStates: usage.capacityStates = try Self.capacityStates(&scanner)
        case .periodDemandKw:
            usage.demand = try Self.periods(name, &scanner, noting: &needs.periodDemands)
            usage.knowsPeriodDemand = true
        case .highestDemandKw: usage.highestDemand = try Self.periods(name, &scanner)
        case .fedBackKwh: usage.fedBack = try Self.periods(name, &scanner)
        case .carriedKwh: usage.carriedEnergy = try Self.periods(name, &scanner)
        case .yearAmount: usage.yearAmount = try scanner.quantity(name, mayBeNegative: true)
        case .carriedMoney: usage.carriedMoney = try scanner.quantity(name)
        case .transformerLossKwh: losses.transformerActive = try scanner.quantity(name)
        case .transformerLossKvarh: losses.transformerReactive = try scanner.quantity(name)
        case .lineLossKwh: losses.lineActive = try scanner.quantity(name)
        case .transformer: try losses.readTransformer(&scanner)
        case .line: try losses.readLine(&scanner)
        case .lossPolicy:
            guard let policy = LossPeriodPolicy(rawValue: try scanner.text(name)) else {
                throw .value(name, "write FLAT or PROPORTIONAL")
            }
            losses.policy = policy
        }
    }

    /// What follows from fields together: the total, days.
    func finished(seen: FieldsSeen) throws(UsageFault) -> UsageLine {
        guard let month else {
            throw UsageFault(code: "MISSING_FIELD", field: "month", mend: "write the billing month")
        }
        let hasPeriods = seen.has(UsageLine.Field.periodsKwh)
        guard total != nil || hasPeriods else {
            throw UsageFault(code: "MISSING_FIELD", field: "kwh", mend: "write kwh, periodsKwh or both")
        }
        var line = UsageLine(usage: usage)
        line.id = id
        line.tariff = tariff
        line.date = date
        line.usage.month = month
        line.usage.daysInService = daysInService ?? usage.daysInPeriod
        do {
            let sum = try usage.energy.sum()
            if hasPeriods, let total, total != sum {
                throw UsageFault(
                    code: "PERIODS_DO_NOT_ADD_UP", field: "periodsKwh",
                    mend: "the periods add up to \(sum.text()), kwh is \(total.text()); correct one")
            }
            line.usage.total = total ?? sum
        } catch let fault as UsageFault {
            throw fault
        } catch {
            throw UsageFault(
                code: "QUANTITY_TOO_LARGE", field: "periodsKwh", mend: "write at most 100 TWh")
        }
        line.written = UsageLine.Written(
            losses: losses, deductions: deductions, hasPeriods: hasPeriods, needs: needs)
        return line
    }

    private static func periods<Q: Quantity>(
        _ field: String, without absent: TouPeriod? = nil, _ scanner: inout JSONScanner
    ) throws(UsageFault) -> PeriodValues<Q> {
        var seen: UInt16 = 0
        return try periods(field, without: absent, &scanner, noting: &seen)
    }

    /// - Parameter seen: bit n set for the period with raw value n that stands there.
    private static func periods<Q: Quantity>(
        _ field: String, without absent: TouPeriod? = nil, _ scanner: inout JSONScanner,
        noting seen: inout UInt16
    ) throws(UsageFault) -> PeriodValues<Q> {
        var values = PeriodValues<Q>()
        var isFirst = true
        while let key = try scanner.key(&isFirst, in: field) {
            guard let period = TouPeriod(code: key), period != absent else {
                let known = TouPeriod.allCases.filter { $0 != absent }.map(\.code).joined(separator: ", ")
                throw UsageFault(
                    code: "UNKNOWN_FIELD", field: "\(field).\(key.prefix(40))", mend: "write one of \(known)")
            }
            if seen >> UInt16(period.rawValue) & 1 == 1 {
                throw UsageFault(code: "REPEATED_FIELD", field: "\(field).\(key)", mend: "write it once")
            }
            seen |= 1 << UInt16(period.rawValue)
            values[period] = try scanner.quantity("\(field).\(key)")
        }
        return values
    }

    private enum SoFarField: String, CaseIterable {
        case kwh, nettedKwh, reactiveKvarh, demandKw, freeKwh, energyBase, charges
    }

    private static func monthSoFar(
        _ scanner: inout JSONScanner, _ hasCharges: inout Bool
    ) throws(UsageFault) -> MonthSoFar {
        var month = MonthSoFar()
        var seen = FieldsSeen()
        var isFirst = true
        while let key = try scanner.key(&isFirst, in: "monthSoFar") {
            let field: SoFarField = try seen.take(key, in: "monthSoFar")
            switch field {
            case .kwh: month.total = try scanner.quantity("monthSoFar.kwh")
            case .nettedKwh: month.netted = try scanner.quantity("monthSoFar.nettedKwh")
            case .reactiveKvarh: month.reactive = try scanner.quantity("monthSoFar.reactiveKvarh")
            case .demandKw: month.demand = try scanner.quantity("monthSoFar.demandKw")
            case .freeKwh: month.freeEnergy = try scanner.quantity("monthSoFar.freeKwh")
            case .energyBase:
                month.energyBase = try scanner.quantity("monthSoFar.energyBase", mayBeNegative: true)
            case .charges:
                hasCharges = true
                month.charges = try scanner.quantity("monthSoFar.charges", mayBeNegative: true)
            }
        }
        guard month.netted <= month.total else {
            throw .value("monthSoFar.nettedKwh", "write at most monthSoFar.kwh")
        }
        return month
    }

    private enum StateField: String, CaseIterable { case kva, days, sharePercent }

    private static func capacityStates(_ scanner: inout JSONScanner) throws(UsageFault) -> CapacityStates {
        var states = CapacityStates()
        var isFirst = true
        while try scanner.element(&isFirst, in: "capacityStates") {
            let path = "capacityStates[\(states.count)]"
            var state = CapacityState(capacity: .zero, days: 0)
            var seen = FieldsSeen()
            var isFirstKey = true
            while let key = try scanner.key(&isFirstKey, in: path) {
                let field: StateField = try seen.take(key, in: path)
                switch field {
                case .kva: state.capacity = try scanner.quantity("\(path).kva")
                case .days: state.days = Int16(try scanner.whole("\(path).days", in: 0...360))
                case .sharePercent:
                    let share: Percent = try scanner.quantity("\(path).sharePercent")
                    guard share <= .whole else { throw .value("\(path).sharePercent", "write 0 to 100") }
                    state.sharePpm = Int32(share.ppm)
                }
            }
            for field in [StateField.kva, .days] where !seen.has(field) {
                throw UsageFault(
                    code: "MISSING_FIELD", field: "\(path).\(field.rawValue)", mend: "write it for each state"
                )
            }
            guard states.append(state) else { throw .value("capacityStates", "write at most six states") }
        }
        return states
    }
}
