internal import Control
import Kernel
import Rating
import Records

/// The judgement on one account's readings of one month: what would be stored, its energy, and what was found.
struct Assessment: Sendable {
    struct StoredReading: Sendable {
        let installation: Int64
        let usagePoint: UsagePointID
        let register: RegisterKind
        let day: Day
        let value: RegisterValue
        let status: ReadingStatus
        /// Taken over from the installation at a meter's removal.
        let isRemoval: Bool
        var carried: Energy = .zero
    }

    let account: ReadableAccount
    var readings: [StoredReading] = []
    var points: [PointEnergy] = []
    var findings: [ReadingFinding] = []
    /// The code of what was found at the meter.
    var exception: String?
    let input: AssessmentInput

    var hasErrors: Bool { findings.contains { $0.severity == .error } }
    var needsReview: Bool { findings.contains { $0.severity == .review } }

    init(_ input: AssessmentInput) {
        self.input = input
        account = input.account
        guard judgeAccount() else { return }
        let placed = place()
        if hasErrors || input.readings.hasBrokenRows { return }
        judgeException()
        if hasErrors { return }
        let points = Set(account.meters.map(\.usagePoint)).sorted()
        for point in points { measure(point, placed.filter { $0.meter.usagePoint == point }) }
        if needsReview { for index in self.points.indices { self.points[index].state = .pending } }
    }

    struct Placed {
        let meter: Installation
        let register: Register
        let reading: RegisterReading
    }

    /// Whether the rows are worth looking at.
    mutating func judgeAccount() -> Bool {
        let day = input.readings.day
        let line = input.readings.line
        if input.isBilled { report(.alreadyBilled, line, "consumer_no", ["month": input.month.description]) }
        if input.energies.contains(where: { $0.month > input.month }) {
            report(.laterMonthRead, line, "consumer_no", ["month": input.month.description])
        }
        if let closed = account.closedOn, day > closed {
            report(.accountClosed, line, "day", ["day": closed.description])
        } else if day > input.today {
            report(.dayInFuture, line, "day", ["day": day.description])
        } else if day < input.month.firstDay
            || day > input.month.lastDay.adding(days: Int(input.rules.daysAfter))
        {
            report(.dayOutsideMonth, line, "day", ["day": day.description, "month": input.month.description])
        } else if let last = input.past.lastDay, day <= last {
            report(.dayNotAfterPrevious, line, "day", ["day": day.description, "previous": last.description])
        }
        return !findings.contains { [.alreadyBilled, .laterMonthRead, .accountClosed].contains($0.rule) }
    }

    /// What the reader found at the meter, at the account's first usage point.
    mutating func judgeException() {
        let line = input.readings.line
        guard let text = input.readings.exception else { return }
        if let problem = input.exceptions.problem(text, on: input.today) {
            return report(
                problem.ended == nil ? .exceptionUnknown : .exceptionEnded, line, "exception",
                problem.arguments)
        }
        guard let row = input.exceptions.given(text, on: input.today) else { return }
        exception = row.code
        report(
            row.means == "NOTE" ? .siteNote : .siteReview, line, "exception", ["exception": row.code],
            account.meters.map(\.usagePoint).min())
    }

    /// Each value to its meter and register, checked by itself and for completeness.
    mutating func place() -> [Placed] {
        // A day that is wrong itself says nothing of the meters.
        let isOutside = findings.contains { $0.rule == .dayOutsideMonth }
        let day = isOutside ? min(input.month.lastDay, input.today) : input.readings.day
        let inPlace = account.meters.filter { $0.isInPlace(on: day) }
        var placed: [Placed] = []
        for reading in input.readings.values {
            let meters = inPlace.filter { reading.assetNo == nil || $0.assetNo == reading.assetNo }
            guard let meter = meters.first, reading.assetNo != nil || meters.count == 1 else {
                report(.meterUnknown, reading.line, "meter", ["meter": reading.assetNo ?? ""])
                continue
            }
            guard let register = meter.registers.first(where: { $0.kind == reading.register }) else {
                report(
                    .registerNotOnMeter, reading.line, "register",
                    ["meter": meter.assetNo, "register": String(reading.register.rawValue)], meter.usagePoint)
                continue
            }
            if placed.contains(where: { $0.meter.id == meter.id && $0.register.kind == register.kind }) {
                report(
                    .duplicate, reading.line, "", ["register": String(reading.register.rawValue)],
                    meter.usagePoint)
                continue
            }
            placed.append(Placed(meter: meter, register: register, reading: reading))
            check(reading, register, meter)
        }
        // What a row at the wrong place would have said is not missed besides.
        if input.readings.hasBrokenRows || placed.count < input.readings.values.count { return placed }
        for meter in inPlace {
            let read = placed.filter { $0.meter.id == meter.id }
            if read.isEmpty {
                report(
                    .meterMissing, input.readings.line, "meter", ["meter": meter.assetNo], meter.usagePoint)
                continue
            }
            for register in meter.registers where !read.contains(where: { $0.register.kind == register.kind })
            {
                report(
                    .registerMissing, read[0].reading.line, "register",
                    ["meter": meter.assetNo, "register": String(register.kind.rawValue)], meter.usagePoint)
            }
        }
        return placed
    }

    mutating func check(_ reading: RegisterReading, _ register: Register, _ meter: Installation) {
        let value = reading.value
        let point = meter.usagePoint
        if value.isNegative {
            return report(.negative, reading.line, "value", ["value": value.text()], point)
        }
        if value.units % Self.resolution(register.decimals) != 0 {
            return report(
                .tooManyDecimals, reading.line, "value",
                ["value": value.text(), "decimals": String(register.decimals)], point)
        }
        if value.units / RegisterValue.unitsPerWhole >= Self.turn(register.digits) {
            return report(
                .tooManyDigits, reading.line, "value",
                ["value": value.text(), "digits": String(register.digits)], point)
        }
        guard !register.kind.isDemand else { return }
        let previous = input.past.row(meter.id, register.kind)?.value ?? register.installValue
        let values = [
            "previous": previous.text(), "value": value.text(), "register": String(register.kind.rawValue),
        ]
        if reading.status.rolledOver {
            if value >= previous { report(.didNotRollOver, reading.line, "status", values, point) }
        } else if value < previous {
            let rolled = rolledEnergy(previous, value, register, meter)
            let isLikely = rolled.map { $0 <= rolloverLimit(point) } ?? false
            report(isLikely ? .rolloverUnmarked : .runsBackwards, reading.line, "value", values, point)
        }
    }

    mutating func report(
        _ rule: ReadingRule, _ line: Int, _ column: String, _ arguments: [String: String],
        _ point: UsagePointID? = nil
    ) {
        let severity = input.rules.severity(rule)
        if severity == .off { return }
        findings.append(
            ReadingFinding(
                rule: rule, severity: severity, consumerNo: account.consumerNo, usagePoint: point, line: line,
                column: column, arguments: arguments))
    }
}
