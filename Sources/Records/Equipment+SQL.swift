internal import Control
internal import Kernel
internal import Store

/// Rows of `records_equipment` and of its changes.
enum EquipmentRows {
    static func add(_ id: Int64, _ new: NewEquipment, to account: AccountID, in transaction: any Transaction)
        throws
    {
        try transaction.run(
            """
            INSERT INTO records_equipment (bucket, account_id, id, kind, name, model, capacity_va, no_load_w, load_w,
                no_load_current_ppm, impedance_ppm)
            VALUES (\(account.bucket), \(account), \(id), \(new.kind.rawValue), \(new.name), \(new.model),
                \(new.capacity), \(new.plate?.noLoad), \(new.plate?.load), \(new.plate?.noLoadCurrent),
                \(new.plate?.impedance))
            """)
    }

    /// - Throws: `StoreFault.unique` where somebody else added the same revision meanwhile.
    static func add(
        _ change: EquipmentChange, to equipment: Int64, of account: AccountID, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO records_equipment_change (bucket, account_id, equipment_id, from_day, revision, is_void, state,
                capacity_va, until_day, is_permanent, applied_on, reason, recorded_by, recorded_at)
            VALUES (\(account.bucket), \(account), \(equipment), \(change.from), \(change.revision), \(change.isVoid),
                \(change.state.rawValue), \(change.capacity), \(change.until), \(change.isPermanent),
                \(change.appliedOn), \(change.reason), \(change.recordedBy), \(change.recordedAt))
            """)
    }

    static func equipment(of account: AccountID, in transaction: any Transaction) throws -> [Equipment] {
        var found: [Equipment] = []
        try transaction.each(
            """
            SELECT account_id, id, kind, name, model, capacity_va, no_load_w, load_w, no_load_current_ppm, impedance_ppm
            FROM records_equipment WHERE bucket = \(account.bucket) AND account_id = \(account) ORDER BY id
            """
        ) { found.append(try equipment($0)) }
        if found.isEmpty { return [] }
        try transaction.each(
            """
            SELECT account_id, equipment_id, from_day, revision, is_void, state, capacity_va, until_day, is_permanent,
                applied_on, reason, recorded_by, recorded_at
            FROM records_equipment_change WHERE bucket = \(account.bucket) AND account_id = \(account)
            ORDER BY equipment_id, from_day, revision
            """
        ) { row in
            let id = try row.int64(1)
            guard let place = found.firstIndex(where: { $0.id == id }) else { return }
            found[place].changes.append(try change(row))
        }
        return found
    }

    /// The equipment of whole buckets by account.
    static func equipment(
        in range: BucketRange, _ transaction: any Transaction
    ) throws -> [AccountID: [Equipment]] {
        var found: [AccountID: [Equipment]] = [:]
        try transaction.each(
            """
            SELECT account_id, id, kind, name, model, capacity_va, no_load_w, load_w, no_load_current_ppm, impedance_ppm
            FROM records_equipment WHERE \(bucket: "bucket", in: range) ORDER BY bucket, account_id, id
            """
        ) { found[try $0.id(0), default: []].append(try equipment($0)) }
        if found.isEmpty { return [:] }
        try transaction.each(
            """
            SELECT account_id, equipment_id, from_day, revision, is_void, state, capacity_va, until_day, is_permanent,
                applied_on, reason, recorded_by, recorded_at
            FROM records_equipment_change WHERE \(bucket: "bucket", in: range)
            ORDER BY bucket, account_id, equipment_id, from_day, revision
            """
        ) { row in
            let id = try row.int64(1)
            guard let place = found[try row.id(0)]?.firstIndex(where: { $0.id == id }) else { return }
            found[try row.id(0)]?[place].changes.append(try change(row))
        }
        return found
    }

    private static func equipment(_ row: any Row) throws -> Equipment {
        guard let kind = EquipmentKind(rawValue: try row.text(2)) else {
            throw StoreFault.column(2, "is not a kind of equipment")
        }
        let plate: TransformerPlate? =
            row.isNull(6)
            ? nil
            : TransformerPlate(
                noLoad: try row.quantity(6), load: try row.quantity(7), noLoadCurrent: try row.quantity(8),
                impedance: try row.quantity(9))
        return Equipment(
            id: try row.int64(1), name: try row.text(3), kind: kind, capacity: try row.quantity(5),
            model: try row.text(4), plate: plate, changes: [])
    }

    private static func change(_ row: any Row) throws -> EquipmentChange {
        guard let state = EquipmentState(rawValue: try row.text(5)) else {
            throw StoreFault.column(5, "is not a state of equipment")
        }
        return EquipmentChange(
            from: try row.day(2), revision: try row.int(3), isVoid: try row.bool(4), state: state,
            capacity: try row.quantity(6), until: try row.optionalDay(7), isPermanent: try row.bool(8),
            appliedOn: try row.optionalDay(9), reason: try row.text(10), recordedBy: try row.id(11),
            recordedAt: try row.instant(12))
    }
}
