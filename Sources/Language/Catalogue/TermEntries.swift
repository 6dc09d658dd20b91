extension Catalogue {
    /// Changing terms 计费参数变更, meters 换表 and places 移台区, and the grid tree.
    static let termEntries: [Entry] = [
        ("records.terms.change", "变更计费参数", "Change billing terms"),
        ("records.terms.group.household", "居民用户", "Households"),
        ("records.terms.group.supply", "容量、需量与力率", "Capacity, demand and power factor"),
        ("records.terms.field.day", "生效日期", "From"),
        ("records.terms.field.tariff", "电价码", "Tariff"),
        ("records.terms.field.settlements", "每月结算次数", "Settlements a month"),
        ("records.terms.field.persons", "户籍人数", "Persons registered"),
        ("records.terms.field.until", "多人口、低保认定到期日", "Large or low-income household until"),
        ("records.terms.field.lowIncome", "低保户、五保户", "Low income"),
        ("records.terms.field.surcharge", "多人口户选择加价，不用阶梯", "Surcharge instead of tiers"),
        ("records.terms.field.households", "合表户数", "Households behind the meter"),
        ("records.terms.field.tierMonth", "阶梯起始年月", "Tiers from"),
        ("records.terms.field.capacity", "运行容量（kVA）", "Capacity (kVA)"),
        ("records.terms.field.mode", "基本电费方式", "Basic charge"),
        ("records.terms.field.demand", "合同需量（kW）", "Contract demand (kW)"),
        ("records.terms.field.powerFactor", "功率因数标准", "Power-factor standard"),
        ("records.terms.field.agencyMultiple", "1.5 倍代理购电用户", "Pays the multiple of the agency price"),
        (
            "records.terms.hint.day", "整月按月末那天的参数计费",
            "A month is billed by the terms of its last day"
        ),
        (
            "records.terms.hint.until", "留空则自生效日起按电价规定的期限计算；续期即重新填写",
            "Empty: reckoned from the first day by the tariff's term. Renew by writing a new day"
        ),
        (
            "records.terms.hint.tierMonth", "新装、分户自次月起执行阶梯；空为全年",
            "A new household's tiers begin with the next month; empty for the whole year"
        ),
        (
            "records.terms.hint.mode", "已计收基本电费的，方式与合同需量在“受电设备”页凭申请变更",
            "Where a basic charge is paid already, mode and contract demand change on the equipment page"
        ),
        ("records.terms.preview", "变更预览", "What would change"),
        ("records.terms.preview.send", "预览变更", "Preview"),
        ("records.terms.preview.from", "自 {from} 起", "From {from} on"),
        (
            "records.terms.preview.span", "自 {from} 至 {until}，其后另有参数生效",
            "From {from} to {until}, when later terms hold"
        ),
        (
            "records.terms.preview.billed", "{months} 已按原参数发行电费。变更不改动已发行的电费单；须更正的，请撤回重算。",
            "{months} stand billed by what held before. Released bills stay as they are; take back those that are wrong."
        ),
        ("records.terms.months", "{first}至{last} 共 {count} 个月", "{first} to {last}, {count} months"),
        ("records.terms.before", "变更前", "Before"),
        ("records.terms.after", "变更后", "After"),
        ("records.terms.confirm", "确认变更", "Change the terms"),
        ("records.terms.done", "计费参数已变更。", "The terms were changed."),
        (
            "records.terms.done.billed", "计费参数已变更；{months} 已按原参数发行电费，请核对是否须撤回重算。",
            "The terms were changed; {months} stand billed by what held before: see whether to take bills back."
        ),
        ("records.terms.undo", "撤销变更", "Take a change back"),
        (
            "records.terms.undo.hint", "撤销某日最近一次变更：此前的参数继续有效，原记录仍可查。",
            "Takes the newest change of a day back: what held before goes on. The record stays readable."
        ),
        ("records.terms.undo.which", "撤销哪一次", "Which change"),
        ("records.terms.undo.send", "撤销", "Take back"),
        ("records.terms.undone", "变更已撤销。", "The change was taken back."),
        (
            "records.terms.undone.billed", "变更已撤销；{months} 已按所撤参数发行电费，请核对是否须撤回重算。",
            "The change was taken back; {months} stand billed by it: see whether to take bills back."
        ),
        ("records.terms.standing", "认定至 {day}", "standing until {day}"),
        (
            "records.terms.standingEnded", "认定已于 {day} 到期，按普通户计费",
            "standing ended {day}, billed as any household"
        ),
        (
            "records.invalid.tariffUnknown", "{day} 没有执行中的电价 “{value}”", "No tariff “{value}” holds on {day}"
        ),
        ("records.invalid.standingOver", "到期日不得早于 {least}", "The last day must be {least} or later"),
        (
            "records.refusal.byDemandForm", "基本电费方式与合同需量须凭客户申请，在“受电设备”页变更",
            "Mode and contract demand change by the customer's application, on the equipment page"
        ),

        ("records.metering.title", "换表、移台区", "Replace meter, move"),
        ("records.metering.places", "所属台区（线路）", "Area or feeder"),
        ("records.metering.node", "台区或线路", "Area or feeder"),
        ("records.metering.until", "至", "Until"),
        ("records.metering.replace", "更换电能表 {number}", "Replace meter {number}"),
        (
            "records.metering.replace.hint", "填旧表拆下时各示数与新表装上时各示数；当日前后电量各按其倍率计算。",
            "What each register of the old meter showed, and of the new one. Energy of both counts, each with its multiplier."
        ),
        ("records.metering.replace.send", "换表", "Replace the meter"),
        ("records.metering.replaced", "已换装电能表 {number}。", "Meter {number} was put up."),
        ("records.metering.day", "换表日期", "Day"),
        ("records.metering.day.hint", "晚于最近一次抄表，不晚于今天", "After the last reading, not after today"),
        ("records.metering.assetNo", "新表表号", "New meter"),
        ("records.metering.maker", "新表厂家", "Maker"),
        ("records.metering.last", "旧表拆表示数", "Old meter's last value"),
        ("records.metering.digits", "新表位数（整数.小数）", "New digits (before.after)"),
        ("records.metering.digits.invalid", "位数如 6.2", "Write digits as 6.2"),
        ("records.metering.first", "新表装表示数", "New meter's first value"),
        ("records.metering.move", "移至其他台区或线路", "Move to another area or feeder"),
        (
            "records.metering.move.hint", "自所填日期起归新台区；原归属留有记录。专变用户归线路。",
            "From the day on it stands there; where it stood stays on record. Own transformers stand under a feeder."
        ),
        ("records.metering.move.send", "移动", "Move"),
        ("records.metering.moved", "用电点已移动。", "The usage point was moved."),
        ("records.metering.moveDay", "自何日起", "From"),
        ("records.metering.moveDay.hint", "晚于现归属的开始日期", "After the day its present place began"),
        (
            "records.invalid.registerFell", "示数类型 {kind} 的拆表示数不得小于 {day} 的抄见示数 {value}；表已翻转的，先按翻转录入抄表",
            "Register {kind} showed {value} on {day} and cannot show less; where it rolled over, enter a reading first"
        ),

        ("records.grid.add", "增加变电站、线路或台区", "Add a substation, feeder or area"),
        (
            "records.grid.add.hint", "线路的上级是变电站，台区的上级是线路，变电站没有上级。",
            "A feeder hangs from a substation, an area from a feeder, a substation from nothing."
        ),
        ("records.grid.add.send", "增加", "Add"),
        ("records.grid.added", "已增加 {name}（{code}）。", "{name} ({code}) was added."),
        ("records.grid.parent", "上级", "Hangs from"),
        ("records.grid.import", "导入电网结构", "Import grid"),
        (
            "records.grid.import.lead", "CSV 文件，列为编码、类型、名称、上级、供电单位。逐行校验，全部正确才写入。",
            "A CSV file with code, kind, name, parent and organisation. Nothing is written unless every row is right."
        ),
    ]
}
