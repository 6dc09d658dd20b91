extension Catalogue {
    /// Imports as jobs: (key, Chinese, English).
    static let importJobEntries: [Entry] = [
        ("control.job.records.import", "用户档案导入", "Import of accounts"),
        ("control.job.records.importGrid", "电网结构导入", "Import of the grid"),
        ("control.job.reading.import", "抄表数据导入", "Import of readings"),
        (
            "control.import.late", "校验之后情况有变，{count} 行未写入（{reason}）",
            "Things changed after the check: {count} {count|row was|rows were} not written ({reason})"
        ),
    ]

    static let importTotalsEntries: [Entry] = [
        ("reading.import.totals.approved", "直接通过的户数", "Accounts approved"),
        ("reading.import.totals.pending", "待复核的户数", "Accounts that wait for a look"),
    ]

    static let importPageEntries: [Entry] = [
        (
            "web.import.job", "共 {rows} 行，有误 {problems} 处，{good} 行正由后台作业写入。",
            "{rows} {rows|row|rows}, {problems} {problems|problem|problems}; a job is writing {good} of them."
        ),
        ("web.import.watch", "查看作业进度", "See how far it is"),
        ("web.import.marked", "只校验，下载逐行结果", "Check only and download the result line by line"),
        ("web.import.status", "结果", "Result"),
        ("web.import.ok", "通过", "ok"),
        ("web.import.error", "错误", "error"),
    ]
}
