extension Catalogue {
    /// Texts of locks, second factors by right, and tokens that two persons agree on: (key, Chinese, English).
    static let securityEntries: [Entry] = [
        (
            "control.parameter.control.issueToken.approval.needed", "签发令牌是否须审批",
            "Issuing a token: second person"
        ),
        (
            "control.parameter.control.issueToken.approval.fromFen", "签发令牌审批起点金额",
            "Issuing a token: from an amount"
        ),
        (
            "control.parameter.control.issueToken.approval.workingDays", "签发令牌申请有效工作日",
            "Issuing a token: working days"
        ),
        ("control.parameter.control.issueToken.approval.needed.ALWAYS", "一律审批", "Always"),
        ("control.parameter.control.issueToken.approval.needed.FROM_AMOUNT", "达到金额时审批", "From an amount"),
        ("control.parameter.control.issueToken.approval.needed.NEVER", "不审批", "Never"),
        (
            "control.parameter.control.waiveSecondFactor.approval.needed", "免除动态码是否须审批",
            "Waiving the second factor: second person"
        ),
        (
            "control.parameter.control.waiveSecondFactor.approval.fromFen", "免除动态码审批起点金额",
            "Waiving the second factor: from an amount"
        ),
        (
            "control.parameter.control.waiveSecondFactor.approval.workingDays", "免除动态码申请有效工作日",
            "Waiving the second factor: working days"
        ),
        ("control.parameter.control.waiveSecondFactor.approval.needed.ALWAYS", "一律审批", "Always"),
        (
            "control.parameter.control.waiveSecondFactor.approval.needed.FROM_AMOUNT", "达到金额时审批",
            "From an amount"
        ),
        ("control.parameter.control.waiveSecondFactor.approval.needed.NEVER", "不审批", "Never"),
        (
            "control.parameter.control.signIn.windowMinutes", "失败次数累计时段（分钟）",
            "Minutes in which failures add up"
        ),
        (
            "control.parameter.control.signIn.slowestSeconds", "来源地址减速等待上限（秒）",
            "Longest wait of a slowed address (seconds)"
        ),
        (
            "control.refusal.tooBusy", "此刻登录的人太多，请过几秒再试。",
            "Too many people are signing in; try again in a few seconds."
        ),
        ("control.command.issueToken.title", "签发令牌“{name}”", "Issue the token “{name}”"),
        ("control.command.waiveSecondFactor.title", "登录不再须动态码", "Sign in without a second factor"),
        ("control.command.secondFactor", "须动态码", "Second factor"),
        ("control.action.control.grantToken", "同意签发令牌", "Agreed to a token"),
        ("control.tokens.reason", "用途说明（告知审批人）", "What for (the second person is told)"),
        (
            "control.tokens.new.hint", "另一位管理员同意后，由申请人领取密钥，只显示一次。",
            "Once another administrator agrees, who asked fetches the secret; it is shown once."
        ),
        (
            "control.tokens.proposed", "已提交审批，同意后在“接口令牌”页领取。",
            "Proposed; fetch it on the page of tokens once agreed."
        ),
        ("control.tokens.agreed", "令牌可以领取。", "The token can be fetched."),
        ("control.tokens.waiting", "待领取", "To be fetched"),
        (
            "control.tokens.waiting.hint", "已同意签发。领取时密钥只显示一次，请立即交给使用方。",
            "Agreed. The secret is shown once when you fetch it; hand it over at once."
        ),
        ("control.tokens.waiting.until", "领取期限", "Fetch by"),
        ("control.tokens.fetch", "领取", "Fetch"),
        (
            "control.roles.factor.approves", "含管理或审批权限，登录须动态码。",
            "It administers or approves, so its people sign in with one-time codes."
        ),
        ("control.roles.factor.asked", "已要求登录须动态码。", "One-time codes were asked for."),
        (
            "control.roles.factor.waived", "含管理或审批权限，但经两人同意，登录不须动态码。",
            "It administers or approves; two persons agreed to do without."
        ),
        ("control.roles.factor.free", "登录不须动态码。", "A password suffices."),
        ("control.roles.factor.require", "要求动态码", "Ask for one-time codes"),
        ("control.roles.factor.waive", "申请免除动态码", "Propose to do without"),
        ("control.roles.factor.reason", "理由（告知审批人）", "Reason (the second person is told)"),
        ("control.roles.factor.proposed", "已提交审批。", "Proposed to a second person."),
        ("control.user.signOut", "强制退出所有设备", "End all sessions"),
        ("control.user.unlock", "解除登录锁定", "Lift the lock"),
        (
            "control.workflow.fault.handlerNeedsApproval", "命令“{code}”须两人办理，不能由环节执行，请改正或删去。",
            "“{code}” needs a second person and cannot be a step's command; correct or remove it."
        ),
    ]

    /// What the commands of this table are called.
    static let securityCommands: [Entry] = [
        ("command.control.issueToken", "签发令牌", "Issuing of a token"),
        ("command.control.waiveSecondFactor", "免除动态码", "Waiving of the second factor"),
    ]
}
