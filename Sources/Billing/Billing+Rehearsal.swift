package import Control
internal import Foundation
package import Kernel
internal import Rating
internal import Records
internal import Store
package import Tariff

/// Rehearsing 测算 a tariff's draft on everybody's real usage before it is published. A rehearsal reads as a run does and
/// writes no bill, no posting and no receivable.
extension Billing {
    /// Months that are rehearsed at most.
    package static let rehearsedMonths = 12

    /// Lays a rehearsal of a draft over the last released months; before the first release over those up to the month
    /// before today's, as far as they were read: a company that begins publishes its prices first. Work it with
    /// `workRehearsal`, or leave it to the server; the unit that ends it notes the draft as rehearsed.
    /// - Parameter months: how many, 1 to 12.
    /// - Throws: `TariffRefusal.draftUnknown`, `.draftClosed`, `.draftFaulty` where it is no tariff yet, `.notRehearsable`,
    ///   `.reachesFurther`; `BillingRefusal.rehearsedMonths`, and `.rehearsalUnderWay` where one of this draft is.
    package func rehearse(draft: Int64, months: Int, by principal: Principal) async throws -> JobID {
        guard (1...Self.rehearsedMonths).contains(months) else { throw BillingRefusal.rehearsedMonths }
        let tariff = Tariff(control: control, shelf: tariffs)
        let sketch: TariffSketch
        do {
            (_, sketch) = try await tariff.catalogue(with: draft, by: principal)
        } catch let faults as TariffFaults {
            throw faults.refusal
        }
        guard sketch.state == .draft else { throw TariffRefusal.draftClosed }
        guard sketch.kind.isRehearsed else { throw TariffRefusal.notRehearsable(kind: sketch.kind) }
        let today = control.house.clock.today.billingMonth
        let (organisation, released, accounts) = try await control.read("tariff.draft", by: principal) {
            transaction in
            guard let organisation = try control.organisation(sketch.organisation, in: transaction) else {
                throw BillingRefusal.organisationUnknown(String(sketch.organisation.number))
            }
            // What is published holds for the whole company: nobody rehearses it on a part.
            let far = try reach(of: sketch, scope: OrganisationPath("/"), in: transaction).accounts
            let near = try reach(of: sketch, scope: organisation.path, in: transaction).accounts
            if far > near { throw TariffRefusal.reachesFurther(count: far - near) }
            try refuseSecond(draft, in: transaction)
            return (
                organisation, try RehearsalRows.lastReleased(in: transaction),
                try records.count(scope: organisation.path, in: transaction)
            )
        }
        let last = released ?? today.adding(months: -1)
        let first = last.adding(months: 1 - min(months, Int(last.number) + 1))
        let units = Self.units(accounts: accounts)
        return try await control.startJob(
            kind: "billing.rehearse", organisation: organisation, input: "{}", units: units,
            permission: "tariff.draft", by: principal
        ) { id, act in
            // Another may have begun since it was looked for: of two at once the second waits here and sees the first.
            try tariff.hold(draft, act)
            try refuseSecond(draft, in: act.transaction)
            let rehearsal = Rehearsal(
                id: id, draft: draft, code: sketch.code, digest: sketch.digest, months: first...last,
                units: units.count, unitsDone: 0, accounts: 0, bills: 0, refused: 0, energy: .zero,
                before: .zero, after: .zero, finishedAt: nil)
            try RehearsalRows.insert(
                .init(rehearsal: rehearsal, content: sketch.content, path: organisation.path),
                by: principal.user, at: act.now, in: act.transaction)
        }
    }

    /// - Throws: `BillingRefusal.rehearsalUnderWay` where a rehearsal of the draft is.
    private func refuseSecond(_ draft: Int64, in transaction: any Transaction) throws {
        if let job = try RehearsalRows.newest(of: draft, in: transaction)?.rehearsal.id,
            [.waiting, .running, .paused].contains(try control.job(job, in: transaction).state)
        {
            throw BillingRefusal.rehearsalUnderWay
        }
    }

    /// Works a rehearsal to its end.
    @discardableResult
    package func workRehearsal(_ id: JobID, by principal: Principal) async throws -> JobProgress {
        try await control.runJob(id, by: principal)
    }

    /// One unit: its accounts on the draft's code, month by month under both, in this transaction or not at all.
    func rehearseUnit(_ unit: JobUnit, _ act: Act) throws -> UnitResult {
        guard let stored = try RehearsalRows.find(unit.job, in: act.transaction) else {
            throw BillingRefusal.runUnknown
        }
        let rehearsal = stored.rehearsal
        let draft = try draftCatalogue(stored, in: act.transaction)
        let nodes = try records.nodes(
            in: unit.range, on: rehearsal.months.upperBound.lastDay, in: act.transaction)
        var found: [AccountID: RehearsedAccount] = [:]
        var pasts: [AccountID: RatedPast] = [:]
        var refused: [String: Int] = [:]
        for number in rehearsal.months.lowerBound.number...rehearsal.months.upperBound.number {
            guard let month = BillingMonth(number: Int(number)) else { continue }
            let rated = try rehearsed(month, unit.range, stored.path, draft, &pasts, in: act.transaction)
            if rated.waiting > 0 { refused[Self.lossWaits, default: 0] += rated.waiting }
            for (index, old) in rated.before.batch.bills.enumerated() {
                let new = rated.after.batch.bills[index]
                if let refusal = new.refusal ?? old.refusal {
                    refused[refusal.code, default: 0] += 1
                    continue
                }
                let account = rated.accounts[index]
                let known = found[account.id]
                found[account.id] = RehearsedAccount(
                    account: account.id, organisation: account.organisation,
                    accountClass: account.accountClass, node: nodes[account.id],
                    monthBits: (known?.monthBits ?? 0)
                        | 1 << Int64(number - rehearsal.months.lowerBound.number),
                    energy: (known?.energy ?? .zero) + old.energy,
                    before: (known?.before ?? .zero) + old.total, after: (known?.after ?? .zero) + new.total)
            }
        }
        let accounts = found.values.sorted { $0.account < $1.account }
        try RehearsalRows.insert(accounts, of: unit.job, in: act.transaction)
        try RehearsalRows.add(
            accounts, refused: refused.values.reduce(0, +), to: unit.job, in: act.transaction)
        try act.audit(
            bucket: unit.range.first, action: "billing.rehearse",
            subject: "rehearsal \(unit.job) unit \(unit.number)", after: "{\"accounts\":\(accounts.count)}")
        if let now = try RehearsalRows.find(unit.job, in: act.transaction)?.rehearsal,
            now.unitsDone == now.units
        {
            try finish(now, act)
        }
        var result = UnitResult(done: accounts.reduce(0) { $0 + $1.months })
        result.errors = refused
        result.totals = [
            "beforeFen": accounts.lazy.map(\.before).total().fen,
            "afterFen": accounts.lazy.map(\.after).total().fen,
        ]
        return result
    }

    /// The last unit's: the draft may be published now, where nobody changed it meanwhile.
    private func finish(_ rehearsal: Rehearsal, _ act: Act) throws {
        try RehearsalRows.finish(rehearsal.id, at: act.now, in: act.transaction)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let summary = try encoder.encode([
            "accounts": Int64(rehearsal.accounts), "bills": Int64(rehearsal.bills),
            "refused": Int64(rehearsal.refused), "energyWh": rehearsal.energy.wattHours,
            "beforeFen": rehearsal.before.fen, "afterFen": rehearsal.after.fen,
            "firstMonth": Int64(rehearsal.months.lowerBound.yyyymm),
            "lastMonth": Int64(rehearsal.months.upperBound.yyyymm),
        ])
        try Tariff(control: control, shelf: tariffs).markRehearsed(
            rehearsal.draft, digest: rehearsal.digest, summary: String(decoding: summary, as: UTF8.self), act)
    }

    /// The draft's catalogue with what is rehearsed of it.
    private func draftCatalogue(_ stored: RehearsalRows.Stored, in transaction: any Transaction) throws
        -> RehearsalDraft
    {
        let code = stored.rehearsal.code
        return try RehearsalDraft(
            RehearsalSubject(stored.kind, code: code),
            try tariffs.catalogue(
                with: stored.content, code: code, digest: stored.rehearsal.digest, in: transaction))
    }
}

extension Billing {
    /// The draft that is rehearsed.
    /// - Throws: `TariffRefusal.draftUnknown` outside the scope too.
    package func draft(_ id: Int64, by principal: Principal) async throws -> TariffSketch {
        try await Tariff(control: control, shelf: tariffs).draft(id, by: principal)
    }

    /// A draft's newest rehearsal; nil where there is none.
    package func rehearsal(of draft: Int64, by principal: Principal) async throws -> Rehearsal? {
        let found = try await control.read("tariff.read", by: principal) {
            try RehearsalRows.newest(of: draft, in: $0)
        }
        guard let found, principal.scope.contains(found.path) else { return nil }
        return found.rehearsal
    }

    /// How far the job of a rehearsal is, and what became of it.
    /// - Throws: `BillingRefusal.runUnknown` outside the scope too.
    package func work(of rehearsal: Rehearsal, by principal: Principal) async throws -> JobProgress {
        let found = try await control.read("tariff.read", by: principal) {
            try RehearsalRows.find(rehearsal.id, in: $0)
        }
        guard let found, principal.scope.contains(found.path) else { throw BillingRefusal.runUnknown }
        return try await control.progress(rehearsal.id)
    }

    /// Stops the newest rehearsal of a draft after the units in hand, lets it go on, or gives it up: what tariff clerks
    /// may do to their own jobs.
    /// - Throws: `BillingRefusal.runUnknown` where there is none; `ControlRefusal.jobNotIn`.
    package func order(_ order: RehearsalWish, draft: Int64, by principal: Principal) async throws {
        _ = try await self.draft(draft, by: principal)
        guard let found = try await rehearsal(of: draft, by: principal) else {
            throw BillingRefusal.runUnknown
        }
        switch order {
        case .pause: try await control.pauseJob(found.id, with: "tariff.draft", by: principal)
        case .resume: try await control.continueJob(found.id, with: "tariff.draft", by: principal)
        case .cancel: try await control.cancelJob(found.id, with: "tariff.draft", by: principal)
        }
    }

    /// What a rehearsal says of everybody so far.
    /// - Parameter largest: how many of the largest changes.
    package func result(of rehearsal: Rehearsal, largest: Int = 50, by principal: Principal) async throws
        -> RehearsalResult
    {
        try await control.read("tariff.read", by: principal) { transaction in
            guard let stored = try RehearsalRows.find(rehearsal.id, in: transaction),
                principal.scope.contains(stored.path)
            else { throw BillingRefusal.runUnknown }
            var result = RehearsalResult()
            var areas: [GridNodeID?: RehearsalResult.Sum] = [:]
            func larger(_ a: RehearsedAccount, _ b: RehearsedAccount) -> Bool {
                (b.change.fen.magnitude, a.account) < (a.change.fen.magnitude, b.account)
            }
            try RehearsalRows.each(of: rehearsal.id, in: transaction) { account in
                result.classes[account.accountClass, default: .init()].add(account)
                result.bands[account.band, default: .init()].add(account)
                areas[account.node, default: .init()].add(account)
                // Of everybody only a few are kept at any time.
                result.largest.append(account)
                if result.largest.count >= largest * 4 + 64 {
                    result.largest.sort(by: larger)
                    result.largest.removeLast(result.largest.count - largest)
                }
            }
            result.largest = Array(result.largest.sorted(by: larger).prefix(largest))
            let sorted = areas.sorted { a, b in
                (b.value.change.fen.magnitude, a.key?.number ?? 0)
                    < (a.value.change.fen.magnitude, b.key?.number ?? 0)
            }
            result.areas = try sorted.prefix(largest).map { node, sum in
                RehearsalResult.Area(
                    node: node,
                    name: try node.flatMap { try records.gridNode($0, in: transaction)?.name } ?? "",
                    sum: sum)
            }
            for area in sorted.dropFirst(largest) { result.otherAreas.add(area.value) }
            result.otherAreaCount = max(0, sorted.count - largest)
            return result
        }
    }

    /// The months of an account that the newest rehearsal of a draft rated, the first one first; empty where it rated
    /// none of them.
    package func rehearsedMonths(draft: Int64, account: AccountID, by principal: Principal) async throws
        -> [BillingMonth]
    {
        _ = try await self.draft(draft, by: principal)
        return try await control.read("tariff.read", by: principal) { transaction in
            guard let stored = try RehearsalRows.newest(of: draft, in: transaction),
                principal.scope.contains(stored.path),
                let bits = try RehearsalRows.monthBits(of: account, stored.rehearsal.id, in: transaction)
            else { return [] }
            let first = stored.rehearsal.months.lowerBound
            return (0..<12).filter { bits >> Int64($0) & 1 == 1 }.map { first.adding(months: $0) }
        }
    }

    /// One account's month as it is billed and as the draft would bill it, the draft as it was when its newest
    /// rehearsal began, whatever became of it since; nil where there is no rehearsal, outside its months, and where there is
    /// nothing to rate.
    package func rehearsedBill(
        draft: Int64, account: AccountID, month: BillingMonth, by principal: Principal
    ) async throws -> RehearsedBill? {
        let sketch = try await self.draft(draft, by: principal)
        return try await control.read("tariff.read", by: principal) { transaction in
            guard let stored = try RehearsalRows.newest(of: draft, in: transaction),
                principal.scope.contains(stored.path)
            else { return nil }
            let draft = try draftCatalogue(stored, in: transaction)
            let months = stored.rehearsal.months
            guard months.contains(month) else { return nil }
            var pasts: [AccountID: RatedPast] = [:]
            var rated = RehearsedMonth()
            // The rehearsal's months follow one another.
            for number in months.lowerBound.number...month.number {
                guard let month = BillingMonth(number: Int(number)) else { continue }
                rated = try rehearsed(
                    month, BucketRange(account.bucket), principal.scope, draft, &pasts, only: account,
                    in: transaction)
            }
            guard let place = rated.accounts.firstIndex(where: { $0.id == account }) else { return nil }
            func side(_ side: RehearsedMonth.Side) -> RehearsedBill.Side {
                let bill = side.batch.bills[place]
                let usage = side.usages[place]
                return RehearsedBill.Side(
                    tariff: rated.accounts[place].tariff, amount: bill.total, energy: usage.total,
                    loss: usage.lossEnergy, lines: Array(side.batch.lines(of: bill)),
                    refusal: bill.refusal?.code)
            }
            return RehearsedBill(
                account: account, month: month, before: side(rated.before), after: side(rated.after),
                isByCapacity: rated.before.usages[place].basicChargeMode == .capacity,
                isDraftChanged: sketch.digest != stored.rehearsal.digest)
        }
    }
}
