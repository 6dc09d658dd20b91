extension Catalogue {
    /// Beginning a code of its own.
    static let tariffBeginningEntries: [Entry] = [
        ("tariff.page.copyAsNew", "复制为新编码", "Copy as a new code"),
        ("tariff.new.newCode", "另立新编码", "Begin a new code"),
        (
            "tariff.new.newCode.hint", "填好后逐项在表单里录入，不需要电价文件",
            "Everything else is typed in forms; no file is needed"
        ),
        ("tariff.new.from", "起草自", "Begin with"), ("tariff.new.blank", "空白：{kind}", "Blank: {kind}"),
        ("tariff.new.copyOf", "复制：{name}", "Copy of {name}"), ("tariff.new.code", "新编码", "New code"),
        (
            "tariff.new.code.hint", "3 至 40 个大写字母、数字或 -；功率因数表没有编码，留空",
            "3 to 40 of A–Z, 0–9 and -; the power-factor table has none"
        ),
        (
            "tariff.new.code.invalid", "编码须为 3 至 40 个大写字母、数字或 -，如 SH-RES-2027。",
            "Write 3 to 40 of A–Z, 0–9 and -, such as SH-RES-2027."
        ),
        ("tariff.new.asCopied", "与原电价相同", "As copied"),
        (
            "tariff.new.class.hint", "空白电价必选；时段、线损和功率因数表不用填",
            "Needed for a blank tariff; not for a calendar, losses or the power-factor table"
        ),
        (
            "tariff.new.source.hint", "公布文件的名称和文号；复制时留空则沿用原依据",
            "The notice it rests on; a copy keeps the copied one's where it is left empty"
        ),
        ("tariff.new.begin", "建立草案", "Begin the draft"),
    ]
}
