extension Catalogue {
    /// Texts of own roles and own rules of separation: (key, Chinese, English).
    static let roleEntries: [Entry] = [
        (
            "control.parameter.control.changeRole.approval.needed", "角色变更是否须审批",
            "Changing roles: second person"
        ),
        (
            "control.parameter.control.changeRole.approval.fromFen", "角色变更审批起点金额",
            "Changing roles: from an amount"
        ),
        (
            "control.parameter.control.changeRole.approval.workingDays", "角色变更申请有效工作日",
            "Changing roles: working days"
        ),
        ("control.parameter.control.changeRole.approval.needed.ALWAYS", "一律审批", "Always"),
        ("control.parameter.control.changeRole.approval.needed.FROM_AMOUNT", "达到金额时审批", "From an amount"),
        ("control.parameter.control.changeRole.approval.needed.NEVER", "不审批", "Never"),
        (
            "control.parameter.control.endDutyConflict.approval.needed", "终止不相容职务是否须审批",
            "Ending a separation: second person"
        ),
        (
            "control.parameter.control.endDutyConflict.approval.fromFen", "终止不相容职务审批起点金额",
            "Ending a separation: from an amount"
        ),
        (
            "control.parameter.control.endDutyConflict.approval.workingDays", "终止不相容职务申请有效工作日",
            "Ending a separation: working days"
        ),
        ("control.parameter.control.endDutyConflict.approval.needed.ALWAYS", "一律审批", "Always"),
        (
            "control.parameter.control.endDutyConflict.approval.needed.FROM_AMOUNT", "达到金额时审批",
            "From an amount"
        ),
        ("control.parameter.control.endDutyConflict.approval.needed.NEVER", "不审批", "Never"),
        (
            "control.parameter.control.retireRole.approval.needed", "停用在用角色是否须审批",
            "Retiring a role in use: second person"
        ),
        (
            "control.parameter.control.retireRole.approval.fromFen", "停用在用角色审批起点金额",
            "Retiring a role in use: from an amount"
        ),
        (
            "control.parameter.control.retireRole.approval.workingDays", "停用在用角色申请有效工作日",
            "Retiring a role in use: working days"
        ),
        ("control.parameter.control.retireRole.approval.needed.ALWAYS", "一律审批", "Always"),
        ("control.parameter.control.retireRole.approval.needed.FROM_AMOUNT", "达到金额时审批", "From an amount"),
        ("control.parameter.control.retireRole.approval.needed.NEVER", "不审批", "Never"),
        (
            "control.command.retireRole.title", "停用角色 {name}，持有人改授另一角色",
            "Retire {name}; those who carry it get another"
        ),
        ("control.action.control.renameRole", "角色改名", "Renamed a role"),
        ("control.action.control.retireRole", "停用角色", "Retired a role"),
        (
            "control.refusal.roleHeld", "还有 {count} 人持有此角色：{names}。请先改授，或选接替的角色。",
            "{count} carry this role: {names}. Give them another first, or choose what comes in its place."
        ),
        (
            "control.refusal.templateStays", "系统模板不改名、不停用；可以此新建自己的角色。",
            "A template is neither renamed nor retired; make a role of your own from it."
        ),
        ("control.roles.rename", "改名", "Rename"),
        ("control.roles.retire", "停用角色", "Retire this role"),
        (
            "control.roles.retire.hint", "停用后不再授予；持有人须改授接替的角色，由另一人同意后生效。",
            "No longer given. Those who carry it get another in its place, once a second person agrees."
        ),
        ("control.roles.replacement", "接替的角色", "In its place"),
        ("control.roles.holders", "现持有人", "Carried by"),
        ("control.roles.retireReason", "停用事由", "Why it is retired"),
        ("control.roles.renamed", "已改名。", "Renamed."),
        ("control.roles.retired", "角色已停用。", "The role is retired."),
        (
            "control.roles.retireProposed", "已提交审批，同意后停用并改授。",
            "Waiting for a second person; then it is retired and those who carry it get the other."
        ),
        ("control.command.changeRole.title", "变更角色权限", "Change what a role may do"),
        ("control.command.endDutyConflict.title", "终止不相容职务规则", "End a rule of separation"),
        ("control.command.ownRoles", "自建角色", "Own roles"),
        ("control.command.role", "角色", "Role"),
        ("control.command.carriers", "现有人数", "People who carry it"),
        ("control.command.permissions", "权限", "Permissions"),
        ("control.command.one", "职务", "Duty"),
        ("control.command.other", "与之不相容", "Not with"),
        (
            "control.refusal.conflictUnknown", "没有此项自建规则，或已终止。",
            "There is no such rule of your own, or it has ended."
        ),
        ("control.action.control.addRole", "新建角色", "Added a role"),
        ("control.action.control.addDutyConflict", "增加不相容职务", "Added a rule of separation"),
        ("control.action.control.endDutyConflict", "终止不相容职务", "Ended a rule of separation"),
        ("control.roles.new", "新建角色", "New role"),
        ("control.roles.copy", "以此新建", "New role from this"),
        ("control.roles.name", "角色名称", "Name"),
        ("control.roles.place", "适用单位（含下级）", "For this organisation and below"),
        ("control.roles.needsFactor", "登录须动态码", "Signs in with one-time codes"),
        ("control.roles.made", "角色已建立，可授予人员。", "The role is there to be given."),
        (
            "control.roles.proposed", "已提交审批：有人持有此角色，扩大权限须由另一人同意。",
            "Waiting for a second person: people carry this role."
        ),
        ("control.roles.reason", "事由（扩大已授予的权限时必填）", "Reason (needed where people carry the role)"),
        (
            "control.roles.lead", "三类管理员的权限不得并入同一角色或同一人。",
            "Permissions of two administrators are never joined in one role or person."
        ),
        ("control.roles.conflict.new", "增加不相容职务", "Keep two duties apart"),
        ("control.roles.conflict.kind", "规则", "Rule"),
        ("control.roles.conflict.pair", "岗位或职责", "Duties"),
        ("control.roles.conflict.clause", "依据", "Clause"),
        ("control.roles.conflict.add", "增加", "Add"),
        ("control.roles.conflict.added", "已增加，今后授权时执行。", "Added; what is granted from now on keeps to it."),
        ("control.roles.conflict.end", "终止", "End"),
        ("control.roles.conflict.endReason", "终止事由", "Why it ends"),
        ("control.roles.conflict.ended", "已提交审批，同意后终止。", "Waiting for a second person."),
        ("control.roles.conflict.both", "{count} 人兼有", "{count} carry both"),
        ("control.roles.conflict.mixed", "请选两个岗位，或两项职责。", "Choose two roles, or two duties."),
        ("control.roles.conflict.taken", "这一对已有规则。", "This pair has a rule already."),
        ("control.roles.conflict.where", "适用", "Where"),
        ("control.roles.rule.matter.short", "职责 · ", "Duty: "),
        ("control.roles.everywhere", "全公司", "Everywhere"),
    ]
}
