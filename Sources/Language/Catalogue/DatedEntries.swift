extension Catalogue {
    /// The calendar and the code tables, changed by two persons.
    static let datedEntries: [Entry] = [
        ("control.change.reason", "申请理由（供审批人了解）", "Reason (told to who approves)"),
        (
            "control.change.proposed", "变更已提交，等待另一人审批后生效。",
            "The change is proposed; it takes effect when another person approves it."
        ),
        ("control.command.changeCalendar.day", "工作日历：自定 {day}", "Calendar: set {day}"),
        (
            "control.command.changeCalendar.year", "工作日历：录入{year}年放假通知",
            "Calendar: the notice of holidays for {year}"
        ),
        ("control.command.day", "日期", "Day"),
        ("control.command.workday", "是否上班", "Worked"),
        ("control.command.ownDay", "企业自定", "Company's own entry"),
        ("control.command.restDays", "放假", "Days of rest"),
        ("control.command.workDays", "调休上班", "Days worked in return"),
        ("control.command.changeCode.add", "代码表：增加代码 {code}", "Code table: add {code}"),
        ("control.command.changeCode.end", "代码表：停用代码 {code}", "Code table: end {code}"),
        ("control.command.codeTable", "代码表", "Code table"),
        ("control.command.code", "代码", "Code"),
        ("control.command.codeName", "名称", "Name"),
        ("control.command.zh", "中文名称", "Chinese name"),
        ("control.command.en", "英文名称", "English name"),
        ("control.command.means", "含义", "Meaning"),
        ("control.command.until", "停用日期（最后一天）", "Last day"),
        (
            "control.parameter.control.changeCalendar.approval.needed", "工作日历变更是否须审批",
            "Change of the calendar: second person"
        ),
        (
            "control.parameter.control.changeCalendar.approval.fromFen", "工作日历变更审批起点金额",
            "Change of the calendar: from an amount"
        ),
        (
            "control.parameter.control.changeCalendar.approval.workingDays", "工作日历变更申请有效工作日",
            "Change of the calendar: working days"
        ),
        ("control.parameter.control.changeCalendar.approval.needed.ALWAYS", "一律审批", "Always"),
        (
            "control.parameter.control.changeCalendar.approval.needed.FROM_AMOUNT", "达到金额时审批",
            "From an amount"
        ),
        ("control.parameter.control.changeCalendar.approval.needed.NEVER", "不审批", "Never"),
        (
            "control.parameter.control.changeCode.approval.needed", "代码表变更是否须审批",
            "Change of a code table: second person"
        ),
        (
            "control.parameter.control.changeCode.approval.fromFen", "代码表变更审批起点金额",
            "Change of a code table: from an amount"
        ),
        (
            "control.parameter.control.changeCode.approval.workingDays", "代码表变更申请有效工作日",
            "Change of a code table: working days"
        ),
        ("control.parameter.control.changeCode.approval.needed.ALWAYS", "一律审批", "Always"),
        ("control.parameter.control.changeCode.approval.needed.FROM_AMOUNT", "达到金额时审批", "From an amount"),
        ("control.parameter.control.changeCode.approval.needed.NEVER", "不审批", "Never"),
    ]
}
