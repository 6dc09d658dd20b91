internal import Store

extension ControlSchema {
    /// Migration 90.
    static let nodes = Migration(
        room: "control", 90, "the node numbers that processes claim for their ids",
        tables: [
            // No id of the node bears `ceiling_at` or later; `latest_at` is what its ids had come to when that was last
            // written down. A claim counts `epoch` up, so that who held the node before sees it at the next renewal.
            Table(
                "control_node", .reference,
                """
                    node INTEGER NOT NULL PRIMARY KEY CHECK (node BETWEEN 1 AND 1021),
                    epoch BIGINT NOT NULL,
                    latest_at BIGINT NOT NULL,
                    ceiling_at BIGINT NOT NULL
                """)
        ])
}
