extension Catalogue {
    /// Backups that the database's own tools make.
    static let backupEntries: [Entry] = [
        (
            "control.backup.fresh",
            "数据库由自带工具备份：最近一次 {at}（{tool}，{mebibytes} MiB），距今 {hours} 小时，未超过 {limit} 小时。",
            "The database's own tools make the backups: the last {at} ({tool}, {mebibytes} MiB), "
                + "{hours} {hours|hour|hours} ago, within {limit} {limit|hour|hours}."
        ),
        (
            "control.backup.stale",
            "备份过期：最近一次确认的备份是 {at}（{tool}，{mebibytes} MiB），距今 {hours} 小时，超过 {limit} 小时。请检查数据库备份，完成后用 "
                + "lamplight backup confirm 报告。",
            "The backup is too old: the last confirmed was taken {at} ({tool}, {mebibytes} MiB), "
                + "{hours} {hours|hour|hours} ago; {limit} {limit|hour|hours} are allowed. See to the "
                + "database's backup and report it by lamplight backup confirm."
        ),
        (
            "control.backup.none",
            "尚未确认过任何备份：数据库由自带工具备份（如 pg_basebackup），每次完成后用 lamplight backup confirm 报告；超过 {limit} 小时未报告即告警。",
            "No backup was ever confirmed: the database's own tools make them (such as "
                + "pg_basebackup); report each by lamplight backup confirm. After {limit} "
                + "{limit|hour|hours} without one this is an alarm."
        ),
        (
            "control.health.backupUnconfirmed", "{hours} 小时内没有确认的备份",
            "No backup confirmed within {hours} {hours|hour|hours}"
        ),
        ("control.schedule.control.backupWatch", "数据库备份检查", "Watch over the database's backups"),
        ("control.parameter.control.backup.hours", "备份确认的最长间隔", "Longest time between confirmed backups"),
        ("control.parameterUnit.control.backup.hours", "小时", "hours"),
        ("control.action.control.confirmBackup", "确认数据库备份", "Confirmed a backup"),
        (
            "control.refusal.backupInFuture", "备份时间 {at} 晚于现在，请核对。",
            "The backup's time {at} lies ahead; check it."
        ),
        (
            "control.refusal.backupInvalid", "请填写备份大小（大于 0 字节）和备份工具名称（1 至 100 字）。",
            "Give the backup's size (more than 0 bytes) and what took it (1 to 100 characters)."
        ),
    ]

    static let backupCommandEntries: [Entry] = [
        ("cli.backup.confirmed", "已记录：{at} 的备份（{tool}）。", "Noted: the backup of {at} ({tool}).")
    ]
}
