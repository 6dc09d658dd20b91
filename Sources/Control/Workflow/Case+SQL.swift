internal import Foundation
internal import Kernel
internal import Store

/// Rows of workflow definitions and leave cover.
enum WorkflowRows {
    static func definition(_ key: String, version: Int, in transaction: any Transaction) throws
        -> WorkflowDefinition?
    {
        try transaction.first(
            "SELECT definition FROM control_workflow WHERE key = \(key) AND version = \(version)"
        ) { try decode(try $0.text(0)) }
    }

    static func latest(_ key: String, in transaction: any Transaction) throws -> WorkflowDefinition? {
        try transaction.first(
            "SELECT definition FROM control_workflow WHERE key = \(key) ORDER BY version DESC LIMIT 1"
        ) { try decode(try $0.text(0)) }
    }

    static func all(in transaction: any Transaction) throws -> [WorkflowDefinition] {
        try transaction.all("SELECT definition FROM control_workflow ORDER BY key, version DESC") {
            try decode(try $0.text(0))
        }
    }

    static func insert(
        _ definition: WorkflowDefinition, by user: UserID, at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_workflow (key, version, definition, published_by, published_at)
            VALUES (\(definition.key), \(definition.version), \(try CommandInput.encode(definition)), \(user), \(at))
            """)
    }

    private static func decode(_ text: String) throws -> WorkflowDefinition {
        try JSONDecoder().decode(WorkflowDefinition.self, from: Data(text.utf8))
    }

    /// Whose work `cover` does on a day.
    static func covered(by cover: UserID, on day: Day, in transaction: any Transaction) throws -> Set<UserID>
    {
        Set(
            try transaction.all(
                """
                SELECT user_id FROM control_leave
                WHERE cover_id = \(cover) AND until_day >= \(day) AND from_day <= \(day) /*scatter: of few people*/
                """
            ) { try $0.id(0) })
    }

    static func insertLeave(
        id: Int64, of user: UserID, cover: UserID, from: Day, until: Day, reason: String, by: UserID,
        at: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_leave (bucket, user_id, id, cover_id, from_day, until_day, reason, set_by, set_at)
            VALUES (\(user.bucket), \(user), \(id), \(cover), \(from), \(until), \(reason), \(by), \(at))
            """)
    }
}

/// Rows of cases, their steps, stops and trail.
enum CaseRows {
    /// The most cases a list gives.
    static let most = 2_000

    static func insert(_ new: WorkCase, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO control_case (bucket, id, workflow, workflow_version, title, subject, origin_path, place_path,
              state, step, step_number, step_path, permission, assignee_id, version, started_by, started_at)
            VALUES (\(new.id.bucket), \(new.id), \(new.workflow), \(new.workflowVersion), \(new.title),
              \(new.subject), \(new.origin.text), \(new.place.text), \(new.state.rawValue), \(new.step),
              \(new.stepNumber), \(new.stepPath.text), \(new.permission.code), \(new.assignee), \(new.version),
              \(new.startedBy), \(new.startedAt))
            """)
    }

    /// Writes what may change; false where the case is no longer in the version that was read.
    static func update(_ changed: WorkCase, was version: Int, in transaction: any Transaction) throws -> Bool
    {
        try transaction.run(
            """
            UPDATE control_case SET state = \(changed.state.rawValue), step = \(changed.step),
              step_number = \(changed.stepNumber), step_path = \(changed.stepPath.text),
              permission = \(changed.permission.code), assignee_id = \(changed.assignee),
              version = \(changed.version), finished_at = \(changed.finishedAt)
            WHERE bucket = \(changed.id.bucket) AND id = \(changed.id) AND version = \(version)
            """) == 1
    }

    static func find(_ id: WorkCaseID, in transaction: any Transaction) throws -> WorkCase? {
        try transaction.first(
            """
            SELECT id, workflow, workflow_version, title, subject, origin_path, place_path, state, step, step_number,
              step_path, permission, assignee_id, version, started_by, started_at, finished_at
            FROM control_case WHERE bucket = \(id.bucket) AND id = \(id)
            """, read)
    }

    /// Open cases in a person's hands.
    static func assigned(to user: UserID, in transaction: any Transaction) throws -> [WorkCase] {
        try transaction.all(
            """
            SELECT id, workflow, workflow_version, title, subject, origin_path, place_path, state, step, step_number,
              step_path, permission, assignee_id, version, started_by, started_at, finished_at
            FROM control_case WHERE assignee_id = \(user) AND state IN ('RUNNING', 'SUSPENDED')
            ORDER BY id LIMIT \(most) /*scatter: a person's list of work*/
            """, read)
    }

    /// Open cases that nobody has in hand, whose step lies in the scope.
    static func unclaimed(_ scope: OrganisationPath, in transaction: any Transaction) throws -> [WorkCase] {
        try transaction.all(
            """
            SELECT id, workflow, workflow_version, title, subject, origin_path, place_path, state, step, step_number,
              step_path, permission, assignee_id, version, started_by, started_at, finished_at
            FROM control_case WHERE assignee_id IS NULL AND state IN ('RUNNING', 'SUSPENDED')
              AND step_path >= \(scope.text) AND step_path < \(scope.end)
            ORDER BY id LIMIT \(most) /*scatter: a team's list of work*/
            """, read)
    }

    /// Cases that the scope may see, oldest first while open, newest first when all.
    static func visible(_ scope: OrganisationPath, openOnly: Bool, in transaction: any Transaction) throws
        -> [WorkCase]
    {
        openOnly
            ? try transaction.all(
                """
                SELECT id, workflow, workflow_version, title, subject, origin_path, place_path, state, step,
                  step_number, step_path, permission, assignee_id, version, started_by, started_at, finished_at
                FROM control_case WHERE state IN ('RUNNING', 'SUSPENDED')
                  AND ((origin_path >= \(scope.text) AND origin_path < \(scope.end))
                    OR (place_path >= \(scope.text) AND place_path < \(scope.end)))
                ORDER BY id LIMIT \(most) /*scatter: a station's list of work*/
                """, read)
            : try transaction.all(
                """
                SELECT id, workflow, workflow_version, title, subject, origin_path, place_path, state, step,
                  step_number, step_path, permission, assignee_id, version, started_by, started_at, finished_at
                FROM control_case
                WHERE (origin_path >= \(scope.text) AND origin_path < \(scope.end))
                  OR (place_path >= \(scope.text) AND place_path < \(scope.end))
                ORDER BY id DESC LIMIT \(most) /*scatter: a station's list of work*/
                """, read)
    }

    private static func read(_ row: any Row) throws -> WorkCase {
        WorkCase(
            id: try row.id(0), workflow: try row.text(1), workflowVersion: try row.int(2),
            title: try row.text(3),
            subject: try row.text(4), origin: OrganisationPath(try row.text(5)),
            place: OrganisationPath(try row.text(6)), state: .init(rawValue: try row.text(7)) ?? .running,
            step: try row.text(8), stepNumber: try row.int(9), stepPath: OrganisationPath(try row.text(10)),
            permission: Permission(try row.text(11)), assignee: try row.optionalID(12),
            version: try row.int(13),
            startedBy: try row.id(14), startedAt: try row.instant(15), finishedAt: try row.optionalInstant(16)
        )
    }
}
