internal import Control
package import Kernel
internal import Records
package import Store

/// A month's approved energy with losses reckoned anew; nothing is written.
package struct LossTrial: Sendable {
    /// In the order in which they were given, those that no loss rule concerns as they were.
    package internal(set) var points: [PointEnergy]
    /// Who followed the rules on a day of the month, by an own transformer or line or by a part in a shared one.
    package internal(set) var accounts: Set<AccountID> = []
    /// Those of them whose losses cannot be reckoned.
    package internal(set) var waiting: Set<AccountID> = []
}

extension Reading {
    /// What the losses of those who follow a code would be under books of rules, whatever was billed; one trial a book.
    /// - Parameters:
    ///   - points: the month's approved energy of the buckets.
    ///   - ids: who has ever followed the code there.
    package func lossTrials(
        _ points: [PointEnergy], month: BillingMonth, of ids: [AccountID], following code: String,
        by books: [LossBook], _ transaction: any Transaction
    ) throws -> [LossTrial] {
        let archive = LossArchive(
            losses: try records.losses(of: ids, in: transaction),
            accounts: try records.readableAccounts(ids, in: transaction),
            energies: try EnergyRows.energies(of: ids, month: month, in: transaction))
        return try books.map {
            try lossTrial(points, archive, ids, code, LossDesk(month, $0, control), transaction)
        }
    }

    /// What a month's losses are reckoned from, by account.
    private struct LossArchive {
        let losses: [AccountID: [PointLossChange]]
        let accounts: [AccountID: ReadableAccount]
        let energies: [AccountID: [PointEnergy]]
    }

    private func lossTrial(
        _ points: [PointEnergy], _ archive: LossArchive, _ ids: [AccountID], _ code: String,
        _ desk: LossDesk, _ transaction: any Transaction
    ) throws -> LossTrial {
        var trial = LossTrial(points: points)
        let month = desk.month
        var reckoned: [UsagePointID: PointEnergy] = [:]
        var shared: [Int64: (points: [ReckonedPoint], follows: Bool)] = [:]
        for id in ids {
            guard let account = archive.accounts[id] else { continue }
            for point in archive.energies[id] ?? [] where point.state == .approved {
                let changes = (archive.losses[id] ?? []).filter { $0.usagePoint == point.usagePoint }
                if changes.isEmpty { continue }
                let own = try ownLosses(point, changes, account, desk, in: transaction)
                var follows = own.stretches.contains { $0.terms.follows(code) }
                var new = try ReckonedPoint(point, own.evidence).after
                if let part = own.part {
                    let known =
                        try shared[part.id]
                        ?? {
                            let days = (0..<month.dayCount).map { month.firstDay.adding(days: $0) }
                            let terms = try records.sharedTransformer(part.id, in: transaction)
                            return (
                                try sharedLosses(part.id, desk, in: transaction),
                                days.contains { terms?.terms(on: $0).transformer.published == code }
                            )
                        }()
                    shared[part.id] = known
                    if known.follows { follows = true }
                    new = known.points.first { $0.before.usagePoint == point.usagePoint }?.after ?? new
                }
                reckoned[point.usagePoint] = new
                if follows { trial.accounts.insert(id) }
            }
        }
        for place in points.indices {
            guard let new = reckoned[points[place].usagePoint] else { continue }
            trial.points[place].takeLosses(of: new)
            if new.lossWaits { trial.waiting.insert(new.account) }
        }
        trial.waiting.formIntersection(trial.accounts)
        return trial
    }
}

extension PointEnergy {
    fileprivate mutating func takeLosses(of other: PointEnergy) {
        transformerLoss = other.transformerLoss
        lineLoss = other.lineLoss
        reactiveLoss = other.reactiveLoss
        lossPolicy = other.lossPolicy
        lossWaits = other.lossWaits
        lossEvidence = other.lossEvidence
    }
}
