internal import Store

extension ControlSchema {
    static let exports = Migration(
        room: "control", 100, "exports of all data as jobs; who works what is done outside of transactions",
        tables: [
            // A job that is worked outside of transactions, and until when its worker's claim holds.
            Table(
                "control_job_hold", .own,
                """
                    bucket INTEGER NOT NULL,
                    job_id BIGINT NOT NULL,
                    attempt INTEGER NOT NULL,
                    held_until BIGINT NOT NULL,
                    PRIMARY KEY (bucket, job_id)
                """),
            // What an export came to. The files are gone once `expired_at` is set.
            Table(
                "control_export", .own,
                """
                    bucket INTEGER NOT NULL,
                    job_id BIGINT NOT NULL,
                    made_at BIGINT NOT NULL,
                    row_count BIGINT NOT NULL,
                    byte_count BIGINT NOT NULL,
                    expires_at BIGINT NOT NULL,
                    expired_at BIGINT,
                    PRIMARY KEY (bucket, job_id)
                """),
        ])
}
