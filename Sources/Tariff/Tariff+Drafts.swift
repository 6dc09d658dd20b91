package import Control
internal import Foundation
internal import Kernel
package import Store

/// Where a new draft begins.
package enum DraftSource: Sendable, Hashable {
    /// The published file of a code.
    case copy(of: String)
    /// A whole file, JSON.
    case content(String)
    /// A whole file under a code that no file was ever published under.
    case newCode(content: String)
}

extension Tariff {
    /// The drafts in the principal's scope, the newest change first.
    package func drafts(by principal: Principal) async throws -> [TariffSketch] {
        try await control.read("tariff.read", by: principal) { transaction in
            let waiting = try waiting(transaction)
            let withdrawn = try DocumentRows.withdrawn(in: transaction)
            return try SketchRows.all(in: transaction).filter { Self.isVisible($0, to: principal) }
                .map { try $0.marked(waiting, withdrawn: withdrawn) }
        }
    }

    /// - Throws: `TariffRefusal.draftUnknown` outside the scope too.
    package func draft(_ id: Int64, by principal: Principal) async throws -> TariffSketch {
        try await control.read("tariff.read", by: principal) {
            try marked(try Self.sketch(id, principal, $0), $0)
        }
    }

    /// Begins a draft; nothing of it is in force.
    /// - Throws: `TariffRefusal.unknownTariff`, `.codeTaken`, `.setAbove` where the organisation only reads the class; `TariffFaults`
    ///   where the content says no kind and code.
    package func createDraft(_ source: DraftSource, by principal: Principal) async throws -> TariffSketch {
        let id = control.house.ids.nextNumber()
        return try await control.command("tariff.draft", by: principal) { try begin(id, source, $0) }
    }

    /// A draft of what it begins with, in the caller's transaction.
    func begin(_ id: Int64, _ source: DraftSource, _ act: Act) throws -> TariffSketch {
        let content: String
        let base: Int
        switch source {
        case .copy(let code):
            guard let found = try Self.standing(code, act.transaction) else {
                throw TariffRefusal.unknownTariff(code: code)
            }
            (content, base) = (found.content, found.number)
        case .content(let text):
            content = text
            let face = try TariffFace(TariffFile(name: "draft", content: Data(text.utf8)))
            base = try Self.standing(face.code, act.transaction)?.number ?? 0
        case .newCode(let text):
            (content, base) = (text, 0)
            try Self.requireFree(
                try TariffFace(TariffFile(name: "draft", content: Data(text.utf8))).code, act)
        }
        let face = try TariffFace(TariffFile(name: "draft", content: Data(content.utf8)))
        try requireOwner(content, try Self.standing(face.code, act.transaction), act)
        let place = try owner(act.principal, act.transaction)
        let sketch = TariffSketch(
            id: id, code: face.code, content: content, digest: TariffFile.digest(content), base: base,
            version: 1,
            state: .draft, organisation: place.id, organisationPath: place.path, madeBy: act.principal.user,
            madeName: act.principal.name, madeAt: act.now, changedBy: act.principal.user,
            changedName: act.principal.name,
            changedAt: act.now, checkedDigest: nil, rehearsedDigest: nil, rehearsal: nil, proposal: nil,
            document: nil)
        try SketchRows.insert(sketch, in: act.transaction)
        try SketchRows.note(editor: act.principal.user, of: id, in: act.transaction)
        try tell("tariff.createDraft", sketch, after: ["code": face.code, "digest": sketch.digest], act)
        return sketch
    }

    /// Writes a draft's whole content.
    /// - Parameter version: the version that was read; another one meanwhile is a refusal, and nothing is written.
    /// - Throws: `TariffRefusal.draftUnknown`, `.draftChanged`, `.draftClosed`, `.setAbove`; `TariffFaults` where the
    ///   content says no kind and code. Other faults are `check`'s business.
    @discardableResult
    package func editDraft(_ id: Int64, content: String, version: Int, by principal: Principal) async throws
        -> TariffSketch
    {
        guard content.utf8.count <= TariffFile.greatestSize else {
            throw TariffFaults(faults: [
                TariffFault(file: "draft", path: "", mend: "the file is larger than 1 MiB; divide it")
            ])
        }
        return try await control.command("tariff.draft", by: principal) { act in
            let sketch = try Self.open(id, version, act)
            let face = try TariffFace(TariffFile(name: sketch.code, content: Data(content.utf8)))
            let standing = try Self.standing(face.code, act.transaction)
            // What was begun as a change of one tariff does not become another's.
            if sketch.base > 0, face.code != sketch.code {
                throw TariffFaults(faults: [
                    TariffFault(
                        file: sketch.code, path: "code",
                        mend: "this draft changes \(sketch.code); write that code, or copy it as a new code")
                ])
            }
            try requireOwner(content, standing, act)
            let digest = TariffFile.digest(content)
            let isChanged = try SketchRows.change(
                id, from: version, code: face.code, content: content, digest: digest, by: principal.user,
                name: principal.name,
                at: act.now, in: act.transaction)
            guard isChanged else { throw TariffRefusal.draftChanged(by: sketch.changedName) }
            // What it was begun from stays, or what was published since would be undone by whoever never saw it.
            if face.code != sketch.code {
                try SketchRows.setBase(id, standing?.number ?? 0, in: act.transaction)
            }
            try SketchRows.note(editor: principal.user, of: id, in: act.transaction)
            let changes = TariffChange.between(sketch.content, content)
            try act.audit(
                bucket: Self.bucket, action: "tariff.editDraft", subject: "draft \(id)",
                before: try Self.told(changes.map { ($0.path, $0.before) }),
                after: try Self.told(changes.map { ($0.path, $0.after) }))
            try publish(sketch, act)
            return try Self.sketch(id, principal, act.transaction)
        }
    }

    /// Looks for faults of the file, of its place among the others and against what is published, and for what a person
    /// should have seen. A clean check is remembered for this content.
    /// - Throws: `TariffRefusal.draftUnknown`.
    package func check(_ id: Int64, by principal: Principal) async throws -> TariffCheck {
        let (sketch, result) = try await control.read("tariff.read", by: principal) { transaction in
            let sketch = try Self.sketch(id, principal, transaction)
            return (sketch, try check(sketch, control.house.clock.today, transaction))
        }
        if result.isClean, !sketch.isChecked, sketch.state == .draft, principal.may("tariff.draft") {
            try await control.command("tariff.draft", by: principal) { act in
                let now = try Self.sketch(id, principal, act.transaction)
                guard now.digest == sketch.digest else { return }
                try SketchRows.setChecked(id, sketch.digest, in: act.transaction)
                try tell("tariff.checkDraft", sketch, after: ["digest": sketch.digest], act)
            }
        }
        return result
    }

    /// The same of a draft as it was read, and nothing is remembered.
    package func check(_ sketch: TariffSketch, by principal: Principal) async throws -> TariffCheck {
        try await control.read("tariff.read", by: principal) {
            try check(sketch, control.house.clock.today, $0)
        }
    }

    /// A content nobody stored yet, checked as a draft would be.
    package func check(_ content: String, by principal: Principal) async throws -> TariffCheck {
        try await control.read("tariff.read", by: principal) { transaction in
            let today = control.house.clock.today
            return TariffCheck(
                content, standing: try DocumentRows.standing(in: transaction), today: today,
                rules: try TariffRules(control, organisation: principal.scope, on: today, in: transaction))
        }
    }

    func check(_ sketch: TariffSketch, _ today: Day, _ transaction: any Transaction) throws -> TariffCheck {
        TariffCheck(
            sketch.content, base: sketch.state == .draft ? sketch.base : nil,
            standing: try DocumentRows.standing(in: transaction), today: today,
            rules: try TariffRules(control, organisation: sketch.organisationPath, on: today, in: transaction)
        )
    }

    /// What a draft changes of the published file of its code.
    package func difference(_ id: Int64, by principal: Principal) async throws -> [TariffChange] {
        try await control.read("tariff.read", by: principal) { transaction in
            let sketch = try Self.sketch(id, principal, transaction)
            let before = try Self.standing(sketch.code, transaction)
            return TariffChange.between(before?.content ?? "", sketch.content)
        }
    }

    /// The same as a person compares it: each new version beside the one before it.
    package func steps(_ id: Int64, by principal: Principal) async throws -> TariffSteps {
        try await control.read("tariff.read", by: principal) { transaction in
            let sketch = try Self.sketch(id, principal, transaction)
            return TariffSteps(try Self.standing(sketch.code, transaction)?.content ?? "", sketch.content)
        }
    }

    /// Whether the rules of the draft's organisation want it rehearsed before it is proposed, and whether a proposal to
    /// publish it as it stands waits for its second person.
    package func publication(of id: Int64, by principal: Principal) async throws -> (
        mustBeRehearsed: Bool, isWaiting: Bool
    ) {
        try await control.read("tariff.read", by: principal) { transaction in
            let sketch = try Self.sketch(id, principal, transaction)
            let rules = try TariffRules(
                control, organisation: sketch.organisationPath, on: control.house.clock.today, in: transaction
            )
            return (rules.mustBeRehearsed, try marked(sketch, transaction).isProposed)
        }
    }

    /// The catalogue as it would be with the draft published: what a rehearsal rates with.
    /// - Throws: `TariffRefusal.draftUnknown`; `TariffFaults`.
    package func catalogue(with id: Int64, by principal: Principal) async throws -> (
        catalogue: TariffCatalogue, sketch: TariffSketch
    ) {
        try await control.read("tariff.read", by: principal) { transaction in
            let sketch = try Self.sketch(id, principal, transaction)
            return (try catalogue(with: sketch.content, code: sketch.code, in: transaction), sketch)
        }
    }

    /// The catalogue with one file in place of the published one of its code.
    /// - Throws: `TariffFaults`.
    package func catalogue(with content: String, code: String, in transaction: any Transaction) throws
        -> TariffCatalogue
    {
        let others = try DocumentRows.standing(in: transaction).filter { $0.code != code }
        return try TariffCatalogue(
            files: others.map { TariffFile($0) } + [TariffFile(name: code, content: Data(content.utf8))])
    }

    /// Keeps a draft to this transaction: of two who begin something with it at once the second sees what the first began.
    /// - Throws: `TariffRefusal.draftUnknown`, `.draftClosed`.
    package func hold(_ id: Int64, _ act: Act) throws {
        try SketchRows.hold(id, in: act.transaction)
        guard let sketch = try SketchRows.find(id, in: act.transaction) else {
            throw TariffRefusal.draftUnknown
        }
        guard sketch.state == .draft else { throw TariffRefusal.draftClosed }
    }

    /// Notes that a content was rehearsed. A content that changed meanwhile stays unrehearsed.
    /// - Parameters:
    ///   - digest: of the content that was rated with.
    ///   - summary: what came of it, JSON.
    package func markRehearsed(_ id: Int64, digest: String, summary: String, _ act: Act) throws {
        guard let sketch = try SketchRows.find(id, in: act.transaction), sketch.digest == digest else {
            return
        }
        try SketchRows.setRehearsed(id, digest, summary, in: act.transaction)
        try tell("tariff.rehearseDraft", sketch, after: ["digest": digest], act)
    }

    /// Puts a draft away.
    /// - Throws: `TariffRefusal.draftUnknown`, `.draftChanged`, `.draftClosed`.
    package func dropDraft(_ id: Int64, version: Int, by principal: Principal) async throws {
        try await control.command("tariff.draft", by: principal) { act in
            let sketch = try Self.open(id, version, act)
            guard try SketchRows.drop(id, from: version, in: act.transaction) else {
                throw TariffRefusal.draftChanged(by: sketch.changedName)
            }
            try tell("tariff.dropDraft", sketch, after: ["state": "DROPPED"], act)
        }
    }

    // MARK: -

    /// What waits for a second person today, by what was asked for.
    private func waiting(_ transaction: any Transaction) throws -> Set<String> {
        Set(
            try control.waitingProposals(
                of: "tariff.publish", concerning: OrganisationPath("/"), in: transaction
            ).map(\.input))
    }

    /// A draft that says whether it waits for its second person as it stands.
    func marked(_ sketch: TariffSketch, _ transaction: any Transaction) throws -> TariffSketch {
        try sketch.marked(
            try waiting(transaction),
            withdrawn: sketch.document == nil ? [] : try DocumentRows.withdrawn(in: transaction))
    }

    static func isVisible(_ sketch: TariffSketch, to principal: Principal) -> Bool {
        principal.scope.contains(sketch.organisationPath)
    }

    static func sketch(_ id: Int64, _ principal: Principal, _ transaction: any Transaction) throws
        -> TariffSketch
    {
        guard let found = try SketchRows.find(id, in: transaction), isVisible(found, to: principal) else {
            throw TariffRefusal.draftUnknown
        }
        return found
    }

    private static func open(_ id: Int64, _ version: Int, _ act: Act) throws -> TariffSketch {
        let found = try sketch(id, act.principal, act.transaction)
        guard found.state == .draft else { throw TariffRefusal.draftClosed }
        guard found.version == version else { throw TariffRefusal.draftChanged(by: found.changedName) }
        return found
    }

    /// - Throws: `TariffRefusal.codeTaken` where a file was published under a code, or somebody drafts one.
    private static func requireFree(_ code: String, _ act: Act) throws {
        let published = try DocumentRows.all(of: code, in: act.transaction)
        let isDrafted = try SketchRows.isOpen(code, in: act.transaction)
        if isDrafted || !published.isEmpty {
            throw TariffRefusal.codeTaken(code: code)
        }
    }

    static func standing(_ code: String, _ transaction: any Transaction) throws -> TariffDocument? {
        try DocumentRows.all(of: code, in: transaction).last { $0.withdrawal == nil }
    }

    /// - Parameter standing: what is published under the code; its class counts too, so that a draft that says another
    ///   goes round nobody.
    /// - Throws: `TariffRefusal.setAbove` where the person's organisation only reads what the file is of.
    func requireOwner(_ content: String, _ standing: TariffDocument?, _ act: Act) throws {
        let place = try self.owner(act.principal, act.transaction)
        let subjects = [content, standing?.content].compactMap { $0.flatMap(TariffSubject.init(of:)) }
        for subject in subjects {
            let owner = try Self.owner(of: subject, for: place, on: act.today, control, in: act.transaction)
            if owner.path != place.path { throw TariffRefusal.setAbove(subject.code, by: owner.name) }
        }
    }

    /// The company or station whose tariffs the person keeps: a department drafts for the one it belongs to, whose
    /// accounts a rehearsal is about.
    func owner(_ principal: Principal, _ transaction: any Transaction) throws -> Organisation {
        let scope = principal.scope
        let places = try control.organisations(under: scope, in: transaction)
        if let place = places.first(where: { $0.path == scope }) { return place }
        guard let place = try control.organisation(principal.organisation, in: transaction) else {
            throw ControlRefusal.organisationUnknown(principal.organisation.description)
        }
        return place
    }

    private static func told(_ values: [(String, String?)]) throws -> String {
        let told = values.prefix(200).compactMap { path, text in text.map { (path, $0) } }
        return try CommandInput.encode(Dictionary(told, uniquingKeysWith: { first, _ in first }))
    }

    func tell(_ action: String, _ sketch: TariffSketch, after: [String: String], _ act: Act) throws {
        try act.audit(
            bucket: Self.bucket, action: action, subject: "draft \(sketch.id)",
            after: try CommandInput.encode(after))
        try publish(sketch, act)
    }

    private func publish(_ sketch: TariffSketch, _ act: Act) throws {
        try act.publish(
            Self.draftTopic, bucket: Self.bucket, organisation: sketch.organisationPath,
            payload: #"{"draft":"\#(sketch.id)"}"#)
    }
}
