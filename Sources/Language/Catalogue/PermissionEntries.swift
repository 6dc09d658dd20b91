extension Catalogue {
    /// What each permission is called, under `permission.` and its code: (key, Chinese, English).
    static let permissionEntries: [Entry] = [
        ("permission.control.workbench", "使用工作台", "Use the workbench"),
        ("permission.control.users", "管理用户", "Manage users"),
        ("permission.control.roles", "管理岗位与权限", "Manage roles and permissions"),
        ("permission.control.roles.approve", "审批岗位授权", "Approve the granting of roles"),
        ("permission.control.parameters", "申请变更参数", "Propose changes of parameters"),
        ("permission.control.parameters.approve", "审批参数变更", "Approve changes of parameters"),
        ("permission.control.audit", "查看审计记录", "See the audit trail"),
        ("permission.control.jobs", "管理后台任务", "Manage background jobs"),
        ("permission.control.schedules", "设置定时任务", "Set schedules"),
        ("permission.control.drill", "进行断电演练", "Run crash drills"),
        ("permission.control.board", "查看供电所看板", "See the station board"),
        ("permission.records.read", "查看档案", "See records"),
        ("permission.records.edit", "修改档案", "Change records"),
        ("permission.records.import", "导入档案", "Import records"),
        ("permission.reading.read", "查看抄表", "See readings"),
        ("permission.reading.enter", "录入示数", "Enter readings"),
        ("permission.reading.import", "导入示数", "Import readings"),
        ("permission.reading.approve", "审核抄表异常", "Approve reading exceptions"),
        ("permission.billing.read", "查看电费", "See bills"),
        ("permission.billing.run", "计算电费", "Run a month's bills"),
        ("permission.billing.check", "审核电费", "Check a run"),
        ("permission.billing.release", "发行电费", "Release a run"),
        ("permission.payment.read", "查看收费", "See payments"),
        ("permission.payment.take", "收费", "Take payments"),
    ]
}
