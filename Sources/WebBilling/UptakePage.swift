package import Billing
internal import Control
internal import Hummingbird
package import Kernel
internal import Language
internal import Records
internal import Tariff
internal import Web

/// Every version that began lately or is to begin: who took it.
struct UptakesPage: Page {
    static let template = "billing.uptakes"
    let title: String
    let trail: [Crumb]
    let rows: [Row]
    let hasRows: Bool
    let alarm: String?

    struct Row: Sendable {
        let link: String
        let name: String
        let code: String
        /// The mark 示例.
        let example: Badge?
        let from: String
        let month: String
        let accounts: String
        let taken: String
        let others: String
        let state: Badge
    }
}

/// One version in one month: counts by what became of its accounts, and those who did not take it.
struct UptakePage: Page {
    static let template = "billing.uptake"
    let title: String
    let trail: [Crumb]
    /// The mark 示例 where the version's numbers are of no notice.
    let example: Badge?
    let lead: String
    let verdict: String
    let tone: Tone
    let stats: [Stat]
    let states: [State]
    let hasStates: Bool
    let accounts: [Account]
    let hasAccounts: Bool
    /// Said where more are than are listed.
    let more: String?
    let before: String?
    let after: String?

    struct State: Sendable {
        let name: String
        let accounts: String
        let count: String
        let most: String
    }

    struct Account: Sendable {
        let link: String
        let number: String
        let name: String
        let state: Badge
        let billed: String
    }
}

extension WebBilling {
    static let uptakeLink = "/billing/uptake"
    private static let uptakePath = PathTemplate("/billing/uptake/{tariff}")
    private static let uptakeMonths = 12

    var uptakeRoutes: [Route] {
        [
            .get(Self.uptakeLink, .may("tariff.read")) { visit in
                try visit.show(try await uptakesPage(visit))
            },
            .get(Self.uptakePath.description, .may("tariff.read")) { visit in
                try visit.show(try await uptakePage(visit))
            },
            .get("/api/v1/billing/uptake", .may("tariff.read")) { visit in
                let found = try await billing.uptakes(
                    months: Self.uptakeMonths, standing: true, by: visit.principal)
                return try visit.json(UptakesAnswer(items: found.map { UptakeAnswer($0, on: visit.today) }))
            }
            .described(
                "billing.uptakes.list", "Who took each tariff version in force or to come.",
                "The newest first; of each the month it began in, or where nobody took it then the first released one in which anybody did; of those older than a year the last released month.",
                gives: UptakesAnswer.self),
            .get("/api/v1/billing/uptake/{tariff}", .may("tariff.read")) { visit in
                try visit.json(UptakeAnswer(try await uptake(visit), on: visit.today))
            }
            .described(
                "billing.uptakes.get", "Who took a tariff version in a month, and who did not and why.",
                "The query has `from`, the version's first day, and may have `month`.",
                gives: UptakeAnswer.self),
        ]
    }

    private func uptake(_ visit: Visit) async throws -> TariffUptake {
        guard let code = visit.parameters["tariff"], let from = visit.query("from").flatMap({ Day(text: $0) })
        else { throw WebRefusal.notFound }
        let month = visit.query("month").flatMap { BillingMonth(text: $0) }
        return try await billing.uptake(code, from: from, month: month, by: visit.principal)
    }

    private static func badge(_ uptake: TariffUptake, _ visit: Visit) -> Badge {
        let concern = uptake.concern(on: visit.today)
        let isEarly = concern == .none && uptake.taken < uptake.accounts
        let key = isEarly ? "EARLY" : concern.rawValue
        let tone: Tone =
            switch concern {
            case .none: isEarly ? .info : .good
            case .some: .warn
            case .nobody: .bad
            }
        return Badge(visit.text("billing.uptake.concern.\(key)"), tone)
    }

    private func isExample(_ uptake: TariffUptake) -> Bool {
        catalogue.tariff(uptake.code)?.versions.first { $0.effectiveFrom == uptake.from }?.isExample ?? false
    }

    private func exampleMark(_ uptake: TariffUptake, _ language: Language) -> Badge? {
        Self.exampleMark(isExample(uptake), language)
    }

    private func tariffName(_ code: String, _ language: Language) -> String {
        guard let tariff = catalogue.tariff(code) else { return code }
        let name = language == .zh ? tariff.nameZh : tariff.nameEn
        return name.isEmpty ? code : name
    }

    private static func link(_ uptake: TariffUptake, _ month: BillingMonth? = nil) -> String {
        uptakePath.link(uptake.code) + "?from=\(uptake.from)" + (month.map { "&month=\($0)" } ?? "")
    }

    private func uptakesPage(_ visit: Visit) async throws -> UptakesPage {
        let language = visit.language
        let found = try await billing.uptakes(
            months: Self.uptakeMonths, standing: true, by: visit.principal)
        let alarms = found.filter { $0.concern(on: visit.today) == .nobody }.count
        return UptakesPage(
            title: visit.text("billing.uptake.title"),
            trail: [Crumb(label: visit.text("tariff.page.title"), link: "/tariff")],
            rows: found.map { uptake in
                UptakesPage.Row(
                    link: Self.link(uptake, uptake.month), name: tariffName(uptake.code, language),
                    code: uptake.code, example: exampleMark(uptake, language),
                    from: language.day(uptake.from), month: language.month(uptake.month),
                    accounts: language.number(uptake.accounts), taken: language.number(uptake.taken),
                    others: language.number(uptake.accounts - uptake.taken), state: Self.badge(uptake, visit))
            }, hasRows: !found.isEmpty,
            alarm: alarms > 0
                ? visit.text("billing.uptake.alarm", [("count", language.number(alarms))]) : nil)
    }

    private func uptakePage(_ visit: Visit) async throws -> UptakePage {
        let language = visit.language
        let uptake = try await uptake(visit)
        let badge = Self.badge(uptake, visit)
        let concern = uptake.concern(on: visit.today)
        let names = try await accountNames(uptake.others.map(\.id), visit)
        let left = uptake.accounts - uptake.taken
        let states = TariffUptake.State.allCases.compactMap { state -> UptakePage.State? in
            guard let count = uptake.counts[state] else { return nil }
            return UptakePage.State(
                name: visit.text("billing.uptake.state.\(state.rawValue)"), accounts: language.number(count),
                count: String(count), most: String(uptake.accounts))
        }
        let next = uptake.month.adding(months: 1)
        return UptakePage(
            title: tariffName(uptake.code, language),
            trail: [
                Crumb(label: visit.text("tariff.page.title"), link: "/tariff"),
                Crumb(label: visit.text("billing.uptake.title"), link: Self.uptakeLink),
            ],
            example: exampleMark(uptake, language),
            lead: visit.text(
                "billing.uptake.lead",
                [
                    ("code", uptake.code), ("from", language.day(uptake.from)),
                    ("month", language.month(uptake.month)),
                ]),
            verdict: visit.text(
                "billing.uptake.verdict.\(concern == .none && left == 0 && uptake.accounts > 0 ? "ALL" : concern.rawValue)",
                [
                    ("accounts", language.number(uptake.accounts)), ("taken", language.number(uptake.taken)),
                    ("others", language.number(left)),
                ]), tone: badge.tone,
            stats: [
                Stat(label: visit.text("billing.uptake.accounts"), figure: language.number(uptake.accounts)),
                Stat(
                    label: visit.text("billing.uptake.state.TAKEN"), figure: language.number(uptake.taken),
                    tone: badge.tone),
                Stat(label: visit.text("billing.column.energy"), figure: uptake.energy.grouped),
                Stat(label: visit.text("billing.column.amount"), figure: uptake.amount.grouped),
            ], states: states, hasStates: !states.isEmpty,
            accounts: uptake.others.map { account in
                let row = names[account.id]
                return UptakePage.Account(
                    link: BillingLink.account(account.id), number: row?.consumerNo ?? account.id.description,
                    name: row?.name ?? "",
                    state: Badge(
                        visit.text("billing.uptake.state.\(account.state.rawValue)"),
                        account.state == .notRun || account.state == .unreleased ? .info : .warn),
                    billed: account.billedFrom.map { language.day($0) } ?? "—")
            }, hasAccounts: !uptake.others.isEmpty,
            more: left > uptake.others.count
                ? visit.text("billing.uptake.more", [("count", language.number(uptake.others.count))]) : nil,
            before: uptake.month > TariffUptake.firstMonth(of: uptake.from)
                ? Self.link(uptake, uptake.month.adding(months: -1)) : nil,
            after: next <= visit.today.billingMonth ? Self.link(uptake, next) : nil)
    }

    /// On the workbench of whoever sets prices: prices that reached nobody.
    var uptakeCard: WorkbenchCard {
        WorkbenchCard(access: .may("tariff.draft"), order: 305) { visit in
            let found = try await billing.unreached(by: visit.principal)
            guard let first = found.first else { return nil }
            return Stat(
                label: visit.text("billing.uptake.concern.NOBODY"),
                figure: visit.language.number(found.count),
                caption: tariffName(first.code, visit.language), tone: .bad, link: Self.uptakeLink)
        }
    }
}

struct UptakesAnswer: Codable, Sendable {
    let items: [UptakeAnswer]
}

/// Who took a version in a month.
package struct UptakeAnswer: Codable, Sendable {
    struct Other: Codable, Sendable {
        let account: AccountID
        let state: String
        /// First day of the version that its bill was made with.
        let billedFrom: Day?
    }

    let tariff: String
    let from: Day
    let month: BillingMonth
    /// `NONE`, `SOME` or `NOBODY`.
    let concern: String
    let accounts: Int
    let taken: Int
    /// Accounts by what became of them.
    let states: [String: Int]
    let energyKwh: Energy
    let amount: Money
    /// The first of those who did not take it; none in the list of all versions.
    let others: [Other]

    package init(_ uptake: TariffUptake, on today: Day) {
        tariff = uptake.code
        from = uptake.from
        month = uptake.month
        concern = uptake.concern(on: today).rawValue
        accounts = uptake.accounts
        taken = uptake.taken
        states = Dictionary(uniqueKeysWithValues: uptake.counts.map { ($0.key.rawValue, $0.value) })
        energyKwh = uptake.energy
        amount = uptake.amount
        others = uptake.others.map {
            Other(account: $0.id, state: $0.state.rawValue, billedFrom: $0.billedFrom)
        }
    }
}
