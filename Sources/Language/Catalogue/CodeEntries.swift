extension Catalogue {
    /// Texts of code tables and their page: (key, Chinese, English).
    static let codeEntries: [Entry] = [
        ("control.codes.title", "代码表", "Code tables"),
        (
            "control.codes.hint", "用电类别、行业、电压等代码的增加与停用",
            "Classes of use, industries, voltages: add and end codes"
        ),
        (
            "control.codes.lead", "代码按日期生效和停用，无需升级程序；已经使用的记录保留原代码。",
            "Codes come into force and end by date, without a release; records keep the codes they have."
        ),
        ("control.codes.count", "{count} 个代码", "{count} {count|code|codes}"),
        ("control.codes.code", "代码", "Code"),
        ("control.codes.zh", "中文名称", "Chinese"),
        ("control.codes.en", "英文名称", "English"),
        ("control.codes.from", "生效日期", "From"),
        ("control.codes.until", "停用日期", "Until"),
        ("control.codes.clause", "依据", "Clause"),
        ("control.codes.add", "增加代码", "Add a code"),
        ("control.codes.added", "代码 {code} 已增加。", "Code {code} is added."),
        ("control.codes.end", "停用", "End"),
        ("control.codes.ended", "代码 {code} 自次日起停用。", "Code {code} ends today."),
        ("control.codes.state", "状态", "State"),
        ("control.codes.holds", "在用", "In use"),
        ("control.codes.past", "已停用", "Ended"),
        ("control.codes.future", "待生效", "To come"),
        ("control.codes.table.records.useClass", "用电类别", "Classes of use"),
        ("control.codes.table.records.industry", "国民经济行业分类（门类、大类）", "Industries (sections, divisions)"),
        ("control.codes.table.records.voltage", "供电电压", "Supply voltages"),
        ("control.codes.table.records.closingReason", "销户原因", "Reasons to close an account"),
        ("control.codes.table.reading.exception", "抄表异常", "Exceptions in reading"),
        ("control.codes.table.billing.withdrawalReason", "电费退补原因", "Reasons to adjust a bill"),
        ("control.codes.table.payment.reversalReason", "冲正原因", "Reasons to reverse a payment"),
        ("control.refusal.codeTableUnknown", "没有代码表“{name}”。", "There is no code table “{name}”."),
        ("control.refusal.codeUnknown", "没有在用的代码“{name}”。", "There is no code “{name}” in use."),
        (
            "control.refusal.codeDaysWrong", "代码“{name}”在这段日期内已有定义，或停用早于生效。",
            "Code “{name}” has a meaning on some of these days, or would end before it begins."
        ),
        (
            "control.refusal.codeMeaningWrong", "请选择该代码的含义（本表可选：{name}）；没有含义的代码表不填。",
            "Choose what the code means (this table knows: {name}); leave it empty where a table has no meanings."
        ),
        ("control.codes.means", "含义", "Meaning"),
        (
            "control.codes.means.hint", "程序据此处理，名称可以另取", "What the program goes by; the name is free"
        ),
        ("control.codes.means.choose", "请选择", "Choose"),
        ("control.codes.ended.mark", "{name}（已停用）", "{name} (ended)"),
        ("control.refusal.codeInvalid", "请填写代码、中英文名称和依据。", "Give the code, both names and the clause."),
    ]
}
