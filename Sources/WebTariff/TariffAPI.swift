import Control
import Hummingbird
import Kernel
import Language
import Tariff
import Web

/// The machine's door of tariffs. A file travels as its own text, so that its digest can be worked out again.
extension WebTariff {
    private static let api = "/api/v1/tariff"
    private static let tariffAPI = PathTemplate("/api/v1/tariff/{tariff}")
    private static let draftsAPI = "/api/v1/tariff/drafts"
    private static let draftAPI = PathTemplate("/api/v1/tariff/drafts/{draft}")

    var apiRoutes: [Route] { standingRoutes + draftAPIRoutes }

    private var standingRoutes: [Route] {
        [
            .get(Self.api, Self.reading) { visit in
                try visit.json(
                    whole: try await tariff.standing(by: visit.principal).map {
                        TariffDocumentAnswer($0, withContent: false)
                    }, of: try visit.page()
                ) { $0.code }
            }
            .listed(
                "tariff.tariffs.list", "The published file of each code that stands.",
                of: TariffDocumentAnswer.self),
            .get(Self.tariffAPI.description, Self.reading) { visit in
                let found = try await tariff.documents(of: visit.code, by: visit.principal)
                guard let standing = found.last(where: { $0.withdrawal == nil }) else {
                    throw TariffRefusal.unknownTariff(code: visit.code)
                }
                return try visit.json(TariffDocumentAnswer(standing))
            }
            .described(
                "tariff.tariffs.get", "A tariff's published file with all its versions.",
                gives: TariffDocumentAnswer.self),
            .get(Self.tariffAPI.description + "/documents", Self.reading) { visit in
                try visit.json(
                    whole: try await tariff.documents(of: visit.code, by: visit.principal).map {
                        TariffDocumentAnswer($0)
                    }, of: try visit.page()
                ) { $0.id }
            }
            .listed(
                "tariff.documents.list", "Every file of a code that was ever published, withdrawn ones too.",
                of: TariffDocumentAnswer.self),
            .post(Self.tariffAPI.description + "/withdraw", Self.withdrawing) { visit in
                let order = try visit.decode(TariffWithdrawOrder.self)
                let known = try await tariff.documents(of: visit.code, by: visit.principal)
                guard let id = Int64(order.document), known.contains(where: { $0.id == id }) else {
                    throw TariffRefusal.documentUnknown
                }
                let proposal = try await tariff.proposeWithdrawal(
                    of: id, reason: order.reason, by: visit.principal)
                return try visit.json(TariffProposed(proposal: proposal.id), status: .accepted)
            }
            .described(
                "tariff.documents.withdraw", "Proposes to take a file back before it begins.",
                "A second person decides on the proposal.", takes: TariffWithdrawOrder.self,
                gives: TariffProposed.self, status: .accepted),
        ]
    }

    private var draftAPIRoutes: [Route] {
        [
            .get(Self.draftsAPI, Self.reading) { visit in
                try visit.json(
                    whole: try await tariff.drafts(by: visit.principal).map {
                        TariffDraftAnswer($0, withContent: false)
                    }, of: try visit.page()
                ) { $0.id }
            }
            .listed("tariff.drafts.list", "Drafts, the newest change first.", of: TariffDraftAnswer.self),
            .post(Self.draftsAPI, Self.drafting) { visit in
                let order = try visit.decode(TariffDraftOrder.self)
                let source: DraftSource
                switch (order.copy, order.content, order.new) {
                case (let code?, nil, nil): source = .copy(of: code)
                case (nil, let content?, nil): source = .content(content)
                case (nil, nil, let new?):
                    source = try new.newCode().draft(
                        among: try await tariff.standing(by: visit.principal))
                default: throw WebRefusal.badJSON("/copy or /content or /new")
                }
                let sketch = try await telling(visit.language) {
                    try await tariff.createDraft(source, by: visit.principal)
                }
                var response = try visit.json(TariffDraftAnswer(sketch), status: .created)
                response.headers[.location] = Self.draftAPI.link(sketch.id)
                return response
            }
            .described(
                "tariff.drafts.create", "Begins a draft: a copy of a code, a new code, or a whole file.",
                "One of `copy`, `content` and `new`. Nothing of it is in force.",
                takes: TariffDraftOrder.self,
                gives: TariffDraftAnswer.self, status: .created),
            .get(Self.draftAPI.description, Self.reading) { visit in
                try visit.json(
                    TariffDraftAnswer(try await tariff.draft(visit.draftID, by: visit.principal)))
            }
            .described("tariff.drafts.get", "A draft with its file.", gives: TariffDraftAnswer.self),
            .post(Self.draftAPI.description, Self.drafting) { visit in
                let order = try visit.decode(TariffDraftEdit.self)
                let id = try visit.draftID
                let sketch = try await telling(visit.language) {
                    try await tariff.editDraft(
                        id, content: order.content, version: order.version, by: visit.principal)
                }
                return try visit.json(TariffDraftAnswer(sketch))
            }
            .described(
                "tariff.drafts.edit", "Writes a draft's whole file.",
                "`version` is the one that was read; another one meanwhile is a conflict and nothing is written.",
                takes: TariffDraftEdit.self, gives: TariffDraftAnswer.self),
            .post(Self.draftAPI.description + "/check", Self.drafting) { visit in
                let sketch = try await tariff.draft(visit.draftID, by: visit.principal)
                return try visit.json(
                    TariffCheckAnswer(try await tariff.check(sketch.id, by: visit.principal), visit.language))
            }
            .described(
                "tariff.drafts.check", "Checks a draft; a clean check is remembered for its content.",
                gives: TariffCheckAnswer.self),
            .get(Self.draftAPI.description + "/difference", Self.reading) { visit in
                try visit.json(
                    whole: try await tariff.difference(visit.draftID, by: visit.principal).map {
                        TariffChangeAnswer(path: $0.path, before: $0.before, after: $0.after)
                    }, of: try visit.page()
                ) { $0.path }
            }
            .listed(
                "tariff.drafts.difference", "What a draft changes of the published file of its code.",
                of: TariffChangeAnswer.self),
            .post(Self.draftAPI.description + "/propose", Self.publishing) { visit in
                let order = try visit.decode(TariffProposeOrder.self)
                let proposal = try await tariff.proposePublication(
                    of: visit.draftID, version: order.version, reason: order.reason, by: visit.principal)
                return try visit.json(TariffProposed(proposal: proposal.id), status: .accepted)
            }
            .described(
                "tariff.drafts.propose", "Asks a second person to publish a draft as it stands.",
                takes: TariffProposeOrder.self, gives: TariffProposed.self, status: .accepted),
            .post(Self.draftAPI.description + "/drop", Self.drafting) { visit in
                let order = try visit.decode(TariffDropOrder.self)
                let id = try visit.draftID
                try await tariff.dropDraft(id, version: order.version, by: visit.principal)
                return try visit.json(TariffDraftAnswer(try await tariff.draft(id, by: visit.principal)))
            }
            .described(
                "tariff.drafts.drop", "Puts a draft away.", takes: TariffDropOrder.self,
                gives: TariffDraftAnswer.self),
        ]
    }

    /// A file without a kind or code is the caller's fault, told with its place.
    private func telling<Value>(_ language: Language, _ work: () async throws -> Value) async throws -> Value
    {
        do {
            return try await work()
        } catch let faults as TariffFaults {
            let first = faults.faults.first.map {
                $0.path.isEmpty ? language.mend($0.mend) : "\($0.path): \(language.mend($0.mend))"
            }
            throw WebTariffRefusal.fileFaulty(first ?? "")
        }
    }
}

extension Visit {
    fileprivate var code: String { parameters["tariff"] ?? "" }

    fileprivate var draftID: Int64 {
        get throws {
            guard let id = parameters["draft"].flatMap({ Int64($0) }) else { throw WebRefusal.notFound }
            return id
        }
    }
}

/// What the pages and programs of tariffs are refused.
enum WebTariffRefusal: Refusal, Hashable {
    /// A file that is no tariff's.
    case fileFaulty(String)
    /// Prices of a grid that cannot be, each with its place.
    case gridFaulty(String)
    /// No price of a grid differs.
    case nothingTyped
    /// No proposal of a set was ticked.
    case nothingTicked
    /// A proposal of a set that was to be approved had become stale.
    case decidedOtherwise(code: String)

    var code: String {
        switch self {
        case .fileFaulty: "tariff.refusal.fileFaulty"
        case .gridFaulty: "tariff.refusal.gridFaulty"
        case .nothingTyped: "tariff.refusal.nothingTyped"
        case .nothingTicked: "tariff.refusal.nothingTicked"
        case .decidedOtherwise: "tariff.refusal.decidedOtherwise"
        }
    }
    var kind: RefusalKind {
        if case .decidedOtherwise = self { .conflict } else { .invalid }
    }
    var arguments: [(String, String)] {
        switch self {
        case .fileFaulty(let first): [("first", first)]
        case .gridFaulty(let faults): [("faults", faults)]
        case .decidedOtherwise(let code): [("tariff", code)]
        case .nothingTyped, .nothingTicked: []
        }
    }
}

struct TariffDraftOrder: Codable {
    /// The code whose published file is copied.
    let copy: String?
    /// A whole file, JSON text.
    let content: String?
    /// A file under a code of its own.
    let new: TariffNewCodeOrder?
}

struct TariffDraftEdit: Codable {
    let content: String
    /// The draft's version as it was read.
    let version: Int
}

struct TariffDropOrder: Codable { let version: Int }

struct TariffProposeOrder: Codable {
    let version: Int
    let reason: String
}

struct TariffWithdrawOrder: Codable {
    /// The id of the published file.
    let document: String
    let reason: String
}

struct TariffProposed: Codable { let proposal: ProposalID }

struct TariffChangeAnswer: Codable, Sendable {
    let path: String
    let before: String?
    let after: String?
}

/// A published file on the wire.
struct TariffDocumentAnswer: Codable, Sendable {
    let id: String
    let code: String
    let number: Int
    let kind: String
    let digest: String
    let firstDay: String?
    /// Missing in lists of all codes.
    let content: String?
    let proposedByName: String
    let publishedByName: String
    let publishedAtMs: String
    let withdrawnByName: String?
    let withdrawnAtMs: String?
    let withdrawalReason: String?

    init(_ document: TariffDocument, withContent: Bool = true) {
        id = String(document.id)
        code = document.code
        number = document.number
        kind = document.kind
        digest = document.digest
        firstDay = document.firstDay?.description
        content = withContent ? document.content : nil
        proposedByName = document.proposedName
        publishedByName = document.publishedName
        publishedAtMs = String(document.publishedAt.milliseconds)
        withdrawnByName = document.withdrawal?.byName
        withdrawnAtMs = document.withdrawal.map { String($0.at.milliseconds) }
        withdrawalReason = document.withdrawal?.reason
    }
}

/// A draft on the wire.
struct TariffDraftAnswer: Codable, Sendable {
    let id: String
    let code: String
    let version: Int
    let state: String
    /// The number of the published file it was begun from; 0 for a new code.
    let base: Int
    let digest: String
    let content: String?
    let isChecked: Bool
    let isRehearsed: Bool
    let proposal: ProposalID?
    /// Whether that proposal waits for its second person.
    let isProposed: Bool
    let document: String?
    let changedByName: String
    let changedAtMs: String

    init(_ sketch: TariffSketch, withContent: Bool = true) {
        id = String(sketch.id)
        code = sketch.code
        version = sketch.version
        state = sketch.state.rawValue
        base = sketch.base
        digest = sketch.digest
        content = withContent ? sketch.content : nil
        isChecked = sketch.isChecked
        isRehearsed = sketch.isRehearsed
        proposal = sketch.proposal
        isProposed = sketch.isProposed
        document = sketch.document.map { String($0) }
        changedByName = sketch.changedName
        changedAtMs = String(sketch.changedAt.milliseconds)
    }
}

/// A check on the wire.
struct TariffCheckAnswer: Codable, Sendable {
    let isClean: Bool
    let faults: [FaultLine]
    let notes: [NoteLine]

    struct FaultLine: Codable, Sendable {
        let path: String
        let mend: String
    }

    struct NoteLine: Codable, Sendable {
        let path: String
        let code: String
        let text: String
    }

    init(_ check: TariffCheck, _ language: Language) {
        isClean = check.isClean
        faults = check.faults.map { FaultLine(path: $0.path, mend: language.mend($0.mend)) }
        notes = check.notes.map {
            NoteLine(
                path: $0.path, code: $0.code,
                text: language.text($0.code, $0.arguments.map { ($0.key, $0.value) }))
        }
    }
}
