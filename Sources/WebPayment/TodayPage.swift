import Control
import Hummingbird
import Kernel
import Language
import Payment
import Web

/// The day's payments, the newest first, with their number and sum; it moves by itself as payments are taken.
struct TodayPage: Page {
    static let template = "payment.today"
    let title: String
    let trail: [Crumb]
    let lead: String
    let rows: [Row]
    let hasRows: Bool
    let count: String
    let sum: String
    /// What was taken back on the day, and what is left; nil where nothing was.
    let reversed: Reversed?
    let showsAll: Bool
    let mineLink: String
    let allLink: String
    /// Where the live part is fetched from anew.
    let source: String
    let hasPages: Bool
    let olderLink: String?
    let newestLink: String?

    struct Row: Sendable {
        let link: String
        let receiptNo: String
        let time: String
        let number: String
        let name: String
        let amount: String
        let tendered: String
        let change: String
        let clerk: String
        let state: Badge?
    }

    struct Reversed: Sendable {
        let count: String
        let sum: String
        let net: String
    }

    private static let pageSize = 100

    static func answer(_ visit: Visit, _ room: WebPayment) async throws -> Response {
        // Who takes no money has nothing of their own to see.
        let isAll = visit.query("all") != nil || !visit.may(WebPayment.taking)
        let before = visit.query("before").flatMap { PaymentID(text: $0) }
        let day = try await room.payment.payments(
            on: visit.today, clerk: isAll ? nil : visit.principal.user, before: before, limit: pageSize,
            by: visit.principal)
        visit.shows(day.payments.map(\.account))
        return try visit.show(TodayPage(day, isAll: isAll, before: before, visit))
    }

    private init(_ day: DayPayments, isAll: Bool, before: PaymentID?, _ visit: Visit) {
        let base = WebPayment.todayLink
        func link(_ before: PaymentID?) -> String {
            let parts = [isAll ? "all=1" : nil, before.map { "before=\($0)" }].compactMap(\.self)
            return parts.isEmpty ? base : base + "?" + parts.joined(separator: "&")
        }
        title = visit.text("payment.today.title")
        trail = [Crumb(label: visit.text("payment.counter.title"), link: WebPayment.counterLink)]
        lead = visit.text(
            "payment.today.lead",
            [("day", visit.language.day(visit.today)), ("weekday", visit.language.weekday(visit.today))])
        rows = day.payments.map { payment in
            Row(
                link: WebPayment.receiptPath.link(payment.id), receiptNo: payment.receiptNo,
                time: visit.language.clock(payment.at), number: payment.consumerNo, name: payment.accountName,
                amount: payment.amount.grouped, tendered: payment.tendered.grouped,
                change: payment.change.grouped, clerk: payment.clerkName,
                state: payment.reversal.map { _ in Badge(visit.text("payment.reverse.badge"), .bad) })
        }
        hasRows = !rows.isEmpty
        count = visit.language.number(day.count)
        sum = visit.language.money(day.amount)
        reversed =
            day.reversals == 0
            ? nil
            : Reversed(
                count: visit.text(
                    "payment.today.reversals", [("count", visit.language.number(day.reversals))]),
                sum: visit.language.money(day.reversed), net: visit.language.money(day.net))
        showsAll = isAll
        mineLink = base
        allLink = base + "?all=1"
        source = link(before)
        olderLink = day.payments.count == Self.pageSize ? link(day.payments.last?.id) : nil
        newestLink = before == nil ? nil : link(nil)
        hasPages = olderLink != nil || newestLink != nil
    }
}
