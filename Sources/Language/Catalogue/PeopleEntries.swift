extension Catalogue {
    /// Texts about people, places and duties, of `control`: (key, Chinese, English).
    static let peopleEntries: [Entry] = [
        ("control.user.grantReason", "授权理由", "Reason"),
        ("control.user.grantProposed", "已提交，等待另一人审批。", "Proposed; another person decides."),
        ("control.role.collector", "走收员", "Collector"),
        ("control.role.tariffClerk", "电价管理员", "Tariff clerk"),
        ("control.role.tariffApprover", "电价审批员", "Tariff approver"),
        ("control.role.meterEngineer", "计量工程师", "Meter engineer"),
        ("control.role.warehouseKeeper", "表库管理员", "Warehouse keeper"),
        ("control.role.inspector", "用电检查员", "Inspector"),
        ("control.role.applicationClerk", "业扩受理员", "Service-application clerk"),
        ("control.role.surveyor", "现场勘查员", "Surveyor"),
        ("control.role.contractClerk", "供用电合同员", "Contract clerk"),
        ("control.role.areaManager", "台区经理", "Area manager"),
        ("control.role.installer", "装表接电工", "Installer"),
        ("control.role.verifier", "检定员", "Verifier"),
        ("control.role.verificationChecker", "核验员", "Verification checker"),
        ("control.role.receiptKeeper", "票据管理员", "Receipt-stock keeper"),
        ("control.role.callOperator", "客服话务员", "Call operator"),
        ("control.role.inspectionPlanner", "检查计划员", "Inspection planner"),
        ("control.duty.READ", "抄表", "Reading"),
        ("control.duty.CHECK", "审核", "Checking"),
        ("control.duty.APPROVE_REFUND", "退费审批", "Approving refunds"),
        ("control.duty.VERIFY", "检定", "Verifying"),
        ("control.duty.CHECK_VERIFICATION", "核验", "Checking the verification"),
        ("control.place.COMPANY", "公司", "Company"),
        ("control.place.DEPARTMENT", "部门", "Department"),
        ("control.place.STATION", "供电所", "Station"),
        ("control.place.HALL", "营业厅", "Business hall"),
        ("control.refusal.userUnknown", "没有此用户。", "There is no such user."),
        ("control.refusal.positionUnknown", "没有此岗位。", "There is no such position."),
        ("control.refusal.coverUnknown", "没有此代班安排，或已结束。", "There is no such cover, or it has ended."),
        (
            "control.refusal.dutiesConflict", "“{one}”与“{other}”不能由同一人兼任（{clause}）。",
            "One person may not be both {one} and {other} ({clause})."
        ),
        (
            "control.refusal.samePerson", "同一事项的“{one}”与“{other}”须由不同的人办理（{clause}）。",
            "{one} and {other} of one matter must be different people's work ({clause})."
        ),
        ("control.refusal.notToOneself", "不能对本人办理此事，请由他人办理。", "Not for oneself; somebody else has to do it."),
        (
            "control.refusal.placeUnfit", "{under}之下不能设{kind}。", "A {kind} may not lie under a {under}."
        ),
        (
            "control.refusal.placeHolds", "“{name}”名下已有档案、账目或设置，不能移动。",
            "Records, books or settings are filed under “{name}”; it cannot be moved."
        ),
        (
            "control.refusal.placeMovesPeople", "移动后有 {count} 人的数据范围会改变，请先调整这些人的单位。",
            "{count} {count|person|people} would see other data after the move; give them another place first."
        ),
        (
            "control.refusal.permissionsConflict", "“{one}”与“{other}”须分属不同的管理员，不能并在一起。",
            "{one} and {other} belong to different administrators and may not be joined."
        ),
        (
            "control.refusal.permissionNeeded", "此角色不能去掉“{permission}”，否则无人可以办理。",
            "This role must keep {permission}, or nobody could do it any more."
        ),
        ("control.refusal.permissionUnknown", "没有权限“{permission}”。", "There is no permission {permission}."),
        (
            "control.refusal.coverDaysInvalid", "起止日期不对：止日不能早于起日和今天，代班人不能是本人。",
            "The days are wrong: the last is not before the first or today, and nobody covers for themselves."
        ),
        (
            "control.refusal.coverTaken", "“{name}”在这些日子已有代班或正替人代班。",
            "“{name}” has cover, or covers somebody, on one of these days."
        ),
        (
            "control.refusal.nameInvalid", "名称须为 1 至 {longest} 个字，不含控制字符。",
            "A name has 1 to {longest} characters and no control characters."
        ),
        ("control.people.saved", "已保存。", "Saved."),
        ("control.people.save", "保存", "Save"),
        ("control.people.none", "（无）", "(none)"),
        ("control.people.every", "全部", "All"),
        ("control.people.yes", "是", "Yes"),
        ("control.people.no", "否", "No"),
        ("control.places.title", "组织机构", "Organisation"),
        ("control.places.hint", "公司、部门、供电所、营业厅与岗位", "Company, departments, stations, halls and positions"),
        (
            "control.places.lead", "{places} 个单位，在岗 {people} 人",
            "{places} {places|place|places}, {people} {people|person|people}"
        ),
        ("control.places.parent", "上级单位", "Lies under"),
        ("control.places.kind", "类别", "Kind"),
        ("control.places.code", "编码", "Code"),
        ("control.places.name", "名称", "Name"),
        ("control.places.place", "单位", "Place"),
        ("control.places.newName", "新名称", "New name"),
        ("control.places.under", "移到其下", "Move under"),
        ("control.places.position", "岗位名称", "Position"),
        ("control.places.positions", "岗位", "Positions"),
        ("control.places.people", "人数", "People"),
        ("control.places.below", "含下级", "With those below"),
        ("control.places.add", "新增单位", "Add a place"),
        ("control.places.addPosition", "新增岗位", "Add a position"),
        ("control.places.rename", "更名", "Rename"),
        ("control.places.move", "移动", "Move"),
        (
            "control.places.move.hint", "名下已有档案、账目的单位不能移动",
            "A place that holds records or books stays where it is"
        ),
        ("control.users.title", "用户", "Users"),
        ("control.users.hint", "人员、角色与登录", "People, their roles and sign-in"),
        ("control.users.search", "工号或姓名", "Login or name"),
        ("control.users.login", "工号", "Login"),
        ("control.users.name", "姓名", "Name"),
        ("control.users.place", "单位", "Place"),
        ("control.users.position", "岗位", "Position"),
        ("control.users.role", "角色", "Role"),
        ("control.users.active", "在用", "Active"),
        ("control.users.disabled", "停用", "Disabled"),
        ("control.users.none", "没有符合条件的用户", "No user fits"),
        ("control.user.new", "新增用户", "Add a user"),
        ("control.user.edit", "基本信息", "Particulars"),
        ("control.user.password", "一次性密码", "One-time password"),
        ("control.user.factor", "动态码种子", "Seed of the one-time codes"),
        (
            "control.user.once", "只显示这一次，请当面交给本人；首次登录须更改密码。",
            "Shown this once: hand it over in person. The password is changed at the first sign-in."
        ),
        ("control.user.loginTaken", "此工号已被使用。", "This login is taken."),
        ("control.user.hasFactor", "已绑定动态码", "Second factor"),
        ("control.user.mustChange", "须更改密码", "Must change the password"),
        ("control.user.created", "建立时间", "Made"),
        ("control.user.roles.hint", "由安全管理员授予", "Granted by the security administrator"),
        ("control.user.grant", "授予所选角色", "Grant these roles"),
        ("control.user.reset", "重置密码", "Reset the password"),
        ("control.user.resetFactor", "重置动态码", "Reset the second factor"),
        ("control.user.disable", "停用", "Disable"),
        ("control.user.enable", "启用", "Enable"),
        ("control.roles.title", "角色与权限", "Roles and permissions"),
        ("control.roles.hint", "每个角色可办理的事，及不相容职务", "What each role may do, and duties kept apart"),
        ("control.roles.template", "系统模板", "Template"),
        ("control.roles.own", "单位自建", "Own"),
        ("control.roles.factor", "须动态码", "Second factor"),
        ("control.roles.origin", "来源", "Origin"),
        ("control.roles.signIn", "登录", "Sign-in"),
        ("control.roles.conflicts", "不相容职务", "Duties kept apart"),
        ("control.roles.one", "职务", "Duty"),
        ("control.roles.other", "与之不相容", "Not with"),
        ("control.roles.rule", "规则", "Rule"),
        ("control.roles.clause", "依据", "Clause"),
        ("control.roles.rule.PERSON", "不得由同一人兼任", "Never one person's"),
        ("control.roles.rule.MATTER", "同一事项须由不同的人办理", "Never one person's on one matter"),
        (
            "control.roles.rule.unless", "不得由同一人兼任，单位允许抄收合一的除外",
            "Never one person's, unless the organisation allows it"
        ),
    ]
}
