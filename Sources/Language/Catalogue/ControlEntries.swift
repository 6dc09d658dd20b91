extension Catalogue {
    /// Texts of `control`: (key, Chinese, English).
    static let controlEntries: [Entry] = [
        ("control.refusal.forbidden", "您没有此项权限（{permission}）。", "You lack the permission for this ({permission})."),
        ("control.refusal.signInFailed", "工号、密码或动态码不正确。", "Login, password or one-time code is wrong."),
        (
            "control.refusal.signInThrottled", "失败次数过多，请 {minutes} 分钟后再试。",
            "Too many failures. Try again in {minutes} {minutes|minute|minutes}."
        ),
        ("control.refusal.nameTaken", "“{name}”已被使用（{kind}）。", "“{name}” is taken ({kind})."),
        ("control.refusal.organisationUnknown", "没有单位 {name}。", "There is no organisation {name}."),
        ("control.refusal.roleUnknown", "没有角色 {name}。", "There is no role {name}."),
        (
            "control.refusal.changedMeanwhile", "“{name}”已被他人修改，请刷新后重试。",
            "“{name}” was changed by somebody else. Reload and try again."
        ),
        ("control.refusal.jobUnknown", "没有这个作业。", "There is no such job."),
        ("control.refusal.jobNotIn", "作业当前状态为 {state}，不能进行此操作。", "The job is {state}, which does not allow this."),
        ("control.refusal.parameterUnknown", "没有参数 {name}。", "There is no parameter {name}."),
        ("control.refusal.parameterInvalid", "参数 {name} 不能取值 {value}。", "Parameter {name} cannot be {value}."),
        ("control.refusal.passwordTooWeak", "密码至少 {least} 个字符。", "A password has at least {least} characters."),
        ("control.refusal.keyReused", "同一幂等键已用于另一笔请求。", "This idempotency key was used for another request."),
    ]
}
