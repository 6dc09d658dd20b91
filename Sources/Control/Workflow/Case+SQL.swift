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
            SELECT workflow, workflow_version, COUNT(*) FROM control_case WHERE state IN ('RUNNING', 'SUSPENDED')
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

    /// Which cases a list holds.
    enum Which {
        /// Open, in a person's hands.
        case assigned(UserID)
        /// Open, in nobody's hands, their step within the scope.
        case unclaimed(OrganisationPath)
        /// Open, from the scope or given into it.
        case open(OrganisationPath)
        /// All of the scope there ever were.
        case all(OrganisationPath)

        fileprivate var condition: SQL {
            switch self {
            case .assigned(let user):
                " WHERE c.assignee_id = \(user) AND c.state IN ('RUNNING', 'SUSPENDED')"
            case .unclaimed(let scope):
                """
                 WHERE c.assignee_id IS NULL AND c.state IN ('RUNNING', 'SUSPENDED')
                  AND c.step_path >= \(scope.text) AND c.step_path < \(scope.end)
                """
            case .open(let scope):
                """
                 WHERE c.state IN ('RUNNING', 'SUSPENDED')
                  AND ((c.origin_path >= \(scope.text) AND c.origin_path < \(scope.end))
                    OR (c.place_path >= \(scope.text) AND c.place_path < \(scope.end)))
                """
            case .all(let scope):
                """
                 WHERE ((c.origin_path >= \(scope.text) AND c.origin_path < \(scope.end))
                  OR (c.place_path >= \(scope.text) AND c.place_path < \(scope.end)))
                """
            }
        }

        /// The oldest first while open; all there ever were the newest first.
        fileprivate var order: SQL {
            if case .all = self { return " ORDER BY c.id DESC LIMIT \(most)" }
            return " ORDER BY c.id LIMIT \(most)"
        }
    }

    /// A case of a list with its current step and who ended the step before.
    struct Listed {
        let found: WorkCase
        let step: CaseStepRows.Stored
        let sender: UserID?
    }

    /// What a list is narrowed to: in the statement, so that no case is left out for being one of many.
    private static func narrowing(_ filter: CaseFilter) -> SQL {
        var sql: SQL = ""
        if let workflow = filter.workflow { sql.append(" AND c.workflow = \(workflow)") }
        if let text = filter.text {
            // A letter of A to Z is made small here as it is by both engines; any other stands as it is.
            let small = String(text.map { $0.isASCII ? Character($0.lowercased()) : $0 })
            let part = small.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_")
            sql.append(
                " AND (LOWER(c.title) LIKE \("%\(part)%") ESCAPE '!' OR c.id = \(Int64(text) ?? 0))")
        }
        return sql
    }

    static func list(_ which: Which, _ filter: CaseFilter, in transaction: any Transaction) throws -> [Listed]
    {
        let columns: SQL = """
            SELECT c.id, c.workflow, c.workflow_version, c.title, c.subject, c.origin_path, c.place_path, c.state,
              c.step, c.step_number, c.step_path, c.permission, c.assignee_id, c.version, c.started_by, c.started_at,
              c.finished_at, s.entered_at, s.clock_unit, s.clock_limit, s.clause, s.basis, s.ended_at, p.ended_by
            FROM control_case c /*scatter: a list of work lies in all buckets*/
              JOIN control_case_step s ON s.bucket = c.bucket AND s.case_id = c.id AND s.number = c.step_number
              LEFT JOIN control_case_step p
                ON p.bucket = c.bucket AND p.case_id = c.id AND p.number = c.step_number - 1
            """
        return try transaction.all(columns + which.condition + narrowing(filter) + which.order) { row in
            let found = try read(row)
            return Listed(
                found: found,
                step: CaseStepRows.Stored(
                    number: found.stepNumber, step: found.step, enteredAt: try row.instant(17),
                    unit: try row.optionalText(18).flatMap(WorkflowClock.Unit.init(rawValue:)),
                    limit: Int(try row.optionalInt64(19) ?? 0), clause: try row.optionalText(20) ?? "",
                    basis: try row.optionalText(21).flatMap(WorkflowClock.Basis.init(rawValue:)) ?? .company,
                    endedAt: try row.optionalInstant(22), endedBy: nil, outcome: nil, form: [:]),
                sender: try row.optionalID(23))
        }
    }

    /// When the current steps of a list's cases stood still.
    static func stops(_ which: Which, in transaction: any Transaction) throws
        -> [WorkCaseID: [CaseClock.Stop]]
    {
        var found: [WorkCaseID: [CaseClock.Stop]] = [:]
        let columns: SQL = """
            SELECT t.case_id, t.from_at, t.until_at
            FROM control_case c /*scatter: a list of work lies in all buckets*/
              JOIN control_case_stop t ON t.bucket = c.bucket AND t.case_id = c.id AND t.step_number = c.step_number
            """
        try transaction.each(columns + which.condition + " ORDER BY t.case_id, t.number") { row in
            found[try row.id(0), default: []].append(
                CaseClock.Stop(from: try row.instant(1), until: try row.optionalInstant(2)))
        }
        return found
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
