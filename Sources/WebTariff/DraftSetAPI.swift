import Control
import Hummingbird
import Kernel
import Language
import Tariff
import Web

/// The machine's door of drafts that are begun together.
extension WebTariff {
    private static let setsAPI = "/api/v1/tariff/sets"
    private static let setAPI = PathTemplate("/api/v1/tariff/sets/{set}")

    var setAPIRoutes: [Route] {
        [
            .get(Self.setsAPI, Self.reading) { visit in
                try visit.json(
                    whole: try await tariff.draftSets(by: visit.principal).map { TariffSetAnswer($0) },
                    of: try visit.page()
                ) { $0.id }
            }
            .listed(
                "tariff.sets.list", "Drafts begun together, the newest first, without the drafts.",
                of: TariffSetAnswer.self),
            .post(Self.setsAPI, Self.drafting) { visit in
                let order = try visit.decode(TariffSetOrder.self)
                let grid = PriceGrid(try await settable(visit.principal), Words(language: visit.language))
                do {
                    let set = try await begin(try order.order(grid), grid, by: visit.principal)
                    var response = try visit.json(
                        TariffSetAnswer(try await tariff.draftSet(set.id, by: visit.principal)),
                        status: .created)
                    response.headers[.location] = Self.setAPI.link(set.id)
                    return response
                } catch let faults as PriceGridFaults {
                    throw WebTariffRefusal.gridFaulty(
                        faults.list.map { fault in
                            let place = [fault.code, fault.column].compactMap(\.self).joined(separator: " ")
                            return "\(place): \(visit.text(fault.message, fault.arguments))"
                        }.joined(separator: "; "))
                }
            }
            .described(
                "tariff.sets.create", "Begins a draft of each code whose prices differ, all or none.",
                "Published prices that are not named move with their parts where `follows` is true.",
                takes: TariffSetOrder.self, gives: TariffSetAnswer.self, status: .created),
            .get(Self.setAPI.description, Self.reading) { visit in
                try visit.json(
                    TariffSetAnswer(try await tariff.draftSet(try visit.set, by: visit.principal)))
            }
            .described(
                "tariff.sets.get", "Drafts begun together, and how far each is.", gives: TariffSetAnswer.self),
            .post(Self.setAPI.description + "/check", Self.drafting) { visit in
                let set = try await tariff.draftSet(try visit.set, by: visit.principal)
                return try visit.json(
                    TariffSetChecks(
                        checks: try await checked(set, by: visit.principal).map {
                            TariffSetCheck(
                                draft: String($0.id), code: $0.code,
                                check: TariffCheckAnswer($1, visit.language))
                        }))
            }
            .described(
                "tariff.sets.check", "Checks each open draft of a set.", gives: TariffSetChecks.self),
            .post(Self.setAPI.description + "/rehearse", Self.drafting) { visit in
                let order = try visit.decode(TariffSetRehearseOrder.self)
                let set = try await tariff.draftSet(try visit.set, by: visit.principal)
                return try visit.json(
                    TariffSetDone(
                        try await rehearsed(set, months: order.months, by: visit.principal), visit.language))
            }
            .described(
                "tariff.sets.rehearse", "Has each open draft of a set rehearsed that was not as it stands.",
                takes: TariffSetRehearseOrder.self, gives: TariffSetDone.self),
            .post(Self.setAPI.description + "/propose", Self.publishing) { visit in
                let order = try visit.decode(TariffSetProposeOrder.self)
                let set = try await tariff.draftSet(try visit.set, by: visit.principal)
                let versions = Dictionary(
                    order.drafts.compactMap { draft in Int64(draft.draft).map { ($0, draft.version) } },
                    uniquingKeysWith: { first, _ in first })
                let made = try await tariff.proposePublications(
                    of: set, versions: versions, reason: order.reason, by: visit.principal)
                return try visit.json(TariffSetProposed(proposals: made.map(\.id)), status: .accepted)
            }
            .described(
                "tariff.sets.propose", "Asks a second person to publish every open draft of a set.",
                "None is proposed while one is faulty or not rehearsed.", takes: TariffSetProposeOrder.self,
                gives: TariffSetProposed.self, status: .accepted),
            .post(Self.setAPI.description + "/approve", Self.reading) { visit in
                let order = try visit.decode(TariffSetApproveOrder.self)
                let set = try await tariff.draftSet(try visit.set, by: visit.principal)
                let hashes = Dictionary(
                    order.drafts.compactMap { draft in Int64(draft.draft).map { ($0, draft.hash) } },
                    uniquingKeysWith: { first, _ in first })
                return try visit.json(
                    TariffSetDone(try await approved(set, hashes, by: visit.principal), visit.language))
            }
            .described(
                "tariff.sets.approve",
                "Approves the proposals of a set, each bound to the hash that was read.",
                "What is refused is told and keeps no other.", takes: TariffSetApproveOrder.self,
                gives: TariffSetDone.self),
        ]
    }
}

struct TariffSetOrder: Codable {
    /// What the drafts are called together.
    let name: String
    let effectiveFrom: String
    /// The notice the prices rest on; without one a version stays the example it was.
    let notice: String?
    let follows: Bool
    let prices: [Line]

    /// A new price of a code.
    struct Line: Codable {
        let code: String
        /// `components.` and a part's code, or `prices.` and a period's.
        let column: String
        let price: String
    }

    /// - Throws: `WebRefusal.badJSON` for a code or column that the organisation does not set.
    func order(_ grid: PriceGrid) throws -> PriceGridOrder {
        guard let day = Day(text: effectiveFrom) else { throw WebRefusal.badJSON("/effectiveFrom") }
        var values: PriceGrid.Values = [:]
        for (place, line) in prices.enumerated() {
            let row = grid.rows.first { $0.paper.code == line.code }
            guard row?.values[line.column] != nil else { throw WebRefusal.badJSON("/prices/\(place)") }
            values[line.code, default: [:]][line.column] = line.price
        }
        return PriceGridOrder(
            name: name, begins: day, notice: notice ?? "", follows: follows, values: values)
    }
}

struct TariffSetRehearseOrder: Codable {
    /// 1 to 12.
    let months: Int
}

struct TariffSetProposeOrder: Codable {
    let reason: String
    let drafts: [Draft]

    struct Draft: Codable {
        let draft: String
        /// The draft's version as it was read.
        let version: Int
    }
}

struct TariffSetApproveOrder: Codable {
    let drafts: [Draft]

    struct Draft: Codable {
        let draft: String
        /// Of its proposal, as it was read.
        let hash: String
    }
}

struct TariffSetAnswer: Codable, Sendable {
    let id: String
    let name: String
    let madeByName: String
    let madeAtMs: String
    /// Empty in lists.
    let drafts: [TariffDraftAnswer]

    init(_ set: DraftSet) {
        id = String(set.id)
        name = set.name
        madeByName = set.madeName
        madeAtMs = String(set.madeAt.milliseconds)
        drafts = set.drafts.map { TariffDraftAnswer($0, withContent: false) }
    }
}

struct TariffSetChecks: Codable, Sendable { let checks: [TariffSetCheck] }

struct TariffSetCheck: Codable, Sendable {
    let draft: String
    let code: String
    let check: TariffCheckAnswer
}

struct TariffSetProposed: Codable, Sendable { let proposals: [ProposalID] }

/// How many were done, and why others were not.
struct TariffSetDone: Codable, Sendable {
    let count: Int
    let refusals: [String]

    init(_ done: (count: Int, refusals: [any Refusal]), _ language: Language) {
        count = done.count
        refusals = done.refusals.map { language.text($0.code, $0.arguments) }
    }
}
