package import Billing
internal import Kernel
internal import Tariff
internal import Web

/// An account's past usage under its own tariff and under others, for programs.
package struct ComparisonAnswer: Codable, Sendable {
    let account: AccountID
    /// The code of the cheapest tariff that the account may choose; null where nothing can be said.
    let cheapest: String?
    let tariffs: [ComparedTariffAnswer]
    /// Oldest first.
    let months: [ComparedMonthAnswer]

    package init(_ comparison: TariffComparison) {
        account = comparison.account
        cheapest = comparison.cheapest.map { comparison.candidates[$0].code }
        tariffs = comparison.candidates.indices.map {
            ComparedTariffAnswer(comparison.candidates[$0], comparison.total(of: $0))
        }
        months = comparison.months.map { ComparedMonthAnswer($0) }
    }
}

/// A tariff with its months together, of those that it and the account's own could rate.
struct ComparedTariffAnswer: Codable, Sendable {
    let tariff: String
    /// The draft's number; null for a published tariff.
    let draft: String?
    let nameZh: String
    let nameEn: String
    let tariffClass: String
    let voltage: String
    let isOwn: Bool
    let isOpen: Bool
    let isTimeOfUse: Bool
    let isExample: Bool
    let months: Int
    /// Months that one of the two could not rate.
    let left: Int
    let own: Money
    let other: Money
    let difference: Money
    let assumptions: [String]
    /// Why the first month that was left could not be rated.
    let gap: String?

    init(_ candidate: TariffCandidate, _ total: TariffComparison.Total) {
        tariff = candidate.code
        draft = if case .draft(let number) = candidate.choice { String(number) } else { nil }
        nameZh = candidate.nameZh
        nameEn = candidate.nameEn
        tariffClass = candidate.tariffClass.rawValue
        voltage = candidate.voltage.rawValue
        isOwn = candidate.isOwn
        isOpen = candidate.isOpen
        isTimeOfUse = candidate.isTimeOfUse
        isExample = candidate.isExample
        months = total.months
        left = total.left
        own = total.own
        other = total.other
        difference = total.difference
        assumptions = total.assumptions.map(\.rawValue).sorted()
        gap = total.gap?.code
    }
}

/// A month under the account's own tariff and under the others, in their order.
struct ComparedMonthAnswer: Codable, Sendable {
    let month: BillingMonth
    let energyKwh: Energy?
    let billed: Money?
    let own: ComparedSideAnswer
    let others: [ComparedSideAnswer]

    init(_ month: TariffComparison.Month) {
        self.month = month.month
        energyKwh = month.energy
        billed = month.billed
        own = ComparedSideAnswer(month.own)
        others = month.others.map { ComparedSideAnswer($0) }
    }
}

/// A month under one tariff; no amount where there is a gap.
struct ComparedSideAnswer: Codable, Sendable {
    let tariff: String
    let tariffFrom: Day?
    let amount: Money?
    let gap: String?
    let assumptions: [String]

    init(_ side: TariffComparison.Side) {
        tariff = side.tariff
        tariffFrom = side.tariffFrom
        amount = side.gap == nil ? side.amount : nil
        gap = side.gap?.code
        assumptions = side.assumptions.map(\.rawValue).sorted()
    }
}

extension WebBilling {
    private static let valley = Operation.Parameter.text(
        "valley",
        "0 to 100: the share of energy to take as used in valley hours where only a total was metered; an estimate."
    )

    var comparisonAPI: Route {
        .get("/api/v1/accounts/{account}/tariffs", Self.comparing) { [billing] visit in
            let (months, last) = try ComparisonText.span(visit)
            let found = try await billing.compare(
                account: try visit.id("account"), with: try TariffChoice(visit).map { [$0] }, months: months,
                through: last, valleyPercent: try ComparisonText.valley(visit), by: visit.principal)
            return try visit.json(ComparisonAnswer(found))
        }
        .described(
            "billing.accounts.tariffs", "An account's billed months under its own tariff and under others.",
            "Nothing is written. Without `tariff` and `draft`: every published tariff that fits, and the open drafts.",
            query: [
                .text("tariff", "The code of a published tariff that fits the account."),
                .text("draft", "The number of an open draft."),
                .text("months", "How many of the last billed months, 1 to 12."),
                .month("through", "The last of them; the newest where none is given."), Self.valley,
            ], gives: ComparisonAnswer.self)
    }

    var ownComparisonRoutes: [Route] {
        [
            .get(Self.ownTariffsPath.description, .customer) { visit in
                try visit.show(try await ownTariffsPage(visit))
            },
            .get("/api/v1/portal/accounts/{account}/tariffs", .customer) { [billing] visit in
                let found = try await billing.compare(
                    own: try visit.ownAccount("account"), valleyPercent: try ComparisonText.valley(visit))
                return try visit.json(ComparisonAnswer(found))
            }
            .described(
                "portal.accounts.tariffs",
                "An own account's last twelve billed months under each tariff that is open to it.",
                query: [Self.valley], gives: ComparisonAnswer.self),
        ]
    }
}
