package import Control
package import Kernel
import Records
import Store

/// What came of loading readings.
package struct LoadResult: Sendable {
    /// Accounts whose readings were taken.
    package var taken = 0
    /// Of these: energy approved, and energy that waits for a person.
    package var approved = 0
    package var pending = 0
    /// Register readings written, those at a meter's removal included.
    package var readings = 0
    /// Everything found, errors and lesser findings, in the order of accounts.
    package var findings: [ReadingFinding] = []
    /// The accounts that were taken.
    package var accounts: [AccountID] = []

    package var errors: [ReadingFinding] { findings.filter { $0.severity == .error } }

    mutating func add(_ other: LoadResult) {
        taken += other.taken
        approved += other.approved
        pending += other.pending
        readings += other.readings
        findings += other.findings
        accounts += other.accounts
    }
}

extension Reading {
    /// Takes the readings of many accounts for a month: judged, stored, and their energy approved where nothing wants a
    /// look. At most `ReadingLimit.chunk` accounts a transaction, each with one audit entry and an event a station.
    ///
    /// - Parameters:
    ///   - onlyGood: take the accounts without errors even where others have some. Otherwise everything is judged first
    ///     and nothing is written while there is an error.
    ///   - approvesReviews: approve at once what would wait for a person (needs `reading.approve` too).
    /// - Throws: `ControlRefusal.forbidden`, `MonthRefusal.closed`; `PeopleRefusal.samePerson` where who reads would also
    ///   approve.
    package func load(
        _ month: BillingMonth, _ accounts: [AccountReadings], source: ReadingSource = .api,
        onlyGood: Bool = false,
        approvesReviews: Bool = false, by principal: Principal,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> LoadResult {
        if approvesReviews { try control.require("reading.approve", principal) }
        let chunks = Self.chunks(accounts)
        if !onlyGood {
            var judged = LoadResult()
            for chunk in chunks {
                judged.findings += try await control.read("reading.import", by: principal) { transaction in
                    try judge(chunk, month, by: principal, in: transaction).findings
                }
            }
            if !judged.errors.isEmpty { return judged }
        }
        var result = LoadResult()
        var done = 0
        for chunk in chunks {
            let loaded = try await taking {
                try await control.command("reading.import", by: principal) { act in
                    try take(
                        chunk, month, source: source, permission: "reading.import",
                        approvesReviews: approvesReviews,
                        by: act)
                }
            }
            result.add(loaded)
            done += chunk.count
            progress?(done, accounts.count)
        }
        return result
    }

    /// A key taken meanwhile means that somebody else entered the same readings.
    func taking<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch StoreFault.unique {
            throw ControlRefusal.changedMeanwhile("reading")
        }
    }

    /// The accounts in the order of their keys, cut into transactions.
    static func chunks(_ accounts: [AccountReadings]) -> [[AccountReadings]] {
        let keyed = accounts.map { (bucket: $0.account.bucket, readings: $0) }
        return keyed.sorted { ($0.bucket, $0.readings.account) < ($1.bucket, $1.readings.account) }
            .map(\.readings).slices(of: ReadingLimit.chunk).map(Array.init)
    }

    /// A chunk judged: its assessments, what else was found, and the revisions there are.
    struct Judged {
        var assessments: [Assessment] = []
        var findings: [ReadingFinding] = []
        var present: [AccountID: PastReadings] = [:]
        var histories: [AccountID: [PointHistory]] = [:]

        /// The version that an account's month has; 0 where it was not read.
        func version(of account: AccountID, _ month: BillingMonth) -> Int64 {
            histories[account]?.filter { $0.month == month }.map(\.version).max() ?? 0
        }
    }

    /// Fetches what the chunk's accounts are judged by, in a handful of statements, and judges them.
    func judge(
        _ chunk: [AccountReadings], _ month: BillingMonth, by principal: Principal, today: Day? = nil,
        in transaction: any Transaction
    ) throws -> Judged {
        let today = today ?? control.house.clock.today
        let ids = chunk.map(\.account)
        let accounts = try records.readableAccounts(ids, in: transaction)
        var judged = Judged()
        judged.histories = try ReadingRows.histories(of: ids, month: month, in: transaction)
        let again = ids.filter { judged.histories[$0]?.contains { $0.month == month } ?? false }
        let billed = again.isEmpty ? [] : try self.billed(again, month, transaction)
        judged.present =
            again.isEmpty ? [:] : try ReadingRows.readings(of: again, month: month, in: transaction)
        let past = try pastReadings(of: ids, before: month, in: transaction)
        let exceptions = try control.codeBook("\(ReadingCodes.exceptions)", in: transaction)
        var rules: [OrganisationPath: ReadingRules] = [:]
        var seen: Set<AccountID> = []
        judged.assessments.reserveCapacity(chunk.count)
        for readings in chunk {
            guard let account = accounts[readings.account], principal.scope.contains(account.organisationPath)
            else {
                judged.findings.append(
                    ReadingFinding(
                        rule: .consumerUnknown, severity: .error, consumerNo: "", usagePoint: nil,
                        line: readings.line,
                        column: "consumer_no", arguments: ["consumerNo": readings.account.description]))
                continue
            }
            guard seen.insert(readings.account).inserted else {
                judged.findings.append(
                    ReadingFinding(
                        rule: .accountTwice, severity: .error, consumerNo: account.consumerNo,
                        usagePoint: nil,
                        line: readings.line, column: "consumer_no",
                        arguments: ["consumerNo": account.consumerNo]))
                continue
            }
            let own =
                try rules[account.organisationPath]
                ?? ReadingRules.inForce(
                    for: account.organisationPath, on: month.lastDay, control: control, in: transaction)
            rules[account.organisationPath] = own
            var input = AssessmentInput(
                readings: readings, account: account, month: month, today: today, exceptions: exceptions,
                rules: own)
            input.past = past[readings.account] ?? PastReadings()
            input.energies = judged.histories[readings.account] ?? []
            input.isBilled = billed.contains(readings.account)
            let assessment = Assessment(input)
            judged.findings += assessment.findings
            if !assessment.hasErrors, !readings.hasBrokenRows { judged.assessments.append(assessment) }
        }
        return judged
    }

    /// What each account's registers showed when it was last read. Almost all were read the month before; the rest are
    /// looked for month by month, then in the whole history.
    func pastReadings(
        of ids: [AccountID], before month: BillingMonth, in transaction: any Transaction
    ) throws -> [AccountID: PastReadings] {
        var found: [AccountID: PastReadings] = [:]
        guard let first = try ReadingRows.firstMonth(of: ids, in: transaction), first < month else {
            return found
        }
        var missing = ids
        var back = 1
        while !missing.isEmpty, back <= ReadingLimit.monthsBack, month.number - Int32(back) >= first.number {
            let rows = try ReadingRows.readings(
                of: missing, month: month.adding(months: -back), in: transaction)
            found.merge(rows) { kept, _ in kept }
            missing.removeAll { rows[$0] != nil }
            back += 1
        }
        guard month.number - Int32(ReadingLimit.monthsBack) > first.number else { return found }
        for id in missing {
            guard let last = try ReadingRows.lastMonth(of: id, before: month, in: transaction) else {
                continue
            }
            found.merge(try ReadingRows.readings(of: [id], month: last, in: transaction)) { kept, _ in kept }
        }
        return found
    }

    /// Judges and writes one chunk inside its transaction.
    /// - Parameter version: the version of each account's month that was shown to whoever enters; nil where nothing was. It
    ///   is held against what the readings are judged by, since another's entry may come between any two statements.
    /// - Throws: `MonthRefusal.closed`; `ControlRefusal.changedMeanwhile` for another version.
    func take(
        _ chunk: [AccountReadings], _ month: BillingMonth, source: ReadingSource, permission: Permission,
        approvesReviews: Bool, version: Int64? = nil, by act: Act
    ) throws -> LoadResult {
        let judged = try judge(chunk, month, by: act.principal, today: act.today, in: act.transaction)
        if let version {
            for readings in chunk where judged.version(of: readings.account, month) != version {
                let known = judged.assessments.first { $0.account.account == readings.account }?.account
                let name = known?.consumerNo ?? readings.account.description
                throw ControlRefusal.changedMeanwhile("reading \(name) \(month)")
            }
        }
        try control.requireOpen(
            Set(judged.assessments.map { MonthPlace($0.account.organisation, month) }), in: act.transaction)
        var result = LoadResult()
        result.findings = judged.findings
        let anchor = chunk[0].account.bucket
        var changes: [RouteKey: ProgressChange] = [:]
        var organisations: [OrganisationID: OrganisationPath] = [:]
        var fresh: [PointEnergy] = []
        for assessment in judged.assessments {
            let account = assessment.account
            let isPending = assessment.needsReview && !approvesReviews
            let before = judged.histories[account.account]?.filter { $0.month == month } ?? []
            for var point in assessment.points {
                point.state = isPending ? .pending : .approved
                if point.version == 1 {
                    fresh.append(point)
                } else if try !ReadingRows.replace(point, in: act.transaction) {
                    throw ControlRefusal.changedMeanwhile("reading \(account.consumerNo) \(month)")
                }
            }
            let key = RouteKey(organisation: account.organisation, route: account.route)
            var change = changes[key] ?? ProgressChange()
            if let state = Self.state(before) {
                if state == .pending { change.pending -= 1 } else { change.approved -= 1 }
            }
            if isPending { change.pending += 1 } else { change.approved += 1 }
            changes[key] = change
            organisations[account.organisation] = account.organisationPath
            result.taken += 1
            if isPending { result.pending += 1 } else { result.approved += 1 }
            result.readings += assessment.readings.count
            result.accounts.append(account.account)
        }
        for (organisation, path) in organisations.sorted(by: { $0.key < $1.key }) {
            if approvesReviews { try act.refuse(.check, after: [.read], at: path) }
            try act.perform(.read, on: DutyMatter.readings(organisation, month), at: path)
        }
        try ReadingRows.write(
            judged.assessments, month: month, source: source, revisions: judged.present,
            user: act.principal.user,
            at: act.now, in: act.transaction)
        try ReadingRows.insert(fresh, in: act.transaction)
        for assessment in judged.assessments {
            guard let code = assessment.exception, let version = assessment.points.map(\.version).max() else {
                continue
            }
            try SiteNoteRows.insert(
                SiteNote(month: month, version: version, code: code), of: assessment.account.account,
                by: act.principal.user, at: act.now, in: act.transaction)
        }
        try settleLosses(judged.assessments.map(\.account.account), month, in: act.transaction)
        try ExceptionRows.renew(
            judged.assessments, month: month, again: Set(judged.present.keys),
            decidedBy: approvesReviews ? act.principal.user : nil, at: act.now, in: act.transaction)
        try ReadingRows.add(changes, month: month, bucket: anchor, in: act.transaction)
        try ReadingEvents.approved(month, changes, organisations: organisations, bucket: anchor, by: act)
        try act.audit(
            bucket: anchor, action: "reading.load",
            subject: chunk.count == 1 ? "account \(chunk[0].account)" : "accounts",
            after: "{\"month\":\"\(month)\",\"source\":\"\(source.rawValue)\",\"accounts\":\(result.taken),"
                + "\"approved\":\(result.approved),\"pending\":\(result.pending),\"readings\":\(result.readings)}"
        )
        return result
    }

    /// An account's state in a month: pending where any of its points is; nil where it was not read.
    static func state(_ points: [PointHistory]) -> PointEnergy.State? {
        if points.isEmpty { return nil }
        return points.contains { $0.state == .pending } ? .pending : .approved
    }
}
