internal import Billing
internal import Control
internal import Kernel
internal import Language
internal import Records
internal import Web

/// An account's bills of two years and a month, newest first, with a bar a month.
struct AccountBillsPage: Page {
    static let template = "billing.account"
    let title: String
    let trail: [Crumb]
    let lead: String
    /// Whose events it hears of, and where it comes from.
    let account: String
    let source: String
    /// The way to other tariffs, for who may compare them.
    let compare: String?
    let stats: [Stat]
    let charts: [Chart]
    let bills: [Row]
    let hasBills: Bool

    struct Chart: Sendable {
        let title: String
        let most: String
        let first: String
        let last: String
        let bars: [ChartBar]
    }

    /// A bar in a box of 100 × 24 with the words it shows to the pointer and to readers of the page.
    struct ChartBar: Sendable {
        let x: String
        let y: String
        let width: String
        let height: String
        let text: String
        let link: String
    }

    struct Row: Sendable {
        let month: String
        let link: String
        let tariff: String
        /// The mark 示例 where any version that priced it has numbers of no notice.
        let example: Badge?
        let energy: String
        let amount: String
        let price: String
        let due: String
        /// The mark of a bill that was taken back.
        let takenBack: Badge?
    }
}

extension WebBilling {
    /// Two years and the month to compare with.
    static let chartMonths = 25
    /// More months than any account has been billed.
    static let everyMonth = 1_200

    /// An account's bills; one outside the scope is not there.
    func bills(
        of id: AccountID, months: Int = chartMonths, by principal: Principal
    ) async throws -> (Account, [Bill]) {
        let account = try await control.read("billing.read", by: principal) { [records] transaction in
            try records.row(id, scope: principal.scope, in: transaction)
        }
        return (account, try await billing.history(of: id, months: months, by: principal))
    }

    func accountBillsPage(_ visit: Visit, id: AccountID) async throws -> AccountBillsPage {
        let language = visit.language
        let (account, listed) = try await bills(of: id, by: visit.principal)
        // Bills that were taken back are listed, not counted.
        let bills = listed.filter { $0.takenBack == nil }
        let year = bills.prefix { bill in
            bills.first.map { bill.month.number > $0.month.number - 12 } ?? false
        }
        return AccountBillsPage(
            title: visit.text("billing.account.title"),
            trail: [
                Crumb(label: visit.text("web.workbench.title"), link: "/"),
                Crumb(label: visit.text("billing.runs.title"), link: "/billing"),
            ],
            lead: "\(account.consumerNo)  \(account.name)  \(account.address)",
            account: id.description, source: BillingLink.account(id),
            compare: visit.may(Self.comparing) ? Self.comparisonPath.link(id) : nil,
            stats: [
                Stat(
                    label: visit.text("billing.account.newest"),
                    figure: bills.first.map { language.money($0.amount) } ?? "—",
                    caption: bills.first.map { language.month($0.month) }, tone: .info,
                    link: bills.first.map { BillingLink.bill($0.id) }),
                Stat(
                    label: visit.text("billing.account.year"),
                    figure: language.money(year.map(\.amount).total()),
                    caption: visit.text("billing.account.count", [("count", language.number(year.count))])),
                Stat(
                    label: visit.text("billing.account.yearEnergy"),
                    figure: year.map(\.energy).total().grouped,
                    unit: "kWh"),
            ],
            charts: bills.isEmpty
                ? []
                : [
                    Self.chart(bills, "billing.account.energies", language, { $0.energy.wattHours }) {
                        language.energy($0.energy)
                    },
                    Self.chart(bills, "billing.account.amounts", language, { $0.amount.fen }) {
                        language.money($0.amount)
                    },
                ],
            bills: listed.map { bill in
                AccountBillsPage.Row(
                    month: language.month(bill.month), link: BillingLink.bill(bill.id), tariff: bill.tariff,
                    example: exampleMark(bill, language), energy: bill.energy.grouped,
                    amount: bill.amount.grouped, price: Self.averagePrice(bill),
                    due: language.day(bill.dueDay),
                    takenBack: bill.takenBack.map { _ in
                        Badge(visit.text("billing.takeBack.badge"), .bad)
                    })
            },
            hasBills: !listed.isEmpty)
    }

    /// 示例, for rows of lists.
    func exampleMark(_ bill: Bill, _ language: Language) -> Badge? {
        Self.exampleMark(billing.isExample(bill), language)
    }

    static func exampleMark(_ isExample: Bool, _ language: Language) -> Badge? {
        isExample ? Badge(language.text("billing.example"), .warn) : nil
    }

    /// Yuan per kWh of the whole bill to four decimals, half up.
    private static func averagePrice(_ bill: Bill) -> String {
        guard bill.energy.wattHours > 0, !bill.amount.isNegative else { return "—" }
        let wattHours = Int128(bill.energy.wattHours)
        let scaled = (Int128(bill.amount.fen) * 100_000 * 2 + wattHours) / (wattHours * 2)
        return DecimalText.write(Int64(clamping: scaled), decimals: 4)
    }

    /// One bar a month of the span, empty where there is no bill.
    private static func chart(
        _ bills: [Bill], _ key: String, _ language: Language, _ value: (Bill) -> Int64,
        _ text: (Bill) -> String
    ) -> AccountBillsPage.Chart {
        let last = bills[0].month
        let byMonth = Dictionary(bills.map { ($0.month, $0) }, uniquingKeysWith: { first, _ in first })
        let months = (0..<chartMonths).reversed().compactMap { BillingMonth(number: Int(last.number) - $0) }
        let boxes = Bar.all(months.map { byMonth[$0].map(value) ?? 0 })
        let highest = bills.max { value($0) < value($1) } ?? bills[0]
        return AccountBillsPage.Chart(
            title: language.text(key),
            most: language.text(
                "billing.account.most", [("value", text(highest)), ("month", language.month(highest.month))]),
            first: months.first.map(language.month) ?? "", last: language.month(last),
            bars: zip(months, boxes).compactMap { month, box in
                byMonth[month].map { bill in
                    AccountBillsPage.ChartBar(
                        x: box.x, y: box.y, width: box.width, height: box.height,
                        text: "\(language.month(month))  \(text(bill))", link: BillingLink.bill(bill.id))
                }
            })
    }
}
