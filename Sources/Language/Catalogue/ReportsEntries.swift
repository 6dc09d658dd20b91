extension Catalogue {
    /// Texts of `reports`: (key, Chinese, English).
    static let reportsEntries: [Entry] = [
        ("reports.board.lead", "{organisation} · {day} {weekday}", "{organisation} · {weekday}, {day}"),
        ("reports.board.title", "供电所看板", "Station board"),
        ("reports.board.hint", "抄表、发行、收费的实时进度", "Readings, bills and payments as they come in"),
        ("reports.board.updated", "{time} 更新", "Updated {time}"),
        ("reports.board.reading", "{month}抄表进度", "Readings, {month}"),
        ("reports.board.released", "本月发行电费", "Billed this month"),
        ("reports.board.today", "今日收费", "Collected today"),
        ("reports.board.month", "本月收费", "Collected this month"),
        ("reports.board.outstanding", "未收电费", "Outstanding"),
        ("reports.board.bills", "{count} 户有电费", "{count} {count|bill|bills} with an amount"),
        ("reports.board.payments", "{count} 笔", "{count} {count|payment|payments}"),
        ("reports.board.pending", "待核 {count} 户", "{count} to approve"),
        ("reports.board.run", "{month}核算", "Run {month}"),
        ("reports.board.none", "还没有数据。", "There is nothing to show yet."),
        ("reports.days.title", "供电所逐日指标", "Stations day by day"),
        ("reports.days.hint", "每晚保存的看板指标", "The board's figures, kept every night"),
        (
            "reports.days.lead", "{place} · 每日 0:25 保存前一日终了时的看板指标；补记的日子只有金额，没有户数。",
            "{place} · the board at the end of each day, kept at 0:25; a day made up for later has "
                + "money only, no counts."
        ),
        ("reports.days.place", "供电单位", "Station"),
        ("reports.days.span", "范围", "Days"),
        ("reports.days.count", "最近 {count} 天", "The last {count} days"),
        ("reports.days.show", "查看", "Show"),
        ("reports.days.day", "日期", "Day"),
        ("reports.days.reading", "已抄/应抄户数", "Read of accounts"),
        ("reports.days.read", "已抄户数", "Accounts read"),
        ("reports.days.pending", "待复核户数", "To approve"),
        ("reports.days.bills", "本月发行户数", "Bills this month"),
        ("reports.days.payments", "当日收费笔数", "Payments of the day"),
        ("reports.days.collected", "当日收费", "Collected on the day"),
        (
            "reports.days.none", "还没有保存过的日子；定时任务每晚保存，也可以在“定时任务”页立即执行。",
            "No day is kept yet; the schedule keeps one every night, and runs at once from the page "
                + "of schedules."
        ),
        ("reports.days.kept", "保存 {count} 天的看板指标", "{count} {count|day|days} of the board kept"),
    ]
}
