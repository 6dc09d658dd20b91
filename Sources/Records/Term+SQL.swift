internal import Kernel
internal import Store

/// Rows of `records_term`.
enum TermRows {
    static let insert = BulkInsert(
        into: "records_term",
        [
            "bucket", "account_id", "effective_from", "revision", "is_void", "tariff_code",
            "household_persons",
            "low_income", "capacity_va", "contract_demand_w", "basic_mode", "power_factor_standard",
            "first_tier_month", "reason", "recorded_by", "recorded_at", "settlements", "agency_multiple",
            "chooses_surcharge", "households", "household_until",
        ])

    static func write(_ term: Term, of account: AccountID, to writer: any BulkWriter) throws {
        writer.value(account.bucket)
        writer.value(account)
        writer.value(term.effectiveFrom)
        writer.value(term.revision)
        writer.value(term.isVoid)
        writer.text(term.values.tariffCode)
        writer.value(term.values.householdPersons)
        writer.value(term.values.isLowIncome)
        writer.value(term.values.capacity)
        writer.value(term.values.contractDemand)
        writer.text(term.values.basicMode.rawValue)
        writer.value(term.values.powerFactorStandard)
        writer.value(term.values.firstTierMonth)
        writer.text(term.reason)
        writer.value(term.recordedBy)
        writer.value(term.recordedAt)
        writer.value(term.values.settlements)
        writer.value(term.values.paysAgencyMultiple)
        writer.value(term.values.choosesSurcharge)
        writer.value(term.values.households)
        writer.value(term.values.householdUntil)
        try writer.endRow()
    }

    /// Adds one revision.
    /// - Throws: `StoreFault.unique` where somebody else added the same revision meanwhile.
    static func add(_ term: Term, of account: AccountID, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO records_term (
                bucket, account_id, effective_from, revision, is_void, tariff_code, household_persons, low_income,
                capacity_va, contract_demand_w, basic_mode, power_factor_standard, first_tier_month, reason,
                recorded_by, recorded_at, settlements, agency_multiple, chooses_surcharge, households,
                household_until)
            VALUES (
                \(account.bucket), \(account), \(term.effectiveFrom), \(term.revision), \(term.isVoid),
                \(term.values.tariffCode), \(term.values.householdPersons), \(term.values.isLowIncome),
                \(term.values.capacity), \(term.values.contractDemand), \(term.values.basicMode.rawValue),
                \(term.values.powerFactorStandard), \(term.values.firstTierMonth), \(term.reason),
                \(term.recordedBy), \(term.recordedAt), \(term.values.settlements),
                \(term.values.paysAgencyMultiple), \(term.values.choosesSurcharge), \(term.values.households),
                \(term.values.householdUntil))
            """)
    }

    static func history(_ account: AccountID, in transaction: any Transaction) throws -> TermHistory {
        TermHistory(
            try transaction.all(
                """
                SELECT effective_from, revision, is_void, tariff_code, household_persons, low_income, capacity_va,
                    contract_demand_w, basic_mode, power_factor_standard, first_tier_month, reason, recorded_by,
                    recorded_at, settlements, agency_multiple, chooses_surcharge, households, household_until
                FROM records_term WHERE bucket = \(account.bucket) AND account_id = \(account)
                ORDER BY effective_from, revision
                """
            ) { try term($0, from: 0) })
    }

    /// Reads the nineteen columns of a term that begin at `column`.
    static func term(_ row: any Row, from column: Int) throws -> Term {
        guard let mode = BasicMode(rawValue: try row.text(column + 8)) else {
            throw StoreFault.column(column + 8, "is not a mode of basic charge")
        }
        return Term(
            effectiveFrom: try row.day(column), revision: try row.int(column + 1),
            isVoid: try row.bool(column + 2),
            values: TermValues(
                tariffCode: try row.text(column + 3), householdPersons: try row.int(column + 4),
                isLowIncome: try row.bool(column + 5), capacity: try row.quantity(column + 6),
                contractDemand: try row.quantity(column + 7), basicMode: mode,
                powerFactorStandard: try row.quantity(column + 9),
                firstTierMonth: row.isNull(column + 10) ? nil : try row.month(column + 10),
                settlements: try row.int(column + 14), paysAgencyMultiple: try row.bool(column + 15),
                choosesSurcharge: try row.bool(column + 16), households: try row.int(column + 17),
                householdUntil: try row.optionalDay(column + 18)),
            reason: try row.text(column + 11), recordedBy: try row.id(column + 12),
            recordedAt: try row.instant(column + 13))
    }
}
