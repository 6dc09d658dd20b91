internal import Foundation
internal import Kernel
internal import Store

/// Rows of files that wait to be written. They hold what people sent, personal data too, and are sealed.
enum ImportPartRows {
    static func insert(
        _ parts: [(bucket: Bucket, content: [UInt8])], of job: JobID, in transaction: any Transaction
    ) throws {
        for (number, part) in parts.enumerated() {
            try transaction.run(
                """
                INSERT INTO control_import_part (bucket, job_id, number, content_sealed)
                VALUES (\(part.bucket), \(job), \(Int64(number)), \(part.content))
                """)
        }
    }

    /// Takes a part out: it is gone with the transaction that has written its rows.
    static func take(_ unit: JobUnit, in transaction: any Transaction) throws -> [UInt8]? {
        let content = try transaction.first(
            """
            SELECT content_sealed FROM control_import_part
            WHERE bucket = \(unit.range.first) AND job_id = \(unit.job) AND number = \(Int64(unit.number))
            """
        ) { try $0.blob(0) }
        try transaction.run(
            """
            DELETE FROM control_import_part
            WHERE bucket = \(unit.range.first) AND job_id = \(unit.job) AND number = \(Int64(unit.number))
            """)
        return content
    }

    /// What a job that was ended has not written.
    static func drop(_ job: JobID, in transaction: any Transaction) throws {
        try transaction.run(
            "DELETE FROM control_import_part WHERE job_id = \(job) /*scatter: what is left of a job that was ended*/"
        )
    }
}
