extension Catalogue {
    /// Texts of `demo`: (key, Chinese, English).
    static let demoEntries: [Entry] = [
        ("demo.stage.archive", "建档", "Records"),
        ("demo.stage.months", "逐月抄表、算费、收费", "Months read, billed and paid"),
        ("demo.stage.waiting", "待算月抄表", "Readings of the month that waits"),
    ]
}
