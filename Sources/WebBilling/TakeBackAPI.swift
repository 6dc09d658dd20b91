internal import Billing
internal import Control
internal import Hummingbird
internal import Kernel
internal import Web

/// Takes one bill or a run's bills back.
struct TakeBackOrder: Codable, Sendable {
    /// A code of the table `billing.withdrawalReason`.
    let reasonCode: String
    let reason: String
    /// Leave out those that cannot be taken back; else one of them refuses all.
    let onlyGood: Bool?
}

/// Takes bills back that are named, or all of a place in a month.
struct TakeBackManyOrder: Codable, Sendable {
    let bills: [BillID]?
    let month: BillingMonth?
    let organisation: OrganisationID?
    /// A route of the organisation; all where none is named.
    let route: String?
    let reasonCode: String
    let reason: String
    let onlyGood: Bool?
}

/// What an order to take bills back was answered.
struct TakeBackAnswer: Codable, Sendable {
    /// `DONE` or `PROPOSED`.
    let state: String
    /// What a second person decides on; null where it is done.
    let proposal: ProposalID?
}

/// How a bill was taken back.
struct TakenBackAnswer: Codable, Sendable {
    let entry: String?
    let reasonCode: String
    let reason: String
    let by: String
    let approvedBy: String?
    let day: Day
    /// Milliseconds since 1970-01-01Z.
    let atMs: String

    init(_ taken: TakenBack) {
        entry = taken.entry.map { String($0) }
        reasonCode = taken.reasonCode
        reason = taken.reason
        by = taken.byName
        approvedBy = taken.approvedByName
        day = taken.day
        atMs = String(taken.at.milliseconds)
    }
}

extension WebBilling {
    private static let note =
        "202 where a second person must agree. Each bill that cannot be taken back is named, and nothing is changed, but with `onlyGood`."

    var takeBackAPI: [Route] {
        [
            .post("/api/v1/billing/bills/{bill}/take-back", Self.takingBack) { visit in
                let order = try visit.decode(TakeBackOrder.self)
                let id: BillID = try visit.id("bill")
                _ = try await billing.bill(id, by: visit.principal)
                return try await give(visit) { key in
                    TakeBack(bills: [id], reasonCode: order.reasonCode, reason: order.reason, key: key)
                }
            }
            .described(
                "billing.bills.takeBack", "Takes a released bill back that nothing was paid on.",
                "202 where a second person must agree. Its month can then be billed anew.",
                takes: TakeBackOrder.self, gives: TakeBackAnswer.self,
                otherwise: [.accepted: TakeBackAnswer.self], keyed: true),
            .post("/api/v1/billing/runs/{run}/take-back", Self.takingBack) { visit in
                let order = try visit.decode(TakeBackOrder.self)
                let id: JobID = try visit.id("run")
                _ = try await billing.run(id, by: visit.principal)
                return try await give(visit) { key in
                    TakeBack(
                        run: id, reasonCode: order.reasonCode, reason: order.reason,
                        onlyGood: order.onlyGood ?? false, key: key)
                }
            }
            .described(
                "billing.runs.takeBack", "Takes all bills of a run back.", Self.note,
                takes: TakeBackOrder.self, gives: TakeBackAnswer.self,
                otherwise: [.accepted: TakeBackAnswer.self], keyed: true),
            .post("/api/v1/billing/take-back", Self.takingBack) { visit in
                let order = try visit.decode(TakeBackManyOrder.self)
                var place: TakeBack.Place?
                if let month = order.month, let organisation = order.organisation {
                    place = TakeBack.Place(month: month, organisation: organisation, route: order.route)
                }
                return try await give(visit) { key in
                    TakeBack(
                        bills: order.bills, place: place, reasonCode: order.reasonCode, reason: order.reason,
                        onlyGood: order.onlyGood ?? false, key: key)
                }
            }
            .described(
                "billing.bills.takeBackMany", "Takes named bills back, or all of a place in a month.",
                Self.note, takes: TakeBackManyOrder.self, gives: TakeBackAnswer.self,
                otherwise: [.accepted: TakeBackAnswer.self], keyed: true),
        ]
    }

    private func give(_ visit: Visit, _ order: (String) -> TakeBack) async throws -> Response {
        let key = visit.request.headers[.init("Idempotency-Key")!] ?? ""
        switch try await billing.takeBack(order(key), by: visit.principal) {
        case .done:
            return try visit.json(TakeBackAnswer(state: "DONE", proposal: nil))
        case .proposed(let proposal):
            return try visit.json(
                TakeBackAnswer(state: "PROPOSED", proposal: proposal.id), status: .accepted)
        }
    }
}
