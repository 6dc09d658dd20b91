extension Catalogue {
    /// Texts of `control`: (key, Chinese, English).
    static let controlEntries: [Entry] = [
        ("control.role.systemAdministrator", "系统管理员", "System administrator"),
        ("control.role.securityAdministrator", "安全管理员", "Security administrator"),
        ("control.role.auditAdministrator", "审计管理员", "Audit administrator"),
        ("control.role.stationHead", "所长", "Station head"),
        ("control.role.billingClerk", "核算员", "Billing clerk"),
        ("control.role.counterClerk", "收费员", "Counter clerk"),
        ("control.role.meterReader", "抄表员", "Meter reader"),
        ("control.role.accountant", "电费账务员", "Accountant"),
        ("control.role.recordsClerk", "档案员", "Records clerk"),
        ("control.refusal.forbidden", "没有权限（{permission}）。", "Not permitted ({permission})."),
        (
            "control.refusal.signInFailed", "工号、密码或动态码不正确。",
            "The login, password or one-time code is not right."
        ),
        (
            "control.refusal.signInThrottled", "失败次数过多，请在 {minutes} 分钟后再试。",
            "Too many failures. Try again in {minutes} {minutes|minute|minutes}."
        ),
        ("control.refusal.nameTaken", "“{name}”已被使用（{kind}）。", "“{name}” is taken ({kind})."),
        ("control.refusal.organisationUnknown", "没有单位“{name}”。", "There is no organisation “{name}”."),
        ("control.refusal.roleUnknown", "没有角色“{name}”。", "There is no role “{name}”."),
        (
            "control.refusal.changedMeanwhile", "“{name}”已被他人更改，请刷新后重试。",
            "“{name}” was changed by someone else; reload and try again."
        ),
        ("control.refusal.jobUnknown", "没有此任务。", "There is no such job."),
        ("control.refusal.jobNotIn", "任务现为“{state}”，不能这样操作。", "The job is {state}; that cannot be done now."),
        ("control.refusal.parameterUnknown", "没有参数“{name}”。", "There is no parameter “{name}”."),
        ("control.refusal.parameterInvalid", "参数“{name}”不能取“{value}”。", "“{value}” is no value of “{name}”."),
        (
            "control.refusal.passwordTooWeak", "密码太弱，至少 {least} 个字符。",
            "The password is too weak; at least {least} characters."
        ),
        ("control.refusal.keyReused", "同一请求编号用于不同的内容。", "The same request key was used with other contents."),
        ("control.refusal.commandUnknown", "没有名为“{name}”的业务操作。", "There is no command called “{name}”."),
        (
            "control.refusal.commandInputInvalid", "业务操作“{name}”的内容无法读取。",
            "What was handed to the command “{name}” cannot be read."
        ),
    ]
}
