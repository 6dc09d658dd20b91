extension Catalogue {
    /// Work in the field 现场作业: the phone's pages and what they say.
    static let fieldEntries: [Entry] = [
        ("field.title", "现场作业", "Field work"),
        ("field.hint", "手机上办，没有信号也能填", "On the phone, online or offline"),
        (
            "field.noScript", "现场作业要在手机上存数据，请在浏览器里允许脚本。",
            "Field work keeps data on the phone; allow scripts in the browser."
        ),
        (
            "field.refusal.keyInvalid", "提交编号不合规定，请更新页面后再交。",
            "The entry's key is not of the right form; load the page anew."
        ),
        ("field.refusal.entryTooLarge", "一次提交的内容太多。", "This is too much for one entry."),
        (
            "field.refusal.kindUnknown", "没有现场作业“{name}”，或您不办理此类作业。",
            "There is no field work “{name}”, or not for you."
        ),
        ("field.kind.control.case", "工单", "Work orders"),
        ("field.case.workflow", "流程", "Workflow"),
        ("field.case.subject", "对象", "About"),
        ("field.case.note", "上一步说明", "Note of the last step"),
        (
            "field.case.suspended", "正等待客户，计时已停。请先在工单里恢复办理。",
            "Waiting for the customer; resume the order first."
        ),
        ("field.case.state", "工单状态", "State"),
        ("field.case.state.RUNNING", "办理中", "Under way"),
        ("field.case.state.SUSPENDED", "等待客户", "Waiting for the customer"),
        ("field.case.state.DONE", "已办结", "Done"),
        ("field.case.state.WITHDRAWN", "已撤回", "Withdrawn"),
        ("field.case.step", "当前环节", "Step now"),
        ("field.case.holder", "在谁手上", "In whose hands"),
        ("field.case.changedBy", "谁动过", "Changed by"),
        ("field.case.changedAt", "何时动的", "Changed at"),
        ("field.case.did", "做了什么", "What they did"),
        ("field.case.did.start", "发起", "Started it"),
        ("field.case.did.claim", "领取", "Claimed it"),
        ("field.case.did.assign", "指派", "Assigned it"),
        ("field.case.did.handOver", "转交", "Handed it over"),
        ("field.case.did.complete", "办完一步", "Completed a step"),
        ("field.case.did.return", "退回", "Sent it back"),
        ("field.case.did.suspend", "暂停计时", "Stopped the clock"),
        ("field.case.did.resume", "恢复办理", "Resumed it"),
        ("field.case.did.withdraw", "撤回", "Withdrew it"),
    ]

    /// The texts that the phone's script fills in, under `field.page.` and the script's word for each.
    static let fieldPageEntries: [Entry] = [
        ("field.page.tabWork", "今日工作", "Work"),
        ("field.page.tabQueue", "发送", "Sending"),
        ("field.page.tabPhone", "本机", "This phone"),
        ("field.page.lineOn", "在线", "Online"),
        ("field.page.lineOff", "离线", "Offline"),
        ("field.page.lineSending", "正在发送", "Sending"),
        ("field.page.downloaded", "{at} 下载", "Downloaded {at}"),
        ("field.page.workEmpty", "手上没有现场工作。", "There is no field work in your hands."),
        (
            "field.page.workEmptyHint", "领取或指派给您的工单会出现在这里，出门前联网打开一次即可带走。",
            "Orders you claim or are assigned appear here; open this page once while online before you leave."
        ),
        (
            "field.page.workNone", "此手机上还没有下载工作，请联网打开一次。",
            "Nothing is downloaded to this phone yet; open it once while online."
        ),
        ("field.page.due", "截止 {at}", "Due {at}"),
        ("field.page.overdue", "已超期，截止 {at}", "Overdue, due {at}"),
        ("field.page.stateDraft", "填写中", "Being filled in"),
        ("field.page.stateWaiting", "待发送", "Waiting"),
        ("field.page.stateAccepted", "已收下", "Taken"),
        ("field.page.stateRefused", "被退回", "Refused"),
        ("field.page.stateConflict", "有冲突", "In conflict"),
        ("field.page.stateReplaced", "已重新提交", "Entered again"),
        ("field.page.stateDropped", "以对方为准", "Gave way"),
        ("field.page.back", "返回", "Back"),
        ("field.page.facts", "工作内容", "What it is about"),
        ("field.page.form", "填写", "Fill in"),
        ("field.page.optional", "选填", "optional"),
        ("field.page.choose", "请选择", "Choose"),
        ("field.page.submit", "提交", "Enter"),
        (
            "field.page.submitHint", "没有信号也可以提交，存在本机，有信号时自动发送。",
            "You can enter it offline: it stays on this phone and is sent once you are online."
        ),
        ("field.page.draftKept", "已存在本机，未提交。", "Kept on this phone, not entered yet."),
        (
            "field.page.draftMoved", "您填写期间数据有变动，提交后请核对。",
            "The data changed while you were filling in; you will be asked to compare."
        ),
        ("field.page.alreadyWaiting", "这一步已填好，等待发送。", "This is filled in and waits to be sent."),
        ("field.page.gone", "这项工作已不在您的清单里。", "This is no longer in your list."),
        ("field.page.queueWaiting", "待发送", "Waiting to be sent"),
        ("field.page.queueWaitingNone", "没有待发送的内容。", "Nothing waits to be sent."),
        ("field.page.queueAttention", "需要您处理", "Needs you"),
        ("field.page.queueDrafts", "没有提交的", "Not entered yet"),
        ("field.page.queueDone", "已发送", "Sent"),
        ("field.page.queueDoneNone", "还没有发送过。", "Nothing was sent yet."),
        ("field.page.sendNow", "现在发送", "Send now"),
        ("field.page.attempts", "试过 {count} 次", "Tried {count} {count|time|times}"),
        ("field.page.enteredAt", "{at} 填写", "Entered {at}"),
        ("field.page.takenAt", "{at} 收下", "Taken {at}"),
        ("field.page.change", "修改", "Change"),
        ("field.page.drop", "不要了", "Drop it"),
        (
            "field.page.dropSure", "填写的内容将从本机删除，无法恢复。确定吗？",
            "What was filled in will be deleted from this phone for good. Are you sure?"
        ),
        ("field.page.fix", "修改后再交", "Correct mine"),
        ("field.page.refusedTitle", "没有收下", "It was not taken"),
        ("field.page.entryTitle", "提交的内容", "What was entered"),
        ("field.page.conflictTitle", "数据有变动", "The data changed"),
        (
            "field.page.conflictLead", "您填写之后别人动过同一项工作。两边并排如下，请选定一边，或改好再交。",
            "Somebody worked on the same thing after you took it along. Both are side by side: choose one, or correct yours."
        ),
        (
            "field.page.conflictOver", "这一步已不在您手上，您填的留在本机备查。",
            "This step is no longer yours to do; what you filled in stays on this phone."
        ),
        ("field.page.mine", "我填的", "Mine"),
        ("field.page.theirs", "现在的", "Theirs"),
        ("field.page.nothing", "未填", "Nothing"),
        ("field.page.takeMine", "以我填的为准", "Take mine"),
        ("field.page.takeTheirs", "以现在的为准", "Take theirs"),
        ("field.page.whatHappened", "期间发生了什么", "What happened meanwhile"),
        (
            "field.page.signIn", "登录已失效。填写的内容都在本机，登录后继续发送。",
            "Your session has ended. Everything is on this phone; sign in and it will be sent."
        ),
        ("field.page.signInLink", "登录", "Sign in"),
        ("field.page.notPermitted", "您没有现场作业的权限，请找管理员。", "You may not do field work; ask an administrator."),
        (
            "field.page.serverFault", "服务器暂时不能应答，稍后自动再试。",
            "The server cannot answer now; it will be tried again."
        ),
        ("field.page.user", "当前人员", "Signed in"),
        ("field.page.nobody", "无人登录", "Nobody"),
        ("field.page.stored", "本机存有", "Kept on this phone"),
        (
            "field.page.storedCounts", "待发送 {waiting} 条，已发送 {sent} 条，填写中 {drafts} 条",
            "{waiting} waiting, {sent} sent, {drafts} being filled in"
        ),
        (
            "field.page.others", "本机另有其他人员待发送 {count} 条，由本人登录后发送。",
            "{count} {count|entry|entries} of other people wait on this phone until they sign in."
        ),
        ("field.page.offlineReady", "离线可用", "Works offline"),
        (
            "field.page.offlineNot", "离线不可用：浏览器不允许后台程序，请检查证书是否已信任。",
            "Does not work offline: the browser allows no worker. Is the certificate trusted?"
        ),
        ("field.page.clear", "清除本机数据", "Clear this phone"),
        (
            "field.page.clearHint", "删除您在本机的工作清单、草稿和发送记录。已发送的不受影响。",
            "Deletes your list, drafts and record of sending from this phone. What was sent stays sent."
        ),
        ("field.page.clearSure", "确定清除吗？", "Clear it?"),
        (
            "field.page.clearUnsent", "还有 {count} 条没有发送，清除后无法恢复。确定清除吗？",
            "{count} {count|entry is|entries are} not sent yet and will be lost for good. Clear all the same?"
        ),
        ("field.page.cleared", "已清除。", "Cleared."),
        ("field.page.certificate", "下载本站证书", "Download this site's certificate"),
        (
            "field.page.certificateHint", "装到手机并设为信任，离线功能才能启用。指纹须与服务器启动时显示的一致。",
            "Install it on the phone and trust it, or nothing works offline. Its fingerprint must be the one the server prints."
        ),
        ("field.page.language", "语言", "Language"),
        ("field.page.console", "返回工作台", "To the workbench"),
        ("field.page.signOut", "退出登录", "Sign out"),
        (
            "field.page.signOutHint", "没有发送的内容留在本机，等您再次登录。",
            "What is not sent stays on this phone until you sign in again."
        ),
        (
            "field.page.queueFull", "待发送的内容已满（{most} 条），请先联网发送。",
            "The queue is full ({most} entries); send them first."
        ),
        (
            "field.page.storageFault", "本机存不下或不允许存储，填写的内容可能丢失：{fault}",
            "This phone cannot store what you type, and it may be lost: {fault}"
        ),
        ("field.page.invalid", "请更正标出的内容。", "Correct what is marked."),
    ]
}
