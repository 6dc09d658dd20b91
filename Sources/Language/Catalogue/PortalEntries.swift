extension Catalogue {
    /// Texts of customers' own pages 网上营业厅, the shell's part: (key, Chinese, English).
    static let webPortalEntries: [Entry] = [
        ("web.portal.name", "网上营业厅", "My Electricity"),
        ("web.portal.foot", "灯火供电 · 网上营业厅", "Lamplight · customers' own pages"),
        ("web.portal.home", "回到我的户号", "Back to my accounts"),
        ("web.portal.number.title", "登录网上营业厅", "Sign in"),
        (
            "web.portal.number.lead", "凭户号和手机验证码登录，不用记密码。",
            "With your account number and a code sent to your telephone. No password."
        ),
        ("web.portal.number", "户号", "Account number"),
        ("web.portal.number.hint", "印在电费单和缴费收据上。", "It is on every bill and receipt."),
        ("web.portal.number.submit", "获取验证码", "Send me a code"),
        ("web.portal.number.invalid", "户号由数字组成，请照电费单填写。", "Type the number as it is on the bill."),
        (
            "web.portal.number.note", "预留手机已换号？请带身份证到供电所办理变更。",
            "Has your telephone number changed? Bring your identity card to the station."
        ),
        ("web.portal.code.title", "输入验证码", "Enter the code"),
        (
            "web.portal.code.lead",
            "如果户号 {number} 正常用电并预留了手机，验证码已发到该手机，{minutes} 分钟内有效。",
            "If account {number} is supplied and has a telephone on record, a code is on its way there. It is good for {minutes} minutes."
        ),
        ("web.portal.code", "短信验证码", "Code"),
        ("web.portal.code.submit", "登录", "Sign in"),
        ("web.portal.code.again", "重新获取", "Send another"),
        ("web.portal.code.other", "换一个户号", "Another account"),
        (
            "web.portal.code.note", "请勿把验证码告诉任何人，工作人员也不会向您索要。",
            "Tell the code to nobody. Our staff will never ask for it."
        ),
        ("web.portal.again", "登录已过期，请重新登录。", "Your session has ended. Please sign in again."),
        ("web.portal.signedOut", "您已安全退出。", "You are signed out."),
    ]

    /// Of the pages themselves.
    static let portalEntries: [Entry] = [
        ("portal.accounts.title", "我的户号", "My accounts"),
        ("portal.accounts.lead", "名下共 {count} 个户号", "{count} {count|account|accounts} in your name"),
        ("portal.accounts.more", "更多户号", "More accounts"),
        ("portal.account.back", "‹ 我的户号", "‹ My accounts"),
        ("portal.account.details", "户号资料", "On record"),
        ("portal.account.name", "户名", "Name"),
        ("portal.account.address", "用电地址", "Address"),
        ("portal.account.phone", "预留手机", "Telephone"),
        ("portal.account.noPhone", "未预留", "None"),
        ("portal.account.class", "用电类别", "Class"),
        ("portal.account.station", "供电单位", "Station"),
        ("portal.account.opened", "立户日期", "Opened"),
        ("portal.account.closed", "销户日期", "Closed"),
    ]

    /// Of billing on them.
    static let billingPortalEntries: [Entry] = [
        ("billing.portal.last", "最近一期电费", "Last bill"),
        ("billing.portal.energy", "{month}，{energy}", "{month}, {energy}"),
        ("billing.portal.bills", "近一年电费", "Bills of the last year"),
        ("billing.portal.none", "还没有电费单。", "No bills yet."),
        ("billing.portal.paid", "已缴清", "Paid"),
        ("billing.portal.overdue", "已逾期", "Overdue"),
        ("billing.portal.due", "{day}前缴", "Due {day}"),
    ]

    /// Of payment on them.
    static let paymentPortalEntries: [Entry] = [
        ("payment.portal.owed", "应缴电费", "To pay"),
        ("payment.portal.clear", "没有欠费", "Nothing is owed"),
        ("payment.portal.penalty", "含违约金 {amount}，算至今日", "With late penalty {amount}, to today"),
        ("payment.portal.due", "请在 {day}前缴清", "Please pay by {day}"),
    ]

    /// Of customers' sign-in: refusals, parameters, the message with the code.
    static let customerEntries: [Entry] = [
        (
            "control.refusal.customerCodeWrong", "验证码不正确或已失效，请核对后重输，或重新获取。",
            "The code is wrong or no longer good. Check it, or ask for another."
        ),
        (
            "control.refusal.customerTooManyCodes", "获取验证码过于频繁，请 {minutes} 分钟后再试。",
            "Too many codes were asked for. Try again in {minutes} {minutes|minute|minutes}."
        ),
        ("control.message.customerCode.title", "网上营业厅验证码", "Sign-in code"),
        (
            "control.message.customerCode.body",
            "【灯火供电】网上营业厅验证码 {code}，{minutes} 分钟内有效。请勿告诉他人；非本人操作请忽略。",
            "[Lamplight] Code {code}, good for {minutes} min. Tell it to nobody."
        ),
        ("control.message.name.control.message.customerCode", "网上营业厅验证码", "Customers' sign-in code"),
        ("control.parameter.control.customer.codeDigits", "网厅验证码位数", "Digits of a customer's code"),
        (
            "control.parameter.control.customer.codeMinutes", "网厅验证码有效期（分钟）",
            "Minutes a customer's code is good"
        ),
        (
            "control.parameter.control.customer.codeTries", "每个网厅验证码可试次数",
            "Tries of a customer's code"
        ),
        (
            "control.parameter.control.customer.codesPerHour", "每户号每小时验证码条数",
            "Codes an hour for an account"
        ),
        (
            "control.parameter.control.customer.codesPerDay", "每户号每日验证码条数",
            "Codes a day for an account"
        ),
        (
            "control.parameter.control.customer.addressCodesPerHour", "每来源地址每小时验证码条数",
            "Codes an hour for an address"
        ),
        (
            "control.parameter.control.customer.idleMinutes", "网厅会话空闲时限（分钟）",
            "Idle limit of a customer's session (minutes)"
        ),
        (
            "control.parameter.control.customer.hours", "网厅会话最长时限（小时）",
            "Longest customer's session (hours)"
        ),
    ]
}
