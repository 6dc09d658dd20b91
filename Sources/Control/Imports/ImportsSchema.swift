import Store

extension ControlSchema {
    static let imports = Migration(
        room: "control", 40, "rows of imported files that wait to be written",
        tables: [
            // One row a unit of the job, deleted by the unit that has written it.
            Table(
                "control_import_part", .own,
                """
                    bucket INTEGER NOT NULL,
                    job_id BIGINT NOT NULL,
                    number INTEGER NOT NULL,
                    content_sealed BLOB NOT NULL,
                    PRIMARY KEY (bucket, job_id, number)
                """)
        ])
}
