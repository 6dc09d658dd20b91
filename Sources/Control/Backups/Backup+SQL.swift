internal import Kernel
internal import Store

/// Rows of backups that were reported.
enum BackupRows {
    static func insert(
        _ backup: ConfirmedBackup, id: Int64, by user: UserID, at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_backup (id, taken_at, byte_count, tool, said_by, said_at)
            VALUES (\(id), \(backup.takenAt), \(backup.bytes), \(backup.tool), \(user), \(at))
            """)
    }

    /// The newest by when they were taken, whenever they were reported.
    static func newest(limit: Int, in transaction: any Transaction) throws -> [ConfirmedBackup] {
        try transaction.all(
            """
            SELECT id, taken_at, byte_count, tool, said_at FROM control_backup
            ORDER BY taken_at DESC, id DESC LIMIT \(limit)
            """
        ) { row in
            ConfirmedBackup(
                number: try row.int64(0), takenAt: try row.instant(1), bytes: try row.int64(2),
                tool: try row.text(3), saidAt: try row.instant(4))
        }
    }
}
