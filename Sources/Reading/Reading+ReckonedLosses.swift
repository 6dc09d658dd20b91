import Control
import Kernel
import Records
import Store

/// A point's approved energy as it stands, and with its losses reckoned anew.
struct ReckonedPoint {
    let before: PointEnergy
    let after: PointEnergy

    /// - Parameter share: the point's part of a transformer that several share; nil where it has its own.
    init(
        _ before: PointEnergy, _ evidence: LossEvidence, share: (Energy, ReactiveEnergy)? = nil
    ) throws {
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
        self.before = before
        after = point
    }
}

/// A point's own losses, all but a shared transformer's.
struct OwnLosses {
    let evidence: LossEvidence
    /// Its part of a shared transformer at the month's end.
    let part: LossPart?
    let stretches: [LossReckoning.Stretch]
}

/// A month whose losses are reckoned by a book of rules. What organisations say of it is found once each: the same few hold
/// for thousands of points.
final class LossDesk {
    let month: BillingMonth
    private let book: LossBook
    private let control: Control
    private var rules: [OrganisationPath: LossRules] = [:]

    init(_ month: BillingMonth, _ book: LossBook, _ control: Control) {
        self.month = month
        self.book = book
        self.control = control
    }

    func reckoning(
        _ organisation: OrganisationPath, in transaction: any Transaction
    ) throws -> LossReckoning {
        let own =
            try rules[organisation]
            ?? LossRules.inForce(for: organisation, on: month.lastDay, control: control, in: transaction)
        rules[organisation] = own
        return LossReckoning(month: month, rules: own, published: book)
    }
}

/// Losses reckoned from the archive and the rules of a book; nothing is written.
extension Reading {
    func ownLosses(
        _ point: PointEnergy, _ changes: [PointLossChange], _ account: ReadableAccount, _ desk: LossDesk,
        in transaction: any Transaction
    ) throws -> OwnLosses {
        let reckoning = try desk.reckoning(account.organisationPath, in: transaction)
        let needsEquipment = changes.contains { $0.terms.transformer.equipment != nil }
        let equipment = needsEquipment ? try records.equipment(of: account.account, in: transaction) : []
        let stretches = reckoning.stretches(
            changes, equipment, openedOn: account.openedOn, closedOn: account.closedOn)
        return OwnLosses(
            evidence: reckoning.evidence(stretches, point), part: changes.part(atEndOf: point.month),
            stretches: stretches)
    }

    /// A point of a shared transformer with what it weighs.
    private struct Member {
        let point: PointEnergy
        let part: LossPart
        let evidence: LossEvidence
    }

    /// The approved points of a shared transformer, in whatever bucket they lie, with their parts of its loss.
    func sharedLosses(
        _ id: Int64, _ desk: LossDesk, in transaction: any Transaction
    ) throws -> [ReckonedPoint] {
        guard let shared = try records.sharedTransformer(id, in: transaction) else { return [] }
        let month = desk.month
        let (members, isWhole) = try members(of: id, desk, in: transaction)
        let reckoning = try desk.reckoning(shared.organisationPath, in: transaction)
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
        return try members.enumerated().map { index, member in
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
            return try ReckonedPoint(member.point, evidence, share: share)
        }
    }

    /// - Returns: false besides where a point of the transformer is not approved.
    private func members(
        of id: Int64, _ desk: LossDesk, in transaction: any Transaction
    ) throws -> (members: [Member], isWhole: Bool) {
        let month = desk.month
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
                guard let part = changes.part(atEndOf: month), part.id == id
                else { continue }
                guard
                    let point = energies[account.account]?.first(where: { $0.usagePoint == usagePoint }),
                    point.state == .approved
                else {
                    isWhole = false
                    continue
                }
                let own = try ownLosses(point, changes, account, desk, in: transaction)
                members.append(Member(point: point, part: part, evidence: own.evidence))
            }
        }
        return (members, isWhole)
    }
}

extension Collection<PointLossChange> {
    /// A point's part of a shared transformer at the month's end, on a 31st too, which bears nothing and is in no stretch.
    func part(atEndOf month: BillingMonth) -> LossPart? {
        reversed().first { $0.from <= month.lastDay }?.terms.part
    }
}
