extension Catalogue {
    /// The nightly export of the audit log's signed days, and how a chosen file's characters are written.
    static let signedDayEntries: [Entry] = [
        ("control.schedule.control.auditExport", "审计日签名导出", "Export of the audit log's signed days"),
        (
            "control.audit.signed", "最近一次签名导出：{at}，已导出至 {day}",
            "Signed days last exported {at}, through {day}"
        ),
        (
            "control.audit.signedNone", "最近一次签名导出：{at}，尚无已结束的日期",
            "Signed days last exported {at}; no day is closed yet"
        ),
        (
            "control.audit.signedFault", "最近一次签名导出失败：{at}，{fault}",
            "The last export of signed days failed {at}: {fault}"
        ),
    ]

    static let importEncodingEntries: [Entry] = [
        ("web.import.encoding", "文件编码", "Characters of the file"),
        ("web.import.encoding.hint", "粘贴的内容不受此项影响", "What is pasted is not concerned"),
        ("web.import.encoding.auto", "自动识别", "Found by itself"),
        ("web.import.encoding.utf-8", "UTF-8", "UTF-8"),
        ("web.import.encoding.gbk", "GBK（GB 18030）", "GBK (GB 18030)"),
    ]
}
