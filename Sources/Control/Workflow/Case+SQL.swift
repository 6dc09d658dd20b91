internal import Foundation
internal import Kernel
internal import Language
internal import Store

/// Rows of workflow definitions.
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

    static func insert(
        _ definition: WorkflowDefinition, by user: UserID, at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_workflow (key, version, definition, published_by, published_at)
            VALUES (\(definition.key), \(definition.version), \(try CommandInput.encode(definition)), \(user), \(at))
            """)
    }

    /// A published definition's own texts are known from then on, on whichever machine it is read.
    private static func decode(_ text: String) throws -> WorkflowDefinition {
        let definition = try JSONDecoder().decode(WorkflowDefinition.self, from: Data(text.utf8))
        Catalogue.add((definition.texts ?? [:]).map { ($0.key, $0.value.zh, $0.value.en) })
        return definition
    }

    /// How many open cases of the scope run on each version.
    static func open(in scope: OrganisationPath, _ transaction: any Transaction) throws -> [Version: Int] {
        var found: [Version: Int] = [:]
        try transaction.each(
            """
            SELECT workflow, workflow_version, COUNT(*) FROM control_case WHERE finished_at IS NULL
              AND ((origin_path >= \(scope.text) AND origin_path < \(scope.end))
                OR (place_path >= \(scope.text) AND place_path < \(scope.end)))
            GROUP BY workflow, workflow_version /*scatter: what runs on each version*/
            """
        ) { found[Version(key: try $0.text(0), number: try $0.int(1))] = try $0.int(2) }
        return found
    }

    struct Version: Hashable {
        let key: String
        let number: Int
    }

    /// Every published version with who published it and when, the newest of each first.
    static func published(in transaction: any Transaction) throws
        -> [(definition: WorkflowDefinition, by: UserID, at: Instant)]
    {
        try transaction.all(
            "SELECT definition, published_by, published_at FROM control_workflow ORDER BY key, version DESC"
        ) { (try decode(try $0.text(0)), try $0.id(1), try $0.instant(2)) }
    }

    /// The codes of the roles that carry a permission.
    static func roles(carrying permission: Permission, in transaction: any Transaction) throws -> [String] {
        try transaction.all(
            "SELECT role FROM control_role_permission WHERE permission = \(permission.code) ORDER BY role"
        ) { try $0.text(0) }
    }
}

/// Rows of cases, their steps, stops and trail.
enum CaseRows {
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

    /// Writes what may change; false where the case is no longer in the version that was read. Of a further step nothing
    /// was told yet.
    static func update(
        _ changed: WorkCase, due: Instant, was version: Int, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_case SET state = \(changed.state.rawValue), step = \(changed.step),
              step_number = \(changed.stepNumber), step_path = \(changed.stepPath.text),
              permission = \(changed.permission.code), assignee_id = \(changed.assignee),
              version = \(changed.version), finished_at = \(changed.finishedAt), due_at = \(due),
              told = CASE WHEN step_number = \(changed.stepNumber) THEN told ELSE 'GREEN' END
            WHERE bucket = \(changed.id.bucket) AND id = \(changed.id) AND version = \(version)
            """) == 1
    }

    /// What was started under a key of this person's, and by which input.
    static func key(_ key: String, of user: UserID, in transaction: any Transaction) throws
        -> (input: String, id: WorkCaseID)?
    {
        try transaction.first(
            """
            SELECT input, case_id FROM control_case_key
            WHERE bucket = \(user.bucket) AND user_id = \(user) AND key = \(key)
            """
        ) { (try $0.text(0), try $0.id(1)) }
    }

    static func insertKey(
        _ key: String, of user: UserID, input: String, id: WorkCaseID, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_case_key (bucket, user_id, key, input, case_id)
            VALUES (\(user.bucket), \(user), \(key), \(input), \(id))
            """)
    }

    /// The active people of the scope who have a permission by one of their roles, by name.
    static func people(
        having permission: Permission, under scope: OrganisationPath, in transaction: any Transaction
    ) throws -> [UserID] {
        try transaction.all(
            """
            /*scatter: whom of a station's people a task may go to*/
            SELECT u.id FROM control_user u JOIN control_organisation o ON o.id = u.organisation_id
            WHERE o.path >= \(scope.text) AND o.path < \(scope.end) AND u.state = 'ACTIVE'
              AND EXISTS (SELECT 1 FROM control_user_role r JOIN control_role_permission p ON p.role = r.role
                WHERE r.bucket = u.bucket AND r.user_id = u.id AND p.permission = \(permission.code))
            ORDER BY u.name, u.id LIMIT \(mostPeople)
            """
        ) { try $0.id(0) }
    }

    private static let mostPeople = 300

    static func find(_ id: WorkCaseID, in transaction: any Transaction) throws -> WorkCase? {
        try transaction.first(
            """
            SELECT id, workflow, workflow_version, title, subject, origin_path, place_path, state, step, step_number,
              step_path, permission, assignee_id, version, started_by, started_at, finished_at
            FROM control_case WHERE bucket = \(id.bucket) AND id = \(id)
            """, read)
    }

    static func read(_ row: any Row) throws -> WorkCase {
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
