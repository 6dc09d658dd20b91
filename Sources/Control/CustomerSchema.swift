import Store

extension ControlSchema {
    /// Customers' way in to their own pages: codes, how many were asked for, sessions. None of it is a user's.
    static let customers = Migration(
        room: "control", 10, "customers' sign-in codes and sessions",
        tables: [
            // The one code of a 户号 that may still be good; the next one takes its row. A number that nobody has gets
            // a row like any other, so that the two cannot be told apart.
            Table(
                "control_customer_code", .own,
                """
                    bucket INTEGER NOT NULL,
                    subject TEXT NOT NULL,
                    challenge_hash BLOB NOT NULL,
                    code_digest BLOB NOT NULL,
                    made_at BIGINT NOT NULL,
                    expires_at BIGINT NOT NULL,
                    tries INTEGER NOT NULL,
                    used_at BIGINT,
                    PRIMARY KEY (bucket, subject)
                """),
            // Codes asked for since an instant, by 户号 and by address.
            Table(
                "control_customer_count", .own,
                """
                    bucket INTEGER NOT NULL,
                    subject TEXT NOT NULL,
                    since BIGINT NOT NULL,
                    codes INTEGER NOT NULL,
                    PRIMARY KEY (bucket, subject)
                """),
            Table(
                "control_customer_session", .own,
                """
                    bucket INTEGER NOT NULL,
                    token_hash BLOB NOT NULL,
                    customer_id BIGINT NOT NULL,
                    account_id BIGINT NOT NULL,
                    csrf TEXT NOT NULL,
                    address TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    seen_at BIGINT NOT NULL,
                    expires_at BIGINT NOT NULL,
                    idle_ms BIGINT NOT NULL,
                    ended_at BIGINT,
                    PRIMARY KEY (bucket, token_hash)
                """),
        ])
}
