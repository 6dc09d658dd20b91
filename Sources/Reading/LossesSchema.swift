internal import Store

extension ReadingSchema {
    /// What a usage point bears besides its metered energy.
    static let losses = Migration(
        room: "reading", 2, "losses of transformer and line beside the approved energy",
        extra: [.sqlite: columns("INTEGER"), .postgres: columns("BIGINT")])

    private static func columns(_ whole: String) -> [String] {
        ["loss_wh", "line_loss_wh", "loss_varh"].map {
            "ALTER TABLE reading_energy ADD COLUMN \($0) \(whole) NOT NULL DEFAULT 0 CHECK (\($0) >= 0)"
        } + [
            // How the losses fall into the periods; PointEnergy.LossPolicy.
            "ALTER TABLE reading_energy ADD COLUMN loss_policy INTEGER NOT NULL DEFAULT 0",
            // A point of a shared transformer waits until every other of its points is approved.
            """
            ALTER TABLE reading_energy ADD COLUMN loss_waits INTEGER NOT NULL DEFAULT 0
            CHECK (loss_waits IN (0, 1))
            """,
            "ALTER TABLE reading_energy ADD COLUMN loss_evidence TEXT NOT NULL DEFAULT ''",
        ]
    }
}
