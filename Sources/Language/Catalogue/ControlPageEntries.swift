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
        ("control.system.parameters", "参数", "Parameters"),
        ("control.system.jobs", "任务种类", "Kinds of job"),
        ("control.room.control", "控制子系统", "Control"),
        ("control.room.ledger", "账务", "Ledger"),
        ("control.room.records", "客户档案", "Records"),
        ("control.room.reading", "抄表管理", "Meter reading"),
        ("control.room.billing", "电费核算", "Billing"),
        ("control.room.payment", "缴费管理", "Payment"),
    ]
}
