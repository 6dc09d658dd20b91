internal import Store

/// The subsystem's tables.
enum StreetLampsSchema {
    static let migrations = [
        Migration(
            room: "streetlamps", 1, "street lamps, and how many were mended",
            tables: [
                Table(
                    "streetlamps_lamp", .own,
                    """
                        bucket INTEGER NOT NULL,
                        id BIGINT NOT NULL,
                        pole TEXT NOT NULL,
                        organisation_id BIGINT NOT NULL,
                        organisation_path TEXT NOT NULL,
                        is_lit INTEGER NOT NULL,
                        PRIMARY KEY (bucket, id)
                    """,
                    // The list of a place.
                    indices: ["CREATE INDEX streetlamps_lamp_place ON streetlamps_lamp (organisation_path)"]),
                Table(
                    "streetlamps_tally", .reference,
                    """
                        organisation_path TEXT NOT NULL PRIMARY KEY,
                        mended BIGINT NOT NULL
                    """),
            ])
    ]
}
