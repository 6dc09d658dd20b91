package import Control
internal import Foundation
internal import Kernel
internal import Store

/// What is asked for where a draft is to be published.
struct PublishTariff: Codable, Sendable {
    let draft: String
    let digest: String
}

/// What is asked for where a published file is taken back before it begins.
struct WithdrawTariff: Codable, Sendable {
    let document: String
    let reason: String
}

/// Publishing 电价发布 and withdrawing: always by two people (《中华人民共和国价格法》: government prices are decided and
/// announced; nobody alone changes what everybody pays).
extension Tariff {
    static func publication(_ shelf: TariffShelf) -> CommandHandler {
        CommandHandler(
            name: "tariff.publish", permission: "tariff.publish", input: PublishTariff.self,
            picture: { input, act in try Tariff(control: act.control, shelf: shelf).picture(input, act) },
            perform: { input, act in try Tariff(control: act.control, shelf: shelf).perform(input, act) })
    }

    static func withdrawal(_ shelf: TariffShelf) -> CommandHandler {
        CommandHandler(
            name: "tariff.withdraw", permission: "tariff.withdraw", input: WithdrawTariff.self,
            picture: { input, act in try Tariff(control: act.control, shelf: shelf).picture(input, act) },
            perform: { input, act in try Tariff(control: act.control, shelf: shelf).perform(input, act) })
    }

    static let publicationRule = ApprovalRule(
        command: "tariff.publish", approver: "tariff.publish.approve", workingDays: 5,
        clause: "企业标准：电价参数双人复核后发布")

    static let withdrawalRule = ApprovalRule(
        command: "tariff.withdraw", approver: "tariff.withdraw.approve", workingDays: 3,
        clause: "企业标准：电价参数双人复核后发布")

    /// Asks a second person to publish a draft as it stands. Never done by one: also where a parameter says that nobody
    /// else is needed.
    /// - Parameter version: the version that was read.
    /// - Throws: `TariffRefusal.draftUnknown`, `.draftChanged`, `.draftClosed`, `.draftFaulty`, `.notRehearsed`,
    ///   `.setAbove`, `.needsPerson`; `ApprovalRefusal.reasonMissing`.
    @discardableResult
    package func proposePublication(
        of id: Int64, version: Int, reason: String, by principal: Principal
    ) async throws -> Proposal {
        let sketch = try await draft(id, by: principal)
        try requirePerson(principal)
        guard sketch.version == version else { throw TariffRefusal.draftChanged(by: sketch.changedName) }
        let proposal = try await control.propose(
            "tariff.publish", PublishTariff(draft: String(id), digest: sketch.digest), reason: reason,
            by: principal)
        try await control.command("tariff.publish", by: principal) { act in
            try SketchRows.setProposal(id, proposal.id, in: act.transaction)
            try tell("tariff.proposeDraft", sketch, after: ["proposal": proposal.id.description], act)
        }
        return proposal
    }

    /// Asks a second person to take a published file back before the first day on which it changes anything; what stood
    /// before stands again.
    /// - Throws: `TariffRefusal.documentUnknown`, `.begun`, `.notTheLast`, `.neededBy`, `.needsPerson`; `ApprovalRefusal.reasonMissing`.
    @discardableResult
    package func proposeWithdrawal(of document: Int64, reason: String, by principal: Principal) async throws
        -> Proposal
    {
        try requirePerson(principal)
        return try await control.propose(
            "tariff.withdraw", WithdrawTariff(document: String(document), reason: reason), reason: reason,
            by: principal)
    }

    /// - Throws: `TariffRefusal.needsPerson` for the machine's own.
    private func requirePerson(_ principal: Principal) throws {
        if principal.user == Control.system().user { throw TariffRefusal.needsPerson }
    }

    func publishable(_ input: PublishTariff, _ act: Act) throws -> (
        sketch: TariffSketch, standing: TariffDocument?, notes: Int
    ) {
        guard let id = Int64(input.draft) else { throw TariffRefusal.draftUnknown }
        let sketch = try Self.sketch(id, act.principal, act.transaction)
        guard sketch.state == .draft else { throw TariffRefusal.draftClosed }
        guard sketch.digest == input.digest else { throw TariffRefusal.draftChanged(by: sketch.changedName) }
        let standing = try Self.standing(sketch.code, act.transaction)
        try requireOwner(sketch.content, standing, act)
        let check = try check(sketch, act.today, act.transaction)
        if !check.faults.isEmpty { throw TariffFaults(faults: check.faults).refusal }
        let rules = try TariffRules(
            control, organisation: sketch.organisationPath, on: act.today, in: act.transaction)
        if rules.mustBeRehearsed, !sketch.isRehearsed, sketch.kind.isRehearsed {
            throw TariffRefusal.notRehearsed
        }
        return (sketch, standing, check.notes.count)
    }

    private func picture(_ input: PublishTariff, _ act: Act) throws -> CommandPicture {
        let (sketch, before, notes) = try publishable(input, act)
        let face = try TariffFace(TariffFile(name: sketch.code, content: .init(sketch.content.utf8)))
        let changes = PublicationPicture(before: before?.content ?? "", after: sketch.content)
        let begins = TariffSteps.firstDay(before?.content ?? "", sketch.content) ?? face.lastBegin
        var lines: [CommandPicture.Line] = [
            .init("tariff.command.publish.code", .text(sketch.code)),
            .init("tariff.command.publish.begins", before: nil, after: begins.map { .day($0) } ?? .text("—")),
            .init("tariff.command.publish.count", .number(Int64(changes.count))),
        ]
        if face.isExample {
            lines.append(.init("tariff.command.publish.example", .messages(["tariff.page.example"])))
        }
        lines += changes.lines
        if changes.left > 0 {
            lines.append(.init("tariff.command.publish.left", .number(Int64(changes.left))))
        }
        if notes > 0 { lines.append(.init("tariff.command.publish.notes", .number(Int64(notes)))) }
        if sketch.kind.isRehearsed { lines += PublicationPicture.rehearsal(sketch.rehearsal) }
        return try CommandPicture(
            title: "tariff.command.publish.title", arguments: ["tariff": sketch.code],
            subject: "draft \(sketch.id)", bucket: Self.bucket, organisation: sketch.organisationPath,
            lines: lines, involved: try SketchRows.editors(of: sketch.id, in: act.transaction)
        ) { hash in
            hash.add(sketch.digest)
            hash.add(Int64(before?.number ?? 0))
        }
    }

    /// Whoever published or withdrew was another person than whoever asked for it, and both are people: what a command
    /// line does as the machine's own is nobody's second pair of eyes.
    private func requireTwo(_ act: Act) throws {
        guard let proposal = act.proposal, proposal.proposer != act.principal.user,
            proposal.proposer != Control.system().user, act.principal.user != Control.system().user
        else { throw TariffRefusal.needsTwo }
    }

    private func perform(_ input: PublishTariff, _ act: Act) throws -> String {
        try requireTwo(act)
        try DocumentRows.takeTurn(in: act.transaction)
        let (sketch, before, _) = try publishable(input, act)
        let all = try DocumentRows.all(of: sketch.code, in: act.transaction)
        let face = try TariffFace(TariffFile(name: sketch.code, content: .init(sketch.content.utf8)))
        let document = TariffDocument(
            id: act.house.ids.nextNumber(), code: sketch.code, number: (all.last?.number ?? 0) + 1,
            kind: face.kind,
            content: sketch.content, digest: sketch.digest,
            firstDay: TariffSteps.firstDay(before?.content ?? "", sketch.content) ?? face.lastBegin,
            draft: sketch.id, proposedBy: act.proposal?.proposer,
            proposedName: act.proposal?.proposerName ?? "",
            publishedBy: act.principal.user, publishedName: act.principal.name, publishedAt: act.now,
            withdrawal: nil)
        try DocumentRows.insert(document, in: act.transaction)
        guard
            try SketchRows.publish(
                sketch.id, digest: sketch.digest, as: document.id, proposal: act.proposal?.id,
                in: act.transaction)
        else { throw TariffRefusal.draftChanged(by: sketch.changedName) }
        let after = [
            "code": document.code, "digest": document.digest, "document": String(document.id),
            "number": String(document.number), "firstDay": document.firstDay?.description ?? "",
        ]
        try act.audit(
            bucket: Self.bucket, action: "tariff.publish", subject: "tariff \(document.code)",
            before: try CommandInput.encode(["digest": all.last { $0.withdrawal == nil }?.digest ?? ""]),
            after: try CommandInput.encode(after))
        try told(document, act)
        return try CommandInput.encode(after)
    }

    private func told(_ document: TariffDocument, _ act: Act) throws {
        try act.publish(
            Self.publishedTopic, bucket: Self.bucket, organisation: OrganisationPath("/1/"),
            payload: #"{"code":"\#(document.code)","from":"\#(document.firstDay?.description ?? "")"}"#)
    }

    private func withdrawable(_ input: WithdrawTariff, _ act: Act) throws -> (
        document: TariffDocument, before: TariffDocument?, first: Day
    ) {
        guard let id = Int64(input.document), let document = try DocumentRows.find(id, in: act.transaction),
            document.withdrawal == nil
        else { throw TariffRefusal.documentUnknown }
        try requireOwner(document.content, nil, act)
        let all = try DocumentRows.all(of: document.code, in: act.transaction).filter { $0.withdrawal == nil }
        guard all.last?.id == document.id else { throw TariffRefusal.notTheLast }
        let before = all.last { $0.number < document.number }
        let first = document.begins(after: before)
        guard let first, before != nil, first > act.today else {
            throw TariffRefusal.begun(
                code: document.code, day: first ?? document.firstDay ?? document.publishedAt.day)
        }
        // What stands by it, such as a tariff by the hours of its calendar, keeps it from going.
        let others = try DocumentRows.standing(in: act.transaction).filter { $0.code != document.code }
        do {
            _ = try TariffCatalogue(files: (others + [before].compactMap(\.self)).map { TariffFile($0) })
        } catch {
            throw TariffRefusal.neededBy(
                code: document.code, other: error.faults.first?.file ?? "", fault: "\(error.faults[0])")
        }
        return (document, before, first)
    }

    private func picture(_ input: WithdrawTariff, _ act: Act) throws -> CommandPicture {
        let (document, before, first) = try withdrawable(input, act)
        return try CommandPicture(
            title: "tariff.command.withdraw.title", arguments: ["tariff": document.code],
            subject: "tariff \(document.code)", bucket: Self.bucket, organisation: OrganisationPath("/1/"),
            lines: [
                .init("tariff.command.publish.code", .text(document.code)),
                .init(
                    "tariff.command.publish.begins", before: .day(first), after: .text("—")),
                .init(
                    "tariff.command.publish.count",
                    .number(Int64(TariffChange.between(before?.content ?? "", document.content).count))),
                .init("tariff.command.withdraw.reason", .text(input.reason)),
            ]
        ) { hash in hash.add(document.id) }
    }

    private func perform(_ input: WithdrawTariff, _ act: Act) throws -> String {
        try requireTwo(act)
        try DocumentRows.takeTurn(in: act.transaction)
        let document = try withdrawable(input, act).document
        try DocumentRows.withdraw(
            document.id, as: act.house.ids.nextNumber(),
            .init(reason: input.reason, by: act.principal.user, byName: act.principal.name, at: act.now),
            in: act.transaction)
        let after = ["code": document.code, "document": String(document.id), "reason": input.reason]
        try act.audit(
            bucket: Self.bucket, action: "tariff.withdraw", subject: "tariff \(document.code)",
            after: try CommandInput.encode(after))
        try told(document, act)
        return try CommandInput.encode(after)
    }
}
