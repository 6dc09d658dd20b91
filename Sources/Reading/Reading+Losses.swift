package import Control
package import Kernel
import Records
internal import Store

extension Reading {
    /// Reckons the losses of a month's approved energy anew, after loss terms or equipment were corrected; accounts that
    /// are billed keep theirs.
    /// - Throws: `ReadingRefusal.accountUnknown` outside the principal's scope, `MonthRefusal.closed`.
    package func reckonLosses(
        of id: AccountID, _ month: BillingMonth, by principal: Principal
    ) async throws {
        try await control.command("reading.approve", by: principal) { act in
            let account = try self.account(id, under: principal.scope, in: act.transaction)
            try control.requireOpen([MonthPlace(account.organisation, month)], in: act.transaction)
            try settleLosses([id], month, in: act.transaction)
            let points = try EnergyRows.periods(id, from: month, to: month, in: act.transaction)
            try act.audit(
                bucket: id.bucket, action: "reading.reckonLosses", subject: "account \(id)",
                after: "{\"month\":\"\(month)\",\"lossWh\":\(points.map(\.loss).total().units)}")
        }
    }

    /// Lays the losses beside the approved energy of some accounts. Most accounts have none: one statement then.
    ///
    /// A transformer that several points share is settled when the last of them is approved, for all of them, in whatever
    /// bucket they lie; those that wait are not billed.
    func settleLosses(_ ids: [AccountID], _ month: BillingMonth, in transaction: any Transaction) throws {
        let losses = try records.losses(of: ids, in: transaction)
        if losses.isEmpty { return }
        let wanted = losses.keys.sorted { ($0.bucket, $0) < ($1.bucket, $1) }
        let accounts = try records.readableAccounts(wanted, in: transaction)
        let energies = try EnergyRows.energies(of: wanted, month: month, in: transaction)
        let billed = try self.billed(wanted, month, transaction)
        var shared: Set<Int64> = []
        var tables = LossTables()
        for id in wanted where !billed.contains(id) {
            guard let account = accounts[id] else { continue }
            for var point in energies[id] ?? [] {
                let changes = (losses[id] ?? []).filter { $0.usagePoint == point.usagePoint }
                if changes.isEmpty { continue }
                guard point.state == .approved else {
                    // The others of its transformer wait again.
                    let part = changes.last { $0.from <= month.lastDay }?.terms.part
                    if let part { shared.insert(part.id) }
                    continue
                }
                let reckoned = try ownEvidence(&point, changes, account, month, &tables, in: transaction)
                if let part = reckoned.part {
                    shared.insert(part.id)
                } else {
                    try Self.write(reckoned.evidence, to: &point, in: transaction)
                }
            }
        }
        for id in shared.sorted() { try settleShared(id, month, &tables, in: transaction) }
    }

    /// Loss tables, each read once.
    private struct LossTables {
        var found: [String: LossTable] = [:]

        mutating func read(_ terms: TransformerLossTerms, _ records: Records, in transaction: any Transaction)
            throws
        {
            guard terms.method == .table, found[terms.table] == nil else { return }
            found[terms.table] = try records.lossTable(terms.table, in: transaction)
        }
    }

    private func ownEvidence(
        _ point: inout PointEnergy, _ changes: [PointLossChange], _ account: ReadableAccount,
        _ month: BillingMonth,
        _ tables: inout LossTables, in transaction: any Transaction
    ) throws -> (evidence: LossEvidence, part: LossPart?) {
        for change in changes { try tables.read(change.terms.transformer, records, in: transaction) }
        let rules = try LossRules.inForce(
            for: account.organisationPath, on: month.lastDay, control: control, in: transaction)
        let reckoning = LossReckoning(month: month, rules: rules, tables: tables.found)
        let needsEquipment = changes.contains { $0.terms.transformer.equipment != nil }
        let equipment = needsEquipment ? try records.equipment(of: account.account, in: transaction) : []
        let stretches = reckoning.stretches(
            changes, equipment, openedOn: account.openedOn, closedOn: account.closedOn)
        point.lossPolicy = Self.policy(rules, point)
        return (reckoning.evidence(stretches, point), stretches.last?.terms.part)
    }

    private static func policy(_ rules: LossRules, _ point: PointEnergy) -> PointEnergy.LossPolicy {
        let registers = (RegisterEvidence.unpack(point.evidence) ?? []).map(\.register)
        if point.isTimeOfUse, !registers.isEmpty, !registers.contains(.flat) { return .proportionalLargest }
        return rules.isProportional ? .proportional : .flat
    }

    private static func write(
        _ evidence: LossEvidence, to point: inout PointEnergy, in transaction: any Transaction
    ) throws {
        point.lossWaits = evidence.waits
        let share = evidence.share
        if evidence.waits {
            point.transformerLoss = .zero
            point.reactiveLoss = .zero
        } else if share == nil {
            point.transformerLoss = evidence.steps.map(\.loss).total()
            point.reactiveLoss = evidence.steps.map(\.reactiveLoss).total()
        }
        point.lineLoss = evidence.waits ? .zero : evidence.lines.map(\.loss).total()
        var evidence = evidence
        evidence.loss = point.loss
        evidence.reactiveLoss = point.reactiveLoss
        evidence.policy = point.lossPolicy
        point.lossEvidence = try evidence.packed
        try EnergyRows.setLosses(point, in: transaction)
    }

    /// A point of a shared transformer with what it weighs.
    private struct Member {
        var point: PointEnergy
        let part: LossPart
        let evidence: LossEvidence
    }

    private func settleShared(
        _ id: Int64, _ month: BillingMonth, _ tables: inout LossTables, in transaction: any Transaction
    ) throws {
        guard let shared = try records.sharedTransformer(id, in: transaction) else { return }
        let ids = try records.accounts(sharing: id, in: transaction)
        let losses = try records.losses(of: ids, in: transaction)
        let accounts = try records.readableAccounts(ids, in: transaction)
        let energies = try EnergyRows.energies(of: ids, month: month, in: transaction)
        var members: [Member] = []
        var isWhole = true
        for account in ids.compactMap({ accounts[$0] })
        where account.openedOn <= month.lastDay && account.closedOn.map({ $0 >= month.firstDay }) ?? true {
            let byPoint = Dictionary(grouping: losses[account.account] ?? [], by: \.usagePoint)
            for (usagePoint, changes) in byPoint.sorted(by: { $0.key < $1.key }) {
                guard let part = changes.last(where: { $0.from <= month.lastDay })?.terms.part, part.id == id
                else { continue }
                guard
                    var point = energies[account.account]?.first(where: { $0.usagePoint == usagePoint }),
                    point.state == .approved
                else {
                    isWhole = false
                    continue
                }
                let own = try ownEvidence(&point, changes, account, month, &tables, in: transaction)
                members.append(Member(point: point, part: part, evidence: own.evidence))
            }
        }
        let billed = try self.billed(members.map(\.point.account), month, transaction)
        try tables.read(shared.transformer, records, in: transaction)
        let rules = try LossRules.inForce(
            for: shared.organisationPath, on: month.lastDay, control: control, in: transaction)
        let reckoning = LossReckoning(month: month, rules: rules, tables: tables.found)
        let active = members.map(\.point.total).total()
        let reactive = members.map(\.point.reactive).total()
        let step = reckoning.step(shared.transformer, days: 30, active: active, reactive: reactive)
        let weights = members.map { member -> Int64 in
            switch shared.method {
            case .capacity: member.part.capacity.units
            case .energy: member.point.total.units
            case .fixed: member.part.fixed.units
            }
        }
        let weighed = zip(weights, members).map { (weight: $0, isCharged: $1.part.isCharged) }
        let shares = step.flatMap { LossFormula.share($0.loss, shared.method, weighed) }
        // Nothing is agreed of the reactive loss: by the same weights.
        let reactiveShares = step.flatMap {
            LossFormula.share(Energy(units: $0.reactiveLoss.units), .energy, weighed)
        }
        for (index, member) in members.enumerated() where !billed.contains(member.point.account) {
            var point = member.point
            var evidence = member.evidence
            evidence.waits = evidence.waits || !isWhole || shares == nil || reactiveShares == nil
            if let step, let shares, let reactiveShares {
                evidence.steps = [step]
                evidence.share = LossEvidence.Share(
                    transformer: shared.name, method: shared.method, points: members.count,
                    weight: weights[index], weights: weights.reduce(0, +), whole: step.loss,
                    wholeReactive: step.reactiveLoss, isCharged: member.part.isCharged)
                point.transformerLoss = shares[index]
                point.reactiveLoss = ReactiveEnergy(units: reactiveShares[index].units)
            }
            try Self.write(evidence, to: &point, in: transaction)
        }
    }
}
