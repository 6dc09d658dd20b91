import Control
internal import Foundation
import Kernel
import Records
internal import Store
internal import Tariff

extension Reading {
    /// Reckons losses anew where what they follow was published, withdrawn or corrected after the energy was approved.
    static func reckonAgain(_ door: @escaping @Sendable (Control) -> Reading) -> Subscription {
        let ofAccounts: Set = [RecordsEvents.lossChanged, RecordsEvents.equipmentChanged]
        return Subscription(
            consumer: "reading.losses",
            topics: ofAccounts.union([RecordsEvents.sharedChanged, Tariff.publishedTopic])
        ) { event, act in
            let reading = door(act.control)
            let payload = Data(event.payload.utf8)
            guard let values = try? JSONDecoder().decode([String: String].self, from: payload),
                let from = values["from"].flatMap({ Day(text: $0) }),
                let bucket = Bucket(number: Int(event.bucket))
            else { return }
            if event.topic == Tariff.publishedTopic, let code = values["code"] {
                let ids = try reading.records.accounts(following: code, in: act.transaction)
                try reading.reckonLosses(ids, from: from, "losses of \(code)", bucket, act)
            } else if event.topic == RecordsEvents.sharedChanged, let id = values["id"].flatMap({ Int64($0) })
            {
                let ids = try reading.records.accounts(sharing: id, in: act.transaction)
                try reading.reckonLosses(ids, from: from, "shared transformer \(id)", bucket, act)
            } else if ofAccounts.contains(event.topic), let id = values["account"].flatMap({ Int64($0) }) {
                try reading.reckonLosses([AccountID(id)], from: from, "account \(id)", bucket, act)
            }
        }
    }

    /// The months from a day on whose energy nobody billed, of the last year; billed accounts keep their losses.
    private func reckonLosses(
        _ ids: [AccountID], from day: Day, _ subject: String, _ bucket: Bucket, _ act: Act
    ) throws {
        let last = try ProgressRows.lastMonths(in: act.transaction).map(\.month).max()
        guard let last, !ids.isEmpty else { return }
        let first = max(Int(last.number) - ReadingLimit.monthsBack, Int(day.billingMonth.number))
        var changed = 0
        for month in (first...max(first, Int(last.number))).compactMap({ BillingMonth(number: $0) }) {
            changed += try settleLosses(ids, month, in: act.transaction)
        }
        guard changed > 0 else { return }
        try act.audit(
            bucket: bucket, action: "reading.reckonLosses", subject: subject,
            after: "{\"from\":\"\(day)\",\"points\":\(changed)}")
    }

    /// Lays the losses beside the approved energy of some accounts. Most accounts have none: one statement then.
    ///
    /// A transformer that several points share is settled when the last of them is approved, for all of them, in whatever
    /// bucket they lie; those that wait are not billed.
    /// - Returns: of how many points they changed.
    @discardableResult
    func settleLosses(
        _ ids: [AccountID], _ month: BillingMonth, in transaction: any Transaction
    ) throws -> Int {
        let losses = try records.losses(of: ids, in: transaction)
        if losses.isEmpty { return 0 }
        let wanted = losses.keys.sorted { ($0.bucket, $0) < ($1.bucket, $1) }
        let accounts = try records.readableAccounts(wanted, in: transaction)
        let energies = try EnergyRows.energies(of: wanted, month: month, in: transaction)
        let billed = try self.billed(wanted, month, transaction)
        let published = try tariffs.catalogue(in: transaction).losses
        var shared: Set<Int64> = []
        var changed = 0
        for id in wanted where !billed.contains(id) {
            guard let account = accounts[id] else { continue }
            for point in energies[id] ?? [] {
                let changes = (losses[id] ?? []).filter { $0.usagePoint == point.usagePoint }
                if changes.isEmpty { continue }
                guard point.state == .approved else {
                    // The others of its transformer wait again.
                    let part = changes.last { $0.from <= month.lastDay }?.terms.part
                    if let part { shared.insert(part.id) }
                    continue
                }
                let reckoned = try ownEvidence(point, changes, account, published, in: transaction)
                if let part = reckoned.part {
                    shared.insert(part.id)
                } else if try Self.write(reckoned.evidence, to: point, in: transaction) {
                    changed += 1
                }
            }
        }
        for id in shared.sorted() { changed += try settleShared(id, month, published, in: transaction) }
        return changed
    }

    private func reckoning(
        _ organisation: OrganisationPath, _ month: BillingMonth, _ published: [CatalogueLoss],
        in transaction: any Transaction
    ) throws -> LossReckoning {
        LossReckoning(
            month: month,
            rules: try LossRules.inForce(
                for: organisation, on: month.lastDay, control: control, in: transaction),
            published: published)
    }

    private func ownEvidence(
        _ point: PointEnergy, _ changes: [PointLossChange], _ account: ReadableAccount,
        _ published: [CatalogueLoss], in transaction: any Transaction
    ) throws -> (evidence: LossEvidence, part: LossPart?) {
        let reckoning = try reckoning(account.organisationPath, point.month, published, in: transaction)
        let needsEquipment = changes.contains { $0.terms.transformer.equipment != nil }
        let equipment = needsEquipment ? try records.equipment(of: account.account, in: transaction) : []
        let stretches = reckoning.stretches(
            changes, equipment, openedOn: account.openedOn, closedOn: account.closedOn)
        return (reckoning.evidence(stretches, point), stretches.last?.terms.part)
    }

    /// - Returns: false where the point had the same losses before.
    private static func write(
        _ evidence: LossEvidence, to before: PointEnergy, share: (Energy, ReactiveEnergy)? = nil,
        in transaction: any Transaction
    ) throws -> Bool {
        var point = before
        point.lossWaits = evidence.waits
        let whole = (evidence.steps.map(\.loss).total(), evidence.steps.map(\.reactiveLoss).total())
        let own = evidence.waits ? (.zero, .zero) : share ?? whole
        (point.transformerLoss, point.reactiveLoss) = own
        point.lineLoss = evidence.waits ? .zero : evidence.lines.map(\.loss).total()
        point.lossPolicy = evidence.policy
        var evidence = evidence
        evidence.loss = point.loss
        evidence.reactiveLoss = point.reactiveLoss
        point.lossEvidence = try evidence.packed
        if point == before { return false }
        try EnergyRows.setLosses(point, in: transaction)
        return true
    }

    /// A point of a shared transformer with what it weighs.
    private struct Member {
        let point: PointEnergy
        let part: LossPart
        let evidence: LossEvidence
    }

    private func settleShared(
        _ id: Int64, _ month: BillingMonth, _ published: [CatalogueLoss], in transaction: any Transaction
    ) throws -> Int {
        guard let shared = try records.sharedTransformer(id, in: transaction) else { return 0 }
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
                    let point = energies[account.account]?.first(where: { $0.usagePoint == usagePoint }),
                    point.state == .approved
                else {
                    isWhole = false
                    continue
                }
                let own = try ownEvidence(point, changes, account, published, in: transaction)
                members.append(Member(point: point, part: part, evidence: own.evidence))
            }
        }
        let billed = try self.billed(members.map(\.point.account), month, transaction)
        let reckoning = try reckoning(shared.organisationPath, month, published, in: transaction)
        let stretches = reckoning.stretches([]) { day in
            PointLossTerms(arrangement: .highLow, transformer: shared.terms(on: day).transformer)
        }
        let terms = shared.terms(on: month.lastDay)
        let method = reckoning.sharing(terms.transformer, on: month.lastDay) ?? terms.method
        let steps = reckoning.losses(
            stretches, active: members.map(\.point.total).total(),
            reactive: members.map(\.point.reactive).total()
        ).steps
        let isKnown = !steps.contains { $0 == nil }
        let whole = steps.compactMap { $0?.loss }.total()
        let wholeReactive = steps.compactMap { $0?.reactiveLoss }.total()
        let weights = members.map { member -> Int64 in
            switch method {
            case .capacity: member.part.capacity.units
            case .energy: member.point.total.units
            case .fixed: member.part.fixed.units
            }
        }
        let weighed = zip(weights, members).map { (weight: $0, isCharged: $1.part.isCharged) }
        let shares = LossFormula.share(whole, method, weighed)
        // Nothing is agreed of the reactive loss: by the same weights.
        let reactiveShares = LossFormula.share(Energy(units: wholeReactive.units), .energy, weighed)
        var changed = 0
        for (index, member) in members.enumerated() where !billed.contains(member.point.account) {
            var evidence = member.evidence
            var share: (Energy, ReactiveEnergy)?
            if isKnown, let shares, let reactiveShares {
                evidence.steps = steps.compactMap(\.self)
                evidence.share = LossEvidence.Share(
                    transformer: shared.name, method: method, points: members.count,
                    weight: weights[index], weights: weights.reduce(0, +), whole: whole,
                    wholeReactive: wholeReactive, isCharged: member.part.isCharged)
                share = (shares[index], ReactiveEnergy(units: reactiveShares[index].units))
            }
            evidence.waits = evidence.waits || !isWhole || share == nil
            if stretches.last?.terms.transformer.published.isEmpty == false {
                evidence.policy = reckoning.policy(stretches.last, member.point)
            }
            if try Self.write(evidence, to: member.point, share: share, in: transaction) { changed += 1 }
        }
        return changed
    }
}
