internal import Store

extension ControlSchema {
    static let backups = Migration(
        room: "control", 101, "backups that a tool outside took and reported",
        tables: [
            Table(
                "control_backup", .reference, appendOnly: true,
                """
                    id BIGINT NOT NULL PRIMARY KEY,
                    taken_at BIGINT NOT NULL,
                    byte_count BIGINT NOT NULL,
                    tool TEXT NOT NULL,
                    said_by BIGINT NOT NULL,
                    said_at BIGINT NOT NULL
                """)
        ])
}
