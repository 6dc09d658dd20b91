extension Catalogue {
    /// What each command is called, under `command.` and its name.
    static let commandEntries: [Entry] = [
        ("command.control.grantRoles", "岗位授权", "Granting of roles"),
        ("command.control.setParameter", "参数变更", "Change of a parameter"),
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
        ("control.refusal.userUnknown", "没有这位人员。", "There is no such person."),
        (
            "control.refusal.rolesApart", "系统管理员、安全管理员、审计管理员须由不同人员担任。",
            "System, security and audit administrator have to be three different people."
        ),
    ]
}
