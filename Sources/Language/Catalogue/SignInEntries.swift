extension Catalogue {
    /// Texts of passwords, second factors, sessions and tokens: (key, Chinese, English).
    static let signInEntries: [Entry] = [
        ("control.refusal.passwordShort", "密码至少 {least} 个字符。", "A password has at least {least} characters."),
        (
            "control.refusal.passwordPlain", "大写字母、小写字母、数字、符号，至少要有其中 {kinds} 种。",
            "Use at least {kinds} of: capitals, small letters, digits, signs."
        ),
        (
            "control.refusal.passwordCommon", "这个密码太常见，或含有工号，容易被猜中。",
            "This password is common or holds your login; it would be guessed."
        ),
        (
            "control.refusal.passwordUsedBefore", "不能与现用密码及最近 {count} 次用过的密码相同。",
            "It must differ from the present password and the last {count}."
        ),
        ("control.refusal.currentWrong", "现用密码不正确。", "The present password is not right."),
        (
            "control.refusal.codeWrong", "动态码不正确，请核对手机时间后重试。",
            "The code is not right. Check the phone's clock and try again."
        ),
        (
            "control.refusal.enrolmentExpired", "页面已过期，请用下面的新密钥重新绑定。",
            "The page has expired; use the new key below."
        ),
        ("control.refusal.sessionUnknown", "没有此登录，或已退出。", "There is no such session, or it has ended."),
        ("control.refusal.tokenUnknown", "没有此令牌，或已吊销。", "There is no such token, or it was revoked."),
        (
            "control.refusal.tokenPermission", "令牌不能有此权限（{permission}）。",
            "A token may not have this permission ({permission})."
        ),
        ("control.refusal.tokenDays", "有效期最长 {most} 天。", "A token is valid for at most {most} days."),
        ("control.refusal.tokenTooOften", "请求过于频繁，请稍后再试。", "Too many requests; try again in a minute."),
        (
            "control.parameter.control.idleLockMinutes", "无操作锁屏（分钟，0 为不锁）",
            "Minutes until the screen locks (0: never)"
        ),
        ("control.action.control.lock", "锁定屏幕", "Locked the screen"),
        ("control.action.control.unlockScreen", "解锁屏幕", "Unlocked the screen"),
        ("control.me.title", "我的账户", "My account"),
        ("control.me.hint", "密码、动态码、登录设备", "Password, one-time codes, sessions"),
        ("control.me.password", "密码", "Password"),
        ("control.me.password.set", "上次更改：{at}", "Last changed: {at}"),
        ("control.me.password.until", "{day} 前须更改", "Change by {day}"),
        ("control.me.password.noEnd", "不必定期更改", "No regular change"),
        ("control.me.factor", "动态码（第二重验证）", "One-time codes (second factor)"),
        ("control.me.factor.on", "已启用", "On"),
        ("control.me.factor.off", "未启用", "Off"),
        (
            "control.me.factor.codes", "恢复码还剩 {count} 个。重新绑定会生成新的恢复码。",
            "{count} recovery codes left. Enrolling anew makes new ones."
        ),
        ("control.me.factor.needed", "您的岗位必须启用动态码。", "Your role needs one-time codes."),
        (
            "control.me.factor.advised", "建议启用：密码泄露时，账户仍然安全。",
            "Advised: the account stays safe when the password leaks."
        ),
        ("control.me.factor.set", "绑定验证器", "Set up an authenticator"),
        ("control.me.sessions", "登录中的设备", "Open sessions"),
        ("control.me.session.address", "来源地址", "Address"),
        ("control.me.session.since", "登录时间", "Signed in"),
        ("control.me.session.seen", "最近使用", "Last used"),
        ("control.me.session.this", "本机", "This one"),
        ("control.me.session.end", "退出此设备", "End"),
        ("control.me.session.endOthers", "退出其他设备", "End all others"),
        ("control.me.session.ended", "已退出。", "Ended."),
        ("control.password.title", "更改密码", "Change password"),
        (
            "control.password.duty", "首次登录或密码已到期：请先设置新密码，再继续工作。",
            "First sign-in, or the password has had its time: set a new one to go on."
        ),
        ("control.password.current", "现用密码", "Present password"),
        ("control.password.new", "新密码", "New password"),
        ("control.password.again", "再输一次新密码", "New password again"),
        ("control.password.differ", "两次输入不一致。", "The two differ."),
        ("control.password.submit", "更改密码", "Change password"),
        ("control.password.changed", "密码已更改，其他设备已退出。", "Password changed; other sessions have ended."),
        ("control.password.rules", "密码要求", "What a password must be"),
        (
            "control.password.rule.length", "至少 {least} 个字符，越长越好；可用空格和汉字",
            "At least {least} characters, longer is better; blanks and Chinese are welcome"
        ),
        (
            "control.password.rule.kinds", "大写字母、小写字母、数字、符号中至少 {kinds} 种",
            "At least {kinds} of: capitals, small letters, digits, signs"
        ),
        ("control.password.rule.common", "不是常见密码，不含工号、连续键位", "No common password, no login, no runs of keys"),
        ("control.password.rule.history", "不同于最近 {count} 次用过的密码", "Not one of the last {count}"),
        ("control.password.rule.days", "每 {days} 天更改一次", "Changed every {days} days"),
        ("control.factor.title", "绑定验证器", "Set up an authenticator"),
        (
            "control.factor.lead", "登录时除密码外，再输入手机上的六位动态码。",
            "At sign-in you type a six-digit code from your phone besides the password."
        ),
        (
            "control.factor.duty", "您的岗位登录须有动态码：请先绑定手机上的验证器，再继续工作。",
            "Your role signs in with one-time codes: set up an authenticator to go on."
        ),
        ("control.factor.step1", "一、在手机上添加", "1. Add it on the phone"),
        (
            "control.factor.how", "打开手机上的验证器应用，扫描二维码；扫不了时手动输入密钥，在手机上看本页时也可直接打开。",
            "Open the authenticator app and scan the code; where it cannot, type the key in. On the phone itself, open it directly."
        ),
        ("control.factor.picture", "密钥二维码", "QR code of the key"),
        ("control.factor.secret", "密钥", "Key"),
        ("control.factor.form", "类型", "Type"),
        ("control.factor.form.value", "基于时间 · 6 位 · 30 秒", "Time-based · 6 digits · 30 seconds"),
        ("control.factor.open", "在验证器中打开", "Open in the authenticator"),
        ("control.factor.step2", "二、输入动态码确认", "2. Confirm with a code"),
        ("control.factor.code", "六位动态码", "Six-digit code"),
        ("control.factor.submit", "确认绑定", "Confirm"),
        ("control.factor.done", "验证器已绑定", "The authenticator is set up"),
        ("control.factor.codes", "恢复码", "Recovery codes"),
        (
            "control.factor.codes.lead", "手机丢失时，在动态码一栏输入恢复码登录，每个只能用一次。恢复码只显示这一次，请打印或抄下，妥善保管。",
            "Without the phone, type one of these in place of the code; each works once. They are shown only now: print or copy them."
        ),
        ("control.factor.codes.kept", "已保管好，继续", "Kept safe, go on"),
        ("control.tokens.title", "接口令牌", "Tokens"),
        ("control.tokens.hint", "代收机构、话务、银行、大屏的接入", "Agencies, telephone, banks, wall boards"),
        (
            "control.tokens.lead", "供程序使用的凭证：只有所给的权限，只看所给的单位。",
            "Credentials for programs: only the permissions given, only the organisation given."
        ),
        ("control.tokens.list", "令牌", "Tokens"),
        ("control.tokens.none", "还没有令牌。", "There are no tokens yet."),
        ("control.tokens.new", "签发令牌", "Issue a token"),
        ("control.tokens.issue", "签发", "Issue"),
        ("control.tokens.issued", "令牌只显示这一次，请立即交给使用方：", "Shown only now; hand it over at once:"),
        ("control.tokens.name", "名称", "Name"),
        ("control.tokens.name.hint", "使用方，如“邮政代收”", "Who uses it, such as the post's agency"),
        ("control.tokens.kind", "用途", "Use"),
        ("control.tokens.kind.MACHINE", "程序接口", "Program"),
        ("control.tokens.kind.BOARD", "看板大屏", "Wall board"),
        ("control.tokens.organisation", "单位", "Organisation"),
        ("control.tokens.days", "有效天数", "Days valid"),
        ("control.tokens.eachMinute", "每分钟请求数上限", "Requests a minute"),
        ("control.tokens.permissions", "权限", "Permissions"),
        (
            "control.tokens.permissions.hint", "看板大屏只能查看看板，不必选择。",
            "A wall board may only look at the board; nothing to choose."
        ),
        ("control.tokens.permission.none", "至少选择一项权限。", "Choose at least one permission."),
        ("control.tokens.expires", "有效至", "Valid until"),
        ("control.tokens.used", "最近使用", "Last used"),
        ("control.tokens.state.good", "有效", "Valid"),
        ("control.tokens.state.over", "已到期", "Expired"),
        ("control.tokens.state.revoked", "已吊销", "Revoked"),
        ("control.tokens.revoke", "吊销", "Revoke"),
        ("control.tokens.revoked", "令牌已吊销。", "The token is revoked."),
    ]
}
