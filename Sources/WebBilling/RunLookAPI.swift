internal import Billing
internal import Control
internal import Hummingbird
internal import Kernel
internal import Rating
internal import Records
internal import Tariff
internal import Web

/// An account that a run's checks found worth a look, or could not bill.
struct RunExceptionAnswer: Codable, Sendable {
    let account: AccountID
    let code: String
    let message: String
    /// The account has no bill in this run.
    let isBlocking: Bool
    let organisation: OrganisationID
    /// What was found and what was expected, in the smallest unit of the check (Wh or fen).
    let found: String
    let expected: String
}

/// One account's month rated in two ways, line by line.
struct TwoBillsAnswer: Codable, Sendable {
    struct Side: Codable, Sendable {
        let tariff: String
        /// Missing where it cannot be rated.
        let amount: Money?
        /// Why it cannot be rated.
        let refusal: String?
        /// What is billed, the loss among it; missing in a comparison, which bills the same energy twice.
        let energyKwh: Energy?
        let lossKwh: Energy?
        let lines: [BillAnswer.Line]

        init(
            _ tariff: String, _ amount: Money, refusal: String?, energy: Energy? = nil, loss: Energy? = nil,
            _ steps: [BillExplanation.Step]
        ) {
            self.tariff = tariff
            energyKwh = energy
            lossKwh = loss
            self.amount = refusal == nil ? amount : nil
            self.refusal = refusal
            lines = steps.map { BillAnswer.Line($0) }
        }
    }

    let account: AccountID
    let month: BillingMonth
    let energyKwh: Energy
    let before: Side
    let after: Side
    /// Whether the draft was changed since it was rehearsed: told is the draft as it was then.
    let isDraftChanged: Bool
}

extension BillAnswer.Line {
    init(_ step: BillExplanation.Step) {
        self.init(
            kind: step.kind.code, period: step.period.code, tier: step.tier, quantity: step.quantity,
            unit: step.unit, price: step.price, factor: step.factor, amount: step.amount,
            tariffFrom: step.tariffFrom,
            components: step.components.map { part in
                BillAnswer.Component(
                    code: part.code, nameZh: part.nameZh, nameEn: part.nameEn,
                    quantityKwh: part.quantity, price: part.price.text(), amount: part.amount,
                    isFund: part.isFund)
            })
    }
}

extension WebBilling {
    var runLookAPI: [Route] {
        [
            .get("/api/v1/billing/runs/{run}/exceptions", .may("billing.read")) { visit in
                let wish = try visit.page()
                let after = try wish.after.map { text in
                    guard let place = BillException.Place(text) else { throw WebRefusal.badQuery("cursor") }
                    return place
                }
                let found = try await billing.exceptions(
                    of: try visit.id("run"), code: visit.query("code"), after: after, limit: wish.limit + 1,
                    by: visit.principal)
                let items = found.prefix(wish.limit)
                return try visit.json(
                    items: items.map { exception in
                        RunExceptionAnswer(
                            account: exception.account, code: exception.code,
                            message: ExceptionText.name(exception.code, visit.language),
                            isBlocking: exception.isBlocking, organisation: exception.organisation,
                            found: String(exception.found), expected: String(exception.expected))
                    }, next: found.count > wish.limit ? items.last?.place : nil)
            }
            .listed(
                "billing.runs.exceptions", "A run's exceptions by account, those without a bill first.",
                query: [.text("code", "Only those of this code.")], of: RunExceptionAnswer.self),
            .get("/api/v1/billing/runs/{run}/bills", .may("billing.read")) { visit in
                let wish = try visit.page()
                let run = try await billing.run(try visit.id("run"), by: visit.principal)
                let after = try wish.after.map { text in
                    guard let bill = BillID(text: text) else { throw WebRefusal.badQuery("cursor") }
                    return bill
                }
                let bills = try await billing.bills(
                    of: run, after: after, limit: wish.limit + 1, by: visit.principal)
                return try visit.json(
                    piece: bills.map { BillAnswer($0, isExample: billing.isExample($0)) }, of: wish,
                    key: \.id.description)
            }
            .listed(
                "billing.runs.bills", "A released run's bills, taken-back ones among them.",
                of: BillAnswer.self),
            .get("/api/v1/billing/rehearsals/{draft}/{account}", .may("tariff.read")) { visit in
                try visit.json(try await rehearsedBill(visit))
            }
            .described(
                "billing.rehearsals.bill", "One account's month of a rehearsal, both ways, line by line.",
                query: [.month("month", "The last month rehearsed where none is named.")],
                gives: TwoBillsAnswer.self),
        ]
    }

    /// One account's month under its own tariff and another, line by line.
    var comparedMonthAPI: Route {
        .get("/api/v1/accounts/{account}/tariffs/{month}", Self.comparing) { visit in
            try visit.json(try await comparedBill(visit))
        }
        .described(
            "billing.accounts.tariffMonth",
            "An account's billed month under its own tariff and under one other, line by line.",
            "Nothing is written. One of `tariff` and `draft` is needed. Months hand on to one another: `months` and `through` are those of the comparison that the month stands in.",
            query: [
                .text("tariff", "The code of a published tariff that fits the account."),
                .text("draft", "The number of an open draft."),
                .text("months", "How many billed months are compared, 1 to 12; twelve where none is given."),
                .month(
                    "through", "The last of them; the newest where none is given, or else the month itself."),
                .text("valley", "0 to 100: the share of energy to take as used in valley hours."),
            ], gives: TwoBillsAnswer.self)
    }

    private func rehearsedBill(_ visit: Visit) async throws -> TwoBillsAnswer {
        let draft = try Self.draft(visit)
        let account: AccountID = try visit.id("account")
        guard let rehearsal = try await billing.rehearsal(of: draft, by: visit.principal),
            try await accountNames([account], visit)[account] != nil
        else { throw WebRefusal.notFound }
        let month = try visit.query("month").map { text in
            guard let month = BillingMonth(text: text) else { throw WebRefusal.badQuery("month") }
            return month
        }
        guard
            let bill = try await billing.rehearsedBill(
                draft: draft, account: account, month: month ?? rehearsal.months.upperBound,
                by: visit.principal)
        else { throw WebRefusal.notFound }
        func side(_ side: RehearsedBill.Side) -> TwoBillsAnswer.Side {
            TwoBillsAnswer.Side(
                side.tariff, side.amount, refusal: side.refusal, energy: side.energy, loss: side.loss,
                billing.steps(of: side.lines))
        }
        return TwoBillsAnswer(
            account: account, month: bill.month, energyKwh: bill.before.energy, before: side(bill.before),
            after: side(bill.after), isDraftChanged: bill.isDraftChanged)
    }

    private func comparedBill(_ visit: Visit) async throws -> TwoBillsAnswer {
        let account = try await comparedAccount(visit).id
        guard let choice = try TariffChoice(visit) else { throw WebRefusal.badQuery("tariff") }
        let (_, shown) = try await comparedMonth(of: account, with: choice, visit)
        guard let energy = shown.energy, let other = shown.others.first else { throw WebRefusal.notFound }
        func side(_ side: TariffComparison.Side) -> TwoBillsAnswer.Side {
            TwoBillsAnswer.Side(
                side.tariff, side.amount, refusal: side.gap?.code, billing.steps(of: side.lines))
        }
        return TwoBillsAnswer(
            account: account, month: shown.month, energyKwh: energy, before: side(shown.own),
            after: side(other), isDraftChanged: false)
    }
}
