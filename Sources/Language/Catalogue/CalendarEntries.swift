extension Catalogue {
    /// The calendar of working days.
    static let calendarEntries: [Entry] = [
        ("control.calendar.title", "工作日历", "Working days"),
        ("control.calendar.hint", "放假、调休和企业自定的工作日", "Holidays, days worked in return, and the company's own"),
        (
            "control.calendar.lead", "法定时限按工作日推算，以国务院办公厅每年的放假通知为准。",
            "Limits in working days follow the State Council's notice of each year."
        ),
        ("control.calendar.year", "{year}年", "{year}"),
        (
            "control.calendar.summary", "放假 {rest} 天，调休上班 {work} 天，全年工作日 {workdays} 天。",
            "{rest} days of rest, {work} worked in return; {workdays} working days in the year."
        ),
        (
            "control.calendar.bundled", "依据：国务院办公厅{year}年放假安排通知（随程序提供）",
            "After the State Council's notice for {year}, which the program brings"
        ),
        ("control.calendar.entered", "依据：{clause}（{by}，{at} 录入）", "After {clause} (entered by {by}, {at})"),
        (
            "control.calendar.missing", "{year}年放假通知尚未录入，不推算任何落在该年的期限。",
            "The notice for {year} is not entered: no due date is told that falls into it."
        ),
        ("control.calendar.rest", "休", "off"),
        ("control.calendar.work", "班", "on"),
        ("control.calendar.legend.rest", "放假", "Holiday"),
        ("control.calendar.legend.work", "调休上班", "Worked in return"),
        ("control.calendar.legend.own", "企业自定", "Set by the company"),
        ("control.calendar.legend.today", "今天", "Today"),
        ("control.calendar.own", "企业自定的日子", "Days the company set"),
        ("control.calendar.own.none", "这一年没有企业自定的日子。", "The company set none this year."),
        ("control.calendar.own.work", "工作日", "Worked"),
        ("control.calendar.own.rest", "休息日", "Rest"),
        ("control.calendar.own.clear", "取消自定", "Take away"),
        ("control.calendar.day", "日期", "Day"),
        ("control.calendar.as", "定为", "Set as"),
        ("control.calendar.clause", "依据", "Rests on"),
        ("control.calendar.clause.hint", "如市政府台风停工通知的文号", "Such as the number of the city's typhoon order"),
        ("control.calendar.set", "自定一天", "Set a day"),
        ("control.calendar.set.done", "已保存。", "Saved."),
        ("control.calendar.notice", "录入放假通知", "Enter a year's notice"),
        ("control.calendar.notice.year", "年份", "Year"),
        ("control.calendar.notice.rest", "放假的日子", "Days of rest"),
        (
            "control.calendar.notice.rest.hint", "月-日，连续的用“至”，如：1-1至1-3、2-15至2-23、5-1至5-5。周末在假期内的一并写上。",
            "Month-day, spans with “~”: 1-1~1-3, 2-15~2-23. Weekends within a holiday are written too."
        ),
        ("control.calendar.notice.work", "调休上班的周末", "Weekend days worked in return"),
        ("control.calendar.notice.work.hint", "如：1-4、2-14、2-28", "Such as 1-4, 2-14, 2-28"),
        ("control.calendar.notice.clause", "通知文号", "Number of the notice"),
        ("control.calendar.notice.clause.hint", "如：国办发明电〔2026〕9号", "As it is printed on it"),
        ("control.calendar.notice.submit", "录入", "Enter"),
        ("control.calendar.notice.done", "{year}年放假通知已录入。", "The notice for {year} is entered."),
        (
            "control.calendar.notice.final", "通知录入后不能删改；个别日子有变的，用“自定一天”。",
            "A notice once entered stays; single days that change are set by the company."
        ),
        ("control.calendar.refuse.days", "看不懂“{part}”，请按“月-日”填写。", "“{part}” is no day; write month-day."),
        (
            "control.calendar.refuse.twice", "{day}写了两次，或既放假又上班。",
            "{day} stands twice, or is both of rest and worked."
        ),
        (
            "control.calendar.refuse.weekday", "{day}不是周末，不必写成调休上班。",
            "{day} is no weekend day; it is worked anyway."
        ),
    ]
}
