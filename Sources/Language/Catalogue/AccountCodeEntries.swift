extension Catalogue {
    /// Texts of an account's class of use, industry and voltage: (key, Chinese, English).
    static let accountCodeEntries: [Entry] = [
        ("records.industry", "行业分类", "Industry"),
        ("records.voltage", "供电电压", "Supply voltage"),
        ("records.edit.title", "修改档案", "Change particulars"),
        ("records.edit.send", "保存", "Save"),
        ("records.edit.none", "未登记", "None on record"),
        ("records.edit.done", "户号 {number} 的档案已修改。", "The particulars of {number} are changed."),
        (
            "records.edit.class.hint", "只能在同一类别内改选；改类另行办理",
            "Within the same class only; another class is applied for"
        ),
        (
            "records.invalid.codeUnknown", "没有代码“{value}”；在用代码：{choices}",
            "There is no code “{value}”; in use are: {choices}"
        ),
        (
            "records.invalid.codeEnded", "代码“{value}”已于 {day} 停用；在用代码：{choices}",
            "The code “{value}” ended on {day}; in use are: {choices}"
        ),
        (
            "records.invalid.useClass", "用电类别“{value}”属于另一类，须办理改类",
            "“{value}” falls under another class, which is applied for"
        ),
        (
            "records.invalid.voltageArrangement",
            "供电电压“{value}”与计量方式 {arrangement} 不符：高供为高压供电，低供为低压供电",
            "The voltage “{value}” does not go with the metering {arrangement}: HIGH_ is supplied at high voltage, LOW_ at low"
        ),
    ]

    /// What the codes of the archive mean, on the page of code tables: (key, Chinese, English).
    static let accountCodeMeanings: [Entry] = [
        ("control.codes.means.records.useClass.RESIDENTIAL", "居民", "Residential"),
        ("control.codes.means.records.useClass.AGRICULTURAL", "农业", "Agricultural"),
        ("control.codes.means.records.useClass.COMMERCIAL", "商业", "Commercial"),
        ("control.codes.means.records.useClass.INDUSTRIAL", "工业", "Industrial"),
        ("control.codes.means.records.voltage.LOW", "低压", "Low voltage"),
        ("control.codes.means.records.voltage.HIGH", "高压", "High voltage"),
        ("control.codes.means.reading.exception.NOTE", "仅登记", "Noted only"),
        ("control.codes.means.reading.exception.REVIEW", "待审核", "Waits for a person"),
    ]
}
