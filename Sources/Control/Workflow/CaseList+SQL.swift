internal import Kernel
internal import Store

/// Lists of cases, read piece by piece from the most urgent on.
extension CaseRows {
    /// Which cases a list holds.
    enum Which {
        /// Open, in the hands of one of these, from the scope or given into it.
        case assigned([UserID], OrganisationPath)
        /// Open, in nobody's hands, their step within the scope and asking for one of these permissions.
        case unclaimed(OrganisationPath, Set<Permission>)
        /// Open and due by then, from the scope or given into it.
        case due(OrganisationPath, by: Instant)
        /// Open, from the scope or given into it.
        case open(OrganisationPath)
        /// All of the scope there ever were.
        case all(OrganisationPath)
        /// Every open one whose step has a clock, wherever it lies, by number.
        case clocked

        fileprivate var condition: SQL {
            switch self {
            case .assigned(let users, let scope):
                " WHERE c.finished_at IS NULL AND c.assignee_id IN ("
                    + Self.listed(users.map { .int64($0.number) }) + ") AND " + Self.within(scope)
            case .unclaimed(let scope, let permissions):
                """
                 WHERE c.finished_at IS NULL AND c.assignee_id IS NULL AND c.step_path >= \(scope.text)
                  AND c.step_path < \(scope.end) AND c.permission IN (
                """ + Self.listed(permissions.map(\.code).sorted().map { .text($0) }) + ")"
            case .due(let scope, let last):
                " WHERE c.finished_at IS NULL AND c.due_at <= \(last) AND " + Self.within(scope)
            case .open(let scope): " WHERE c.finished_at IS NULL AND " + Self.within(scope)
            case .all(let scope): " WHERE " + Self.within(scope)
            case .clocked: " WHERE c.finished_at IS NULL AND c.due_at < \(CaseDue.none)"
            }
        }

        private static func within(_ scope: OrganisationPath) -> SQL {
            """
            ((c.origin_path >= \(scope.text) AND c.origin_path < \(scope.end))
              OR (c.place_path >= \(scope.text) AND c.place_path < \(scope.end)))
            """
        }

        /// Values of an `IN`; nothing is in an empty one.
        private static func listed(_ values: [SQLValue]) -> SQL {
            var sql: SQL = "NULL"
            for value in values { sql.append(", \(value)") }
            return sql
        }

        /// The most urgent first while open, those of no clock last; all there ever were the newest first.
        fileprivate var order: SQL {
            switch self {
            case .all: " ORDER BY c.id DESC"
            case .clocked: " ORDER BY c.id"
            default: " ORDER BY c.due_at, c.id"
            }
        }

        fileprivate func after(_ place: CaseCursor) -> SQL {
            switch self {
            case .all: " AND c.id < \(place.id)"
            case .clocked: " AND c.id > \(place.id)"
            default:
                " AND (c.due_at > \(place.due) OR (c.due_at = \(place.due) AND c.id > \(place.id)))"
            }
        }
    }

    /// A piece of a list: which, what it is narrowed to, after which place, how many at most.
    struct Piece {
        let which: Which
        var filter = CaseFilter()
        var after: CaseCursor?
        let limit: Int

        /// The keys of the cases, as the first table of a statement.
        fileprivate var keys: SQL {
            var sql: SQL = "(SELECT c.bucket, c.id, c.step_number FROM control_case c"
            sql.append(which.condition + CaseRows.narrowing(filter))
            if let after { sql.append(which.after(after)) }
            return sql + which.order + " LIMIT \(limit)) k /*scatter: a list of work lies in all buckets*/"
        }
    }

    /// A case of a list with its current step, who ended the step before, and what it is filed under.
    struct Listed {
        let found: WorkCase
        let step: CaseStepRows.Stored
        let sender: UserID?
        let due: Instant
        let told: CaseClock.Light
        /// What the step's clock counts from.
        var history = CaseHistory()
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

    /// How many cases a list holds.
    static func count(_ which: Which, _ filter: CaseFilter, in transaction: any Transaction) throws -> Int {
        let sql: SQL = "SELECT COUNT(*) FROM control_case c /*scatter: a list of work lies in all buckets*/"
        return try transaction.first(sql + which.condition + narrowing(filter)) { try $0.int(0) } ?? 0
    }

    static func list(_ piece: Piece, in transaction: any Transaction) throws -> [Listed] {
        let columns: SQL = """
            SELECT c.id, c.workflow, c.workflow_version, c.title, c.subject, c.origin_path, c.place_path, c.state,
              c.step, c.step_number, c.step_path, c.permission, c.assignee_id, c.version, c.started_by, c.started_at,
              c.finished_at, s.entered_at, s.clock_unit, s.clock_limit, s.clause, s.basis, s.ended_at, p.ended_by,
              s.clock_from, c.due_at, c.told
            FROM 
            """
        let joins: SQL = """
             JOIN control_case c ON c.bucket = k.bucket AND c.id = k.id
              JOIN control_case_step s ON s.bucket = c.bucket AND s.case_id = c.id AND s.number = c.step_number
              LEFT JOIN control_case_step p
                ON p.bucket = c.bucket AND p.case_id = c.id AND p.number = c.step_number - 1
            """
        let listed = try transaction.all(columns + piece.keys + joins + piece.which.order) { row in
            let found = try read(row)
            return Listed(
                found: found,
                step: CaseStepRows.Stored(
                    number: found.stepNumber, step: found.step, enteredAt: try row.instant(17),
                    unit: try row.optionalText(18).flatMap(WorkflowClock.Unit.init(rawValue:)),
                    limit: Int(try row.optionalInt64(19) ?? 0), clause: try row.optionalText(20) ?? "",
                    basis: try row.optionalText(21).flatMap(WorkflowClock.Basis.init(rawValue:)) ?? .company,
                    clockFrom: try row.optionalText(24), endedAt: try row.optionalInstant(22), endedBy: nil,
                    outcome: nil, form: [:]),
                sender: try row.optionalID(23), due: try row.instant(25),
                told: CaseClock.Light(stored: try row.text(26)))
        }
        guard !listed.isEmpty else { return [] }
        let histories = try histories(piece, in: transaction)
        return listed.map { line in
            var line = line
            line.history = histories[line.found.id] ?? CaseHistory()
            return line
        }
    }

    /// What the clocks of the current steps count from: when they stood still, and the steps before where they count.
    private static func histories(_ piece: Piece, in transaction: any Transaction) throws
        -> [WorkCaseID: CaseHistory]
    {
        var found: [WorkCaseID: CaseHistory] = [:]
        let stops: SQL = "SELECT t.case_id, t.step_number, t.from_at, t.until_at FROM "
        try transaction.each(
            stops + piece.keys
                + " JOIN control_case_stop t ON t.bucket = k.bucket AND t.case_id = k.id ORDER BY t.case_id, t.number"
        ) { row in
            found[try row.id(0), default: CaseHistory()].stops[try row.int(1), default: []].append(
                CaseClock.Stop(from: try row.instant(2), until: try row.optionalInstant(3)))
        }
        let steps: SQL = "SELECT e.case_id, e.number, e.step, e.entered_at, e.ended_at FROM "
        try transaction.each(
            steps + piece.keys + """
                 JOIN control_case_step s ON s.bucket = k.bucket AND s.case_id = k.id AND s.number = k.step_number
                  JOIN control_case_step e ON e.bucket = s.bucket AND e.case_id = s.case_id AND e.number < s.number
                WHERE s.clock_from IS NOT NULL ORDER BY e.case_id, e.number
                """
        ) { row in
            found[try row.id(0), default: CaseHistory()].entries.append(
                CaseHistory.Entry(
                    number: try row.int(1), step: try row.text(2), enteredAt: try row.instant(3),
                    endedAt: try row.optionalInstant(4)))
        }
        return found
    }

    /// Writes when a case is due and what was told of its clock; false where somebody changed it meanwhile. Its version
    /// stays: a form that is open on it is still good.
    static func tell(
        _ found: WorkCase, due: Instant, light: CaseClock.Light, in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE control_case SET due_at = \(due), told = \(light.stored)
            WHERE bucket = \(found.id.bucket) AND id = \(found.id) AND version = \(found.version)
            """) == 1
    }
}

extension CaseClock.Light {
    fileprivate init(stored: String) { self = stored == "RED" ? .red : stored == "AMBER" ? .amber : .green }

    var stored: String {
        switch self {
        case .green: "GREEN"
        case .amber: "AMBER"
        case .red: "RED"
        }
    }
}
