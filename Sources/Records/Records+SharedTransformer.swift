package import Control
package import Kernel
package import Store

/// Transformers that several usage points share 共用变压器: entered, changed from a day on, looked at.
extension Records {
    /// Enters one.
    /// - Throws: `RecordsRefusal.invalid`, `.gridCodeTaken` for a code in use; `ControlRefusal.organisationUnknown`
    ///   outside the principal's scope.
    @discardableResult
    package func addSharedTransformer(
        code: String, name: String, organisation id: OrganisationID, _ terms: SharedTransformer.Terms,
        by principal: Principal
    ) async throws -> Int64 {
        guard (1...32).contains(code.utf8.count), FieldRules.isCode(code) else {
            throw FieldProblem("code", "assetNo").refusal
        }
        guard FieldRules.isLine(name, 1...100) else {
            throw FieldProblem("name", "text", ["least": "1", "most": "100"]).refusal
        }
        let number = control.house.ids.nextNumber()
        return try await control.command("records.equipment", by: principal) { act in
            guard let organisation = try control.organisation(id, in: act.transaction),
                principal.scope.contains(organisation.path)
            else { throw ControlRefusal.organisationUnknown(id.description) }
            try require(terms, on: act.today, in: act.transaction)
            let shared = SharedTransformer(
                id: number, code: code, name: name, organisation: id, organisationPath: organisation.path,
                changes: [.init(from: nil, revision: 0, terms: terms, reason: "")])
            do {
                try act.transaction.savepoint { try SharedRows.add(shared, in: act.transaction) }
            } catch StoreFault.unique {
                throw RecordsRefusal.gridCodeTaken(code)
            }
            try act.audit(
                bucket: Bucket(of: number), action: "records.addSharedTransformer",
                subject: "shared transformer \(number)",
                after: RecordsEvents.payload([
                    ("code", code), ("name", name), ("terms", try LossRows.text(terms)),
                ]))
            try act.publish(
                RecordsEvents.sharedAdded, bucket: Bucket(of: number), organisation: organisation.path,
                payload: RecordsEvents.payload([("id", String(number)), ("code", code)]))
            return number
        }
    }

    /// Sets how one's loss is reckoned and divided from a day on, beside what held before.
    /// - Parameter version: how many terms it had when they were read.
    /// - Throws: `EquipmentRefusal.unknown`, also outside the principal's scope; `RecordsRefusal.invalid`,
    ///   `.changedMeanwhile`, `.nothingChanged`.
    package func changeSharedTransformer(
        _ id: Int64, from day: Day, _ terms: SharedTransformer.Terms, reason: String, version: Int,
        by principal: Principal
    ) async throws {
        guard FieldRules.isLine(reason, 1...200) else {
            throw FieldProblem("reason", "text", ["least": "1", "most": "200"]).refusal
        }
        try await control.command("records.equipment", by: principal) { act in
            let shared = try self.shared(id, under: principal.scope, in: act.transaction)
            guard shared.changes.count == version else {
                throw RecordsRefusal.changedMeanwhile(shared.code)
            }
            try require(terms, on: day, in: act.transaction)
            let before = shared.terms(on: day)
            guard before != terms else { throw RecordsRefusal.nothingChanged }
            let revision = (shared.changes.last { $0.from == day }?.revision ?? 0) + 1
            do {
                try SharedRows.add(
                    .init(from: day, revision: revision, terms: terms, reason: reason), day, to: id,
                    by: principal.user, at: act.now, in: act.transaction)
            } catch StoreFault.unique {
                throw RecordsRefusal.changedMeanwhile(shared.code)
            }
            try act.audit(
                bucket: Bucket(of: id), action: "records.changeSharedTransformer",
                subject: "shared transformer \(id)", before: try LossRows.text(before),
                after: RecordsEvents.payload([
                    ("from", day.description), ("terms", try LossRows.text(terms)), ("reason", reason),
                ]))
            try act.publish(
                RecordsEvents.sharedChanged, bucket: Bucket(of: id), organisation: shared.organisationPath,
                payload: RecordsEvents.payload([("id", String(id)), ("from", day.description)]))
        }
    }

    private func require(
        _ terms: SharedTransformer.Terms, on day: Day, in transaction: any Transaction
    ) throws {
        if terms.transformer.method == .none {
            throw FieldProblem("loss_method", "lossMissing").refusal
        }
        if let problem = terms.transformer.problems().first { throw problem.refusal }
        try outlook.requireLosses(terms.transformer.published, "loss_published", on: day, in: transaction)
    }

    private func shared(
        _ id: Int64, under scope: OrganisationPath, in transaction: any Transaction
    ) throws -> SharedTransformer {
        guard let shared = try SharedRows.shared(id, in: transaction),
            scope.contains(shared.organisationPath)
        else { throw EquipmentRefusal.unknown(String(id)) }
        return shared
    }

    /// The shared transformers of the principal's scope, by code.
    package func sharedTransformers(by principal: Principal) async throws -> [SharedTransformer] {
        try await control.read("records.read", by: principal) { transaction in
            try SharedRows.shared(in: transaction).filter { principal.scope.contains($0.organisationPath) }
        }
    }

    /// One with the points that share it today or will; those of accounts outside the principal's scope are counted.
    /// - Throws: `EquipmentRefusal.unknown`, also outside the principal's scope.
    package func sharedTransformer(
        _ id: Int64, by principal: Principal
    ) async throws -> (transformer: SharedTransformer, points: [SharingPoint], outside: Int) {
        try await control.read("records.read", by: principal) { transaction in
            let shared = try self.shared(id, under: principal.scope, in: transaction)
            let today = control.house.clock.today
            var points: [SharingPoint] = []
            var outside = 0
            let losses = try losses(of: accounts(sharing: id, in: transaction), in: transaction)
            for (account, changes) in losses.sorted(by: { $0.key < $1.key }) {
                guard let row = try row(account, in: transaction) else { continue }
                for (point, changes) in Dictionary(grouping: changes, by: \.usagePoint)
                    .sorted(by: { $0.key < $1.key })
                {
                    // What holds today, or else what will first.
                    let now = changes.last { $0.from <= today } ?? changes.first
                    let next = [now].compactMap(\.self) + changes.filter { $0.from > today }
                    guard let found = next.first(where: { $0.terms.part?.id == id }),
                        let part = found.terms.part
                    else { continue }
                    if principal.scope.contains(row.organisationPath) {
                        points.append(
                            SharingPoint(account: row, usagePoint: point, from: found.from, part: part))
                    } else {
                        outside += 1
                    }
                }
            }
            return (shared, points, outside)
        }
    }

    /// The accounts with a point that shares or shared a transformer; they may lie in any bucket.
    package func accounts(sharing id: Int64, in transaction: any Transaction) throws -> [AccountID] {
        try LossRows.accounts(sharing: id, in: transaction)
    }

    package func sharedTransformer(_ id: Int64, in transaction: any Transaction) throws -> SharedTransformer?
    {
        try SharedRows.shared(id, in: transaction)
    }
}
