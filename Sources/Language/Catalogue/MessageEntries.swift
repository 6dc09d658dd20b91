extension Catalogue {
    /// Texts of control's messages and webhooks: (key, Chinese, English).
    static let messageEntries: [Entry] = [
        ("control.message.trial.title", "试发短信", "Trial message"),
        (
            "control.message.trial.body", "【灯火供电】这是一条试发短信，由{name}于{at}发出。收到说明短信通道工作正常。",
            "[Lamplight] A trial message, sent by {name} at {at}. If you read this, text messages work."
        ),
        ("control.message.trialMail.title", "灯火供电：试发邮件", "Lamplight: a trial message"),
        (
            "control.message.trialMail.body", "这是一封试发邮件，由{name}于{at}发出。收到说明邮件通道工作正常。",
            "A trial message, sent by {name} at {at}. If you read this, e-mail works."
        ),
        ("control.message.name.control.message.trial", "试发短信", "Trial text message"),
        ("control.message.name.control.message.trialMail", "试发邮件", "Trial e-mail"),
        ("control.messages.title", "消息", "Messages"),
        (
            "control.messages.hint", "短信、邮件、信函与电话清单及送达证明",
            "Texts, e-mail, letters and calls, with proof of delivery"
        ),
        (
            "control.messages.lead", "发给客户的全部消息，最新的在前；送达情况自动更新。",
            "Everything sent to customers, the newest first; deliveries show by themselves."
        ),
        ("control.messages.none", "没有这样的消息。", "No such messages."),
        ("control.messages.all", "全部", "All"),
        ("control.messages.older", "更早", "Older"),
        ("control.messages.month", "本月", "This month"),
        ("control.messages.parts", "{count} 条计费", "{count} paid {count|part|parts}"),
        ("control.messages.trial", "试发", "Send a trial"),
        ("control.messages.trial.hint", "检验短信或邮件通道。", "See whether texts or e-mail work."),
        ("control.messages.trial.channel", "渠道", "Channel"),
        ("control.messages.trial.to", "手机号码或邮箱", "Mobile number or e-mail address"),
        ("control.messages.trial.sent", "已放入发送队列。", "It is in the queue."),
        ("control.messages.trial.out", "对方已退订，未发送。", "They opted out; nothing was sent."),
        ("control.message.channel", "渠道", "Channel"),
        ("control.message.to", "收件人", "To"),
        ("control.message.template", "种类", "Kind"),
        ("control.message.about", "事由", "About"),
        ("control.message.state", "状态", "State"),
        ("control.message.created", "生成时间", "Made"),
        ("control.message.text", "内容", "Text"),
        ("control.message.next", "下次发送", "Next attempt"),
        ("control.message.proof", "发送与送达记录", "Attempts and reports"),
        ("control.message.proof.at", "时间", "At"),
        ("control.message.proof.carrier", "通道", "Carrier"),
        ("control.message.proof.outcome", "结果", "Outcome"),
        ("control.message.proof.detail", "详情", "Detail"),
        ("control.message.proof.none", "尚未发送。", "Not yet tried."),
        ("control.message.resend", "重新发送", "Send again"),
        ("control.message.resent", "已重新放入发送队列。", "It is in the queue again."),
        ("control.message.statutory", "法定通知", "Asked for by law"),
        ("control.channel.SMS", "短信", "Text"),
        ("control.channel.EMAIL", "邮件", "E-mail"),
        ("control.channel.LETTER", "信函", "Letter"),
        ("control.channel.CALL", "电话", "Call"),
        ("control.messageState.WAITING", "待发送", "Waiting"),
        ("control.messageState.SENT", "已发出", "Sent"),
        ("control.messageState.DELIVERED", "已送达", "Delivered"),
        ("control.messageState.FAILED", "未送达", "Not delivered"),
        ("control.messageState.DEAD", "已放弃", "Given up"),
        ("control.proof.SENT", "通道已接收", "Taken"),
        ("control.proof.REFUSED", "通道拒绝", "Refused"),
        ("control.proof.DELIVERED", "送达", "Delivered"),
        ("control.proof.ACCEPTED", "短信中心已接收", "Taken by the centre"),
        ("control.proof.BUFFERED", "短信中心暂存", "Held by the centre"),
        ("control.proof.FAILED", "未送达", "Not delivered"),
        ("control.proof.REJECTED", "短信中心拒绝", "Refused by the centre"),
        ("control.proof.RETRIED", "人工重发", "Put back by hand"),
        ("control.templates.title", "消息模板", "Message templates"),
        (
            "control.templates.lead", "花括号内为可填入的内容；保存后新消息即用新文字，旧版本保留。",
            "Words in braces are filled in; new messages use the new wording at once, earlier versions are kept."
        ),
        ("control.templates.subject", "标题", "Title"),
        ("control.templates.body", "正文", "Text"),
        ("control.templates.fields", "可用字段：{fields}", "Fields: {fields}"),
        ("control.templates.version", "第 {version} 版", "Version {version}"),
        ("control.templates.standard", "标准文字", "Standard wording"),
        ("control.templates.language", "语言", "Language"),
        ("control.templates.state", "版本", "Version"),
        ("control.templates.save", "保存", "Save"),
        ("control.templates.saved", "模板已保存。", "The template is saved."),
        ("control.webhooks.title", "事件推送", "Webhooks"),
        ("control.webhooks.hint", "把事件签名推送给外部系统", "Signed events for other systems"),
        (
            "control.webhooks.lead", "已提交的变更以签名的 HTTP 请求推送到外部系统，失败逐次延时重试，放弃的可以重放。",
            "Committed changes go to other systems as signed requests, retried with growing pauses; what was given up can be replayed."
        ),
        ("control.webhooks.none", "还没有事件推送。", "No webhooks yet."),
        ("control.webhooks.url", "地址", "Address"),
        ("control.webhooks.topics", "主题", "Topics"),
        (
            "control.webhooks.topics.hint", "以空格分隔，如 billing.released payment.；以点结尾表示一类，* 表示全部。",
            "Separated by blanks, such as billing.released payment.; a dot at the end means all of a kind, * means all."
        ),
        ("control.webhooks.add", "新增推送", "Add a webhook"),
        (
            "control.webhooks.secret", "签名密钥只显示这一次，请立即抄录：{secret}",
            "The signing secret is shown this once; copy it now: {secret}"
        ),
        ("control.webhooks.on", "启用", "On"),
        ("control.webhooks.off", "停用", "Off"),
        ("control.webhooks.switchOn", "启用", "Switch on"),
        ("control.webhooks.switchOff", "停用", "Switch off"),
        ("control.webhooks.set", "已保存。", "Saved."),
        ("control.webhooks.replay", "重放已放弃的", "Replay what was given up"),
        (
            "control.webhooks.replayed", "{count} 个事件已重新放入队列。",
            "{count} {count|event is|events are} in the queue again."
        ),
        ("control.webhooks.deliveries", "最近推送", "Deliveries"),
        ("control.webhooks.event", "事件", "Event"),
        ("control.webhooks.topic", "主题", "Topic"),
        ("control.webhooks.state", "状态", "State"),
        ("control.webhooks.attempts", "次数", "Attempts"),
        ("control.webhooks.detail", "最后结果", "Last result"),
        ("control.webhookState.WAITING", "待推送", "Waiting"),
        ("control.webhookState.DONE", "已推送", "Done"),
        ("control.webhookState.DEAD", "已放弃", "Given up"),
        ("control.refusal.messageUnknown", "没有此消息，或不在您的管辖范围内。", "There is no such message in your area."),
        ("control.refusal.templateUnknown", "没有消息模板“{name}”。", "There is no template “{name}”."),
        (
            "control.refusal.address", "收件地址格式不对（{channel}）：手机号码为 5 至 15 位数字，邮箱形如 name@example.com。",
            "The address does not fit ({channel}): a number has 5 to 15 digits, an e-mail address is name@example.com."
        ),
        (
            "control.refusal.unknownField", "模板里没有字段“{name}”；可用字段：{known}。",
            "The template has no field “{name}”; it has {known}."
        ),
        (
            "control.refusal.wordingLength", "正文不能为空，不超过 2000 字；标题不超过 200 字。",
            "The text must have 1 to 2000 characters and the title at most 200."
        ),
        ("control.refusal.noteMissing", "请写明经过（200 字以内）。", "Say what happened, in at most 200 characters."),
        (
            "control.refusal.messageIs", "消息现为“{state}”，不能这样操作。",
            "The message is {state}; that cannot be done now."
        ),
        ("control.refusal.webhookUnknown", "没有此事件推送。", "There is no such webhook."),
        (
            "control.refusal.webhookURL", "地址须以 http:// 或 https:// 开头，不超过 500 字符。",
            "The address must begin with http:// or https:// and have at most 500 characters."
        ),
        (
            "control.refusal.webhookTopics", "至少写一个主题；主题由字母和点组成，或为 *。",
            "Name at least one topic: letters and dots, or *."
        ),
    ]
}
