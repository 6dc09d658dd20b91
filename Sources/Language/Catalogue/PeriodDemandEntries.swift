extension Catalogue {
    /// Registers of the highest demand by price period, as each subsystem names them.
    static let periodDemandBilling: [Entry] = [
        ("billing.register.131", "峰时段最大需量", "Maximum demand, peak"),
        ("billing.register.132", "平时段最大需量", "Maximum demand, flat"),
        ("billing.register.133", "谷时段最大需量", "Maximum demand, valley"),
        ("billing.register.134", "尖时段最大需量", "Maximum demand, sharp"),
        ("billing.register.135", "深谷时段最大需量", "Maximum demand, deep valley"),
        (
            "billing.exception.FED_BACK_NOT_PRICED", "有上网电量而电价无上网价",
            "Energy fed back that the tariff does not buy"
        ),
        ("billing.exception.AGENCY_MULTIPLE_NOT_OFFERED", "电价无代理购电倍数", "No multiple of the agency price"),
        ("billing.exception.CAPACITY_STATE_OUT_OF_RANGE", "容量状态天数或比例超出范围", "Capacity state out of range"),
        ("billing.exception.SETTLEMENT_NOT_OPEN", "分时阶梯电价不能分次结算", "Settled once a month only"),
        (
            "billing.exception.PERIOD_DEMAND_MISSING", "缺分时段最大需量示数", "No demand by period was metered"
        ),
    ]

    static let periodDemandReading: [Entry] = [
        ("reading.register.131", "峰时段最大需量", "Maximum demand, peak"),
        ("reading.register.132", "平时段最大需量", "Maximum demand, flat"),
        ("reading.register.133", "谷时段最大需量", "Maximum demand, valley"),
        ("reading.register.134", "尖时段最大需量", "Maximum demand, sharp"),
        ("reading.register.135", "深谷时段最大需量", "Maximum demand, deep valley"),
    ]

    static let periodDemandRecords: [Entry] = [
        ("records.register.131", "峰时段最大需量", "Maximum demand, peak"),
        ("records.register.132", "平时段最大需量", "Maximum demand, flat"),
        ("records.register.133", "谷时段最大需量", "Maximum demand, valley"),
        ("records.register.134", "尖时段最大需量", "Maximum demand, sharp"),
        ("records.register.135", "深谷时段最大需量", "Maximum demand, deep valley"),
    ]
}
