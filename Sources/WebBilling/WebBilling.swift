package import Billing
package import Control
internal import Foundation
internal import Kernel
package import Reading
package import Records
package import Reports
package import Tariff
package import Web

/// The pages of billing and the station board.
///
/// - `/billing` `RunsPage`; `/billing/runs/{run}` `RunPage`, live; `/billing/bills/{bill}` `BillPage`;
///   `/billing/accounts/{account}` `AccountBillsPage`; `/billing/uptake` `UptakesPage`, `UptakePage`; `/board` `BoardPage`, live; `/board/days` `BoardDaysPage`.
/// - `/billing/accounts/{account}/tariffs` `ComparisonPage`; `/billing/try` `TryPage`; customers' own `OwnTariffsPage`.
/// - `TakeBackForm`: the dialog on a bill's and a run's page that takes bills back.
/// - `BillingAPI`, `TakeBackAPI`: the same for programs.
package struct WebBilling: Sendable {
    let control: Control
    let billing: Billing
    let reading: Reading
    let records: Records
    let reports: Reports
    private let tariffs: TariffShelf
    /// As last seen; a bill that was read brought it up to date.
    var catalogue: TariffCatalogue { tariffs.latest }

    package init(
        control: Control, billing: Billing, reading: Reading, records: Records, reports: Reports,
        tariffs: TariffShelf
    ) {
        self.control = control
        self.billing = billing
        self.reading = reading
        self.records = records
        self.reports = reports
        self.tariffs = tariffs
    }

    /// What the shell is handed: a group a word that paths begin with.
    package var pages: [PageGroup] {
        [
            PageGroup(
                word: "billing", templates: Bundle.module.url(forResource: "Templates", withExtension: nil),
                routes: runRoutes + billRoutes + takeBackRoutes + runAPI + runLookAPI + takeBackAPI
                    + rehearsalRoutes
                    + rehearsalAPI + comparisonRoutes + uptakeRoutes,
                navigation: [
                    NavigationEntry(
                        label: "billing.runs.title", hint: "billing.runs.hint", icon: "run", link: "/billing",
                        access: .may("billing.read"), order: 300, key: "h")
                ],
                cards: cards + [uptakeCard], portal: [portalCard, comparisonCard]),
            PageGroup(word: "portal", templates: nil, routes: [ownBillsRoute] + ownComparisonRoutes),
            PageGroup(
                word: "board", templates: nil,
                routes: [
                    .get("/board", .may("control.board")) { visit in try await showBoard(visit) },
                    .get("/api/v1/board", .may("control.board")) { visit in try await boardJSON(visit) }
                        .described(
                            "reports.board", "The month station by station, as it stands now.",
                            gives: BoardAnswer.self),
                    .get(Self.boardDaysLink, .may("control.board")) { visit in
                        try await showBoardDays(visit)
                    },
                    .get("/api/v1" + Self.boardDaysLink, .may("control.board")) { visit in
                        try await boardDaysJSON(visit)
                    }
                    .listed(
                        "reports.days", "What the board showed of a station at the end of each day.",
                        query: [
                            .text("organisation", "The station's id; the first in scope where none is said."),
                            .init(
                                "days", .whole(least: 1, most: 366),
                                "How many days back; 31 where none is said."),
                        ], of: BoardDayAnswer.self),
                ],
                navigation: [
                    NavigationEntry(
                        label: "reports.board.title", hint: "reports.board.hint", icon: "board",
                        link: "/board",
                        access: .may("control.board"), order: 600, key: "b"),
                    NavigationEntry(
                        label: "reports.days.title", hint: "reports.days.hint", icon: "board",
                        link: Self.boardDaysLink, access: .may("control.board"), order: 605, inBar: false),
                ]),
            PageGroup(
                word: "bills", templates: nil,
                routes: [
                    .get("/api/v1/bills/{bill}", .may("billing.read")) { visit in try await billJSON(visit) }
                        .described(
                            "billing.bills.get", "One bill, with every step that its amount is made of.",
                            gives: BillAnswer.self)
                ]),
            PageGroup(
                word: "accounts", templates: nil,
                routes: [
                    .get("/api/v1/accounts/{account}/bills", .may("billing.read")) { visit in
                        try await accountBillsJSON(visit)
                    }
                    .listed(
                        "billing.accounts.bills", "An account's bills, the newest first.", of: BillAnswer.self
                    ),
                    comparisonAPI, comparedMonthAPI,
                ]),
        ]
    }

    private var runRoutes: [Route] {
        [
            .get("/billing", .may("billing.read")) { visit in
                let proposal = try await proposal(for: visit)
                let form = visit.emptyForm([
                    "month": proposal.description,
                    "organisation": (visit.principal.scope.last ?? visit.principal.organisation).description,
                ])
                return try visit.show(try await runsPage(visit, form))
            },
            .post("/billing/runs", .may("billing.run")) { visit in try await start(visit) },
            .get("/billing/runs/{run}", .may("billing.read")) { visit in
                try visit.show(try await runPage(visit, id: try visit.id("run")))
            },
            .post("/billing/runs/{run}/check", .may("billing.check")) { visit in
                try await decide(visit, notice: "billing.run.checked") { id in
                    try await billing.check(id, by: visit.principal)
                }
            },
            .post("/billing/runs/{run}/release", .may("billing.release")) { visit in
                try await decide(visit, notice: "billing.run.releasing") { id in
                    try await billing.release(id, by: visit.principal)
                }
            },
            .post("/billing/runs/{run}/pause", .may("billing.read")) { visit in
                try await decide(visit, notice: "billing.run.pause.done") { id in
                    try await billing.pause(id, by: visit.principal)
                }
            },
            .post("/billing/runs/{run}/resume", .may("billing.read")) { visit in
                try await decide(visit, notice: "billing.run.resumed") { id in
                    try await billing.resume(id, by: visit.principal)
                }
            },
            .post("/billing/runs/{run}/cancel", .may("billing.run")) { visit in
                try await decide(visit, notice: "billing.run.cancel.done") { id in
                    try await billing.cancel(id, by: visit.principal)
                }
            },
        ]
    }

    private var billRoutes: [Route] {
        [
            .get("/billing/bills/{bill}", .may("billing.read")) { visit in
                try visit.show(try await billPage(visit, id: try visit.id("bill")))
            },
            .get("/billing/accounts/{account}", .may("billing.read")) { visit in
                try visit.show(try await accountBillsPage(visit, id: try visit.id("account")))
            },
        ]
    }
}

/// Links within these pages.
enum BillingLink {
    static func run(_ id: JobID) -> String { PathTemplate("/billing/runs/{run}").link(id) }
    static func bill(_ id: BillID) -> String { PathTemplate("/billing/bills/{bill}").link(id) }
    static func account(_ id: AccountID) -> String { PathTemplate("/billing/accounts/{account}").link(id) }
}
