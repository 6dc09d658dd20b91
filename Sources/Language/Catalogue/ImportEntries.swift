extension Catalogue {
    /// What can be wrong with any imported file; control reads them for every room: (key, Chinese, English).
    static let importEntries: [Entry] = [
        ("control.import.tooLarge", "文件超过 {mebibytes} MiB", "The file is larger than {mebibytes} MiB"),
        ("control.import.empty", "文件为空", "The file is empty"),
        ("control.import.noConverter", "本机不能转换 GBK 编码", "This machine cannot convert GBK"),
        ("control.import.notText", "含有不是 {encoding} 的字符", "There is a character that is not {encoding}"),
        ("control.import.fieldTooLong", "字段过长或列数过多", "A field is too long, or there are too many"),
        (
            "control.import.fieldCount", "应有 {expected} 列，实有 {found} 列",
            "{expected} fields are needed, {found} are there"
        ),
        ("control.import.quote", "引号使用不正确", "A quote stands where none may"),
        ("control.import.quoteOpen", "引号没有结束", "A quote is not closed"),
        ("control.import.controlCharacter", "含有控制字符", "There is a control character"),
        ("control.import.columnUnknown", "不认识的列 “{name}”", "The column “{name}” is unknown"),
        ("control.import.columnTwice", "列 “{name}” 重复", "The column “{name}” stands twice"),
        ("control.import.columnMissing", "缺少列 {name}", "The column {name} is missing"),
    ]
}
