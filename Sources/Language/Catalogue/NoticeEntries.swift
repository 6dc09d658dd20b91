extension Catalogue {
    /// Notices to an area, people's wishes about contact, letters and calls done by hand.
    static let noticeEntries: [Entry] = [
        ("control.action.control.startNotice", "群发通知", "Sent a notice"),
        ("control.action.control.handList", "取电话或信函清单", "Took a list of calls or letters"),
        ("control.job.control.notice", "群发通知", "Notice to an area"),
        ("control.parameter.control.message.attempts", "消息最多发送次数", "Attempts for a message"),
        ("control.notice.parts", "计费短信条数", "Paid text messages"),
        ("control.notice.noAddress", "无联系方式", "No address on record"),
        ("control.notice.twice", "同一号码已通知", "Number already written to"),
        ("control.notice.optedOut", "客户已退订", "Opted out"),
        ("control.message.name.control.notice.outage", "计划停电通知（短信）", "Planned interruption (text)"),
        (
            "control.message.name.control.notice.outageLetter", "计划停电通知（信函）",
            "Planned interruption (letter)"
        ),
        ("control.message.name.control.notice.service", "服务公告（短信）", "Service notice (text)"),
        ("control.message.name.control.notice.call", "电话告知", "A call"),
        ("control.notice.outage.title", "计划停电通知", "Planned interruption of supply"),
        (
            "control.notice.outage.body",
            "【供电公司】{name}（户号{number}）：因{reason}，您处{from}至{until}停电，请提前做好准备，以免造成不便。",
            "[Power supply] {name} (No. {number}): {reason}; no supply from {from} to {until}. Please prepare."
        ),
        ("control.notice.outageLetter.title", "计划停电通知书", "Notice of a planned interruption"),
        (
            "control.notice.outageLetter.body",
            "{name}（户号{number}，{address}）：因{reason}，您处将于{from}至{until}停电。请提前做好安排；提前恢复供电时不另行通知。",
            "{name} (No. {number}, {address}): {reason}; your supply is interrupted from {from} to {until}. It may come back earlier without further notice."
        ),
        ("control.notice.service.title", "服务公告", "Service notice"),
        (
            "control.notice.service.body", "【供电公司】{name}（户号{number}）：{text}",
            "[Power supply] {name} (No. {number}): {text}"
        ),
        ("control.notice.call.title", "电话告知", "A call"),
        (
            "control.notice.call.body", "致电{name}（户号{number}）：{text}",
            "Call {name} (No. {number}): {text}"
        ),
        ("control.noticeField.from", "停电开始", "From"),
        ("control.noticeField.until", "预计恢复", "Until"),
        ("control.noticeField.reason", "停电原因", "Reason"),
        ("control.noticeField.text", "内容", "Text"),
        ("control.notices.title", "群发通知", "Notices"),
        (
            "control.notices.lead", "向一个区域的全部客户发送：先预览户数，再作为后台任务发送；中断后继续，不重不漏。",
            "To everybody of an area: preview first, then sent as a job that goes on after a stop, each customer once."
        ),
        ("control.notices.kind", "通知种类", "Kind"),
        ("control.notices.area", "范围（单位）", "Area"),
        ("control.notices.route", "抄表段", "Reading route"),
        ("control.notices.route.hint", "留空为全部抄表段", "All where empty"),
        ("control.notices.category", "用户类别", "Class"),
        ("control.notices.category.all", "全部类别", "All classes"),
        ("control.notices.preview", "预览", "Preview"),
        ("control.notices.send", "发送", "Send"),
        ("control.notices.sent", "通知已开始发送。", "The notice is being sent."),
        ("control.notices.accounts", "范围内用电户", "Accounts in the area"),
        ("control.notices.withoutAddress", "无联系方式", "No address"),
        ("control.notices.optedOut", "已退订", "Opted out"),
        ("control.notices.recipients", "预计发送", "To be sent"),
        ("control.notices.cost", "每户计费 {count} 条", "{count} paid {count|part|parts} each"),
        (
            "control.notices.statutory", "法定通知：不受退订和免打扰时段限制。",
            "Asked for by law: goes out whatever was wished, at any hour."
        ),
        ("control.notices.held", "现在是免打扰时段，将于 {at} 起发送。", "Quiet hours: it goes out from {at} on."),
        ("control.notices.byWish", "客户退订和免打扰时段将逐户核对。", "Each customer's wishes are kept."),
        ("control.notices.sample", "样文", "As it reads"),
        ("control.notices.recent", "近期通知", "Recent notices"),
        ("control.notices.none", "还没有群发通知。", "No notices yet."),
        ("control.notices.progress", "进度", "Progress"),
        ("control.notices.done", "已生成", "Made"),
        ("control.notices.skipped", "未发", "Not sent"),
        ("control.notices.at", "提交时间", "Asked for"),
        (
            "control.refusal.noticeTemplate", "{name} 不是群发通知的种类。",
            "{name} is no kind of notice."
        ),
        (
            "control.refusal.noticeValue", "请填写（200 字以内）：{name}",
            "Please fill in (at most 200 characters): {name}"
        ),
        ("control.refusal.noticeNobody", "该范围内没有可以通知的客户。", "Nobody there can be written to."),
        (
            "control.refusal.contactUnknown", "没有账户 {name}，或不在您的管辖范围内。",
            "There is no account {name} in your area."
        ),
        ("control.refusal.noContacts", "没有客户档案可供通知。", "There is no archive of customers."),
        ("control.refusal.noticeKey", "请求标识须为 1 至 100 个字符。", "The key must be 1 to 100 characters."),
        ("control.contacts.title", "联系意愿：{name}", "Contact wishes of {name}"),
        ("control.contacts.lead", "户号 {number} · {address}", "No. {number} · {address}"),
        (
            "control.contacts.hint", "意愿按号码记录，同一号码的各户同样适用；法定通知不受限制。",
            "Wishes hold for the number, on whatever account; what the law asks for goes out all the same."
        ),
        ("control.contacts.none", "档案中没有联系方式。", "No address on record."),
        ("control.contacts.out", "不接收此渠道的非法定消息", "None but what the law asks for"),
        ("control.contacts.language", "语言", "Language"),
        ("control.contacts.language.any", "随系统", "As usual"),
        ("control.contacts.from", "免打扰开始", "Quiet from"),
        ("control.contacts.until", "免打扰结束", "Quiet until"),
        ("control.contacts.time", "时刻写作 22:00；留空为公司规定时段", "Such as 22:00; the company's hours where empty"),
        ("control.contacts.time.wrong", "请按 22:00 的格式填写，开始和结束须同时填写。", "Write it as 22:00, both or neither."),
        ("control.contacts.kinds", "不接收的种类", "Kinds they refuse"),
        ("control.contacts.save", "保存", "Save"),
        ("control.contacts.saved", "已保存联系意愿。", "Saved."),
        ("control.contacts.messages", "发送给该户的消息", "Sent about this account"),
        ("control.contacts.messages.none", "还没有发送过消息。", "Nothing was sent yet."),
        ("control.hand.title", "电话与信函", "Calls and letters"),
        (
            "control.hand.lead", "由人打电话或寄送的消息：取清单、打印、逐条登记结果。",
            "Messages that people bring: take the list, print it, write down what came of each."
        ),
        ("control.hand.take", "取清单打印", "Take the list"),
        ("control.hand.list", "{channel}清单", "List of {channel}"),
        ("control.hand.list.lead", "{at} 由 {name} 取出，共 {count} 条", "Taken {at} by {name}, {count} in all"),
        ("control.hand.none", "没有待办的电话或信函。", "Nothing waits."),
        ("control.hand.outcome", "结果", "Outcome"),
        ("control.hand.note", "经过", "What happened"),
        ("control.hand.delivered", "已告知", "Reached"),
        ("control.hand.failed", "未告知", "Not reached"),
        ("control.hand.saved", "已登记。", "Written down."),
        ("control.hand.sign", "签收", "Signed"),
        ("control.message.byHand", "登记结果", "Write down"),
        ("control.message.parts", "计费条数", "Paid parts"),
        ("control.message.attempts", "已尝试", "Attempts"),
        ("control.messages.cost", "本月计费：{parts}", "Paid this month: {parts}"),
        ("control.messages.cost.none", "本月没有计费消息", "Nothing paid this month"),
    ]
}
