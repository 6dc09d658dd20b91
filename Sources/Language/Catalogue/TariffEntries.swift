extension Catalogue {
    /// Texts of `tariff`: (key, Chinese, English).
    static let tariffEntries: [Entry] = [
        ("tariff.refusal.unknownTariff", "没有电价 {tariff}。", "There is no tariff {tariff}."),
        (
            "tariff.refusal.notInForce", "电价 {tariff} 在 {day} 尚未执行。",
            "Tariff {tariff} was not in force on {day}."
        ),
        (
            "tariff.refusal.draftUnknown", "没有这份电价草案，或者它不在您的管辖范围内。",
            "There is no such draft, or it is outside your scope."
        ),
        (
            "tariff.refusal.draftChanged", "{name} 已改过这份草案，您的修改没有写入；请看过新内容后再改。",
            "{name} changed this draft meanwhile and nothing of yours was written; look at it and change it again."
        ),
        (
            "tariff.refusal.draftClosed", "这份草案已发布或已作废，不能再改；请另起一份。",
            "This draft was published or dropped; begin another."
        ),
        (
            "tariff.refusal.draftFaulty", "草案校验有 {count} 处错误，请先改正。第一处：{place}：{mend}",
            "The draft has {count} {count|fault|faults}; mend them first. The first: {place}: {mend}"
        ),
        (
            "tariff.refusal.codeTaken", "编码 {tariff} 已有已发布的文件或正在起草的草案，请换一个新编码。",
            "{tariff} has a published file or an open draft already; choose another code."
        ),
        (
            "tariff.refusal.notRehearsed", "这份草案的现有内容还没有测算，请先测算全部受影响的用户。",
            "The draft as it stands was not rehearsed; rehearse it on everybody first."
        ),
        (
            "tariff.refusal.setAbove", "{class@tariff.subject}由{station}制定，本单位只执行，不能起草。",
            "{class@tariff.subject} are set by {station}; your organisation only reads them."
        ),
        ("tariff.refusal.documentUnknown", "没有这份已发布的电价文件。", "There is no such published file."),
        (
            "tariff.refusal.begun", "电价 {tariff} 已于 {day} 执行，不能撤回；请发布新版本，差额另行退补。",
            "Tariff {tariff} began on {day} and cannot be withdrawn; publish a new version."
        ),
        (
            "tariff.refusal.neededBy", "“{other}”要用到它，撤回后将无法计费，请先撤回“{other}”。{fault}",
            "“{other}” needs it and could not be billed without it; take “{other}” back first. {fault}"
        ),
        (
            "tariff.refusal.notTheLast", "其后又发布过新文件，请先撤回最后一份。",
            "Another file was published after it; withdraw the last one first."
        ),
        (
            "tariff.refusal.needsTwo", "电价的发布与撤回必须由另一人审批，不能一人办理。",
            "A tariff is published and withdrawn by two people, never by one."
        ),
        (
            "tariff.note.largeChange", "单价由 {before} 改为 {after}，变动 {percent}%，超过提示幅度",
            "The price goes from {before} to {after}, by {percent} %, more than is usual"
        ),
        (
            "tariff.note.sumDiffers", "公布价 {published} 与各组成部分之和 {sum} 相差 {difference}，以公布价为准",
            "The published price {published} and the sum of its parts {sum} differ by {difference}; the published holds"
        ),
        ("tariff.command.publish.title", "发布电价 {tariff}", "Publish tariff {tariff}"),
        ("tariff.command.publish.months", "测算：月份", "Rehearsal: months"),
        ("tariff.command.publish.example", "标记", "Marked"),
        ("tariff.command.publish.code", "电价代码", "Tariff"),
        ("tariff.command.publish.begins", "开始执行日期", "It begins"),
        ("tariff.command.publish.count", "变动项数", "Values that change"),
        ("tariff.command.publish.values", "变动内容", "What changes"),
        ("tariff.command.publish.notes", "校验提示", "Remarks of the check"),
        ("tariff.command.publish.rehearsed", "测算：电费合计", "Rehearsal: all bills"),
        ("tariff.command.withdraw.title", "撤回电价 {tariff}", "Withdraw tariff {tariff}"),
        ("tariff.command.withdraw.reason", "撤回原因", "Reason"),
    ]

    /// Its parameters and what the audit calls its deeds.
    static let tariffControlEntries: [Entry] =
        [
            ("control.room.tariff", "电价管理", "Tariff"),
            ("control.action.tariff.install", "装入随产品的电价", "Installed the product's tariffs"),
            ("control.action.tariff.createDraft", "起草电价", "Began a tariff draft"),
            ("control.action.tariff.editDraft", "修改电价草案", "Changed a tariff draft"),
            ("control.action.tariff.checkDraft", "校验电价草案", "Checked a tariff draft"),
            ("control.action.tariff.rehearseDraft", "测算电价草案", "Rehearsed a tariff draft"),
            ("control.action.tariff.proposeDraft", "报批电价草案", "Proposed a tariff draft"),
            ("control.action.tariff.dropDraft", "作废电价草案", "Dropped a tariff draft"),
            ("control.action.tariff.publish", "发布电价", "Published a tariff"),
            ("control.action.tariff.withdraw", "撤回电价", "Withdrew a tariff"),
            ("control.parameter.tariff.priceChange", "单价变动提示幅度", "Price change that is told"),
            ("control.parameter.tariff.noticeDays", "电价提前公布天数", "Days a price is published ahead"),
            ("control.parameter.tariff.rehearsal", "发布前是否须测算", "Whether a draft is rehearsed"),
            ("control.parameter.tariff.rehearsal.REQUIRED", "必须测算", "Always"),
            ("control.parameter.tariff.rehearsal.OPTIONAL", "可不测算", "Not needed"),
            ("control.parameter.tariff.owner.RESIDENTIAL", "居民电价由谁制定", "Who sets residential tariffs"),
            ("control.parameter.tariff.owner.RESIDENTIAL.HERE", "本单位制定", "Set here"),
            (
                "control.parameter.tariff.owner.RESIDENTIAL.ABOVE", "执行上级电价（公司本级自行制定）",
                "Set above; the company itself at the top"
            ),
            ("control.parameter.tariff.owner.AGRICULTURAL", "农业电价由谁制定", "Who sets agricultural tariffs"),
            ("control.parameter.tariff.owner.AGRICULTURAL.HERE", "本单位制定", "Set here"),
            (
                "control.parameter.tariff.owner.AGRICULTURAL.ABOVE", "执行上级电价（公司本级自行制定）",
                "Set above; the company itself at the top"
            ),
            (
                "control.parameter.tariff.owner.COMMERCIAL_SINGLE", "工商业单一制电价由谁制定",
                "Who sets single-part commercial tariffs"
            ),
            ("control.parameter.tariff.owner.COMMERCIAL_SINGLE.HERE", "本单位制定", "Set here"),
            (
                "control.parameter.tariff.owner.COMMERCIAL_SINGLE.ABOVE", "执行上级电价（公司本级自行制定）",
                "Set above; the company itself at the top"
            ),
            (
                "control.parameter.tariff.owner.COMMERCIAL_TWO_PART", "工商业两部制电价由谁制定",
                "Who sets two-part commercial tariffs"
            ),
            ("control.parameter.tariff.owner.COMMERCIAL_TWO_PART.HERE", "本单位制定", "Set here"),
            (
                "control.parameter.tariff.owner.COMMERCIAL_TWO_PART.ABOVE", "执行上级电价（公司本级自行制定）",
                "Set above; the company itself at the top"
            ),
        ]
        + ["publish", "withdraw"].flatMap { command -> [Entry] in
            let (zh, en) = command == "publish" ? ("电价发布", "publication") : ("电价撤回", "withdrawal")
            let key = "control.parameter.tariff.\(command).approval"
            return [
                ("\(key).needed", "\(zh)是否须审批", "Whether a tariff's \(en) needs approval"),
                ("\(key).needed.ALWAYS", "一律审批", "Always"),
                ("\(key).needed.FROM_AMOUNT", "达到金额时审批", "From an amount"),
                ("\(key).needed.NEVER", "不须审批", "Never"),
                ("\(key).fromFen", "\(zh)审批起点金额", "Amount from which a tariff's \(en) needs approval"),
                ("\(key).workingDays", "\(zh)申请有效工作日", "Working days a tariff's \(en) waits"),
            ]
        }
}
