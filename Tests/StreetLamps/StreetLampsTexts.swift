internal import Language

/// The subsystem's texts in both languages.
enum StreetLampsTexts {
    static let all: [Catalogue.Entry] = [
        ("control.room.streetlamps", "路灯管理", "Street lamps"),
        ("permission.streetlamps.read", "查看路灯、报修", "See street lamps and report dark ones"),
        ("permission.streetlamps.write", "登记路灯", "Register street lamps"),
        ("permission.streetlamps.mend", "修理路灯", "Mend street lamps"),
        ("control.parameter.streetlamps.repairHours", "路灯修复时限（小时）", "Hours within which a lamp is mended"),
        ("command.streetlamps.darken", "登记路灯故障", "Record a dark lamp"),
        ("command.streetlamps.mend", "登记路灯修复", "Record a mended lamp"),
        ("streetlamps.title", "路灯管理", "Street lamps"),
        ("streetlamps.hint", "路灯档案与报修", "Lamps and their repairs"),
        ("streetlamps.mended", "已修复 {count} 盏次", "{count} {count|lamp|lamps} mended"),
        ("streetlamps.none", "尚未登记路灯。", "No lamp is registered yet."),
        ("streetlamps.pole", "杆号", "Pole"),
        ("streetlamps.place", "所属单位", "Place"),
        ("streetlamps.state", "状态", "State"),
        ("streetlamps.lit", "正常", "Lit"),
        ("streetlamps.dark", "故障", "Dark"),
        ("streetlamps.report", "报修", "Report"),
        ("streetlamps.reported", "已生成报修工单。", "A repair was ordered."),
        ("streetlamps.add", "登记路灯", "Register a lamp"),
        ("streetlamps.added", "路灯已登记。", "The lamp is registered."),
        ("streetlamps.workflow.repair", "路灯报修", "Repair of a street lamp"),
        ("streetlamps.step.report", "报修", "Report"),
        ("streetlamps.step.mend", "修复", "Mend"),
        ("streetlamps.hours", "时限（小时）", "Hours allowed"),
        ("streetlamps.done", "处理情况", "What was done"),
        ("streetlamps.refusal.lampUnknown", "没有这盏路灯。", "There is no such lamp."),
        ("streetlamps.refusal.poleInvalid", "杆号须为 1 至 20 个字。", "A pole's number has 1 to 20 characters."),
        ("streetlamps.refusal.alreadyDark", "路灯状态已变更，无需重复登记。", "The lamp's state was changed already."),
    ]
}
