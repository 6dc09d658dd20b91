package import Control
internal import Foundation
package import Kernel
internal import Store

/// Drafts of several codes that one notice changes, begun together under one name. Each is checked, rehearsed, proposed
/// and published as any draft is.
package struct DraftSet: Sendable, Hashable {
    package let id: Int64
    package let name: String
    package let organisationPath: OrganisationPath
    package let madeBy: UserID
    package let madeName: String
    package let madeAt: Instant
    /// In the order they were written; empty where sets are listed.
    package let drafts: [TariffSketch]
}

extension Tariff {
    /// The greatest number of drafts that are begun together.
    package static let longestSet = 100

    /// Begins a draft of each content in one transaction: all of them or none.
    /// - Parameter name: of the set, 1 to 100 characters.
    /// - Throws: as `createDraft`; `TariffRefusal.setEmpty` for no content or more than `longestSet`.
    package func createDrafts(_ contents: [String], name: String, by principal: Principal) async throws
        -> DraftSet
    {
        guard (1...Self.longestSet).contains(contents.count), (1...100).contains(name.unicodeScalars.count)
        else { throw TariffRefusal.setEmpty }
        let ids = contents.map { _ in control.house.ids.nextNumber() }
        let id = control.house.ids.nextNumber()
        return try await control.command("tariff.draft", by: principal) { act in
            let drafts = try zip(ids, contents).map { try begin($0, .content($1), act) }
            let set = DraftSet(
                id: id, name: name, organisationPath: try owner(act.principal, act.transaction).path,
                madeBy: principal.user, madeName: principal.name, madeAt: act.now, drafts: drafts)
            try DraftSetRows.insert(set, in: act.transaction)
            try act.audit(
                bucket: Self.bucket, action: "tariff.createDrafts", subject: "drafts \(id)",
                after: try CommandInput.encode([
                    "name": name, "codes": drafts.map(\.code).joined(separator: " "),
                ]))
            return set
        }
    }

    /// The sets in the principal's scope, the newest first, without their drafts.
    package func draftSets(by principal: Principal) async throws -> [DraftSet] {
        try await control.read("tariff.read", by: principal) { transaction in
            try DraftSetRows.all(in: transaction).filter { principal.scope.contains($0.organisationPath) }
        }
    }

    /// - Throws: `TariffRefusal.setUnknown` outside the scope too.
    package func draftSet(_ id: Int64, by principal: Principal) async throws -> DraftSet {
        try await control.read("tariff.read", by: principal) { transaction in
            guard let set = try DraftSetRows.find(id, in: transaction),
                principal.scope.contains(set.organisationPath)
            else { throw TariffRefusal.setUnknown }
            return DraftSet(
                id: set.id, name: set.name, organisationPath: set.organisationPath, madeBy: set.madeBy,
                madeName: set.madeName, madeAt: set.madeAt,
                drafts: try DraftSetRows.members(of: id, in: transaction).map {
                    try marked(try Self.sketch($0, principal, transaction), transaction)
                })
        }
    }

    /// Asks a second person to publish each draft of a set that is still open: none of them is proposed while one is not
    /// ready. What waits already is not proposed twice.
    /// - Parameter versions: of each draft as it was read.
    /// - Throws: as `proposePublication`, with the code it is about in `TariffRefusal.memberNotReady`.
    package func proposePublications(
        of set: DraftSet, versions: [Int64: Int], reason: String, by principal: Principal
    ) async throws -> [Proposal] {
        let open = set.drafts.filter { $0.state == .draft && !$0.isProposed }
        guard !open.isEmpty else { throw TariffRefusal.draftClosed }
        for draft in open {
            guard versions[draft.id] == draft.version else {
                throw TariffRefusal.draftChanged(by: draft.changedName)
            }
            let found = try await check(draft.id, by: principal)
            let rules = try await publication(of: draft.id, by: principal)
            let isUnrehearsed = rules.mustBeRehearsed && draft.kind.isRehearsed && !draft.isRehearsed
            if !found.isClean || isUnrehearsed {
                throw TariffRefusal.memberNotReady(code: draft.code, isFaulty: !found.isClean)
            }
        }
        // All of what each proposal would be refused for, before the first is made.
        try await control.command("tariff.publish", by: principal) { act in
            for draft in open {
                let known = try Self.sketch(draft.id, principal, act.transaction)
                guard known.version == draft.version else {
                    throw TariffRefusal.draftChanged(by: known.changedName)
                }
                _ = try publishable(PublishTariff(draft: String(draft.id), digest: known.digest), act)
            }
        }
        var proposals: [Proposal] = []
        for draft in open {
            proposals.append(
                try await proposePublication(
                    of: draft.id, version: draft.version, reason: reason, by: principal))
        }
        return proposals
    }
}
