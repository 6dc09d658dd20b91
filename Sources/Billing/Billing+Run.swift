package import Control
internal import Foundation
package import Kernel
internal import Ledger
internal import Rating
internal import Records
internal import Store
internal import Tariff

/// What a run's jobs are given.
struct RunInput: Codable {
    var run: JobID?
    let month: BillingMonth
    let scope: String

    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding three plain fields has no way to fail.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    init(run: JobID?, month: BillingMonth, scope: String) {
        self.run = run
        self.month = month
        self.scope = scope
    }

    init(_ text: String) throws { self = try JSONDecoder().decode(RunInput.self, from: Data(text.utf8)) }
}

extension Billing {
    /// Lays a run of `month` over an organisation's accounts. Work it with `work`, or leave it to the server.
    ///
    /// A month is in one run's hands at a time: where a run that is neither released nor cancelled covers the
    /// organisation, lies within it or is its own, that one is to be finished or cancelled first.
    /// - Throws: `BillingRefusal.organisationUnknown`, `.nothingToBill`, `.monthInRun`, `MonthRefusal.closed`.
    package func start(month: BillingMonth, organisation id: OrganisationID, by principal: Principal)
        async throws -> JobID
    {
        let (organisation, accounts) = try await control.read("billing.run", by: principal) { transaction in
            guard let organisation = try control.organisation(id, in: transaction),
                principal.scope.contains(organisation.path)
            else { throw BillingRefusal.organisationUnknown(String(id.number)) }
            return (organisation, try records.count(scope: organisation.path, in: transaction))
        }
        guard accounts > 0 else { throw BillingRefusal.nothingToBill(month: month.description) }
        let input = RunInput(run: nil, month: month, scope: organisation.path.text).text
        return try await control.startJob(
            kind: "billing.calculate", organisation: organisation, input: input,
            units: Self.units(accounts: accounts),
            permission: "billing.run", by: principal
        ) { id, act in
            try control.requireOpen(month, throughout: organisation.path, in: act.transaction)
            try refuseOpenRun(of: month, over: organisation.path, act)
            try BillRunRows.insert(
                id, month: month, organisation: organisation, by: principal.user, at: act.now,
                in: act.transaction)
            try keepChecks(of: id, month: month, organisation: organisation, in: act)
        }
    }

    /// Whole buckets in ranges of about `accountsPerUnit` accounts.
    package static func units(accounts: Int) -> [BucketRange] {
        let count = min(Bucket.count, max(leastUnits, (accounts + accountsPerUnit - 1) / accountsPerUnit))
        return (0..<count).map { number in
            BucketRange(
                Bucket(number: number * Bucket.count / count)!,
                Bucket(number: (number + 1) * Bucket.count / count - 1)!)
        }
    }

    /// Works a run's calculation, or its release once one was asked for, to its end.
    @discardableResult
    package func work(
        _ run: JobID, by principal: Principal, onUnit: (@Sendable (JobProgress) -> Void)? = nil
    ) async throws -> JobProgress {
        let stored = try await control.house.database.read { try BillRunRows.find(run, in: $0) }
        guard let stored else { throw BillingRefusal.runUnknown }
        return try await control.runJob(stored.releaseJob ?? run, by: principal, onUnit: onUnit)
    }

    /// One unit of a calculation.
    func calculateUnit(_ unit: JobUnit, _ act: Act) throws -> UnitResult {
        guard let run = try BillRunRows.find(unit.job, in: act.transaction) else {
            throw BillingRefusal.runUnknown
        }
        guard run.cancelledAt == nil else {
            throw BillingRefusal.runIs(state: BillRun.State.cancelled.rawValue)
        }
        let input = try RunInput(unit.input)
        let scope = OrganisationPath(input.scope)
        let gathered = try gather(unit.range, month: input.month, scope: scope, in: act.transaction)
        let check = try billCheck(unit.job, scope: scope, on: input.month.lastDay, in: act.transaction)
        var exceptions: [BillException] = []
        var result = UnitResult()
        var energy = Energy.zero
        var amount = Money.zero
        for account in gathered.waiting {
            exceptions.append(
                BillException(
                    account: account.id, code: Self.lossWaits, isBlocking: true,
                    organisation: account.organisation,
                    found: 0, expected: 0))
        }
        for (index, bill) in gathered.batch.bills.enumerated() {
            let account = gathered.accounts[index]
            if let refusal = bill.refusal {
                exceptions.append(
                    BillException(
                        account: account.id, code: refusal.code, isBlocking: true,
                        organisation: account.organisation,
                        found: 0, expected: 0))
                continue
            }
            energy += bill.energy
            amount += bill.total
            result.done += 1
            for finding in check.findings(
                isResidential: account.isResidential, usage: gathered.usages[index], bill: bill,
                before: gathered.before[index])
            {
                exceptions.append(
                    BillException(
                        account: account.id, code: finding.code, isBlocking: false,
                        organisation: account.organisation,
                        found: finding.found, expected: finding.expected))
            }
        }
        try BillRunRows.insert(exceptions, run: unit.job, in: act.transaction)
        try BillRunRows.insert(
            run: unit.job, number: unit.number, range: unit.range, bills: result.done, energy: energy,
            amount: amount,
            digest: digest(gathered), in: act.transaction)
        for exception in exceptions { result.errors[exception.code, default: 0] += 1 }
        if gathered.unread > 0 { result.errors["UNREAD"] = gathered.unread }
        result.totals = ["amountFen": amount.fen, "energyWh": energy.wattHours]
        try act.audit(
            bucket: unit.range.first, action: "billing.calculate",
            subject: "run \(unit.job) unit \(unit.number)",
            after: "{\"amountFen\":\(amount.fen),\"bills\":\(result.done),\"energyWh\":\(energy.wattHours)}")
        return result
    }

    /// What the run keeps of its checks; a run that began before checks were kept goes by what holds.
    private func billCheck(
        _ run: JobID, scope: OrganisationPath, on day: Day, in transaction: any Transaction
    ) throws -> BillCheck {
        let kept = try BillRunRows.kept(of: run, in: transaction)
        func number(_ key: String) throws -> Int64 {
            if let value = kept.first(where: { $0.value.key == "billing.check.\(key)" })?.value {
                return value.number
            }
            return try control.parameter(
                "billing.check.\(key)", organisation: scope, on: day, in: transaction
            )
            .number
        }
        return BillCheck(
            suddenPercent: [
                true: try number("suddenPercentResidential"), false: try number("suddenPercentOther"),
            ],
            suddenFloor: [
                true: Energy(kilowattHours: try number("suddenFloorKwhResidential")),
                false: Energy(kilowattHours: try number("suddenFloorKwhOther")),
            ],
            leastPowerFactor: PowerFactor(hundredths: try number("leastPowerFactor")),
            amountMultiple: try number("amountMultiple"))
    }

    /// The auditor passes a calculated run.
    /// - Throws: `BillingRefusal.runUnknown`, `.runIs`; `PeopleRefusal.samePerson` where they read any of it.
    package func check(_ id: JobID, by principal: Principal) async throws {
        try await requireState(id, .calculated, permission: "billing.check", by: principal)
        try await control.command("billing.check", by: principal) { act in
            guard try BillRunRows.setChecked(id, by: principal.user, at: act.now, in: act.transaction),
                let run = try BillRunRows.find(id, in: act.transaction)
            else { throw BillingRefusal.runIs(state: BillRun.State.checked.rawValue) }
            for place in try control.organisations(under: run.path, in: act.transaction) {
                try act.assertDifferentPerson(
                    DutyMatter.readings(place.id, run.month), .check, at: place.path)
            }
            try act.perform(.check, on: DutyMatter.bills(run.organisation, run.month), at: run.path)
            try act.audit(bucket: id.bucket, action: "billing.check", subject: "run \(id)")
            try act.publish(
                BillingTopic.checked, bucket: id.bucket, organisation: run.path,
                payload: "{\"run\":\"\(id)\"}")
        }
    }

    /// Lays the release of a checked run: its job has the same units. Work it with `work`.
    /// - Throws: `BillingRefusal.runUnknown`, `.runIs`, `MonthRefusal.closed`.
    @discardableResult
    package func release(_ id: JobID, by principal: Principal) async throws -> JobID {
        let run = try await requireState(id, .checked, permission: "billing.release", by: principal)
        let (organisation, units, due) = try await control.read("billing.release", by: principal) {
            transaction in
            guard let organisation = try control.organisation(run.organisation, in: transaction) else {
                throw BillingRefusal.organisationUnknown(String(run.organisation.number))
            }
            let due = try dueDay(
                from: control.house.clock.today, organisation: organisation.path, in: transaction)
            return (organisation, try BillRunRows.ranges(of: id, in: transaction), due)
        }
        let input = RunInput(run: id, month: run.month, scope: organisation.path.text).text
        return try await control.startJob(
            kind: "billing.release", organisation: organisation, input: input, units: units,
            permission: "billing.release", by: principal
        ) { job, act in
            try control.requireOpen(run.month, throughout: organisation.path, in: act.transaction)
            guard
                try BillRunRows.setReleasing(
                    id, job: job, releaseDay: act.today, dueDay: due, by: principal.user, in: act.transaction)
            else { throw BillingRefusal.runIs(state: BillRun.State.releasing.rawValue) }
            try keepParameters(of: id, month: run.month, organisation: organisation, in: act)
        }
    }

    /// One unit of a release: bills, lines, receivables, postings, audit and event in this transaction, or none.
    func releaseUnit(_ unit: JobUnit, _ act: Act) throws -> UnitResult {
        let input = try RunInput(unit.input)
        let scope = OrganisationPath(input.scope)
        guard let run = input.run, let stored = try BillRunRows.find(run, in: act.transaction),
            let releaseDay = stored.releaseDay, let dueDay = stored.dueDay
        else { throw BillingRefusal.runUnknown }
        guard stored.cancelledAt == nil else {
            throw BillingRefusal.runIs(state: BillRun.State.cancelled.rawValue)
        }
        // First, and for bills without an amount too: the ledger asks only about what it is given.
        try control.requireOpen(input.month, throughout: scope, in: act.transaction)
        let gathered = try gather(unit.range, month: input.month, scope: scope, in: act.transaction)
        guard
            let chunk = try BillRunRows.chunk(
                run: run, number: unit.number, range: unit.range, in: act.transaction),
            chunk.digest == digest(gathered)
        else { throw BillingRefusal.changedSinceCalculation(unit: unit.number) }
        let bills = try bills(of: gathered, run: run, releaseDay: releaseDay, dueDay: dueDay)
        try write(bills, gathered, in: act)
        try raise(bills, gathered, rollup: unit.range.first, in: act)
        let energy = bills.lazy.map(\.energy).total()
        let amount = bills.lazy.map(\.amount).total()
        try act.audit(
            bucket: unit.range.first, action: "billing.release", subject: "run \(run) unit \(unit.number)",
            after:
                "{\"amountFen\":\(amount.fen),\"bills\":\(bills.count),\"digest\":\"\(ContentHash.hex(chunk.digest))\"}"
        )
        try announce(bills, gathered, run: run, bucket: unit.range.first, in: act)
        return UnitResult(
            done: bills.count, totals: ["amountFen": amount.fen, "energyWh": energy.wattHours])
    }

    /// An event a station, so that each station's people hear of their own bills.
    private func announce(_ bills: [Bill], _ unit: GatheredUnit, run: JobID, bucket: Bucket, in act: Act)
        throws
    {
        var stations: [OrganisationID: (path: OrganisationPath, bills: Int, amount: Money)] = [:]
        var accounts = unit.accounts.makeIterator()
        for bill in bills {
            var account = accounts.next()
            while let passed = account, passed.id != bill.account { account = accounts.next() }
            guard let account else { break }
            stations[bill.organisation, default: (account.organisationPath, 0, .zero)].bills += 1
            stations[bill.organisation]?.amount += bill.amount
        }
        for (_, station) in stations.sorted(by: { $0.key < $1.key }) {
            try act.publish(
                BillingTopic.released, bucket: bucket, organisation: station.path,
                payload:
                    "{\"run\":\"\(run)\",\"bills\":\(station.bills),\"amountFen\":\(station.amount.fen)}")
        }
    }

    private func bills(
        of unit: GatheredUnit, run: JobID, releaseDay: Day, dueDay: Day
    ) throws -> [Bill] {
        var bills: [Bill] = []
        bills.reserveCapacity(unit.batch.bills.count)
        var inForceFrom: [Int32: Day] = [:]
        var known: (tariff: Int32, from: Day)?
        for (index, rated) in unit.batch.bills.enumerated() where rated.refusal == nil {
            let account = unit.accounts[index]
            let usage = unit.usages[index]
            if known?.tariff != usage.tariff {
                let from =
                    inForceFrom[usage.tariff] ?? unit.catalogue.effectiveFrom(usage.tariff)
                    ?? usage.month.firstDay
                inForceFrom[usage.tariff] = from
                known = (usage.tariff, from)
            }
            guard
                let id = BillID(
                    account: account.id, month: usage.month, sequence: unit.sequences[account.id] ?? 0)
            else {
                throw BillingRefusal.billUnknown
            }
            bills.append(
                Bill(
                    id: id, run: run, organisation: account.organisation,
                    isResidential: account.isResidential,
                    tariff: account.tariff, tariffFrom: known?.from ?? usage.month.firstDay,
                    energy: rated.energy,
                    amount: rated.total, energyAmount: rated.energyAmount, basicCharge: rated.basicCharge,
                    adjustment: rated.powerFactorAdjustment, funds: rated.fundsIncluded,
                    adjustmentBase: rated.adjustmentBase, adjustmentPercent: rated.adjustmentPercent,
                    powerFactor: rated.powerFactor, reactive: usage.reactive, yearToDate: rated.yearToDate,
                    tierReached: Int(rated.tierReached), tierMonths: Int(usage.tierMonths),
                    persons: Int(usage.persons),
                    isLowIncome: usage.isLowIncome, capacity: usage.capacity,
                    contractDemand: usage.contractDemand,
                    demand: usage.actualDemand, firstDay: unit.periods[index].first,
                    lastDay: unit.periods[index].last,
                    releaseDay: releaseDay, dueDay: dueDay))
        }
        return bills
    }

    private func write(_ bills: [Bill], _ unit: GatheredUnit, in act: Act) throws {
        try act.transaction.bulk(BillRows.billInsert) { writer in
            for bill in bills { try BillRows.write(bill, bill.id.accountBucket, to: writer) }
        }
        let written = unit.accounts.indices.lazy.filter { unit.batch.bills[$0].refusal == nil }
        try BasisRows.write(
            zip(bills, written).compactMap { bill, index in
                let texts = unit.accounts[index].basis
                return texts.isEmpty ? nil : (bill.id, texts)
            }, in: act.transaction)
        try DetailRows.write(
            zip(bills, written).compactMap { bill, index in
                let texts = unit.accounts[index].details
                return texts.isEmpty ? nil : (bill.id, texts)
            }, in: act.transaction)
        var rated = unit.batch.bills.lazy.filter { $0.refusal == nil }.makeIterator()
        try act.transaction.bulk(BillRows.lineInsert) { writer in
            for bill in bills {
                guard let source = rated.next() else { break }
                let bucket = bill.id.accountBucket
                for (number, line) in unit.batch.lines(of: source).enumerated() {
                    try BillRows.write(line, number: number, of: bill, bucket, to: writer)
                }
            }
        }
    }

    @discardableResult
    func requireState(
        _ id: JobID, _ states: BillRun.State..., permission: Permission, by principal: Principal
    ) async throws -> BillRun {
        try control.require(permission, principal)
        let run = try await self.run(id, by: principal)
        guard states.contains(run.state) else { throw BillingRefusal.runIs(state: run.state.rawValue) }
        return run
    }
}

/// The topics billing publishes.
package enum BillingTopic {
    /// A run passed its check.
    package static let checked = "billing.checked"
    /// A run was given up.
    package static let cancelled = "billing.cancelled"
    /// A unit's bills of one station were released; the payload has the run, their number and their amount.
    package static let released = "billing.released"
    /// Released bills of one station were taken back; the payload has their number and amount, and the bill where it
    /// is one alone.
    package static let takenBack = "billing.takenBack"
    /// A household was told that its standing ends; the payload has the account and the last day.
    package static let standingEnds = "billing.standingEnds"
    /// Nobody was billed at a published price; the payload has the tariff and the version's first day.
    package static let priceUnreached = "billing.priceUnreached"
}
