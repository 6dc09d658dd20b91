extension Catalogue {
    /// Texts of a workflow's next version: (key, Chinese, English).
    static let workflowVersionEntries: [Entry] = [
        ("control.workflows.new", "新版本", "New version"),
        ("control.workflows.newTitle", "流程新版本", "A workflow's next version"),
        (
            "control.workflows.new.lead", "改好定义后先核对，再提交；另一人同意后发布，在办工单仍按原版本走完。",
            "Mend the definition, check it, then hand it in. It is published once a second person agrees; running orders stay on their version."
        ),
        ("control.workflows.definition", "流程定义（JSON）", "Definition (JSON)"),
        (
            "control.workflows.definition.hint", "也可从别处编辑后整段粘贴。写法见工单说明。",
            "May be edited elsewhere and pasted whole."
        ),
        ("control.action.control.publishWorkflow", "发布流程定义", "Published a workflow"),
        ("control.workflows.reason", "变更事由", "Why"),
        ("control.workflows.check", "核对", "Check"),
        ("control.workflows.submit", "提交审批", "Hand in"),
        ("control.workflows.faults", "须改正 {count} 处", "{count} to mend"),
        ("control.workflows.path", "位置", "Where"),
        ("control.workflows.mend", "问题与改法", "What to mend"),
        ("control.workflows.differences", "与现行第 {version} 版的差异", "Against version {version} in force"),
        ("control.workflows.allNew", "新流程，尚无现行版本", "A new workflow; none is in force"),
        ("control.workflows.none", "与现行版本相同", "Nothing differs from the version in force"),
        ("control.workflows.before", "现行", "In force"),
        ("control.workflows.after", "新版本", "New"),
        ("control.workflows.proposed", "已提交审批，同意后发布。", "Waiting for a second person; then it is published."),
        ("control.workflows.published.done", "已发布。", "Published."),
        ("control.workflow.fault.missing", "缺少此项，请补上。", "Missing; add it."),
        (
            "control.workflow.fault.type", "类型不对（例如应为数字却是文字），请改。",
            "Of another type, such as text for a number; mend it."
        ),
        (
            "control.workflow.fault.malformed", "不是合法的 JSON 或不在可选值之内，请检查括号、引号和取值。",
            "No JSON, or not one of the values allowed; look at brackets, quotes and words."
        ),
        (
            "control.workflow.fault.key", "流程代码只用字母、数字和点，最多 60 个。",
            "A workflow's key has letters, digits and dots only, 60 at most."
        ),
        ("control.workflow.fault.version", "版本号须不小于 1。", "The version is at least 1."),
        (
            "control.workflow.fault.nextVersion", "版本号须为 {version}：已发布的版本不改动。",
            "The version must be {version}: what is published is not changed."
        ),
        (
            "control.workflow.fault.twice", "代码“{code}”为空或重复，请另取一个。",
            "The code “{code}” is empty or stands twice; take another."
        ),
        (
            "control.workflow.fault.noStep", "没有环节“{code}”，请改为已有环节的代码。",
            "There is no step “{code}”; name one that is there."
        ),
        (
            "control.workflow.fault.noField", "没有字段“{code}”，请改为某一环节的字段代码。",
            "No step has the field “{code}”; name one that is there."
        ),
        (
            "control.workflow.fault.unreached", "从起始环节走不到“{code}”，请给它一条来路或删去。",
            "Nothing leads to “{code}” from the start; lead to it or take it out."
        ),
        (
            "control.workflow.fault.endless", "没有一条路能办结，请让某一环节不再有去向。",
            "No way ends the order; let a step go on to nothing."
        ),
        (
            "control.workflow.fault.stuck", "最后一条去向不能带条件，否则可能无处可去。",
            "The last branch has no condition, or there may be nowhere to go."
        ),
        ("control.workflow.fault.noChoices", "选项为空，请至少列一项。", "No choices; list one at least."),
        (
            "control.workflow.fault.emptyRange", "取值范围为空，请把下限改到上限以内。",
            "The range is empty; put its least within its most."
        ),
        (
            "control.workflow.fault.noClock", "没有时限却要停表，请加时限或改为不停表。",
            "Stops a clock that it does not have; give it one, or let it stop none."
        ),
        ("control.workflow.fault.noClause", "法定时限须写明条款。", "A statutory clock names its clause."),
        ("control.workflow.fault.lawful", "法定时限不得由字段约定。", "A statutory clock takes its limit from no field."),
        (
            "control.workflow.fault.noLimit", "时限须有一项不带条件、适用其余情况，且放在最后。",
            "The last limit has no condition, so that there is one for every case."
        ),
        ("control.workflow.fault.limit", "时限须不小于 1。", "A limit is at least 1."),
        (
            "control.workflow.fault.noPermission", "没有权限“{code}”，请改为权限表中的代码。",
            "There is no permission “{code}”; name one that is there."
        ),
        (
            "control.workflow.fault.noHandler", "没有命令“{code}”，请改正或删去。",
            "There is no command “{code}”; mend it or take it out."
        ),
        ("control.workflow.fault.textKey", "自带文字的代码须以 own. 开头。", "The key of an own text begins with own."),
        (
            "control.workflow.fault.noText", "缺少文字“{code}”，请在 texts 中给出中英文，代码以 own. 开头。",
            "There is no text “{code}”; bring it in both languages under texts, its key beginning with own."
        ),
        ("control.workflow.fault.emptyText", "文字“{code}”须有中文和英文。", "The text “{code}” needs both languages."),
        (
            "control.workflow.fault.otherText", "文字“{code}”已用作“{text}”，请换一个代码。",
            "The text “{code}” is in use as “{text}”; take another key."
        ),
        (
            "control.command.publishWorkflow.title", "发布流程 {name} 第 {version} 版",
            "Publish version {version} of {name}"
        ),
        ("control.command.workflow", "流程", "Workflow"),
        ("control.command.version", "版本", "Version"),
        ("control.command.difference", "差异", "Difference"),
        ("control.command.more", "另有差异（处）", "More differences"),
        (
            "control.parameter.control.publishWorkflow.approval.needed", "发布流程是否须审批",
            "Publishing a workflow: second person"
        ),
        (
            "control.parameter.control.publishWorkflow.approval.fromFen", "发布流程审批起点金额",
            "Publishing a workflow: from an amount"
        ),
        (
            "control.parameter.control.publishWorkflow.approval.workingDays", "发布流程申请有效工作日",
            "Publishing a workflow: working days"
        ),
        ("control.parameter.control.publishWorkflow.approval.needed.ALWAYS", "一律审批", "Always"),
        (
            "control.parameter.control.publishWorkflow.approval.needed.FROM_AMOUNT", "达到金额时审批",
            "From an amount"
        ),
        ("control.parameter.control.publishWorkflow.approval.needed.NEVER", "不审批", "Never"),
    ]
}
