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
    ]
}
