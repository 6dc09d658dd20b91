internal import Control

/// The code tables of records.
package enum RecordsCodes {
    /// Why an account is closed: what the form offers and an order must name.
    package static let closingReasons = "records.closingReason"
    /// 用电类别: each code falls under one of the classes of `AccountClass`.
    package static let useClasses = "records.useClass"
    /// 行业分类
    package static let industries = "records.industry"
    /// 供电电压: each code is low or high voltage.
    package static let voltages = "records.voltage"

    static let tables = [useClass, IndustryCodes.table, voltage, closingReason]

    /// The four that `AccountClass` knows come first; a code added later falls under one of them.
    private static let useClass = CodeTable(
        "records.useClass", clause: "《销售电价管理暂行办法》（发改价格〔2005〕514号）第八条；发改价格〔2023〕526号",
        meanings: AccountClass.allCases.map(\.rawValue),
        [
            .init("RESIDENTIAL", "居民生活用电", "Residential", means: "RESIDENTIAL"),
            .init("AGRICULTURAL", "农业生产用电", "Agricultural production", means: "AGRICULTURAL"),
            .init("COMMERCIAL", "一般工商业用电", "General industry and commerce", means: "COMMERCIAL"),
            .init("INDUSTRIAL", "大工业用电", "Large industry", means: "INDUSTRIAL"),
        ])

    private static let voltage = CodeTable(
        "records.voltage", clause: "GB/T 156—2017 标准电压", meanings: VoltageSide.allCases.map(\.rawValue),
        [
            .init("AC220V", "交流 220 V", "AC 220 V", means: "LOW"),
            .init("AC380V", "交流 380 V", "AC 380 V", means: "LOW"),
            .init("AC6KV", "交流 6 kV", "AC 6 kV", means: "HIGH"),
            .init("AC10KV", "交流 10 kV", "AC 10 kV", means: "HIGH"),
            .init("AC20KV", "交流 20 kV", "AC 20 kV", means: "HIGH"),
            .init("AC35KV", "交流 35 kV", "AC 35 kV", means: "HIGH"),
            .init("AC66KV", "交流 66 kV", "AC 66 kV", means: "HIGH"),
            .init("AC110KV", "交流 110 kV", "AC 110 kV", means: "HIGH"),
            .init("AC220KV", "交流 220 kV", "AC 220 kV", means: "HIGH"),
        ])

    private static let closingReason = CodeTable(
        "records.closingReason", clause: "《供电营业规则》销户、依法破产、连续六个月不用电终止供电的规定",
        [
            .init("APPLIED", "用户申请销户", "The customer asked"),
            .init("DEMOLISHED", "房屋拆除", "The building was demolished"),
            .init("MERGED", "并户", "Merged into another account"),
            .init("BANKRUPT", "依法破产", "Bankruptcy"),
            .init("UNUSED", "连续六个月不用电", "Not used for six months in a row"),
        ])
}
