internal import Control
internal import Kernel
internal import Store

extension LoadRows {
    /// Writes every row of the chunk, each table in the order of its key.
    func write(in act: Act) throws {
        let transaction = act.transaction
        try claimNames(in: transaction)
        let customers = try writeCustomers(in: transaction, at: act.now)
        try writeAccounts(customers: customers, in: transaction)
        try writeTerms(by: act.principal.user, at: act.now, in: transaction)
        try writePoints(in: transaction)
        try writeMeters(in: transaction, at: act.now)
        try writeEquipment(by: act.principal.user, at: act.now, in: transaction)
        try SearchRows.insert(words, in: transaction)
    }

    private func claimNames(in transaction: any Transaction) throws {
        let numbers = accounts.map { (name: $0.account.consumerNo, owner: $0.id) }
        let old = accounts.compactMap { row in row.account.oldNo.map { (name: $0, owner: row.id) } }
        let meters = accounts.flatMap { row in row.meters.map { (name: $0.values.assetNo, owner: $0.meter) } }
        for (kind, names) in [
            (RecordsName.consumerNo, numbers), (RecordsName.oldNo, old), (RecordsName.meter, meters),
        ] where !names.isEmpty {
            do {
                try transaction.savepoint { try NameRegistry.claimAll(kind: kind, names, in: transaction) }
            } catch StoreFault.unique {
                // One by one, to name the one that is taken.
                for name in names {
                    try NameRegistry.claim(kind: kind, name: name.name, owner: name.owner, in: transaction)
                }
            }
        }
    }

    /// Writes the customers nobody has yet; gives the customer of each account.
    private func writeCustomers(in transaction: any Transaction, at now: Instant) throws -> [Int64: Int64] {
        var known: [[UInt8]: Int64] = [:]
        var customers: [Int64: Int64] = [:]
        var new: [AccountRow] = []
        for row in accounts {
            if let digest = row.identity?.digest {
                if let found = try known[digest] ?? CustomerRows.find(identity: digest, in: transaction) {
                    known[digest] = found
                    customers[row.id] = found
                    continue
                }
                known[digest] = row.customer
            }
            customers[row.id] = row.customer
            new.append(row)
        }
        new.sort { (Bucket(of: $0.customer), $0.customer) < (Bucket(of: $1.customer), $1.customer) }
        try transaction.bulk(
            BulkInsert(
                into: "records_customer",
                [
                    "bucket", "id", "kind", "name", "identity_sealed", "identity_digest", "identity_tail",
                    "created_at", "version",
                ])
        ) { writer in
            for row in new {
                writer.value(Bucket(of: row.customer))
                writer.int64(row.customer)
                writer.text(row.account.kind.rawValue)
                writer.text(row.account.name)
                writer.field(row.identity)
                writer.value(now)
                writer.int64(1)
                try writer.endRow()
            }
        }
        return customers
    }

    private func writeAccounts(customers: [Int64: Int64], in transaction: any Transaction) throws {
        try transaction.bulk(
            BulkInsert(
                into: "records_account",
                [
                    "bucket", "id", "consumer_no", "old_no", "name", "initials", "customer_id",
                    "organisation_id",
                    "organisation_path", "address", "state", "class", "route", "opened_on", "phone_sealed",
                    "phone_digest", "phone_tail", "bank_sealed", "bank_digest", "bank_tail", "version",
                    "use_code", "industry", "voltage",
                ])
        ) { writer in
            for row in accounts {
                writer.value(row.bucket)
                writer.int64(row.id)
                writer.text(row.account.consumerNo)
                writer.value(row.account.oldNo)
                writer.text(row.account.name)
                writer.text(row.initials)
                writer.int64(customers[row.id] ?? row.customer)
                writer.value(row.organisation.id)
                writer.text(row.organisation.path.text)
                writer.text(row.account.address)
                writer.text(AccountState.active.rawValue)
                writer.text(row.account.accountClass.rawValue)
                writer.text(row.account.route)
                writer.value(row.account.openedOn)
                writer.field(row.phone)
                writer.field(row.bank)
                writer.int64(1)
                writer.value(row.account.useCode)
                writer.value(row.account.industry)
                writer.value(row.account.voltage)
                try writer.endRow()
            }
        }
    }

    private func writeTerms(by user: UserID, at now: Instant, in transaction: any Transaction) throws {
        try transaction.bulk(TermRows.insert) { writer in
            for row in accounts {
                let term = Term(
                    effectiveFrom: row.account.openedOn, revision: 1, isVoid: false,
                    values: row.account.terms,
                    reason: "", recordedBy: user, recordedAt: now)
                try TermRows.write(term, of: AccountID(row.id), to: writer)
            }
        }
    }

    private func writePoints(in transaction: any Transaction) throws {
        try transaction.bulk(
            BulkInsert(
                into: "records_usage_point", ["bucket", "account_id", "id", "kind", "area_id", "feeder_id"])
        ) { writer in
            for row in accounts {
                writer.value(row.bucket)
                writer.int64(row.id)
                writer.int64(row.usagePoint)
                writer.text("SETTLEMENT")
                writer.value(row.node.kind == .area ? row.node.id : nil)
                writer.value(row.node.kind == .feeder ? row.node.id : nil)
                try writer.endRow()
            }
        }
        try transaction.bulk(
            BulkInsert(
                into: "records_area_membership",
                ["bucket", "account_id", "usage_point_id", "from_day", "node_id"])
        ) { writer in
            for row in accounts {
                writer.value(row.bucket)
                writer.int64(row.id)
                writer.int64(row.usagePoint)
                writer.value(row.account.openedOn)
                writer.value(row.node.id)
                try writer.endRow()
            }
        }
    }

    /// Few accounts have any, so it is written row by row.
    private func writeEquipment(by user: UserID, at now: Instant, in transaction: any Transaction) throws {
        for row in accounts {
            let id = AccountID(row.id)
            for (piece, new) in zip(row.equipment, row.account.equipment) {
                try EquipmentRows.add(piece, new, to: id, in: transaction)
                try EquipmentRows.add(
                    EquipmentChange(
                        from: new.from, revision: 1, state: .running, capacity: new.capacity, reason: "",
                        recordedBy: user, recordedAt: now), to: piece, of: id, in: transaction)
            }
            guard var terms = row.account.loss else { continue }
            if [.formula, .table, .published].contains(terms.transformer.method),
                terms.transformer.equipment == nil,
                let first = zip(row.equipment, row.account.equipment).first(where: {
                    $0.1.kind == .transformer
                })
            {
                terms.transformer.equipment = String(first.0)
            }
            try LossRows.add(
                PointLossChange(
                    usagePoint: UsagePointID(row.usagePoint), from: row.account.openedOn, revision: 1,
                    terms: terms, reason: "", recordedBy: user, recordedAt: now), of: id, in: transaction)
        }
    }

    private func writeMeters(in transaction: any Transaction, at now: Instant) throws {
        let meters = accounts.flatMap(\.meters)
            .sorted { (Bucket(of: $0.meter), $0.meter) < (Bucket(of: $1.meter), $1.meter) }
        try transaction.bulk(MeterRows.meter) { writer in
            for row in meters {
                try MeterRows.writeMeter(row.meter, row.values, at: now, to: writer)
            }
        }
        try transaction.bulk(MeterRows.installation) { writer in
            for row in accounts {
                for meter in row.meters {
                    try MeterRows.writeInstallation(
                        meter.installation, of: AccountID(row.id), at: row.usagePoint, meter.meter,
                        meter.values,
                        on: row.account.openedOn, to: writer)
                }
            }
        }
        try transaction.bulk(MeterRows.register) { writer in
            for row in accounts {
                for meter in row.meters {
                    try MeterRows.writeRegisters(
                        meter.values.registers, of: AccountID(row.id), meter.installation, to: writer)
                }
            }
        }
    }
}

extension BulkWriter {
    /// A sealed field's three columns.
    func field(_ field: SealedField?) {
        value(field?.sealed)
        value(field?.digest)
        value(field?.tail)
    }
}
