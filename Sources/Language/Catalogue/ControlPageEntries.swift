extension Catalogue {
    /// Texts of the pages of `control`: (key, Chinese, English).
    static let controlPageEntries: [Entry] = [
        ("control.system.title", "系统控制", "System control"),
        ("control.system.hint", "各子系统、人员、参数、任务与审计", "Subsystems, people, parameters, jobs and audit"),
        (
            "control.system.lead", "{count} 个子系统经控制子系统连到同一个数据库。",
            "{count} subsystems, joined through control to one database."
        ),
        ("control.system.room", "子系统", "Subsystem"),
        ("control.system.permissions", "权限", "Permissions"),
        ("control.system.state", "状态", "State"),
        ("control.system.lastWork", "最近作业", "Last job"),
        ("control.system.backlog", "待处理事件", "Events waiting"),
        ("control.system.sizes", "数据量", "Size"),
        ("control.system.registered", "已登记", "Registered"),
        ("control.system.size", "{rows} 行 · {tables} 张表", "{rows} rows · {tables} tables"),
        (
            "control.system.parts", "权限 {permissions} · 参数 {parameters} · 任务 {jobs}",
            "{permissions} permissions · {parameters} parameters · {jobs} jobs"
        ),
        ("control.system.note", "{rows} 行 · 待处理 {backlog}", "{rows} rows · {backlog} waiting"),
        ("control.system.bytes", "{mebibytes} MiB", "{mebibytes} MiB"),
        (
            "control.system.measured", "数据量统计于 {time}，五分钟内不重复统计。",
            "Sizes as of {time}; taken anew after five minutes."
        ),
        (
            "control.system.figure", "{count} 个子系统各与控制子系统相连，控制子系统与数据库相连",
            "{count} subsystems, each joined to control, and control joined to the database"
        ),
        ("control.health.good", "正常", "Well"),
        ("control.health.attention", "需留意", "Needs a look"),
        ("control.health.bad", "异常", "Not well"),
        ("control.health.jobFailed", "最近的“{job}”失败", "The last “{job}” failed"),
        ("control.health.jobPaused", "“{job}”已暂停", "“{job}” is paused"),
        ("control.health.runFailed", "最近的定时任务“{run}”失败", "The last scheduled “{run}” failed"),
        ("control.health.behind", "{count} 个事件等待已超过 10 秒", "{count} events have waited for over 10 seconds"),
        (
            "control.health.dead", "{count} 条对外推送已放弃，可在推送页重发",
            "{count} deliveries to webhooks were given up; replay them on their page"
        ),
        ("control.room.control", "控制子系统", "Control"),
        ("control.room.ledger", "账务", "Ledger"),
        ("control.room.records", "客户档案", "Records"),
        ("control.room.reading", "抄表管理", "Meter reading"),
        ("control.room.billing", "电费核算", "Billing"),
        ("control.room.payment", "缴费管理", "Payment"),
        ("control.room.reports", "综合查询", "Reports"),
        ("control.schedule.reports.boardDay", "保存看板日指标", "Keeping the board of the day"),
        ("control.action.reports.keepDays", "保存看板日指标", "Kept the board's days"),
    ]
}
