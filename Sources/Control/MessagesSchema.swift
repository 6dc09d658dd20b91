import Store

extension ControlSchema {
    static let messagesMigration = Migration(
        room: "control", 7, "messages, their proof, wishes about contact; webhooks", tables: messageTables)

    private static let messageTables: [Table] = [
        // A message as it was made; never changed, so that what a customer was told can be shown.
        Table(
            "control_message", .own, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                id BIGINT NOT NULL,
                organisation_id BIGINT NOT NULL,
                organisation_path TEXT NOT NULL,
                channel TEXT NOT NULL CHECK (channel IN ('SMS', 'EMAIL', 'LETTER', 'CALL')),
                recipient BLOB NOT NULL,
                recipient_digest BLOB NOT NULL,
                masked TEXT NOT NULL,
                template TEXT NOT NULL,
                is_statutory INTEGER NOT NULL,
                title TEXT NOT NULL,
                body TEXT NOT NULL,
                about TEXT NOT NULL,
                parts INTEGER NOT NULL,
                created_by BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                PRIMARY KEY (bucket, id)
            """,
            // What somebody was told about one matter: the evidence pack of a cut.
            indices: ["CREATE INDEX control_message_by_about ON control_message (about)"]),
        // How far it is: the one row of a message that changes.
        Table(
            "control_message_state", .own,
            """
                bucket INTEGER NOT NULL,
                message_id BIGINT NOT NULL,
                organisation_path TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('WAITING', 'SENT', 'DELIVERED', 'FAILED', 'DEAD')),
                attempts INTEGER NOT NULL,
                next_at BIGINT NOT NULL,
                PRIMARY KEY (bucket, message_id)
            """,
            // The carrier's query: what is due.
            indices: [
                "CREATE INDEX control_message_state_due ON control_message_state (state, next_at)"
            ]),
        // Each attempt and each report of the carrier: the proof.
        Table(
            "control_message_proof", .own, appendOnly: true,
            """
                bucket INTEGER NOT NULL,
                message_id BIGINT NOT NULL,
                id BIGINT NOT NULL,
                at BIGINT NOT NULL,
                carrier TEXT NOT NULL,
                outcome TEXT NOT NULL,
                detail TEXT NOT NULL,
                PRIMARY KEY (bucket, message_id, id)
            """),
        // What a person wishes about being written to, by channel and address.
        Table(
            "control_contact_wish", .own,
            """
                bucket INTEGER NOT NULL,
                recipient_digest BLOB NOT NULL,
                channel TEXT NOT NULL,
                masked TEXT NOT NULL,
                is_out INTEGER NOT NULL,
                quiet_from INTEGER,
                quiet_until INTEGER,
                set_by BIGINT NOT NULL,
                set_at BIGINT NOT NULL,
                PRIMARY KEY (bucket, recipient_digest, channel)
            """),
        // A company's own wording of a template, by language; the newest version holds.
        Table(
            "control_message_template", .reference, appendOnly: true,
            """
                key TEXT NOT NULL,
                language TEXT NOT NULL,
                version INTEGER NOT NULL,
                title TEXT NOT NULL,
                body TEXT NOT NULL,
                set_by BIGINT NOT NULL,
                set_at BIGINT NOT NULL,
                PRIMARY KEY (key, language, version)
            """),
        // Who outside hears of what. The secret signs what is sent.
        Table(
            "control_webhook", .reference,
            """
                id BIGINT NOT NULL PRIMARY KEY,
                organisation_id BIGINT NOT NULL,
                organisation_path TEXT NOT NULL,
                url TEXT NOT NULL,
                secret BLOB NOT NULL,
                topics TEXT NOT NULL,
                is_on INTEGER NOT NULL,
                hears_from BIGINT NOT NULL,
                created_by BIGINT NOT NULL,
                created_at BIGINT NOT NULL
            """),
        // An event on its way to one of them; it lies in the event's bucket, beside it.
        Table(
            "control_webhook_delivery", .account,
            """
                bucket INTEGER NOT NULL,
                webhook_id BIGINT NOT NULL,
                event_id BIGINT NOT NULL,
                sequence BIGINT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('WAITING', 'DONE', 'DEAD')),
                attempts INTEGER NOT NULL,
                next_at BIGINT NOT NULL,
                detail TEXT NOT NULL,
                PRIMARY KEY (bucket, webhook_id, event_id)
            """,
            // What is due, and what was given up.
            indices: [
                "CREATE INDEX control_webhook_delivery_due ON control_webhook_delivery (state, next_at)"
            ]),
    ]
}
