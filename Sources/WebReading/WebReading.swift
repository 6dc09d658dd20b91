package import Control
import Foundation
import Hummingbird
import Kernel
import Language
package import Reading
package import Records
package import Web

/// The pages of the reading subsystem 抄表.
///
/// - `MonthPage`: how far the month is, by station and route; `WorklistPage`: what waits for a person.
/// - `EntryPage`: one account's registers of a month, and what it took before.
/// - `FilePage`: a readings file; `ReadingAPI`: the same for programs.
package struct WebReading: Sendable {
    let control: Control
    let records: Records
    let reading: Reading

    package init(control: Control, records: Records, reading: Reading) {
        self.control = control
        self.records = records
        self.reading = reading
    }

    static let looking = Access.may("reading.read")
    static let entering = Access.may("reading.enter")
    static let importing = Access.may("reading.import")
    static let approving = Access.may("reading.approve")

    static let monthLink = "/reading"
    static let worklistLink = "/reading/worklist"
    static let fileLink = "/reading/import"
    static let entryPath = PathTemplate("/reading/accounts/{account}")

    private var importNote: String {
        """
        docs/readings-file.md tells the columns. 422 where a row was bad and nothing was written; the body tells \
        each. 202 where the file is long and a job writes what was found good.
        """
    }
    static let fileTypes = ["text/csv", "text/plain", "application/octet-stream", "application/vnd.ms-excel"]
    /// About a million rows.
    static let fileLimit = 64 << 20

    /// What the shell is handed: the pages, and the machine's door, whose paths are named after what they are about.
    package var pages: [PageGroup] {
        [
            PageGroup(
                word: "reading", templates: Bundle.module.url(forResource: "Templates", withExtension: nil),
                routes: [
                    .get(Self.monthLink, Self.looking) { try await MonthPage.answer($0, self) },
                    .get(Self.worklistLink, Self.looking) { try await WorklistPage.answer($0, self) },
                    .post(Self.worklistLink, Self.approving) { try await WorklistPage.approve($0, self) },
                    .post("/api/v1/reading/approvals", Self.approving) {
                        try await ReadingAPI.approve($0, self)
                    }
                    .described(
                        "reading.approvals.give", "Approves accounts' readings that wait for a look.",
                        takes: ReadingAPI.Approval.self, gives: ReadingAPI.Approved.self),
                ] + lookRoutes + [
                    .get(Self.entryPath.description, Self.looking) { try await EntryPage.answer($0, self) },
                    .post(Self.entryPath.description, Self.entering) { try await EntryPage.enter($0, self) },
                    .get(Self.fileLink, Self.importing) {
                        try $0.show(FilePage($0, FilePage.emptyForm($0), nil))
                    },
                    .post(Self.fileLink, Self.importing) { try await FilePage.pasted($0, self) },
                    .upload(Self.fileLink, Self.importing, types: Self.fileTypes, limit: Self.fileLimit) {
                        try await FilePage.uploaded($0, self)
                    },
                    .post(Self.fileLink + "/check", Self.importing) { try await FilePage.check($0, self) },
                    .upload(
                        Self.fileLink + "/check", Self.importing, types: Self.fileTypes, limit: Self.fileLimit
                    ) { try await FilePage.checked($0, self) },
                ],
                navigation: [
                    NavigationEntry(
                        label: "reading.nav", hint: "reading.nav.hint", icon: "meter", link: Self.monthLink,
                        access: Self.looking, order: 200, key: "r"),
                    NavigationEntry(
                        label: "reading.import.title", hint: "reading.import.lead", icon: "upload",
                        link: Self.fileLink,
                        access: Self.importing, order: 210, inBar: false),
                ],
                cards: [WorkbenchCard(access: Self.looking, order: 200) { try await card($0) }]),
            PageGroup(
                word: "accounts", templates: nil,
                routes: [
                    .get("/api/v1/accounts/{account}/readings", Self.looking) {
                        try await ReadingAPI.form($0, self)
                    }
                    .described(
                        "reading.accounts.month", "An account's registers of a month, and the year before.",
                        query: [.month("month", "The month before today's where none is named.")],
                        gives: ReadingAPI.Month.self),
                    .post("/api/v1/accounts/{account}/readings", Self.entering) {
                        try await ReadingAPI.enter($0, self)
                    }
                    .described(
                        "reading.accounts.enter", "Enters an account's readings of a month.",
                        """
                        The version is the one the month named. Readings that raise findings are taken and wait for \
                        approval; where they cannot be true nothing is taken and 422 tells why.
                        """,
                        takes: ReadingAPI.Entry.self, gives: ReadingAPI.Taken.self,
                        otherwise: [.unprocessableContent: ReadingAPI.Taken.self]),
                    .post("/api/v1/accounts/{account}/frozen", Self.entering) {
                        try await ReadingAPI.freeze($0, self)
                    }
                    .described(
                        "reading.accounts.freeze", "Enters what registers showed at 00:00 of a day.",
                        """
                        A tariff version that begins on the day and says BY_FROZEN divides the bill there; the month is \
                        the one in whose cycle the day lies.
                        """,
                        takes: ReadingAPI.FrozenEntry.self, gives: ReadingAPI.FrozenTaken.self,
                        otherwise: [.unprocessableContent: ReadingAPI.FrozenTaken.self]),
                ]),
            PageGroup(
                word: "imports", templates: nil,
                routes: [
                    .upload(
                        "/api/v1/imports/readings/check", Self.importing, types: Self.fileTypes,
                        limit: Self.fileLimit
                    ) { try await FilePage.checked($0, self) }
                    .described(
                        "reading.imports.check", "Checks a file of readings; writes nothing.",
                        "Gives every row of the file with its line, its verdict and the reasons before it.",
                        query: [
                            Operation.Parameter(
                                "month", .month, "The month the readings are of.", isRequired: true)
                        ], gives: String.self
                    ).answeringCSV("The file with a verdict on each row."),
                    .upload(
                        "/api/v1/imports/readings", Self.importing, types: Self.fileTypes,
                        limit: Self.fileLimit
                    ) {
                        try await ReadingAPI.importReadings($0, self)
                    }
                    .described(
                        "reading.imports.readings", "Takes a file of readings.", importNote,
                        query: [
                            Operation.Parameter(
                                "month", .month, "The month the readings are of.", isRequired: true),
                            .text("onlyGood", "Any value: takes the good rows, leaves the others."),
                            .importEncoding,
                        ], gives: ImportAnswer.self,
                        otherwise: [
                            .accepted: ImportAnswer.self, .unprocessableContent: ImportAnswer.self,
                        ]),
                ]),
        ]
    }

    /// How much of the month being read is read.
    private func card(_ visit: Visit) async throws -> Stat? {
        let month = visit.readingMonth
        let totals = ReadingTotals(try await reading.status(month, by: visit.principal))
        guard totals.expected > 0 else { return nil }
        return Stat(
            label: "\(visit.text("reading.rate")) · \(visit.language.month(month))", figure: totals.share,
            unit: "%",
            caption: "\(visit.text("reading.pending")) \(visit.language.number(totals.pending))",
            tone: totals.pending > 0 ? .warn : totals.read == totals.expected ? .good : .info,
            link: Self.monthLink)
    }
}

/// A month's counts added up.
struct ReadingTotals {
    let expected: Int64
    let approved: Int64
    let pending: Int64
    var read: Int64 { approved + pending }

    init(_ lines: [ReadingStatusLine]) {
        expected = lines.reduce(0) { $0 + $1.expected }
        approved = lines.reduce(0) { $0 + $1.approved }
        pending = lines.reduce(0) { $0 + $1.pending }
    }

    /// The share read in percent with one decimal, cut: 100.0 is shown only when all is read.
    var share: String {
        guard expected > 0 else { return "0.0" }
        let tenths = min(read, expected) * 1_000 / expected
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension Visit {
    /// The month asked for, else the one before today's: readings are taken for the month that ends.
    var readingMonth: BillingMonth {
        query("month").flatMap { BillingMonth(text: $0) } ?? defaultReadingMonth
    }
    var defaultReadingMonth: BillingMonth { today.billingMonth.adding(months: -1) }
}
