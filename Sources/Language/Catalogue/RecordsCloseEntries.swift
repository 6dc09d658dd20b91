extension Catalogue {
    /// Texts of closing an account: (key, Chinese, English).
    static let recordsCloseEntries: [Entry] = [
        ("records.close.title", "销户", "Close account"),
        ("records.close.back", "返回档案", "Back to the account"),
        (
            "records.close.warning",
            "销户后不可恢复：表计按终止示数拆除，并据此结算最后一期电量；自次日起不再抄表、计费。尚未结清的电费仍须缴纳。",
            "Closing cannot be undone: the meters are taken down at the final readings, from which the last energy is settled; from the next day on the account is neither read nor billed. What is owed stays owed."
        ),
        ("records.close.day", "终止用电日期", "Last day of supply"),
        (
            "records.close.day.hint", "不得早于最近一次抄表日期，不得晚于今天",
            "Not before the last reading day, today at the latest"
        ),
        ("records.close.reason", "销户原因", "Reason"),
        ("records.close.choose", "请选择", "Choose"),
        ("records.close.note", "情况说明", "Note"),
        (
            "records.invalid.reasonCode", "没有销户原因“{value}”，或已停用；请从列表中选",
            "There is no closing reason “{value}”, or it has ended; choose one of the list"
        ),
        ("records.close.values", "终止示数", "Final readings"),
        ("records.close.value", "终止示数", "Final reading"),
        ("records.close.register", "示数类型", "Register"),
        ("records.close.form", "位数", "Digits"),
        ("records.close.number", "请填写示数，只用数字和小数点", "Enter the reading in digits and a point"),
        (
            "records.close.confirm", "已核对户号与终止示数，确认销户",
            "Number and final readings are checked; close the account"
        ),
        ("records.close.confirm.missing", "请勾选确认", "Tick to confirm"),
        ("records.close.send", "确认销户", "Close account"),
        ("records.close.done", "户号 {number} 已销户", "Account {number} is closed"),
    ]
}
