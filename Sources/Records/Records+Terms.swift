package import Control
package import Kernel
internal import Store

extension Records {
    /// Amends what an account is billed by from a day on: a new row beside the old ones. The last day of a household's
    /// standing is reckoned from the day where the tariff gives it a term and none is written.
    /// - Parameter version: of the account as it was read; another change in between refuses this one.
    /// - Throws: `RecordsRefusal.accountUnknown`, `.accountClosed`, `.changedMeanwhile`, `.invalid` also for a tariff that
    ///   does not hold on the day, `.dayTooEarly` before the account was opened, `.nothingChanged`.
    @discardableResult
    package func amend(
        _ id: AccountID, from day: Day, _ values: TermValues, reason: String, version: Int64,
        by principal: Principal
    ) async throws -> Term {
        if let problem = values.problems().first { throw problem.refusal }
        guard FieldRules.isLine(reason, 1...200) else {
            throw FieldProblem("reason", "text", ["least": "1", "most": "200"]).refusal
        }
        return try await control.command("records.edit", by: principal) { act in
            let account = try Self.changeable(id, version: version, in: act)
            guard day >= account.openedOn else {
                throw RecordsRefusal.dayTooEarly(least: account.openedOn.description)
            }
            let history = try TermRows.history(id, in: act.transaction)
            let before = history.term(on: day)
            let values = try standing(values, from: day, in: act.transaction)
            guard before?.values != values else { throw RecordsRefusal.nothingChanged }
            let term = Term(
                effectiveFrom: day, revision: (history.revisions(from: day).last?.revision ?? 0) + 1,
                isVoid: false,
                values: values, reason: reason, recordedBy: principal.user, recordedAt: act.now)
            try add(term, to: account, in: history, before: before, action: "records.amend", in: act)
            return term
        }
    }

    /// Takes back the newest revision of the terms that hold from `day`: the revision before it holds again, or, where
    /// there is none, the day is void and the terms before it go on. What was recorded stays readable.
    /// - Throws: `RecordsRefusal.notNewest` where `revision` is not the newest of the day or is itself a day taken back,
    ///   `.onlyTerm` for the terms the account began with.
    @discardableResult
    package func undo(
        _ id: AccountID, from day: Day, revision: Int, reason: String, version: Int64, by principal: Principal
    ) async throws -> Term {
        guard FieldRules.isLine(reason, 1...200) else {
            throw FieldProblem("reason", "text", ["least": "1", "most": "200"]).refusal
        }
        return try await control.command("records.edit", by: principal) { act in
            let account = try Self.changeable(id, version: version, in: act)
            let history = try TermRows.history(id, in: act.transaction)
            let revisions = history.revisions(from: day)
            guard let newest = revisions.last, newest.revision == revision, !newest.isVoid else {
                throw RecordsRefusal.notNewest
            }
            let earlier = revisions.dropLast().last
            let isVoid = earlier?.isVoid ?? true
            if isVoid, history.inForce.first?.effectiveFrom == day { throw RecordsRefusal.onlyTerm }
            let term = Term(
                effectiveFrom: day, revision: revision + 1, isVoid: isVoid,
                values: earlier?.values ?? newest.values,
                reason: reason, recordedBy: principal.user, recordedAt: act.now)
            try add(term, to: account, in: history, before: newest, action: "records.undo", in: act)
            return term
        }
    }

    private func add(
        _ term: Term, to account: Account, in history: TermHistory, before: Term?, action: String, in act: Act
    ) throws {
        let billed = try billed(account.id, history.reach(from: term.effectiveFrom), in: act.transaction)
        do {
            try TermRows.add(term, of: account.id, in: act.transaction)
        } catch StoreFault.unique {
            throw RecordsRefusal.changedMeanwhile(account.consumerNo)
        }
        try act.audit(
            bucket: account.id.bucket, action: action,
            subject: "account \(account.id) terms \(term.effectiveFrom) revision \(term.revision)",
            before: before.map(\.auditText), after: term.auditText)
        let months = billed.map(\.description).joined(separator: " ")
        try act.publish(
            RecordsEvents.termAmended, bucket: account.id.bucket, organisation: account.organisationPath,
            payload: RecordsEvents.payload([
                ("account", account.id.description), ("from", term.effectiveFrom.description),
                ("billed", months),
            ]))
    }

    /// An account of the principal's scope, open, at the version it was read at; its version is counted up.
    static func changeable(_ id: AccountID, version: Int64, in act: Act) throws -> Account {
        guard let account = try AccountRows.account(id, in: act.transaction),
            act.principal.scope.contains(account.organisationPath)
        else { throw RecordsRefusal.accountUnknown(id.description) }
        guard account.state == .active else { throw RecordsRefusal.accountClosed(account.consumerNo) }
        guard try AccountRows.countUp(id, from: version, in: act.transaction) else {
            throw RecordsRefusal.changedMeanwhile(account.consumerNo)
        }
        return account
    }
}

extension Term {
    var auditText: String {
        RecordsEvents.payload([
            ("tariff", values.tariffCode), ("persons", String(values.householdPersons)),
            ("lowIncome", values.isLowIncome ? "1" : "0"), ("capacity", values.capacity.description),
            ("contractDemand", values.contractDemand.description), ("basicMode", values.basicMode.rawValue),
            ("powerFactor", values.powerFactorStandard.description),
            ("settlements", String(values.settlements)),
            ("agencyMultiple", values.paysAgencyMultiple ? "1" : "0"),
            ("surcharge", values.choosesSurcharge ? "1" : "0"), ("households", String(values.households)),
            ("firstTierMonth", values.firstTierMonth?.description ?? ""),
            ("householdUntil", values.householdUntil?.description ?? ""), ("void", isVoid ? "1" : "0"),
            ("reason", reason),
        ])
    }
}
