import Control
import Hummingbird
import Kernel
import Language
import Payment
import Records
import Web

/// 坐收: one search field. The only account found is opened at once; several are walked with the arrow keys.
struct CounterPage: Page {
    static let template = "payment.counter"
    let title: String
    let query: String
    /// The field has the focus unless there are hits to choose from.
    let focusesField: Bool
    let list: List?
    let nothing: String?
    let isFresh: Bool

    /// The accounts to choose from.
    struct List: Sendable {
        let heading: String
        let hits: [Hit]
    }

    struct Hit: Sendable {
        let link: String
        let number: String
        let name: String
        let address: String
        let station: String
        let debt: String
        let badge: Badge
        let focus: Bool
    }

    /// The most hits that are shown with their debt.
    private static let limit = 15

    static func answer(_ visit: Visit, _ room: WebPayment) async throws -> Response {
        let query = visit.query("q")
        let found =
            try await query.asyncMap {
                try await room.records.search($0, limit: limit, by: visit.principal)
            } ?? []
        // A whole 户号 names its account, whatever else begins with it or has it for a telephone.
        let named = found.filter { $0.matched == .number }
        if let only = named.count == 1 ? named.first : found.count == 1 ? found.first : nil {
            return visit.redirect(to: WebPayment.accountPath.link(only.account.id))
        }
        // By its whole 户号 a counter reaches any account of the company, seen narrowly.
        if found.isEmpty, let query,
            let elsewhere = try await room.payment.find(consumerNo: query, by: visit.principal)
        {
            return visit.redirect(to: WebPayment.accountPath.link(elsewhere.id))
        }
        var hits: [Hit] = []
        for hit in found {
            let debt = try await room.payment.quote(hit.account.id, by: visit.principal).total
            hits.append(
                Hit(
                    link: WebPayment.accountPath.link(hit.account.id), number: hit.consumerNo, name: hit.name,
                    address: hit.address, station: hit.organisationName, debt: debt.grouped,
                    badge: debt.isZero
                        ? Badge(visit.text("payment.debt.clear"), .good)
                        : Badge(visit.text("payment.debt"), .warn),
                    focus: hits.isEmpty))
        }
        visit.shows(found.map(\.account.id))
        return try visit.show(
            CounterPage(
                title: visit.text("payment.counter.title"), query: query ?? "", focusesField: hits.isEmpty,
                list: hits.isEmpty
                    ? nil
                    : List(
                        heading: visit.text(
                            "payment.counter.hits", [("count", visit.language.number(hits.count))]),
                        hits: hits),
                nothing: hits.isEmpty && query != nil
                    ? visit.text("payment.counter.none", [("query", query ?? "")]) : nil,
                isFresh: query == nil))
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<Value>(_ body: (Wrapped) async throws -> Value) async rethrows -> Value? {
        if let self { try await body(self) } else { nil }
    }
}
