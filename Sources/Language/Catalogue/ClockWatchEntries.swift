extension Catalogue {
    /// Clocks that are watched, the list of work, complaints 投诉举报, and what came of schedules.
    static let clockWatchEntries: [Entry] = [
        ("control.schedule.control.clocks", "工单时限预警", "Warnings of work orders' time limits"),
        (
            "control.clocks.outcome", "新临期 {amber} 件，新超期 {red} 件，审批过期 {expired} 件",
            "{amber} newly due soon, {red} newly overdue, {expired} {expired|proposal|proposals} expired"
        ),
        ("control.auditRoots.outcome", "封存 {days} 天的审计日链", "Chains of {days} {days|day|days} closed"),
        ("control.month.carriedItem", "结转事项", "Carried item"),
        ("control.month.carriedKey", "{key}", "{key}"),
        ("control.month.orderTitle", "{month}关账结转：{item}", "Carried over the close of {month}: {item}"),
        (
            "control.month.orderMatter",
            "{place}{month}关账时未了结：{item}。结转责任人：{carrier}。原因：{reason}。请了结后填报办理情况。",
            "Open when {place} closed {month}: {item}. Carried by {carrier}, for: {reason}. Settle it and report."
        ),
        ("control.month.orderAnew", "事项重新结转，另开工单", "Carried anew; another order takes its place"),
        ("control.month.inherited", "以前月份结转、尚未了结", "Carried over from earlier months, still open"),
        ("control.month.from", "结转自{month}", "Carried from {month}"),
        ("control.month.settledSince", "已了结", "Settled since"),
        (
            "control.month.outgrown", "已比{name}结转时（{count}）增加，须重新结转或了结",
            "More than the {count} that {name} carried; carry it anew or settle it"
        ),
        ("control.month.order", "工单", "Work order"),
        ("control.health.backupFailed", "最近一次备份失败", "The last backup failed"),
        ("control.health.backupOld", "两天内没有成功的备份", "No good backup of the last two days"),
        ("control.health.slow", "一次小的读取用了 {ms} 毫秒", "A small read took {ms} ms"),
        (
            "control.health.nobodyWorks", "有 {count} 项后台任务在等，五分钟没有人办理",
            "{count} {count|job|jobs} wait and nobody has worked for five minutes"
        ),
        ("control.system.readMs", "读取 {ms} 毫秒", "Read in {ms} ms"),
        ("control.proposal.for", "{name}（代{absent}）", "{name} (for {absent})"),
        (
            "control.covers.lacks", "{count} 项权限代办人没有，有关任务须另行指派；审批可以代办",
            "The stand-in lacks {count} {count|permission|permissions}: such tasks must be given to others; decisions pass"
        ),
        ("control.work.late", "超期 {count} 件", "{count} overdue"),
        ("control.work.inHands", "在{name}手上", "in hand of {name}"),
        ("control.work.decide", "待审批", "To be decided"),
        ("control.work.expires", "过期作废", "Expires then"),
        ("control.newCase.account", "关于用户 {number}", "About account {number}"),
        ("control.workflow.byParameter", "天数按参数“{parameter}”", "As the parameter “{parameter}” says"),
        ("control.workflow.clockFrom", "从“{step}”开始时起算", "Counted from when “{step}” began"),
        (
            "control.workflow.fault.notBefore", "从“{code}”走不到本环节，不能从它起算，请改为前面的环节。",
            "“{code}” does not lead to this step, so its clock cannot count from there; name an earlier step."
        ),
        (
            "control.workflow.fault.noParameter", "没有取正整数值的参数“{code}”，请改正或删去。",
            "“{code}” is no parameter of whole numbers above zero; mend it or leave it out."
        ),
        ("control.workflow.complaint", "投诉举报", "Complaint"),
        ("control.complaint.register", "登记", "Register"),
        ("control.complaint.accept", "受理", "Accept"),
        ("control.complaint.investigate", "调查", "Look into it"),
        ("control.complaint.answer", "处理答复", "Decide and answer"),
        ("control.complaint.close", "回访办结", "Ask back and close"),
        ("control.complaint.kind", "类别", "Kind"),
        ("control.complaint.kind.meter", "计量", "Metering"),
        ("control.complaint.kind.bill", "电费", "Bill"),
        ("control.complaint.kind.outage", "停电", "Outage"),
        ("control.complaint.kind.quality", "电压质量", "Voltage"),
        ("control.complaint.kind.service", "服务态度", "Service"),
        ("control.complaint.kind.report", "举报窃电违约", "Report of theft or breach"),
        ("control.complaint.kind.other", "其他", "Other"),
        ("control.complaint.channel", "渠道", "Channel"),
        ("control.complaint.channel.counter", "营业厅", "Counter"),
        ("control.complaint.channel.phone", "电话", "Telephone"),
        ("control.complaint.channel.letter", "来信", "Letter"),
        ("control.complaint.channel.online", "网上", "Online"),
        ("control.complaint.channel.regulator", "监管机构转办", "Passed on by the regulator"),
        ("control.complaint.caller", "投诉人称呼", "Who complains"),
        ("control.complaint.matter", "投诉内容", "Matter"),
        ("control.complaint.answerBy", "答复方式", "How to answer"),
        ("control.complaint.answerBy.phone", "按档案电话答复", "By the telephone on record"),
        ("control.complaint.answerBy.letter", "书面答复", "By letter"),
        ("control.complaint.answerBy.visit", "上门答复", "By a visit"),
        ("control.complaint.answerBy.none", "匿名，不答复", "Anonymous, no answer"),
        ("control.complaint.taken", "是否属本单位职责", "Whether it is ours"),
        ("control.complaint.taken.ours", "属本单位，受理", "Ours, accepted"),
        ("control.complaint.taken.notOurs", "不属本单位，告知去向", "Not ours, told where to go"),
        ("control.complaint.takenWhy", "说明", "Remark"),
        ("control.complaint.finding", "调查情况", "What was found"),
        ("control.complaint.decision", "处理决定", "Decision"),
        ("control.complaint.decision.upheld", "属实，已纠正", "Upheld and put right"),
        ("control.complaint.decision.partly", "部分属实", "Upheld in part"),
        ("control.complaint.decision.rejected", "不属实", "Not upheld"),
        ("control.complaint.decision.passedOn", "告知向有关单位反映", "Referred elsewhere"),
        ("control.complaint.answerText", "答复内容", "Answer"),
        ("control.complaint.answeredOn", "答复日期", "Answered on"),
        ("control.complaint.content", "回访结果", "Asked back"),
        ("control.complaint.content.content", "满意", "Content"),
        ("control.complaint.content.notContent", "不满意", "Not content"),
        ("control.complaint.content.unreached", "未能联系", "Not reached"),
        ("control.complaint.closeNote", "备注", "Remark"),
        ("control.parameter.control.complaint.days", "投诉处理期限（工作日）", "Limit of a complaint (working days)"),
    ]

    /// Texts of this part under other words.
    static let clockWatchPermissions: [Entry] = [
        ("permission.control.complaint.register", "登记投诉举报", "Register complaints"),
        ("permission.control.complaint.handle", "办理投诉举报", "Handle complaints"),
    ]
    static let clockWatchRecords: [Entry] = [
        ("records.account.complaint", "登记投诉", "Register a complaint")
    ]
    static let scheduleOutcomes: [Entry] = [
        ("billing.run.pause", "暂停", "Pause"),
        (
            "billing.run.pause.done", "已要求暂停，做完手头的单元即停。",
            "It will stand still after the units in hand."
        ),
        (
            "billing.standing.outcome", "提醒 {sent} 户，{others} 户无法送达",
            "{sent} households told, {others} could not be"
        ),
        ("billing.uptake.outcome.none", "新价均已执行（{count} 个未执行）", "Every new price is in use ({count} not)"),
        (
            "billing.uptake.outcome.some", "{count} 个新价未执行：{prices}",
            "{count} new prices reach nobody: {prices}"
        ),
    ]
}
