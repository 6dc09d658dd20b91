import Control

/// The code tables of reading.
enum ReadingCodes {
    /// What a reader finds at the meter and writes beside the reading.
    static let tables = [
        CodeTable(
            "reading.exception", clause: "抄表管理：现场异常登记",
            [
                .init("LOCKED", "门闭", "Locked out"),
                .init("BLOCKED", "表位遮挡", "The meter cannot be seen"),
                .init("SEAL_BROKEN", "封印损坏", "The seal is broken"),
                .init("GLASS_BROKEN", "表计外壳破损", "The case is broken"),
                .init("BURNT", "表计烧毁", "The meter is burnt"),
                .init("STOPPED", "表计停走", "The meter stands still"),
                .init("RUNS_BACK", "表计倒走", "The meter runs backwards"),
                .init("BLANK", "显示异常", "The display is blank or wrong"),
                .init("MISSING", "表计丢失", "The meter is gone"),
                .init("THEFT", "疑似窃电", "Suspected theft"),
                .init("CLASS", "用电类别不符", "Another class of use than on record"),
            ])
    ]
}
