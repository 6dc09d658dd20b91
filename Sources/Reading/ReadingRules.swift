import Control
import Kernel
internal import Rating
import Store

/// The rules of one organisation on one day, read from control's parameters.
package struct ReadingRules: Sendable {
    /// What is done with the difference between the total register and the periods on a meter without a flat register.
    enum Flatless: String, Sendable, CaseIterable {
        /// The largest period takes it, the total register leads: the rule of the flat period applied to the period that
        /// is least changed by it. The default.
        case largestPeriod = "LARGEST_PERIOD"
        /// The total is the sum of the periods.
        case totalIsSum = "TOTAL_IS_SUM"
    }

    var cut: RegisterCut = .wholeUnits
    var flatless: Flatless = .largestPeriod
    /// Last digits that each register may be short of the others.
    var balanceDigits: Int64 = 1
    /// A roll-over is believed where its energy is at most so many times the recent average.
    var rolloverFactor: Int64 = 3
    var residential = ChangeLimit(percent: Percent(units: 500_000), floor: Energy(kilowattHours: 100))
    var others = ChangeLimit(percent: Percent(units: 300_000), floor: Energy(kilowattHours: 1_000))
    /// Energy beyond so many times the recent average is a mistyped reading.
    var impossibleFactor: Int64 = 50
    /// A month's readings are taken from its first day to so many days after its last.
    var daysAfter: Int64 = 7
    /// Consecutive estimates.
    var estimates: Int64 = 2
    /// Periods whose average stands for what an account usually uses.
    var averageMonths: Int64 = 3
    var severities: [ReadingRule: ReadingRule.Severity] = [:]

    /// A change that wants a look: at least so great a share and at least so much energy.
    struct ChangeLimit: Sendable {
        let percent: Percent
        let floor: Energy
    }

    func limit(residential isResidential: Bool) -> ChangeLimit { isResidential ? residential : others }
    func severity(_ rule: ReadingRule) -> ReadingRule.Severity { severities[rule] ?? rule.standard }
}

/// A finding's name and how grave it is: the rules as data. Those whose gravity a company may choose have a parameter
/// `reading.rule.<name>`; without the others no energy can be computed.
package enum ReadingRule: String, Sendable, CaseIterable, Codable {
    // The row itself.
    case consumerEmpty, consumerUnknown, meterUnknown, registerUnknown, registerNotOnMeter, registerMissing,
        meterMissing
    case notANumber, tooManyDecimals, tooManyDigits, negative, statusUnknown, duplicate
    case dayInvalid, dayOutsideMonth, dayInFuture, dayNotAfterPrevious, daysDiffer
    // The account.
    case accountClosed, accountTwice, alreadyBilled, laterMonthRead, removalMissing, removalBackwards
    // The register.
    case runsBackwards, rolloverUnmarked, didNotRollOver, rolloverImplausible, energyTooLarge
    case tooManyEstimates, impossibleRise
    // What was found at the meter.
    case exceptionUnknown, exceptionEnded, exceptionsDiffer, siteNote, siteReview
    // A matter of judgement.
    case notBalanced, zeroEnergy, suddenRise, suddenFall, rollover, estimated, readAgain

    /// What follows from a finding.
    package enum Severity: String, Sendable, CaseIterable, Codable {
        /// Not looked for.
        case off = "OFF"
        /// Said, and nothing else.
        case warning = "WARNING"
        /// Energy waits for a person's approval.
        case review = "REVIEW"
        /// Nothing of the account is taken.
        case error = "ERROR"
    }

    /// The gravity where nobody chose another.
    package var standard: Severity {
        switch self {
        case .notBalanced, .suddenRise, .suddenFall, .siteReview: .review
        case .zeroEnergy, .rollover, .estimated, .readAgain, .siteNote: .warning
        default: .error
        }
    }

    /// Whether a company may choose the gravity; what was found at the meter says it by its code's meaning.
    package var isChosen: Bool {
        switch self {
        case .siteNote, .siteReview: false
        case .impossibleRise, .rolloverImplausible: true
        default: standard != .error
        }
    }

    /// The key of its message.
    package var code: String { "reading.problem.\(rawValue)" }
}

extension ReadingRules {
    static let parameters: [ParameterDefinition] = [
        ParameterDefinition(
            "reading.registerUnits", .choice(["CUT", "CARRY"]), standard: "CUT", clause: "只抄整数位"),
        ParameterDefinition(
            "reading.flatless", .choice(Flatless.allCases.map(\.rawValue)), standard: "LARGEST_PERIOD",
            clause: "无平段表计的尾差"),
        ParameterDefinition("reading.balanceDigits", .integer(0...1_000), standard: "1", clause: "示数不平"),
        ParameterDefinition("reading.rolloverFactor", .integer(1...100), standard: "3", clause: "翻转判别"),
        ParameterDefinition(
            "reading.change.residentialPercent", .percent(0...100_000_000), standard: "500000", clause: "突增突减"
        ),
        ParameterDefinition(
            "reading.change.residentialFloorKwh", .integer(0...1_000_000_000), standard: "100", clause: "突增突减"
        ),
        ParameterDefinition(
            "reading.change.otherPercent", .percent(0...100_000_000), standard: "300000", clause: "突增突减"),
        ParameterDefinition(
            "reading.change.otherFloorKwh", .integer(0...1_000_000_000), standard: "1000", clause: "突增突减"),
        ParameterDefinition("reading.impossibleFactor", .integer(2...10_000), standard: "50", clause: "电量异常"),
        ParameterDefinition("reading.daysAfter", .integer(0...62), standard: "7", clause: "抄表例日"),
        ParameterDefinition(
            "reading.averageMonths", .integer(1...3), standard: "3", clause: "估抄与异常判别：取最近几个抄表周期的平均"),
        ParameterDefinition("reading.estimates", .integer(0...24), standard: "2", clause: "估抄"),
        ParameterDefinition(
            "reading.lossPeriodPolicy", .choice(["FLAT", "PROPORTIONAL"]), standard: "FLAT",
            clause: "变损、线损电量计入平段"),
        ParameterDefinition(
            "reading.chargeNoLoadWhenIdle", .choice(["NO", "YES"]), standard: "NO", clause: "零电量时的铁损"),
        ParameterDefinition(
            "reading.lossShift.ONE", .percent(1_000_000...10_000_000), standard: "3600000",
            clause: "变损负荷修正系数：单班制"),
        ParameterDefinition(
            "reading.lossShift.TWO", .percent(1_000_000...10_000_000), standard: "1800000",
            clause: "变损负荷修正系数：两班制"),
        ParameterDefinition(
            "reading.lossShift.THREE", .percent(1_000_000...10_000_000), standard: "1200000",
            clause: "变损负荷修正系数：三班制"),
        ParameterDefinition(
            "reading.lossShift.CONTINUOUS", .percent(1_000_000...10_000_000), standard: "1000000",
            clause: "变损负荷修正系数：连续生产"),
        severity("reading.rule.notBalanced", "REVIEW"), severity("reading.rule.suddenRise", "REVIEW"),
        severity("reading.rule.suddenFall", "REVIEW"), severity("reading.rule.zeroEnergy", "WARNING"),
        severity("reading.rule.rollover", "WARNING"), severity("reading.rule.estimated", "WARNING"),
        severity("reading.rule.readAgain", "WARNING"), severity("reading.rule.impossibleRise", "ERROR"),
        severity("reading.rule.rolloverImplausible", "ERROR"),
    ]

    /// What decides how registers become energy: a month's energy is worked out by the values of its last day. A bill
    /// names them, so that none of them changes under energy that stands.
    package static let energyKeys = [
        "reading.registerUnits", "reading.flatless", "reading.averageMonths", "reading.lossPeriodPolicy",
        "reading.chargeNoLoadWhenIdle", "reading.lossShift.ONE", "reading.lossShift.TWO",
        "reading.lossShift.THREE", "reading.lossShift.CONTINUOUS",
    ]

    private static func severity(_ key: StaticString, _ standard: StaticString) -> ParameterDefinition {
        ParameterDefinition(
            key, .choice(ReadingRule.Severity.allCases.map(\.rawValue)), standard: standard, clause: "抄表复核")
    }

    /// The rules in force for an organisation on a day.
    static func inForce(
        for organisation: OrganisationPath, on day: Day, control: Control, in transaction: any Transaction
    ) throws -> ReadingRules {
        func value(_ key: String) throws -> ParameterValue {
            try control.parameter(key, organisation: organisation, on: day, in: transaction)
        }
        func change(_ kind: String) throws -> ChangeLimit {
            ChangeLimit(
                percent: try value("reading.change.\(kind)Percent").percent,
                floor: Energy(kilowattHours: try value("reading.change.\(kind)FloorKwh").number))
        }
        var rules = ReadingRules()
        rules.cut = try value("reading.registerUnits").text == "CARRY" ? .carryRemainder : .wholeUnits
        rules.flatless = Flatless(rawValue: try value("reading.flatless").text) ?? .largestPeriod
        rules.balanceDigits = try value("reading.balanceDigits").number
        rules.rolloverFactor = try value("reading.rolloverFactor").number
        rules.residential = try change("residential")
        rules.others = try change("other")
        rules.impossibleFactor = try value("reading.impossibleFactor").number
        rules.daysAfter = try value("reading.daysAfter").number
        rules.averageMonths = try value("reading.averageMonths").number
        rules.estimates = try value("reading.estimates").number
        for rule in ReadingRule.allCases where rule.isChosen {
            rules.severities[rule] = ReadingRule.Severity(
                rawValue: try value("reading.rule.\(rule.rawValue)").text)
        }
        return rules
    }
}
