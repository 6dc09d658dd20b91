extension Catalogue {
    /// The calendar and the work orders 工单: refusals.
    static let workEntries: [Entry] = [
        (
            "control.refusal.calendarUnknown", "{year}年放假安排尚未录入，无法推算期限。请管理员录入国务院办公厅通知后再办。",
            "The holidays of {year} are not entered, so no due date can be told. Have an administrator enter the notice."
        ),
        (
            "control.refusal.calendarInvalid", "放假安排写法不对：{line}。应如“2031 -0101 +0104”。",
            "Not a year's notice: {line}. Write it like “2031 -0101 +0104”."
        ),
        ("control.refusal.calendarKnown", "{year}年放假安排已有。", "The notice of {year} is already there."),
        ("control.refusal.clauseMissing", "请写明依据。", "Name the decision this rests on."),
        ("control.refusal.workflowUnknown", "没有流程“{name}”。", "There is no workflow “{name}”."),
        ("control.refusal.workflowInvalid", "流程定义有误：{faults}", "The definition is not sound: {faults}"),
        (
            "control.refusal.workflowPublished", "流程“{name}”第{version}版已发布，内容不同；请用新版号。",
            "Version {version} of “{name}” is published with another text; take a new number."
        ),
        ("control.refusal.caseUnknown", "没有这张工单。", "There is no such work order."),
        (
            "control.refusal.caseNotIn", "工单现为“{state}”，不能这样办。",
            "The order is {state}; that cannot be done now."
        ),
        (
            "control.refusal.caseChanged", "工单已被别人处理过，请刷新后再办。",
            "Somebody has worked on this order since; look at it again."
        ),
        ("control.refusal.taskTaken", "此任务已由{name}领取。", "{name} has this task in hand."),
        ("control.refusal.taskNotYours", "此任务不在您手上，请先领取。", "This task is not in your hands; claim it first."),
        ("control.refusal.personUnfit", "{name}不能办理此环节。", "{name} cannot do this step."),
        ("control.refusal.personUnknown", "没有用户“{name}”。", "There is no user “{name}”."),
        ("control.refusal.stepUnreachable", "不能退回到该环节。", "It cannot go back to that step."),
        (
            "control.refusal.reasonInvalid", "请填写原因，不超过{most}字。",
            "Give a reason, of at most {most} characters."
        ),
        ("control.refusal.formInvalid", "表单有误：{fields}", "These fields are wrong: {fields}"),
        (
            "control.refusal.stepDoesNotStop", "本环节不因等待客户而停止计时。",
            "The clock of this step does not stop for the customer."
        ),
        (
            "control.refusal.caseKeyInvalid", "请求标识须为 1 至 {longest} 个可见的 ASCII 字符。",
            "The idempotency key must be 1 to {longest} visible ASCII characters."
        ),
        ("control.field.required", "必填。", "This is needed."),
        ("control.field.unknown", "没有此项。", "There is no such field."),
        ("control.field.tooLong", "内容太长。", "This is too long."),
        ("control.field.number", "请填写范围内的整数。", "Give a whole number within the range."),
        ("control.field.day", "请填写存在的日期。", "Give a day that exists."),
        ("control.field.choice", "请从列表中选择。", "Choose from the list."),
        ("control.field.money", "请填写大于零的金额，最多两位小数。", "Give an amount above zero, with at most two decimals."),
        ("control.workflow.contactSheet", "工作联系单", "Work contact sheet"),
        ("control.contactSheet.issue", "签发", "Issue"),
        ("control.contactSheet.execute", "办理", "Carry out"),
        ("control.contactSheet.accept", "验收", "Accept"),
        ("control.contactSheet.matter", "事项", "Matter"),
        ("control.contactSheet.urgency", "紧急程度", "Urgency"),
        ("control.contactSheet.urgency.normal", "一般", "Normal"),
        ("control.contactSheet.urgency.urgent", "紧急", "Urgent"),
        ("control.contactSheet.days", "办理期限（工作日）", "Limit (working days)"),
        ("control.contactSheet.report", "办理情况", "Report"),
        ("control.contactSheet.doneOn", "完成日期", "Done on"),
        ("control.contactSheet.cost", "费用（元）", "Cost (yuan)"),
        ("control.contactSheet.verdict", "验收意见", "Verdict"),
        ("control.contactSheet.verdict.accepted", "通过", "Accepted"),
        ("control.contactSheet.verdict.again", "重新办理", "Do it again"),
        ("control.contactSheet.remark", "说明", "Remark"),
    ]
}
