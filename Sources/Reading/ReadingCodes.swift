import Control

/// The code tables of reading.
package enum ReadingCodes {
    /// What a reader finds at the meter.
    package static let exceptions: StaticString = "reading.exception"

    /// What a reader finds at the meter and writes beside the reading. A code that means REVIEW lets the month's energy wait
    /// for a person; one that means NOTE is written down.
    static let tables = [
        CodeTable(
            exceptions, clause: "抄表管理：现场异常登记", meanings: ["NOTE", "REVIEW"],
            [
                .init("LOCKED", "门闭", "Locked out", means: "NOTE"),
                .init("BLOCKED", "表位遮挡", "The meter cannot be seen", means: "NOTE"),
                .init("SEAL_BROKEN", "封印损坏", "The seal is broken", means: "REVIEW"),
                .init("GLASS_BROKEN", "表计外壳破损", "The case is broken", means: "REVIEW"),
                .init("BURNT", "表计烧毁", "The meter is burnt", means: "REVIEW"),
                .init("STOPPED", "表计停走", "The meter stands still", means: "REVIEW"),
                .init("RUNS_BACK", "表计倒走", "The meter runs backwards", means: "REVIEW"),
                .init("BLANK", "显示异常", "The display is blank or wrong", means: "REVIEW"),
                .init("MISSING", "表计丢失", "The meter is gone", means: "REVIEW"),
                .init("THEFT", "疑似窃电", "Suspected theft", means: "REVIEW"),
                .init("CLASS", "用电类别不符", "Another class of use than on record", means: "REVIEW"),
            ])
    ]
}
