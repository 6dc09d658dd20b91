import Foundation
import Kernel
import Store

/// Rows of billing months, their history and what is carried over them.
enum MonthRows {
    /// Whoever writes for a month holds this until its transaction ends; whoever closes one waits for all of them and
    /// keeps new ones waiting. SQLite has one writer at a time, so there is nothing to hold.
    static func hold(toClose: Bool, in transaction: any Transaction) throws {
        guard transaction.engine == .postgres else { return }
        if toClose {
            try transaction.run(
                "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('lamplight months ' || current_schema(), 0))"
            )
        } else {
            try transaction.run(
                """
                SELECT 1 FROM pg_advisory_xact_lock_shared(hashtextextended('lamplight months ' || current_schema(), 0))
                """)
        }
    }

    /// The last closed month of each organisation that closed one from `month` on.
    static func closed(from month: BillingMonth, in transaction: any Transaction) throws
        -> [(path: OrganisationPath, through: BillingMonth)]
    {
        try transaction.all(
            """
            SELECT organisation_path, MAX(month) FROM control_month WHERE state = 'CLOSED' AND month >= \(month)
            GROUP BY organisation_path ORDER BY organisation_path
            """
        ) { (path: OrganisationPath(try $0.text(0)), through: try $0.month(1)) }
    }

    static func states(in transaction: any Transaction) throws -> [MonthState] {
        try transaction.all(
            """
            SELECT organisation_id, month, state, set_by, set_at FROM control_month ORDER BY organisation_id, month
            """
        ) { row in
            MonthState(
                organisation: try row.id(0), month: try row.month(1),
                state: MonthState.State(rawValue: try row.text(2)) ?? .open, by: try row.id(3),
                at: try row.instant(4))
        }
    }

    static func set(
        _ organisation: Organisation, _ month: BillingMonth, _ state: MonthState.State, reason: String,
        by user: UserID, at: Instant, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_month (organisation_id, organisation_path, month, state, set_by, set_at)
            VALUES (\(organisation.id), \(organisation.path.text), \(month), \(state.rawValue), \(user), \(at))
            ON CONFLICT (organisation_id, month) DO UPDATE
            SET state = excluded.state, set_by = excluded.set_by, set_at = excluded.set_at
            """)
        let number = try steps(of: organisation.id, month, in: transaction).count + 1
        try transaction.run(
            """
            INSERT INTO control_month_step (organisation_id, month, number, state, reason, set_by, set_at)
            VALUES (\(organisation.id), \(month), \(number), \(state.rawValue), \(reason), \(user), \(at))
            """)
    }

    struct Step {
        let state: MonthState.State
        let reason: String
        let by: UserID
        let at: Instant
    }

    static func steps(
        of organisation: OrganisationID, _ month: BillingMonth, in transaction: any Transaction
    ) throws -> [Step] {
        try transaction.all(
            """
            SELECT state, reason, set_by, set_at FROM control_month_step
            WHERE organisation_id = \(organisation) AND month = \(month) ORDER BY number
            """
        ) { row in
            Step(
                state: MonthState.State(rawValue: try row.text(0)) ?? .open, reason: try row.text(1),
                by: try row.id(2), at: try row.instant(3))
        }
    }

    struct StoredCarry {
        let item: String
        let carrier: UserID
        let reason: String
        let by: UserID
        let at: Instant
        /// The item as it was: its text and values, and how many.
        let text: String
        let arguments: [String: String]
        let count: Int?
        /// The carrier's work order.
        let order: WorkCaseID?
    }

    /// Every line, the later ones on an item after the earlier.
    static func carries(
        of organisation: OrganisationID, _ month: BillingMonth, in transaction: any Transaction
    ) throws -> [StoredCarry] {
        try transaction.all(
            """
            SELECT item, carrier_id, reason, set_by, set_at, item_text, arguments, item_count, case_id
            FROM control_month_carry
            WHERE organisation_id = \(organisation) AND month = \(month) ORDER BY item, number
            """
        ) { row in
            StoredCarry(
                item: try row.text(0), carrier: try row.id(1), reason: try row.text(2), by: try row.id(3),
                at: try row.instant(4), text: try row.text(5),
                arguments: try JSONDecoder().decode([String: String].self, from: Data(try row.text(6).utf8)),
                count: try row.optionalInt64(7).map(Int.init), order: try row.optionalID(8))
        }
    }

    static func insert(
        _ carry: StoredCarry, number: Int, of organisation: OrganisationID, _ month: BillingMonth,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO control_month_carry
              (organisation_id, month, item, number, carrier_id, reason, set_by, set_at, item_text, arguments,
              item_count, case_id)
            VALUES (\(organisation), \(month), \(carry.item), \(number), \(carry.carrier), \(carry.reason),
              \(carry.by), \(carry.at), \(carry.text), \(try CommandInput.encode(carry.arguments)), \(carry.count),
              \(carry.order))
            """)
    }
}
