extension Catalogue {
    /// Texts of `language`: words that every subsystem uses: (key, Chinese, English).
    static let languageEntries: [Entry] = [
        ("language.yes", "是", "Yes"),
        ("language.no", "否", "No"),
        ("language.none", "无", "None"),
        ("language.save", "保存", "Save"),
        ("language.cancel", "取消", "Cancel"),
        ("language.close", "关闭", "Close"),
        ("language.search", "查询", "Search"),
        ("language.next", "下一页", "Next"),
        ("language.previous", "上一页", "Previous"),
        ("language.back", "返回", "Back"),
        ("language.open", "打开", "Open"),
        ("language.edit", "修改", "Edit"),
        ("language.confirm", "确认", "Confirm"),
        ("language.print", "打印", "Print"),
        ("language.total", "合计", "Total"),
        ("language.status", "状态", "Status"),
        ("language.date", "日期", "Date"),
        ("language.month", "电费年月", "Billing month"),
        ("language.amount", "金额（元）", "Amount (yuan)"),
        ("language.energy", "电量（kWh）", "Energy (kWh)"),
        ("language.optional", "选填", "optional"),
        ("language.choose", "请选择", "Choose"),
    ]
}
