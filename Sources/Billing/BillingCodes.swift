internal import Control

/// The code tables of billing.
enum BillingCodes {
    static let tables = [
        CodeTable(
            "billing.withdrawalReason", clause: "《供电营业规则》计量装置误差、抄表错误的电费退补规定",
            [
                .init("MISREAD", "抄表错误", "The reading was wrong"),
                .init("METER_FAULT", "计量装置故障", "The meter was faulty"),
                .init("WIRING", "接线错误", "The wiring was wrong"),
                .init("MULTIPLIER", "倍率错误", "The multiplier was wrong"),
                .init("TARIFF", "电价执行错误", "The tariff was wrong"),
                .init("RECORDS", "档案错误", "The records were wrong"),
            ])
    ]
}
