package import Control
package import Kernel
package import Store

extension Records {
    /// Sets what a usage point's losses are reckoned by from a day on, beside what held before.
    ///
    /// Losses are for those metered below their transformer or away from the property's boundary (供电营业规则 1996, art. 74).
    /// - Throws: `RecordsRefusal.accountUnknown`, `.accountClosed`, `.changedMeanwhile`, `.invalid`,
    ///   `.usagePointUnknown`, `.dayTooEarly`, `.nothingChanged`; `EquipmentRefusal.unknown` for a piece or a shared
    ///   transformer that is not there.
    package func setLoss(
        of point: UsagePointID, of id: AccountID, from day: Day, _ terms: PointLossTerms, reason: String,
        version: Int64, by principal: Principal
    ) async throws {
        if let problem = terms.problems().first { throw problem.refusal }
        guard FieldRules.isLine(reason, 1...200) else {
            throw FieldProblem("reason", "text", ["least": "1", "most": "200"]).refusal
        }
        try await control.command("records.equipment", by: principal) { act in
            let transaction = act.transaction
            let account = try Self.changeable(id, version: version, in: act)
            guard try MeterRows.points(id, in: transaction).contains(where: { $0.id == point }) else {
                throw RecordsRefusal.usagePointUnknown(point.description)
            }
            let codes = try AccountCodes(control: control, today: act.today, in: transaction)
            if let conflict = account.voltage.flatMap({ codes.conflict($0, terms.arrangement) }) {
                throw conflict.refusal
            }
            guard day >= account.openedOn else {
                throw RecordsRefusal.dayTooEarly(least: account.openedOn.description)
            }
            if let piece = terms.transformer.equipment,
                try !EquipmentRows.equipment(of: id, in: transaction).contains(where: {
                    String($0.id) == piece
                })
            {
                throw EquipmentRefusal.unknown(piece)
            }
            if let part = terms.part, try SharedRows.shared(part.id, in: transaction) == nil {
                throw EquipmentRefusal.unknown(part.shared)
            }
            try outlook.requireLosses(
                terms.transformer.published, "loss_published", on: day, in: transaction)
            try outlook.requireLosses(terms.line.published, "line_published", on: day, in: transaction)
            let all = try LossRows.changes(of: id, in: transaction).filter { $0.usagePoint == point }
            let before = all.last { $0.from <= day }
            guard before?.terms != terms else { throw RecordsRefusal.nothingChanged }
            let change = PointLossChange(
                usagePoint: point, from: day, revision: (all.last { $0.from == day }?.revision ?? 0) + 1,
                terms: terms, reason: reason, recordedBy: principal.user, recordedAt: act.now)
            do {
                try LossRows.add(change, of: id, in: transaction)
            } catch StoreFault.unique {
                throw RecordsRefusal.changedMeanwhile(account.consumerNo)
            }
            try act.audit(
                bucket: id.bucket, action: "records.setLoss", subject: "account \(id) usage point \(point)",
                before: try before.map { try LossRows.text($0.terms) },
                after: try LossRows.text(terms))
            try act.publish(
                RecordsEvents.lossChanged, bucket: id.bucket, organisation: account.organisationPath,
                payload: RecordsEvents.payload([
                    ("account", id.description), ("point", point.description), ("from", day.description),
                ]))
        }
    }

    /// The loss terms of an account's usage points, by point, day and revision.
    /// - Throws: `RecordsRefusal.accountUnknown`, also outside the principal's scope.
    package func losses(of id: AccountID, by principal: Principal) async throws -> [PointLossChange] {
        try await control.read("records.read", by: principal) { transaction in
            _ = try row(id, scope: principal.scope, in: transaction)
            return try LossRows.changes(of: id, in: transaction)
        }
    }

    /// The loss rules that are published, by code; whether they are examples today.
    package func publishedLosses() async throws -> [PublishedLosses] {
        let (outlook, today) = (outlook, control.house.clock.today)
        return try await control.house.database.read { try outlook.losses(today, $0) }
    }

    /// The loss terms of some accounts; those without any are left out.
    package func losses(
        of ids: [AccountID], in transaction: any Transaction
    ) throws -> [AccountID: [PointLossChange]] {
        try LossRows.changes(of: ids, in: transaction)
    }

    /// The accounts whose losses follow published rules, by themselves or through a shared transformer.
    package func accounts(following code: String, in transaction: any Transaction) throws -> [AccountID] {
        try LossRows.accounts(following: code, in: transaction)
    }

    /// Those of them that lie in some buckets, in order.
    package func accounts(
        following code: String, in range: BucketRange, _ transaction: any Transaction
    ) throws -> [AccountID] {
        try LossRows.accounts(following: code, range, in: transaction)
    }

    /// How many accounts of each class have losses by published rules on a day, by their own terms or by those of a
    /// transformer they share: whom a change of the rules would hit. Closed accounts are left out.
    package func followingLosses(
        _ code: String, on day: Day, scope: OrganisationPath, in transaction: any Transaction
    ) throws -> [AccountClass: Int] {
        let losses = try losses(of: accounts(following: code, in: transaction), in: transaction)
        var shared: [Int64: Bool] = [:]
        func follows(_ changes: [PointLossChange]) throws -> Bool {
            guard let terms = changes.last(where: { $0.from <= day })?.terms else { return false }
            if terms.follows(code) { return true }
            guard let part = terms.part else { return false }
            let known =
                try shared[part.id]
                ?? (SharedRows.shared(part.id, in: transaction)?.terms(on: day).transformer.published == code)
            shared[part.id] = known
            return known
        }
        let ids = try losses.filter { _, changes in
            try Dictionary(grouping: changes, by: \.usagePoint).values.contains(where: follows)
        }.keys.sorted()
        return try TariffUseRows.classes(of: ids, on: day, scope: scope, in: transaction)
    }
}
