package import Control
package import Kernel
package import Ledger
package import Rating
import Store

/// What payment goes by on a day in an organisation: its parameters, read once a command.
package struct PaymentRules: Sendable, Hashable {
    /// In which order a payment settles one bill; bills themselves go oldest month first.
    package enum Order: String, Sendable, CaseIterable {
        case penaltyFirst = "PENALTY_FIRST"
        case principalFirst = "PRINCIPAL_FIRST"
    }

    package var order: Order
    /// Rates, without bounds: those hold for a receivable as a whole, over all its part payments.
    package var terms: LatePenaltyTerms
    /// A penalty above zero is at least this.
    package var minimum: Money
    /// The penalty is at most this share of the receivable's amount; nil for no cap.
    package var cap: Percent?
    /// Days after the due day that bear no penalty.
    package var graceDays: Int
    /// By which days of grace that end on a holiday run on to the next working day; nil where they do not.
    package var calendar: WorkCalendar?
    /// Whether the day of payment itself bears penalty.
    package var countsPaymentDay: Bool

    package init(
        order: Order = .penaltyFirst, terms: LatePenaltyTerms = LatePenaltyTerms(), minimum: Money = .zero,
        cap: Percent? = nil, graceDays: Int = 0, calendar: WorkCalendar? = nil,
        countsPaymentDay: Bool = true
    ) {
        self.calendar = calendar
        self.order = order
        self.terms = terms
        self.minimum = minimum
        self.cap = cap
        self.graceDays = graceDays
        self.countsPaymentDay = countsPaymentDay
    }

    static let parameters: [ParameterDefinition] = [
        ParameterDefinition(
            "payment.allocationOrder", .choice(["PENALTY_FIRST", "PRINCIPAL_FIRST"]),
            standard: "PENALTY_FIRST",
            clause: "民法典第五百六十一条：费用、利息、主债务依次抵充，另有约定的除外"),
        ParameterDefinition(
            "payment.latePenalty.residentialPpm", .percent(0...3_000), standard: "1000",
            clause: "供电营业规则（1996）第九十八条第一款：居民用户每日按欠费总额的千分之一；电力供应与使用条例第三十九条：千分之一至千分之三"),
        ParameterDefinition(
            "payment.latePenalty.otherPpm", .percent(0...3_000), standard: "2000",
            clause: "供电营业规则（1996）第九十八条第二款：其他用户当年欠费部分每日千分之二"),
        ParameterDefinition(
            "payment.latePenalty.otherCrossYearPpm", .percent(0...3_000), standard: "3000",
            clause: "供电营业规则（1996）第九十八条第二款：其他用户跨年度欠费部分每日千分之三"),
        ParameterDefinition(
            "payment.latePenalty.minimumFen", .money(0...100_000), standard: "0",
            clause: "供电营业规则（1996）第九十八条：总额不足一元者按一元收取（填 100）；2024 年版无此款（填 0）"),
        ParameterDefinition(
            "payment.latePenalty.capPercent", .percent(0...10_000_000), standard: "0",
            clause: "民法典第五百八十五条：过分高于损失的违约金可请求减少；占欠费本金的百万分比，0 为不设上限"),
        ParameterDefinition(
            "payment.latePenalty.graceDays", .integer(0...60), standard: "0",
            clause: "供电营业规则（1996）第九十八条：自逾期之日起计算；到期日后不计违约金的天数"),
        ParameterDefinition(
            "payment.latePenalty.graceOnHoliday", .choice(["NEXT_WORKDAY", "AS_IS"]),
            standard: "NEXT_WORKDAY",
            clause: "民法典第二百零三条：期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日"),
        ParameterDefinition(
            "payment.latePenalty.paymentDay", .choice(["COUNTED", "NOT_COUNTED"]), standard: "COUNTED",
            clause: "供电营业规则（1996）第九十八条：计算至交纳日止；交纳当日是否计入"),
        ParameterDefinition(
            "payment.latePenalty.rounding", .choice(["HALF_UP", "DOWN"]), standard: "HALF_UP",
            clause: "供电营业规则（1996）第九十八条：按日累加计收；不足一分的四舍五入或舍去"),
    ]

    /// The rules in force for an organisation on a day.
    static func inForce(
        _ control: Control, organisation: OrganisationPath, on day: Day, in transaction: any Transaction
    ) throws -> PaymentRules {
        func value(_ name: String) throws -> ParameterValue {
            try control.parameter("payment." + name, organisation: organisation, on: day, in: transaction)
        }
        var terms = LatePenaltyTerms()
        terms.residentialPerDay = try value("latePenalty.residentialPpm").percent
        terms.otherPerDay = try value("latePenalty.otherPpm").percent
        terms.otherCarriedOverPerDay = try value("latePenalty.otherCrossYearPpm").percent
        terms.rounding = try value("latePenalty.rounding").text == "DOWN" ? .down : .halfUp
        let cap = try value("latePenalty.capPercent").percent
        let graceDays = Int(try value("latePenalty.graceDays").number)
        let runsOn = try graceDays > 0 && value("latePenalty.graceOnHoliday").text == "NEXT_WORKDAY"
        return PaymentRules(
            order: Order(rawValue: try value("allocationOrder").text) ?? .penaltyFirst, terms: terms,
            minimum: try value("latePenalty.minimumFen").money, cap: cap.isZero ? nil : cap,
            graceDays: graceDays, calendar: runsOn ? try control.calendar(in: transaction) : nil,
            countsPaymentDay: try value("latePenalty.paymentDay").text == "COUNTED")
    }
}

/// The late-payment penalty 违约金 of one receivable on a day, worked out on reading and fixed by the next payment.
package struct PenaltyStanding: Sendable, Hashable {
    /// Run up by the day in all, before minimum and cap.
    package let accrued: Money
    /// Owed by the day in all, after minimum and cap, paid or not.
    package let fixed: Money
    /// Still to pay.
    package let outstanding: Money
    /// Days since the last payment on it (or since the due day) that bear penalty: of the first overdue year, and
    /// carried over its end.
    package let daysInYear: Int
    package let daysCarriedOver: Int
    /// The daily rates that were used for the two.
    package let perDay: Percent
    package let perDayCarriedOver: Percent
}

extension PaymentRules {
    /// The end of grace; a year whose holidays are not announced yet leaves the day as it is counted.
    private func lastFreeDay(after due: Day) -> Day {
        let last = due.adding(days: graceDays)
        guard graceDays > 0, let calendar else { return last }
        return (try? calendar.workday(notBefore: last)) ?? last
    }

    /// The penalty on a receivable when paid on `day`.
    ///
    /// Each yuan of principal bears the daily rate from the day after the due day and the days of grace to its own day
    /// of payment, both counted unless the day of payment is not; a part payment lowers the base from the next day on. Simple, none on penalty. Each
    /// stretch between two payments is rounded once. Minimum, then cap, on the sum. Once the principal is paid, the
    /// penalty stays what the last payment fixed.
    /// - Throws: `PaymentRefusal.penaltyUncountable`.
    package func penalty(on open: OpenReceivable, day: Day) throws -> PenaltyStanding {
        let last = open.standing.last
        let lastFree = lastFreeDay(after: open.receivable.dueDay)
        let principal = open.outstanding
        let isResidential = open.receivable.isResidential
        let perDay = isResidential ? terms.residentialPerDay : terms.otherPerDay
        let perDayCarriedOver = isResidential ? terms.residentialPerDay : terms.otherCarriedOverPerDay
        guard principal > .zero else {
            return PenaltyStanding(
                accrued: last?.accrued ?? .zero, fixed: last?.fixed ?? .zero,
                outstanding: max(.zero, open.penaltyFixedOutstanding), daysInYear: 0, daysCarriedOver: 0,
                perDay: perDay, perDayCarriedOver: perDayCarriedOver)
        }
        // Where the day of payment is free, every stretch ends, and the next begins, a day earlier.
        let free = countsPaymentDay ? 0 : 1
        let day = day.adding(days: -free)
        let from = max(lastFree, last?.day.adding(days: -free) ?? lastFree)
        let days = max(0, day.days(since: from))
        let yearEnd = Day(year: lastFree.adding(days: 1).year, month: 12, day: 31) ?? day
        let inYear = max(0, min(day, yearEnd).days(since: from))
        let stretch: LatePenalty
        do {
            stretch = try terms.penalty(
                on: principal, class: isResidential ? .residential : .other, daysInYear: inYear,
                daysCarriedOver: days - inYear)
        } catch {
            throw PaymentRefusal.penaltyUncountable(error.rawValue)
        }
        let accrued = (last?.accrued ?? .zero) + stretch.computed
        let isOverdue = days > 0 || from > lastFree
        var owed = isOverdue ? max(accrued, minimum) : accrued
        if let cap { owed = min(owed, open.receivable.amount.part(cap, rounding: .down)) }
        // What was paid stays paid: a later change of the rates never makes the penalty less than that.
        owed = max(owed, open.penaltyApplied)
        return PenaltyStanding(
            accrued: accrued, fixed: owed, outstanding: owed - open.penaltyApplied, daysInYear: inYear,
            daysCarriedOver: days - inYear, perDay: perDay, perDayCarriedOver: perDayCarriedOver)
    }
}
