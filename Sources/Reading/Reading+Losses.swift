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
        let desk = LossDesk(month, LossBook(try tariffs.catalogue(in: transaction).losses), control)
        var shared: Set<Int64> = []
        var reckoned: [ReckonedPoint] = []
        for id in wanted where !billed.contains(id) {
            guard let account = accounts[id] else { continue }
            for point in energies[id] ?? [] {
                let changes = (losses[id] ?? []).filter { $0.usagePoint == point.usagePoint }
                if changes.isEmpty { continue }
                guard point.state == .approved else {
                    // The others of its transformer wait again.
                    if let part = changes.part(atEndOf: month) { shared.insert(part.id) }
                    continue
                }
                let own = try ownLosses(point, changes, account, desk, in: transaction)
                if let part = own.part {
                    shared.insert(part.id)
                } else {
                    reckoned.append(try ReckonedPoint(point, own.evidence))
                }
            }
        }
        var changed = try Self.write(reckoned, in: transaction)
        for id in shared.sorted() {
            let points = try sharedLosses(id, desk, in: transaction)
            let billed = try self.billed(points.map(\.before.account), month, transaction)
            changed += try Self.write(
                points.filter { !billed.contains($0.before.account) }, in: transaction)
        }
        return changed
    }

    /// - Returns: how many points had other losses before.
    private static func write(_ reckoned: [ReckonedPoint], in transaction: any Transaction) throws -> Int {
        let changed = reckoned.filter { $0.before != $0.after }
        for point in changed { try EnergyRows.setLosses(point.after, in: transaction) }
        return changed.count
    }
}
