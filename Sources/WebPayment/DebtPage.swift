import Control
import Hummingbird
import Kernel
import Language
import Ledger
import Payment
import Records
import Web

/// What an account owes today, the oldest month first, and the form that takes the money.
struct DebtPage: Page {
    static let template = "payment.debt"
    let title: String
    let trail: [Crumb]
    let number: String
    let name: String
    let address: String
    let station: String
    let lead: String
    /// Said where the account is another station's.
    let elsewhere: String?
    let rows: [Row]
    let hasDebt: Bool
    let total: String
    /// The total in plain digits, for the module that works out the change.
    let owed: String
    let parts: String
    /// Whose events it hears of, and where its live parts come from.
    let account: String
    let source: String
    let take: TakeForm?
    let recent: [Recent]
    let hasRecent: Bool

    /// One receivable.
    struct Row: Sendable {
        let month: String
        let kind: String
        let amount: String
        let paid: String
        let outstanding: String
        let penalty: String
        /// How the penalty came about.
        let how: String?
        let due: String
        let state: Badge
        let sum: String
    }

    /// A receipt of late.
    struct Recent: Sendable {
        let link: String
        let receiptNo: String
        let at: String
        let amount: String
        let state: Badge?
    }

    private static let recentLimit = 5

    static func answer(_ visit: Visit, _ room: WebPayment) async throws -> Response {
        let account: AccountID = try visit.id("account")
        let quote = try await room.payment.quote(account, by: visit.principal)
        let form = visit.emptyForm(["amount": quote.total.description])
        return try visit.show(
            try await DebtPage(quote, form, key: WebConfiguration.randomToken(), visit, room))
    }

    /// Takes the payment; each drawn page books once, however often it is sent.
    static func take(_ visit: Visit, _ room: WebPayment) async throws -> Response {
        let account: AccountID = try visit.id("account")
        var form = try visit.form()
        var key = form.typed("key")
        var status = HTTPResponse.Status.unprocessableContent
        let amount = form.amount("amount", most: TakePayment.most)
        let isExact = form.text("tendered") == nil
        let tendered = isExact ? amount : form.amount("tendered", most: TakePayment.most)
        if form.isValid, let amount, let tendered {
            do {
                let receipt = try await room.payment.take(
                    TakePayment(idempotencyKey: key, account: account, amount: amount, tendered: tendered),
                    by: visit.principal)
                return visit.redirect(to: WebPayment.receiptPath.link(receipt.payment.id))
            } catch ControlRefusal.keyReused {
                form.refuse("", "payment.take.booked")
                status = ControlRefusal.keyReused.httpStatus
                key = WebConfiguration.randomToken()
            } catch let refusal as PaymentRefusal where refusal.kind != .notFound {
                form.refuse(refusal, on: refusal.field)
                status = refusal.httpStatus
                if case .keyInvalid = refusal { key = WebConfiguration.randomToken() }
            }
        }
        let quote = try await room.payment.quote(account, by: visit.principal)
        return try visit.show(try await DebtPage(quote, form, key: key, visit, room), status: status)
    }

    private init(_ quote: Quote, _ form: Form, key: String, _ visit: Visit, _ room: WebPayment) async throws {
        let account = quote.account
        let paid = try await room.payment.payments(of: account.id, by: visit.principal).prefix(
            Self.recentLimit)
        title = visit.text("payment.debt.title", [("name", account.name)])
        trail = [Crumb(label: visit.text("payment.counter.title"), link: WebPayment.counterLink)]
        number = account.consumerNo
        name = account.name
        address = account.address
        station = try await room.names(of: account.organisationPath).station
        elsewhere =
            visit.principal.scope.contains(account.organisationPath)
            ? nil : visit.text("payment.debt.elsewhere", [("station", station)])
        lead = visit.text("payment.debt.lead", [("day", visit.language.day(quote.day))])
        rows = quote.items.map { Row($0, on: quote.day, visit) }
        hasDebt = quote.total > .zero
        total = quote.total.grouped
        owed = quote.total.description
        self.account = account.id.description
        source = WebPayment.accountPath.link(account.id)
        parts = visit.text(
            "payment.debt.parts",
            [("principal", quote.principal.grouped), ("penalty", quote.penalty.grouped)])
        // A refusal is shown with its form even where meanwhile nothing is owed any more.
        take =
            visit.may(WebPayment.taking) && (hasDebt || !form.isValid)
            ? TakeForm(form, key: key, account: account.id, total: quote.total) : nil
        recent = paid.map {
            Recent(
                link: WebPayment.receiptPath.link($0.id), receiptNo: $0.receiptNo,
                at: visit.language.instant($0.at), amount: $0.amount.grouped,
                state: $0.reversal.map { _ in Badge(visit.text("payment.reverse.badge"), .bad) })
        }
        hasRecent = !recent.isEmpty
    }
}

/// The form that takes the money. Its key is made with the page, so that a second Enter or a reload books nothing more.
struct TakeForm: Sendable {
    let link: String
    let key: String
    /// The debt in plain digits, for the module that works out the change as the clerk types.
    let owed: String
    let summary: FormSummary?
    let amount: Field
    let tendered: Field

    init(_ form: Form, key: String, account: AccountID, total: Money) {
        link = WebPayment.accountPath.link(account)
        self.key = key
        owed = total.description
        summary = form.summary
        amount = form.field(
            "amount", label: "payment.take.amount", .amount, hint: "payment.take.amount.hint", longest: 20)
        tendered = form.field(
            "tendered", label: "payment.take.tendered", .amount, hint: "payment.take.tendered.hint",
            required: false, focus: form.isValid, longest: 20)
    }
}

extension PaymentRefusal {
    /// The field of the form that the refusal is about; empty for the form as a whole.
    fileprivate var field: String {
        switch self {
        case .amountNotPositive, .amountTooLarge, .moreThanOwed: "amount"
        case .tenderedTooLittle: "tendered"
        default: ""
        }
    }
}

extension DebtPage.Row {
    fileprivate init(_ item: Quote.Item, on day: Day, _ visit: Visit) {
        let receivable = item.open.receivable
        let late = day.days(since: receivable.dueDay)
        month = visit.language.month(receivable.month)
        kind = visit.text(receivable.kind.messageKey)
        amount = receivable.amount.grouped
        paid = item.open.principalApplied.grouped
        outstanding = item.open.outstanding.grouped
        penalty = item.penalty.outstanding.grouped
        how = item.how(visit)
        due = visit.language.day(receivable.dueDay)
        state =
            late > 0
            ? Badge(visit.text("payment.due.overdue", [("days", visit.language.number(late))]), .bad)
            : Badge(visit.text("payment.due.open"))
        sum = item.total.grouped
    }
}

extension Quote.Item {
    /// The penalty in words: what it came from before, the days that bear it now, bounds, what was paid of it.
    fileprivate func how(_ visit: Visit) -> String? {
        func stretch(_ rate: Percent, _ days: Int) -> String {
            visit.text(
                "payment.penalty.stretch",
                [
                    ("base", open.outstanding.grouped), ("rate", rate.text()),
                    ("days", visit.language.number(days)),
                ])
        }
        func part(_ key: String, _ amount: Money) -> String { visit.text(key, [("amount", amount.grouped)]) }
        let earlier = open.standing.last?.accrued ?? .zero
        var sum: [String] = []
        if earlier > .zero { sum.append(part("payment.penalty.earlier", earlier)) }
        if penalty.daysInYear > 0 { sum.append(stretch(penalty.perDay, penalty.daysInYear)) }
        if penalty.daysCarriedOver > 0 {
            sum.append(stretch(penalty.perDayCarriedOver, penalty.daysCarriedOver))
        }
        if sum.isEmpty { return nil }
        var text = sum.joined(separator: " + ")
        if penalty.fixed > penalty.accrued { text += " → " + part("payment.penalty.least", penalty.fixed) }
        if penalty.fixed < penalty.accrued { text += " → " + part("payment.penalty.most", penalty.fixed) }
        if open.penaltyApplied > .zero { text += " − " + part("payment.penalty.paid", open.penaltyApplied) }
        return text
    }
}
