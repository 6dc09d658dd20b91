internal import Foundation
internal import Kernel
internal import Store

/// Rows of the steps a case went through.
enum CaseStepRows {
    /// A step as it is stored: its clock not yet told.
    struct Stored {
        let number: Int
        let step: String
        let enteredAt: Instant
        let unit: WorkflowClock.Unit?
        let limit: Int
        let clause: String
        let basis: WorkflowClock.Basis
        /// The step from whose first entry on the clock counts; nil: from this entry.
        let clockFrom: String?
        let endedAt: Instant?
        let endedBy: UserID?
        let outcome: WorkCaseStep.Outcome?
        let form: [String: String]
    }

    static func enter(
        _ id: WorkCaseID, number: Int, step: String, clock: StepClock?, at: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_case_step (bucket, case_id, number, step, entered_at, clock_unit, clock_limit, clause,
              basis, clock_from, form)
            VALUES (\(id.bucket), \(id), \(number), \(step), \(at), \(clock?.unit.rawValue),
              \(clock?.limit), \(clock?.clause), \(clock?.basis.rawValue), \(clock?.from), '{}')
            """)
    }

    static func end(
        _ id: WorkCaseID, number: Int, outcome: WorkCaseStep.Outcome, form: [String: String], by user: UserID,
        at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE control_case_step SET ended_at = \(at), ended_by = \(user), outcome = \(outcome.rawValue),
              form = \(try CommandInput.encode(form))
            WHERE bucket = \(id.bucket) AND case_id = \(id) AND number = \(number)
            """)
    }

    static func all(of id: WorkCaseID, in transaction: any Transaction) throws -> [Stored] {
        try transaction.all(
            """
            SELECT number, step, entered_at, clock_unit, clock_limit, clause, basis, ended_at, ended_by, outcome, form,
              clock_from
            FROM control_case_step WHERE bucket = \(id.bucket) AND case_id = \(id) ORDER BY number
            """, read)
    }

    private static func read(_ row: any Row) throws -> Stored {
        Stored(
            number: try row.int(0), step: try row.text(1), enteredAt: try row.instant(2),
            unit: try row.optionalText(3).flatMap(WorkflowClock.Unit.init(rawValue:)),
            limit: Int(try row.optionalInt64(4) ?? 0), clause: try row.optionalText(5) ?? "",
            basis: try row.optionalText(6).flatMap(WorkflowClock.Basis.init(rawValue:)) ?? .company,
            clockFrom: try row.optionalText(11), endedAt: try row.optionalInstant(7),
            endedBy: try row.optionalID(8),
            outcome: try row.optionalText(9).flatMap(WorkCaseStep.Outcome.init(rawValue:)),
            form: try JSONDecoder().decode([String: String].self, from: Data(try row.text(10).utf8)))
    }

    static func stop(
        _ id: WorkCaseID, version: Int, step: Int, reason: String, at: Instant,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_case_stop (bucket, case_id, number, step_number, from_at, reason)
            VALUES (\(id.bucket), \(id), \(version), \(step), \(at), \(reason))
            """)
    }

    static func go(_ id: WorkCaseID, number: Int, at: Instant, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE control_case_stop SET until_at = \(at)
            WHERE bucket = \(id.bucket) AND case_id = \(id) AND step_number = \(number) AND until_at IS NULL
            """)
    }

    static func stops(of id: WorkCaseID, in transaction: any Transaction) throws -> [Int: [CaseClock.Stop]] {
        let rows = try transaction.all(
            """
            SELECT step_number, from_at, until_at FROM control_case_stop
            WHERE bucket = \(id.bucket) AND case_id = \(id) ORDER BY number
            """
        ) {
            (
                number: try $0.int(0),
                stop: CaseClock.Stop(from: try $0.instant(1), until: try $0.optionalInstant(2))
            )
        }
        return Dictionary(grouping: rows, by: \.number).mapValues { $0.map(\.stop) }
    }
}

/// Rows of the trail.
enum CaseTrailRows {
    static func append(
        _ id: WorkCaseID, version: Int, _ entry: WorkCaseEntry, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_case_trail (bucket, case_id, number, at, user_id, action, step, to_step, other_user_id,
              note)
            VALUES (\(id.bucket), \(id), \(version), \(entry.at), \(entry.user), \(entry.action), \(entry.step),
              \(entry.toStep), \(entry.other), \(entry.note))
            """)
    }

    static func all(of id: WorkCaseID, in transaction: any Transaction) throws -> [WorkCaseEntry] {
        try transaction.all(
            """
            SELECT at, user_id, action, step, to_step, other_user_id, note FROM control_case_trail
            WHERE bucket = \(id.bucket) AND case_id = \(id) ORDER BY number
            """
        ) {
            WorkCaseEntry(
                at: try $0.instant(0), user: try $0.id(1), action: try $0.text(2), step: try $0.text(3),
                toStep: try $0.optionalText(4), other: try $0.optionalID(5), note: try $0.text(6))
        }
    }
}
