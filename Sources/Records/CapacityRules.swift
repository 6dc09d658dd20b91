package import Control
package import Kernel
package import Store

/// The rules by which equipment in service becomes days of a month; an organisation's parameters on a day.
package struct CapacityRules: Sendable, Hashable {
    /// Who takes what a month is longer or shorter than 30 days, where it is divided.
    package enum Remainder: String, Sendable, CaseIterable {
        /// The days that are not charged: those charged count one thirtieth each (供电营业规则 1996, art. 84).
        case stopped = "STOPPED"
        case running = "RUNNING"
        /// Whatever state the month ends with.
        case last = "LAST"
    }

    /// A suspension of fewer days is charged in full.
    package var leastDays = 15
    /// Suspended months of 30 days in a calendar year; what is beyond is charged.
    package var yearMonths = 6
    /// Suspensions in a calendar year; 0 where there is no limit.
    package var timesAYear = 0
    /// What a suspended part pays within `shareYears` of its supply or of its last reduction; nothing later.
    package var suspendedShare = Percent.zero
    package var shareYears = 2
    /// Whether the day of sealing is charged, and that of unsealing.
    package var chargesSealDay = false
    package var chargesUnsealDay = true
    package var remainder = Remainder.stopped
    /// Working days between application and sealing.
    package var noticeDays = 5
    /// Working days between application and a new contract demand, and a new mode of basic charge.
    package var demandNoticeDays = 5
    package var modeNoticeDays = 15
    /// Least contract demand as a share of the capacity in service.
    package var demandFloor = Percent(ppm: 400_000)

    package init() {}

    /// The least contract demand of a capacity in service (发改办价格〔2016〕1583号), to the W upwards.
    package func leastDemand(of running: ApparentPower) -> Power {
        Power(watts: Int64(Rounding.up.quotient(Int128(running.units) * Int128(demandFloor.ppm), 1_000_000)))
    }
}

extension CapacityRules {
    static let parameters: [ParameterDefinition] = [
        ParameterDefinition(
            "records.capacity.leastDays", .integer(0...31), standard: "15",
            clause: "《供电营业规则》（1996）第二十四条；发改办价格〔2016〕1583号"),
        ParameterDefinition(
            "records.capacity.yearMonths", .integer(1...12), standard: "6",
            clause: "《供电营业规则》（1996）第二十四条；发改办价格〔2016〕1583号"),
        ParameterDefinition(
            "records.capacity.timesAYear", .integer(0...99), standard: "0",
            clause: "发改办价格〔2016〕1583号：暂停次数不限"),
        ParameterDefinition(
            "records.capacity.suspendedShare", .percent(0...1_000_000), standard: "0",
            clause: "发改办价格〔2016〕1583号；1996 年规则第二十三、二十四条为 50%"),
        ParameterDefinition(
            "records.capacity.shareYears", .integer(0...10), standard: "2", clause: "《供电营业规则》（1996）第二十三、二十四条"),
        ParameterDefinition(
            "records.capacity.sealDay", .choice(["STOPPED", "CHARGED"]), standard: "STOPPED",
            clause: "《供电营业规则》（1996）第二十四条：从加封之日起"),
        ParameterDefinition(
            "records.capacity.unsealDay", .choice(["CHARGED", "STOPPED"]), standard: "CHARGED",
            clause: "《供电营业规则》（1996）第二十四条：从启封之日起"),
        ParameterDefinition(
            "records.capacity.remainder", .choice(Remainder.allCases.map(\.rawValue)), standard: "STOPPED",
            clause: "《供电营业规则》（1996）第八十四条：每日按全月三十分之一"),
        ParameterDefinition(
            "records.capacity.noticeDays", .integer(0...30), standard: "5", clause: "发改办价格〔2016〕1583号：提前五个工作日"
        ),
        ParameterDefinition(
            "records.capacity.demandNoticeDays", .integer(0...30), standard: "5",
            clause: "发改办价格〔2016〕1583号：提前五个工作日"),
        ParameterDefinition(
            "records.capacity.modeNoticeDays", .integer(0...60), standard: "15",
            clause: "发改办价格〔2016〕1583号：提前十五个工作日"),
        ParameterDefinition(
            "records.capacity.demandFloor", .percent(0...1_000_000), standard: "400000",
            clause: "发改办价格〔2016〕1583号：不低于变压器容量与高压电动机容量总和的40%"),
    ]

    /// The rules in force for an organisation on a day.
    package static func inForce(
        for organisation: OrganisationPath, on day: Day, control: Control, in transaction: any Transaction
    ) throws -> CapacityRules {
        func value(_ key: String) throws -> ParameterValue {
            try control.parameter(
                "records.capacity.\(key)", organisation: organisation, on: day, in: transaction)
        }
        var rules = CapacityRules()
        rules.leastDays = Int(try value("leastDays").number)
        rules.yearMonths = Int(try value("yearMonths").number)
        rules.timesAYear = Int(try value("timesAYear").number)
        rules.suspendedShare = try value("suspendedShare").percent
        rules.shareYears = Int(try value("shareYears").number)
        rules.chargesSealDay = try value("sealDay").text == "CHARGED"
        rules.chargesUnsealDay = try value("unsealDay").text == "CHARGED"
        rules.remainder = Remainder(rawValue: try value("remainder").text) ?? .stopped
        rules.noticeDays = Int(try value("noticeDays").number)
        rules.demandNoticeDays = Int(try value("demandNoticeDays").number)
        rules.modeNoticeDays = Int(try value("modeNoticeDays").number)
        rules.demandFloor = try value("demandFloor").percent
        return rules
    }
}
