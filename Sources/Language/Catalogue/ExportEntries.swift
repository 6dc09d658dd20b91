extension Catalogue {
    /// Exports of all data as jobs.
    static let exportEntries: [Entry] = [
        ("control.exports.title", "整库导出", "Export of all data"),
        ("control.exports.hint", "导出全部数据，限时下载", "Take all data out; ready for some days"),
        (
            "control.exports.lead",
            "把本单位的全部数据导出为开放格式（每张表一个 JSON Lines 文件，附清单），取同一时刻的一致数据。仅发起人可以下载，期满自动删除；发起、下载、删除均记入审计。",
            "All data in an open form: a file of JSON Lines a table and a manifest, all of one "
                + "moment. Only who started an export may fetch it, until its time is over; start, "
                + "download and deletion are in the audit log."
        ),
        ("control.exports.new", "新建导出", "A new export"),
        ("control.exports.start", "开始导出", "Export all data"),
        ("control.exports.open", "个人信息以明文导出", "Personal data in clear"),
        (
            "control.exports.open.hint", "证件号码、电话、银行账号平时加密存放，导出时也保持加密。",
            "Identity numbers, telephones and bank accounts are stored sealed, and stay sealed in an "
                + "export otherwise."
        ),
        (
            "control.exports.started", "导出任务已提交，完成后可在此下载。",
            "The export is under way; it can be fetched here when it is done."
        ),
        ("control.exports.own", "我的导出", "Your exports"),
        ("control.exports.none", "还没有导出。", "No exports yet."),
        ("control.exports.at", "提交时间", "Asked for"),
        ("control.exports.progress", "已导出表数", "Tables"),
        ("control.exports.rows", "行数", "Rows"),
        ("control.exports.bytes", "大小", "Size"),
        ("control.exports.size", "{kib} KB", "{kib} KB"),
        ("control.exports.personal", "个人信息", "Personal data"),
        ("control.exports.opened", "明文", "In clear"),
        ("control.exports.sealed", "加密", "Sealed"),
        ("control.exports.until", "可下载至", "Ready until"),
        ("control.exports.expired", "已过期", "Expired"),
        ("control.exports.file", "文件", "File"),
        ("control.exports.download", "下载", "Download"),
        (
            "control.export.expiredCount", "删除过期导出 {count} 个",
            "{count} expired {count|export|exports} deleted"
        ),
        ("control.job.control.export", "整库导出", "Export of all data"),
        ("control.schedule.control.exportExpiry", "删除过期的整库导出", "Deleting expired exports"),
        ("control.parameter.control.export.days", "整库导出保留天数", "Days that an export lies ready"),
        ("control.action.control.fetchExport", "下载整库导出", "Fetched an export of all data"),
        ("control.action.control.expireExport", "整库导出期满删除", "Deleted an expired export"),
        (
            "control.refusal.exportCompanyOnly", "整库导出包含全公司的数据，只有公司本部的人员可以发起和查看。",
            "An export holds the whole company's data; only people of the company itself may start "
                + "and see one."
        ),
        (
            "control.refusal.exportUnderWay", "已有一个整库导出（任务 {job}）未完成；等它完成，或先在任务页取消。",
            "Another export (job {job}) is under way; wait for it, or cancel it on its page first."
        ),
        ("control.refusal.exportNotReady", "导出尚未完成，请稍后再下载。", "The export is not done yet; fetch it later."),
        (
            "control.refusal.exportExpired", "导出已于 {day} 到期，不能再下载；请重新导出。",
            "The export's time was over on {day}; start another."
        ),
        (
            "control.refusal.exportGone", "导出任务 {job} 的文件不在本机：可能已被手工删除，或在另一台服务器上；请重新导出。",
            "The files of export {job} are not on this machine: deleted by hand, or on another "
                + "server. Start another."
        ),
        (
            "control.refusal.exportNoFolder", "本程序没有配置导出目录，不能在页面上整库导出。",
            "This program has no folder for exports; none can be started from a page."
        ),
    ]
}
