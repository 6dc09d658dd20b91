internal import Control
internal import Kernel
internal import Store

/// The values that bind tariff work in an organisation on a day.
struct TariffRules {
    /// A price that changes by more is told.
    let priceChange: Percent
    /// How many days ahead a price is published at least.
    let noticeDays: Int
    let mustBeRehearsed: Bool

    static let parameters: [ParameterDefinition] =
        [
            ParameterDefinition(
                "tariff.priceChange", .percent(0...10_000_000), standard: "200000",
                clause: "企业标准：单价变动超过两成须说明"),
            ParameterDefinition(
                "tariff.noticeDays", .integer(0...90), standard: "0", clause: "《政府制定价格行为规则》：价格决定应当公布"),
            ParameterDefinition(
                "tariff.rehearsal", .choice(["REQUIRED", "OPTIONAL"]), standard: "REQUIRED",
                clause: "企业标准：电价参数变更须经试算"),
        ] + TariffSubject.allCases.map { ownerParameter($0) }

    /// Whether an organisation drafts and publishes a subject itself or only reads what is set above it. The company sets
    /// everything unless a place below is told to: what is published holds for all.
    private static func ownerParameter(_ subject: TariffSubject) -> ParameterDefinition {
        switch subject {
        case .tariffs(.residential):
            ParameterDefinition(
                "tariff.owner.RESIDENTIAL", owners, standard: "ABOVE",
                clause: "《中华人民共和国电力法》第三十五条至第三十九条：电价实行统一政策、分级管理")
        case .tariffs(.agricultural):
            ParameterDefinition(
                "tariff.owner.AGRICULTURAL", owners, standard: "ABOVE",
                clause: "《中华人民共和国电力法》第三十五条至第三十九条：电价实行统一政策、分级管理")
        case .tariffs(.commercialSingle):
            ParameterDefinition(
                "tariff.owner.COMMERCIAL_SINGLE", owners, standard: "ABOVE",
                clause: "《中华人民共和国电力法》第三十五条至第三十九条：电价实行统一政策、分级管理")
        case .tariffs(.commercialTwoPart):
            ParameterDefinition(
                "tariff.owner.COMMERCIAL_TWO_PART", owners, standard: "ABOVE",
                clause: "《中华人民共和国电力法》第三十五条至第三十九条：电价实行统一政策、分级管理")
        case .calendars:
            ParameterDefinition(
                "tariff.owner.CALENDAR", owners, standard: "ABOVE",
                clause: "《中华人民共和国电力法》第三十五条至第三十九条：电价实行统一政策、分级管理")
        case .powerFactors:
            ParameterDefinition(
                "tariff.owner.POWER_FACTOR", owners, standard: "ABOVE",
                clause: "《中华人民共和国电力法》第三十五条至第三十九条：电价实行统一政策、分级管理")
        case .losses:
            ParameterDefinition(
                "tariff.owner.LOSS", owners, standard: "ABOVE",
                clause: "《中华人民共和国电力法》第三十五条至第三十九条：电价实行统一政策、分级管理")
        }
    }

    private static let owners = ParameterDefinition.Form.choice(["HERE", "ABOVE"])

    init(_ control: Control, organisation: OrganisationPath, on day: Day, in transaction: any Transaction)
        throws
    {
        func value(_ key: String) throws -> ParameterValue {
            try control.parameter(key, organisation: organisation, on: day, in: transaction)
        }
        priceChange = try value("tariff.priceChange").percent
        noticeDays = Int(try value("tariff.noticeDays").number)
        mustBeRehearsed = try value("tariff.rehearsal").text == "REQUIRED"
    }

    /// Whether an organisation drafts and publishes a subject.
    static func mayDraft(
        _ subject: TariffSubject, at organisation: OrganisationPath, on day: Day, _ control: Control,
        in transaction: any Transaction
    ) throws -> Bool {
        try control.parameter(
            "tariff.owner.\(subject.code)", organisation: organisation, on: day, in: transaction
        ).text == "HERE"
    }
}
