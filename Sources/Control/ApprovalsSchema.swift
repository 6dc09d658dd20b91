import Store

extension ControlSchema {
    /// What was proposed and what was decided, both append only: whether a proposal waits is read from the absence of
    /// a decision and from its last day, so that no row is ever changed and none has to be expired by a clock.
    static let approvals = Migration(
        room: "control", 2, "proposals that wait for a second person, and what was decided on them",
        tables: [
            Table(
                "control_proposal", .own, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    id BIGINT NOT NULL,
                    command TEXT NOT NULL,
                    input TEXT NOT NULL,
                    picture TEXT NOT NULL,
                    hash BLOB NOT NULL,
                    organisation_path TEXT NOT NULL,
                    permission TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    proposer_id BIGINT NOT NULL,
                    proposer_name TEXT NOT NULL,
                    proposed_at BIGINT NOT NULL,
                    last_day INTEGER NOT NULL,
                    PRIMARY KEY (bucket, id)
                """,
                indices: [
                    // What may still be waiting: the proposals whose last day has not passed.
                    "CREATE INDEX control_proposal_by_last_day ON control_proposal (last_day)"
                ]),
            // The key lets a proposal be decided once.
            Table(
                "control_decision", .own, appendOnly: true,
                """
                    bucket INTEGER NOT NULL,
                    proposal_id BIGINT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('APPROVED', 'REJECTED', 'WITHDRAWN', 'STALE')),
                    hash BLOB NOT NULL,
                    reason TEXT NOT NULL,
                    result TEXT,
                    found TEXT,
                    decider_id BIGINT NOT NULL,
                    decider_name TEXT NOT NULL,
                    decided_at BIGINT NOT NULL,
                    PRIMARY KEY (bucket, proposal_id)
                """),
        ])
}
