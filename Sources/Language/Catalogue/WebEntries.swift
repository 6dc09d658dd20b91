extension Catalogue {
    /// Texts of `web`, the shell of all pages: (key, Chinese, English).
    static let webEntries: [Entry] = [
        ("web.product", "灯火", "Lamplight"),
        ("web.tagline", "电力客户信息与电费核算", "Electricity customers and billing"),
        ("web.skip", "跳到正文", "Skip to content"),
        ("web.menu", "菜单", "Menu"),
        ("web.navigation", "主导航", "Main navigation"),
        ("web.trail", "当前位置", "You are here"),
        ("web.language", "语言", "Language"),
        ("web.theme", "外观", "Appearance"),
        ("web.theme.auto", "跟随系统", "System"),
        ("web.theme.light", "浅色", "Light"),
        ("web.theme.dark", "深色", "Dark"),
        ("web.preferences", "偏好设置", "Preferences"),
        ("web.account", "当前用户", "Signed in as"),
        ("web.keys", "键盘快捷键", "Keyboard shortcuts"),
        ("web.keys.search", "光标移到查询框", "Focus the search field"),
        ("web.keys.home", "回到工作台", "Go to the workbench"),
        ("web.keys.help", "显示本说明", "Show this list"),
        ("web.keys.save", "提交当前表单", "Submit the form"),
        ("web.connection.lost", "与服务器的连接已断开，正在重连…", "Connection lost, reconnecting…"),
        ("web.draft.restored", "已恢复您未提交的内容。", "What you had typed was restored."),
        ("web.form.errors", "有 {count} 处需要更正", "{count} {count|field needs|fields need} attention"),
        ("web.form.optional", "选填", "optional"),
        // Sign-in
        ("web.account.own", "我的账户", "My account"),
        ("web.signIn.board.title", "看板大屏", "Wall board"),
        (
            "web.signIn.board.lead", "输入看板令牌，此屏幕将一直显示看板，不能做别的。",
            "With a board's token this screen shows the board, and nothing else."
        ),
        ("web.signIn.board.token", "看板令牌", "Board token"),
        ("web.signIn.board.hint", "由安全管理员签发", "Issued by the security administrator"),
        ("web.signIn.board.submit", "打开看板", "Open the board"),
        ("web.signIn.board.wrong", "令牌不正确、已到期或已吊销。", "The token is not right, has expired or was revoked."),
        ("web.refusal.passwordFirst", "请先更改密码。", "Change your password first."),
        ("web.refusal.secondFactorFirst", "请先绑定验证器。", "Set up an authenticator first."),
        ("web.signIn.title", "登录", "Sign in"),
        ("web.signIn.welcome", "欢迎使用灯火", "Welcome to Lamplight"),
        ("web.signIn.lead", "请使用本单位分配的账号登录。", "Sign in with the login your organisation gave you."),
        ("web.signIn.login", "工号", "Login"),
        ("web.signIn.password", "密码", "Password"),
        ("web.signIn.code", "动态码", "One-time code"),
        ("web.signIn.code.hint", "如已启用：身份验证器上的 6 位数字", "If enabled: 6 digits from your authenticator"),
        ("web.signIn.submit", "登录", "Sign in"),
        ("web.signIn.again", "登录已过期，请重新登录。", "Your session has ended. Please sign in again."),
        ("web.signIn.verse", "万家灯火，一度一清", "Every light accounted for"),
        ("web.signIn.note", "本系统操作均留有审计记录。", "Everything done here is kept in the audit trail."),
        ("web.signOut", "退出", "Sign out"),
        ("web.signedOut", "您已安全退出。", "You have signed out."),
        // Workbench
        ("web.workbench.title", "工作台", "Workbench"),
        ("web.workbench.greeting", "{name}，您好", "Hello, {name}"),
        ("web.workbench.lead", "{organisation} · {day} {weekday}", "{organisation} · {weekday}, {day}"),
        ("web.work.title", "事项", "Matter"),
        ("web.work.step", "环节", "Step"),
        ("web.work.from", "来自", "From"),
        ("web.work.light", "时限", "Clock"),
        ("web.work.due", "截止", "Due"),
        ("web.workbench.numbers", "今日概况", "At a glance"),
        ("web.workbench.tasks", "我的业务", "What you can do"),
        ("web.workbench.empty", "暂无可办理的业务", "Nothing to do here yet"),
        (
            "web.workbench.empty.hint", "您的账号还没有授权任何业务，请联系系统管理员。",
            "Your login has no permissions yet. Please ask your administrator."
        ),
        // Errors
        ("web.error.title.400", "请求无法理解", "The request could not be understood"),
        ("web.error.title.401", "请先登录", "Please sign in"),
        ("web.error.title.403", "没有权限", "Not permitted"),
        ("web.error.title.404", "没有找到", "Not found"),
        ("web.error.title.405", "不支持此操作方式", "Method not allowed"),
        ("web.error.title.409", "数据已被他人更改", "Someone else changed this"),
        ("web.error.title.412", "数据已不是您看到的样子", "It is not as you know it"),
        ("web.error.title.413", "提交的内容过大", "Too much was sent"),
        ("web.error.title.415", "不支持的内容类型", "Unsupported content type"),
        ("web.error.title.422", "输入有误", "Something needs correcting"),
        ("web.error.title.429", "操作过于频繁", "Too many attempts"),
        ("web.error.title.500", "系统出错了", "Something went wrong"),
        ("web.error.title.503", "服务暂不可用", "Temporarily unavailable"),
        ("web.error.home", "回到工作台", "Back to the workbench"),
        ("web.error.reference", "事件编号 {id}", "Reference {id}"),
        (
            "web.refusal.notFound", "此页面不存在，或不在您的数据权限之内。",
            "There is no such page, or it lies outside your organisation's data."
        ),
        (
            "web.refusal.notPermitted", "您的岗位没有办理此业务的权限（{permission}）。",
            "Your role does not include this permission ({permission})."
        ),
        ("web.refusal.signInFirst", "请先登录再访问。", "Sign in to continue."),
        (
            "web.refusal.badToken", "页面已过期或请求来源不明，未做任何更改。请返回刷新后重试。",
            "This form has expired or came from elsewhere; nothing was changed. Go back, reload and try again."
        ),
        (
            "web.refusal.methodNotAllowed", "此地址不支持 {method}，可用：{allowed}。",
            "{method} is not supported here; allowed: {allowed}."
        ),
        (
            "web.refusal.tooLarge", "内容超过上限 {limit} 字节，未做任何更改。",
            "More than {limit} bytes; nothing was changed."
        ),
        ("web.refusal.contentType", "此处需要 {expected} 类型的内容。", "Content of type {expected} is expected here."),
        ("web.refusal.badForm", "表单内容不完整或编码有误。", "The form is incomplete or badly encoded."),
        ("web.refusal.badJSON", "JSON 内容有误：{detail}", "The JSON is not as expected: {detail}"),
        ("web.refusal.badPath", "地址有误。", "The address is malformed."),
        ("web.refusal.badQuery", "地址中的 {name} 有误。", "{name} in the address cannot be."),
        (
            "web.refusal.changed", "数据在您读取之后已经改变，未做任何修改；请核对现在的内容后再提交。",
            "It changed since you read it and was left as it is; look at it as it is now and send again."
        ),
        ("web.refusal.busy", "打开的页面过多，请关闭一些再试。", "Too many pages are open; close some and try again."),
        (
            "web.refusal.fault", "操作没有完成。请稍后重试；如仍出现，请将事件编号告知管理员。",
            "It was not completed. Try again later; if it happens again, give your administrator the reference."
        ),
        // Fields
        ("web.field.required", "此项必填", "This is required"),
        ("web.field.invalid", "格式不正确", "This is not in the right form"),
        ("web.field.tooLong", "最多 {limit} 个字符", "At most {limit} characters"),
        ("web.field.day", "请输入存在的日期，如 2026-11-22", "Enter a date that exists, such as 2026-11-22"),
        ("web.field.month", "请输入年月，如 2026-10", "Enter a month such as 2026-10"),
        (
            "web.field.amount", "请输入金额，最多两位小数，如 123.45；不含逗号",
            "Enter an amount with at most two decimals, such as 123.45; no commas"
        ),
        ("web.field.amount.range", "金额须大于零，且不超过 {most}", "The amount must be above zero and at most {most}"),
        ("web.field.number", "请输入整数", "Enter a whole number"),
        ("web.field.number.range", "须在 {least} 到 {most} 之间", "Must be between {least} and {most}"),
        ("web.field.choice", "请从列表中选择", "Choose one of the list"),
        // Imported files
        (
            "web.import.done", "共 {rows} 行，已写入 {written} 行，有误 {problems} 处。",
            "{rows} rows, {written} written, {problems} problems."
        ),
        (
            "web.import.nothing", "共 {rows} 行，有误 {problems} 处，没有写入任何内容。",
            "{rows} rows, {problems} problems; nothing was written."
        ),
        ("web.import.more", "只列出前 {count} 处", "Only the first {count} are listed"),
        ("web.import.line", "行", "Line"),
        ("web.import.column", "列", "Column"),
        ("web.import.reason", "原因", "Reason"),
        ("web.import.whole", "整个文件", "Whole file"),
    ]
}
