extension Catalogue {
    /// What each command is called, under `command.` and its name.
    static let commandEntries: [Entry] = [
        ("command.tariff.publish", "电价发布", "Publication of a tariff"),
        ("command.tariff.withdraw", "电价撤回", "Withdrawal of a tariff"),
        ("command.control.grantRoles", "岗位授权", "Granting of roles"),
        ("command.control.changeRole", "角色权限变更", "Change of a role"),
        ("command.control.publishWorkflow", "流程定义发布", "Publication of a workflow"),
        ("command.control.retireRole", "角色停用", "Retirement of a role"),
        ("command.control.endDutyConflict", "终止不相容职务规则", "Ending of a rule of separation"),
        ("command.control.changeCalendar", "工作日历变更", "Change of the calendar"),
        ("command.control.changeCode", "代码表变更", "Change of a code table"),
        ("command.control.setParameter", "参数变更", "Change of a parameter"),
        ("command.billing.takeBack", "撤回发行", "Taking back of released bills"),
        ("command.payment.reverse", "收费冲正", "Reversal of a payment"),
    ]

    /// The second person: proposals, decisions, refusals.
    static let approvalEntries: [Entry] = [
        ("control.command.grantRoles.title", "为{name}设置岗位", "Set the roles of {name}"),
        ("control.command.setParameter.title", "变更参数 {key}", "Change the parameter {key}"),
        ("control.command.user", "人员", "Person"),
        ("control.command.place", "单位", "Organisation"),
        ("control.command.roles", "岗位", "Roles"),
        ("control.command.parameter", "参数", "Parameter"),
        ("control.command.from", "生效日期", "In force from"),
        ("control.command.value", "取值", "Value"),
        ("control.command.clause", "依据", "Clause"),
        ("control.proposals.title", "待审批", "Approvals"),
        ("control.proposals.hint", "复核他人提出的申请", "Decide on what others proposed"),
        (
            "control.proposals.lead", "一人提出、另一人审批后执行；执行前可见变更前后内容。",
            "One person proposes, another approves; before and after are shown."
        ),
        ("control.proposals.mine", "待我审批", "For me to decide"),
        ("control.proposals.proposed", "我提出的", "Proposed by me"),
        ("control.proposals.decided", "已办结", "Decided"),
        ("control.proposals.none", "没有申请。", "No proposals."),
        ("control.proposals.card", "等待您审批", "waiting for you"),
        ("control.proposals.what", "事项", "What"),
        ("control.proposals.command", "业务", "Kind"),
        ("control.proposals.amount", "金额", "Amount"),
        ("control.proposals.proposer", "申请人", "Proposer"),
        ("control.proposals.at", "申请时间", "Proposed at"),
        ("control.proposals.lastDay", "有效期至", "Valid until"),
        ("control.proposals.state", "状态", "State"),
        ("control.proposal.lead", "{command} · {name} 于 {at} 提出", "{command} · proposed by {name} at {at}"),
        ("control.proposal.change", "变更内容", "What would change"),
        ("control.proposal.item", "项目", "Item"),
        ("control.proposal.before", "变更前", "Before"),
        ("control.proposal.after", "变更后", "After"),
        ("control.proposal.reason", "申请理由", "Reason"),
        ("control.proposal.decision", "办理", "Decision"),
        ("control.proposal.decided", "{name} 于 {at} 办理", "{name} at {at}"),
        ("control.proposal.decisionReason", "办理意见", "Remark"),
        ("control.proposal.differences", "申请后发生的变化", "What changed since"),
        (
            "control.proposal.stale", "审批时数据与申请时不同，未予执行；核对后可重新申请。",
            "The data was another when it was approved, so nothing was done; compare, then propose again."
        ),
        ("control.proposal.ownWaits", "申请人不能审批本人的申请，请等待他人审批。", "You proposed it: another person decides."),
        (
            "control.proposal.notYours", "本申请须由有审批权限的其他人员办理。",
            "Another person with the right to decides on this."
        ),
        ("control.proposal.then", "申请时", "When proposed"),
        ("control.proposal.now", "审批时", "At approval"),
        ("control.proposal.approve", "同意并执行", "Approve and run"),
        ("control.proposal.reject", "不同意", "Reject"),
        ("control.proposal.withdraw", "撤回申请", "Withdraw"),
        ("control.proposal.again", "重新申请", "Propose again"),
        ("control.proposal.why", "理由", "Reason"),
        ("control.proposal.approve.done", "已审批并执行。", "Approved and done."),
        ("control.proposal.reject.done", "已退回申请。", "Rejected."),
        ("control.proposal.withdraw.done", "已撤回。", "Withdrawn."),
        ("control.proposal.again.done", "已重新提出申请。", "Proposed again."),
        ("control.proposalState.WAITING", "待审批", "Waiting"),
        ("control.proposalState.APPROVED", "已执行", "Approved"),
        ("control.proposalState.REJECTED", "不同意", "Rejected"),
        ("control.proposalState.WITHDRAWN", "已撤回", "Withdrawn"),
        ("control.proposalState.STALE", "数据已变", "Data changed"),
        ("control.proposalState.EXPIRED", "已过期", "Expired"),
        ("control.refusal.proposalUnknown", "没有这项审批申请。", "There is no such proposal."),
        (
            "control.refusal.approvalNeeded", "此项业务（{command}）须先提出申请，由另一人审批后执行。",
            "This command ({command}) has to be proposed and approved by a second person."
        ),
        (
            "control.refusal.approvalNotNeeded", "此项业务（{command}）按现行规定无须审批。",
            "By the rules in force this command ({command}) needs no second person."
        ),
        (
            "control.refusal.reasonMissing", "请填写理由（500 字以内）。",
            "Please give a reason (at most 500 characters)."
        ),
        (
            "control.refusal.ownProposal", "申请人和当事人不能审批本项申请。",
            "Neither the proposer nor anyone who has a part in the matter can decide on it."
        ),
        (
            "control.refusal.proposalDecided", "此项申请已经办结（{state}）。",
            "This proposal is closed already ({state})."
        ),
        (
            "control.refusal.proposalExpired", "此项申请已于 {day} 过期，请重新申请。",
            "This proposal expired on {day}; propose it again."
        ),
        (
            "control.refusal.proposalDiffers", "页面所示内容与所存申请不一致，请刷新后核对。",
            "The page showed something else than the stored proposal; reload and compare."
        ),
        (
            "control.refusal.proposalStale", "申请之后数据已经变化，未予执行。变化之处见申请 {proposal}，可重新申请。",
            "The data changed after it was proposed, so nothing was done. Proposal {proposal} shows what changed; it can be proposed again."
        ),
        ("control.refusal.notProposer", "只有申请人可以撤回申请。", "Only the proposer can take it back."),
        ("control.refusal.nothingChanges", "申请内容与现状相同，无须办理。", "This would change nothing."),
    ]
}
